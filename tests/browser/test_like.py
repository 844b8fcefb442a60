"""The papers like one, on its own page."""

from playwright.sync_api import expect


def test_papers_like_it_are_shown_under_a_paper_once_they_are_in_sight(reader):
    page = reader(320)
    page.goto("/documents/vol-d1/")
    section = page.get_by_role("region", name="Papers like this")
    section.scroll_into_view_if_needed()
    expect(section.locator("li.paper").first).to_be_visible()
    assert section.locator(".Z3988").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    section.get_by_role("link", name="Papers like this").click()
    expect(page.get_by_role("heading", level=1, name="Papers like this")).to_be_visible()
