"""Withheld passages: what is cut out, what is refused, and that all of it comes back to the letter."""

from dataclasses import replace

import pytest

from archive.errors import Refused
from archive.parsing.plain import plain_text
from archive.parsing.withholding import Passage, occurrences, public_form, with_passage
from archive.records import PartRecord
from tests.support.records import document_record

_TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'
NOTICE = "[Passage withheld: privacy]"
RECORD = document_record(
    text=(
        f'<div {_TEI} type="document"><head>A Heading</head><p>One <hi rend="italic">two three</hi> four<lb/>five.'
        '<anchor type="footnote" n="1"/> Six seven.</p><pb n="41" facs="0041"/><p>Eight  nine.</p><p>Ten <hi>eleven</hi>.</p>'
        "<list><item>Twelve.</item></list></div>"
    ),
)


def _withheld(words: str, record=RECORD) -> tuple:
    passages = [Passage(number, words, NOTICE) for number in range(1, occurrences(record, words) + 1)]
    return public_form(record, passages), passages


@pytest.mark.parametrize(
    ("words", "left", "pages"),
    [
        ("One two three four five.", f"{NOTICE} Six seven.", (1, 1)),
        ("two three", f"One {NOTICE} four five. Six seven.", (1, 1)),
        ("two", f"One {NOTICE} three four five. Six seven.", (1, 1)),
        ("two three four", f"One {NOTICE} five. Six seven.", (1, 1)),
        ("Eight nine.", NOTICE, (2, 2)),
        ("Eight nine. Ten eleven", f"{NOTICE}.", None),
        ("Eight nine. Ten eleven. Twelve.", NOTICE, (2, 2)),
        ("Not printed (840.48 Refugees/16).", NOTICE, (1, 2)),
    ],
)
def test_a_passage_is_cut_out_and_comes_back_to_the_letter(words, left, pages):
    if pages is None:
        with pytest.raises(Refused, match="goes beyond it"):
            _withheld(words)
        return
    made, (passage,) = _withheld(words)
    texts = [plain_text(made.text), *(plain_text(note.text) for note in made.footnotes)]
    assert left in "\n".join(texts).splitlines()
    assert (passage.first_page, passage.last_page) == pages
    assert with_passage(made, passage) == RECORD
    # Saved again with its gap, it is the same; saved with the passage, it is cut out again.
    assert public_form(made, [passage]) == made
    assert public_form(RECORD, [passage]) == made


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("A Heading", "a heading"),
        ("five. Six", "the sign of a footnote"),
        ("seven. Eight", "goes beyond it"),
        ("Six seven. Eight nine.", "goes beyond it"),
        ("three four", "goes beyond it"),
    ],
)
def test_what_can_not_be_cut_out_is_refused(words, reason):
    with pytest.raises(Refused, match=reason):
        _withheld(words)


def test_fields_with_the_passage_follow_it_and_others_make_it_impossible():
    text = RECORD.text.replace("Eight", "Relief of refugees. Eight").replace("five.", "a b.")
    record = replace(
        RECORD, text=text, summary="Of a note: Relief of refugees. Eight nine.", subject="Relief of refugees"
    )
    first = replace(record.footnotes[0], anchor="four a b.")
    record = replace(record, footnotes=(first, *record.footnotes[1:]))
    made, (passage,) = _withheld("Relief of refugees. Eight nine.", record)
    assert (made.summary, made.subject) == ("Of a note: […]", "")
    assert with_passage(made, passage).summary == record.summary
    edited = replace(made, summary="A note.")
    assert with_passage(public_form(edited, [passage]), passage).summary == "A note."
    made, (passage,) = _withheld("four a b.", record)
    assert made.footnotes[0].anchor == ""
    assert with_passage(made, passage) == record
    for other in (
        replace(record, dateline="Eight nine."),
        replace(record, dateline="Eight nine. Ten"),
        replace(record, parts=(PartRecord(1, heading="Eight nine."),)),
        replace(record, text=record.text.replace("<list>", '<list n="Eight nine.">')),
    ):
        with pytest.raises(Refused, match="can't be withheld"):
            _withheld("Eight nine.", other)


def test_every_place_is_cut_out_and_a_gap_that_was_lost_is_not_accepted():
    record = replace(RECORD, text=RECORD.text.replace("nine", "seven").replace("eleven", "seven"))
    made, passages = _withheld("seven", record)
    assert [passage.number for passage in passages] == [1, 2, 3]
    assert "seven" not in made.text
    back = made
    for passage in reversed(passages):
        back = with_passage(back, passage)
    assert back == record
    lost = replace(made, text=made.text.replace('n="2"', 'n="9"'))
    with pytest.raises(Refused):
        public_form(lost, passages)
    gone = replace(made, text=RECORD.text.replace("seven", "8").replace("nine", "9"))
    with pytest.raises(Refused, match="not in the text any more"):
        public_form(gone, passages)
    more = replace(made, text=made.text.replace("Ten", "Ten seven"))
    with pytest.raises(Refused, match="too"):
        public_form(more, passages)
