"""The filing schemes: the one table of their names, years and places on the shelf.

A scheme's name is the word that records have; everything else that differs between schemes and is no grammar is read from the table. To
add a scheme, add a row here, a grammar beside the others, and its classes to ``data/``.
"""

from __future__ import annotations

from dataclasses import dataclass

NUMERICAL = "numerical"
DECIMAL_1910 = "decimal-1910"
DECIMAL_1950 = "decimal-1950"
#: A decimal number whose era is not known.
DECIMAL = "decimal"
SUBJECT_NUMERIC = "subject-numeric"
#: The Central Foreign Policy File.
CFPF = "cfpf"
LOT = "lot"
RECORD_GROUP = "record-group"
COLLECTION = "collection"
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Scheme:
    """A filing scheme.

    ``words`` are what people call it. ``first`` and ``last`` are the years in which papers were filed under it (0 for none), ``span`` the
    same in words. ``letter`` begins its sort keys. ``has_place`` says whether its files have a place on the shelf, ``class_words`` what a
    class is called there, ``subjects_first`` that the shelf is arranged by subject before country, and ``pads_codes`` that its codes sort
    by the numbers in them. ``country_classes`` are the classes whose next two digits are a country (filing manuals).
    """

    name: str
    letter: str
    words: str
    first: int = 0
    last: int = 0
    span: str = ""
    class_words: str = "{}"
    country_classes: frozenset[str] = frozenset()
    has_place: bool = True
    subjects_first: bool = False
    pads_codes: bool = False

    @property
    def title(self) -> str:
        """Its words with its years: "Central decimal file 1950–January 1963"."""
        return f"{self.words} {self.span}" if self.span else self.words

    @property
    def short_span(self) -> str:
        """Its years, short: "1950–63"."""
        return f"{self.first}–{self.last % 100}"

    def has_year(self, year: int | None) -> bool:
        """Whether papers of a year were filed under it."""
        return year is not None and self.first <= year <= self.last


#: Every scheme by its name, in the order of the shelf.
SCHEMES = {
    scheme.name: scheme
    for scheme in (
        Scheme(NUMERICAL, "A", "Numerical file", 1906, 1910, "1906–1910"),
        Scheme(
            DECIMAL_1910, "B", "Central decimal file", 1910, 1949, "1910–1949",
            class_words="Class {}", country_classes=frozenset("234678"),
        ),
        Scheme(
            DECIMAL_1950, "B", "Central decimal file", 1950, 1963, "1950–January 1963",
            class_words="Class {}", country_classes=frozenset("2456789"),
        ),
        Scheme(DECIMAL, "B", "Central decimal file", 1910, 1963, "1910–January 1963", class_words="Class {}"),
        Scheme(
            SUBJECT_NUMERIC, "C", "Subject-numeric file", 1963, 1973, "February 1963–1973",
            subjects_first=True, pads_codes=True,
        ),
        Scheme(CFPF, "D", "Central Foreign Policy File", 1973, 1979, "1973–1979"),
        Scheme(LOT, "E", "Lot file", class_words="Lots {}"),
        Scheme(RECORD_GROUP, "F", "Record group", class_words="RG {}", pads_codes=True),
        Scheme(COLLECTION, "G", "Collection"),
        Scheme(UNKNOWN, "Z", "Not understood", has_place=False),
    )
}  # fmt: skip

#: The schemes of decimal numbers whose era is known, in the order of time, and all of decimal numbers.
DECIMAL_ERAS = (DECIMAL_1910, DECIMAL_1950)
DECIMAL_SCHEMES = frozenset((*DECIMAL_ERAS, DECIMAL))
#: The years of date suffixes: they came in during 1944, and the decimal file closed in January 1963.
SUFFIX_YEARS = range(1944, SCHEMES[DECIMAL_1950].last + 1)


def title_of(name: str) -> str:
    """Return what people call a scheme, with its years; the name itself if it is none of the table."""
    return SCHEMES[name].title if name in SCHEMES else name


def decimal_era(year: int | None) -> str:
    """Return the scheme of a decimal number of a year, ``""`` if there was no decimal file in that year."""
    return next((era for era in DECIMAL_ERAS if SCHEMES[era].has_year(year)), "")
