"""Many citations pasted at once: what each is, and the papers that are here as a selection."""

import re
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from archive import store
from archive.browsing import find_many as finding
from archive.browsing.find_many import find_many
from archive.models import State, Volume
from archive.records import CorrespondentRecord, DateRecord, PageBreakRecord, VolumeRecord
from archive.store import Incoming
from tests.support.papers import cites, paper
from tests.support.records import document_record

pytestmark = pytest.mark.django_db
MOSCOW = CorrespondentRecord(
    "The Ambassador in the Soviet Union", "Ambassador in the Soviet Union", "", "the Soviet Union"
)


def day(words: str) -> DateRecord:
    return DateRecord(words, words, words, words)


@pytest.fixture(scope="module")
def archive(module_db):
    store.save_volume(
        VolumeRecord("frus1948v05p1", "Foreign Relations of the United States, 1948, The Near East, Volume V, Part 1")
    )
    volume = Volume.objects.get()
    plain = {"other_numbers": (), "references": (), "footnotes": (), "number": "", "senders": (), "recipients": ()}
    for at, page, state, changes in (
        (
            1,
            "532",
            State.PUBLISHED,
            {"date": day("1948-05-03"), "heading": "Mr. Eban to President Truman", "kind": "letter"},
        ),
        (2, "532", State.PUBLISHED, {"date": day("1948-05-04"), "number": "1020", "senders": (MOSCOW,)}),
        (3, "540", State.DRAFT, {"date": day("1948-05-05"), "heading": "Canary", "number": "3000"}),
    ):
        pages = (PageBreakRecord(page, within=False),)
        record = document_record(f"frus1948v05p1#d{at}", document_number=str(at), pages=pages, **{**plain, **changes})
        store.save_batch([Incoming(record, volume, None, at)], state=state)
    paper("refugees", "840.48 Refugees/5425", day="1944-03-05")
    paper("shared1", "711.5800/4-2155", day="1955-04-21")
    paper("shared2", "711.5800/4-2155", day="1955-04-22")
    cites("citing", "611.41/5-348", day="1950-01-01")


def outcomes(text: str) -> list[tuple[str, list[str]]]:
    return [(line.outcome, [one.slug for one in line.papers]) for line in find_many(text).lines]


@pytest.mark.parametrize(
    ("line", "outcome", "papers"),
    [
        ("FRUS 1948, vol. V, part 1, doc. 1", "held", ["frus1948v05p1-d1"]),
        ("Eban to Truman, May 3, 1948, FRUS 1948, 5:532", "held", ["frus1948v05p1-d1"]),
        ("Moscow to State, tel. 1020, May 4, 1948, FRUS 1948, 5:532", "held", ["frus1948v05p1-d2"]),
        ("FRUS 1948, 5:532", "several", ["frus1948v05p1-d1", "frus1948v05p1-d2"]),
        ("FRUS 1948, 5:540", "not here", []),
        ("FRUS 1948, 5, doc. 3", "not here", []),
        ("FRUS 1948, vol. V", "volume", []),
        ("Moscow 1020, May 4, 1948", "held", ["frus1948v05p1-d2"]),
        ("Moscow 1020, May 4, 1948, FRUS 1950, 2:12", "held", ["frus1948v05p1-d2"]),
        ("Moscow 3000, May 5, 1948", "not here", []),
        ("RG 59, 840.48 Refugees/5425, NARA", "held", ["refugees"]),
        ("Memorandum, April 22, 1955, 711.5800/4–2155, NARA", "several", ["shared1", "shared2"]),
        ("611.41/5–348, RG 59", "known", []),
        ("https://history.state.gov/historicaldocuments/frus1948v05p1/d2", "held", ["frus1948v05p1-d2"]),
        ("https://archive.example/documents/frus1948v05p1-d3/", "not here", []),
        ("Moscow 1020, May 4, 1948, 661.00/5-448", "held", ["frus1948v05p1-d2"]),
        ("Macmillan, Riding the Storm, 88", "not understood", []),
        ("Ibid., 12", "not understood", []),
    ],
)
def test_what_a_citation_is(archive, line, outcome, papers):
    assert outcomes(line) == [(outcome, papers)]


def test_a_line_tells_that_its_file_number_is_not_that_of_the_paper(archive):
    (line,) = find_many("Moscow 1020, May 4, 1948, 661.00/5-448").lines
    assert "No paper here has this file number" in line.note
    (line,) = find_many("March 5, 1944, 840.48 Refugees/5425").lines
    assert line.note == ""


def test_ibid_is_resolved_with_its_reason(archive):
    lines = find_many("FRUS 1948, 5:999; ibid., doc. 1; Ibid.").lines
    assert [line.outcome for line in lines] == ["not here", "held", "held"]
    assert "the citation before it" in lines[1].note


def test_the_page_takes_what_is_held(archive, client):
    text = (
        "1. FRUS 1948, V, part 1, doc. 1; 840.48 Refugees/5425.\n2. Riding the Storm, 88\n3. FRUS 1948, V/1, doc. 1\n"
    )
    html = client.post("/find-many/", {"text": text}).content.decode()
    assert "4 citations" in html
    assert "held: 3" in html
    assert "not understood: 1" in html
    ids = re.search(r'name="ids" value="([^"]*)"', html)[1]
    assert ids == "frus1948v05p1-d1,refugees"
    for ending in re.findall(r'name="then" value="([^"]*)"', html):
        leads = client.post("/selection/keep/", {"ids": ids, "then": ending}).url
        assert client.get(leads).status_code == 200
    selected = client.get(client.post("/selection/keep/", {"ids": ids}).url)
    assert [paper.slug for paper, _ in selected.context["papers"]] == ids.split(",")
    assert "Riding the Storm, 88\n" in html  # what was pasted is in its field again


def test_the_form_needs_nothing_and_stores_nothing(client):
    page = client.get("/find-many/")
    assert page.status_code == 200
    assert not page.cookies
    assert client.post("/find-many/", {"text": "  "}).status_code == 200
    assert client.post("/find-many/").status_code == 200
    assert client.get("/find-many/?text=x").url == "/find-many/"
    assert client.put("/find-many/").status_code == 405


@pytest.mark.parametrize(
    "text",
    [
        "\0",
        "x\0y\ud800",
        "<script>alert(1)</script>",
        "; " * 9000,
        "ibid. " * 5000,
        "9" * 5000,
        "FRUS 1948, 5:" + "9" * 400,
    ],
)
def test_whatever_is_pasted_is_answered(archive, client, text):
    sent = urlencode({"text": text.encode("utf-8", "surrogatepass")})
    page = client.post("/find-many/", sent, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 200
    assert b"<script>alert" not in page.content


def test_no_draft_is_told_of(archive, client):
    text = "FRUS 1948, 5:540\nFRUS 1948, V, doc. 3\nMoscow 3000, May 5, 1948\n/documents/frus1948v05p1-d3/\nMay 5, 1948"
    page = client.post("/find-many/", {"text": text}).content.decode()
    assert "Canary" not in page
    assert 'href="/documents/frus1948v05p1-d3' not in page


def test_queries_are_made_for_batches_and_not_for_lines(archive, monkeypatch):
    text = "Eban to Truman, May 3, 1948, FRUS 1948, 5:532\nMoscow 1020, 1948\n840.48 Refugees/5425\n711.5800/4-2155\n"

    def queries(count: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            find_many(text * count)
        return len(captured)

    few = queries(1)
    assert few <= 16
    assert queries(20) == few
    monkeypatch.setattr(finding, "_AT_ONCE", 40)
    assert queries(20) == 2 * few


def test_what_is_too_much_is_told(archive, client, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 3)
    found = find_many("840.48 Refugees/5425\n" * 4)
    assert (len(found.lines), found.left_out) == (3, True)
    html = client.post("/find-many/", {"text": "840.48 Refugees/5425\n" * 4}).content.decode()
    assert "Only the first 3 citations were read" in html


def test_reading_ends_before_the_time_of_the_request(archive, client, monkeypatch):
    monkeypatch.setattr(finding, "_AT_ONCE", 1)
    monkeypatch.setattr(finding, "_SHARE", 0.0)  # all the time is for the page
    with override_settings(READING_TIME_LIMIT=60_000):
        html = client.post("/find-many/", {"text": "840.48 Refugees/5425\n" * 4}).content.decode()
    assert "Only the first 1 citation was read" in html


def test_search_and_home_lead_to_it(archive, client):
    for url in ("/", "/search/"):
        assert 'href="/find-many/"' in client.get(url).content.decode()
