"""Threads, the register of what is not held, and previews of references in a browser: accessible, by keyboard, wide and narrow."""

import pytest
from playwright.sync_api import expect

from archive.records import CorrespondentRecord
from tests.support.papers import save
from tests.support.telegrams import LONDON, MOSCOW, STATE, telegram

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PARIS, BERN = (
    CorrespondentRecord(f"The Minister in {place}", f"Minister in {place}", place=place) for place in ("France", "Switzerland")
)  # fmt: skip


@pytest.fixture
def exchange():
    """Five sides, so that the picture has as many lanes as it ever has, and two papers that are not held."""
    return save(
        telegram(900, (3, 10), text="May I ask?"),
        telegram(554, (3, 11), sender=STATE, recipient=MOSCOW, text="Your 900 March 10. Yes."),
        telegram(17, (3, 12), sender=LONDON, text="See telegram 900 from Moscow, March 10."),
        telegram(18, (3, 13), sender=PARIS, text="See telegram 900 from Moscow, March 10."),
        telegram(
            19, (3, 14), sender=BERN, text="See telegram 900 from Moscow, March 10; telegram 5 from Rome, March 1."
        ),
        telegram(1020, (3, 24), text="Department’s 554 of March 11, and 556 of March 12; my 900."),
    )


def test_a_thread_and_the_register_are_accessible_and_fit(page, exchange, assert_accessible):
    for url in (
        "/documents/v-d1020/thread/",
        "/not-held/",
        "/not-held/?order=file",
        "/not-held/?thread=v-d1020",
        "/documents/v-d1020/",
    ):
        page.goto(url)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], url
    page.goto("/not-held/")
    page.locator(".unheld-list a.paper-title").first.click()
    page.wait_for_url("**/not-held/*/")
    assert_accessible(page)


def test_no_words_of_the_picture_lie_over_each_other(page, exchange):
    page.goto("/documents/v-d1020/thread/")
    assert page.locator(".drawing .lane-name").count() >= 4
    overlapping = page.evaluate(
        """() => {
            const boxes = [...document.querySelectorAll('.drawing text')].map(t => [t.textContent, t.getBoundingClientRect()])
            const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4
            return boxes.flatMap(([one, a], i) => boxes.slice(i + 1).filter(([, b]) => over(a, b)).map(([other]) => [one, other]))
        }"""
    )
    assert overlapping == []


def test_the_picture_and_the_list_say_the_same(page, exchange):
    page.goto("/documents/v-d1020/thread/")
    boxes = page.locator(".drawing .thread-box").count()
    assert boxes == page.locator("ol.thread > li").count() == 8
    assert page.locator(".drawing .thread-gap").count() == page.locator("ol.thread > li.gap").count() == 2


def test_a_thread_is_walked_by_keyboard(page, exchange):
    page.goto("/documents/v-d900/thread/")
    page.locator(".thread-picture").focus()
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.getAttribute('href')")
    assert first
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{first}")


def test_a_gap_leads_to_what_is_known_of_it_and_back(page, exchange):
    page.goto("/documents/v-d1020/thread/")
    page.get_by_role("listitem").filter(has_text="Not held").get_by_role("link", name="Telegram 556").click()
    page.wait_for_url("**/not-held/*/")
    expect(page.get_by_role("heading", name="Telegram 556 from the Department to Moscow")).to_be_visible()
    page.locator(".papers a.paper-title").first.click()
    page.wait_for_url("**/documents/v-d1020/")


def test_a_reference_shows_a_preview_on_focus_and_leads_to_its_paper(page, exchange):
    page.goto("/documents/v-d1020/")
    link = page.locator("a.ref-certain, a.ref-likely").first
    target = link.get_attribute("href")
    link.focus()
    page.get_by_text("Yes.").first.wait_for()
    link.press("Enter")
    page.wait_for_url(f"**{target}")
