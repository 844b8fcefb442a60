"""The contents of a synthetic archive before any text: volumes with their chapters, years, files and correspondents."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from random import Random

from archive import filing
from archive.parsing.offices import read_correspondent
from archive.records import TEI_NAMESPACE, CorrespondentRecord, DivisionRecord, VolumeRecord
from archive.synthetic.language import COUNTRIES, MATTERS, surname

#: About how many papers a printed volume has.
PAPERS_OF_VOLUME = 400
_CHAPTERS = 10
_FIRST_YEAR, _LAST_YEAR = 1912, 1972
_TERM = 5


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: the papers of one country on one matter. ``first_serial`` is the first of its serial enclosures."""

    country: int
    matter: int
    file: str
    first_serial: int
    papers: int


@dataclass(frozen=True, slots=True)
class SyntheticVolume:
    """A volume. Its ``slug`` shows that it is synthetic, with its seed and number."""

    slug: str
    number: int
    year: int
    chapters: tuple[Chapter, ...]

    @property
    def papers(self) -> int:
        return sum(chapter.papers for chapter in self.chapters)

    def record(self) -> VolumeRecord:
        """Return the volume as a reader would."""
        title = f"Synthetic Papers, {self.year}, Volume {self.number}"
        header = (
            f'<teiHeader xmlns="{TEI_NAMESPACE}"><fileDesc><titleStmt><title type="complete">{title}</title></titleStmt>'
            "<publicationStmt><p>Made to try the archive with; not a real publication.</p></publicationStmt>"
            "<sourceDesc><p>Put together from stock sentences.</p></sourceDesc></fileDesc></teiHeader>"
        )
        pointers = "".join(f'<ptr type="division" target="#ch{n}"/>' for n, _ in enumerate(self.chapters, 1))
        skeleton = (
            f'<TEI xmlns="{TEI_NAMESPACE}" xml:id="{self.slug}"><ptr type="header"/>'
            f"<text><body>{pointers}</body></text></TEI>"
        )
        return VolumeRecord(
            self.slug, title, "Synthetic Papers", str(self.number), str(self.year), header=header, skeleton=skeleton,
            publisher="nobody", published=str(self.year + 25), divisions=tuple(self._divisions()),
        )  # fmt: skip

    def _divisions(self):
        paper = 0
        for number, chapter in enumerate(self.chapters, 1):
            heading = f"{COUNTRIES[chapter.country][0]}: {MATTERS[chapter.matter][0]}"
            pointers = "".join(
                f'<ptr type="document" target="#d{n}"/>' for n in range(paper + 1, paper + chapter.papers + 1)
            )
            paper += chapter.papers
            text = f'<div xmlns="{TEI_NAMESPACE}" type="chapter" xml:id="ch{number}"><head>{heading}</head>{pointers}</div>'
            yield DivisionRecord(f"ch{number}", "chapter", heading, text, number, number=str(number))


def volumes_of(seed: int, documents: int) -> list[SyntheticVolume]:
    """Return volumes with so many documents in total, in the order of their years; the last one may be shorter."""
    random = Random(f"{seed} plan")
    # Small archives have small volumes, so that they too reach from the first year to the last.
    size = min(PAPERS_OF_VOLUME, max(20, documents // 10))
    count = -(-documents // size)
    serials: dict[str, int] = defaultdict(lambda: random.randint(1, 900))
    taken: set[tuple[str, int]] = set()
    volumes = []
    for index in range(count):
        year = _FIRST_YEAR + index * (_LAST_YEAR - _FIRST_YEAR) // (count - 1) if count > 1 else 1938
        left = min(size, documents - index * size)
        chapters = []
        for place in range(_CHAPTERS):
            papers = left // (_CHAPTERS - place) if place < _CHAPTERS - 1 else left
            if not papers:
                continue
            left -= papers
            chapters.append(_chapter(random, year, papers, serials, taken))
        volumes.append(SyntheticVolume(f"synthetic-{seed}-{index + 1:04d}", index + 1, year, tuple(chapters)))
    return volumes


def _chapter(random: Random, year: int, papers: int, serials: dict[str, int], taken: set) -> Chapter:
    while True:
        country, matter = random.randrange(len(COUNTRIES)), random.randrange(len(MATTERS))
        file = file_of(country, matter, year, random.randrange(12))
        # Dated numbers of one file and year belong to one volume, so that no two volumes make the same number.
        if is_serial(year) or (file, year) not in taken:
            break
    taken.add((file, year))
    first = serials[file]
    if is_serial(year):
        serials[file] += papers
    return Chapter(country, matter, file, first, papers)


def is_serial(year: int) -> bool:
    """Return whether papers of a year have serial numbers in their file, and not dates."""
    return year < 1945


def file_of(country: int, matter: int, year: int, variant: int) -> str:
    """Return the file of a country's papers on a matter, in the filing system of the year."""
    _, _, old, new, area = COUNTRIES[country]
    _, subject, later_subject, heading = MATTERS[matter]
    if year < 1950:
        return f"8{old}.{subject}" if not variant % 3 else f"8{old}.{subject} {_QUALIFIERS[variant]}"
    if year < 1964:
        return f"7{new}.{later_subject}" if not variant % 3 else f"7{new}.{later_subject} {_QUALIFIERS[variant]}"
    return f"{heading} {area}" if not variant else f"{heading}–{variant} {area}"


_QUALIFIERS = (
    "Mission Commission Refugees Loan Advisers Conference Treaty Claims Delegation Bank Inspection Agreement".split()
)


# --- correspondents ------------------------------------------------------------------------------------------------------


@cache
def _name(seed: int, office: str, term: int) -> str:
    return surname(Random(f"{seed} {office} {term}"))


def party(seed: int, role: str, country: int, year: int) -> CorrespondentRecord:
    """Return who had a role in a year, as printed and read: ``role`` is one of :data:`ROLES`."""
    return _party(seed, role, country if "{}" in ROLES[role] else 0, (year - _FIRST_YEAR) // _TERM)


@cache
def _party(seed: int, role: str, country: int, term: int) -> CorrespondentRecord:
    office = ROLES[role].replace("{}", COUNTRIES[country][0])
    return read_correspondent(f"the {office} ({_name(seed, office, term)})" if role in _NAMED else f"the {office}")


#: Offices that write and receive papers; ``{}`` is a country.
ROLES = {
    "ambassador": "Ambassador in {}",
    "embassy": "Embassy in {}",
    "consul": "Consul General in {}",
    "secretary": "Secretary of State",
    "department": "Department of State",
    "under": "Under Secretary of State",
    "assistant": "Assistant Secretary of State",
    "director": "Director of the Office of Regional Affairs",
    "president": "President",
}
_NAMED = frozenset({"ambassador", "consul", "under", "assistant", "director"})


def every_party(seed: int, volumes: list[SyntheticVolume]) -> list[CorrespondentRecord]:
    """Return everybody whom the papers of these volumes may name."""
    return list(
        {
            party(seed, role, chapter.country, volume.year): None
            for volume in volumes
            for chapter in volume.chapters
            for role in ROLES
        }
    )


def every_file(volumes: list[SyntheticVolume]) -> list[filing.FileNumber]:
    """Return a number of each file of these volumes; the files are made of them before their papers' numbers."""
    files = {(chapter.file, volume.year): None for volume in volumes for chapter in volume.chapters}
    return [filing.parse(file, year) for file, year in files]
