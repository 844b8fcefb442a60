"""The published paper of an address, for every view that shows one."""

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from archive.browsing import reading
from archive.models import Document, State
from archive.views.errors import Withdrawn
from archive.views.redirects import Redirected


def public_paper(papers: QuerySet[Document], slug: str) -> Document:
    """Return the published paper with this slug among ``papers``. Raises :class:`Withdrawn` or ``Http404``."""
    return _published(papers.public().filter(slug=slug).first(), slug)


def paper_to_read(slug: str) -> Document:
    """Return the published paper with this slug and what its page shows. Raises :class:`Withdrawn`, ``Http404``, or :class:`Redirected`
    if only the case of the letters is another."""
    return _published(reading.paper_to_read(slug), slug)


def _published(paper: Document | None, slug: str) -> Document:
    if paper is None:
        if slug != slug.lower() and Document.objects.public().filter(slug=slug.lower()).exists():
            raise Redirected(reverse("archive:document", args=[slug.lower()]), permanent=True)
        withdrawn = Document.objects.filter(slug=slug, state=State.WITHDRAWN, published_at__isnull=False).first()
        if withdrawn:
            raise Withdrawn(withdrawn.withdrawn_reason)
        raise Http404
    return paper
