"""People, offices and places: letters each way, correspondents, and who held what, as records and papers show."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive import search, store
from archive.browsing import relations
from archive.models import Mission, Office, OfficeHolding, Person
from archive.records import TEI_NAMESPACE, PersonRecord
from archive.search import Filters, Query
from tests.support.records import QUILL, RAVEN, SECRETARY, dated

pytestmark = pytest.mark.django_db


@pytest.fixture
def letters(paper):
    paper(1, senders=(QUILL,), recipients=(SECRETARY,), date=dated("1938-03-05"))
    paper(2, senders=(QUILL,), recipients=(SECRETARY,), date=dated("1939-01-02"))
    paper(3, senders=(SECRETARY,), recipients=(QUILL,), date=dated("1938-01-01", "1938-12-31"))
    paper(4, senders=(RAVEN,), recipients=(QUILL,), date=dated("1938-04-05"))
    paper(5, senders=(QUILL,), recipients=(RAVEN,), date=dated("1950-01-01"), state="draft")


def test_letters_are_counted_each_way(letters):
    found = relations.letters_of("person", Person.objects.get(name="Quill").slug)
    assert (found.sent, found.received) == (2, 2)
    assert (found.sent_years, found.received_years) == ({"1938": 1, "1939": 1}, {"1938": 2})
    assert [(p.kind, p.name, p.sent, p.received) for p in found.partners] == [
        ("office", "Secretary of State", 2, 1),
        ("office", "Chargé in Ruritania", 0, 1),
        ("person", "Raven", 0, 1),
    ]


def test_the_searches_of_a_partner_find_those_letters(client, letters):
    found = relations.letters_of("person", Person.objects.get(name="Quill").slug)
    secretary = found.partners[0]
    assert client.get(f"/search/?{secretary.sent_query}").context["results"].count == 2
    assert client.get(f"/search/?{secretary.received_query}").context["results"].count == 1


def test_a_tenure_is_inferred_from_certain_days_of_public_papers(letters):
    office = Office.objects.get(name="Ambassador in Ruritania")
    stated, seen = relations.tenures("office", office)
    assert stated == []
    assert [(t.person.name, t.first, t.last, t.papers) for t in seen] == [
        ("Quill", date(1938, 3, 5), date(1939, 1, 2), 4)
    ]


def test_a_record_of_a_tenure_is_shown_besides_the_inference(client, letters):
    quill, office = Person.objects.get(name="Quill"), Office.objects.get(name="Ambassador in Ruritania")
    OfficeHolding.objects.create(
        person=quill, office=office, earliest=date(1937, 5, 1), latest=date(1940, 6, 1), source="Register of 1938"
    )
    for url in (quill.get_absolute_url(), office.get_absolute_url()):
        html = client.get(url).content.decode()
        assert "Register of 1938" in html
        assert "Inferred from the papers" in html
        assert 'href="/chronology/1938/03/05/"' in html
        assert 'class="span-stated"' in html


def test_a_place_shows_its_offices_and_what_was_written_there(client, letters):
    html = client.get("/places/ruritania/").content.decode()
    assert "Ambassador in Ruritania" in html
    html = client.get("/places/strelsau/").content.decode()
    assert html.count('class="paper-title"') == 4


def test_old_pages_of_a_list_lead_to_the_person(client, letters):
    url = Person.objects.get(name="Quill").get_absolute_url()
    assert client.get(f"{url}?page=2").url == url


def mention(volume, paper, number: int, **changes):
    """Add a paper that mentions Tito."""
    store.save_volume(replace(store.load_volume(volume), persons=(PersonRecord("p_TJB1", "Tito, Josip Broz"),)))
    text = f'<div xmlns="{TEI_NAMESPACE}"><p>Of <persName corresp="#p_TJB1">Tito</persName>.</p></div>'
    return paper(number, text=text, footnotes=(), **changes)


def test_a_person_is_mentioned_in_papers_that_are_counted_drawn_and_listed(client, volume, paper):
    mention(volume, paper, 1, heading="Of the Marshal", date=dated("1955-01-01"))
    for number, year in ((2, 1955), (3, 1958), (4, 1961)):
        mention(volume, paper, number, date=dated(f"{year}-02-03"), state="draft" if year == 1961 else "published")
    tito = Person.objects.get(name="Tito, Josip Broz")
    assert relations.mentions_of("person", tito.slug) == relations.Mentions(3, Counter({"1955": 2, "1958": 1}))
    response = client.get(tito.get_absolute_url())
    html = response.content.decode()
    assert [document.heading for document in response.context["mentioned"].documents] == [
        "Of the Marshal",
        "Paper 2",
        "Paper 3",
    ]
    drawing = html.partition('id="mentions')[2].partition("</svg>")[0]
    assert "1955: 2 papers" in drawing
    assert "1961" not in html
    assert "in 3 papers" in html
    assert "0 sent" not in html
    search = f"/search/?{response.context['mentioned'].query}"
    assert search in html
    assert client.get(search).context["results"].count == 3
    assert tito.get_absolute_url() in client.get("/people/").content.decode()


def test_the_page_of_somebody_mentioned_makes_as_many_queries_for_few_papers_as_for_many(
    client, volume, paper, django_assert_num_queries
):
    for number in (1, 2):
        mention(volume, paper, number)
    url = Person.objects.get(name="Tito, Josip Broz").get_absolute_url()
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(3, 21):
        mention(volume, paper, number)
    search.total()  # reads again what the process keeps of the archive
    with django_assert_num_queries(len(few)):
        client.get(url)


@pytest.mark.parametrize("name", ["person", "office"])
def test_pages_make_as_many_queries_for_few_letters_as_of_many(client, paper, django_assert_num_queries, name):
    for number in (1, 2):
        paper(number, senders=(QUILL,), recipients=(SECRETARY,), date=dated(f"1938-03-0{number}"))
    url = (
        {"person": Person, "office": Office}[name]
        .objects.get(name__in=["Quill", "Ambassador in Ruritania"])
        .get_absolute_url()
    )
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(3, 21):
        paper(number, senders=(QUILL,), recipients=(SECRETARY,), date=dated(f"1938-03-{number:02d}"))
    search.total()  # reads again what the process keeps of the archive
    with django_assert_num_queries(len(few)):
        client.get(url)


def test_tallies(letters):
    everything = Filters()
    offices = ("sender-office", "recipient-office")
    quill = {("ambassador-in-ruritania", "secretary-of-state"): 2}
    assert search.count_values(Query(), Filters.of(kind="telegram"), ("year",)) == {"year": {"1938": 3, "1939": 1}}
    assert search.count_values(Query(), everything, ("year",)) == {"year": {"1938": 3, "1939": 1}}
    assert search.count_pairs(search.understand("from:Quill"), everything, *offices) == quill
    pairs = search.count_pairs(Query(), everything, *offices)
    assert pairs["secretary-of-state", "ambassador-in-ruritania"] == 1
    assert sum(pairs.values()) == 4
    assert search.count_days(Query(), Filters.of(sender="quill")) == {date(1938, 3, 5): 1, date(1939, 1, 2): 1}


def test_any_search_can_be_drawn(client, letters):
    response = client.get("/charts/?q=from%3AQuill&kind=telegram")
    html = response.content.decode()
    assert response.status_code == 200
    assert "Ambassador in Ruritania to Secretary of State: 2 papers" in html
    assert 'href="/search/?q=from%3AQuill&amp;kind=telegram"' in html
    assert html.count("<svg") == html.count("</svg>")
    assert client.get("/charts/?kind=telegram&q=x").url == "/charts/?q=x&kind=telegram"
    assert "There is nothing to draw" in client.get("/charts/?q=nonesuch").content.decode()
    assert "/charts/?q=Quill" in client.get("/search/?q=Quill").content.decode()


@pytest.mark.parametrize("parameters", ["", "?q=from%3AQuill&kind=telegram", "?q=Chang%C3%A9&x=%0A%2F%2Fexample.org"])
def test_the_former_address_of_charts_redirects_with_its_parameters(client, db, parameters):
    response = client.get(f"/pictures/{parameters}")
    assert (response.status_code, response.url) == (301, f"/charts/{parameters}")


def test_the_offices_of_a_mission_and_a_place_are_drawn_over_time(client, letters):
    mission = Mission.objects.create(name="Embassy in Ruritania", slug="embassy", key="embassy")
    offices = Office.objects.filter(name__contains="Ruritania")
    offices.update(mission=mission)
    place = offices[0].place
    assert relations.first_and_last_papers(list(offices)) == [
        (Office.objects.get(name="Ambassador in Ruritania"), date(1938, 3, 5), date(1939, 1, 2)),
        (Office.objects.get(name="Chargé in Ruritania"), date(1938, 4, 5), date(1938, 4, 5)),
    ]
    for url in (mission.get_absolute_url(), place.get_absolute_url()):
        html = client.get(url).content.decode()
        drawing = html.partition('id="offices-in-time')[2].partition("</svg>")[0]
        assert "Ambassador in Ruritania: 5 March 1938 – 2 January 1939" in drawing
        assert "1950" not in drawing
    assert 'href="/missions/"' in client.get("/offices/").content.decode()
    assert mission.get_absolute_url() in client.get("/missions/").content.decode()
