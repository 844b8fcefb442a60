"""What a program may ask for besides the fields of a paper, each made for many papers at once."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from archive import store
from archive.api.fields import NAMED, NUMBER, TEXT, TEXTS, Field, listed, or_null, record
from archive.api.holdings import steps
from archive.api.operations import Asked, named
from archive.api.references import REFERENCE, reference_records
from archive.exports import citing
from archive.models import (
    Correspondent,
    Document,
    DocumentHolding,
    DocumentText,
    Footnote,
    PageBreak,
    PersonMention,
    Reference,
    plain_texts,
)
from archive.parsing.plain import plain_text
from archive.sql.prepared import Prepared

FOOTNOTE = (
    Field("id", TEXT),
    Field("label", TEXT, _("The printed number or sign.")),
    Field("kind", TEXT, _("footnote, source or summary")),
    Field("anchor", TEXT, _("The words before its sign in the text.")),
    Field("text", TEXT, _("Plain text.")),
)

_correspondents = Prepared(
    lambda *ids: (
        Correspondent.objects.filter(document__pk__in=ids)
        .order_by("document_id", "-role", "order")
        .values_list(
            "document_id", "role", "printed", "temporary_place",
            "office__slug", "office__name", "person__slug", "person__name", "place__slug", "place__name",
        )
    )
)  # fmt: skip
_notes = Prepared(
    lambda *ids: (
        Footnote.objects.filter(document__pk__in=ids)
        .order_by("document_id", "order")
        .values_list("document_id", "document__slug", "order", "label", "kind", "anchor", "text")
    )
)
_pages = Prepared(
    lambda *ids: (
        PageBreak.objects.filter(document__pk__in=ids)
        .order_by("document_id", "order")
        .values_list("document_id", "label")
    )
)
_texts = Prepared(
    lambda *ids: DocumentText.objects.filter(document__pk__in=ids).order_by().values_list("document_id", "tei")
)
_mentions = Prepared(
    lambda *ids: (
        PersonMention.objects.filter(document__pk__in=ids, person__isnull=False)
        .order_by("document_id", "pk")
        .values_list("document_id", "count", "person__slug", "person__name")
    )
)
_units = Prepared(
    lambda *ids: (
        DocumentHolding.objects.filter(document__pk__in=ids).order_by().values_list("document_id", "unit__chain")
    )
)


def footnote(paper: str, order: int, label: str, kind: str, anchor: str, tei: str) -> dict[str, Any]:
    """Return the fields of :data:`FOOTNOTE`."""
    return {"id": f"{paper}~{order}", "label": label, "kind": kind, "anchor": anchor, "text": plain_text(tei)}


def _correspondents_of(rows: list[Any], asked: Asked) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for pk, role, printed, temporary, *links in _correspondents.among([row.pk for row in rows]):
        one = {"role": role, "printed": printed, "temporary_place": temporary}
        for name, slug, words in zip(("office", "person", "place"), links[::2], links[1::2], strict=True):
            one[name] = named(name, slug, words, asked)
        found[pk].append(one)
    return found


def _footnotes_of(rows: list[Any], asked: Asked) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for pk, *values in _notes.among([row.pk for row in rows]):
        found[pk].append(footnote(*values))
    return found


def _pages_of(rows: list[Any], asked: Asked) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for pk, label in _pages.among([row.pk for row in rows]):
        found[pk].append(label)
    return found


def _tei_of(rows: list[Any], asked: Asked) -> dict[int, str]:
    return defaultdict(str, _texts.among([row.pk for row in rows]))


def _text_of(rows: list[Any], asked: Asked) -> dict[int, str]:
    return defaultdict(str, plain_texts(row.pk for row in rows))


def _mentions_of(rows: list[Any], asked: Asked) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for pk, count, slug, words in _mentions.among([row.pk for row in rows]):
        found[pk].append({**named("person", slug, words, asked), "times": count})
    return found


def _references_of(rows: list[Any], asked: Asked) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    references = Reference.objects.filter(document__in=[row.pk for row in rows]).order_by("document_id", "order")
    for reference, data in reference_records(references, asked):
        found[reference.document_id].append(data)
    return found


def _holding_of(rows: list[Any], asked: Asked) -> dict[int, list]:
    return defaultdict(list, {pk: steps(chain, asked) for pk, chain in _units.among([row.pk for row in rows])})


_DETAILS = {
    "dateline": TEXT, "date_printed": TEXT, "date_time": TEXT, "date_certainty": TEXT, "date_reason": TEXT, "other_numbers": TEXTS,
    "distribution": TEXTS, "source_note": TEXT, "repository": TEXT, "collection": TEXT, "drafting": TEXT, "summary": TEXT,
}  # fmt: skip


def _details_of(rows: list[Any], asked: Asked) -> dict[int, dict]:
    papers = Document.objects.public().filter(pk__in=[row.pk for row in rows]).order_by()
    return {values.pop("pk"): values for values in papers.values("pk", *_DETAILS)}


def _citations_of(rows: list[Any], asked: Asked) -> dict[int, str]:
    papers = Document.objects.public().for_page().filter(pk__in=[row.pk for row in rows]).order_by()
    return {paper.pk: citation(paper, asked) for paper in papers}


def citation(paper: Document, asked: Asked) -> str:
    """Return how to cite a paper fetched with ``for_page()``: a Chicago footnote."""
    volume = store.description_of_volume(paper.volume) if paper.volume else None
    cited = citing.Cited(store.description(paper), asked.url(paper.get_absolute_url()), volume)
    return citing.as_text(citing.STYLES[0].write(cited))


_CORRESPONDENT = record(
    role={"type": "string", "enum": ["sender", "recipient"]}, printed=TEXT, temporary_place=TEXT,
    office=or_null(NAMED), person=or_null(NAMED), place=or_null(NAMED),
)  # fmt: skip
_NOTE = record(**{one.name: one.schema for one in FOOTNOTE})
_MENTION = record(**NAMED["properties"], times=NUMBER)

PARTS = (
    (
        Field("correspondents", listed(_CORRESPONDENT), _("Senders and recipients, with the records of who they are.")),
        _correspondents_of,
    ),
    (Field("footnotes", listed(_NOTE)), _footnotes_of),
    (Field("pages", TEXTS, _("Printed page numbers.")), _pages_of),
    (Field("text", TEXT, _("Plain text, without footnotes.")), _text_of),
    (Field("tei", TEXT, _("TEI P5.")), _tei_of),
    (Field("mentions", listed(_MENTION), _("People whom the source marks in it.")), _mentions_of),
    (Field("references", listed(REFERENCE), _("What it refers to.")), _references_of),
    (Field("details", record(**_DETAILS), _("Date line, source note and markings as printed.")), _details_of),
    (
        Field(
            "holding",
            listed(NAMED),
            _("Where its original is, from the repository down; nothing where that is not known."),
        ),
        _holding_of,
    ),
    (Field("citation", TEXT, _("How to cite it: a Chicago footnote.")), _citations_of),
)
