"""What papers refer to: their references, the threads that they are part of, and the papers that are known but not held."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from archive import filing
from archive.api import parameters
from archive.api.fields import DAY, FLAG, NUMBER, TEXT, TEXTS, URL, Field, listed, or_null, record
from archive.api.operations import Asked, Operation, Resource
from archive.api.problems import Problem
from archive.browsing import unheld
from archive.browsing.reading import reason_of_withdrawal
from archive.models import Document, Reference, UnheldPaper, public
from archive.references import threads
from archive.references.display import HIDDEN, Shown, as_shown, with_targets
from archive.web.requests import as_number

#: What the pages call the degrees of certainty, in words for programs.
_DEGREES = {"certain": "certain", "likely": "likely", "open": "candidates", "unheld": "not held", "unknown": "unknown"}
_FIELDS = (
    Field("id", TEXT),
    Field("where", TEXT, _("“text”, or “footnote:” and the order of the footnote.")),
    Field("start", NUMBER, _("Its first character in the plain text of that place.")),
    Field("end", NUMBER),
    Field("kind", TEXT),
    Field("printed", TEXT),
    Field("degree", {"type": "string", "enum": list(_DEGREES.values())}, _("How sure it is where it leads.")),
    Field("confidence", {"type": ["number", "null"]}, _("From 0 to 1.")),
    Field("reason", TEXT, _("Why it leads there.")),
    Field("url", or_null(URL), _("Where it leads.")),
    Field("target", TEXT, _("The id of the paper that it leads to.")),
    Field("not_held", TEXT, _("The id of the paper not held that it leads to.")),
    Field("candidates", TEXTS, _("The ids of the papers that it may mean, best first.")),
)
REFERENCE = record(**{one.name: one.schema for one in _FIELDS})


def reference_records(rows: QuerySet[Reference], asked: Asked) -> Iterator[tuple[Reference, dict[str, Any]]]:
    """Yield references with their data; where one leads to is told only of what is public."""
    found = list(with_targets(rows))
    papers = dict(
        Document.objects.filter(pk__in={row.document_id for row in found}).order_by().values_list("pk", "slug")
    )
    for row, shown in zip(found, as_shown(found), strict=True):
        yield row, _data(papers[row.document_id], shown, asked)


def _data(paper: str, shown: Shown, asked: Asked) -> dict[str, Any]:
    row, known = shown.row, shown.degree in ("certain", "likely")
    url = shown.url if shown.url.startswith("/") else ""
    return {
        "id": f"{paper}~{row.order}",
        "where": row.where,
        "start": row.start,
        "end": row.end,
        "kind": row.kind,
        "printed": row.printed,
        "degree": _DEGREES[shown.degree],
        "confidence": row.confidence if known else None,
        "reason": row.reason if known else "",
        "url": asked.url(url) if url else None,
        "target": shown.target.slug if shown.target else "",
        "not_held": row.unheld.slug if shown.degree == "unheld" else "",
        "candidates": [one.slug for one in shown.candidates],
    }


def _encode(rows: list[Reference], asked: Asked) -> dict[int, dict[str, Any]]:
    made = reference_records(Reference.objects.filter(pk__in=[row.pk for row in rows]), asked)
    return {row.pk: {**data, "paper": data["id"].rpartition("~")[0]} for row, data in made}


def by_paper_and_order(rows: QuerySet, ids: list[str]) -> QuerySet:
    """Return the rows with these ids, each the id of a paper, "~" and an order."""
    wanted = Q(pk__in=())
    for one in ids:
        slug, _tilde, order = one.rpartition("~")
        wanted |= Q(document__slug=slug, order=as_number(order, 0, 2**31 - 1))
    return rows.filter(wanted)


REFERENCES = Resource(
    "references",
    _("What papers refer to: other papers, file numbers, volumes, papers not held"),
    (*_FIELDS, Field("paper", TEXT, _("The id of its paper."))),
    lambda: Reference.objects.public().exclude(kind__in=HIDDEN).only("pk", "document_id", "order"),
    _encode,
    (parameters.words("paper", _("Only those of the paper with this id.")),),
    lambda rows, asked: rows.filter(document__slug=asked["paper"]) if asked["paper"] else rows,
    key=("document_id", "order"),
    by_ids=by_paper_and_order,
)


# --- Threads --------------------------------------------------------------------------------------------------------------

_ENTRY = record(
    id=TEXT,
    held=FLAG,
    url=URL,
    name=TEXT,
    described=TEXT,
    date=DAY,
    sender=TEXT,
    recipient=TEXT,
    answers=TEXTS,
    cites=TEXTS,
    here=FLAG,
)


def thread_of(asked: Asked) -> dict[str, Any]:
    """Return the exchange that a paper is part of, in order of time; ids of papers not held begin with "not-held/"."""
    start = Document.objects.public().filter(slug=asked["id"]).first()
    if start is None:
        reason = reason_of_withdrawal(asked["id"])
        raise Problem(404, "No public paper has this id.", "id") if reason is None else Problem(410, reason, "id")
    found = threads.thread(start)
    return {"paper": start.slug, "entries": [_entry(one, asked) for one in found.entries], "more": found.more}


def _entry(one: threads.ThreadEntry, asked: Asked) -> dict[str, Any]:
    return {
        "id": _entry_id(one),
        "held": one.document is not None,
        "url": asked.url(one.url),
        "name": one.name,
        "described": one.described,
        "date": one.day.isoformat() if one.day else None,
        "sender": one.sender,
        "recipient": one.recipient,
        "answers": [_entry_id(other) for other in one.answers],
        "cites": [_entry_id(other) for other in one.cites],
        "here": one.here,
    }


def _entry_id(one: threads.ThreadEntry) -> str:
    return one.document.slug if one.document else f"not-held/{one.unheld.slug}"


THREADS = Operation(
    "threads",
    "threads/{id}",
    _("The exchange that a paper is part of, in order of time, with its gaps"),
    (parameters.path("id", _("The id of a paper."), "vol-d1"),),
    record(paper=TEXT, entries=listed(_ENTRY), more=FLAG),
    thread_of,
)


# --- Papers not held --------------------------------------------------------------------------------------------------------


def _unheld(rows: list[UnheldPaper], asked: Asked) -> dict[int, dict[str, Any]]:
    return {
        row.pk: {
            "id": row.slug,
            "url": asked.url(row.get_absolute_url()),
            "name": str(row),
            "kind": row.kind,
            "number": row.number,
            "sender": row.sender,
            "recipient": row.recipient,
            "date": row.day.isoformat() if row.day else None,
            "year": row.year,
            "time": row.time,
            "file_number": row.file_number.normal if row.file_number else "",
            "where_held": row.where_held,
            "looked_for_in_vain": row.not_found,
        }
        for row in rows
    }


def _cited_in(rows: list[UnheldPaper], asked: Asked) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {row.pk: [] for row in rows}
    citing = Reference.objects.public().filter(unheld__in=rows).order_by("unheld", "document")
    for pk, slug in dict.fromkeys(citing.values_list("unheld", "document__slug")):
        found[pk].append(slug)
    return found


def _narrowed(rows: QuerySet[UnheldPaper], asked: Asked) -> QuerySet[UnheldPaper]:
    if asked["year"]:
        rows = rows.filter(year=asked["year"])
    if asked["file"]:
        query = filing.prefix_query(asked["file"])
        rows = rows.filter(unheld.in_file(query)) if query else rows.none()
    return rows


NOT_HELD = Resource(
    "not-held",
    _("Papers that published papers mention and that are not here"),
    (
        Field("id", TEXT), Field("url", URL), Field("name", TEXT), Field("kind", TEXT), Field("number", TEXT), Field("sender", TEXT),
        Field("recipient", TEXT), Field("date", DAY), Field("year", {"type": ["integer", "null"]}), Field("time", TEXT),
        Field("file_number", TEXT), Field("where_held", TEXT, _("Where to look for it.")),
        Field("looked_for_in_vain", FLAG, _("The editors of a volume did not find it.")),
    ),
    lambda: public.unheld().select_related("file_number"),
    _unheld,
    (
        parameters.words("file", _("Only those of the files whose number begins so, in any spelling.")),
        parameters.whole("year", _("Only those of this year."), 1, 9999),
    ),
    _narrowed,
    ((Field("cited_in", TEXTS, _("The ids of the papers that mention it.")), _cited_in),),
    key=("slug",),
)  # fmt: skip
