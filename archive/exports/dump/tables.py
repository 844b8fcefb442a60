"""The tables of a dump: their fields, and their rows from the database, public records only.

Papers are known by the last part of their permanent address, authorities by theirs, files by scheme and number as in theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, Manager, OuterRef, QuerySet
from lxml import etree

from archive.models import (
    Correspondent,
    Division,
    Document,
    DocumentFileNumber,
    DocumentHolding,
    DocumentTopic,
    Footnote,
    PageBreak,
    PersonMention,
    PublicChange,
    Reference,
    public,
)
from archive.parsing.plain import plain_text
from archive.sql.prepared import Prepared

Row = tuple[Any, ...]
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, collect_ids=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its fields with their types (those of Frictionless: string, integer, number, date, datetime, boolean, array), key and links.

    ``rows`` returns the rows of some papers, by their ids, or, of a table that is not ``of_papers``, all rows. ``links`` says of a field
    in which table its values are keys.
    """

    name: str
    title: str
    fields: dict[str, str]
    key: tuple[str, ...]
    rows: Callable[..., Iterable[Row]]
    links: dict[str, str] = field(default_factory=dict)
    of_papers: bool = False


def _fields(words: str) -> dict[str, str]:
    """Return fields from "name name:type …"; a field is text unless it says something else."""
    return {name: kind or "string" for name, _, kind in (word.partition(":") for word in words.split())}


def plain(tei: str) -> str:
    """Return the plain text of a fragment of TEI."""
    return plain_text(etree.fromstring(tei.encode(), _PARSER))


def paper_ids(since: datetime | None) -> QuerySet[Document]:
    """Return the public papers, or those of them that changed since, in the order of their volumes."""
    papers = Document.objects.public()
    if since:
        papers = papers.filter(public_change__at__gte=since)
    return papers.order_by("volume__slug", "position", "pk")


_COLUMNS = (
    "pk", "slug", "source_id", "volume__slug", "division__source_id", "position", "document_number", "kind", "heading", "subject",
    "number", "other_numbers", "dateline", "place_printed", "place__slug", "date_printed", "date_earliest", "date_latest", "date_edtf",
    "date_time", "date_certainty", "date_reason", "received", "classification", "distribution", "source_note", "repository",
    "collection", "drafting", "summary", "languages", "version", "published_at", "public_change__at", "text__plain", "text__tei",
)  # fmt: skip
_of_papers = Prepared(lambda *ids: Document.objects.public().filter(pk__in=ids).order_by().values_list(*_COLUMNS))
_slugs = Prepared(lambda *ids: Document.objects.public().filter(pk__in=ids).values_list("pk", "slug"))


def _papers(ids: list[int]) -> Iterator[Row]:
    found = {row[0]: row[1:] for row in _of_papers.among(ids)}
    received = _COLUMNS.index("received") - 1
    for pk in ids:
        if row := found.get(pk):
            got = row[received] or {}
            days = (got.get("printed", ""), got.get("earliest") or None, got.get("latest") or None)
            yield (
                *row[:received],
                *days,
                *row[received + 1 : -2],
                plain(row[-1]) if row[-2] is None else row[-2],
                row[-1],
            )


def _part(rows: Manager, *columns: str) -> Callable[[list[int]], list[Row]]:
    """Return a function from papers to their rows of a kind."""
    return Prepared(
        lambda *ids: rows.public().filter(document__pk__in=ids).order_by("document", "pk").values_list(*columns)
    ).among


_notes = _part(Footnote.objects, "document__slug", "order", "label", "kind", "source_id", "anchor", "text")
_numbers = _part(
    DocumentFileNumber.objects, "document__slug", "order", "printed", "file_number__normal", "file_number__scheme",
    "file_number__file__scheme", "file_number__file__slug",
)  # fmt: skip
_asked = _part(
    Reference.objects, "document__slug", "order", "kind", "printed", "where", "start", "end", "status", "confidence", "reason",
    "target_document",
)  # fmt: skip


_assigned = _part(DocumentTopic.objects, "document__slug", "topic__chain")


def _topics_of(ids: list[int]) -> Iterator[Row]:
    """Yield each topic of each paper once, whatever was merged into it."""
    return iter(dict.fromkeys((paper, chain[0][0]) for paper, chain in _assigned(ids)))


def _topics() -> Iterator[Row]:
    for slug, chain, note in public.topics().order_by("slug").values_list("slug", "chain", "note"):
        yield slug, chain[0][1], chain[1][0] if len(chain) > 1 else None, chain[0][2], note


_held = _part(DocumentHolding.objects, "document__slug", "unit__chain", "by_hand")


def _held_in(ids: list[int]) -> Iterator[Row]:
    return ((paper, chain[-1][0], by_hand) for paper, chain, by_hand in _held(ids))


def _holdings() -> Iterator[Row]:
    for slug, level, name, chain in public.units().order_by("slug").values_list("slug", "level", "name", "chain"):
        yield slug, level, name, chain[-2][0] if len(chain) > 1 else None


def _footnotes(ids: list[int]) -> Iterator[Row]:
    return ((*row[:-1], plain(row[-1]), row[-1]) for row in _notes(ids))


def _file_numbers(ids: list[int]) -> Iterator[Row]:
    return ((*row, f"{scheme}/{slug}") for *row, scheme, slug in _numbers(ids))


def _references(ids: list[int]) -> Iterator[Row]:
    rows = _asked(ids)
    targets = dict(_slugs.among({row[-1] for row in rows if row[-1]}))
    return ((*row, targets.get(target)) for *row, target in rows)


def _removed(since: datetime | None) -> Iterator[Row]:
    rows = PublicChange.objects.exclude(Exists(Document.objects.public().filter(pk=OuterRef("document"))))
    return rows.filter(at__gte=since).values_list("slug", "at") if since else rows.values_list("slug", "at")


def _divisions() -> Iterator[Row]:
    """Yield the divisions with a public paper in them or below them."""
    held: dict[int, set[str]] = {}
    papers = Document.objects.public().exclude(division=None).order_by()
    for volume, path in papers.values_list("volume", "division__path").distinct():
        parts = path.split(".")
        held.setdefault(volume, set()).update(".".join(parts[:n]) for n in range(1, len(parts) + 1))
    columns = ("volume__slug", "source_id", "parent__source_id", "path", "kind", "number", "heading")
    rows = Division.objects.filter(volume__in=public.volumes()).order_by("volume__slug", "path")
    for volume, *row in rows.values_list("volume", *columns):
        if row[3] in held.get(volume, ()):
            yield tuple(row)


def _people() -> Iterator[Row]:
    for slug, name, dates, ids in (
        public.people().order_by("slug").values_list("slug", "name", "dates", "identifiers").iterator()
    ):
        yield (slug, name, dates, *(ids.get(key) for key in ("viaf", "wikidata", "lcnaf", "isni", "naid")))


def _authorities(
    rows: Callable[[], QuerySet], *columns: str, **links: Callable[[], QuerySet]
) -> Callable[[], Iterator[Row]]:
    """Return a function for the rows of authorities; ``links`` are their links to others, shown where these are public."""

    def found() -> Iterator[Row]:
        known = [dict(to().values_list("pk", "slug")) for to in links.values()]
        for row in rows().order_by("slug").values_list(*columns, *links).iterator():
            targets = (slugs.get(pk) for slugs, pk in zip(known, row[len(columns) :], strict=True))
            yield (*row[: len(columns)], *targets)

    return found


def _files() -> Iterator[Row]:
    columns = ("scheme", "slug", "normal", "class_code", "country_code", "second_country_code", "subject", "qualifier")
    for scheme, slug, *row in public.files().order_by("sort_key").values_list(*columns).iterator():
        yield (f"{scheme}/{slug}", scheme, *row)


def _volumes() -> Iterable[Row]:
    columns = ("slug", "title", "series", "number", "subject", "editors", "publisher", "published", "origin")
    return public.volumes().order_by("slug").values_list(*columns)


PAPERS = Table(
    "papers", "Papers, with their texts",
    _fields(
        "id source_id volume division position:integer document_number kind heading subject number other_numbers:array dateline"
        " place_printed place date_printed date_earliest:date date_latest:date date_edtf date_time date_certainty date_reason"
        " received_printed received_earliest:date received_latest:date classification distribution:array source_note repository"
        " collection drafting summary languages:array version:integer published_at:datetime changed_at:datetime text tei"
    ),
    ("id",), _papers, {"volume": "volumes", "place": "places"}, of_papers=True,
)  # fmt: skip
_OF_PAPER = {"paper": "papers"}
FOOTNOTES = Table(
    "footnotes", "Footnotes of papers",
    _fields("paper order:integer label kind source_id anchor text tei"), ("paper", "order"), _footnotes, _OF_PAPER, of_papers=True,
)  # fmt: skip
#: Every table, in the order in which it is made: what papers name comes after them.
TABLES = (
    PAPERS,
    FOOTNOTES,
    Table(
        "correspondents", "Senders and recipients of papers, as printed, as read, and as identified",
        _fields("paper role order:integer printed office_read person_read place_read temporary_place office person place"),
        ("paper", "role", "order"),
        _part(Correspondent.objects, "document__slug", "role", "order", "printed", "office_read", "person_read", "place_read",
              "temporary_place", "office__slug", "person__slug", "place__slug"),
        _OF_PAPER | {"office": "offices", "person": "people", "place": "places"}, of_papers=True,
    ),
    Table(
        "file_numbers", "File numbers of papers",
        _fields("paper order:integer printed number scheme file"), ("paper", "order"), _file_numbers, _OF_PAPER | {"file": "files"},
        of_papers=True,
    ),
    Table(
        "pages", "Printed pages of papers", _fields("paper order:integer label within:boolean facsimile"), ("paper", "order"),
        _part(PageBreak.objects, "document__slug", "order", "label", "within", "facsimile"), _OF_PAPER, of_papers=True,
    ),
    Table(
        "references", "References in papers, and the papers that they lead to",
        _fields("paper order:integer kind printed where start:integer end:integer status confidence:number reason target"),
        ("paper", "order"), _references, _OF_PAPER | {"target": "papers"}, of_papers=True,
    ),
    Table(
        "mentions", "People who are mentioned in papers", _fields("paper person names:integer"), (),
        _part(PersonMention.objects.exclude(person=None), "document__slug", "person__slug", "count"),
        _OF_PAPER | {"person": "people"}, of_papers=True,
    ),
    Table("paper_topics", "Topics that archivists gave to papers", _fields("paper topic"), ("paper", "topic"), _topics_of,
          _OF_PAPER | {"topic": "topics"}, of_papers=True),
    Table("paper_holdings", "Where the originals of papers are", _fields("paper holding by_hand:boolean"), ("paper",), _held_in,
          _OF_PAPER | {"holding": "holdings"}, of_papers=True),
    Table("volumes", "Printed volumes, with where their sources come from",
          _fields("id title series number subject editors:array publisher published origin"), ("id",), _volumes),
    Table("divisions", "Compilations and chapters of volumes", _fields("volume id parent path kind number heading"), ("volume", "id"),
          _divisions, {"volume": "volumes"}),
    Table("people", "People", _fields("id name dates viaf wikidata lcnaf isni naid"), ("id",), _people),
    Table("offices", "Offices", _fields("id name dates place mission"), ("id",),
          _authorities(public.offices, "slug", "name", "dates", place=public.places, mission=public.missions),
          {"place": "places", "mission": "missions"}),
    Table("missions", "Missions", _fields("id name rank dates place"), ("id",),
          _authorities(public.missions, "slug", "name", "rank", "dates", place=public.places), {"place": "places"}),
    Table("places", "Places", _fields("id name parent"), ("id",),
          _authorities(public.places, "slug", "name", parent=public.places), {"parent": "places"}),
    Table("files", "Files of the shelf that have papers",
          _fields("id scheme number class country second_country subject qualifier"), ("id",), _files),
    Table("holdings", "Repositories, series, boxes and folders with originals of papers", _fields("id level name part_of"), ("id",),
          _holdings, {"part_of": "holdings"}),
    Table("topics", "Topics, with their broader terms", _fields("id term broader other_terms:array note"), ("id",), _topics,
          {"broader": "topics"}),
    Table("removed", "Papers that are public no more: withdrawn, or removed with their import",
          _fields("id at:datetime"), ("id",), _removed),
)  # fmt: skip
