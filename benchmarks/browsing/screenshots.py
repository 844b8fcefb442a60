"""Take the screenshots of `docs/screenshots` from a running archive with the sample volumes, in Chromium.

python benchmarks/browsing/screenshots.py http://127.0.0.1:8000 [FOLDER]
"""

import base64
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

#: Name, address, width, height, colours.
SCREENSHOTS = (
    ("home", "/", 1280, 860, "light"),
    ("document", "/documents/frus1948v05p1-d139/", 1280, 1000, "light"),
    ("document-narrow", "/documents/frus1948v05p1-d139/", 320, 1200, "dark"),
    ("search", "/search/?q=oil+pipeline", 1280, 860, "light"),
    ("file", "/files/decimal-1910/501.bc-indonesia/", 1280, 860, "dark"),
    ("thread", "/documents/frus1948v05p1-d121/thread/", 1280, 860, "light"),
    ("day-book", "/chronology/1949/02/25/hours/", 1280, 1100, "light"),
    ("matrix", "/charts/?q=oil#office", 1280, 1000, "light"),
)
_QUALITY = 82


def main() -> None:
    origin = sys.argv[1].rstrip("/")
    folder = Path(sys.argv[2] if len(sys.argv) > 2 else Path(__file__).parents[2] / "docs" / "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"), args=["--no-sandbox"]
        )
        for name, url, width, height, colours in SCREENSHOTS:
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=colours)
            page = context.new_page()
            page.goto(origin + url, wait_until="networkidle")
            page.evaluate("document.fonts.ready")
            # Playwright itself writes PNG and JPEG only; WebP is a third of the size.
            shot = context.new_cdp_session(page).send("Page.captureScreenshot", {"format": "webp", "quality": _QUALITY})
            file = folder / f"{name}.webp"
            file.write_bytes(base64.b64decode(shot["data"]))
            print(f"{file.name}  {file.stat().st_size:,} bytes")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
