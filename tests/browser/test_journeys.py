"""A reader's ways through the archive in Chromium: wide and narrow, with script and without, by keyboard."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("journeys")]

EVERYWHERE = pytest.mark.parametrize(
    ("width", "script"),
    [(1280, True), (1280, False), (320, True), (320, False)],
    ids=["wide", "wide without script", "narrow", "narrow without script"],
)


def focused(page, attribute: str) -> str:
    return page.evaluate(f"document.activeElement.getAttribute({attribute!r})")


def tab_to(page, selector: str, most: int = 120) -> None:
    """Press Tab until what is selected has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement.matches(one)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


# --- arrive, read, footnotes, cite -----------------------------------------------------------------------------------


@EVERYWHERE
def test_somebody_arrives_with_a_number_and_reads(reader, width, script):
    page = reader(width, script=script)
    page.goto("/")
    box = page.get_by_label("Search the archive").first
    box.fill("840.48 refugees / 5425")
    box.press("Enter")
    page.wait_for_url("**/documents/*5425*/**")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".text p").first).to_be_visible()
    expect(page.locator(".footnotes .fn").first).to_be_visible()


def test_a_citation_leads_to_the_paper_and_says_so(reader):
    page = reader()
    page.goto("/")
    page.locator("#q").fill("FRUS 1944, I, p. 1017")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/documents/*5425*/?for=**")
    assert "Found by citation" in page.locator(".found-by").inner_text()
    page.locator(".found-by a").click()
    page.wait_for_url("**/search/?q=FRUS**")


@EVERYWHERE
def test_a_footnote_is_followed_and_comes_back_to_where_one_was(reader, width, script):
    page = reader(width, script=script)
    page.goto("/documents/vol-d1/")
    tab_to(page, "#fnref-2")
    page.keyboard.press("Enter")
    page.locator("#fn-2:target").wait_for()
    assert page.locator(".fn:target .fn-label").inner_text().strip() == "10"
    # The next Tab goes on from the note, not from the text.
    tab_to(page, "#fn-2 .fn-back", most=2)
    page.keyboard.press("Enter")
    page.locator("#fnref-2:target").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert focused(page, "id") == "fnref-2"


def test_a_footnote_pops_up_by_keyboard_and_goes_with_escape(reader):
    page = reader(320)
    page.goto("/documents/vol-d1/")
    tab_to(page, ".fnref a")
    pop = page.get_by_role("note", name="Footnote 9")
    assert "Not printed" in pop.inner_text()
    assert focused(page, "aria-describedby") == "pop"
    page.keyboard.press("Escape")
    expect(pop).not_to_be_visible()
    assert focused(page, "id") == "fnref-1"


def test_a_footnote_stands_beside_its_line_where_there_is_room(reader):
    page = reader(1280)
    page.goto("/documents/vol-d1/")
    note, anchor, text = (page.locator(one).bounding_box() for one in ("#fn-1", "#fnref-1", ".text"))
    assert note["x"] > text["x"] + text["width"]
    assert abs(note["y"] - anchor["y"]) < 40


def test_a_page_number_has_an_address_of_its_own(reader):
    page = reader()
    page.goto("/documents/vol-d1/#page-41")
    assert page.locator(".pb:target").get_attribute("data-page") == "41"
    tab_to(page, ".fnref a", most=2)


@pytest.mark.parametrize("width", [1280, 320])
def test_a_citation_is_copied_in_one_stroke(reader, width):
    page = reader(width)
    page.goto("/documents/vol-d1/")
    page.get_by_role("link", name="Cite", exact=True).focus()
    page.keyboard.press("Enter")
    tab_to(page, "button.copy")
    page.keyboard.press("Enter")
    page.locator("[data-copied]", has_text="Copied").wait_for(state="attached")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(".cited-words").first.inner_text().strip()
    assert "Paper 1 on the railway" in copied


@pytest.mark.parametrize("width", [1280, 320])
def test_a_citation_can_be_read_without_script(reader, width):
    page = reader(width, script=False)
    page.goto("/documents/vol-d1/")
    expect(page.locator("button.copy:visible")).to_have_count(0)
    words = page.locator(".cited-words")
    expect(words).to_have_count(6)
    assert all("railway" in text for text in words.all_inner_texts())
    page.get_by_role("link", name="Cite a page or a footnote").click()
    page.get_by_role("navigation", name="What to cite").get_by_role("link", name="41").click()
    assert "Cite page 41" in page.get_by_role("heading", level=1).inner_text()
    assert "41" in page.locator(".cited-words").first.inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="BibTeX").click()
    assert download.value.suggested_filename.endswith(".bib")


# --- search, narrow, select, export ----------------------------------------------------------------------------------


@EVERYWHERE
def test_a_reader_searches_and_narrows(reader, width, script):
    page = reader(width, script=script)
    page.goto("/")
    page.locator("#q").fill("railway")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/search/?q=railway")
    assert "8 papers" in page.locator(".results .count").inner_text()
    link = (
        page.get_by_role("region", name="Narrow the search").get_by_role("link", name="Ambassador in Ruritania").first
    )
    for summary in page.locator(".facets summary").all():
        if link.is_visible():
            break
        if summary.is_visible() and not summary.evaluate("one => one.parentElement.open"):
            summary.focus()
            page.keyboard.press("Enter")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**office=ambassador-in-ruritania**")
    assert "4 papers" in page.locator(".results .count").inner_text()
    page.get_by_role("link", name=re.compile("Remove the filter .* Ambassador in Ruritania")).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=railway")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == "papers.csv"


@pytest.mark.parametrize("width", [1280, 320])
def test_a_reader_selects_and_takes_away(reader, width):
    page = reader(width)
    page.goto("/search/?q=railway")
    boxes = page.locator('.take input[type="checkbox"]')
    for number in (0, 1):
        boxes.nth(number).focus()
        page.keyboard.press("Space")
    assert page.locator("[data-selection-count]").inner_text().strip() == "(2)"
    page.reload()
    expect(page.locator(".take input:checked")).to_have_count(2)
    page.get_by_role("button", name="Show as a selection").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/selection/?ids=**")
    expect(page.locator(".chosen-papers .paper")).to_have_count(2)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    assert download.value.suggested_filename == "selection.csv"
    page.get_by_role("link", name="Pull list").click()
    expect(page.get_by_role("heading", name="RG 59, Central Decimal File").first).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Remove").first.click()
    expect(page.locator(".chosen-papers .paper")).to_have_count(1)
    page.goto("/about/")
    assert page.locator("[data-selection-count]").inner_text().strip() == "(1)"


@pytest.mark.parametrize("width", [1280, 320])
def test_the_same_without_script(reader, width):
    page = reader(width, script=False)
    page.goto("/search/?q=railway")
    # All that was found, to request in the archives; then some of it.
    page.get_by_text("With all 8 papers").click()
    page.get_by_role("button", name="Pull list").click()
    page.wait_for_url("**/selection/pull-list/?ids=**")
    expect(page.locator(".pull-list tbody tr")).to_have_count(8)
    page.goto("/search/?q=railway")
    page.locator('.take input[type="checkbox"]').nth(0).check()
    page.locator('.take input[type="checkbox"]').nth(2).check()
    page.get_by_role("button", name="Show as a selection").click()
    page.wait_for_url("**/selection/?ids=**")
    expect(page.locator(".chosen-papers .paper")).to_have_count(2)
    page.locator("#add").fill("vol#d1 /documents/vol-d2/ " + " ".join(f"vol-d{number}" for number in range(3, 9)))
    page.get_by_role("button", name="Add").click()
    expect(page.locator(".chosen-papers .paper")).to_have_count(8)
    page.get_by_role("link", name="Read in sequence").click()
    expect(page.locator("article.in-sequence")).to_have_count(8)


# --- browse ----------------------------------------------------------------------------------------------------------


def test_without_script_one_goes_from_a_volume_to_a_paper(reader):
    page = reader(script=False)
    page.goto("/volumes/vol/")
    page.get_by_text("Railways").first.click()
    page.get_by_role("link", name="Paper 1 on the railway").click()
    page.wait_for_url("**/documents/vol-d1/")


@pytest.mark.parametrize("width", [1280, 320])
def test_a_chart_tells_its_numbers_and_leads_to_the_papers(reader, width):
    page = reader(width)
    page.goto("/charts/?q=railway")
    figure = page.locator("[data-chart]").nth(1)
    edge = figure.locator('a.edge[data-words^="Ambassador in Ruritania to"]')
    edge.focus()
    assert "Ambassador in Ruritania to Secretary of State: 4 papers" in figure.locator(".chart-value").inner_text()
    node = figure.locator("a.node").first
    node.focus()
    expect(figure.locator(".edge.is-lit").first).to_be_attached()
    edge.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?**sender-office=**")
    assert "4 papers" in page.locator(".results .count").inner_text()


def test_a_reader_goes_from_day_to_day(reader):
    page = reader()
    page.goto("/chronology/1938/")
    page.get_by_role("link", name="5 March: 2 papers").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/chronology/1938/03/05/")
    page.get_by_role("link", name="Next day with papers").click()
    page.wait_for_url("**/chronology/1938/03/06/")


def test_a_reader_chooses_a_language_and_comes_back_to_the_page(reader):
    page = reader()
    page.goto("/chronology/1938/")
    page.get_by_role("button", name="Deutsch").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector('html[lang="de"]')
    assert page.url.endswith("/chronology/1938/")
    expect(page.get_by_role("link", name="Bände").first).to_be_visible()
    page.get_by_role("button", name="English").click()
    page.wait_for_selector('html[lang="en"]')


@EVERYWHERE
def test_a_paper_is_put_into_the_selection_from_its_own_page_and_cited_with_others(reader, width, script):
    page = reader(width, script=script)
    if script:
        for number in (1, 2):
            page.goto(f"/documents/vol-d{number}/")
            button = page.get_by_role("button", name="Add to selection")
            button.focus()
            page.keyboard.press("Enter")
            page.get_by_role("button", name="Remove from selection").wait_for()
            expect(page.locator("[data-take-link]")).not_to_be_visible()
            assert page.locator("[data-taken]").inner_text() == f"Papers in your selection: {number}"
        page.locator("[data-selection-link]").click()
    else:
        page.goto("/documents/vol-d1/")
        page.get_by_role("link", name="Add to selection").click()
        page.locator("#add").fill("vol-d2")
        page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/selection/?ids=vol-d1,vol-d2")
    page.get_by_role("link", name="Cite together").click()
    page.get_by_role("link", name="MLA").click()
    page.wait_for_url("**style=mla")
    cited = page.locator(".cited-words").all_inner_texts()
    assert ["Paper 1 on the railway" in cited[0], "Paper 2 on the railway" in cited[1]] == [True, True]
    if script:
        page.get_by_role("button", name="Copy").click()
        page.locator("[data-copied]", has_text="Copied").wait_for(state="attached")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert [words for words in copied.splitlines() if words] == cited
    for name, ending in (("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "json")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename == f"selection.{ending}"


@pytest.mark.parametrize("script", [True, False])
def test_a_papers_address_is_copied_and_its_day_is_a_link(reader, script):
    page = reader(320, script=script)
    page.goto("/documents/vol-d1/#page-41")
    copy, printing = page.locator("[data-copy-address]"), page.locator("[data-print]")
    assert (copy.is_visible(), printing.is_visible()) == (script, script)
    if script:
        copy.click()
        page.get_by_role("button", name="Address copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()").endswith("/documents/vol-d1/")
        page.evaluate("window.print = () => { document.title = 'printed'; }")
        printing.click()
        assert page.title() == "printed"
    page.locator(".facts").get_by_role("link", name="5 March 1938").click()
    page.wait_for_url("**/chronology/1938/03/05/")


@pytest.mark.parametrize("script", [True, False])
def test_on_a_narrow_screen_the_papers_found_come_first_and_the_filters_are_a_link_away(reader, script):
    page = reader(320, script=script)
    page.goto("/search/?q=railway")
    place = {
        name: page.locator(name).first.bounding_box()["y"] for name in (".results .paper", ".facets", ".to-filters")
    }
    assert place[".to-filters"] < place[".results .paper"] < place[".facets"]
    assert place[".results .paper"] < 700
    page.get_by_role("link", name="Narrow the search").click()
    page.locator("#narrow:target").wait_for()
    expect(page.locator("#narrow summary").first).to_be_in_viewport()
    assert focused(page, "id") == "narrow"
    page.get_by_role("link", name="Back to the papers found").click()
    expect(page.locator(".results .paper").first).to_be_in_viewport()


def test_on_a_wide_screen_the_filters_stand_beside_the_papers_found(reader):
    page = reader(1280)
    page.goto("/search/?q=railway")
    facets, results = (page.locator(name).bounding_box() for name in (".facets", ".results"))
    assert facets["x"] + facets["width"] < results["x"]
    assert abs(facets["y"] - results["y"]) < 2
    expect(page.locator(".to-filters:visible")).to_have_count(0)


@EVERYWHERE
def test_a_selection_can_be_emptied_paper_by_paper_and_at_once(reader, width, script):
    page = reader(width, script=script)
    for name, left in (("Remove", 2), ("Empty the selection", 0)):
        page.goto("/selection/?ids=vol-d1,vol-d2,vol-d3")
        page.get_by_role("link", name=name).first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/selection/?ids=vol-d2,vol-d3" if left else "**/selection/")
        expect(page.locator(".chosen-papers .paper")).to_have_count(left)
    page.goto("/selection/?ids=vol-d1")
    page.get_by_role("link", name="Remove").click()
    page.get_by_text("There is no paper in this selection.").wait_for()
    page.goto("/about/")
    assert page.locator("[data-selection-count]").inner_text() == ""
    page.locator("[data-selection-link]").click()
    page.get_by_text("There is no paper in this selection.").wait_for()
