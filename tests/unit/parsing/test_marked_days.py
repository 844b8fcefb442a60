"""Days that a volume's markup gives and no calendar holds."""

import io

import pytest

from archive.parsing import tei

_VOLUME = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="frus1901v01"><teiHeader/><text><body>
<div type="chapter" xml:id="ch1"><head>Ruritania</head><div type="document" n="1" xml:id="d1">
<head>1. Telegram From the Legation in Ruritania to the Department of State</head>
<opener><dateline><placeName>Strelsau</placeName>, <date {}>{}</date></dateline></opener><p>Words.</p></div></div></body></text></TEI>"""


def paper_of(markup, printed):
    (paper, _), *_ = tei.read_volume(io.BytesIO(_VOLUME.format(markup, printed).encode()), name="made.xml")
    return paper


@pytest.mark.parametrize(
    ("markup", "printed", "edtf", "codes"),
    [
        ('when="1901-00-00"', "undated [1901]", "1901", ["date-markup-impossible"]),
        ('when="1901-04-31"', "April 31, 1901", "", ["date-markup-impossible", "date-unreadable"]),
        ('from="1901-02-29" to="1901-03-02"', "March 2, 1901", "1901-03-02", ["date-markup-impossible"]),
        ('notBefore="1901-13-01" notAfter="1901-03-02"', "March 2, 1901", "1901-03-02", ["date-markup-impossible"]),
        ('when="1901-04-30"', "April 30, 1901", "1901-04-30", []),
        ('when="1904-02-29"', "February 29, 1904", "1904-02-29", []),
        ('when="1901-04-30T10:00:00"', "April 30, 1901", "1901-04-30", []),
        ('when="1901"', "April 30, 1901", "1901-04-30", []),
        ('when="1901-04-12"', "April 12 [1901]", "1901-04-12", []),
        ('when="1901-11-10"', "November, 10, 1901", "1901-11-10", []),
        ('when="1901-12-02"', "December2, 1901", "1901-12-02", []),
        # What is marked is more exact than what is understood of the words.
        ('when="1901-07-07"', "July 71901", "1901-07-07", []),
        ('when="1901-08-02"', "Summer, 1901", "1901-08-02", []),
        ('when="1901-04-14"', "Easter Sunday, 1901", "1901-04-14", []),
        ('from="1901-03-01" to="1901-03-09"', "1901", "1901-03-01/1901-03-09", []),
        ('when="1901-03-04"', "3/4/1901", "1901-03-04", []),
        ('when="1902-03-04"', "1901", "1901", ["date-differs-from-markup"]),
        ('when="1901-03-04"', "March 1901", "1901-03", []),
        ('when="1901-03-04"', "before March 3, 1901", "../1901-03-02", ["date-differs-from-markup"]),
        # Far from the years of the volume.
        ('when="1909-03-04"', "March 4, 1909", "1909-03-04", ["date-outside-volume"]),
        ('when="1891-03-04"', "March 4, 1891", "1891-03-04", []),
        ('when="1890-03-04"', "March 4, 1890", "1890-03-04", ["date-outside-volume"]),
    ],
)
def test_impossible_markup_is_doubted_and_gives_no_day(markup, printed, edtf, codes):
    paper = paper_of(markup, printed)
    assert paper.date.edtf == edtf
    assert paper.place == "Strelsau"
    assert sorted(warning.code for warning in paper.warnings if warning.code.startswith("date")) == codes
