"""Which names and papers are similar, and which are not."""

from dataclasses import replace

import pytest

from archive import store
from archive.models import Document, DocumentWarning, State
from archive.records import CorrespondentRecord, DateRecord, ReadingWarning
from archive.store.duplicates import LIKELY_DUPLICATE
from archive.store.similar_names import ComparedName, similar_names, similar_people
from tests.support.records import document_record


def pairs(compare, *names: str, connected: frozenset = frozenset()) -> set[tuple[str, str]]:
    found = compare([ComparedName(number, name, connected) for number, name in enumerate(names)])
    return {(names[pair.first], names[pair.second]) for pair in found}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Khruschev, Nikita S.", "Khrushchev, Nikita"),
        ("Khruschev", "Khrushchev"),
        ("W. Averell Harriman", "Harriman, W. Averell"),
        ("Harriman", "Harriman, W. Averell"),
        ("Harriman, W.A.", "Harriman, W. Averell"),
        ("Vyshinski, Andrei Y.", "Vyshinskii, Andrei"),
        ("Mr. George F. Kennan", "Kennan, George"),
        ("Müller, Karl", "Muller, Karl"),
        ("Byrnes, James F.", "James F. Byrnes"),
    ],
)
def test_people_who_may_be_the_same(one, other):
    assert pairs(similar_people, one, other) == {(one, other)}
    assert pairs(similar_people, other, one) == {(other, one)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Smith, John", "Smith, Walter Bedell"),
        ("Smith", "Smith, Walter Bedell"),
        ("Smith", "Smith"),
        ("Dulles, Allen W.", "Dulles, John Foster"),
        ("Roosevelt, Franklin D., Jr.", "Roosevelt, Franklin D., Sr."),
        ("Bohlen, Charles E.", "Bowles, Chester"),
        ("Hull", "Hall"),
        ("Long, Breckinridge", "Lang, Breckinridge"),
    ],
)
def test_people_who_are_not_likely_the_same(one, other):
    assert pairs(similar_people, one, other) == set()


def test_a_common_surname_counts_where_both_wrote_as_the_same_office():
    assert pairs(similar_people, "Smith", "Smith, Walter Bedell", connected=frozenset({7})) == {
        ("Smith", "Smith, Walter Bedell")
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Secretary of State", "Secretary of State"),
        ("Ambassador in the Soviet Union", "Ambassador to Soviet Union"),
        ("Under Secretary of State", "Secretary of State, Under"),
        ("Chargé in Czechoslovakia", "Charge in Czecho-Slovakia"),
        ("Ambassador in Roumania", "Ambassador in Rumania"),
        ("Consul General at Constantinople", "Consul-General at Constantinople"),
    ],
)
def test_offices_that_may_be_the_same(one, other):
    assert pairs(similar_names, one, other) == {(one, other)} or "Czecho" in one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ambassador in Iran", "Ambassador in Iraq"),
        ("Ambassador in Austria", "Ambassador in Australia"),
        ("Ambassador in France", "Minister in France"),
        ("Secretary of State", "Secretary of War"),
        ("Secretary of State", "Under Secretary of State"),
        ("Division 12", "Division 13"),
    ],
)
def test_offices_that_are_others(one, other):
    assert pairs(similar_names, one, other) == set()


def paper(source_id: str, **changes) -> Document:
    return store.save(document_record(source_id, **changes), state=State.PUBLISHED).document


def duplicates() -> dict[str, tuple[str, str]]:
    """By paper, the other paper that it may be, and the doubt's message."""
    rows = DocumentWarning.objects.filter(code=LIKELY_DUPLICATE)
    return {
        name: (other, message)
        for name, other, message in rows.values_list("document__source_id", "other__source_id", "message")
    }


@pytest.mark.django_db
def test_papers_with_the_same_number_date_and_heading_or_sender_are_doubted_once():
    paper("a")
    assert duplicates() == {}
    paper("b", number="")
    assert duplicates() == {"b": ("a", "It may be another paper once more: the same file number, date and heading.")}
    paper("c", heading="Another heading", file_numbers=())
    assert "telegram number, date and sender" in duplicates()["c"][1]
    store.save(document_record("a", summary="Read again."))
    assert set(duplicates()) == {"b", "c"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"date": DateRecord("March 6, 1938", "1938-03-06", "1938-03-06", "1938-03-06")},
        {"heading": "Another", "number": "13"},
        {"heading": "Another", "senders": (CorrespondentRecord("The Consul at Zenda", "Consul at Zenda"),)},
        {"file_numbers": (), "kind": "despatch"},
        {"number": "13"},
        {"number": "", "date": replace(document_record().date, time="6 p. m.")},
        {"date": None},
    ],
)
def test_papers_that_differ_are_not_doubted(changes):
    paper("a")
    paper("b", **changes)
    assert duplicates() == {}


@pytest.mark.django_db
def test_papers_without_numbers_are_compared_by_their_words():
    words = "The nets were counted twice on the quay before noon and nobody knew whose they were"
    others = "He spoke for an hour about the price of herring and left without his hat"
    text = document_record().text
    paper("a", number="", text=text.replace("12. Your 7 arrived", words))
    paper("b", number="", text=text.replace("12. Your 7 arrived", others))
    assert duplicates() == {}
    paper("c", number="", text=text.replace("12. Your 7 arrived", others.replace("herring", "hering")))
    assert duplicates()["c"][0] == "b"


@pytest.mark.django_db
def test_a_dismissed_doubt_stays_dismissed_through_rechecks_and_reimports(archivist):
    from django.utils import timezone

    paper("a")
    document = paper("b")
    DocumentWarning.objects.filter(document=document).update(
        dismissed_by=archivist, dismissed_at=timezone.now(), dismissed_reason="printed twice"
    )
    moved = ReadingWarning("number-doubtful", "The number may be 7 or 1.", 5, 1)
    assert store.save(document_record("b", summary="Read again.", warnings=(moved,))).outcome == "changed"
    with store.changing(Document.objects.get(pk=document.pk)):
        Document.objects.filter(pk=document.pk).update(heading=document.heading, drafting="Drafted.")
    rows = DocumentWarning.objects.filter(document=document)
    assert {row.code for row in rows} >= {LIKELY_DUPLICATE, "number-doubtful"}
    assert {(row.dismissed_by, row.dismissed_reason) for row in rows} == {(archivist, "printed twice")}
    assert rows.get(code="number-doubtful").line == 5
