"""Papers saved by the store."""

from archive import store
from archive.models import Document, State
from archive.records import DateRecord, FileNumberRecord, FootnoteRecord, ReferenceRecord
from archive.store import Incoming
from tests.support.records import document_record


def save(*records, state=State.PUBLISHED) -> list[Document]:
    """Save the records in this state and return their documents."""
    return [store.save(record, state=state).document for record in records]


def paper(name: str, *numbers: str, state=State.PUBLISHED, day="", **changes) -> Document:
    """Save a paper that has these file numbers and cites nothing."""
    date = DateRecord(day, day, day, day) if day else DateRecord("undated")
    changes = {"references": (), "footnotes": (), "date": date} | changes
    record = document_record(name, file_numbers=tuple(FileNumberRecord(n) for n in numbers), **changes)
    store.save_batch([Incoming(record, None, None, 0)], state=state)
    return Document.objects.get(source_id=name)


def cites(name: str, *numbers: str, state=State.PUBLISHED, **changes) -> Document:
    """Save a paper without a file number whose footnote 1 cites these."""
    text = f"See {'; '.join(numbers)}."
    references = tuple(
        ReferenceRecord("file number", n, "footnote:1", text.index(n), text.index(n) + len(n)) for n in numbers
    )
    note = f'<note xmlns="http://www.tei-c.org/ns/1.0" n="1">{text}</note>'
    body = '<div xmlns="http://www.tei-c.org/ns/1.0" type="document"><p>A<anchor type="footnote" n="1"/></p></div>'
    return paper(
        name, state=state, text=body, footnotes=(FootnoteRecord(1, "1", note),), references=references, **changes
    )
