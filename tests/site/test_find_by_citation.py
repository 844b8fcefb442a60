"""Citations typed into the search box: they lead to the paper, to a list, or show what is near, and never guess."""

import re
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive import store
from archive.browsing.typed import destination_of
from archive.models import State, Volume
from archive.records import CorrespondentRecord, DateRecord, PageBreakRecord, VolumeRecord
from archive.store import Incoming
from tests.support.pages import text_of
from tests.support.papers import paper
from tests.support.records import document_record

pytestmark = pytest.mark.django_db
FRUS = "Foreign Relations of the United States"
DEPARTMENT = CorrespondentRecord("the Secretary of State", "Secretary of State")


def mission(country: str) -> CorrespondentRecord:
    return CorrespondentRecord(f"The Ambassador in {country}", f"Ambassador in {country}", "", country)


def day(words: str) -> DateRecord:
    return DateRecord(words, words, words, words)


def publish(volume, at, first_page, last_page="", state=State.PUBLISHED, **changes):
    """The paper of this number in its volume, on these pages."""
    pages = (PageBreakRecord(first_page, within=False), *([PageBreakRecord(last_page)] if last_page else []))
    changes = {"other_numbers": (), "pages": pages, "document_number": str(at), **changes}
    store.save_batch([Incoming(document_record(f"{volume.slug}#d{at}", **changes), volume, None, at)], state=state)


@pytest.fixture(scope="module")
def archive(module_db):
    for slug, title in (
        ("frus1944v01", f"{FRUS}: Diplomatic Papers, 1944, General, Volume I"),
        ("frus1948v05p1", f"{FRUS}, 1948, The Near East, Volume V, Part 1"),
        ("frus1948v05p2", f"{FRUS}, 1948, The Near East, Volume V, Part 2"),
    ):
        store.save_volume(VolumeRecord(slug, title))
    v1944, part1, part2 = Volume.objects.order_by("slug")
    unknown = DateRecord("", "1944-03-21", "", "1944-03-21/", "", "inferred", "Its talk was on March 21.")
    publish(
        v1944,
        1,
        "1016",
        "1017",
        number="1020",
        senders=(mission("the Soviet Union"),),
        recipients=(DEPARTMENT,),
        date=unknown,
        place="",
    )
    publish(
        v1944,
        2,
        "1018",
        number="1020",
        senders=(DEPARTMENT,),
        recipients=(mission("Turkey"),),
        date=day("1944-05-02"),
        place="Washington",
    )
    publish(
        part1,
        1,
        "532",
        number="71",
        kind="despatch",
        senders=(mission("Greece"),),
        recipients=(DEPARTMENT,),
        date=day("1948-05-03"),
        place="Athens",
    )
    publish(part1, 2, "532", "533", number="Secto 17", date=day("1948-05-04"))
    publish(part1, 9, "540", number="5", date=day("1948-05-05"), footnotes=document_record().footnotes)
    named = {
        "number": "",
        "footnotes": (),
        "references": (),
        "date": day("1948-05-05"),
        "senders": (),
        "recipients": (),
    }
    spoke = '<div xmlns="http://www.tei-c.org/ns/1.0" type="document"><p>Mr. Eban called on Mr. Dulles.</p></div>'
    publish(
        part1, 20, "600", kind="memorandum of conversation", heading="Memorandum of Conversation", text=spoke, **named
    )
    publish(part1, 21, "601", kind="letter", heading="President Truman to President Weizmann", **named)
    publish(part2, 1, "900", number="71", kind="telegram", date=day("1948-05-03"), other_numbers=("Gadel 3",))
    publish(part2, 2, "901", number="3000", state=State.DRAFT, heading="Canary")


@pytest.mark.parametrize(
    ("typed", "slug", "fragment"),
    [
        ("FRUS 1944, I, p. 1017", "frus1944v01-d1", "page-1017"),
        ("Foreign Relations, 1944, vol. I, p. 1018", "frus1944v01-d2", "page-1018"),
        ("FRUS 1948, vol. V, part 1, p. 533", "frus1948v05p1-d2", "page-533"),
        ("FRUS 1948, V, p. 533", "frus1948v05p1-d2", "page-533"),
        ("FRUS 1948, V/1, doc. 1", "frus1948v05p1-d1", ""),
        ("frus1948v05p1 9", "frus1948v05p1-d9", ""),
        ("frus1948v05p1#d9fn1", "frus1948v05p1-d9", ""),
        ("frus1948v05p1 9, n. 10", "frus1948v05p1-d9", "fn-2"),
        ("document 9", "frus1948v05p1-d9", ""),
        ("telegram 1020 from Moscow, March 1944", "frus1944v01-d1", ""),
        ("telegram 1020 from the Soviet Union", "frus1944v01-d1", ""),
        ("telegram 1020 to Ankara, May 2, 1944", "frus1944v01-d2", ""),
        ("telegram 1020, May 1944", "", ""),  # the undated one may have been sent then too
        ("telegram 1020, February 1944", "", ""),
        ("despatch 71, Athens, May 3 1948", "frus1948v05p1-d1", ""),
        ("telegram 71, May 3 1948", "frus1948v05p2-d1", ""),
        ("Secto 17", "frus1948v05p1-d2", ""),
        ("Gadel 3, May 1948", "frus1948v05p2-d1", ""),
        ("FRUS 1948, 5:533", "frus1948v05p1-d2", "page-533"),
        ("5:533", "frus1948v05p1-d2", "page-533"),
        ("FRUS1948V05P1-D9", "frus1948v05p1-d9", ""),
        ("https://history.state.gov/historicaldocuments/frus1948v05p1/d9", "frus1948v05p1-d9", ""),
        ("https://history.state.gov/historicaldocuments/frus1948v05p1/pg_540", "frus1948v05p1-d9", "page-540"),
        ("https://archive.example/documents/FRUS1948v05p1-d9/#fn-2", "frus1948v05p1-d9", "fn-2"),
        ("Moscow 1020", "frus1944v01-d1", ""),
        ("Embtel 1020", "frus1944v01-d1", ""),
        ("Deptel 1020", "frus1944v01-d2", ""),
        ("Athens 71, 3.5.1948", "frus1948v05p1-d1", ""),
        ("Memcon, Dulles and Eban, May 5, 1948", "frus1948v05p1-d20", ""),
        ("Truman to Weizmann, May 1948", "frus1948v05p1-d21", ""),
    ],
)
def test_one_sure_match_leads_to_the_paper(archive, typed, slug, fragment):
    answer = destination_of(typed)
    assert (answer.document.slug if answer.document else "") == slug
    assert answer.fragment == fragment


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        ("FRUS 1948, V, part 1, p. 532", ["frus1948v05p1-d1", "frus1948v05p1-d2"]),
        ("FRUS 1948, V, doc. 1", ["frus1948v05p1-d1", "frus1948v05p2-d1"]),
        ("document 1", ["frus1944v01-d1", "frus1948v05p1-d1", "frus1948v05p2-d1"]),
        ("telegram 1020", ["frus1944v01-d1", "frus1944v01-d2"]),
        ("telegram 1020, May 1944", ["frus1944v01-d1", "frus1944v01-d2"]),
    ],
)
def test_several_matches_are_listed_and_none_is_guessed(archive, typed, slugs):
    answer = destination_of(typed)
    assert answer.document is None
    assert [paper.slug for paper in answer.papers] == slugs


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("FRUS 1948, V, part 1, p. 536", ["frus1948v05p1-d2", "frus1948v05p1-d9"]),
        ("frus1948v05p1 5", ["frus1948v05p1-d2", "frus1948v05p1-d9"]),
        ("frus1948v05p1 5000", ["frus1948v05p1-d21"]),
        ("FRUS 1948, V, part 1, p. XII", []),
        ("FRUS 1950, I, p. 3", []),
        ("telegram 1020, February 1944", ["frus1944v01-d1", "frus1944v01-d2"]),
        ("telegram 9999", []),
        ("telegram 3000", []),
        ("FRUS 1948, V, part 2, doc. 2", ["frus1948v05p2-d1"]),
        ("Memcon, Dulles and Gromyko, May 5, 1948", ["frus1948v05p1-d20"]),
        ("Memcon, Acheson and Gromyko, May 5, 1948", []),
        ("https://archive.example/documents/nothing/", []),
        ("https://archive.example/documents/frus1948v05p2-d2/", []),
        ("4 May 1944", ["frus1944v01-d2", "frus1948v05p1-d1"]),
        ("frus1948v05p2 2", ["frus1948v05p2-d1"]),
    ],
)
def test_what_is_not_here_is_named_with_what_is_near(archive, typed, near):
    answer = destination_of(typed)
    assert answer.document is None
    assert answer.papers == ()
    assert [paper.slug for paper in answer.near] == near
    assert answer.near_words


@pytest.mark.parametrize("typed", ["1948-05-03", "May 3, 1948", "3.5.1948", "3 May 1948"])
def test_a_day_leads_to_the_papers_of_the_day(archive, client, typed):
    response = client.get("/search/", {"q": typed})
    destination = response.context["destination"]
    assert [paper.slug for paper in destination.papers] == ["frus1948v05p1-d1", "frus1948v05p2-d1"]
    html = response.content.decode()
    assert "Understood as a date: 3 May 1948" in text_of(response)
    assert "/search/?since=1948-05-03&amp;until=1948-05-03" in html
    assert client.get(destination.list_url).status_code == 200


def test_a_year_alone_is_a_word_to_search_for(archive):
    assert destination_of("1948") is None


def test_several_file_numbers_lead_to_the_papers_of_each(archive, client):
    paper("one", "711.5800/4-2155", day="1955-04-21")
    paper("other", "840.48 Refugees/5425", day="1944-03-05")
    paper("hidden", "711.5800/4-2255", day="1955-04-22", state=State.DRAFT, heading="Canary")
    response = client.get("/search/", {"q": "711.5800/4–2155; 840.48 Refugees/5425; 711.5800/4-2255, RG 59"})
    html = response.content.decode()
    assert "Understood as file numbers: 711.5800/4-2155, 840.48 Refugees/5425, 711.5800/4-2255" in text_of(response)
    assert "/documents/one/" in html
    assert "/documents/other/" in html
    assert "No paper here has 711.5800/4-2255." in html
    assert "Canary" not in html


def test_an_address_in_capitals_leads_to_the_paper(archive, client):
    response = client.get("/documents/FRUS1944v01-D1/")
    assert (response.status_code, response.url) == (301, "/documents/frus1944v01-d1/")
    assert client.get("/documents/FRUS1948v05p2-D2/", follow=True).status_code == 404


def test_a_volume_alone_is_a_volume(archive):
    assert destination_of("FRUS 1944").volume.slug == "frus1944v01"
    assert destination_of("FRUS 1948").volume is None
    assert "1948, V/2" in destination_of("FRUS 1948").near_words


def test_other_words_are_no_way_in(archive):
    assert destination_of("refugees in Moscow") is None


def test_the_search_box_leads_to_the_paper_and_shows_what_was_understood(archive, client):
    typed = "FRUS 1944, I, p. 1017"
    response = client.get(f"/search/?{urlencode({'q': typed})}")
    assert response.status_code == 302
    assert response.url == f"/documents/frus1944v01-d1/?{urlencode({'for': typed})}#page-1017"
    html = client.get(response.url).content.decode()
    assert "Found by citation: <strong>Foreign Relations, 1944, volume 1, page 1017</strong>" in html
    instead = re.search(r'class="found-by".*?href="([^"]*)"', html, re.DOTALL)[1].replace("&amp;", "&")
    assert client.get(instead).status_code == 200


def test_the_search_page_shows_what_may_be_meant_above_what_the_words_find(archive, client):
    response = client.get(f"/search/?{urlencode({'q': 'telegram 1020'})}")
    html = response.content.decode()
    assert "Understood as a citation: telegram 1020" in text_of(response)
    assert html.index('id="way-in"') < html.index('class="count"')


@pytest.mark.parametrize(
    "typed", ["document 2 of 3", '"><script>', "FRUS 1944, I, p. \x01", "FRUS " * 90, "telegram 1 from " + "x" * 400]
)
def test_odd_words_never_raise(archive, client, typed):
    assert client.get(f"/search/?{urlencode({'q': typed})}", follow=True).status_code in (200, 400)


def test_drafts_cannot_be_found(archive, client):
    for typed in ("telegram 3000", "frus1948v05p2 2", "FRUS 1948, V, part 2, p. 901"):
        assert b"Canary" not in client.get(f"/search/?{urlencode({'q': typed})}", follow=True).content


def test_questions_to_the_database_are_known(archive):
    known = {
        "FRUS 1944, I, p. 1017": 4,
        "document 1": 4,
        "telegram 1020": 7,
        "telegram 1020 from Moscow, March 1944": 8,
        "Dulles to Eban, May 3, 1948": 6,
        "Memcon, Dulles and Eban, May 5, 1948": 7,
        "May 3, 1948": 2,
    }
    assert {typed: queries_of(typed) for typed in known} == known
    volume = Volume.objects.get(slug="frus1944v01")
    for number in range(20, 40):
        publish(volume, number, "1017", number="1020", senders=(mission("the Soviet Union"),), date=day("1944-03-22"))
    for typed, count in known.items():
        assert queries_of(typed) <= count + 1, typed  # several offices are fetched at once, where there was none


def queries_of(typed: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        destination_of(typed)
    return len(captured)
