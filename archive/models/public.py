"""What the public may see of records that are not papers themselves: those that a published paper depends on.

Each function returns a queryset; :meth:`archive.models.documents.DocumentQuerySet.public` is the rule for papers. Where the search keeps
the number of a record's public papers, that number is asked: a list must not read the papers of all that it lists.
"""

from django.db.models import Exists, OuterRef, QuerySet

from archive.models import (
    Correspondent,
    Document,
    DocumentFileNumber,
    Erratum,
    File,
    ListedPerson,
    Mission,
    Office,
    PageBreak,
    Person,
    PersonMention,
    Place,
    Redaction,
    Reference,
    SearchCount,
    Topic,
    UnheldPaper,
    Unit,
    Volume,
)


def people() -> QuerySet[Person]:
    """People who sent or received a published paper, or are mentioned in one."""
    return Person.objects.filter(_counted("sender", "recipient", "mentioned"), merged_into=None)


def listed_persons() -> QuerySet[ListedPerson]:
    """Entries of volumes' lists of persons that a published paper mentions, or whose person sent or received one of that volume."""
    mentioned = Exists(PersonMention.objects.public().filter(entry=OuterRef("pk")))
    papers = Correspondent.objects.public().filter(person=OuterRef("person"), document__volume=OuterRef("volume"))
    return ListedPerson.objects.filter(mentioned | Exists(papers))


def offices() -> QuerySet[Office]:
    """Offices that sent or received a published paper."""
    return Office.objects.filter(_counted("sender-office", "recipient-office"), merged_into=None)


def missions() -> QuerySet[Mission]:
    """Missions of which an office sent or received a published paper."""
    return Mission.objects.filter(Exists(offices().filter(mission=OuterRef("pk"))), merged_into=None)


def places() -> QuerySet[Place]:
    """Places that a published paper was written at, or whose missions wrote or received one."""
    corresponds = Exists(Correspondent.objects.public().filter(place=OuterRef("pk")))
    return Place.objects.filter(_counted("place") | corresponds, merged_into=None)


def files() -> QuerySet[File]:
    """Files that hold a published paper."""
    held = DocumentFileNumber.objects.public().filter(file_number__file=OuterRef("pk"))
    return File.objects.filter(Exists(held))


def topics() -> QuerySet[Topic]:
    """Topics that a published paper has, or one of whose narrower terms it has: those that the search counts papers of."""
    return Topic.objects.filter(_counted("topic"), merged_into=None)


def units() -> QuerySet[Unit]:
    """Repositories, series, boxes … with the original of a published paper in them: those that the search counts papers of."""
    return Unit.objects.filter(_counted("unit"), merged_into=None)


def errata() -> QuerySet[Erratum]:
    """Corrections of published papers."""
    return Erratum.objects.filter(Exists(Document.objects.public().filter(pk=OuterRef("document"))))


def unheld() -> QuerySet[UnheldPaper]:
    """Papers not held that a published paper cites."""
    return UnheldPaper.objects.filter(Exists(Reference.objects.public().filter(unheld=OuterRef("pk"))))


def cited_files() -> QuerySet[File]:
    """Files that a published paper cites, held or not."""
    cited = Reference.objects.public().filter(file_number__file=OuterRef("pk"))
    return File.objects.filter(Exists(cited))


def volumes() -> QuerySet[Volume]:
    """Volumes with a published paper."""
    return Volume.objects.filter(Exists(Document.objects.public().filter(volume=OuterRef("pk"))))


def withheld_pages() -> QuerySet[PageBreak]:
    """Pages of papers that are not public, or with a withheld passage: whatever else is on such a page, nobody is shown its scan."""
    redacted = Redaction.objects.in_force().filter(
        document=OuterRef("document"), first_page__lte=OuterRef("order"), last_page__gte=OuterRef("order")
    )
    return PageBreak.objects.filter(
        ~Exists(Document.objects.public().filter(pk=OuterRef("document"))) | Exists(redacted)
    )


def is_redacted(document: Document) -> bool:
    """Return whether a passage of a paper is withheld, so that nobody is shown images of its original or led to others of its pages."""
    return Redaction.objects.in_force().filter(document=document).exists()


def _counted(*facets: str) -> Exists:
    return Exists(SearchCount.objects.filter(facet__in=facets, value=OuterRef("slug"), count__gt=0))
