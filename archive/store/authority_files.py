"""Load name authority files as sourced proposals, and undo a load as a whole.

The tables' rows are kept as they are. What they say about the archive's own records is then done in small steps, each of which is
complete: entries are tied, people named together are merged, names under an office become the holder on that day. All of it is noted, so
that undoing leaves the records as they were; what came meanwhile is identified again, as if the tables had never been there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Exists, Model, OuterRef

from archive import identity
from archive.errors import Refused
from archive.models import (
    AuthorityFile,
    AuthorityFileEntry,
    AuthorityFilePerson,
    AuthorityFileStep,
    Correspondent,
    Document,
    ImportRun,
    ListedPerson,
    Merge,
    OfficeTerm,
    Person,
    PersonMention,
    PersonName,
)
from archive.parsing.authority_tables import AuthorityTables, TablePerson, TableTerm
from archive.sql.batches import batches
from archive.sql.rows import insert, new_ids
from archive.store.applying import Applied, apply_file
from archive.store.authority_links import link_fields, papers_of, reindex
from archive.store.identifying import identify_again
from archive.store.mentions import find_mentions, follow_entries
from archive.store.merging import begin_unmerge, end_unmerge, papers_to_unmerge, unmerge_papers
from archive.store.term_doubts import papers_in_doubt
from archive.store.warnings import find_doubts

_BATCH = 2_000
_SMALL = frozenset({"and", "at", "for", "in", "of", "the", "to"})


def load_authorities(
    tables: AuthorityTables, run: ImportRun, name: str, progress: Callable[[int, int], None] = lambda done, total: None
) -> Applied:
    """Write the tables' rows, do what they say to the archive's records, and return what that was."""
    with transaction.atomic():
        file = AuthorityFile.objects.create(run=run, name=name, sources=[dict(source) for source in tables.sources])
    ids = {}
    for batch in batches(tables.people, _BATCH):
        with transaction.atomic():
            pks = new_ids(AuthorityFilePerson, len(batch))
            insert(AuthorityFilePerson, [_person(pk, file, row) for pk, row in zip(pks, batch, strict=True)])
            ids |= {row.key: pk for pk, row in zip(pks, batch, strict=True)}
    names = {row.key: row.name for row in tables.people}
    rows: list[tuple[type[Model], Iterator[dict[str, Any]]]] = [
        (
            AuthorityFileEntry,
            ({"named_id": ids[p.key], "volume": v, "source_id": i} for p in tables.people for v, i in p.entries),
        ),
        (OfficeTerm, (_term(ids[term.person], names[term.person], term) for term in tables.terms)),
    ]
    for model, values in rows:
        for batch in batches(values, _BATCH):
            with transaction.atomic():
                insert(model, batch)
    return apply_file(file, progress)


def _person(pk: int, file: AuthorityFile, row: TablePerson) -> dict[str, Any]:
    return {
        "id": pk,
        "file_id": file.pk,
        "key": row.key,
        "name": row.name,
        "surname": identity.surname(row.name),
        "dates": row.dates,
        "identifiers": dict(row.identifiers),
        "names": list(row.names),
    }


def _term(named: int, name: str, term: TableTerm) -> dict[str, Any]:
    return {
        "named_id": named,
        "title": term.title,
        "post": identity.term_key(term.post, of_mission=term.of_mission),
        "post_name": _in_words(term.post),
        "surname": identity.surname(name),
        "began": term.began,
        "left": term.left,
        "first": term.days[0],
        "last": term.days[1],
        "note": term.note,
    }


def _in_words(post: str) -> str:
    """Return the words of a post that tables may have as they stand in addresses: "new-zealand", "secretary of state"."""
    if post != post.lower():
        return post
    return " ".join(word if word in _SMALL else word.capitalize() for word in post.replace("-", " ").split())


def steps_to_undo(run: ImportRun) -> list[list]:
    """Return what undoing a load consists of, the latest first; :func:`undo_steps` does some of them."""
    file = AuthorityFile.objects.filter(run=run).first()
    if file is None:
        return []
    steps = file.steps.order_by("-pk").values_list("pk", flat=True)
    # The tables go last but one: papers that came meanwhile are identified again without them.
    since = Document.objects.filter(created_at__gte=run.started_at).order_by("pk").values_list("pk", flat=True)
    return [
        *(["step", pk] for pk in steps),
        ["tables", file.pk],
        *(["paper", pk] for pk in since),
        *(["doubt", pk] for pk in papers_in_doubt()),
    ]


def undo_steps(steps: Iterable[list]) -> list[str]:
    """Undo some steps of a load, in one transaction; return what was kept, and why."""
    said: list[str] = []
    papers, doubted = [], []
    with transaction.atomic():
        for kind, pk in steps:
            if kind == "step":
                if step := AuthorityFileStep.objects.filter(pk=pk).first():
                    said += _undo(step)
            elif kind == "tables":
                if file := AuthorityFile.objects.filter(pk=pk).first():
                    papers += _untie(file)
                    file.delete()
            else:
                (doubted if kind == "doubt" else papers).append(pk)
        identify_again(papers)
        find_mentions(papers)
        find_doubts(doubted + papers)
    return said


def _undo(step: AuthorityFileStep) -> list[str]:
    """Take back what one step did, in the opposite order. What somebody has changed since stays."""
    done, said = step.done, []
    PersonName.objects.filter(pk__in=done.get("names", ())).delete()
    for named, before in done.get("named", ()):
        AuthorityFilePerson.objects.filter(pk=named).update(person=before)
    for pk, name, before, after in done.get("fields", ()):
        if Person.objects.filter(pk=pk, **{name: after}).update(**{name: before}) and name == "name":
            reindex(papers_of(Person.objects.get(pk=pk)).values_list("pk", flat=True))
    for pk in reversed(done.get("merges", ())):
        said += _undo_merge(Merge.objects.get(pk=pk))
    ties = done.get("ties", ())
    papers = set()
    for pk, before, after in done.get("correspondents", ()):
        row = Correspondent.objects.filter(pk=pk, person=after)
        papers |= set(row.values_list("document", flat=True))
        row.update(person=before)
    for pk, person, why, certainty in ties:
        ListedPerson.objects.filter(pk=pk, tied_by_hand=False).update(person=person, why=why, certainty=certainty)
    follow_entries([pk for pk, *_ in ties])
    reindex(papers)
    _remove_unused(done.get("made", ()))
    step.delete()
    return said


def _undo_merge(done: Merge) -> list[str]:
    if done.undone_at:
        return []
    try:
        begin_unmerge(done)
    except Refused as refused:
        return [f"{done.merged_name} stays merged into {done.kept_name}: {refused}"]
    unmerge_papers(done, papers_to_unmerge(done))
    end_unmerge(done)
    return []


def _untie(file: AuthorityFile) -> list[int]:
    """Let the entries go that imports have tied by the tables since; return the papers that mention them."""
    entries = AuthorityFileEntry.objects.filter(
        named__file=file, volume=OuterRef("volume__slug"), source_id=OuterRef("source_id")
    )
    tied = ListedPerson.objects.filter(Exists(entries), why=identity.NAMED_TOGETHER, tied_by_hand=False)
    pks = list(tied.values_list("pk", flat=True))
    ListedPerson.objects.filter(pk__in=pks).update(person=None, why="", certainty=None)
    follow_entries(pks)
    return list(PersonMention.objects.filter(entry__in=pks).values_list("document", flat=True).distinct())


def _remove_unused(people: Iterable[int]) -> None:
    """Remove people whom a step made, unless something names them now."""
    alone = Person.objects.filter(pk__in=people, status=Person.Status.PROPOSED, merged_into=None, merged=None)
    for link in link_fields(Person):
        if link.model is not AuthorityFilePerson:
            alone = alone.exclude(Exists(link.model.objects.filter(**{link.name: OuterRef("pk")})))
    Person.objects.filter(pk__in=list(alone.values_list("pk", flat=True))).delete()
