"""What somebody sees who comes for the first time: what the archive holds, a question to start with, and what was made up."""

from datetime import date

import pytest
from django.core.management import call_command

from archive.browsing import holdings
from archive.models import Document, Erratum, File, FileNumber, Mission, Office, Person, Place, State, Volume
from archive.synthetic.making import make_archive
from tests.support.pages import text_of
from tests.support.records import dated

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers(paper):
    for number, day in enumerate(["1938-03-05", "1938-03-04", "1938-03-05"], 1):
        paper(number, date=dated(day))
    paper(4, state=State.DRAFT, date=dated("1938-03-04"), heading="Canary")
    for number in (1, 4):
        document = Document.objects.get(document_number=str(number))
        Erratum.objects.create(document=document, date=date(2026, 1, number), text=f"“read” for “red” in {number}.")


def test_the_first_page_shows_what_is_held_and_leads_to_a_day(client, papers):
    page = client.get("/").text
    assert 'href="/chronology/1938/03/05/hours/"' in page
    assert 'href="/files/decimal-1910/840.48-refugees/"' in page
    assert "in 1." in page
    assert "in 4." not in page
    assert "made up" not in page


def test_numbers_are_those_of_published_papers_and_count_a_person_once(client, papers):
    found = holdings.numbers()
    assert (found.papers, found.volumes, found.files, found.people, found.offices) == (3, 1, 1, 1, 2)
    assert f'role="status">{found.places}' in client.get("/places/").text
    about = client.get("/about/")
    assert "3, 1938 " in text_of(about)
    assert "http://testserver/</cite>" in about.text


def test_what_a_person_sent_can_be_taken_whole(client, papers):
    page = client.get("/people/quill/").text
    assert 'name="all" value="/search/?sender=quill"' in page
    taken = client.post("/selection/keep/", {"all": "/search/?sender=quill", "then": "bib"}).url
    assert taken == "/selection.bib?ids=vol-d2,vol-d1,vol-d3"


def test_synthetic_papers_say_so_and_are_removed_by_one_command(client, papers, capsys):
    known = {
        model: set(model.objects.values_list("pk", flat=True))
        for model in (Person, Office, Mission, Place, File, FileNumber)
    }
    make_archive(20, median=40)
    made = Document.objects.filter(volume__synthetic=True).first()
    for url in (made.get_absolute_url(), f"{made.get_absolute_url()}cite/", f"{made.get_absolute_url()}thread/"):
        assert "Not a historical paper." in client.get(url).text
    assert "/documents/synthetic-" in made.get_absolute_url()  # by which the style sheet marks links
    assert "made up" in client.get("/").text
    call_command("remove_synthetic")
    assert capsys.readouterr().out.strip().endswith("20 synthetic documents removed.")
    assert not Volume.objects.filter(synthetic=True).exists()
    assert Document.objects.count() == 4
    assert {model: set(model.objects.values_list("pk", flat=True)) for model in known} == known
    assert "made up" not in client.get("/").text
