"""A reader's way through the archive in Chromium: search, narrow, read, select, take away; wide and narrow, with script and without."""

import pytest

from archive import store
from archive.models import State, Volume
from archive.records import DivisionRecord, FileNumberRecord, VolumeRecord
from archive.store import Incoming
from tests.browsing.conftest import QUILL, RAVEN, SECRETARY, dated
from tests.records import document_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/", "/about/", "/search/?q=railway", "/documents/", "/volumes/", "/volumes/vol/", "/volumes/vol/ch1/", "/people/",
    "/people/quill/", "/offices/ambassador-in-ruritania/", "/places/ruritania/", "/chronology/", "/chronology/1938/",
    "/chronology/1938/03/", "/chronology/1938/03/05/", "/chronology/undated/", "/pictures/", "/selection/",
    "/selection/?ids=vol-d1,vol-d2", "/selection/read/?ids=vol-d1,vol-d2", "/selection/pull-list/?ids=vol-d1,vol-d2", "/nowhere/",
]  # fmt: skip


@pytest.fixture
def archive():
    """Eight papers of one chapter, between three correspondents, over two years."""
    empty = '<div xmlns="http://www.tei-c.org/ns/1.0"/>'
    divisions = (
        DivisionRecord("comp1", "compilation", "Ruritania", empty, 1),
        DivisionRecord("ch1", "chapter", "Railways", empty, 1, "comp1"),
    )
    store.save_volume(VolumeRecord("vol", "Papers of 1938, Ruritania", divisions=divisions))
    volume = Volume.objects.get()
    chapter = volume.divisions.get(source_id="ch1")
    days = ["1938-03-05", "1938-03-06", "1938-03-05", "1938-07-01", "1939-01-02", "1939-05-06", "", "1938-03-09"]
    incoming = []
    for number, day in enumerate(days, 1):
        sides = (
            {"senders": (QUILL,), "recipients": (SECRETARY,)}
            if number % 2
            else {"senders": (SECRETARY,), "recipients": (RAVEN,)}
        )
        record = document_record(
            f"vol#d{number}",
            document_number=str(number),
            heading=f"Paper {number} on the railway",
            date=dated(day),
            file_numbers=(FileNumberRecord(f"840.48 Refugees/{number}", f"840.48 Refugees/{number}", "decimal-1910"),),
            **sides,
        )
        incoming.append(Incoming(record, volume, chapter, number))
    store.save_batch(incoming, state=State.PUBLISHED)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_page_is_accessible_and_fits(page, archive, assert_accessible, scheme):
    page.emulate_media(color_scheme=scheme)
    refused = []
    page.on("console", lambda message: refused.append(message.text) if "Security Policy" in message.text else None)
    for url in PAGES:
        page.goto(url)
        assert_accessible(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{url} is {wide} px too wide"
    assert refused == []


def test_a_reader_searches_narrows_selects_and_takes_away(page, archive):
    page.goto("/")
    page.locator("#q").fill("railway")
    page.locator("#q").press("Enter")
    page.locator("summary", has_text="Sender (office)").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Ambassador in Ruritania").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**office=ambassador-in-ruritania**")
    assert "4 papers" in page.locator(".results .count").inner_text()
    boxes = page.locator('.take input[type="checkbox"]')
    boxes.nth(0).focus()
    page.keyboard.press("Space")
    boxes.nth(1).focus()
    page.keyboard.press("Space")
    assert page.locator("[data-selection-count]").inner_text().strip() == "(2)"
    page.reload()
    assert page.locator(".take input:checked").count() == 2
    page.get_by_role("button", name="Show as a selection").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/selection/?ids=**")
    assert page.locator(".chosen-papers .paper").count() == 2
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == "selection.csv"
    page.get_by_role("link", name="Pull list").click()
    assert page.get_by_role("heading", name="RG 59, Central Decimal File").first.is_visible()
    page.go_back()
    page.get_by_role("link", name="Take out").first.click()
    assert page.locator(".chosen-papers .paper").count() == 1
    page.goto("/about/")
    assert page.locator("[data-selection-count]").inner_text().strip() == "(1)"


@pytest.mark.parametrize("width", [1280, 320])
def test_the_same_without_script(chromium, live_server, archive, width):
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    page.goto("/search/?q=railway")
    page.locator('.take input[type="checkbox"]').nth(0).check()
    page.locator('.take input[type="checkbox"]').nth(2).check()
    page.get_by_role("button", name="Show as a selection").click()
    page.wait_for_url("**/selection/?ids=**")
    assert page.locator(".chosen-papers .paper").count() == 2
    page.locator("#add").fill("vol#d1 /documents/vol-d2/ " + " ".join(f"vol-d{number}" for number in range(3, 9)))
    page.get_by_role("button", name="Add").click()
    assert page.locator(".chosen-papers .paper").count() == 8
    page.get_by_role("link", name="Read in sequence").click()
    assert page.locator("article.in-sequence").count() == 8
    page.goto("/volumes/vol/")
    page.get_by_text("Railways").first.click()
    page.get_by_role("link", name="Paper 1 on the railway").click()
    page.wait_for_url("**/documents/vol-d1/")
    context.close()


def test_a_picture_tells_its_numbers_and_leads_to_the_papers(page, archive):
    page.goto("/pictures/")
    figure = page.locator("[data-picture]").nth(1)
    edge = figure.locator('a.edge[data-words^="Ambassador in Ruritania to"]')
    edge.focus()
    assert "Ambassador in Ruritania to Secretary of State: 4 papers" in figure.locator(".picture-value").inner_text()
    node = figure.locator("a.node").first
    node.focus()
    assert figure.locator(".edge.is-lit").count() >= 1
    edge.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?sender-office=**")
    assert "4 papers" in page.locator(".results .count").inner_text()


def test_a_reader_goes_from_day_to_day(page, archive):
    page.goto("/chronology/1938/")
    page.get_by_role("link", name="5 March: 2 papers").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/chronology/1938/03/05/")
    page.get_by_role("link", name="Next day with papers").click()
    page.wait_for_url("**/chronology/1938/03/06/")


def test_a_reader_chooses_a_language_and_comes_back_to_the_page(page, archive):
    page.goto("/chronology/1938/")
    page.get_by_role("button", name="Deutsch").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector('html[lang="de"]')
    assert page.url.endswith("/chronology/1938/")
    assert page.get_by_role("link", name="Bände").first.is_visible()
    page.get_by_role("button", name="English").click()
    page.wait_for_selector('html[lang="en"]')
