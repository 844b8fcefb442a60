"""Make the tiles of scans with libvips, which reads the largest of them in little memory."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.errors import Refused, reason_of
from archive.scans.folder import ScanFolder

#: Pixels of a tile's side, and the quality of tiles and whole images as JPEG.
_TILE = 512
_QUALITY = 82


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a scan: its tiles were ``made``, they were there (not made, no ``problem``), or it can't be read."""

    path: Path
    made: bool
    problem: str = ""


def make_tiles(folder: ScanFolder, volumes: tuple[str, ...] = ()) -> Iterator[Outcome]:
    """Make the tiles of each scan that has none, or has changed since. Raises ``Refused`` without pyvips, or without the folder."""
    vips = _vips()
    if not folder.scans.is_dir():
        raise Refused(f"There is no folder {folder.scans}.")
    if unknown := [volume for volume in volumes if not folder.has(volume)]:
        raise Refused(f"There are no scans of {', '.join(unknown)} in {folder.scans}.")
    for volume, name, path in folder.walk(volumes):
        tiles = folder.tiles_of(volume, name)
        info = tiles / "info.json"
        if info.exists() and info.stat().st_mtime >= path.stat().st_mtime:
            yield Outcome(path, made=False)
            continue
        try:
            _make(vips, path, tiles)
        except vips.Error as error:
            yield Outcome(path, made=False, problem=reason_of(error))
        else:
            yield Outcome(path, made=True)


def _vips() -> Any:
    # Only those who make tiles need it: it is imported here, and nowhere else.
    try:
        import pyvips
    except (ImportError, OSError) as error:
        raise Refused("Tiles are made with pyvips, which isn’t installed: pip install pyvips pyvips-binary") from error
    # It would remember files by their names, and each is read once.
    pyvips.cache_set_max(0)
    return pyvips


def _make(vips: Any, path: Path, tiles: Path) -> None:
    """Write the tiles of one scan. They are made beside their place and moved there once they are whole."""
    making = tiles.with_name(f".{tiles.name}")
    shutil.rmtree(making, ignore_errors=True)
    making.parent.mkdir(parents=True, exist_ok=True)
    try:
        image = vips.Image.new_from_file(str(path), fail_on="truncated").autorot().colourspace("srgb")
        if image.hasalpha():
            image = image.flatten(background=255)
        image.dzsave(str(making), layout="iiif3", tile_size=_TILE, overlap=0, suffix=f".jpg[Q={_QUALITY},keep=none]")
        info = json.loads((making / "info.json").read_text(encoding="utf-8"))
        sizes = [(-(-image.width // by), -(-image.height // by)) for by in info["tiles"][0]["scaleFactors"]][::-1]
        for width, height in sizes[:-1]:
            smaller = vips.Image.thumbnail_image(image, width, height=height, size="force")
            _write(smaller, making / "full" / f"{width},{height}")
        _write(image, making / "full" / "max")
        # One size for each scale of the tiles: viewers that read both expect it so.
        info["sizes"] = [{"width": width, "height": height} for width, height in sizes]
        (making / "info.json").write_text(json.dumps(info), encoding="utf-8")
        shutil.rmtree(tiles, ignore_errors=True)
        making.rename(tiles)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _write(image: Any, folder: Path) -> None:
    (folder / "0").mkdir(parents=True, exist_ok=True)
    image.jpegsave(str(folder / "0" / "default.jpg"), Q=_QUALITY, keep="none")
