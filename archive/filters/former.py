"""The parameters of the former list of papers, "/documents/?sender=…", as those of the search that has taken its place."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet
from django.http import QueryDict

from archive.filters.search import PREFIX
from archive.models import public
from archive.web import requests

#: What a parameter of the list is in the search.
_RENAMED = {
    "q": "q", "file": f"{PREFIX}-file", "sender": f"{PREFIX}-from", "recipient": f"{PREFIX}-to", "person": f"{PREFIX}-person",
    "office": f"{PREFIX}-office", "place": f"{PREFIX}-place", "kind": "kind", "volume": "volume", "after": "since", "before": "until",
}  # fmt: skip
#: Parameters that were words or the slug of a record; a slug is the value of a facet.
_SLUGS: dict[str, tuple[tuple[str, object], ...]] = {
    "sender": (("sender", public.people), ("sender-office", public.offices)),
    "recipient": (("recipient", public.people), ("recipient-office", public.offices)),
    "place": (("place", public.places),),
}


def parameters_of_search(former: Mapping[str, str]) -> QueryDict:
    """Return the parameters of the search for what the list of papers showed with these."""
    found = QueryDict(mutable=True)
    for name, renamed in _RENAMED.items():
        if value := requests.text(former, name):
            found[_facet_of(name, value) or renamed] = value
    if "q" in found:
        found["sort"] = "date"  # the list was by date, whatever its words
    return found


def _facet_of(name: str, value: str) -> str:
    """Return the facet that has this value, "" if it is words."""
    for facet, rows in _SLUGS.get(name, ()):
        records: QuerySet = rows()
        if records.filter(slug=value).exists():
            return facet
    return ""
