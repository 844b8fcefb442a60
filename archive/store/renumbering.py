"""Other source ids for papers that are held: a paper keeps its address, its history and everything that was decided about it.

The ids of many papers change at once, for one may get the id that another had. Whatever names a paper by its source id follows:
archivists' verdicts, edits that wait, conflicts that are not settled.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from django.db import transaction
from django.db.models import F

from archive import references, search
from archive.models import Division, Document, Entry, ImportRun, OldAddress, PendingEdit, ReferenceDecision
from archive.models.slugs import document_slug
from archive.records import DocumentRecord
from archive.sql.batches import batches
from archive.sql.rows import update

_BATCH = 200
#: Attributes of TEI that name a paper, or something in it, by its id.
_NAMING = re.compile(r'\b(xml:id|target|corresp)="(#?)([^"#\s]+?)(fn[^"#\s]*)?"')
_HEAD = re.compile(r"<head\b.*?</head>", re.DOTALL)


def renumber(renamed: Mapping[str, str], run: ImportRun) -> list[int]:
    """Give held papers their new source ids, by their present ones, in one transaction that the run's report notes.

    The address that a paper would have by its new id leads to it, if nothing else has that address. Return the papers' ids; call
    :func:`follow` for those that are not saved afterwards.
    """
    with transaction.atomic():
        rows = {}
        for some in batches(renamed, _BATCH):
            rows |= {row.source_id: row for row in Document.objects.filter(source_id__in=some)}
        moved = [
            {
                "document": name, "was": was, "id": rows[was].pk, "address": rows[was].get_absolute_url(),
                "division": rows[was].division_id, "position": rows[was].position,
            }
            for was, name in renamed.items()
            if was in rows
        ]  # fmt: skip
        _rename({one["id"]: (one["was"], one["document"]) for one in moved})
        _lead_on({renamed[was]: row for was, row in rows.items() if row.published_at})
        run.report = (run.report or {}) | {"moved": [*moves_of(run), *moved]}
        run.save(update_fields=["report"])
    return [one["id"] for one in moved]


def moves_of(run: ImportRun) -> list[dict]:
    """Return the papers to which a run gave another id or place; a preview's report says only what would be."""
    return [one for one in (run.report or {}).get("moved", []) if "id" in one]


def renumber_back(run: ImportRun) -> None:
    """Give the papers whose ids an import changed their earlier ids and places again, except where another paper has the id now.

    Call :func:`follow` for them afterwards.
    """
    # If a continued run moved a paper twice, the later move goes back first.
    back = {one["id"]: one for one in moves_of(run)}
    present: dict[int, str] = {}
    for some in batches(back, _BATCH):
        present |= dict(Document.objects.filter(pk__in=some).values_list("pk", "source_id"))
    back = {pk: one for pk, one in back.items() if present.get(pk) == one["document"]}
    while taken := _taken({one["was"] for one in back.values()}, back):
        back = {pk: one for pk, one in back.items() if one["was"] not in taken}
    divisions = set(
        Division.objects.filter(pk__in={one["division"] for one in back.values()}).values_list("pk", flat=True)
    )
    _rename({pk: (one["document"], one["was"]) for pk, one in back.items()})
    update(
        Document,
        [
            {
                "id": pk,
                "division_id": one["division"] if one["division"] in divisions else None,
                "position": one["position"],
            }
            for pk, one in back.items()
        ],
    )


def follow(ids: Collection[int]) -> None:
    """Update what depends on the source ids and places of these papers, in one transaction; those that are not held are left out."""
    with transaction.atomic():
        held = list(Document.objects.filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
        search.index(Document.objects.for_page().filter(pk__in=held))
        references.refresh(held)


def place_edited(places: Mapping[str, tuple[int | None, int]]) -> None:
    """Put papers that somebody has edited at their place in the source's order: their content is not the source's, but the order is."""
    for some in batches(places, _BATCH):
        edited = Document.objects.filter(source_id__in=some).exclude(version=F("source_version"))
        update(
            Document,
            [
                {"id": pk, "division_id": places[name][0], "position": places[name][1]}
                for pk, name in edited.values_list("pk", "source_id")
            ],
        )


def with_new_ids(
    record: DocumentRecord, ids: Mapping[str, str], was: DocumentRecord, read: DocumentRecord
) -> DocumentRecord:
    """Return an edited record with the ids that its volume's papers have now.

    ``ids`` has the new ids in the volume by the old ones; ``was`` and ``read`` are the reading that was edited and the present one,
    whose number and heading the record gets if they were not edited.
    """

    def renamed(name: str) -> str:
        own, note = re.fullmatch(r"(.*?)(fn.*)?", name, re.DOTALL).groups("")
        return ids.get(own, own) + note

    def rewritten(tei: str) -> str:
        return _NAMING.sub(lambda m: f'{m[1]}="{m[2]}{renamed(m[3] + (m[4] or ""))}"', tei)

    heads = [_HEAD.search(one.text) for one in (record, was, read)]
    text = record.text
    if all(heads) and heads[0][0] == heads[1][0]:
        text = text.replace(heads[0][0], heads[2][0], 1)
    same = {
        name: getattr(read, name)
        for name in ("document_number", "heading")
        if getattr(record, name) == getattr(was, name)
    }
    notes = tuple(
        replace(note, text=rewritten(note.text), source_id=renamed(note.source_id)) for note in record.footnotes
    )
    return replace(record, text=rewritten(text), footnotes=notes, **same)


def _taken(names: Collection[str], moving: Collection[int]) -> set[str]:
    """Return those of these ids that other papers than the moving ones have."""
    found: set[str] = set()
    for some in batches(sorted(names), _BATCH):
        rows = Document.objects.filter(source_id__in=some).values_list("source_id", "pk")
        found |= {source_id for source_id, pk in rows if pk not in moving}
    return found


def _rename(names: Mapping[int, tuple[str, str]]) -> None:
    """Change the source ids of papers, from and to, whatever names them included."""
    # By way of ids that nothing has, since papers may exchange theirs.
    update(Document, [{"id": pk, "source_id": f"~{pk}"} for pk in names])
    update(Document, [{"id": pk, "source_id": name} for pk, (_, name) in names.items()])
    new = dict(names.values())
    for field in ("source_id", "target_source_id"):
        decisions: dict[int, str] = {}
        for some in batches(new, _BATCH):
            decisions |= dict(ReferenceDecision.objects.filter(**{f"{field}__in": some}).values_list("pk", field))
        update(ReferenceDecision, [{"id": pk, field: f"~{pk}"} for pk in decisions])
        update(ReferenceDecision, [{"id": pk, field: new[was]} for pk, was in decisions.items()])
    for some in batches(names, _BATCH):
        for edit in PendingEdit.objects.filter(document__in=some):
            edit.record["source_id"] = names[edit.document_id][1]
            edit.save(update_fields=["record"])
        for entry in Entry.objects.filter(document__in=some).exclude(base=None):
            entry.base["source_id"] = names[entry.document_id][1]
            Entry.objects.filter(pk=entry.pk).update(base=entry.base)
    _rename_in_conflicts(new)


def _rename_in_conflicts(new: Mapping[str, str]) -> None:
    for run in ImportRun.objects.filter(report__conflicts__0__isnull=False).only("report").iterator(chunk_size=20):
        waiting = [one for one in run.report["conflicts"] if one["document"] in new and not one.get("settled")]
        for conflict in waiting:
            conflict["document"] = new[conflict["document"]]
        if waiting:
            ImportRun.objects.filter(pk=run.pk).update(report=run.report)


def _lead_on(documents: Mapping[str, Document]) -> None:
    """Let the addresses that papers would have by their new ids lead to them, if no paper has, or has had, these addresses."""
    slugs = {document_slug(name): row for name, row in documents.items()}
    taken: set[str] = set()
    for some in batches(slugs, _BATCH):
        taken |= set(Document.objects.filter(slug__in=some).values_list("slug", flat=True))
    rows = [
        OldAddress(path=Document(slug=slug).get_absolute_url(), target=row.get_absolute_url())
        for slug, row in slugs.items()
        if slug not in taken
    ]
    OldAddress.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_BATCH)


def reserved(slugs: Iterable[str]) -> set[str]:
    """Return those of these slugs of documents whose addresses lead to other papers."""
    found: set[str] = set()
    if not OldAddress.objects.exists():  # as in most archives: making an address takes longer than asking
        return found
    paths = {Document(slug=slug).get_absolute_url(): slug for slug in slugs}
    for some in batches(paths, _BATCH):
        rows = OldAddress.objects.filter(path__in=some).exclude(target="")
        found |= {paths[path] for path in rows.values_list("path", flat=True)}
    return found
