"""Where the originals of a file number's papers are: record group, series and segment of years.

The segments are those of NARA's description of the central files of Record Group 59.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive.filing.file_number import FileNumber
from archive.filing.schemes import (
    CFPF,
    COLLECTION,
    DECIMAL_1910,
    DECIMAL_SCHEMES,
    LOT,
    NUMERICAL,
    RECORD_GROUP,
    SCHEMES,
    SUBJECT_NUMERIC,
    SUFFIX_YEARS,
)

_DECIMAL_SEGMENTS = (
    (1910, 1929, "1910–1929"),
    (1930, 1939, "1930–1939"),
    (1940, 1944, "1940–1944"),
    (1945, 1949, "1945–1949"),
    (1950, 1954, "1950–1954"),
    (1955, 1959, "1955–1959"),
    (1960, 1963, "1960–January 1963"),
)
_SUBJECT_SEGMENTS = (
    (1963, 1963, "February–December 1963"),
    (1964, 1966, "1964–1966"),
    (1967, 1969, "1967–1969"),
    (1970, 1973, "1970–1973"),
)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the originals are: record group ("RG 59", ``""`` if unknown), series, and the segment of years if known."""

    record_group: str
    series: str
    segment: str = ""

    def __str__(self) -> str:
        series = f"{self.series} {self.segment}".strip()
        return ", ".join(part for part in (self.record_group, series) if part)


def whereabouts(number: FileNumber, year: int | None = None) -> Whereabouts | None:
    """Return the record group and segment of a number's originals, or None where they are unknown. ``year`` is the paper's."""
    year = int(number.date[:4]) if number.date else year
    scheme = SCHEMES[number.scheme]
    if number.scheme in DECIMAL_SCHEMES:
        segment = _segment(_DECIMAL_SEGMENTS, year)
        if not segment and number.scheme == DECIMAL_1910 and number.enclosure:
            segment = f"{scheme.first}–{SUFFIX_YEARS[0]}"  # serials gave way to date suffixes
        return Whereabouts("RG 59", "Central Decimal File", segment or scheme.span)
    if number.scheme == SUBJECT_NUMERIC:
        return Whereabouts("RG 59", "Subject-Numeric File", _segment(_SUBJECT_SEGMENTS, year) or scheme.span)
    if number.scheme == NUMERICAL:
        return Whereabouts("RG 59", "Numerical File", scheme.span)
    if number.scheme == CFPF:
        return Whereabouts("RG 59", "Central Foreign Policy Files", f"19{number.subject[:2]}")
    if number.scheme == LOT:
        return Whereabouts({"D": "RG 59", "F": "RG 84"}.get(number.class_, ""), number.file)
    if number.scheme == RECORD_GROUP:
        return Whereabouts(f"RG {number.class_}", number.enclosure if number.file.startswith("RG") else number.file)
    if number.scheme == COLLECTION and number.file == number.subject:
        return Whereabouts("", number.class_, number.file)
    if number.scheme == COLLECTION:
        return Whereabouts("", number.file)
    return None


def _segment(segments: tuple[tuple[int, int, str], ...], year: int | None) -> str:
    return next((name for first, last, name in segments if year and first <= year <= last), "")
