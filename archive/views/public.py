"""What the public may see of records that are not papers themselves: only what a published paper stands on."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from archive.browsing import reading
from archive.models import (
    Correspondent,
    Document,
    DocumentFileNumber,
    File,
    Mission,
    Office,
    Person,
    Place,
    Reference,
    State,
    UnheldPaper,
    Volume,
)
from archive.views.errors import Withdrawn


def public_paper(papers: QuerySet[Document], slug: str) -> Document:
    """The published paper of this address among ``papers``. Raises :class:`Withdrawn` or ``Http404``."""
    return _published(papers.public().filter(slug=slug).first(), slug)


def paper_to_read(slug: str) -> Document:
    """The published paper of this address with what its page shows. Raises :class:`Withdrawn` or ``Http404``."""
    return _published(reading.paper_to_read(slug), slug)


def _published(paper: Document | None, slug: str) -> Document:
    if paper is None:
        withdrawn = Document.objects.filter(slug=slug, state=State.WITHDRAWN, published_at__isnull=False).first()
        if withdrawn:
            raise Withdrawn(withdrawn.withdrawn_reason)
        raise Http404
    return paper


def people() -> QuerySet[Person]:
    """People who sent or received a published paper."""
    return Person.objects.filter(_corresponds("person"), merged_into=None)


def offices() -> QuerySet[Office]:
    """Offices that sent or received a published paper."""
    return Office.objects.filter(_corresponds("office"), merged_into=None)


def missions() -> QuerySet[Mission]:
    """Missions of which an office sent or received a published paper."""
    papers = Correspondent.objects.public().filter(office__mission=OuterRef("pk"))
    return Mission.objects.filter(Exists(papers), merged_into=None)


def places() -> QuerySet[Place]:
    """Places that a published paper was written at, or whose missions wrote or received one."""
    written = Exists(Document.objects.public().filter(place=OuterRef("pk")))
    return Place.objects.filter(written | _corresponds("place"), merged_into=None)


def files() -> QuerySet[File]:
    """Files that hold a published paper."""
    held = DocumentFileNumber.objects.public().filter(file_number__file=OuterRef("pk"))
    return File.objects.filter(Exists(held))


def unheld() -> QuerySet[UnheldPaper]:
    """Papers not held that a published paper names."""
    return UnheldPaper.objects.filter(Exists(Reference.objects.public().filter(unheld=OuterRef("pk"))))


def cited_files() -> QuerySet[File]:
    """Files that a published paper cites, held or not."""
    cited = Reference.objects.public().filter(file_number__file=OuterRef("pk"))
    return File.objects.filter(Exists(cited))


def volumes() -> QuerySet[Volume]:
    """Volumes with a published paper."""
    return Volume.objects.filter(Exists(Document.objects.public().filter(volume=OuterRef("pk"))))


def documents_of(role: str = "", **whose) -> Q:
    """The papers that somebody sent or received (``role`` narrows it to ``"sender"`` or ``"recipient"``)."""
    if role:
        whose["role"] = role
    return Q(pk__in=Correspondent.objects.filter(**whose).values("document"))


def _corresponds(field: str) -> Exists:
    return Exists(Correspondent.objects.public().filter(**{field: OuterRef("pk")}))
