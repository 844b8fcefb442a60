"""Documents made with the models alone, without the store, to test the search with."""

from datetime import date

from archive import filing, search
from archive.models import (
    Correspondent,
    Document,
    DocumentFileNumber,
    DocumentText,
    File,
    FileNumber,
    Footnote,
    Office,
    Person,
    PersonMention,
    Place,
    Volume,
)

_TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'


def _authority(model, name):
    slug = name.lower().replace(" ", "-")
    return model.objects.get_or_create(slug=slug, defaults={"name": name, "key": slug})[0]


def make_document(
    name, text="", *, notes=(), sender=("", ""), recipient=("", ""), number="", mentions=(), state="published", **fields
):
    """Create a document with its parts and its search entry; ``sender`` and ``recipient`` are (person, office), ``mentions`` names."""
    if place := fields.pop("place", ""):
        fields |= {"place": _authority(Place, place), "place_printed": place}
    if volume := fields.pop("volume", ""):
        fields["volume"] = Volume.objects.get_or_create(slug=volume, defaults={"title": volume})[0]
    if day := fields.pop("day", ""):
        fields |= {"date_earliest": date.fromisoformat(day), "date_latest": date.fromisoformat(day)}
    document = Document.objects.create(source_id=name, slug=name, state=state, **fields)
    DocumentText.objects.create(document=document, tei=f"<div {_TEI}><p>{text}</p></div>")
    for order, note in enumerate(notes, 1):
        Footnote.objects.create(document=document, order=order, label=str(order), text=f"<note {_TEI}>{note}</note>")
    for role, (person, office) in (("sender", sender), ("recipient", recipient)):
        if person or office:
            Correspondent.objects.create(
                document=document,
                role=role,
                printed=f"{office} ({person})" if person else office,
                person_read=person,
                office_read=office,
                person=_authority(Person, person) if person else None,
                office=_authority(Office, office) if office else None,
            )
    for mentioned in mentions:
        person = _authority(Person, mentioned)
        PersonMention.objects.create(document=document, source_id=person.slug, count=1, person=person)
    if number:
        read = filing.parse(number)
        file, _ = File.objects.get_or_create(
            scheme=read.scheme,
            normal=read.file,
            defaults={
                "slug": read.file,
                "class_code": read.class_,
                "country_code": read.country,
                "sort_key": read.file_key,
            },
        )
        row, _ = FileNumber.objects.get_or_create(
            scheme=read.scheme, normal=read.normal, defaults={"file": file, "sort_key": read.sort_key}
        )
        DocumentFileNumber.objects.create(document=document, printed=number, file_number=row)
    search.index([document])
    return document
