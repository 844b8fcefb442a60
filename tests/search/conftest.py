"""A small archive with every kind of thing that a search can find, made with the models alone."""

from datetime import date

import pytest

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
    Place,
    Volume,
)

_TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'


def _authority(model, name):
    slug = name.lower().replace(" ", "-")
    return model.objects.get_or_create(slug=slug, defaults={"name": name, "key": slug})[0]


def make_document(
    name, text="", *, notes=(), sender=("", ""), recipient=("", ""), number="", state="published", **fields
):
    """A document with its parts and its search entry; ``sender`` and ``recipient`` are (person, office)."""
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


@pytest.fixture
def archive_of_papers(db):
    """Seven public papers and a draft, by name."""
    quill, secretary = ("Quill", "Ambassador in Ruritania"), ("", "Secretary of State")
    papers = [
        make_document(
            "refugees",
            "The refugees from Łódź arrived. Negotiations with the ministerial council were re\u00adsumed at once.",
            heading="The Ambassador in Ruritania (Quill) to the Secretary of State",
            notes=["Telegram 77 not printed.", "See the aide-mémoire of May 2."],
            sender=quill, recipient=secretary, number="840.48 Refugees/5425", kind="telegram", place="Strelsau",
            day="1944-03-05", volume="frus1944v01", classification="Secret",
        ),
        make_document(
            "railway",
            "The railway question. U.S.S.R. policy towards Zürich was not discussed; the council met.",
            heading="Memorandum on refugees and railways",
            kind="memorandum", place="Strelsau", day="1944-06-01", volume="frus1944v01", number="761.00/8-1361",
        ),
        make_document(
            "answer",
            "Your telegram was received with thanks by the Department.",
            heading="The Secretary of State to the Ambassador in Ruritania (Quill)",
            sender=secretary, recipient=quill, number="840.48 Refugees/5426", kind="telegram", place="Washington",
            day="1945-01-02", volume="frus1945v02", classification="Secret",
        ),
        make_document("oil", "Oil and gas. The Œuvre of a naïve ﬁlibuster.", kind="letter", day="1951-02-03", place="Zenda"),
        make_document("undated", "A paper without a date about oil and railways of Khrushchev’s time.", kind="paper"),
        make_document("subject", "Political affairs.", number="POL 27 VIET S", kind="airgram", day="1965-07-01"),
        make_document("short", "Refugees."),
        make_document("hidden", "The canary sings of refugees and xylophones.", state="draft", place="Hiddenplace"),
    ]  # fmt: skip
    return {paper.source_id: paper for paper in papers}
