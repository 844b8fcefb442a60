"""The published paper of an address, for every view that shows one."""

from django.db.models import QuerySet
from django.http import Http404

from archive.browsing import reading
from archive.models import Document, State
from archive.views.errors import Withdrawn


def public_paper(papers: QuerySet[Document], slug: str) -> Document:
    """Return the published paper with this slug among ``papers``. Raises :class:`Withdrawn` or ``Http404``."""
    return _published(papers.public().filter(slug=slug).first(), slug)


def paper_to_read(slug: str) -> Document:
    """Return the published paper with this slug and what its page shows. Raises :class:`Withdrawn` or ``Http404``."""
    return _published(reading.paper_to_read(slug), slug)


def _published(paper: Document | None, slug: str) -> Document:
    if paper is None:
        withdrawn = Document.objects.filter(slug=slug, state=State.WITHDRAWN, published_at__isnull=False).first()
        if withdrawn:
            raise Withdrawn(withdrawn.withdrawn_reason)
        raise Http404
    return paper
