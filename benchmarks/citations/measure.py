"""How often the citations of papers, in the forms that historians write and people paste, lead to their papers.

    python benchmarks/citations/measure.py PAPERS [VOLUME …]

Citations are made from papers of the archive that the settings name, drawn by lot with a fixed seed, of these volumes or of all.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from archive import filing  # noqa: E402
from archive.browsing.find_many import find_many  # noqa: E402
from archive.browsing.typed import read_typed  # noqa: E402
from archive.folding import fold  # noqa: E402
from archive.models import Document  # noqa: E402
from archive.parsing.citations import read_volume_id  # noqa: E402
from archive.parsing.citations.volumes import roman  # noqa: E402
from archive.parsing.references.missions import POSTS, names_of  # noqa: E402
from archive.records import TELEGRAM_KINDS  # noqa: E402

_POSTS = {fold(post): post for post in POSTS}


def citations_of(paper: Document) -> Iterator[tuple[str, str]]:
    """Yield form and words of each citation that a paper allows."""
    volume = read_volume_id(paper.volume.slug)
    page = next((row.label for row in paper.page_breaks.all() if row.label.isdigit()), "")
    day = paper.date_earliest if paper.date_earliest == paper.date_latest else None
    american, british = (
        (day.strftime(form).replace(" 0", " ").lstrip("0") for form in ("%B %d, %Y", "%d %b %Y")) if day else ("", "")
    )
    years = f"{volume.first}–{volume.last[2:]}" if volume.last else volume.first
    part = f", part {volume.part}" if volume.part else ""
    yield "id", paper.slug.upper()
    if paper.document_number:
        yield "address", f"https://history.state.gov/historicaldocuments/{paper.volume.slug}/d{paper.document_number}"
    if volume.volume.isdigit() and not volume.special:
        number = roman(int(volume.volume)).upper()
        if paper.document_number:
            yield "volume and document", f"FRUS, {years}, vol. {number}{part}, doc. {paper.document_number}"
        if page:
            yield "volume and page", f"FRUS {years}, {volume.volume}{f'/{volume.part}' if volume.part else ''}:{page}"
            people = [side[0].person_read or side[0].office_read for side in (paper.senders, paper.recipients) if side]
            if len(people) == 2 and american and all(people):
                yield (
                    "footnote of a book",
                    f"12. {people[0]} to {people[1]}, {american}, in FRUS, {years}, {volume.volume}{part}, {page}.",
                )
    for row in paper.document_file_numbers.all()[:1]:
        whole = row.file_number.enclosure or row.file_number.date
        if whole and row.file_number.scheme in filing.DECIMAL_SCHEMES:
            yield "file number", f"RG 59, {row.printed}, NARA"
            yield (
                "file number of a note",
                f"{paper.heading[:80]}, {american}, {row.printed}, Central Files, RG 59, NARA.",
            )
    if paper.number.isdigit() and day and paper.senders and paper.kind in TELEGRAM_KINDS:
        names = names_of(paper.senders[0].place_read)
        if post := next((_POSTS[name] for name in sorted(names) if name in _POSTS), ""):
            yield "post and number", f"{post} {paper.number}, {american}"
            yield "post to State", f"{post} to State, tel. {paper.number}, {british}"
            yield "Embtel", f"Embtel {paper.number}, {american}"
    if day and len(paper.senders) == len(paper.recipients) == 1:
        people = [paper.senders[0].person_read, paper.recipients[0].person_read]
        if all(people):
            yield "names and day", f"{paper.kind or 'Letter'}, {people[0]} to {people[1]}, {british}"


def became(words: str, pk: int, *, is_note: bool) -> str:
    """Return whether a citation led to its paper, to several with it, to others, or nowhere."""
    if is_note:
        papers = [one.pk for line in find_many(words).lines[:1] for one in line.papers]
    else:
        typed = read_typed(words)
        found = typed.destination
        url = typed.file_number.url if typed.file_number else ""
        slug = Document.objects.get(pk=pk).slug
        if url:
            return "right" if url == f"/documents/{slug}/" else "among several" if "search" in url else "another"
        papers = [one.pk for one in ((found.document,) if found.document else found.papers)] if found else []
    if not papers:
        return "nothing"
    return (
        ("right" if papers == [pk] else "another")
        if len(papers) == 1
        else "among several"
        if pk in papers
        else "others"
    )


def main() -> None:
    most, volumes = int(sys.argv[1]), sys.argv[2:]
    rows = Document.objects.public().filter(volume__isnull=False).order_by("pk")
    rows = rows.filter(volume__slug__in=volumes) if volumes else rows
    drawn = random.Random(19).sample(list(rows.values_list("pk", flat=True)), most)
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    seconds: Counter[str] = Counter()
    for paper in Document.objects.filter(pk__in=drawn).for_page().iterator(chunk_size=100):
        for form, words in citations_of(paper):
            begun = time.perf_counter()
            counted[form][became(words, paper.pk, is_note="note" in form)] += 1
            seconds[form] += time.perf_counter() - begun
    outcomes = ("right", "among several", "another", "others", "nothing")
    print(f"{'form':24}" + "".join(f"{name:>15}" for name in ("citations", *outcomes, "ms each")))
    for form, found in counted.items():
        count = sum(found.values())
        shares = "".join(f"{found[name] / count:15.1%}" for name in outcomes)
        print(f"{form:24}{count:15}{shares}{1000 * seconds[form] / count:15.1f}")


if __name__ == "__main__":
    main()
