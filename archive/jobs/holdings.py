"""The job that places papers again after a holding was merged into another, or the merge was undone."""

from __future__ import annotations

from archive import store
from archive.jobs.kind import Kind, Outcome
from archive.jobs.starting import start
from archive.models import Document, Job


class PlaceKind(Kind):
    """Items are the ids of papers."""

    name = "place"
    permission = "archive.change_unit"

    def work(self, job: Job, items: list[int]) -> Outcome:
        outcome = Outcome()
        moved = store.place_papers(items)
        outcome.counts["placed"] += moved
        outcome.counts["unchanged"] += len(items) - moved
        return outcome

    def name_of(self, item: int) -> str:
        return Document.objects.filter(pk=item).values_list("source_id", flat=True).first() or str(item)


def start_placing(papers: list[int], what: str, *, user) -> Job:
    """Start placing these papers again where their source notes and the merges of holdings say."""
    return start(PlaceKind.name, papers, what=f"{what} ({len(papers):,})", user=user)
