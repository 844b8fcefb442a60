"""The folder of the scans of volumes, ``VOLUME/FACS.jpg``, and the folder of their tiles.

``FACS`` is what the volume's page breaks name (``<pb facs="0123"/>``). Tiles are a static IIIF image service of level 0 for each scan,
``VOLUME/FACS/info.json`` and so on (https://iiif.io/api/image/3.0/), which :mod:`archive.scans.tiling` makes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.scans.images import size_of

#: Endings of scans, in the order in which they are looked for. Browsers don't show TIFF: such a scan is shown once it has tiles.
ENDINGS = ("jpg", "png", "tif")
_SHOWN = ("jpg", "png")
#: Media types of images that are shown, by their endings.
MEDIA = {"jpg": "image/jpeg", "png": "image/png"}
#: A name without a folder in it, which can't lead out of the folder: it begins with a letter, a digit or "_".
_NAME = re.compile(r"\w[\w.-]{0,99}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Scan:
    """The scan of a page. ``sizes`` are the width and height of each whole image that there is, the smallest first and the largest last.

    ``tiles`` is the folder of its tiles, None if none were made; ``path`` is then the only image.
    """

    path: Path
    sizes: tuple[tuple[int, int], ...]
    tiles: Path | None = None

    @property
    def ending(self) -> str:
        """Return the ending of its images: "jpg" or "png"."""
        return "jpg" if self.tiles else self.path.suffix[1:]

    @property
    def width(self) -> int:
        """Return its width in pixels."""
        return self.sizes[-1][0]

    @property
    def height(self) -> int:
        """Return its height in pixels."""
        return self.sizes[-1][1]

    def size_for(self, width: int) -> str:
        """Return the smallest whole image of at least this width, as IIIF calls its size: "1000,1530", or "max"."""
        return next((f"{w},{h}" for w, h in self.sizes[:-1] if w >= width), "max")

    def file(self, part: str) -> Path | None:
        """Return the file of a part of the image service, such as "full/max/0/default.jpg"; None if there is none."""
        if self.tiles is None:
            return self.path if part == f"full/max/0/default.{self.ending}" else None
        found = self.tiles / part
        return found if ".." not in part.split("/") and found.is_file() else None


class ScanFolder:
    """The scans below ``scans``, with their tiles below ``tiles``."""

    def __init__(self, scans: Path, tiles: Path) -> None:
        self.scans, self.tiles = scans, tiles

    def has(self, volume: str) -> bool:
        """Return whether there are scans of a volume."""
        return _NAME.fullmatch(volume) is not None and (self.scans / volume).is_dir()

    def find(self, volume: str, facsimile: str) -> Scan | None:
        """Return the scan that a page break of a volume names, if it can be shown."""
        path = self.path_of(volume, facsimile)
        if path is None:
            return None
        tiles = self.tiles_of(volume, facsimile)
        if sizes := _sizes_of_tiles(tiles):
            return Scan(path, sizes, tiles)
        size = size_of(path) if path.suffix[1:] in _SHOWN else None
        return Scan(path, (size,)) if size else None

    def path_of(self, volume: str, facsimile: str) -> Path | None:
        """Return the file of a scan; None if there is none, or if the words can't be a name."""
        if not (_NAME.fullmatch(volume) and _NAME.fullmatch(facsimile)):
            return None
        paths = (self.scans / volume / f"{facsimile}.{ending}" for ending in ENDINGS)
        return next((path for path in paths if path.is_file()), None)

    def tiles_of(self, volume: str, facsimile: str) -> Path:
        """Return the folder in which the tiles of a scan are, or would be."""
        return self.tiles / volume / facsimile

    def walk(self, volumes: tuple[str, ...] = ()) -> Iterator[tuple[str, str, Path]]:
        """Yield volume, facsimile and file of each scan of these volumes, or of all, in order."""
        names = volumes or tuple(sorted(path.name for path in self.scans.iterdir() if path.is_dir()))
        for volume in names:
            for name in sorted({path.stem for path in (self.scans / volume).iterdir()}) if self.has(volume) else ():
                if path := self.path_of(volume, name):
                    yield volume, name, path


def _sizes_of_tiles(folder: Path) -> tuple[tuple[int, int], ...]:
    try:
        info = json.loads((folder / "info.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    return tuple((size["width"], size["height"]) for size in info["sizes"])
