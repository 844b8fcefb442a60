"""A selection too long for an address is kept whole under one that nobody can guess."""

import json
import re
from datetime import timedelta

import pytest
import rispy
from django.utils import timezone

from archive import store
from archive.models import KeptSelection, State
from archive.store import Incoming
from tests.support.pages import kept
from tests.support.records import document_record

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def many(volume):
    """The slugs of 230 published papers."""
    store.save_batch(
        [Incoming(document_record(f"vol#d{n}", heading=f"Paper {n}"), volume, None, n) for n in range(1, 231)],
        state=State.PUBLISHED,
    )
    return [f"vol-d{n}" for n in range(1, 231)]


def test_a_long_selection_is_kept_whole_under_an_address_that_nobody_can_guess(client, many):
    url = kept(client, many[::-1])
    assert re.fullmatch(r"/selection/\?kept=[\w-]{20,}", url)
    assert kept(client, many[::-1]) == url  # the same papers are kept once
    html = client.get(url).content.decode()
    assert "230 papers, kept here" in html
    assert html.index("/documents/vol-d230/") < html.index("/documents/vol-d31/")
    assert "/documents/vol-d30/" not in html
    assert "/documents/vol-d30/" in client.get(f"{url}&page=2").content.decode()
    assert client.get(f"{url}&x=1&page=1").url == url
    rows = b"".join(client.get(url.replace("/?", ".jsonl?"))).decode().splitlines()
    assert [json.loads(row)["id"] for row in rows] == [f"vol#d{n}" for n in range(230, 0, -1)]
    for ending in ("csv", "xml", "bib", "ris", "json", "epub"):
        assert client.get(url.replace("/?", f".{ending}?")).status_code == 200
    assert len(rispy.loads(b"".join(client.get(url.replace("/?", ".ris?"))).decode())) == 230


def test_papers_are_added_to_and_taken_out_of_a_kept_selection(client, many):
    code = kept(client, many[:220]).partition("kept=")[2]
    more = client.post("/selection/keep/", {"kept": code, "add": "vol#d230", "out": ["vol-d1", "vol-d2"]}).url
    rows = b"".join(client.get(more.replace("/?", ".jsonl?"))).decode().splitlines()
    assert [json.loads(row)["id"] for row in rows] == [*(f"vol#d{n}" for n in range(3, 221)), "vol#d230"]
    assert 'name="out" value="vol-d1"' in client.get(f"/selection/?kept={code}").content.decode()


def test_what_is_no_published_paper_is_not_kept_and_is_counted(client, many, paper):
    paper(300, state=State.DRAFT, heading="Canary")
    url = kept(client, [*many, "vol-d300", "nothing"])
    assert url.endswith("&left=2")
    assert "2 left out" in client.get(url).content.decode()
    assert "vol-d300" not in KeptSelection.objects.get().slugs


def test_a_selection_that_cannot_be_kept_is_refused_with_a_sentence(client, many, monkeypatch):
    monkeypatch.setattr("archive.browsing.kept_selections.MOST_PAPERS", 220)
    response = client.post("/selection/keep/", {"ids": ",".join(many)})
    assert response.status_code == 400
    assert "A selection holds at most 220 papers, and these are 230." in response.content.decode()
    monkeypatch.setattr("archive.browsing.kept_selections._MOST_IN_AN_HOUR", 300)
    assert client.post("/selection/keep/", {"ids": ",".join(many[:205])}).status_code == 302
    assert client.post("/selection/keep/", {"ids": ",".join(many[:215])}).status_code == 400


def test_a_selection_that_nobody_opens_in_a_year_is_deleted(client, many):
    old, opened, new = (kept(client, many[: 210 + n]) for n in range(3))
    today = timezone.localdate()
    KeptSelection.objects.filter(papers=210).update(opened_on=today - timedelta(days=366))
    KeptSelection.objects.filter(papers=211).update(opened_on=today - timedelta(days=360))
    client.get(opened)
    kept(client, many[:220])
    assert client.get(old).status_code == 404
    assert "deleted" in client.get(old).content.decode()
    assert KeptSelection.objects.get(papers=211).opened_on == today
    assert client.get(new).status_code == 200
