"""Image files from outside: what they are, and whether they are whole."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import ExifTags, Image, UnidentifiedImageError

from archive.errors import Refused

#: The most bytes and pixels of an image that is attached to a paper: a page in 600 dots per inch has 35 million pixels.
LARGEST_FILE = 30 * 1024 * 1024
_MOST_PIXELS = 80_000_000
#: Endings of the formats that browsers show, by Pillow's names of them.
_SHOWN = {"JPEG": "jpg", "PNG": "png"}


@dataclass(frozen=True, slots=True)
class Checked:
    """An image that was decoded from the first pixel to the last. ``ending`` is "jpg" or "png"; sizes are in pixels, upright."""

    ending: str
    width: int
    height: int


def check_image(content: bytes) -> Checked:
    """Return what an image is. Raises ``Refused`` for anything but a whole JPEG or PNG of a size that can be shown."""
    if len(content) > LARGEST_FILE:
        raise Refused(f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB.")
    try:
        with _read(content) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise Refused(f"The image has more than {_MOST_PIXELS // 1_000_000} million pixels.")
            image.load()
            return Checked(_SHOWN[image.format or ""], *_upright(image))
    except UnidentifiedImageError:
        raise Refused("The file is no JPEG or PNG image.") from None
    # Pillow's decoders raise errors of many kinds for broken images.
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("The image is broken or incomplete, and can’t be shown.") from error


def _read(content: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        return Image.open(BytesIO(content), formats=tuple(_SHOWN))


def _upright(image: Image.Image) -> tuple[int, int]:
    """Return width and height as browsers show an image: cameras note how it was turned."""
    turned = image.getexif().get(ExifTags.Base.Orientation, 1) in (5, 6, 7, 8)
    return (image.height, image.width) if turned else image.size


def size_of(path: Path) -> tuple[int, int] | None:
    """Return width and height of a JPEG, PNG or TIFF file in pixels; None if it is no such image. Only its first bytes are read."""
    try:
        state = path.stat()
    except OSError:
        return None
    return _size_of(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4096)
def _size_of(path: Path, _changed: int, _size: int) -> tuple[int, int] | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=(*_SHOWN, "TIFF")) as image:
                return _upright(image)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
