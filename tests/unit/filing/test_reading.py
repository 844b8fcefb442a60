"""Reading file numbers: one normal form for all spellings, the parts, the era, and what is flagged."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import filing

SAME = [
    ("840.48 Refugees/5425", "File No. 840.48 Refugees/5425", "840.48 REFUGEES / 5425.", "[840.48 refugees/5425]"),
    ("891.00/8-548", "891.00/8–548", "891.00/8—548", "891. 00 / 8 – 548", "891.00/08-0548", "891.OO/8-548"),
    ("751G.5-MSP/12-3155", "751G.5 MSP /12–3155", "751G.5– MSP/12–3155", "751g.5-msp/12-3155"),
    ("501.BC Indonesia/12-248", "501. BC Indonesia/12–248", "501.BC Indonesia/12–248: Telegram"),
    (
        "740.0011 European War 1939/123",
        "740.0011 European War, 1939/123",
        "740.0011 EW 1939/123",
        "740.0011 E.W./123",
        "740.0011 E. W. 1939/123",
        "740.0011 European War/123",
        "740.0011 EW (39)/123",
        "740.0011EW/123",
        "740.0011\n    European War\t1939/123",
    ),
    ("740.00119 Control (Germany)/5-1245", "740.00119 Control Germany)/5-1245", "740.00119 Control Germany/5-1245"),
    ("740.0011 Pacific War/340", "740.0011 P.W./340", "740.0011 PW/340"),
    ("795B.00", "795B.OO", "795b.00"),
    ("686A.86H", "686a.86h", "686A. 86H"),
    ("103.FOA/9-2054", "103 FOA/9–2054"),
    ("357.AB/5-2551", "357 AB/5-2551", "357.AB/5–2551"),
    ("710.Conference W and P/7", "710. Conference W and P/7", "710 Conference W and P/7"),
    ("756D.58", "756 D.58"),
    ("883A.10", "883A. 10"),
    ("751G.11", "75lG.11"),
    ("786A.11/3-358", "786. A.l1/3–358"),
    ("751K.00/12-561", "751K 00/12-561"),
    ("611.94/1-2152", "611.94/l–2152"),
    ("790B.5-MSP/12-2354", "790B.5 MSP/12 2354"),
    ("396.1-GE/7-1359", "396.1–GE–7/1359"),
    ("501.BC Indonesia/1-449", "501.BC Indonesia/1–1449 [1–449]"),
    ("800.014 Antarctic/7-2148", "800.014 Ant arctic/7–2148"),
    ("812.00/137½", "812.00/137 1/2", "File No. 812.00/137½"),
    ("500.A15A4/12", "500.A15 a 4/12"),
    ("462.00R296/1234", "462.00 R 296/1234", "462.00R296/1234"),
    ("550.S1 London/12", "550.S 1 London/12"),
    ("123 F84/16", "123 F 84/16", "123F84/16"),
    ("123 Ward Angus I", "123 Ward, Angus I.", "123- Ward , Angus I."),
    ("840.48 Refugees/5425 FW", "FW 840.48 Refugees/5425", "840.48 Refugees/FW 5425"),
    ("711.90F27/5-1745 Bulky", "711.90F27/5–1745 (bulky)"),
    ("840.48/5", "840.48/5 with enclosure", "840.48/005"),
    ("POL 27 VIET S", "POL 27 S VIET", "pol 27 viet s", "POL 27 VIET S."),
    ("POL 17 KOR S-US", "POL 17 S KOR–US", "POL 17 KOR S – US"),
    ("SCI 1-1 EUR W-US", "SCI 1–1 EURW–US", "SCI 1-1 W EUR-US"),
    ("PET 11 S AFR", "PET 11 SAFR"),
    ("DEF 19-3 US-KOR S", "DEF 19–3 US KOR S", "DEF 19-3 US-S KOR"),
    ("PET NEAR E", "PET–NEAR E", "PET NEAR EAST"),
    ("POL 7 US/BUNKER", "POL 7 US/ Bunker"),
    ("AID (US) 15-4 UAR", "AID(US) 15–4 UAR"),
    ("Lot 64 D 535", "lot 64D535", "Lot File 64–D–535", "64 D 535", "Lot Files 64 D 535", "LOT 64D 535"),
    ("Lot M 88", "Lot M–88", "M–88"),
    ("P840114-1808", "P840114–1808", "P 840114 – 1808"),
    ("3767/5", "File No. 3767/5", "File No. 3767/5."),
    ("RG 59", "Record Group 59", "rg 59", "National Archives, RG 59"),
    ("5767/123", "Numerical File 5767/123", "Case No. 5767/123", "case 5767/123"),
    (
        "POL 27 VIET S",
        "National Archives, RG 59, Central Files 1964–66, POL 27 VIET S",
        "Department of State, Central Files, POL 27 VIET S",
        "Ibid., POL 27 S VIET",
    ),
    ("103.93/48", "RG 59, Central Decimal File 1910–1929, Box 731, 103.93/48", "NARA, RG 59, decimal file, 103.93/48"),
    (
        "FRC 330 70 A 6648",
        "FRC 330 70A6648",
        "FRC: 330–70–A–6648",
        "OSD Files: FRC 330 70 A 6648",
        "Accession 330-70A-6648",
    ),
    ("FRC 330 78 11", "FRC 330–78–0011", "frc 330 78 0011"),
    ("FRC 62 A 1698", "FRC 62A1698"),
    ("Job 79-01025A", "Job 79–01025A", "CIA Files, Job 79-01025A", "JOB NO. 79 01025A", "job 79–1025A"),
]


@pytest.mark.parametrize(("normal", "spelling"), [(row[0], spelling) for row in SAME for spelling in row])
def test_every_spelling_has_one_normal_form(normal, spelling):
    assert filing.normalise(spelling) == normal


DIFFERENT = [
    ("840.48 Refugees/5425", "840.48/5425"),
    ("891.00/8-548", "891.00/8548"),
    ("891.00", "891.001"),
    ("893.00B", "893.008"),
    ("710.I/5", "710.1/5"),
    ("841.857L97/56", "841.857197/56"),
    ("POL 27 VIET S", "POL 27 VIET N"),
    ("POL 17 US-YUGO", "POL 17 YUGO-US"),
    ("POL 27-1", "POL 27"),
    ("Lot 64 D 535", "Lot 64 F 535"),
    ("812.00/137½", "812.00/137"),
    ("812.00/137a", "812.00/137"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_numbers_stay_different(one, other):
    assert filing.normalise(one) != filing.normalise(other)


PARTS = [
    # printed, scheme, class, country, second country, subject, qualifier, enclosure, date, file
    ("840.48 Refugees/5425", "decimal-1910", "8", "40", "", "48", "Refugees", "5425", "", "840.48 Refugees"),
    ("893.51 Manchuria/49", "decimal-1910", "8", "93", "", "51", "Manchuria", "49", "", "893.51 Manchuria"),
    ("891.00/8–548", "decimal-1910", "8", "91", "", "00", "", "", "1948-08-05", "891.00"),
    ("751G.5–MSP/12–3155", "decimal-1950", "7", "51G", "", "5", "MSP", "", "1955-12-31", "751G.5-MSP"),
    ("611.947/1-155", "decimal-1950", "6", "11", "94", "7", "", "", "1955-01-01", "611.947"),
    ("611.95B7/1-155", "decimal-1950", "6", "11", "95B", "7", "", "", "1955-01-01", "611.95B7"),
    ("690D.91322/1-155", "decimal-1950", "6", "90D", "91", "322", "", "", "1955-01-01", "690D.91322"),
    ("763.72/13475½", "decimal-1910", "7", "63", "72", "", "", "13475½", "", "763.72"),
    ("711.90F27/5-1745", "decimal-1910", "7", "11", "90F", "27", "", "", "1945-05-17", "711.90F27"),
    ("033.4111/4-1252", "decimal-1950", "0", "41", "11", "", "", "", "1952-04-12", "033.4111"),
    ("501.BB Palestine/9–1548", "decimal-1910", "5", "", "", "BB", "Palestine", "", "1948-09-15", "501.BB Palestine"),
    ("811.20200(D)/5", "decimal-1910", "8", "11", "", "20200(D)", "", "5", "", "811.20200(D)"),
    ("103 FOA/9–2054", "decimal-1950", "1", "", "", "", "FOA", "", "1954-09-20", "103.FOA"),
    ("320/9–1960", "decimal-1950", "3", "", "", "", "", "", "1960-09-19", "320"),
    ("103.9302/12a", "decimal-1910", "1", "", "", "9302", "", "12a", "", "103.9302"),
    ("5767/123", "numerical", "5767", "", "", "", "", "123", "", "5767"),
    ("POL 27-14 ARAB-ISR/SANDSTORM", "subject-numeric", "POL", "ARAB", "ISR", "27-14", "SANDSTORM", "", "", None),
    ("NATO 3 (BR)", "subject-numeric", "NATO", "", "", "3", "(BR)", "", "", None),
    ("P840114–1808", "cfpf", "P", "", "", "840114", "", "1808", "", "P840114"),
    ("Lot 53D291 (V)", "lot", "D", "", "", "", "", "(V)", "", "Lot 53 D 291"),
    ("FRC 330 70 A 6648, Box 4, 381 Iran", "collection", "Washington National Records Center", "", "")
    + ("FRC 330 70 A 6648", "Box 4, 381 Iran", "Box 4", "", "FRC 330 70 A 6648"),
    (
        "Job 79-01025A",
        "collection",
        "Central Intelligence Agency",
        "",
        "",
        "Job 79-01025A",
        "",
        "",
        "",
        "Job 79-01025A",
    ),
    ("RG 84, Saigon Embassy", "record-group", "84", "", "", "", "", "Saigon Embassy", "", "RG 84"),
]


@pytest.mark.parametrize("row", PARTS, ids=[row[0] for row in PARTS])
def test_parts(row):
    number = filing.parse(row[0])
    file = row[9] or number.normal
    assert (
        number.scheme,
        number.class_,
        number.country,
        number.second_country,
        number.subject,
        number.qualifier,
        number.enclosure,
        number.date,
        number.file,
    ) == (*row[1:9], file)


def test_a_collection_is_a_structured_citation():
    number = filing.parse("Eisenhower Library, Dulles papers, White House memoranda, Box 4")
    assert (number.scheme, number.class_, number.subject, number.enclosure) == (
        "collection",
        "Eisenhower Library",
        "Dulles papers",
        "Box 4",
    )


def test_the_peace_commission_is_no_decimal_file_of_the_department():
    number = filing.parse("Paris Peace Conf. 185.001/28")
    assert (number.scheme, number.class_, number.enclosure) == ("record-group", "256", "28")


ERAS = [
    ("891.00", None, "decimal"),
    ("891.00", 1948, "decimal-1910"),
    ("891.00", 1952, "decimal-1950"),
    ("891.00", 1967, "decimal"),
    ("891.00/8-548", 1952, "decimal-1910"),
    ("891.00/8-552", 1948, "decimal-1950"),
    ("891.00/123", None, "decimal-1910"),
    ("891.00/123", 1955, "decimal-1910"),
    ("320.2–AC/21751", 1951, "decimal-1950"),
    ("888.2553", None, "decimal-1950"),
    ("867N.01", None, "decimal-1910"),
    ("784A.56", None, "decimal-1950"),
    ("911.6211", None, "decimal-1950"),
    ("790.5-MSP", None, "decimal-1950"),
    ("891.00/12-3149", None, "decimal-1910"),
    ("891.00/1-150", None, "decimal-1950"),
    ("891.00", 1949, "decimal-1910"),
    ("891.00", 1950, "decimal-1950"),
    ("320", 1958, "decimal-1950"),
    ("320", None, "unknown"),
    ("501.BC Kashmir", None, "decimal-1910"),
    ("740.0011 EW", None, "decimal-1910"),
    ("411.48", None, "decimal"),
    ("611.93/–1958", None, "decimal-1950"),
    ("611.93/–1948", None, "decimal-1910"),
    ("611.93/–4558", None, "decimal"),
    ("795.00/12–28455", None, "decimal"),
    ("795.00/12–28455", 1955, "decimal-1950"),
]


@pytest.mark.parametrize(("printed", "year", "scheme"), ERAS)
def test_era(printed, year, scheme):
    assert filing.parse(printed, year).scheme == scheme


FLAGGED = [
    ("795B.OO", "letter-for-digit"),
    ("75lG.11", "letter-for-digit"),
    ("611.94/l–2152", "letter-for-digit"),
    ("786. A.l1/3–358", "point-misplaced"),
    ("751K 00/12-561", "point-misplaced"),
    ("755?.00", "unreadable-character"),
    ("396.1–GE–7/1359", "suffix-garbled"),
    ("690B.9321/3::1853", "suffix-garbled"),
    ("780.5/2–;755", "suffix-garbled"),
    ("747C.00/4–26S7", "suffix-garbled"),
    ("786H.00/3–1–959", "suffix-garbled"),
    ("611.93/–1958", "suffix-garbled"),
    ("795.00/12–28455", "suffix-garbled"),
    ("790B.5 MSP/12 2354", "dash-lost"),
    ("751K.00/8 861", "dash-lost"),
    ("501.BC Indonesia/2–4549", "suffix-date-impossible"),
    ("747C.00/19–1056", "suffix-date-impossible"),
    ("890.20/8–2440", "suffix-year-impossible"),
    ("501.BC Indonesia/1–1449 [1–449]", "editor-correction"),
    ("NSC 68", "file-number-unreadable"),
    ("701…/–1958", "file-number-unreadable"),
    ("", "file-number-unreadable"),
]


@pytest.mark.parametrize(("printed", "code"), FLAGGED)
def test_misprints_are_read_and_flagged(printed, code):
    number = filing.parse(printed)
    assert code in [warning.code for warning in number.warnings]
    assert number.printed == printed
    assert number.normal or not printed


CLEAN = [
    "840.48 Refugees/5425",
    "891.00/8–548",
    "POL 27 VIET S",
    "Lot 64 D 535",
    "P840114–1808",
    "710.I/5",
    "862I.01/3",
]


@pytest.mark.parametrize("printed", CLEAN)
def test_sound_numbers_are_not_flagged(printed):
    assert filing.parse(printed).warnings == ()


NO_NUMBER = [
    "POL FOOTBALL",
    "PET SHOP",
    "V DAY",
    "NSC 68",
    "NSC 162/2",
    "CFEP 595/3",
    "SANACC 219/18",
    "$840.48",
    "A/C.1/153",
    "1944",
    "hello",
    "137½",
    "15-2",
    "12–28455",
    "FRC",
    "FRC 330",
    "Job 79",
    "Job 012345",
    "Job lot 64",
    "case 5767 of whisky",
]


@pytest.mark.parametrize("words", NO_NUMBER)
def test_look_alikes_are_unknown_and_say_why(words):
    number = filing.parse(words)
    assert number.scheme == "unknown"
    assert number.warnings[0].message


_PIECES = st.sampled_from(
    [
        "840",
        "891",
        "123",
        "75l",
        "G",
        "N",
        ".",
        ".",
        " ",
        " ",
        "-",
        "–",
        "/",
        "/",
        "48",
        "OO",
        "00",
        "BB",
        "A15",
        "8-548",
        "5425",
    ]
    + [
        "½",
        "1/2",
        "MSP",
        "EW",
        "E.W.",
        "European War",
        "1939",
        "(39)",
        "Refugees",
        "Ward, Angus I.",
        "FW",
        "Bulky",
        "[1–449]",
    ]
    + [
        "POL",
        "DEF",
        "AID",
        "(US)",
        "27",
        "27-14",
        "VIET",
        "S",
        "ARAB-ISR",
        "US",
        "SANDSTORM",
        "Lot",
        "64",
        "D",
        "535",
        "RG",
        "P840114",
    ]
    + [
        "File No.",
        ": Telegram",
        ",",
        "'",
        "&",
        "with enclosure",
        "Library",
        "papers",
        "Box 4",
        "é",
        "l",
        "I",
        "O",
        "?",
        ")",
        "(",
    ]
)
_LIKELY = st.lists(_PIECES, max_size=9).map("".join)
_YEARS = st.sampled_from([None, 1908, 1920, 1948, 1951, 1963, 1967])


@given(st.one_of(_LIKELY, st.text(max_size=60)), _YEARS)
def test_normalising_twice_changes_nothing(text, year):
    normal = filing.normalise(text)
    assert filing.normalise(normal) == normal
    assert filing.normalise(text, year) == normal


@given(st.one_of(_LIKELY, st.text(max_size=60)), _YEARS)
def test_reading_never_raises_and_keeps_what_was_printed(text, year):
    number = filing.parse(text, year)
    assert number.printed == text
    assert number.scheme in filing.SCHEMES
    assert number.normal.startswith(number.file)
    assert filing.parse(number.file, year).file == number.file


@given(_LIKELY)
def test_case_does_not_matter(text):
    if filing.parse(text).scheme not in ("unknown", "collection", "lot", "record-group"):
        assert filing.normalise(text.lower()) == filing.normalise(text)


@given(
    st.sampled_from(["840.48 Refugees", "891.00", "751G.5-MSP", "501.BB Palestine"]),
    st.dates(min_value=date(1944, 1, 1), max_value=date(1963, 1, 31)),
)
def test_a_date_suffix_is_a_day(file, day):
    number = filing.parse(f"{file}/{day.month}–{day.day}{day:%y}")
    assert (number.file, number.date) == (file, day.isoformat())
