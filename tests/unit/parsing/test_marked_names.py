"""Whom a paper mentions: names that the source marks, except where they say who wrote and received it."""

import pytest

from archive.parsing.marked_names import mentioned_persons
from archive.records import CorrespondentRecord, DocumentRecord, FootnoteRecord

_TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'
_RUSK = '<persName corresp="#p_RD1">Rusk</persName>'
_KOMER = '<persName corresp="#p_KRW1">Komer</persName>'


def mentioned(text: str, *notes: str, sender: str = "p_RD1") -> dict[str, int]:
    """Return whom a paper from Rusk mentions."""
    return mentioned_persons(
        DocumentRecord(
            "v#d1",
            f'<div {_TEI} type="document">{text}</div>',
            senders=(CorrespondentRecord("Secretary Rusk", person_id=sender),),
            footnotes=tuple(
                FootnoteRecord(n, str(n), f"<note {_TEI}>{note}</note>") for n, note in enumerate(notes, 1)
            ),
        )
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"<p>{_KOMER} saw <hi>{_KOMER}</hi>.</p>", {"p_KRW1": 2}),
        (f"<p>{_RUSK} said so himself.</p>", {"p_RD1": 1}),
        (f"<head>Telegram From Secretary {_RUSK} to the Embassy</head><p>None.</p>", {}),
        (f"<head>Conversation of {_RUSK} with {_KOMER}</head>", {"p_KRW1": 1}),
        (f"<closer><signed>{_RUSK}</signed></closer>", {}),
        (f"<closer><signed>{_KOMER}</signed></closer>", {"p_KRW1": 1}),
        (f'<list type="from"><item>{_RUSK}</item></list>', {}),
        (f'<list type="participants"><item>{_RUSK}</item></list>', {"p_RD1": 1}),
        ("<p><persName>Rusk</persName>, <persName corresp=''>Komer</persName> and <rs corresp='#p_X1'>he</rs></p>", {}),
        (
            "<p><persName corresp='p_RD2'>Richard</persName> <persName corresp='#p_RD2'>Rusk</persName></p>",
            {"p_RD2": 2},
        ),
    ],
)
def test_names_in_a_text(text, found):
    assert mentioned(text) == found


def test_names_in_footnotes_count_with_those_of_the_text():
    assert mentioned(f"<p>{_KOMER}</p>", f"Drafted by {_RUSK}.", f"{_KOMER} agreed.") == {"p_KRW1": 2, "p_RD1": 1}


def test_a_text_that_is_not_well_formed_mentions_nobody():
    assert mentioned(f"<p>{_KOMER}", f"{_RUSK}") == {"p_RD1": 1}
