"""What references lead to, decided in memory: whose they are, which one, how sure, and when nothing is certain."""

import pytest

from archive.parsing.references import find_references
from archive.records import (
    CorrespondentRecord,
    DocumentRecord,
    FileNumberRecord,
    PageBreakRecord,
)
from archive.references.keys import keys_of_volume
from archive.references.lookups import lookups_of, volume_key
from archive.references.matching import match_references
from archive.references.memory_index import MemoryIndex
from tests.support.telegrams import LONDON, MOSCOW, STATE, telegram

_TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'


def outcomes(citing, *held):
    """What the references of a record lead to, among these that are held."""
    index = MemoryIndex()
    for position, record in enumerate(held, 1):
        index.add(record, "v", position)
    paper = index.add(citing, "v", len(held) + 1)
    found = find_references(citing)
    return match_references(paper, found, lookups_of(paper, found), index)


PAPERS = [
    telegram(935, (3, 20)),
    telegram(936, (3, 21), sender=LONDON),
    telegram(554, (3, 11), sender=STATE, recipient=MOSCOW),
    telegram(555, (3, 11), sender=STATE, recipient=LONDON),
]


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("my 935 March 20", "v#d935"),
        ("my 935", "v#d935"),
        ("mytel 935", "v#d935"),
        ("Embtel 935, March 20", "v#d935"),
        ("Embassy’s 935", "v#d935"),
        ("Moscow’s 935 of March 20", "v#d935"),
        ("telegram 935 from Moscow", "v#d935"),
        ("my 935 March 26 [20]", "v#d935"),
        ("Department’s 554 of March 11", "v#d554"),
        ("Deptel 554", "v#d554"),
        ("your 554 of March 11", "v#d554"),
        ("telegram 554 to Moscow, March 11", "v#d554"),
        ("telegram 936 from London, March 21", "v#d936"),
        ("telegram 935, March 20", "v#d935"),
        ("my 936", None),  # London's, not Moscow's
        ("your 935", None),
        ("Department’s 555", None),  # the number that the Department gave London
        ("my 935 of February 2", None),
        ("my 934", None),
    ],
)
def test_whose_a_telegram_is_comes_from_the_papers_own_correspondents(words, target):
    (outcome,) = outcomes(telegram(1020, (3, 24), text=f"As I said ({words}) before."), *PAPERS)
    assert outcome.target == target
    assert (outcome.status == "resolved") is (target is not None)
    assert outcome.reason


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("my 935 March 20", "Agrees in number, sender, recipient and day."),
        ("my 935", "Agrees in number, sender and recipient; written 4 days before."),
        ("telegram 935 from Moscow, March 21", "Agrees in number, sender and recipient; its day is one day off."),
        ("my 935 of March 18", "Only likely: agrees in number, sender and recipient; its day is 2 days off."),
        ("telegram 936 of March 21", "Agrees in number and day; no correspondent is named."),
    ],
)
def test_the_reason_is_in_words(words, reason):
    (outcome,) = outcomes(telegram(1020, (3, 24), text=words), *PAPERS)
    assert outcome.reason == reason


@pytest.mark.parametrize(
    ("words", "confidence"),
    [
        ("my 935 March 20", 0.98),
        ("my 935 March 26 [20]", 0.98),
        ("my 935", 0.93),
        ("my 935 of March 21", 0.93),
        ("telegram 935 of March 20", 0.91),
        ("telegram 936 of March 21", 0.88),
        ("my telegram of March 20", 0.9),
        ("Gadel 20", 0.84),
    ],
)
def test_the_confidence_is_the_product_that_the_documentation_explains(words, confidence):
    """docs/references.md: from 0.95 on a link is certain, below that likely."""
    held = [*PAPERS, telegram(7, (3, 20), number="Gadel 20", sender=LONDON)]
    citing = telegram(1020, (3, 24), text=f"See {words}.")
    (outcome,) = outcomes(citing, *held)
    assert (outcome.status, outcome.confidence) == ("resolved", confidence)


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("Moscow replied that, as suggested in Deptel 554, it had spoken.", "It names this paper itself."),
        ("The views in telegram 554 were welcome.", "It names this paper itself."),
        ("Embtel 554 is not printed.", "No paper of this number from there is held."),
        ("London’s 554 is not printed.", "No paper of this number from there is held."),
    ],
)
def test_a_note_on_an_answer_can_name_its_own_paper_which_is_held(note, reason):
    (outcome,) = outcomes(telegram(554, (3, 11), sender=STATE, recipient=MOSCOW, notes=[note]), *PAPERS[:2])
    assert (outcome.target, outcome.reason) == (None, reason)


def test_a_number_of_a_series_needs_no_correspondent():
    held = telegram(7, (3, 20), number="Gadel 20")
    (outcome,) = outcomes(telegram(1020, (3, 24), sender=LONDON, text="See Gadel 20."), held)
    assert outcome.target == "v#d7"


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("See NIE–74.", {"number": "NIE–74"}),
        ("See NSC 171/1.", {"kind": "memorandum", "number": "S–7", "other_numbers": ("NSC 171/1",)}),
        ("See NIE 15–73.", {"number": "15-73", "heading": "61. National Intelligence Estimate 15-73, Washington"}),
        ("See Special National Intelligence Estimate 10–61.", {"number": "SNIE 10–61"}),
    ],
)
def test_a_policy_paper_is_known_by_its_number(words, held):
    paper = telegram(7, (3, 20), **({"kind": "intelligence estimate"} | held))
    (outcome,) = outcomes(telegram(1020, (3, 24), text=words), paper, telegram(8, (3, 20), number="NIE–75"))
    assert outcome.target == "v#d7"


@pytest.mark.parametrize(
    ("words", "own"),
    [
        ("State 025151", "25151"),
        ("telegram Secto 3022", "Secto 03022"),
        ("State 256063", "256063/Todel 1287"),
        ("Todel 1287", "256063/Todel 1287"),
        ("my telegram 5360 [3605]", "3605"),
    ],
)
def test_a_number_is_known_in_each_of_its_spellings(words, own):
    sender, recipient = (MOSCOW, STATE) if words.startswith("my") else (STATE, MOSCOW)
    held = telegram(7, (3, 20), number=own, sender=sender, recipient=recipient)
    (outcome,) = outcomes(telegram(1020, (3, 24), text=f"See {words}."), held)
    assert outcome.target == "v#d7"


def test_words_that_only_may_be_a_telegram_name_none_that_is_not_held():
    (unsure,) = outcomes(telegram(1020, (3, 24), text="See JMF 3020."), *PAPERS)
    (sure,) = outcomes(telegram(1020, (3, 24), text="See telegram JMF 3020."), *PAPERS)
    assert (unsure.status, sure.status) == ("unknown", "not held")


def test_editors_name_a_paper_of_the_volume_by_its_number_alone():
    held = telegram(2929, (3, 20), sender=LONDON)
    (noted,) = outcomes(telegram(1020, (3, 24), notes=["See telegram 2929."]), held)
    (short,) = outcomes(telegram(1020, (3, 24), notes=["See telegram 29."]), telegram(29, (3, 20), sender=LONDON))
    (later,) = outcomes(telegram(1020, (3, 1), notes=["See telegram 2929."]), held)
    assert (noted.status, short.status, later.status) == ("resolved", "candidates", "resolved")


@pytest.mark.parametrize(
    ("words", "kind", "status"),
    [
        ("report of March 1", "report", "resolved"),
        ("letter of March 1", "message", "resolved"),
        ("report of March 1", "memorandum", "candidates"),
        ("telegram of March 1", "telegram", "candidates"),
        ("Mr. Quill’s report of March 1", "report", "resolved"),
        ("Mr. Raven’s report of March 1", "report", "not held"),
    ],
)
def test_the_only_paper_of_its_kind_and_day_in_a_volume_is_meant(words, kind, status):
    quill = CorrespondentRecord("Mr. Quill", "", "Quill")
    held = telegram(7, (3, 1), kind=kind, number="", sender=quill, recipient=quill)
    citing = telegram(8, (3, 2), kind="memorandum", senders=(), recipients=(), text=f"See the {words}.")
    (outcome,) = outcomes(citing, held)
    assert outcome.status == status


def test_of_two_such_papers_neither_is_given():
    held = [telegram(number, (3, 1), kind="report", number="") for number in (6, 7)]
    (outcome,) = outcomes(telegram(8, (3, 2), notes=["See report of March 1."]), *held)
    assert outcome.status == "candidates"


@pytest.mark.parametrize(("name", "status"), [("Quill", "resolved"), ("Moss", "candidates")])
def test_whose_letter_it_is_goes_with_to_whom_it_went(name, status):
    letter = telegram(7, (3, 1), kind="letter", number="", sender=_person("Quill"), recipient=_person("Raven"))
    (outcome,) = outcomes(telegram(8, (3, 2), text=f"See Mr. {name}’s letter to President Raven of March 1."), letter)
    assert outcome.status == status


def test_people_answer_people():
    letter = telegram(7, (3, 1), kind="letter", number="", sender=_person("Quill"), recipient=_person("Raven"))
    answer = {
        "kind": "letter",
        "sender": _person("Raven"),
        "recipient": _person("Quill"),
        "text": "Your letter of March 1",
    }
    (outcome,) = outcomes(telegram(8, (3, 2), **answer), letter)
    assert (outcome.status, outcome.target) == ("resolved", "v#d7")


def _person(name):
    return CorrespondentRecord(f"President {name}", "President", name)


def test_a_paper_does_not_refer_to_itself_by_its_number_in_a_series():
    text = f'<div {_TEI} type="document"><p>Secret NIE–74</p><p>It supersedes NIE–62.</p></div>'
    record = DocumentRecord(source_id="v#d1", text=text, kind="intelligence estimate", number="NIE–74")
    assert [reference.printed for reference in find_references(record)] == ["NIE–62"]


def test_of_two_that_agree_alike_neither_is_given():
    twice = [telegram(935, (3, 20)), telegram(935, (3, 20), source_id="v#d2")]
    (outcome,) = outcomes(telegram(1020, (3, 24), text="my 935"), *twice)
    assert outcome.status == "candidates"
    assert outcome.target is None
    assert {pk for pk, _ in outcome.candidates} == {"v#d935", "v#d2"}


def test_a_day_that_is_off_makes_a_candidate_and_no_answer():
    (outcome,) = outcomes(telegram(1020, (3, 24), text="my 935 of March 18"), telegram(935, (3, 20)))
    assert outcome.status == "candidates"
    assert outcome.candidates[0][1] < 0.8


def test_numbers_start_again_every_year():
    (outcome,) = outcomes(telegram(1020, (3, 24), text="my 935"), telegram(935, (12, 1)))
    assert outcome.target is None


def test_a_number_of_nobody_is_only_possible():
    (outcome,) = outcomes(
        telegram(1, (3, 24), text="telegram 936", kind="memorandum", senders=(), recipients=()), *PAPERS
    )
    assert outcome.status == "candidates"


def test_a_paper_named_by_its_day_alone_is_only_possible_without_its_sender():
    letter = telegram(7, (3, 1), kind="letter", number="")
    (vague,) = outcomes(telegram(8, (3, 2), sender=LONDON, kind="letter", text="See letter of March 1."), letter)
    (whose,) = outcomes(telegram(8, (3, 2), kind="letter", text="See my letter of March 1."), letter)
    assert (vague.status, whose.status) == ("candidates", "resolved")


@pytest.mark.parametrize(
    ("words", "target", "status"),
    [
        ("Document 3", "v#d3", "resolved"),
        ("Document 99", None, "not held"),
        ("footnote 2, Document 3", "v#d3", "resolved"),
        ("footnote 9, Document 3", None, "unknown"),
        ("ante, p. 12", "v#d3", "resolved"),
        ("ante, p. 13", None, "not held"),
        ("footnote 1, p. 12", "v#d3", "resolved"),
        ("supra", "v#d3", "resolved"),
    ],
)
def test_places_in_print(words, target, status):
    third = telegram(3, (3, 1), notes=("One.", "Two."), pages=(PageBreakRecord("12", within=False),))
    (outcome,) = outcomes(telegram(4, (3, 2), text=f"See {words}."), third)
    assert (outcome.target, outcome.status) == (target, status)


def test_a_footnote_ibid_is_that_of_the_document_named_before_it():
    held = telegram(7, (3, 1), notes=["One.", "Two."])
    notes = ["See Document 7.", "See footnote 2, ibid.", "See footnote 3, ibid."]
    found = outcomes(telegram(9, (3, 2), notes=notes), held)
    assert [(one.status, one.target, one.footnote) for one in found] == [
        ("resolved", "v#d7", None),
        ("resolved", "v#d7", 2),
        ("unknown", None, None),
    ]


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("Embtel 935 to Department", "v#d935"),
        ("telegram 935 to Department", "v#d935"),
        ("Deptel 554 to Moscow", "v#d554"),
    ],
)
def test_what_goes_to_the_department_does_not_come_from_it(words, target):
    (outcome,) = outcomes(telegram(1020, (3, 24), text=f"See {words}, March {20 if '935' in words else 11}."), *PAPERS)
    assert outcome.target == target


def test_the_place_that_editors_name_goes_before_number_and_day():
    note = 'See <ref target="#d7">Document 7</ref>.'
    citing = telegram(1020, (3, 24), text='my 935, March 1<anchor type="footnote" n="1"/>', notes=(note,))
    paper, place = outcomes(citing, telegram(7, (3, 20)), telegram(935, (3, 1), sender=LONDON))
    assert paper.target == place.target == "v#d7"


def test_markup_that_leads_nowhere_is_broken():
    (outcome,) = outcomes(telegram(4, (3, 2), text='See <ref target="#d98">Document 98</ref>.'), telegram(3, (3, 1)))
    assert outcome.status == "unknown"
    assert "does not exist" in outcome.reason


def test_a_file_number_leads_to_the_one_paper_that_has_it():
    number = FileNumberRecord("840.48 Refugees/5396", "840.48 Refugees/5396", "decimal-1910")
    citing = telegram(1020, (3, 24), text="Not printed (840.48 Refugees/5396).")
    (one,) = outcomes(citing, telegram(935, (3, 20), file_numbers=(number,)))
    (two,) = outcomes(
        citing, telegram(935, (3, 20), file_numbers=(number,)), telegram(3, (3, 20), file_numbers=(number,))
    )
    assert (one.status, one.target) == ("resolved", "v#d935")
    assert two.status == "candidates"


@pytest.mark.parametrize(
    ("slug", "details"),
    [
        ("frus1948v05p1", {"years": "1948", "volume": "V", "part": "1"}),
        ("frus1948v05p1", {"years": "1948", "volume": "V"}),
        ("frus1952-54v12p2", {"years": "1952–1954", "volume": "XII", "part": "2"}),
        ("frus1964-68v34", {"years": "1964–1968", "volume": "XXXIV"}),
        ("frus1944v01", {"years": "1944", "volume": "I", "subject": "General"}),
        ("frus1918Russiav01", {"years": "1918", "volume": "I", "subject": "Russia"}),
        ("frus1918Supp01v01", {"years": "1918", "volume": "I", "subject": "Supplement 1, The World War"}),
        ("frus1861", {"years": "1861"}),
    ],
)
def test_a_volume_is_known_by_its_title(slug, details):
    assert volume_key(details) in keys_of_volume(slug)
