"""Scans of pages for tests: their text is drawn."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont

_FORMATS = {"jpg": "JPEG", "png": "PNG", "tif": "TIFF"}


def draw_page(path: Path, text: str, size: tuple[int, int] = (850, 1300)) -> Path:
    """Write the image of a page with this text; the ending of ``path`` is its format."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.new("L", size, 245)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(max(size[0] // 36, 1))
    draw.multiline_text(
        (size[0] // 12, size[1] // 16), "\n".join(wrap(text, 52)), fill=30, font=font, spacing=size[0] // 85
    )
    image.save(path, _FORMATS[path.suffix[1:]])
    return path
