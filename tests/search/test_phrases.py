"""Phrases that many papers have: by their postings on PostgreSQL, by the full-text index on SQLite, the same papers on both."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from archive import search
from archive.models import SearchPosting
from archive.search.backends import backend
from archive.search.phrases import SEVERAL, hashes_in, pairs_in, parts_of, phrases_in
from tests.support.documents import make_document
from tests.support.searching import found

pytestmark = pytest.mark.django_db
migrations = [
    import_module(f"archive.migrations.{name}")
    for name in ("0045_pairs_of_common_words", "0046_phrases_of_many_papers", "0047_hashes_of_pairs")
]

TEXTS = {
    "beside": "A telegram from London about the Secretary of State.",
    "apart": "The telegram came from London, of the Secretary, and the State of the matter.",
    "other way": "It is from telegram number two. The State of Secretary.",
    "in pieces": "The Secretary of the Treasury; a change of State.",
    "listed": "Received from the Department of State: Editorial Note.",
    "hashed": "Of December 1941 refugee herring fleet.",
    "hashed apart": "Herring, December; fleet of 1941 herring, 1941 refugee.",
    "listed apart": "An editorial note of the Department of State; note, editorial.",
}
PHRASES = {
    '"telegram from"': {"beside", "note"},
    '"TELEGRAMS from"': {"beside", "note"},
    '"telegram from London"': {"beside"},
    'note:"telegram from"': {"note"},
    '"secretary of state"': {"beside"},
    '"secretary of"': {"beside", "in pieces"},
    '"of state"': {"beside", "in pieces", "listed", "listed apart"},
    '"state of"': {"apart", "other way", "two columns"},
    '"telegram from" OR "state of the"': {"beside", "note", "apart", "two columns"},
    'telegram -"telegram from"': {"apart", "other way", "two columns"},
    'london -"secretary of state"': {"apart", "two columns"},
    '"the secretary of state"': {"beside"},
    '"about the secretary of state"': {"beside"},
    '"from the department of state"': {"listed"},
    '"the department of state editorial note"': {"listed"},
    '"department of state editorial"': {"listed"},
    '"of state editorial note"': {"listed"},
    '"editorial note"': {"listed", "listed apart"},
    '"editorial notes of"': {"listed apart"},
    'note:"editorial note"': set(),
    '"refugee herring fleet"': {"hashed"},
    '"herring refugee"': set(),
    '"refugee herring fle*"': set(),
    '"refugee herring fle"*': {"hashed"},
    '"of december 1941 refugee"': {"hashed"},
    '"december refugee"': set(),
    '"department of sta"*': {"listed", "listed apart"},
    'editorial -"department of state"': set(),
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


def test_an_archive_from_before_gets_its_phrases(papers):
    tokens = set(SearchPosting.objects.values_list("token", flat=True))
    known = {"0btelegram0from", "0beditori0note", "0bdepart0of0state"}
    assert tokens & known == (known if backend().PHRASES else set())
    editor = SimpleNamespace(connection=connection)
    for migration in reversed(migrations):
        migration.remove(apps, editor)
    assert not SearchPosting.objects.filter(token__regex="^0[bd]").exists()
    for migration in migrations:
        migration.add(apps, editor)
    assert set(SearchPosting.objects.values_list("token", flat=True)) == tokens
    assert search.check_entries() == []
    assert found('"telegram from"') == {"beside", "note"}


def test_which_phrases_have_a_token():
    assert pairs_in("the refuge of the state".split()) == ["0bof0the", "0bthe0state"]
    assert phrases_in("editori note refuge".split()) == {"0beditori0note"}
    words = "depart of state".split()
    assert phrases_in(words) == {"0bdepart0of", "0bof0state", "0bdepart0of0state"}
    assert phrases_in(["refuge"]) == phrases_in([]) == set()


def test_a_phrase_is_looked_for_by_the_longest_in_it():
    assert parts_of("depart of state".split()) == ["0bdepart0of0state"]
    assert parts_of("refuge of state refuge".split()) == ["refuge", "0bof0state", "refuge"]
    assert parts_of("state of depart".split()) == ["0bstate0of", "0bof0depart"]
    assert parts_of(["refuge"]) == ["refuge"]
    assert parts_of([]) == []


def test_other_words_side_by_side_are_found_by_a_hash():
    assert hashes_in(["depart of state".split(), "editori note".split(), ["0fherr", "0fherr"]]) == {}
    ((token, mark),) = hashes_in(["herr refuge".split()]).items()
    assert hashes_in(["of herr refuge herr".split()])[token] == mark
    assert hashes_in(["refuge herr".split()]) != {token: mark}
    # Two of the hashes of so many words have one token.
    many = hashes_in([f"word{number} herr".split() for number in range(1000)])
    assert SEVERAL in many.values()
    assert len(many) > 800
