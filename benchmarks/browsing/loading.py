"""Load the first page and a paper's page on a slow phone, in Chromium: when they are drawn, what moves, and what is transferred.

    python benchmarks/browsing/loading.py http://127.0.0.1:8000 [PATH …]

The profile is that of Chromium's developer tools for a slow phone: a processor four times slower, 1.6 Mbit/s down, 150 ms a round trip.
The cache is empty. Serve without ``CHANCERY_DEBUG``, so that files are compressed.
"""

import shutil
import sys

from playwright.sync_api import sync_playwright

PATHS = ("/", "/documents/frus1948v05p1-d139/")
#: What a page may take: milliseconds until its largest part is drawn, and bytes as they are sent.
MOST_MILLISECONDS, MOST_BYTES = 1_000, 60_000
_SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
_OBSERVE = """
window.drawn = 0; window.moved = 0;
new PerformanceObserver(list => { for (const entry of list.getEntries()) window.drawn = entry.startTime; })
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value; })
  .observe({type: "layout-shift", buffered: true});
"""


def main() -> None:
    origin, paths = sys.argv[1].rstrip("/"), sys.argv[2:] or PATHS
    missed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"), args=["--no-sandbox"]
        )
        print("drawn ms  layout shift  bytes  requests  page")
        for path in paths:
            # Of three loads the quickest: other work of the machine only adds to it.
            drawn, moved, sizes = min(_load(browser, origin + path) for _ in range(3))
            missed += drawn >= MOST_MILLISECONDS or moved > 0 or sum(sizes) >= MOST_BYTES
            print(f"{drawn:8.0f}  {moved:12.4f}  {sum(sizes):6,}  {len(sizes):8}  {path}")
        browser.close()
    sys.exit(1 if missed else 0)


def _load(browser, url: str) -> tuple[float, float, list[int]]:
    """Return when the largest part was drawn, how much moved, and the bytes of each answer with its headers."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2, is_mobile=True)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    sizes: list[int] = []
    devtools.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", _SLOW_4G)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.add_init_script(_OBSERVE)
    page.goto(url, wait_until="networkidle")
    page.wait_for_function("window.drawn > 0")
    drawn, moved = page.evaluate("[window.drawn, window.moved]")
    context.close()
    return drawn, moved, sizes


if __name__ == "__main__":
    main()
