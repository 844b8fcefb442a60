"""Where the links in a paper's text lead: to other papers, and to the abbreviations that its volume explains."""

from __future__ import annotations

from archive.models import Document, Term
from archive.sql.prepared import Prepared

_held = Prepared(lambda *ids: Document.objects.public().filter(source_id__in=ids).only("slug", "source_id").order_by())

_terms = Prepared(
    lambda volume, *ids: (
        Term.objects.filter(volume=volume, source_id__in=ids)
        .exclude(expansion="")
        .values_list("source_id", "expansion")
    )
)


def addresses_of(paper: Document, targets: set[str]) -> dict[str, str]:
    """Return the addresses of the targets that are published papers, of the same volume ("#d12") or of another ("frus1948v05p1#d12")."""
    volume = paper.volume.slug if paper.volume_id else ""
    sources = {}
    for target in targets:
        name, hash_, place = target.partition("#")
        if hash_ and place.startswith("d"):
            # "#d12fn3" is footnote 3 of document 12: an address from outside can lead to the paper only.
            sources[target] = f"{name or volume}#{place.partition('fn')[0]}"
    held = _held.among(set(sources.values()))
    urls = {found.source_id: found.get_absolute_url() for found in held}
    return {target: urls[source_id] for target, source_id in sources.items() if source_id in urls}


def explanations_of(paper: Document, targets: set[str]) -> dict[str, str]:
    """Return what the abbreviations among the targets ("#t_NATO1") mean in the paper's volume."""
    names = {target.lstrip("#") for target in targets if "#t_" in f"#{target.lstrip('#')}"}
    terms = _terms.among(names, paper.volume_id) if paper.volume_id else ()
    return {f"#{source_id}": expansion for source_id, expansion in terms}
