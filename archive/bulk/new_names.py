"""Names in a bulk change that the archive does not know: nothing new is made by a typing error without asking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from archive import dating, store
from archive.bulk.fields import SIDES
from archive.models import Correspondent, Document
from archive.parsing.parties import typed_parties
from archive.records import CorrespondentRecord
from archive.sql.batches import batches

#: The fields of which the archive makes records of people, offices and places.
_NAMING = {*SIDES, "place"}


@dataclass(frozen=True, slots=True)
class NewName:
    """A name for which saving would make a record: its kind, the key of the record, and its words."""

    kind: str
    key: str
    name: str


def new_names(values_of: dict[int, dict[str, str]]) -> dict[int, tuple[NewName, ...]]:
    """Return the new names in what documents would get, by document id; ``values_of`` has the values of its fields for each id.

    Words that a document has already make nothing. Two queries for 500 documents, and a few for all names.
    """
    values_of = {pk: values for pk, values in values_of.items() if _NAMING & set(values)}
    authorities, named = store.Authorities(), defaultdict(list)
    for some in batches(list(values_of), 500):
        sides = _sides(some)
        rows = Document.objects.filter(pk__in=some)
        for pk, volume, first, last, place in rows.values_list(
            "pk", "volume__slug", "date_earliest", "date_latest", "place_printed"
        ):
            values = values_of[pk]
            days = _days(values.get("date", ""), (first, last))
            for side in set(SIDES) & set(values):
                for party in set(typed_parties(values[side], sides[pk, side])) - set(sides[pk, side]):
                    authorities.want(party, volume or "", days)
                    named[pk] += store.names_of(party, volume or "")
            written = values.get("place", place).strip()
            if written and written != place:
                authorities.want_place(written)
                named[pk].append(("place", written, store.authority_key(written)))
    unknown = {(kind, key) for kind, key, _ in authorities.unknown()} if named else set()
    return {
        pk: tuple(dict.fromkeys(NewName(kind, key, name) for kind, name, key in names if (kind, key) in unknown))
        for pk, names in named.items()
    }


def _sides(ids: Collection[int]) -> dict[tuple[int, str], tuple[CorrespondentRecord, ...]]:
    """Return the parties of documents as printed, by document and side."""
    found: dict[tuple[int, str], list[CorrespondentRecord]] = defaultdict(list)
    rows = Correspondent.objects.filter(document__in=ids).order_by("document", "role", "order")
    for document, role, printed in rows.values_list("document", "role", "printed"):
        found[document, f"{role}s"].append(CorrespondentRecord(printed))
    return defaultdict(tuple, {side: tuple(parties) for side, parties in found.items()})


def _days(edtf: str, present: tuple[date | None, date | None]) -> tuple[date | None, date | None]:
    try:
        return dating.parse_edtf(edtf.strip()) if edtf.strip() else present
    except ValueError:
        return present  # the row is left out for it
