"""Every kind of public page in Chromium: accessible in light and dark, no wider than the screen, and nothing from elsewhere."""

import pytest
from django.db import connection
from django.urls import resolve

from tests.support import room
from tests.support.routes import routes

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("every page")]

#: Public addresses that are no pages: files, feeds, answers to scripts, former addresses, and the one that a choice of language is sent to.
NO_PAGES = {
    "archive:language", "archive:documents", "archive:robots", "archive:llms",
    "archive:sitemap", "archive:sitemap_section", "archive:open_search",
    "archive:open_search_suggestions", "archive:pictures", "archive:unapi", "archive:selection_keep",
    "archive:new_papers", "archive:search_feed", "archive:selection_pull_csv", "archive:selection_csv",
    "archive:selection_jsonl", "archive:selection_tei", "archive:selection_book", "archive:search_csv",
    "archive:search_jsonl", "archive:suggestions", "archive:preview", "archive:not_held_csv", "archive:cite_file",
    "archive:document_text", "archive:document_json", "archive:document_json_ld", "archive:volume_book",
    "archive:division_book", "archive:selection_cite_file", "archive:volume_tei", "archive:document_tei", "archive:file_book",
    "archive:paper_manifest", "archive:volume_manifest", "archive:scan_info", "archive:scan_image",
    "archive:original_info", "archive:original_image",
    "archive:data_file", "archive:oai", "archive:all_letters", "archive:volume_letters", "archive:shelf_aid", "archive:class_aid",
    "archive:file_aid", "archive:holding_aid",
}  # fmt: skip


def test_no_kind_of_page_is_left_out(reading_room):
    visited = {
        resolve(url.partition("?")[0].partition("#")[0]).view_name for url in room.addresses() if url != "/nowhere/"
    }
    public = {route.name for route in routes() if route.name.startswith("archive:")}
    assert {name for name in public if not name.startswith("archive:api-")} - NO_PAGES == visited


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the same pages are looked at on SQLite")
def test_every_page_is_accessible_in_the_light(reader, reading_room, violations):
    """On a wide screen; what the dark changes there is the contrast of colours alone."""
    page = reader(1280)
    faults = _watched(page, reading_room.url)
    for url in room.addresses():
        page.goto(url)
        faults += violations(page)
        page.emulate_media(color_scheme="dark")
        faults += violations(page, "color-contrast")
        page.emulate_media(color_scheme="light")
        faults += _too_wide(page)
    assert not faults, "\n".join(faults)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the same pages are looked at on SQLite")
def test_every_page_is_accessible_in_the_dark_on_a_narrow_screen(reader, reading_room, violations):
    page = reader(320, color_scheme="dark")
    faults = _watched(page, reading_room.url)
    for url in room.addresses():
        page.goto(url)
        faults += violations(page)
        faults += _too_wide(page)
    assert not faults, "\n".join(faults)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the same pages are looked at on SQLite")
def test_what_a_bibliography_is_can_be_read_by_everybody(reader, reading_room, violations):
    page = reader(320)
    faults = _watched(page, reading_room.url)
    page.goto("/find-many/")
    page.get_by_label("Citations").last.fill(
        "840.48 Refugees/17; document 1\nmade1950v01-d1\nTelegram 556 to Moscow\nRiding the Storm, 88"
    )
    page.get_by_role("button", name="Find them").click()
    page.wait_for_selector(".cited-line")
    faults += violations(page) + _too_wide(page)
    assert not faults, "\n".join(faults)


def _watched(page, origin: str) -> list[str]:
    """Return a list that grows by what goes wrong while pages are read: refusals by the security policy, errors, and requests to others."""
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if "Security Policy" in message.text else None)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("request", lambda request: None if request.url.startswith(origin) else faults.append(request.url))
    return faults


def _too_wide(page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{page.url} is {wide} px too wide"] if wide > 0 else []
