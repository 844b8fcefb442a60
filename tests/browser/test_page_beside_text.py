"""A page beside its text in a browser: in step while one scrolls, by keyboard, enlarged, and without a script."""

import pytest
from django.db import connection
from playwright.sync_api import expect

from archive import store, workflow
from archive.models import Document, State, Volume
from archive.records import PageBreakRecord, VolumeRecord
from archive.scans import ScanFolder
from archive.scans.tiling import make_tiles
from archive.store import Incoming
from tests.support.people import make_user
from tests.support.records import document_record
from tests.support.scans import draw_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def paper(settings, tmp_path):
    """The address of a paper on four long pages, each with its scan; those of all but the last have tiles."""
    settings.SCANS, settings.SCAN_TILES = tmp_path / "scans", tmp_path / "tiles"
    store.save_volume(VolumeRecord("vol", "Papers of 1938, Ruritania"))
    words = "<p>The railway to the sea is not built, and nobody knows who will.</p>" * 15
    breaks = "".join(f'<pb n="{page}" facs="00{page}"/>{words}' for page in range(41, 44))
    text = f'<div xmlns="http://www.tei-c.org/ns/1.0" type="document"><head>The railway</head>{words}{breaks}</div>'
    pages = tuple(PageBreakRecord(str(page), page > 40, f"pg_{page}", f"00{page}") for page in range(40, 44))
    record = document_record("vol#d1", text=text, footnotes=(), pages=pages)
    store.save_batch([Incoming(record, Volume.objects.get(), None, 1)], state=State.PUBLISHED)
    for page in range(40, 44):
        if page == 43:
            list(make_tiles(ScanFolder(settings.SCANS, settings.SCAN_TILES)))
        draw_page(
            settings.SCANS / "vol" / f"00{page}.jpg", f"Page {page}. " + "The railway to the sea is not built. " * 20
        )
    settings.ORIGINALS = tmp_path / "originals"
    leaf = draw_page(tmp_path / "leaf.png", "A leaf.").read_bytes()
    workflow.attach(Document.objects.get(), leaf, user=make_user("quill", "archivist"), label="1r")
    return "/documents/vol-d1/"


def _opened(chromium, live_server, width: int, **options):
    """Return a page of this width, and a list that grows by what goes wrong. Jumps are at once: a busy machine breaks off smooth ones."""
    page = chromium.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 900}, reduced_motion="reduce", **options
    ).new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("response", lambda response: faults.append(response.url) if response.status >= 400 else None)
    return page, faults


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the same pages are looked at on SQLite")
def test_a_page_beside_its_text_by_keyboard_and_without_a_script(chromium, live_server, paper, assert_accessible):
    page, faults = _opened(chromium, live_server, 1280)
    page.goto(paper)
    assert_accessible(page)
    current = page.locator(".scan-thumbs [aria-current]")
    expect(current).to_have_text("Page 40")
    # A thumbnail leads to its page in the text, and the image of that page comes into view beside it.
    page.locator('[data-thumb="0042"]').focus()
    page.keyboard.press("Enter")
    expect(current).to_have_text("Page 42")
    expect(page.locator("#page-42")).to_be_in_viewport()
    expect(page.locator("#scan-0042 img")).to_be_in_viewport()
    expect(page.locator("#scan-0040 img")).not_to_be_in_viewport()
    beside = page.locator("#scan-0042").bounding_box(), page.locator(".text").bounding_box()
    assert beside[0]["x"] > beside[1]["x"] + beside[1]["width"]
    page.locator(".paper-head h1").scroll_into_view_if_needed()
    expect(current).to_have_text("Page 40")
    # A leaf of the original is at no place of the text: its thumbnail brings it into view.
    page.locator('[data-thumb^="original-"]').press("Enter")
    expect(current).to_have_text("Original 1r")
    expect(page.locator('[id^="scan-original-"] img')).to_be_in_viewport()
    # Enlarged, with tiles and without.
    image = page.locator("#scan-0042 [data-zoom]")
    image.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#scan-zoom-page")).to_have_text("Page 42")
    expect(page.locator(".scan-zoom-image canvas").first).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Next page").press("Enter")
    expect(page.locator("#scan-zoom-page")).to_have_text("Page 43")
    page.get_by_role("button", name="Next page").press("Enter")
    expect(page.locator("#scan-zoom-page")).to_have_text("Original 1r")
    expect(page.get_by_role("button", name="Next page")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(page.locator(".scan-zoom")).to_be_hidden()
    expect(image).to_be_focused()
    assert faults == []
    page.context.close()
    page, faults = _opened(chromium, live_server, 320, color_scheme="dark")
    page.goto(paper)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.locator(".scans").bounding_box()["y"] < page.locator(".text").bounding_box()["y"]
    page.context.close()
    page, faults = _opened(chromium, live_server, 1280, java_script_enabled=False)
    page.goto(paper)
    expect(page.locator(".scan-pages img")).to_have_count(5)
    page.get_by_role("link", name="Page 41 in the text").click()
    expect(page.locator("#page-41")).to_be_in_viewport()
    assert faults == []  # the browser's own page of an image has styles, which our policy refuses
    page.locator("#scan-0041 [data-zoom]").click()
    page.wait_for_url("**/scans/vol/0041/full/max/0/default.jpg")
    page.context.close()
