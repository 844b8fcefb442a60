"""Each page has one absolute address; capitals lead to it, and what is not there leads to what is nearest."""

import re

import pytest
from django.utils import translation

from archive import store
from archive.models import Mission, Person, State, Volume
from archive.records import DivisionRecord, VolumeRecord
from archive.store import Incoming
from archive.web.words import edtf_in_words
from tests.support.records import document_record

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def archive(module_db):
    chapter = DivisionRecord("ch1", "chapter", "Railways", '<div xmlns="http://www.tei-c.org/ns/1.0"/>', 1)
    store.save_volume(VolumeRecord("frus1952-54Guat", "Guatemala", divisions=(chapter,)))
    store.save_volume(VolumeRecord("hidden", "Not yet"))
    volume = Volume.objects.get(slug="frus1952-54Guat")
    record = document_record("frus1952-54Guat#d1")
    store.save_batch([Incoming(record, volume, volume.divisions.get(), 1)], state=State.PUBLISHED)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("/documents/FRUS1952-54guat-D1/", "/documents/frus1952-54guat-d1/"),
        ("/Documents/frus1952-54guat-d1/cite/?page=41", "/documents/frus1952-54guat-d1/cite/?page=41"),
        ("/VOLUMES/FRUS1952-54GUAT/", "/volumes/frus1952-54Guat/"),
        ("/volumes/frus1952-54guat/", "/volumes/frus1952-54Guat/"),
        ("/volumes/frus1952-54guat/CH1/", "/volumes/frus1952-54Guat/ch1/"),
        ("/volumes/frus1952-54guat.epub", "/volumes/frus1952-54Guat.epub"),
        ("/FILES/decimal-1910/840.48-REFUGEES/", "/files/decimal-1910/840.48-refugees/"),
        ("/files/subject-numeric/class-pol/", "/files/subject-numeric/class-POL/"),
        ("/People/Quill/", "/people/quill/"),
    ],
)
def test_capitals_lead_to_the_address_of_the_page(client, archive, typed, address):
    answer = client.get(typed)
    assert (answer.status_code, answer.url) == (301, address)


@pytest.mark.parametrize(
    "typed", ["/NOWHERE/", "/nowhere/", "/documents/none/", "/Admin/", "/volumes/frus1952-54Guat/CH9/x/", "/X%00/"]
)
def test_capitals_of_no_page_lead_nowhere(client, archive, typed):
    answer = client.get(typed, follow=True)
    assert answer.status_code == 404 or "/admin/" in answer.request["PATH_INFO"]
    assert len(answer.redirect_chain) <= 2


def test_a_paper_that_a_known_volume_does_not_have_leads_to_the_volume(client, archive):
    for url in ("/documents/frus1952-54guat-d999/", "/documents/frus1952-54guat-d999/cite/"):
        answer = client.get(url)
        assert answer.status_code == 404
        assert 'href="/volumes/frus1952-54Guat/">Guatemala</a>' in answer.content.decode()
    assert (
        "/volumes/"
        not in client.get("/documents/hidden-d1/").content.decode().partition("<main")[2].partition("</main")[0]
    )


@pytest.mark.parametrize("path", ["", "cite/"])
def test_the_canonical_address_is_absolute(client, archive, path):
    html = client.get(f"/documents/frus1952-54guat-d1/{path}").content.decode()
    assert f'<link rel="canonical" href="http://testserver/documents/frus1952-54guat-d1/{path}">' in html


@pytest.mark.parametrize(
    ("edtf", "english", "german"),
    [
        ("1891/1986", "1891 – 1986", "1891 – 1986"),
        ("1891~/1986~", "about 1891 – about 1986", "um 1891 – um 1986"),
        ("1943-10", "October 1943", "Oktober 1943"),
        ("1943/..", "since 1943", "seit 1943"),
        ("../1986", "until 1986", "bis 1986"),
        ("1891?", "1891, uncertain", "1891, unsicher"),
        ("19XX", "1900–1999", "1900–1999"),
        ("of old", "of old", "of old"),
    ],
)
def test_dates_of_lives_and_missions_are_words(edtf, english, german):
    assert edtf_in_words(edtf) == english
    with translation.override("de"):
        assert edtf_in_words(edtf) == german


def test_no_page_shows_a_date_as_a_code(client, archive):
    Person.objects.filter(slug="quill").update(dates="1891~/1986~")
    Mission.objects.create(name="Embassy in Ruritania", slug="embassy", key="embassy", dates="1934/..")
    pages = [
        client.get(url).content.decode() for url in ("/people/quill/", "/documents/frus1952-54guat-d1/?view=understood")
    ]
    assert "about 1891 – about 1986" in pages[0]
    assert not [page for page in pages if re.search(r"EDTF|\d~|\d/\.\.", page)]
