"""The day book: who wrote and received what at which printed hour, and who answered late."""

from datetime import date

import pytest

from archive import store
from archive.browsing.day_book import day_book
from archive.models import State
from archive.records import DateRecord
from tests.support.telegrams import LONDON, MOSCOW, STATE, telegram

pytestmark = pytest.mark.django_db
DAY = date(1944, 3, 10)


def when(day: int, time: str = "") -> DateRecord:
    iso = f"1944-03-{day:02}"
    return DateRecord(iso, iso, iso, iso, time)


@pytest.fixture
def exchange():
    for record in (
        telegram(900, (3, 10), date=when(10, "7 p.m."), text="May I ask?"),
        telegram(901, (3, 10), date=when(10, "9:17")),
        telegram(41, (3, 10), sender=LONDON, date=when(10, "6 a.m.")),
        telegram(42, (3, 10), sender=LONDON, date=when(10, "0615Z")),
        telegram(300, (3, 9), sender=STATE, recipient=MOSCOW, date=when(9, "8 p.m."), received=when(10, "7:30 p.m.")),
        telegram(554, (3, 14), sender=STATE, recipient=MOSCOW, text="Your 900 March 10. Yes."),
        telegram(902, (3, 10), date=when(10, "8 p.m."), text="Your 300 March 9."),
    ):
        store.save(record, state=State.PUBLISHED)
    store.save(telegram(999, (3, 10), date=when(10, "1 a.m.")), state=State.DRAFT)


def shown(clock) -> list[tuple[int, str, list[str]]]:
    return [
        (hour.number, post, [("> " if one.received else "") + one.name for one in events])
        for hour in clock.hours
        for post, events in hour.cells
        if events
    ]


def test_hours_are_those_that_are_printed_in_a_column_of_the_post(exchange):
    book = day_book(DAY)
    clocks = {clock.greenwich: shown(clock) for clock in book.clocks}
    assert clocks == {
        True: [(6, "London", ["Telegram 42"])],
        False: [
            (6, "London", ["Telegram 41"]),
            (19, "Moscow", ["Telegram 900", "> Telegram 300"]),
            (20, "Moscow", ["Telegram 902"]),
        ],
    }
    assert [one.name for one in book.without_time] == ["Telegram 901"]


def test_answers_say_how_late_they_came(exchange):
    answers = day_book(DAY).answers
    assert [(row.question.number, row.asked_by, row.answer.number, row.answered_by, row.days) for row in answers] == [
        ("900", "Moscow", "554", "Department", 4),
        ("300", "Department", "902", "Moscow", 1),
    ]


def test_posts_beyond_the_columns_share_the_last(exchange):
    clock = day_book(DAY, most_posts=1).clocks[-1]
    assert clock.posts == ["Moscow", ""]
    assert (6, "", ["Telegram 41"]) in shown(clock)


def test_the_page_is_reached_from_the_day_and_its_queries_do_not_grow(exchange, client, django_assert_max_num_queries):
    assert 'href="/chronology/1944/03/10/hours/"' in client.get("/chronology/1944/03/10/").text
    with django_assert_max_num_queries(16):
        page = client.get("/chronology/1944/03/10/hours/").text
    assert '<th scope="row">19:00</th>' in page
    assert 'href="/chronology/1944/03/14/hours/"' in page
    assert "Telegram 999" not in page
