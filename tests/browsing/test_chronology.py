"""The chronology: a paper is listed under a day only if that is its date."""

import re
from datetime import date

import pytest

from archive.browsing import calendars, chronology
from archive.browsing.chronology import Period
from tests.support.records import dated

pytestmark = pytest.mark.django_db


def headings(rows) -> list[str]:
    return [document.heading for document in rows]


@pytest.fixture(scope="module")
def papers(paper):
    for number, when in enumerate(
        [
            dated("1938-03-05"),
            dated("1938-03-05"),
            dated("1938-03-05", "1938-03-07"),
            dated("1938-03-01", "1938-03-31"),
            dated("1938-01-01", "1938-12-31"),
            dated("1937-11-01", "1938-02-10"),
            dated("1938-06-01", ""),
            dated("", "1938-08-09"),
            dated("", ""),
            dated("1938-02-28"),
            dated("1939-01-02"),
        ],
        1,
    ):
        paper(number, date=when)


@pytest.mark.parametrize(
    ("numbers", "certain", "uncertain"),
    [
        ((1938, 3, 5), [1, 2], [4, 3]),
        ((1938, 3, 8), [], [4]),
        ((1938, 3), [1, 2], [4, 3]),
        ((1938, 2), [10], [6]),
        ((1938, 6), [], [7]),
        ((1938, 8, 9), [], [8]),
        ((1938,), [10, 1, 2], [6, 5, 7, 8]),
        ((1937,), [], [6]),
        ((1939,), [11], []),
    ],
)
def test_a_paper_is_certain_of_its_day_alone(papers, numbers, certain, uncertain):
    period = Period.of(*numbers)
    assert headings(chronology.of_period(period)) == [f"Paper {number}" for number in certain]
    assert headings(chronology.uncertain(period)) == [f"Paper {number}" for number in uncertain]


def test_days_are_counted(papers):
    assert chronology.days_of(Period.of(1938)) == {date(1938, 2, 28): 1, date(1938, 3, 5): 2}
    assert chronology.months_only(Period.of(1938)) == {3: 2}
    assert headings(chronology.undated()) == ["Paper 9"]
    # A span counts in every year that it may be of.
    assert chronology.years() == [(1937, 1), (1938, 9), (1939, 1)]


def test_neighbours_are_the_nearest_days_with_papers(papers):
    before, after = chronology.neighbours(Period.of(1938, 3, 5))
    assert (before.first, after.first) == (date(1938, 2, 28), date(1939, 1, 2))
    assert chronology.neighbours(Period.of(1938, 2))[0] is None
    assert chronology.neighbours(Period.of(1938, 2))[1].first == date(1938, 3, 1)


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_the_calendar_are_periods_too(papers, year):
    assert list(chronology.uncertain(Period.of(year))) == []


def test_a_month_is_a_table_of_weeks():
    month = calendars.month_of(Period.of(1938, 2), {date(1938, 2, 28): 9}, 1)
    assert [day.date.day if day else 0 for day in month.weeks[0]] == [0, 1, 2, 3, 4, 5, 6]
    assert month.weeks[-1][0].heat == 4
    assert month.weeks[-1][0].url == "/chronology/1938/02/28/"
    assert (month.papers, month.weeks[0][1].heat, month.weeks[0][1].url) == (9, 0, "")


def test_the_pages_lead_from_year_to_day_to_paper(client, papers):
    assert 'href="/chronology/1938/"' in client.get("/chronology/").content.decode()
    assert 'href="/chronology/undated/"' in client.get("/chronology/").content.decode()
    year = client.get("/chronology/1938/").content.decode()
    assert re.search(
        r'<td class="heat-2"><a href="/chronology/1938/03/05/">5<span class="unseen"> March:\s+2 papers', year
    )
    month = client.get("/chronology/1938/03/").content.decode()
    assert 'href="/documents/vol-d1/"' in month
    day = client.get("/chronology/1938/03/05/").content.decode()
    assert 'href="/documents/vol-d1/"' in day
    assert "Possibly of this day" in day
    assert '<a rel="next" href="/chronology/1939/01/02/">' in day


def test_papers_that_may_be_of_a_period_are_all_on_its_pages(client, papers, monkeypatch):
    monkeypatch.setattr("archive.views.chronology._PAGE_SIZE", 3)
    first = client.get("/chronology/1938/").content.decode()
    assert '<a rel="next" href="?uncertain=2">' in first
    shown = [
        re.findall(r"/documents/vol-d(\d+)/\"", page)
        for page in (first, client.get("/chronology/1938/?uncertain=2").content.decode())
    ]
    assert [list(dict.fromkeys(page)) for page in shown] == [["6", "5", "7"], ["8"]]


def test_a_draft_makes_no_day(client, paper):
    paper(21, heading="Canary", date=dated("1948-03-05"), state="draft")
    paper(22, date=dated("1948-04-05"))
    for url in ("/chronology/", "/chronology/1948/", "/chronology/1948/03/", "/chronology/1948/03/05/"):
        html = client.get(url).content.decode()
        assert "Canary" not in html
        assert "/chronology/1948/03/05/" not in html or url.endswith("05/")


@pytest.mark.parametrize("url", ["0000/", "1938/13/", "1938/02/30/", "1938/2/", "99999/", "1938/02/٠٣/"])
def test_what_the_calendar_lacks_has_no_page(client, db, url):
    assert client.get(f"/chronology/{url}").status_code == 404


def test_a_day_without_papers_shows_none_and_is_not_indexed(client, papers):
    html = client.get("/chronology/1950/01/01/").content.decode()
    assert "No paper here has this date." in html
    assert 'content="noindex"' in html


@pytest.mark.parametrize("url", ["/chronology/1938/", "/chronology/1938/03/", "/chronology/1938/03/05/"])
def test_pages_make_the_same_few_queries_for_many_papers(client, papers_at_once, django_assert_max_num_queries, url):
    papers_at_once(range(21, 31), date=dated("1938-03-05"))
    papers_at_once(range(31, 41), date=dated("1938-03-05", "1938-04-07"))
    with django_assert_max_num_queries(16):
        client.get(url)
