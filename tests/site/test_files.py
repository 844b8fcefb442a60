"""The shelf and the pages of files: steps with counts and words, a file's own page, and nothing of what is not published."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Document, File, FilingTerm, State
from archive.records import CorrespondentRecord
from tests.support.pages import text_of
from tests.support.papers import cites, paper

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shelf(module_db):
    paper("a", "891.00/8-548", day="1948-08-05")
    paper("b", "891.00/8-648", day="1948-08-06")
    paper("c", "891.00 Azerbaijan/3", "891.51/12", day="1930-01-02")
    paper("d", "840.48 Refugees/5425", day="1944-03-05")
    paper("e", "788.00/1-155", day="1955-01-01")
    paper("f", "POL 27-14 ARAB-ISR/SANDSTORM", day="1968-01-01")
    paper("g", "POL 3 IRAN", day="1968-01-02")
    paper("h", "501.BB Palestine/9-1548", day="1948-09-15")
    paper("i", "Lot 64 D 535", day="1960-01-01")
    paper("j", "5767/123", day="1908-01-01")


def steps_on(response) -> list[tuple[str, str]]:
    """The links of a page's steps with their counts."""
    html = response.content.decode()
    found = re.findall(r'<li><a href="([^"]+)">(?:(?!</li>).)*?<span class="number">(\d+)', html, re.DOTALL)
    return [(url, count) for url, count in found if url.startswith("/files/")]


WALK = [
    (
        "/files/",
        [
            ("/files/numerical/", "1"),
            ("/files/decimal-1910/", "5"),
            ("/files/decimal-1950/", "1"),
            ("/files/subject-numeric/", "2"),
            ("/files/lot/", "1"),
        ],
    ),
    ("/files/decimal-1910/", [("/files/decimal-1910/class-5/", "1"), ("/files/decimal-1910/class-8/", "4")]),
    ("/files/decimal-1910/class-8/", [
        ("/files/decimal-1910/class-8/country-40/", "1"), ("/files/decimal-1910/class-8/country-91/", "3")]),
    ("/files/decimal-1910/class-8/country-91/", [
        ("/files/decimal-1910/class-8/country-91/subject-00/", "3"),
        ("/files/decimal-1910/class-8/country-91/subject-51/", "1")]),
    ("/files/decimal-1910/class-8/country-91/subject-00/", [
        ("/files/decimal-1910/891.00/", "2"), ("/files/decimal-1910/891.00-azerbaijan/", "1")]),
    ("/files/decimal-1910/class-5/", [("/files/decimal-1910/class-5/subject-501.BB/", "1")]),
    ("/files/decimal-1910/class-5/subject-501.BB/", [("/files/decimal-1910/501.bb-palestine/", "1")]),
    ("/files/subject-numeric/class-POL/", [
        ("/files/subject-numeric/class-POL/subject-3/", "1"), ("/files/subject-numeric/class-POL/subject-27-14/", "1"),
        ("/files/subject-numeric/class-POL/country-ARAB/", "1"), ("/files/subject-numeric/class-POL/country-IRAN/", "1")]),
    ("/files/subject-numeric/class-POL/country-IRAN/", [("/files/subject-numeric/pol-3-iran/", "1")]),
    ("/files/numerical/", [("/files/numerical/5767/", "1")]),
]  # fmt: skip


@pytest.mark.parametrize(("url", "below"), WALK)
def test_each_step_of_the_shelf_leads_on_with_counts(client, shelf, url, below):
    assert steps_on(client.get(url)) == below


def test_the_steps_show_what_their_codes_mean_in_their_era_and_the_source(client, shelf):
    page = text_of(client.get("/files/decimal-1910/class-8/country-91/"))
    assert "Iran" in page
    assert "political affairs" in page
    assert "Classification of Correspondence (filing manual), 1938" in page
    assert "internal political and national defense affairs" in text_of(client.get("/files/decimal-1950/"))


def test_a_paper_with_two_numbers_of_a_country_counts_once(client, shelf):
    assert "3 papers" in text_of(client.get("/files/decimal-1910/class-8/country-91/"))


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/files/decimal-1910/class-4/", 404),
        ("/files/nonsense/", 404),
        ("/files/decimal-1910/class-%00/", 404),
        ("/files/subject-numeric/class-pol/country-iran/", 302),
        ("/files/decimal-1910/class-8/?x=1", 302),
    ],
)
def test_what_is_not_on_the_shelf_has_no_address(client, shelf, url, status):
    assert client.get(url).status_code == status


def test_drafts_are_nowhere_on_the_shelf(client, shelf):
    paper("draft", "891.77/1", state=State.DRAFT, day="1938-01-01")
    cites("cites", "891.00/9-148", state=State.DRAFT)
    assert "891.77" not in client.get("/files/decimal-1910/class-8/country-91/").content.decode()
    assert client.get("/files/decimal-1910/class-8/country-91/subject-77/").status_code == 404
    assert client.get("/files/decimal-1910/891.77/").status_code == 404
    assert "9-148" not in client.get("/files/decimal-1910/891.00/").content.decode()
    assert client.get("/files/decimal-1910/891.00/cited/").status_code == 200
    assert "9-148" not in client.get("/files/decimal-1910/891.00/cited/").content.decode()


def test_withdrawing_a_paper_takes_it_off_the_shelf(client, shelf):
    from archive import search

    Document.objects.filter(source_id="i").update(state=State.WITHDRAWN)
    search.index(Document.objects.for_page().filter(source_id="i"))
    assert "/files/lot/" not in client.get("/files/").content.decode()


def test_a_file_shows_what_it_is_and_what_is_in_it(client, shelf):
    page = text_of(client.get("/files/decimal-1910/891.00/"))
    assert (
        "Central decimal file 1910–1949: class 8, internal affairs of states · 91, Iran · .00, political affairs"
        in page
    )
    assert "2 papers" in page
    assert page.index("5 August 1948") < page.index("6 August 1948")
    assert "RG 59, Central Decimal File 1945–1949" in page
    assert "Ambassador in Ruritania (Quill) 2" in page


def test_a_file_can_be_taken_as_a_book_and_searched(client, shelf):
    html = client.get("/files/decimal-1910/891.00/").content.decode()
    book = re.search(r'href="([^"]+\.epub)"', html)[1]
    assert client.get(book)["Content-Type"] == "application/epub+zip"
    search = unescape(re.search(r'href="(/search/[^"]+)">Search in it', html)[1])
    found = client.get(search).context["results"].hits
    assert {hit.document.source_id for hit in found} == {"a", "b", "c"}


def test_a_file_names_its_neighbours_in_shelf_order(client, shelf):
    response = client.get("/files/decimal-1910/891.00-azerbaijan/")
    assert [one.normal for one in response.context["before"]] == ["501.BB Palestine", "840.48 Refugees", "891.00"]
    assert [one.normal for one in response.context["after"]] == ["891.51"]


def test_the_same_matter_after_a_renumbering_is_marked_as_inferred(client, shelf):
    response = client.get("/files/decimal-1910/891.00/")
    found = [(one.equivalent.number.normal, one.file and one.file.papers) for one in response.context["equivalents"]]
    assert found == [("788.00", 1), ("POL IRAN", None)]
    page = text_of(response)
    assert "Inferred from the names of the codes, as no manual equates them: 91 (Iran) answers to 88 (Iran)" in page


def test_numbers_cited_but_not_held_lead_to_where_they_are_cited(client, shelf):
    cites("citing", "891.00/8-548", "891.00/9-148", day="1949-01-01", heading="A later paper")
    html = client.get("/files/decimal-1910/891.00/").content.decode()
    assert "891.00/9-148" in html
    assert '<a lang="en" href="/documents/citing/#fn-1">A later paper</a>, in a footnote' in " ".join(html.split())
    assert "<dt>891.00/8-548</dt>" not in html


def test_a_file_that_is_only_cited_has_a_page(client, shelf):
    cites("citing", "861.00/1234", day="1930-01-01")
    page = text_of(client.get("/files/decimal-1910/861.00/"))
    assert "No paper of this file is held here" in page
    assert "861.00/1234" in page


def test_more_numbers_than_a_page_shows_have_a_page_of_their_own(client, shelf):
    cites("citing", *(f"891.00/9-{day}48" for day in range(1, 26)), day="1949-01-01")
    html = client.get("/files/decimal-1910/891.00/").content.decode()
    assert html.count("<dt>891.00/9-") == 20
    assert "/files/decimal-1910/891.00/cited/" in html
    assert client.get("/files/decimal-1910/891.00/cited/").content.decode().count("<dt>891.00/9-") == 25


def test_the_same_digits_of_another_era_are_another_file(client, shelf):
    paper("later", "891.00/1-155", day="1955-01-01")
    response = client.get("/files/decimal-1910/891.00/")
    assert [one.scheme for one in response.context["namesakes"]] == ["decimal-1950"]


def test_the_years_of_a_file_are_drawn_and_tabled(client, shelf):
    paper("k", "891.00/1-247", day="1947-01-02")
    response = client.get("/files/decimal-1910/891.00/")
    assert response.context["years"] == [(1947, 1), (1948, 2)]
    assert "<title>1948: 2 papers</title>" in response.content.decode()


def test_an_archivists_words_are_the_pages_words_at_once(client, shelf):
    url = "/files/decimal-1910/891.00/"
    assert "91, Iran" in text_of(client.get(url))
    term = FilingTerm.objects.create(scheme="decimal-1910", facet="country", code="91", name="Persia", source="Desk")
    assert "91, Persia" in text_of(client.get(url))
    FilingTerm.objects.filter(pk=term.pk).update(name="Land of the Lion")  # no signal is sent
    assert "91, Land of the Lion" in text_of(client.get(url))
    assert "91 Land of the Lion (1910–49)" in text_of(client.get("/search/?q=kind%3Atelegram"))
    term.delete()
    assert "91, Iran" in text_of(client.get(url))


def test_questions_do_not_grow_with_papers(client, shelf):
    urls = [
        "/files/",
        "/files/decimal-1910/",
        "/files/decimal-1910/class-8/",
        "/files/decimal-1910/class-8/country-91/",
        "/files/decimal-1910/class-8/country-91/subject-00/",
        "/files/decimal-1910/891.00/",
        "/files/?q=891.00*",
    ]
    few = {url: _questions(client, url) for url in urls}
    for number in range(20):
        paper(
            f"more{number}",
            f"891.00/{number + 20}",
            f"891.00 Case {number}/1",
            f"8{number + 10}.00/3",
            day="1930-05-05",
        )
    assert {url: _questions(client, url) for url in urls} == few
    assert max(few.values()) <= 20


def _questions(client, url) -> int:
    client.cookies["some"] = "cookie"  # so that no cached page answers
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_prefixes_and_ranges_of_the_shelf_list_files_with_counts(client, shelf):
    assert steps_on(client.get("/files/?q=891.00*"))[0] == ("/files/decimal-1910/891.00/", "2")
    listed = [(one.normal, one.papers) for one in client.get("/files/?q=891.00–891.51").context["listing"].items]
    assert listed == [("891.00", 2), ("891.00 Azerbaijan", 1), ("891.51", 1)]
    assert [one.normal for one in client.get("/files/?q=84*").context["listing"].items] == ["840.48 Refugees"]


def test_files_of_odd_names_have_steps_with_addresses(client):
    paper("odd", "Hoover Library, White/Smith Papers", day="1950-01-01")
    file = File.objects.get(sort_key__icontains="hoover")
    assert client.get(file.get_absolute_url()).status_code == 200
    for url, _ in steps_on(client.get("/files/")):
        assert client.get(url).status_code == 200


def test_correspondents_who_are_unknown_write_nothing(client):
    nobody = (CorrespondentRecord("Somebody"),)
    paper("n", "862.00/1-148", day="1948-01-01", senders=nobody)
    assert client.get("/files/decimal-1910/862.00/").context["writers"] == []
