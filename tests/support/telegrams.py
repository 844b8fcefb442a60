"""Records of telegrams of 1944 between Moscow, London and the Department, to test references with."""

from archive.records import CorrespondentRecord, DateRecord, DocumentRecord, FootnoteRecord

_TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'
STATE = CorrespondentRecord("the Secretary of State", "Secretary of State")
MOSCOW = CorrespondentRecord(
    "The Ambassador in the Soviet Union", "Ambassador in the Soviet Union", place="Soviet Union"
)
LONDON = CorrespondentRecord(
    "The Ambassador in the United Kingdom", "Ambassador in the United Kingdom", place="United Kingdom"
)


def telegram(count, day, sender=MOSCOW, recipient=STATE, text="", notes=(), **changes):
    """Return a telegram of 1944 in the volume ``v``; its own number is also its number in the volume."""
    month, day = day
    iso = f"1944-{month:02}-{day:02}"
    values = {
        "source_id": f"v#d{count}",
        "text": f'<div {_TEI} type="document"><p>{text}</p></div>',
        "kind": "telegram",
        "number": str(count),
        "document_number": str(count),
        "senders": (sender,),
        "recipients": (recipient,),
        "date": DateRecord("", iso, iso, iso),
        "footnotes": tuple(
            FootnoteRecord(order, str(order), f"<note {_TEI}>{words}</note>") for order, words in enumerate(notes, 1)
        ),
    }
    return DocumentRecord(**(values | changes))


def citing(text="my 935 March 20", notes=(), **changes):
    """Return the telegram 1020 from Moscow, whose text cites others."""
    return telegram(1020, (3, 24), text=text, notes=notes, **changes)
