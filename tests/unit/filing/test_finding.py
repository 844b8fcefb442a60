"""Finding file numbers in running text and source notes, and refusing what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import filing

IN_TEXT = [
    ("(Ibid., 611.93/4–2355)", ["611.93/4-2355"]),
    ("see telegram 5 (not printed; 840.48 Refugees/5425).", ["840.48 Refugees/5425"]),
    ("(740.00112A European War, 1939/11507i)", ["740.00112A European War 1939/11507i"]),
    ("Not printed (810.20 Defense/2682a). It", ["810.20 Defense/2682a"]),
    ("in despatch 4 (893.00/10128½), which", ["893.00/10128½"]),
    ("(Ibid., 611.93/4—2355)", ["611.93/4-2355"]),
    ("(Ibid., 611.93/4−2355)", ["611.93/4-2355"]),
    ("(123 Ward, Angus I./4–2049)", ["123 Ward Angus I/4-2049"]),
    ("telegram (320/9–1960) said", ["320/9-1960"]),
    ("(851G.01/9–1549, 8–3149)", ["851G.01/9-1549", "851G.01/8-3149"]),
    ("File Nos. 817.00/1593, 1594, 1595 are", ["817.00/1593", "817.00/1594", "817.00/1595"]),
    ("see File No. 3767/5 of", ["3767/5"]),
    ("is in Department of State file 891.00.", ["891.00"]),
    ("(Department of State, Central Files, POL 7)", ["POL 7"]),
    ("see POL 27-14 ARAB-ISR/SANDSTORM for", ["POL 27-14 ARAB-ISR/SANDSTORM"]),
    ("(Telegram 568, August 10; ibid., PET 17–1 LIBYA)", ["PET 17-1 LIBYA"]),
    ("(ibid., P840114–1808)", ["P840114-1808"]),
    ("Conference files, lot 64 D 535 and 65 D 101", ["Lot 64 D 535", "Lot 65 D 101"]),
    ("Paris Peace Conf. 185.001/28", ["Paris Peace Conf. 185.001/28"]),
    ("(Washington National Records Center, OSD Files: FRC 330 70 A 6648, 381 Iran)", ["FRC 330 70 A 6648"]),
    ("(WNRC, FRC 330–78–0011, and FRC 62 A 1698)", ["FRC 330 78 11", "FRC 62 A 1698"]),
    ("(CIA Files, Job 79–01025A, Box 82)", ["Job 79-01025A"]),
]

IN_NOTES = [
    ("840.48 Refugees/5425: Telegram", ["840.48 Refugees/5425"]),
    ("501.BC Indonesia/1–1449 [1–449]: Telegram", ["501.BC Indonesia/1-449"]),
    ("690B.9321/3::1853: Telegram", ["690B.9321/3::1853"]),
    ("790B.5 MSP/12 2354: Telegram", ["790B.5-MSP/12-2354"]),
    ("501 BC Indonesia/5–649: Telegram", ["501.BC Indonesia/5-649"]),
    ("320/1–2932: Telegram", ["320/1-2932"]),
    ("817.00/1593, 1594, 1595", ["817.00/1593", "817.00/1594", "817.00/1595"]),
    ("[File No. 812.415A/125]", ["812.415A/125"]),
    ("5276/1", ["5276/1"]),
    ("Source: Department of State, Central Files, 751G.5–MSP. Secret.", ["751G.5-MSP"]),
    (
        "Source: Department of State, Central Files, 787.00; POL 13–3 IRAQ; POL 26 IRAQ.",
        ["787.00", "POL 13-3 IRAQ", "POL 26 IRAQ"],
    ),
    ("Source: National Archives, RG 59, Central Decimal File 1910–1929, Box 731, 103.93/48. Blue.", ["103.93/48"]),
    (
        "Source: National Archives, RG 59, Central Files, 1967–69, SCI 1–1 EURW–US. Secret. Drafted by X. (Ibid., POL 7 US)",
        ["SCI 1-1 EUR W-US", "POL 7 US"],
    ),
    ("Source: Central Intelligence Agency Files, Job 79-T01025A, Box 3. Secret.", ["Job 79-T01025A"]),
    ("Source: Department of State, Central Files, BG 13 Moscow. Secret.", ["BG 13 MOSCOW"]),
    ("Source: Department of State, SCI Files: Lot 68 D 383, SP 11 ELDO. Secret.", ["Lot 68 D 383"]),
    ("S/S files, lot 63 D 351, CF 156", ["Lot 63 D 351"]),
    ("Source: National Archives, RG 63, Entry 105, Box 4. No classification marking.", ["RG 63, Entry 105, Box 4"]),
    (
        "Source: Johnson Library, White House Central Files, FG 806 COMSAT CORP. Confidential.",
        ["Johnson Library, White House Central Files, FG 806 COMSAT CORP"],
    ),
    (
        "Source: Washington National Records Center, RG 330, OSD Files: FRC 330-76-117, 400.3295 Yugoslavia. Secret.",
        ["FRC 330 76 117"],
    ),
]

NOTHING = [
    "NSC 68 and NSC 162/2 were approved.",
    "See RG 59 in the National Archives.",
    "On 3/4/58 and 12/25/1944 he wrote.",
    "It cost $840.48, or $611.93/5 each, that is £115.10/6.",
    "The rate was 111.25/112.50 on that day.",
    "Call 202-456/1414 or 555.123.4567.",
    "Documents A/C.1/153, S/1234 and US(P)/A/C.1/153.",
    "CFEP 595/3, SANACC 219/18, MAAG 250/17, TDCSDB 315/02084-72.",
    "The British paper (595/-/48) said so.",
    "In 1948. The 5/6 majority agreed; 893.51 of them did not.",
    "He had 891.00 dollars and a lot 5 times that.",
    "A vote of 123/45 in the Assembly. Section 12/3.",
    "Paragraph 611.93 of the report, and 840.48 percent.",
    "POL 27 is a brand of fuel; E 11 and SP 1 are roads; NATO 3 times.",
    "Your 1234, May 5, 8 p.m.",
    "Pages 100–102.",
    "The paper is OCB File No. 41.",
    "The No. 5767 and Article 5/2.",
    "Job 12 of 1950, a Job 79 times harder, FRC 70 and FRC 330.",
]


@pytest.mark.parametrize(("text", "normals"), IN_TEXT)
def test_in_running_text(text, normals):
    assert [found.number.normal for found in filing.find_numbers(text)] == normals


@pytest.mark.parametrize(("text", "normals"), IN_NOTES)
def test_in_source_notes(text, normals):
    assert [found.number.normal for found in filing.find_numbers(text, source_note=True)] == normals


@pytest.mark.parametrize("text", NOTHING)
def test_look_alikes_are_not_found(text):
    assert [found.number.printed for found in filing.find_numbers(text)] == []


@pytest.mark.parametrize("text", [row[0] for row in IN_TEXT + IN_NOTES])
@pytest.mark.parametrize("source_note", [False, True])
def test_spans_are_what_was_printed(text, source_note):
    found = filing.find_numbers(text, source_note=source_note)
    assert all(text[item.start : item.end] == item.number.printed for item in found)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))


def test_the_year_decides_an_era_that_the_number_does_not_tell():
    note = "Source: Department of State, Central Files, 891.00. Secret."
    assert filing.find_numbers(note, source_note=True)[0].number.scheme == "decimal"
    assert filing.find_numbers(note, source_note=True, year=1952)[0].number.scheme == "decimal-1950"


_PIECES = st.sampled_from(
    [
        "\n  ",
        "611.93",
        "/",
        "4–2355",
        " ",
        " ",
        ", ",
        "; ",
        "(Ibid., ",
        "Central Files, ",
        "POL 27 ",
        "VIET S",
        "-",
        "US",
        "Lot ",
        "64 D 535",
    ]
    + [
        "840.48 Refugees",
        "5425",
        "File No. ",
        "A",
        "Of The ",
        "123 ",
        "½",
        ". ",
        "RG 59",
        "P840114–1808",
        "European War 1939",
        "é",
    ]
)


def test_a_number_broken_over_lines_is_found_where_it_stands():
    text = "Not printed\n   (740.00119\n\tEuropean War 1939/5\n),  see\n(Ibid.,\n POL 7  US   and 891.00/5   )."
    found = filing.find_numbers(text)
    assert [item.number.normal for item in found] == ["740.00119 European War 1939/5", "POL 7 US", "891.00/5"]
    assert [text[item.start : item.end] for item in found] == [
        "740.00119\n\tEuropean War 1939/5",
        "POL 7  US",
        "891.00/5",
    ]


@given(st.lists(_PIECES, max_size=12).map("".join), st.booleans())
def test_spans_hold_for_any_text(text, source_note):
    found = filing.find_numbers(text, source_note=source_note)
    assert all(text[item.start : item.end] == item.number.printed for item in found)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))


@pytest.mark.parametrize(
    "hostile",
    [
        "611.93 " * 3_000,
        "611.93 A" + " Aa" * 5_000 + "/",
        "POL 27 " + "A-" * 5_000,
        "POL " + "AB " * 5_000,
        "123 " + "A" * 20_000,
        "817.00/1" + ", 1" * 5_000,
        "(" * 10_000 + "/",
        "9" * 20_000 + "/",
        "Central Files, " * 1_000 + "891.00",
        "Source: " + "Library " * 2_000,
        "File No. " * 3_000,
        "Lot " * 5_000 + "64 D 535",
        " . " * 8_000 + "/",
    ],
    ids=lambda text: text[:16],
)
def test_hostile_texts_are_read_to_the_end(hostile):
    for source_note in (False, True):
        found = filing.find_numbers(hostile, source_note=source_note)
        assert all(hostile[item.start : item.end] == item.number.printed for item in found)
    assert filing.parse(hostile).scheme in filing.SCHEMES
