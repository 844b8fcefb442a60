"""Where the links in a paper's text lead: to other papers, to people, and to the abbreviations that its volume explains."""

from __future__ import annotations

from collections.abc import Mapping

from archive.models import Document, Footnote, ListedPerson, Term
from archive.parsing.marked_names import entry_of
from archive.parsing.references.markup import read_target
from archive.rendering import Explanation
from archive.sql.prepared import Prepared

_held = Prepared(lambda *ids: Document.objects.public().filter(source_id__in=ids).only("slug", "source_id").order_by())

_notes = Prepared(
    lambda *ids: (
        Footnote.objects.filter(document__source_id__in=ids)
        .exclude(source_id="")
        .values_list("document__source_id", "source_id", "order")
        .order_by()
    )
)

_listed = Prepared(
    lambda volume, *ids: (
        ListedPerson.objects.filter(volume=volume, source_id__in=ids)
        .exclude(person=None)
        .select_related("person")
        .only("source_id", "name", "description", "person__slug")
        .order_by()
    )
)

_terms = Prepared(
    lambda volume, *ids: (
        Term.objects.filter(
            volume=volume, term__in=Term.objects.filter(volume=volume, source_id__in=ids).order_by().values("term")
        )
        .exclude(expansion="")
        .values_list("source_id", "term", "expansion")
    )
)


def addresses_of(paper: Document, targets: set[str]) -> dict[str, str]:
    """Return the addresses of the targets that are published papers, of the same volume ("#d12") or of another ("frus1948v05p1#d12").

    That of a footnote of another paper ("#d12fn3") leads to the note, or to its paper if it has no such note.
    """
    named = papers_named(targets, paper.volume.slug if paper.volume_id else "")
    held = _held.among({source_id for source_id, _ in named.values()})
    urls = {found.source_id: found.get_absolute_url() for found in held}
    places = places_of_notes({target: pair for target, pair in named.items() if pair[0] in urls})
    return {
        target: urls[source_id] + places.get(target, "")
        for target, (source_id, _) in named.items()
        if source_id in urls
    }


def papers_named(targets: set[str], volume: str) -> dict[str, tuple[str, str]]:
    """Return the source ids of the papers that targets in a volume name, each with its footnote's id in the source or ``""``."""
    read = {target: read_target(target) for target in targets if "#" in target}
    return {
        target: (f"{one.volume or volume}#{one.document}", one.note) for target, one in read.items() if one.document
    }


def places_of_notes(named: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Return, by target, where on their papers' pages the footnotes are that targets name: "#fn-3"."""
    papers = {source_id for source_id, note in named.values() if note}
    orders = {(source_id, note): order for source_id, note, order in _notes.among(papers)}
    return {target: f"#fn-{orders[pair]}" for target, pair in named.items() if pair in orders}


def people_of(paper: Document, targets: set[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the addresses of the people whom marks of names among the targets ("#p_DJF1") mean, and what the volume's list says of them.

    Everybody whom a public paper names so is public. A mark that is known to mean somebody else than a sender or recipient is left out.
    """
    ids = {target: entry_of(target) for target in targets}
    found = _listed.among(set(ids.values()), paper.volume_id) if ids and paper.volume_id else ()
    entries = {entry.source_id: entry for entry in found}
    for party in paper.correspondents.all():
        if party.person_source_id in entries and party.person_id != entries[party.person_source_id].person_id:
            del entries[party.person_source_id]
    named = {target: entries[id] for target, id in ids.items() if id in entries}
    return (
        {target: entry.person.get_absolute_url() for target, entry in named.items()},
        {
            target: f"{entry.name}: {entry.description}" if entry.description else entry.name
            for target, entry in named.items()
        },
    )


def explanations_of(paper: Document, targets: set[str]) -> dict[str, Explanation]:
    """Return what the abbreviations among the targets ("#t_NATO1") mean in the paper's volume: each of the meanings of the same letters."""
    names = {target.lstrip("#") for target in targets if "#t_" in f"#{target.lstrip('#')}"}
    terms = _terms.among(names, paper.volume_id) if paper.volume_id else ()
    meanings: dict[str, dict[str, None]] = {}
    for _, term, expansion in terms:
        meanings.setdefault(term, {})[expansion] = None
    return {
        f"#{source_id}": Explanation(term, "; or ".join(sorted(meanings[term], key=lambda words: words != expansion)))
        for source_id, term, expansion in terms
        if source_id in names
    }
