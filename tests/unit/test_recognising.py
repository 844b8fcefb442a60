"""Which paper of a volume is which paper of the archive, from their words alone."""

import random
from dataclasses import replace

import pytest

from archive.importing.recognising import likeness_of, recognise
from archive.records import DateRecord, DocumentRecord

_TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'
WORDS = (
    "bridge ford wool fair consul fever steamer mail harbour customs bark rubber nitrate railway loan coffee".split()
)


def record(text, number="1", heading="Telegram From the Embassy in Peru", day="1901-03-01"):
    """Return a paper with this text; the heading has its number before it, as printed."""
    head = f"{number}. {heading}"
    return DocumentRecord(
        source_id=f"v#d{number}",
        heading=head,
        document_number=number,
        date=DateRecord(day, day, day, day),
        text=f'<div {_TEI} type="document" xml:id="d{number}"><head>{head}</head><p>{text}</p></div>',
    )


def long(seed, words=60):
    return " ".join(random.Random(seed).choices(WORDS, k=words))


A, B, C, D = (long(seed) for seed in range(4))


def placed(listed):
    """Return papers with the dates that belong to their texts, whatever their numbers."""
    known = {text: f"1901-03-{place:02}" for place, text in enumerate((A, B, C, D), 1)}
    return {
        f"d{n}": likeness_of(record(text, str(n), day=known.get(text, "1901-03-20")))
        for n, text in enumerate(listed, 1)
    }


@pytest.mark.parametrize(
    ("held", "read", "found"),
    [
        ([A, B, C], [A, B, C], {"d1": "d1", "d2": "d2", "d3": "d3"}),
        ([A, B, C], [D, A, B, C], {"d2": "d1", "d3": "d2", "d4": "d3"}),
        ([A, B, C], [A, C], {"d1": "d1", "d2": "d3"}),
        ([A, B, C], [C, A, B], {"d1": "d3", "d2": "d1", "d3": "d2"}),
        ([A, B], [B, A], {"d1": "d2", "d2": "d1"}),
        ([A, B], [A, D], {"d1": "d1"}),
        ([A, B], [], {}),
        ([], [A, B], {}),
        ([A, A, B], [C, A, A, B], {"d2": "d1", "d3": "d2", "d4": "d3"}),
        ([A, A, B], [A, B], {"d1": "d1", "d2": "d3"}),
        ([A, B], [A, A, B], {"d1": "d1", "d3": "d2"}),
        ([A, B], [D, A + " and so on", B.replace("wool", "cotton", 1)], {"d2": "d1", "d3": "d2"}),
    ],
)
def test_papers_are_recognised_by_their_words(held, read, found):
    assert recognise(placed(read), placed(held)) == found


def test_white_space_ids_and_numbers_do_not_count():
    one, other = record(A, "3"), record(A.replace(" ", "\n   "), "14")
    assert likeness_of(one) == likeness_of(other)


@pytest.mark.parametrize(
    "other",
    [
        record(B),
        record(A, heading="Letter From the Consul in Lima"),
        record(A + " Not."),
    ],
)
def test_other_words_are_another_digest(other):
    assert likeness_of(record(A)).digest != likeness_of(other).digest


def test_a_paper_with_its_id_and_nothing_else_in_common_is_another():
    other = replace(record(B, "1"), date=DateRecord("", "1901-05-05", "1901-05-05", "1901-05-05"))
    assert recognise({"d1": likeness_of(other)}, {"d1": likeness_of(record(A, "1"))}) == {}


def test_a_paper_with_its_id_heading_and_date_is_itself_whatever_its_words():
    assert recognise({"d1": likeness_of(record(B))}, {"d1": likeness_of(record(A))}) == {"d1": "d1"}


@pytest.mark.parametrize("seed", range(20))
def test_any_permutation_with_corrections_is_found(seed):
    chance = random.Random(seed)
    texts = [long(f"{seed}-{n}", chance.randrange(15, 200)) for n in range(40)]
    order = list(range(40))
    chance.shuffle(order)
    held = {f"d{n}": likeness_of(record(text, str(n), day="1901-03-01")) for n, text in enumerate(texts)}
    read = {}
    for n, was in enumerate(order):
        words = texts[was].split()
        words[chance.randrange(len(words))] = "erratum"
        read[f"d{n}"] = likeness_of(record(" ".join(words), str(n), day="1901-03-01"))
    assert recognise(read, held) == {f"d{n}": f"d{was}" for n, was in enumerate(order)}
