"""The contract of search, continued: what is found, first, and quoted in archives of a few papers, on either database."""

import pytest

from archive import search, store
from archive.models import Document, State
from archive.records import TEI_NAMESPACE
from archive.search import limits, understand
from archive.search.entries import make_entry
from archive.search.nearness import nearness_of
from archive.search.weights import rarity, weights_of
from tests.support.documents import make_document
from tests.support.records import document_record
from tests.support.searching import found, marked

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("government", "broken"), ('"of the government"', ""), ('"the govern-ment was"', "broken"), ("the -government", "printed joined"),
        ("O'Connor", "printed joined"), ("oconnor", "printed joined"), ("connor", "printed"), ("O’Con*", "printed joined"),
        ("C-130", "printed joined"), ("c130", "printed joined"), ('"C-130 aircraft"', "printed"), ("title:O’Connor", "joined"),
        ("from:O'Connor", "printed joined"), ("from:OConnor", "printed joined"), ("antiamerican", "broken"),
        ("外交部", "broken"), ("華民", "broken"), ("部外", ""), ("外 國", "broken"), ("oconnor OR government", "broken printed joined"),
        ("matterwhich", ""), ("194344", ""),
    ],
)  # fmt: skip
def test_what_is_joined_or_broken_is_found_in_each_spelling(db, text, names):
    make_document("broken", "The Govern-ment was told by 中華民國外交部 of anti-American papers.")
    make_document("printed", "The O’Connor papers on the C–130 aircraft.", sender=("O’Connor", ""))
    make_document("joined", "The matter—which is of 1943–44.", heading="OConnor on the C130", sender=("OConnor", ""))
    assert found(text) == set(names.split())


def test_a_word_that_was_broken_is_marked_whole(db):
    make_document("broken", "He told the Govern-ment of it.")
    (hit,) = search.search(understand("government")).hits
    assert [text for text, marked in hit.snippets[0].parts if marked] == ["Govern-ment"]


def test_the_heading_weighs_most_and_footnotes_least(db):
    filler = "This paper is about something else altogether and says so at length. " * 3
    make_document("in-note", filler, notes=["The zeppelin."], heading="A report")
    make_document("in-text", filler + "The zeppelin.", notes=["Nothing."], heading="A report")
    make_document("in-heading", filler, notes=["Nothing."], heading="A zeppelin")
    hits = search.search(understand("zeppelin")).hits
    assert [hit.document.source_id for hit in hits] == ["in-heading", "in-text", "in-note"]


def test_what_is_shown_first_is_first_of_all_by_the_measure(db, monkeypatch):
    """Of many papers with a common word, those that were imported last are the best."""
    ids = [
        make_document(
            f"paper-{n}", "Of tin and rubber. " * (90 - n) + "The oil. " * (1 + n % 7), heading=f"Paper {n}"
        ).pk
        for n in range(80)
    ]
    query = understand("oil OR tin")
    monkeypatch.setattr(limits, "MOST_COMPARED", 0)
    entries = {pk: make_entry(Document.objects.for_page().get(pk=pk)) for pk in ids}
    having = {token: sum(token in entry.body.split() for entry in entries.values()) for token in ("oil", "tin")}
    rank = {
        pk: sum(weights_of(entry.columns).get(token, 0) * rarity(len(ids), n) for token, n in having.items())
        for pk, entry in entries.items()
    }
    expected = sorted(ids, key=lambda pk: (-rank[pk], pk))
    shown, cursor = [], ""
    for _ in range(4):
        page = search.search(query, size=20, cursor=cursor)
        shown += [(-hit.rank, hit.document.pk) for hit in page.hits]
        cursor = page.next_cursor
    assert cursor == ""
    assert [pk for _, pk in sorted(shown)] == [pk for _, pk in shown] == expected
    assert expected[0] > ids[40]


def test_words_near_each_other_count(db):
    filler = "The committee of the conference wrote at length. " * 5
    make_document(
        "apart", f"The tariff. {filler} The rubber. {filler} The Malay States. Tariff, rubber, Malay.", kind="x"
    )
    make_document("scattered", f"The tariff. {filler} The rubber. {filler} The Malay States.", kind="x")
    make_document("together", f"{filler} {filler} The Malay rubber tariff, the end of it.", kind="x")
    shown = [hit.document.source_id for hit in search.search(understand("tariff rubber malay")).hits]
    assert shown.index("together") < shown.index("scattered")
    assert nearness_of(
        [Document.objects.get(source_id=name).pk for name in ("scattered", "together")],
        frozenset(("tariff", "rubber", "malay")),
    ) == {
        Document.objects.get(source_id="scattered").pk: 3 / 85,
        Document.objects.get(source_id="together").pk: 1.0,
    }


def test_texts_are_compared_until_no_other_can_come_first(db, monkeypatch):
    filler = "The committee of the conference wrote at length. " * 6
    for n in range(12):
        make_document(f"apart-{n}", f"{'The tariff. ' * (3 + n % 4)} {filler} {'The rubber. ' * 3}")
    make_document("together", f"{filler} {filler} The rubber tariff.")
    query = understand("tariff rubber")
    orders = []
    for at_once in (1, 4, 200):
        monkeypatch.setattr("archive.search.ranking._READ_AT_ONCE", at_once)
        pages = [search.search(query, size=3, cursor=str(start)).hits for start in range(0, 13, 3)]
        orders.append([(hit.document.source_id, hit.rank) for page in pages for hit in page])
    assert orders[0][0][0] == "together"
    assert orders[0] == orders[1] == orders[2]
    assert len(set(orders[0])) == 13


def test_a_second_snippet_has_the_word_that_the_first_lacks(db):
    filler = "The committee of the conference wrote at length about it. " * 10
    make_document(
        "apart", f"Refugees. {filler} Of refugees. {filler} The evacuation. {filler}", notes=["Of evacuations."]
    )
    make_document("near", f"Refugees. {filler} {filler} The evacuation {'of many ' * 9} refugees. {filler}")
    make_document("note", f"Refugees. {filler}", notes=["Nothing.", "Of evacuations, of refugees."])
    found = {hit.document.source_id: hit.snippets for hit in search.search(understand("refugees evacuation")).hits}
    assert [(one.where, marked(one)) for one in found["apart"]] == [("text", ["Refugees"]), ("text", ["evacuation"])]
    assert [(one.where, marked(one)) for one in found["near"]] == [("text", ["evacuation", "refugees"])]
    assert [(one.where, marked(one)) for one in found["note"]] == [
        ("text", ["Refugees"]),
        ("footnote 2", ["evacuations", "refugees"]),
    ]
    found = {hit.document.source_id: hit.snippets for hit in search.search(understand("refug* evac*")).hits}
    assert [marked(one) for one in found["apart"]] == [["Refugees"], ["evacuation"]]


def test_the_heading_is_not_quoted_again_from_the_text():
    heading = "The Minister in Ruritania (Moss) to the Secretary of State"
    indented = heading.replace("(", "(\n  ").replace(")", "\n  )")
    text = f'<div xmlns="{TEI_NAMESPACE}"><p>840.1/2</p><head>{indented}</head><p>The legation writes.</p></div>'
    record = document_record("vol#d1", heading=heading, text=text, footnotes=(), parts=(), references=())
    store.save(record, state=State.PUBLISHED)
    (hit,) = search.search(understand("ruritania")).hits
    assert hit.snippets == []
    (hit,) = search.search(understand("ruritania legation")).hits
    assert [("".join(part for part, _ in s.parts), s.where) for s in hit.snippets] == [
        ("840.1/2 The legation writes.", "text"),
    ]


def test_the_subject_is_found_by_its_field_and_weighs_more_than_the_text(db):
    make = [
        document_record(
            f"vol#d{n}",
            heading="A report",
            subject=subject,
            text=f'<div xmlns="{TEI_NAMESPACE}"><p>{words}</p></div>',
            footnotes=(), parts=(), references=(),
        )
        for n, (subject, words) in enumerate([
            ("", "The canal of Suez. " + "He wrote of much besides. " * 9),
            ("Suez Canal", "Suez Canal. " + "He wrote of much besides. " * 9),
        ])
    ]  # fmt: skip
    for record in make:
        document = store.save(record, state=State.PUBLISHED).document
        assert store.load(document).subject == record.subject
    assert [hit.document.subject for hit in search.search(understand("canal")).hits] == ["Suez Canal", ""]
    assert found("subject:canal") == {"vol#d1"} == found('subject:"suez canal"')
