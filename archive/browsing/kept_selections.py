"""Selections that are too long for an address: kept, found by their code, and deleted when nobody has asked for them in a year.

Anyone may have one kept, so what can be kept is bounded: only slugs of published papers, so many in one selection, and so many in an hour
by everybody together.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256

from django.db import OperationalError
from django.db.models import Sum
from django.utils import timezone

from archive.errors import Refused
from archive.models import Document, KeptSelection
from archive.sql.batches import batches

#: The most papers of one selection.
MOST_PAPERS = 20_000
#: A selection that nobody has asked for in so many days is deleted.
EXPIRES = 365
#: Papers that may be kept within an hour, in all new selections together.
_MOST_IN_AN_HOUR = 1_000_000
_TRUE_FOR = 30
_CHUNK = 500


def published_among(slugs: Iterable[str]) -> list[str]:
    """Return those of the slugs that published papers have, in their order."""
    found: list[str] = []
    for chunk in batches(slugs, _CHUNK):
        public = set(Document.objects.public().filter(slug__in=chunk).order_by().values_list("slug", flat=True))
        found += [slug for slug in chunk if slug in public]
    return found


def keep_selection(slugs: list[str]) -> str:
    """Keep the slugs of published papers, and return the code under which they are found. Raises :class:`archive.errors.Refused`."""
    if len(slugs) > MOST_PAPERS:
        raise Refused(
            f"A selection holds at most {MOST_PAPERS:,} papers, and these are {len(slugs):,}. Nothing was kept."
        )
    words = ",".join(slugs)
    digest = sha256(words.encode()).hexdigest()
    today = timezone.localdate()
    if kept := KeptSelection.objects.filter(digest=digest).first():
        _opened(kept)
        return kept.code
    lately = KeptSelection.objects.filter(created_at__gt=timezone.now() - timedelta(hours=1))
    if (lately.aggregate(papers=Sum("papers"))["papers"] or 0) + len(slugs) > _MOST_IN_AN_HOUR:
        raise Refused(
            "Too many selections were kept within the hour. Nothing was kept; please try again a little later."
        )
    KeptSelection.objects.filter(opened_on__lt=today - timedelta(days=EXPIRES)).delete()
    kept, _ = KeptSelection.objects.get_or_create(
        digest=digest, defaults={"slugs": words, "papers": len(slugs), "opened_on": today}
    )
    return kept.code


def kept_selection(code: str) -> list[str] | None:
    """Return the slugs that are kept under a code; ``None`` if there is no such selection, or it has expired."""
    kept = KeptSelection.objects.filter(code=code).first() if code else None
    if kept is None:
        return None
    _opened(kept)
    return kept.slugs.split(",")


def _opened(kept: KeptSelection) -> None:
    """Note that somebody asked for it, once a month: a write for each reader would cost more than it is worth."""
    if kept.opened_on < timezone.localdate() - timedelta(days=_TRUE_FOR):
        with suppress(OperationalError):  # a full disk keeps nobody from reading
            KeptSelection.objects.filter(pk=kept.pk).update(opened_on=timezone.localdate())
