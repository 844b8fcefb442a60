"""Date lines of several languages and in figures, each with the place and the days that are read in it."""

import pytest

from archive.dating import read_date, read_dateline


@pytest.mark.parametrize(
    ("printed", "place", "edtf"),
    [
        # Figures with the year first.
        ("Moscow, 1944-03-26", "Moscow", "1944-03-26"),
        ("Moscow, 1944‑03‑26", "Moscow", "1944-03-26"),
        ("Moscow, 1944-3-6", "Moscow", "1944-03-06"),
        ("Moscow, 1944/03/26", "Moscow", "1944-03-26"),
        ("Moscow, 1944-03", "Moscow", "1944-03"),
        # Figures with the day first.
        ("Bern, 26.3.1944", "Bern", "1944-03-26"),
        ("Bern, 26. 3. 1944", "Bern", "1944-03-26"),
        ("Bern, 06.03.1944", "Bern", "1944-03-06"),
        ("Bern, 3.4.1944", "Bern", "1944-04-03"),
        ("Bern, 26.III.1944", "Bern", "1944-03-26"),
        # Figures between slashes or hyphens, where only one of the first two can be the month.
        ("Bern, 26/3/1944", "Bern", "1944-03-26"),
        ("Bern, 3/26/1944", "Bern", "1944-03-26"),
        ("Bern, 3/3/1944", "Bern", "1944-03-03"),
        ("Bern, 26-3-1944", "Bern", "1944-03-26"),
        # French, German, Spanish, Italian, Portuguese.
        ("Bern, le 26 mars 1944", "Bern", "1944-03-26"),
        ("Paris, 1er mai 1944", "Paris", "1944-05-01"),
        ("Paris, le 1er août 1938", "Paris", "1938-08-01"),
        ("PARIS, LE 3 FÉVRIER 1938", "PARIS", "1938-02-03"),
        ("Paris, 3 fevrier 1938", "Paris", "1938-02-03"),
        ("Paris, mars 1944", "Paris", "1944-03"),
        ("Paris, du 26 au 28 mars 1944", "Paris", "1944-03-26/1944-03-28"),
        ("Berlin, 26. März 1944", "Berlin", "1944-03-26"),
        ("Berlin, den 3. Oktober 1938", "Berlin", "1938-10-03"),
        ("Bern, am 10. August 1938", "Bern", "1938-08-10"),
        ("Weimar, 10. März 1938", "Weimar", "1938-03-10"),
        ("Wien, 4. Jänner 1938", "Wien", "1938-01-04"),
        ("Madrid, 26 de marzo de 1944", "Madrid", "1944-03-26"),
        ("Madrid, a 5 de setiembre de 1938", "Madrid", "1938-09-05"),
        ("Madrid, marzo de 1944", "Madrid", "1944-03"),
        ("Roma, 3 ottobre 1938", "Roma", "1938-10-03"),
        ("Roma, 1º gennaio 1938", "Roma", "1938-01-01"),
        ("Lisboa, 5 de março de 1940", "Lisboa", "1940-03-05"),
        # English, as it was and in the spellings that were missed.
        ("Lima, March 26, 1944", "Lima", "1944-03-26"),
        ("Lima, 26th of March, 1944", "Lima", "1944-03-26"),
        ("Lima, November, 10, 1955", "Lima", "1955-11-10"),
        ("Lima, December2, 1901", "Lima", "1901-12-02"),
        ("Lima, September 3d, 1861", "Lima", "1861-09-03"),
        ("Lima, the 22d of October, 1861", "Lima", "1861-10-22"),
        ("Lima, Feb. 1944", "Lima", "1944-02"),
        ("Lima, April 30–May 2, 1944", "Lima", "1944-04-30/1944-05-02"),
        ("Lima, April 30, 1944–May 2, 1944", "Lima", "1944-04-30/1944-05-02"),
        ("Lima, March 26‑28, 1944", "Lima", "1944-03-26/1944-03-28"),
        ("Mayo, May 4, 1944", "Mayo", "1944-05-04"),
        ("Colmar, 5 May 1944", "Colmar", "1944-05-05"),
        ("Lima, March 26 [20], 1944", "Lima", "1944-03-20"),
        # Years alone, and spans of them, are no months.
        ("Lima, 1944", "Lima", "1944"),
        ("Lima, 1944–45", "Lima", "1944/1945"),
        ("Lima, 1944-45", "Lima", "1944/1945"),
        ("Lima, 1909–11", "Lima", "1909/1911"),
        ("Lima, 1944–1946", "Lima", "1944/1946"),
    ],
)
def test_date_lines(printed, place, edtf):
    read = read_dateline(printed)
    assert (read.place, read.date.edtf, read.date.certainty) == (place, edtf, "stated")
    assert read.warnings == ()


@pytest.mark.parametrize(
    ("printed", "edtf", "code"),
    [
        # Days that no calendar holds are not invented.
        ("Bern, 1944-02-31", "", "date-unreadable"),
        ("Bern, 1944-13-01", "", "date-unreadable"),
        ("Bern, 31.2.1944", "", "date-unreadable"),
        ("Bern, 3.26.1944", "", "date-unreadable"),
        ("Bern, 31/2/1944", "", "date-unreadable"),
        ("Bern, 13/13/1944", "", "date-unreadable"),
        ("Bern, le 31 février 1944", "", "date-unreadable"),
        ("Bern, den 31. April 1944", "", "date-unreadable"),
        ("Bern, le 26 mars", "", "date-unreadable"),
        # Day or month, month or span of years.
        ("Bern, 3/4/1944", "1944", "date-ambiguous"),
        ("Bern, 3-4-1944", "1944", "date-ambiguous"),
        ("Bern, 1909-11", "1909", "date-ambiguous"),
        # A day is printed, but it is not understood.
        ("Bern, 26 Esfand 1944", "1944", "date-partly-read"),
        ("Bern, July 71944", "1944", "date-partly-read"),
        ("Bern, 1944–03", "1944", "date-partly-read"),
        ("Bern, 5/1944", "1944", "date-partly-read"),
    ],
)
def test_what_is_doubtful_is_said(printed, edtf, code):
    read = read_dateline(printed)
    assert (read.place, read.date.edtf) == ("Bern", edtf)
    assert bool(read.date.earliest) == bool(edtf)
    assert [warning.code for warning in read.warnings] == [code]


@pytest.mark.parametrize(
    ("printed", "certainty"),
    [
        ("Lima, April 12 [1944]", "supplied"),
        ("Lima, [April 12, 1944]", "supplied"),
        ("Lima, April 11 [12], 1944", "stated"),
        ("Lima, April 12, 1943 [1944]", "stated"),
    ],
)
def test_a_year_in_brackets_is_supplied_and_corrects_no_day(printed, certainty):
    read = read_dateline(printed)
    assert (read.place, read.date.edtf, read.date.certainty) == ("Lima", "1944-04-12", certainty)


@pytest.mark.parametrize(
    "printed",
    [
        "840.48", "840.48 Refugees/5425", "891.00/3-2644", "26.3", "26.3.44", "3/26", "POL 27-14 ARAB-ISR", "Lot 64 D 535",
        "le mai", "No. 26", "mars", "Lima",
    ],
)  # fmt: skip
def test_file_numbers_and_other_figures_are_no_dates(printed):
    assert read_date(printed) is None
    assert read_dateline(f"Lima, {printed}").date is None


@pytest.mark.parametrize("printed", ["891.00/3-26-1944", "762.94.1944", "1.840.48.1944", "123/4/1944"])
def test_the_end_of_a_file_number_is_no_day(printed):
    read = read_date(printed)
    assert read is None or read.edtf == "1944"
