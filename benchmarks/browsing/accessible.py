"""Look for barriers on the pages of a running archive, in Chromium: axe in light and dark at three widths, and pages wider than the screen.

python benchmarks/browsing/accessible.py http://127.0.0.1:8000 [PAGES]

The pages are those of each kind and ``PAGES`` more (60), spread evenly over the sitemap.
"""

import re
import shutil
import sys
from collections import Counter
from urllib.parse import urlsplit
from urllib.request import urlopen

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

WIDTHS = (320, 390, 1280)
_OF_ALL_KINDS = (
    "/", "/about/", "/data/", "/api/", "/volumes/", "/files/", "/people/", "/offices/", "/missions/", "/places/", "/chronology/",
    "/search/", "/search/?q=oil+pipeline", "/charts/?q=oil", "/not-held/", "/find-many/",
)  # fmt: skip
_OF_A_PAPER = ("", "?view=understood", "cite/", "thread/", "like/")


def addresses(origin: str, pages: int) -> list[str]:
    """Return the pages to look at: one of each kind, and some of the sitemap."""
    found = [
        urlsplit(url).path
        for section in _listed(f"{origin}/sitemap.xml")
        for url in _listed(origin + urlsplit(section).path)
    ]
    some = found[:: max(len(found) // pages, 1)]
    papers = [url for url in some if url.startswith("/documents/")]
    middle = papers[len(papers) // 2]
    selected = ",".join(url.split("/")[2] for url in papers[:6])
    return list(
        dict.fromkeys(
            [
                *_OF_ALL_KINDS,
                *(middle + part for part in _OF_A_PAPER),
                *(f"/selection/{part}?ids={selected}" for part in ("", "cite/", "pull-list/", "read/")),
                *some,
            ]
        )
    )


def _listed(url: str) -> list[str]:
    with urlopen(url) as response:  # noqa: S310 - the archive that was named
        return re.findall(r"<loc>([^<]+)</loc>", response.read().decode())


def main() -> None:
    origin = sys.argv[1].rstrip("/")
    urls = addresses(origin, int(sys.argv[2]) if len(sys.argv) > 2 else 60)
    faults: Counter[str] = Counter()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for width in WIDTHS:
            page = browser.new_page(viewport={"width": width, "height": 900})
            for url in urls:
                page.emulate_media(color_scheme="light")
                page.goto(origin + url)
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme)
                    for violation in Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]:
                        faults[violation["id"]] += 1
                        print(
                            f"{width} {scheme} {url}: {violation['id']}: {violation['nodes'][0]['html'][:200]}",
                            flush=True,
                        )
                if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                    faults["wider than the screen"] += 1
                    print(f"{width} {url}: {wide} pixels wide", flush=True)
            page.close()
        browser.close()
    print(f"{len(urls)} pages, {len(WIDTHS)} widths, light and dark: {dict(faults) or 'no barrier'}")


if __name__ == "__main__":
    main()
