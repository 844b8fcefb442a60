"""Terms of office of authority files and missions, on the pages of offices, people, missions and papers."""

import pytest

from archive.models import AuthorityFilePerson, Mission, Office, Person
from archive.records import CorrespondentRecord
from tests.support.authority_files import load
from tests.support.jobs import undo
from tests.support.papers import paper
from tests.support.records import SECRETARY

pytestmark = pytest.mark.django_db

PEOPLE = [
    {"key": "bay", "name": "Bay, Charles Ulrick"},
    {"key": "strong", "name": "Strong, Lester Corrin"},
    {"key": "cox", "name": "Cox, Raymond Edwin"},
]
TERMS = [
    {"person": "bay", "title": "Ambassador", "mission": "norway", "presented": "1946-07-26", "left": "1953-07-31"},
    {"person": "strong", "title": "Ambassador", "mission": "norway", "appointed": "1953-06-24", "left": "1957-02"},
    {"person": "cox", "title": "Chargé d’Affaires ad interim", "mission": "norway", "appointed": "1940-05", "left": "1940-07-15"},
]  # fmt: skip
BAY = CorrespondentRecord("The Ambassador in Norway (Bay)", "Ambassador in Norway", "Bay", "Norway")
EMBASSY = CorrespondentRecord("The Embassy in Norway", "Embassy in Norway", "", "Norway")


@pytest.fixture
def loaded(tmp_path):
    return load(tmp_path / "tables", PEOPLE, TERMS)


@pytest.fixture
def papers(loaded):
    paper("a#1", senders=(BAY,), recipients=(SECRETARY,), day="1948-08-06")
    paper("a#2", senders=(SECRETARY,), recipients=(EMBASSY,), day="1948-09-02")


def page(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_an_office_shows_its_holders_as_a_chart_and_a_table(client, papers):
    html = page(client, Office.objects.get(name="Ambassador in Norway").get_absolute_url())
    drawing, _, table = html.partition('id="terms')[2].partition("</svg>")
    assert "Bay, Charles Ulrick: 26 July 1946 – 31 July 1953" in drawing
    assert "Strong" not in drawing  # of another year than the papers
    assert "Strong, Lester Corrin" in table
    assert "February 1957" in table
    assert "Cox" not in html  # a chargé
    assert "According to the name authority file “tables”." in html
    assert "The chart shows 1 of 2 terms; the table has all." in html


def test_only_public_people_are_linked(client, papers):
    html = page(client, Office.objects.get(name="Ambassador in Norway").get_absolute_url())
    assert Person.objects.get(name="Bay, Charles Ulrick").get_absolute_url() in html
    Person.objects.create(name="Strong", slug="strong", key="strong").in_authority_files.add(
        *_named("Strong, Lester Corrin")
    )
    assert "/people/strong/" not in page(client, Office.objects.get(name="Ambassador in Norway").get_absolute_url())


def _named(name):

    return AuthorityFilePerson.objects.filter(name=name)


def test_a_person_shows_their_terms(client, papers):
    html = page(client, Person.objects.get(name="Bay, Charles Ulrick").get_absolute_url())
    assert "Norway: Ambassador" in html
    assert "26 July 1946" in html


def test_a_paper_says_that_its_sender_follows_from_a_term(client, papers):
    html = page(client, "/documents/a-1/?view=understood")
    why = "term of office: Bay, Charles Ulrick, Ambassador, Norway, 26 July 1946 – 31 July 1953, according to “tables”."
    assert html.count(why) == 1


def test_without_the_tables_nothing_is_said(client, papers, loaded):
    undo(loaded.run)
    html = page(client, Office.objects.get(name="Ambassador in Norway").get_absolute_url())
    assert "Strong" not in html
    assert "term of office" not in page(client, "/documents/a-1/?view=understood")


def test_offices_of_one_mission_are_shown_together(client, papers):
    mission = Mission.objects.get()
    assert (mission.name, mission.rank) == ("Mission in Norway", "embassy")
    assert set(mission.offices.values_list("name", flat=True)) == {"Ambassador in Norway", "Embassy in Norway"}
    html = page(client, mission.get_absolute_url())
    for words in ("Ambassador in Norway", "Embassy in Norway", "Bay, Charles Ulrick", "Cox, Raymond Edwin"):
        assert words in html
    assert html.count('href="/documents/a-1/"') == html.count('href="/documents/a-2/"') == 1
    assert "not yet reviewed by an archivist" in html


def test_a_mission_is_public_with_the_papers_of_its_offices(client):
    paper("a#1", senders=(EMBASSY,), recipients=(SECRETARY,), day="1948-08-06", state="draft")
    assert client.get(Mission.objects.get().get_absolute_url()).status_code == 404


def test_an_archivist_who_took_an_office_out_of_its_mission_is_followed(papers):
    Office.objects.filter(name="Embassy in Norway").update(mission=None)
    paper("a#3", senders=(EMBASSY,), recipients=(SECRETARY,), day="1948-10-02")
    assert Office.objects.get(name="Embassy in Norway").mission is None


def test_an_office_shows_its_other_names_and_what_it_continues(client, papers):
    legation = paper("a#4", senders=(CorrespondentRecord("x", "Legation in Norway", "", "Norway"),), day="1940-05-01")
    assert legation
    office = Office.objects.get(name="Embassy in Norway")
    office.predecessor = Office.objects.get(name="Legation in Norway")
    office.other_names = "United States Embassy at Oslo"
    office.full_clean(exclude=["key"])
    office.save()
    html = page(client, office.get_absolute_url())
    assert "United States Embassy at Oslo" in html
    assert office.predecessor.get_absolute_url() in html
    assert office.get_absolute_url() in page(client, office.predecessor.get_absolute_url())
