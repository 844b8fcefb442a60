"""What synthetic papers point at, and how a search entry sees a paper: rows of the database without the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Known:
    """An authority or file in the database, as a search entry sees it."""

    pk: int
    name: str
    slug: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file in the database, as a search entry sees it."""

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


@dataclass(frozen=True)
class Holdings:
    """What the papers point at, by the words of the source: offices, people, places and files that are there already.

    ``numbers`` are those of files whose papers all bear the same number.
    """

    parties: dict[str, tuple[Known | None, Known | None, Known | None]]
    places: dict[str, Known]
    files: dict[tuple[str, str], KnownFile]
    numbers: dict[tuple[str, str], int]


class Rows(list):
    """A list that can be asked like a related manager."""

    def all(self):
        return self


@dataclass(slots=True)
class Correspondent:
    """A sender or recipient with those that he was identified with."""

    role: str
    printed: str
    office_read: str
    person_read: str
    office: Known | None
    person: Known | None
    place: Known | None


@dataclass(slots=True)
class Number:
    """A file number that a paper bears, with its file."""

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
class Indexed:
    """What a search entry needs of a document."""

    pk: int
    volume: Known
    kind: str
    classification: str
    place_printed: str
    place: Known | None
    date_earliest: date | None
    date_latest: date | None
    correspondents: Rows
    document_file_numbers: Rows


class VolumeName(Known):
    """A volume, as a search entry sees it."""

    @property
    def title(self) -> str:
        return self.name
