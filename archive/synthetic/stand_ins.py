"""Stand-ins for rows of the database: what synthetic papers point at, and what a search entry is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class KnownAuthority:
    """An authority in the database, with the fields that a search entry needs."""

    pk: int
    name: str
    slug: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file in the database, with the fields that a search entry needs."""

    pk: int
    scheme: str
    class_code: str
    country_code: str
    second_country_code: str
    subject: str
    qualifier: str
    normal: str
    sort_key: str
    slug: str


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """Where originals are, with the fields that a search entry needs."""

    pk: int
    chain: list[list[str]]


@dataclass(frozen=True)
class KnownRecords:
    """The offices, people, places, files and the holding in the database that the papers point at, by the words of the source.

    ``numbers`` are those of files whose papers all have the same number.
    """

    parties: dict[str, tuple[KnownAuthority | None, KnownAuthority | None, KnownAuthority | None]]
    places: dict[str, KnownAuthority]
    files: dict[tuple[str, str], KnownFile]
    numbers: dict[tuple[str, str], int]
    holding: KnownUnit


class RelatedList(list):
    """A list with the method ``all`` of a related manager."""

    def all(self):
        return self


@dataclass(slots=True)
class StandInCorrespondent:
    """A sender or recipient with the authorities that it was identified with."""

    role: str
    printed: str
    office_read: str
    person_read: str
    office: KnownAuthority | None
    person: KnownAuthority | None
    place: KnownAuthority | None


@dataclass(slots=True)
class StandInNumber:
    """A file number of a paper, with its file."""

    printed: str
    pk: int
    normal: str
    scheme: str
    sort_key: str
    file: KnownFile

    @property
    def file_number(self):
        return self


@dataclass(slots=True)
class StandInDocument:
    """The fields of a document that a search entry is made of."""

    pk: int
    volume: KnownVolume
    kind: str
    classification: str
    place_printed: str
    place: KnownAuthority | None
    date_earliest: date | None
    date_latest: date | None
    correspondents: RelatedList
    document_file_numbers: RelatedList
    languages: tuple[str, ...] = ()
    subject: str = ""
    mentions: RelatedList = field(default_factory=RelatedList)
    document_topics: RelatedList = field(default_factory=RelatedList)
    held_in: KnownUnit | None = None


class KnownVolume(KnownAuthority):
    """A volume, with the fields that a search entry needs."""

    @property
    def title(self) -> str:
        return self.name
