"""The plan of a synthetic archive: numbers that the grammar reads without doubt, volumes that add up."""

from datetime import date, timedelta

import pytest

from archive import filing
from archive.synthetic.contents import every_file, file_of, is_serial, volumes_of
from archive.synthetic.language import COUNTRIES, MATTERS, sentences_of
from archive.synthetic.numbers import numbers_of


@pytest.mark.parametrize("documents", [1, 19, 100, 401, 300_000])
def test_the_volumes_hold_as_many_papers_as_asked(documents):
    volumes = volumes_of(3, documents)
    assert sum(volume.papers for volume in volumes) == documents
    assert len({volume.slug for volume in volumes}) == len(volumes)
    assert volumes == volumes_of(3, documents)


def test_every_file_is_read_without_doubt():
    for country in range(len(COUNTRIES)):
        for matter in range(len(MATTERS)):
            for year in (1912, 1955, 1968):
                file = file_of(country, matter, year, 1)
                printed = file if year >= 1964 else f"{file}/123" if is_serial(year) else f"{file}/3–555"
                parsed = filing.parse(printed, year)
                assert not parsed.warnings, printed
                assert not filing.doubts_about(parsed, "1955-03-05", "1955-03-05"), printed


def test_numbers_are_put_together_as_the_grammar_reads_them():
    schemes, compared = set(), 0
    for volume in volumes_of(3, 4_000)[::2]:
        for chapter in volume.chapters:
            days = [date(volume.year, 1, 1) + timedelta(n * 360 // chapter.papers) for n in range(chapter.papers)]
            for day, number in zip(days, numbers_of(chapter, volume.year, days), strict=True):
                read = filing.parse(number.printed, volume.year)
                assert not read.warnings
                for part in ("printed", "normal", "scheme", "file", "enclosure", "date", "sort_key"):
                    assert getattr(number, part) == getattr(read, part), number
                assert number.date in ("", day.isoformat())
                schemes.add(number.scheme)
                compared += 1
    assert schemes == {"decimal-1910", "decimal-1950", "subject-numeric"}
    assert compared >= 2_000


def test_no_two_volumes_make_the_same_number():
    taken = set()
    for volume in volumes_of(3, 20_000):
        for chapter in volume.chapters:
            serials = (
                range(chapter.first_serial, chapter.first_serial + chapter.papers) if is_serial(volume.year) else [0]
            )
            numbers = {(chapter.file, volume.year if not is_serial(volume.year) else 0, serial) for serial in serials}
            assert not numbers & taken
            taken |= numbers
    assert len(every_file(volumes_of(3, 20_000))) > 100


def test_sentences_need_no_escape_and_stand_beside_any_other():
    for sentence in sentences_of(3)[:500]:
        assert not set(sentence) & set("<>&{}")
        first, *_, last = sentence.split()
        assert len(first) > 1 < len(last.rstrip("."))
