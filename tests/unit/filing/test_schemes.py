"""The one table of schemes, and what else has to agree with it."""

from pathlib import Path

import pytest

from archive import filing
from archive.filing.schemes import SUFFIX_YEARS, decimal_era
from archive.web import words

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("printed", "year", "scheme", "title"),
    [
        ("File No. 5767/123", None, "numerical", "Numerical file 1906–1910"),
        ("840.48 Refugees/5425", None, "decimal-1910", "Central decimal file 1910–1949"),
        ("611.93/4-2355", None, "decimal-1950", "Central decimal file 1950–January 1963"),
        ("891.00", None, "decimal", "Central decimal file 1910–January 1963"),
        ("POL 27-14 ARAB-ISR/SANDSTORM", None, "subject-numeric", "Subject-numeric file February 1963–1973"),
        ("P840114-1808", None, "cfpf", "Central Foreign Policy File 1973–1979"),
        ("Lot 64 D 535", None, "lot", "Lot file"),
        ("RG 63, Entry 105, Box 4", None, "record-group", "Record group"),
        ("Paris Peace Conf. 185.001/28", None, "record-group", "Record group"),
        ("Eisenhower Library, Dulles papers", None, "collection", "Collection"),
        ("FRC 330 70 A 6648", None, "collection", "Collection"),
        ("NSC 68", None, "unknown", "Not understood"),
    ],
)
def test_every_grammar_reads_into_a_scheme_of_the_table(printed, year, scheme, title):
    number = filing.parse(printed, year)
    assert (number.scheme, filing.title_of(number.scheme)) == (scheme, title)
    assert number.sort_key.startswith(filing.SCHEMES[scheme].letter)
    assert filing.explain(number).sentence.startswith(f"{title}: ")


def test_the_shelf_is_in_the_order_of_the_table():
    letters = [scheme.letter for scheme in filing.SCHEMES.values()]
    assert letters == sorted(letters)
    assert [*filing.SHELVES, filing.UNKNOWN] == list(filing.SCHEMES)
    assert [filing.label(filing.ShelfPlace(scheme)).code for scheme in filing.SHELVES] == [
        filing.title_of(scheme) for scheme in filing.SHELVES
    ]


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (("decimal-1910", "8"), "Class 8"),
        (("decimal", "8"), "Class 8"),
        (("subject-numeric", "POL"), "POL"),
        (("lot", "D"), "Lots D"),
        (("record-group", "63"), "RG 63"),
        (("collection", "Eisenhower Library"), "Eisenhower Library"),
    ],
)
def test_what_a_class_is_called(place, code):
    assert filing.label(filing.ShelfPlace(*place)).code == code


@pytest.mark.parametrize(
    ("year", "era"),
    [(1909, ""), (1910, "decimal-1910"), (1949, "decimal-1910"), (1950, "decimal-1950"), (1963, "decimal-1950"), (1964, ""), (None, "")],
)  # fmt: skip
def test_the_era_of_a_year(year, era):
    assert decimal_era(year) == era


def test_date_suffixes_end_with_the_decimal_file():
    assert (SUFFIX_YEARS[0], SUFFIX_YEARS[-1]) == (1944, 1963)


def test_every_title_is_offered_for_translation():
    assert {scheme.title for scheme in filing.SCHEMES.values()} <= set(words.FIXED)


def test_the_documents_have_every_scheme():
    rows = (ROOT / "docs" / "filing.md").read_text(encoding="utf-8")
    assert [name for name in filing.SCHEMES if f"| `{name}` |" not in rows] == []


def test_no_other_module_writes_the_name_of_a_scheme():
    names = ("decimal-1910", "decimal-1950", "subject-numeric", "record-group")
    modules = (path for path in (ROOT / "archive").rglob("*.py") if path.name != "schemes.py")
    quoted = [f'"{name}"' for name in names]
    assert [str(path) for path in modules if any(name in path.read_text(encoding="utf-8") for name in quoted)] == []
