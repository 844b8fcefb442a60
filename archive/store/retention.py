"""How long the texts of earlier versions are kept: for ever, unless an administrator shortens the histories.

Who made each version, when and why always stays, and so do steps, decisions and merges, which are tables of their own. Only what a paper
was like in between can go, where nothing else needs it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, TextField
from django.db.models.functions import Cast, Length

from archive.models import DocumentVersion, Entry, PendingEdit, State, Transition

#: The states that a paper enters or leaves by a decision that the public sees.
_PUBLIC = (State.PUBLISHED, State.WITHDRAWN)


def texts_to_drop(before: datetime) -> QuerySet[DocumentVersion]:
    """Return the versions whose texts may go: those that later ones had replaced before a moment.

    Always kept are the first version and the present one, the one before it (to which an undo returns), the last reading of the source,
    what an unfinished or waiting edit began from, and what was in force when the paper was published or withdrawn.
    """
    later = DocumentVersion.objects.filter(document=OuterRef("document"), number__gt=OuterRef("number"))
    rows = DocumentVersion.objects.filter(record__isnull=False, number__gt=1, at__lt=before).annotate(
        replaced_at=Subquery(later.order_by("number").values("at")[:1])
    )
    based = {"document": OuterRef("document"), "base_version": OuterRef("number")}
    steps = Transition.objects.filter(
        Q(to_state__in=_PUBLIC) | Q(from_state__in=_PUBLIC),
        document=OuterRef("document"),
        at__gte=OuterRef("at"),
        at__lte=OuterRef("replaced_at"),
    )
    return rows.filter(replaced_at__lt=before, number__lt=F("document__version") - 1).exclude(
        Q(number=F("document__source_version"))
        | Exists(PendingEdit.objects.filter(**based))
        | Exists(Entry.objects.filter(**based))
        | Exists(steps)
    )


def characters_of(versions: QuerySet[DocumentVersion]) -> int:
    """Return how many characters the texts of these versions take."""
    return versions.aggregate(sum=Sum(Length(Cast("record", TextField()))))["sum"] or 0


def drop_texts(ids: Collection[int], before: datetime) -> int:
    """Drop the texts of those of these versions that may go now; return how many. Their rows stay."""
    chosen = list(texts_to_drop(before).filter(pk__in=ids).values_list("pk", flat=True))
    return DocumentVersion.objects.filter(pk__in=chosen).update(record=None)
