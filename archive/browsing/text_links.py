"""Where the links in a paper's text lead: to other papers, and to the abbreviations that its volume explains."""

from __future__ import annotations

from collections.abc import Mapping

from archive.models import Document, Footnote, Term
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
