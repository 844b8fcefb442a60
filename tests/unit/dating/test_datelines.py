"""Date lines of several languages and in figures, each with the place and the days that are read in it."""

import pytest

from archive.dating import is_dateline, parse_edtf, read_date, read_dateline


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
        ("SecDel/MC/12 Bern, March 26, 1944", "Bern", "1944-03-26"),
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
        # More languages, abbreviations, the year first.
        ("Bern, 3. Okt. 1938", "Bern", "1938-10-03"),
        ("Haag, 3 augustus 1938", "Haag", "1938-08-03"),
        ("Bergen, den 3. desember 1938", "Bergen", "1938-12-03"),
        ("Gdynia, 3 października 1938", "Gdynia", "1938-10-03"),
        ("Praha, 3. října 1938", "Praha", "1938-10-03"),
        ("Pécs, 1938. október 3.", "Pécs", "1938-10-03"),
        ("Izmir, 3 Ekim 1938", "Izmir", "1938-10-03"),
        ("Псков, 3 октября 1938", "Псков", "1938-10-03"),
        ("東京, 1938年10月3日", "東京", "1938-10-03"),
        ("Bern, 1938, October 3", "Bern", "1938-10-03"),
        ("Bern, 3-Oct-1938", "Bern", "1938-10-03"),
        ("Bern, 3/X/1938", "Bern", "1938-10-03"),
        # Ordinals in words.
        ("Lima, October the Eighth, 1944", "Lima", "1944-10-08"),
        ("Lima, October eighth, 1944", "Lima", "1944-10-08"),
        ("Lima, the eighth of October, 1944", "Lima", "1944-10-08"),
        ("Lima, the twenty-first day of October 1944", "Lima", "1944-10-21"),
        ("Lima, the thirty first of October 1944", "Lima", "1944-10-31"),
        # Weekdays and words for "about" belong to the date.
        ("Lima, Friday, March 24, 1944", "Lima", "1944-03-24"),
        ("Lima, Friday evening, 24 March 1944", "Lima", "1944-03-24"),
        ("Friday, March 24, 1944", "", "1944-03-24"),
        ("Lima, early March 1944", "Lima", "1944-03"),
        ("Lima, end of March 1944", "Lima", "1944-03"),
        ("Lima, about March 24, 1944", "Lima", "1944-03-24~"),
        ("Lima, D.C. March 24, 1944", "Lima, D.C.", "1944-03-24"),
        ("Mile End, March 24, 1944", "Mile End", "1944-03-24"),
        ("Port-of, March 24, 1944", "Port-of", "1944-03-24"),
        # Several days and months, joined by anything.
        ("Lima, March 26−28, 1944", "Lima", "1944-03-26/1944-03-28"),
        ("Lima, March 26 ‒ 28, 1944", "Lima", "1944-03-26/1944-03-28"),
        ("Lima, March 26―April 2, 1944", "Lima", "1944-03-26/1944-04-02"),
        ("Lima, March 31, 1944, to April 2, 1944", "Lima", "1944-03-31/1944-04-02"),
        ("Lima, March 3, 5, and 7, 1944", "Lima", "1944-03-03/1944-03-07"),
        ("Lima, March–April 1944", "Lima", "1944-03/1944-04"),
        ("Lima, December to February, 1944", "Lima", "1943-12/1944-02"),
        ("Lima, March 1944–February 1945", "Lima", "1944-03/1945-02"),
        # Days of two calendars, of which the second is ours, and nights between two days.
        ("Reval, 5/18 March 1917", "Reval", "1917-03-18"),
        ("Reval, March 5/18, 1917", "Reval", "1917-03-18"),
        ("Reval, March 5 (18), 1917", "Reval", "1917-03-18"),
        ("Reval, February 26 (March 11), 1917", "Reval", "1917-03-11"),
        ("Reval, 16 February/1 March 1917", "Reval", "1917-03-01"),
        ("Reval, August 22/September 3, 1861", "Reval", "1861-09-03"),
        ("Reval, March 5/17, 1917", "Reval", "1917-03-05/1917-03-17"),
        ("Lima, March 5/6, 1944", "Lima", "1944-03-05/1944-03-06"),
        ("Tabriz, 25 Esfand 1322 (March 16, 1944)", "Tabriz", "1944-03-16"),
        ("Port Said, 12 Rajab 1367/May 20, 1948", "Port Said", "1948-05-20"),
        # Open spans.
        ("Lima, before March 3, 1944", "Lima", "../1944-03-02"),
        ("Lima, not later than March 3, 1944", "Lima", "../1944-03-03"),
        ("Lima, after March 1944", "Lima", "1944-04-01/.."),
        # The place after the date, or none.
        ("March 24, 1944, Port Said", "Port Said", "1944-03-24"),
        ("24 March 1944, 3 p.m., Lima.", "Lima", "1944-03-24"),
        ("March 24, 1944, continued", "", "1944-03-24"),
        ("[place not declassified], March 24, 1944", "", "1944-03-24"),
        ("Lima [1 word not declassified], March 24, 1944", "Lima", "1944-03-24"),
        ("Room 2018, Old Building, March 24, 1944", "Room 2018, Old Building", "1944-03-24"),
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
        ("Bern, March ’44", "", "date-unreadable"),
        ("Bern, March 3, ’44", "", "date-unreadable"),
        ("Bern, the 3d inst.", "", "date-unreadable"),
        ("Bern, Monday", "", "date-unreadable"),
        # Day or month, month or span of years.
        ("Bern, 3/4/1944", "1944", "date-ambiguous"),
        ("Bern, 3-4-1944", "1944", "date-ambiguous"),
        ("Bern, 1909-11", "1909", "date-ambiguous"),
        # A day is printed, but it is not understood.
        ("Bern, 26 Esfand 1944", "1944", "date-partly-read"),
        ("Bern, July 71944", "1944", "date-partly-read"),
        ("Bern, 1944–03", "1944", "date-partly-read"),
        ("Bern, 5/1944", "1944", "date-partly-read"),
        # Seasons have no first and last day.
        ("Bern, Summer, 1944", "1944-22", "date-partly-read"),
        ("Bern, winter of 1944–45", "1944/1945", "date-partly-read"),
        # The day is to come, or was another day of the week.
        ("Bern, March 26, 2094", "2094-03-26", "date-to-come"),
        ("Bern, Monday, March 24, 1944", "1944-03-24", "date-weekday-differs"),
    ],
)
def test_what_is_doubtful_is_said(printed, edtf, code):
    read = read_dateline(printed)
    assert (read.place, read.date.edtf) == ("Bern", edtf)
    assert bool(read.date.earliest) == bool(edtf)
    assert (read.date.earliest, read.date.latest) == tuple(day.isoformat() if day else "" for day in parse_edtf(edtf))
    assert [warning.code for warning in read.warnings] == [code]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("Easter Sunday, 1948", "1948-03-28"),
        ("Easter Sunday 1943", "1943-04-25"),
        ("Easter Monday, 1818", "1818-03-23"),
        ("Good Friday, 1954", "1954-04-16"),
        ("Whit Sunday, 1948", "1948-05-16"),
        ("Christmas Day, 1944", "1944-12-25"),
        ("New Year’s Eve, 1944", "1944-12-31"),
    ],
)
def test_the_day_of_a_feast_is_inferred(printed, day):
    read = read_dateline(f"Lima, {printed}")
    assert (read.place, read.date.earliest, read.date.latest, read.date.printed) == ("Lima", day, day, printed)
    assert (read.date.certainty, read.date.reason.rpartition(" ")[2]) == ("inferred", day)


def test_a_date_beside_a_feast_is_stated():
    read = read_dateline("Lima, Easter Sunday, March 28, 1948")
    assert (read.place, read.date.edtf, read.date.certainty) == ("Lima", "1948-03-28", "stated")


@pytest.mark.parametrize(
    ("printed", "time"),
    [
        ("March 26, 1944, 18.00", "18.00"),
        ("March 26, 1944—18.00 hours", "18.00 hours"),
        ("March 26, 1944, 11 am", "11 am"),
        ("March 26, 1944, 12 noon", "12 noon"),
        ("March 26, 1944, midnight", "midnight"),
        ("March 26, 1944, 5:30 p.m. EST", "5:30 p.m. EST"),
        ("March 26, 1944, 10:15 a.m.–12:45 p.m.", "10:15 a.m.–12:45 p.m."),
        ("March 26, 1944, 10 a.m. to noon", "10 a.m. to noon"),
        ("March 26, 1944, 1530Z", "1530Z"),
        ("March 26, 1944, 261530Z", "261530Z"),
        ("261530Z March 1944", "1530Z"),
        ("26.3.1944", ""),
        ("26 March 1944", ""),
        ("March 26, 1944, 18.75", ""),
    ],
)
def test_times_of_day(printed, time):
    read = read_dateline(f"Lima, {printed}")
    assert (read.place, read.date.edtf, read.date.time) == ("Lima", "1944-03-26", time)


@pytest.mark.parametrize(
    ("printed", "edtf", "certainty"),
    [
        ("Lima, undated", "", "stated"),
        ("Lima, n.d.", "", "stated"),
        ("Lima, undated [March 1944]", "1944-03", "supplied"),
        ("Lima, [undated, but before March 3, 1944]", "../1944-03-02", "supplied"),
        ("Lima, undated [sent to the Board on March 3, 1944]", "", "stated"),
    ],
)
def test_an_undated_paper_has_the_date_that_its_editors_supply(printed, edtf, certainty):
    read = read_dateline(printed)
    assert (read.place, read.date.edtf, read.date.certainty, read.warnings) == ("Lima", edtf, certainty, ())


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
        "le mai", "No. 26", "mars", "Lima", "1940s", "Spring Gardens", "Easter Island", "the second secretary", "room 18.00",
    ],
)  # fmt: skip
def test_file_numbers_and_other_figures_are_no_dates(printed):
    assert read_date(printed) is None
    assert read_dateline(f"Lima, {printed}").date is None


@pytest.mark.parametrize("printed", ["891.00/3-26-1944", "762.94.1944", "1.840.48.1944", "123/4/1944"])
def test_the_end_of_a_file_number_is_no_day(printed):
    read = read_date(printed)
    assert read is None or read.edtf == "1944"


@pytest.mark.parametrize(
    "line",
    [
        "Lima, May 4, 1944", "Lima, Friday morning, 4 May 1944, 10 a.m. to noon", "American Legation, Lima, May 4, 1944.",
        "Lima [undated].",
        "LEGATION OF PERU, LIMA, MAY 4, 1944", "the eighth of October, 1944", "Lima, Easter Sunday, 1948", "Lima, n.d.", "Lima, May 4, ’44",
        "[place not declassified], May 4, 1944, 1530Z", "Lima, May 4, 1944, 5:30 p.m. EST. (Received May 5.)", "May 4, 1944, Lima",
        "Lima, before May 4, 1944",
        # The month is misprinted.
        "Lima, 4 mzy 1944", "Lima, 4 de mzyo de 1944", "the 4th of Mzy, 1944", "Lima, 4 Mzy 1944.",
    ],
)  # fmt: skip
def test_lines_that_are_only_date_lines(line):
    assert is_dateline(line)


@pytest.mark.parametrize(
    "line",
    [
        "Lima, May 4, 1944, was a fine day", "The meeting of May 4, 1944", "Your telegram of May 4, 1944", "Draft Telegram of May 4, 1944",
        "Lima", "Lima, before May 1944 they went",
        "undated memorandum on fish", "The fall of 1944 was wet.", "Lima, May 4, 1944. Secret", "CM-2011-72",
        "A-1641", "A–1828", "1860. Peru Wool.",
        "Council, Friday, May 4, 1944", "the Board on Friday, May 4, 1944",
        "Mr. Moss wrote on May 4, 1944",
        "WHAT THE BOARD DID SINCE MAY 4, 1944", "In May 1944", "840.48/5–444",
        "42. Your telegram was answered in 1944.", "7. Nothing was heard of it before 1944.", "42. Our relations since 1944.",
    ],
)  # fmt: skip
def test_lines_that_are_more_than_date_lines(line):
    assert not is_dateline(line)
