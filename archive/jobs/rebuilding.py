"""The jobs that make derived data again for all papers, some at a time: search entries, HTML, doubts, mentions."""

from __future__ import annotations

from collections.abc import Callable

from archive import search, store
from archive.jobs.kind import Kind, Outcome
from archive.jobs.starting import start
from archive.models import Document, Job

#: What can be made again: its name, its words, and the function that does so for some papers and returns how many were otherwise.
_HOW: dict[str, tuple[str, Callable[[list[int]], int | None]]] = {
    "search": ("Search entries", search.make_again),
    "html": ("HTML", store.render_again),
    "doubts": ("Doubts, and papers that may be held twice", store.find_doubts),
    "mentions": ("Whom papers mention", store.mend_mentions),
}
REBUILT = {name: words for name, (words, _) in _HOW.items()}


class RebuildKind(Kind):
    """Items are the ids of documents."""

    name = "rebuild"
    permission = "archive.change_job"
    at_once = 0

    def work(self, job: Job, items: list) -> Outcome:
        outcome = Outcome()
        different = _HOW[job.parameters["what"]][1](items)
        if different is not None:
            outcome.counts |= {"changed": different, "unchanged": len(items) - different}
        else:
            outcome.counts["made again"] = len(items)
        return outcome

    def name_of(self, item: int) -> str:
        return Document.objects.filter(pk=item).values_list("source_id", flat=True).first() or str(item)


def start_rebuilding(what: str, *, user=None) -> Job:
    """Queue making something of :data:`REBUILT` again for all papers. Raises ``PermissionDenied``."""
    ids = list(Document.objects.order_by("pk").values_list("pk", flat=True))
    words = f"{REBUILT[what]}: all made again"
    return start(RebuildKind.name, ids, what=words, user=user, parameters={"what": what})
