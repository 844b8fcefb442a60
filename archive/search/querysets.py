"""A search as a condition for querysets of documents."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.expressions import RawSQL

from archive.models import SearchEntry, SearchFacet
from archive.search.backends import backend
from archive.search.entries import UNDATED
from archive.search.filters import Filters
from archive.search.query import Condition, Query, span_of_days


def matching(query: Query, filters: Filters) -> Q:
    """Select the public documents that a search finds: with its words, its conditions, and a value of each facet."""
    found = Q(pk__in=SearchEntry.objects.all())
    if query.tree:
        engine = backend()
        # The SQL is the backend's own, and the words are a parameter.
        found &= Q(pk__in=RawSQL(engine.MATCHING_DOCUMENTS, [engine.compile_query(query.tree)]))  # noqa: S611
    for condition in query.conditions:
        meeting = _meeting(condition)
        found &= ~meeting if condition.negated else meeting
    for facet, values in filters.values:
        found &= Q(pk__in=SearchFacet.objects.filter(facet=facet, value__in=values).values("document"))
    if filters.since:
        found &= _in_days(Q(last_day__gte=span_of_days(filters.since)[0]) | Q(last_day=None, first_day__isnull=False))
    if filters.until:
        found &= _in_days(Q(first_day__lte=span_of_days(filters.until)[1]) | Q(first_day=None, last_day__isnull=False))
    return found


def _in_days(days: Q) -> Q:
    return Q(pk__in=SearchEntry.objects.filter(days).values("document"))


def _meeting(condition: Condition) -> Q:
    match condition.kind:
        case "file":
            numbers = SearchFacet.objects.filter(facet="number", value__gte=condition.low, value__lt=condition.high)
            return Q(pk__in=numbers.values("document"))
        case "before":
            return _in_days(Q(last_day__lt=condition.low))
        case "after":
            return _in_days(Q(first_day__gt=condition.high))
    begins = Q(first_day=None) | Q(first_day__lte=condition.high)
    ends = Q(last_day=None) | Q(last_day__gte=condition.low)
    return _in_days(Q(day__lt=UNDATED) & begins & ends)
