"""Keys of references: their text in the database, which must stay as it is, and reading it again."""

from datetime import date

import pytest

from archive.references.keys import (
    DayKey,
    DocumentNumberKey,
    FileKey,
    NumberKey,
    PageKey,
    PositionKey,
    SeriesKey,
    SourceKey,
    SymbolKey,
    UnheldKey,
    VolumeKey,
    VolumeNameKey,
    keys_of_volume,
    parse,
)

#: Texts as databases hold them. A change of one needs all keys written again.
STORED = [
    ("id|frus1948v05p1#d290", SourceKey("frus1948v05p1#d290")),
    ("doc|frus1948v05p1|12a", DocumentNumberKey.of("frus1948v05p1", "12A")),
    ("at|frus1948v05p1|3", PositionKey("frus1948v05p1", 3)),
    ("page|frus1948v05p1|xii", PageKey.of("frus1948v05p1", "XII")),
    ("file|decimal-1910|840.48 Refugees/5425", FileKey("decimal-1910", "840.48 Refugees/5425")),
    ("file|other|a|b", FileKey("other", "a|b")),
    ("no|935|1944", NumberKey.of("No. 935", 1944)),
    ("no|gadel 20|1951", NumberKey.of("Gadel 20", 1951)),
    ("no|a-12|1951", NumberKey.of("A–12", 1951)),
    ("on|1944-03-20", DayKey(date(1944, 3, 20))),
    ("series|nsc 171/1", SeriesKey.of({"series": "NSC", "number": "171/1"})),
    ("un|S/1234", SymbolKey("S/1234")),
    ("volume|frus1948v05p1", VolumeKey("frus1948v05p1")),
    ("vol|1948|5|1", VolumeNameKey.of("1948", "5", "1")),
    ("vol|1948|5", VolumeNameKey.of("1948", "5")),
    ("vol|1918 russia|1", VolumeNameKey.of("1918 russia", "1")),
    ("vol|1861", VolumeNameKey.of("1861")),
]


@pytest.mark.parametrize(("text", "key"), STORED)
def test_a_key_has_one_text_and_is_read_from_it(text, key):
    assert str(key) == text
    assert parse(text) == key
    assert hash(parse(text)) == hash(key)


@pytest.mark.parametrize("text", ["", "no", "935", "telegram|935|moscow|1944", "|935", "no|935|x", "on|1944", "page|x"])
def test_a_text_that_is_no_key_is_refused(text):
    with pytest.raises((ValueError, TypeError)):
        parse(text)


def test_keys_of_other_kinds_with_the_same_parts_differ():
    assert PageKey("v", "3") != DocumentNumberKey("v", "3")
    assert len({PageKey("v", "3"), DocumentNumberKey("v", "3"), PageKey("v", "3")}) == 2


@pytest.mark.parametrize(
    ("number", "in_series"), [("Gadel 20", True), ("935", False), ("A–12", False), ("No. 12", False)]
)
def test_a_number_of_a_series_is_known(number, in_series):
    assert NumberKey.of(number, 1951).in_series is in_series


@pytest.mark.parametrize(
    ("slug", "texts"),
    [
        ("frus1948v05p1", {"volume|frus1948v05p1", "vol|1948|5", "vol|1948|5|1"}),
        ("frus1952-54v12p2", {"volume|frus1952-54v12p2", "vol|1952-54|12", "vol|1952-54|12|2"}),
        ("frus1969-76ve15p1", {"volume|frus1969-76ve15p1", "vol|1969-76|e15", "vol|1969-76|e15|1"}),
        ("frus1918Supp01v01", {"volume|frus1918Supp01v01", "vol|1918 supp01|1"}),
        ("frus1917-72PubDip", {"volume|frus1917-72PubDip", "vol|1917-72 pubdip"}),
        ("frus1861", {"volume|frus1861", "vol|1861"}),
        ("letters-of-1861", {"volume|letters-of-1861"}),
    ],
)
def test_the_keys_of_a_volume_are_its_id_and_its_title(slug, texts):
    assert {str(key) for key in keys_of_volume(slug)} == texts


def test_the_key_of_an_unheld_paper_is_read_from_its_text():
    key = UnheldKey(("telegram", "935", "moscow", "1944"))
    assert str(key) == "telegram|935|moscow|1944"
    assert UnheldKey.from_text(str(key)) == key
