"""Phrases of common words: on PostgreSQL by the pairs that are stored, on SQLite by the full-text index, the same papers on both."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from archive import search
from archive.models import SearchPosting
from archive.search.backends import backend
from archive.search.pairs import pairs_in
from tests.support.documents import make_document
from tests.support.searching import found

pytestmark = pytest.mark.django_db
migration = import_module("archive.migrations.0045_pairs_of_common_words")

TEXTS = {
    "beside": "A telegram from London about the Secretary of State.",
    "apart": "The telegram came from London, of the Secretary, and the State of the matter.",
    "other way": "It is from telegram number two. The State of Secretary.",
    "in pieces": "The Secretary of the Treasury; a change of State.",
}
PHRASES = {
    '"telegram from"': {"beside", "note"},
    '"TELEGRAMS from"': {"beside", "note"},
    '"telegram from London"': {"beside"},
    'note:"telegram from"': {"note"},
    '"secretary of state"': {"beside"},
    '"secretary of"': {"beside", "in pieces"},
    '"of state"': {"beside", "in pieces"},
    '"state of"': {"apart", "other way", "two columns"},
    '"telegram from" OR "state of the"': {"beside", "note", "apart", "two columns"},
    'telegram -"telegram from"': {"apart", "other way", "two columns"},
    'london -"secretary of state"': {"apart", "two columns"},
    "telegram NEAR/2 from": {"beside", "note", "apart", "other way"},
}


@pytest.fixture
def papers(db):
    found = {name: make_document(name, text) for name, text in TEXTS.items()}
    found["two columns"] = make_document(
        "two columns", "From London.", heading="A telegram", notes=["State of the matter."]
    )
    found["note"] = make_document("note", "Nothing.", notes=["A telegram from Paris."])
    found["draft"] = make_document("draft", "A telegram from London.", state="draft")
    return found


def test_phrases(papers):
    assert {text: found(text) for text in PHRASES} == PHRASES


def test_pairs_follow_what_is_changed_and_withdrawn(papers):
    paper = papers["beside"]
    paper.text.tei = paper.text.tei.replace("A telegram from", "The treaty with")
    paper.text.save()
    search.index([paper])
    papers["note"].state = "withdrawn"
    papers["note"].save()
    search.index([papers["note"]])
    assert found('"telegram from"') == set()
    assert found('"treaty with"') == {"beside"}
    assert search.check_entries() == []
    search.remove([paper.pk for paper in papers.values()])
    assert not SearchPosting.objects.exists()


def test_an_archive_from_before_gets_its_pairs(papers):
    tokens = set(SearchPosting.objects.values_list("token", flat=True))
    assert bool(tokens & set(pairs_in(["telegram", "from"]))) is backend().PAIRS
    editor = SimpleNamespace(connection=connection)
    migration.remove(apps, editor)
    migration.add(apps, editor)
    assert set(SearchPosting.objects.values_list("token", flat=True)) == tokens
    assert search.check_entries() == []
    assert found('"telegram from"') == {"beside", "note"}


def test_pairs_are_of_common_words_alone_and_each_has_a_token_of_its_own():
    assert pairs_in("the refuge of the state".split()) == ["0bof0the", "0bthe0state"]
    assert pairs_in(["refuge"]) == pairs_in([]) == []
