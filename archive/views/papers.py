"""The published paper of an address, for every view that shows one."""

from django.db.models import QuerySet

from archive.browsing import reading
from archive.models import Document, Volume, public
from archive.views.errors import Missing, Withdrawn


def public_paper(papers: QuerySet[Document], slug: str) -> Document:
    """Return the published paper with this slug among ``papers``. Raises :class:`Withdrawn` or ``Http404``."""
    return _published(papers.public().filter(slug=slug).first(), slug)


def paper_to_read(slug: str) -> Document:
    """Return the published paper with this slug and what its page shows. Raises :class:`Withdrawn` or ``Http404``."""
    return _published(reading.paper_to_read(slug), slug)


def _published(paper: Document | None, slug: str) -> Document:
    if paper is None:
        reason = reading.reason_of_withdrawal(slug)
        if reason is not None:
            raise Withdrawn(reason)
        raise Missing(volume=_volume_of(slug))
    return paper


def _volume_of(slug: str) -> Volume | None:
    """Return the public volume in which a paper of this slug would be: that of "frus1948v05p1-d999" is "frus1948v05p1"."""
    name, joint, _ = slug.rpartition("-")
    return public.volumes().filter(slug__iexact=name).only("slug", "title").first() if joint else None
