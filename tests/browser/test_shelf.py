"""The shelf, a file and the search box for numbers in a browser: by keyboard, without script, and accessible."""

import pytest
from playwright.sync_api import expect

from tests.support.papers import cites, paper

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def papers():
    paper("one", "891.00/8-148", day="1948-08-01")
    paper("two", "891.00/8-3148", day="1948-08-31")
    paper("three", "891.00 Azerbaijan/3", day="1930-05-01")
    cites("citing", "891.00/9-148", day="1949-01-01", heading="A later paper")


def test_every_page_of_the_shelf_is_accessible_and_fits(page, papers, assert_accessible):
    for url in (
        "/files/",
        "/files/?q=891*",
        "/files/decimal-1910/class-8/country-91/",
        "/files/decimal-1910/class-8/country-91/subject-00/",
        "/files/decimal-1910/891.00/",
        "/files/decimal-1910/891.00/cited/",
        "/search/?q=891.00%2F8-548",
    ):
        page.goto(url)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], url


def test_a_suggestion_is_chosen_by_keyboard(page, papers, assert_accessible):
    page.goto("/")
    box = page.get_by_label("Search the archive")
    box.press_sequentially("891.00 a")
    option = page.get_by_role("option", name="891.00 Azerbaijan")
    option.wait_for()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert_accessible(page)
    box.press("Enter")
    page.wait_for_url("**/files/decimal-1910/891.00-azerbaijan/")


def test_escape_puts_the_suggestions_away_and_keeps_what_was_typed(page, papers):
    page.goto("/")
    box = page.get_by_label("Search the archive")
    box.press_sequentially("891")
    page.get_by_role("option").first.wait_for()
    box.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    assert box.input_value() == "891"


def test_enter_without_a_choice_searches(page, papers):
    page.goto("/")
    box = page.get_by_label("Search the archive")
    box.press_sequentially("891.00/8–148")
    page.get_by_role("option").first.wait_for()
    box.press("Enter")
    page.wait_for_url("**/documents/one/")


def test_without_script_one_walks_from_the_shelf_to_a_paper(chromium, live_server, papers):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/files/")
    for name in ("Central decimal file 1910–1949", "Class 8", "91", "891.00", "891.00"):
        page.locator("main .steps").get_by_role("link", name=name, exact=True).click()
    page.locator(".papers a.paper-title").first.click()
    page.wait_for_url("**/documents/one/")
    page.goto("/")
    page.get_by_label("Search the archive").fill("891.00/9-148")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("No 891.00/9-148 here")).to_be_visible()
    page.get_by_role("region", name="The file number").get_by_role("link", name="A later paper").click()
    page.wait_for_url("**/documents/citing/#fn-1")
    context.close()
