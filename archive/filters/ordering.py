"""The usual order of papers in lists."""

from django.db.models import QuerySet


def by_date(documents: QuerySet) -> QuerySet:
    """Return papers by date, undated ones last, in the order of an index of search entries: nothing is sorted, however many there are."""
    # "search_entry__document" without "_id" would sort by the paper's own ordering; the condition makes SQLite use the index.
    return documents.filter(search_entry__day__gte=0).order_by("search_entry__day", "search_entry__document_id")
