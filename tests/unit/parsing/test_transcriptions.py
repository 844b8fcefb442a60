"""Transcriptions of many kinds against what a person says they should be read as, and what holds for all of them.

``python -m tests.unit.parsing.test_transcriptions`` writes the golden readings anew; look at every difference before keeping it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from archive.exports.record import as_data
from archive.parsing.errors import SourceError
from archive.parsing.notation import why_not, with_notation, write_notation
from archive.parsing.plain import parse_fragment, plain_text
from archive.parsing.transcription import read_source, read_transcription
from archive.records import TEI_NAMESPACE

FOLDER = Path(__file__).resolve().parents[2] / "golden" / "transcriptions"
SOURCES = sorted(FOLDER.glob("*.txt"))
ANCHOR = f"{{{TEI_NAMESPACE}}}anchor"


def _records(path: Path):
    return read_source(path.read_bytes(), path.name)


def _golden(path: Path) -> str:
    return json.dumps([as_data(record) for record in _records(path)], ensure_ascii=False, indent=1) + "\n"


def test_there_are_many_transcriptions_and_each_has_its_golden_reading():
    assert len(SOURCES) >= 20
    assert {path.stem for path in SOURCES} == {path.stem for path in FOLDER.glob("*.json")}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_a_transcription_is_read_as_its_golden_reading_says(path):
    assert json.loads(_golden(path)) == json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def _signs(text: str) -> Counter:
    return Counter(re.sub(r"\s", "", text))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_character_is_lost_and_none_invented(path):
    source = path.read_text(encoding="utf-8")
    kept, apparatus = Counter(), Counter()
    for record in _records(path):
        kept += _signs(plain_text(record.text))
        kept += sum((_signs(plain_text(note.text)) for note in record.footnotes), Counter())
        for page in record.pages:
            apparatus += _signs(f"[Page {page.label}]")
        for note in record.footnotes:
            anchors = len(re.findall(f'<anchor type="footnote" n="{note.order}"', record.text))
            apparatus += _signs(note.label * (1 + anchors))
    lost = _signs(source.translate(str.maketrans("¹²³", "123"))) - kept
    assert not kept - _signs(source), "something was invented"
    # Beside labels and pages, only the brackets and stops around labels and the word that announces them may be gone.
    rest = lost - apparatus
    allowed = set("[]^.:)") | (set("Notes") if re.search(r"(?m)^Notes$", source) else set())
    assert set(rest) <= allowed, rest


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_anchors_point_at_footnotes_and_stand_in_order(path):
    for record in _records(path):
        orders = [int(anchor.get("n")) for anchor in parse_fragment(record.text).iter(ANCHOR)]
        assert orders == sorted(orders)
        assert set(orders) <= {note.order for note in record.footnotes}
        assert [note.order for note in record.footnotes] == list(range(1, len(record.footnotes) + 1))
        assert all(bool(note.anchor) == (note.order in orders) for note in record.footnotes)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_references_stand_where_they_say(path):
    for record in _records(path):
        places = {"text": plain_text(record.text)}
        places |= {f"footnote:{note.order}": plain_text(note.text) for note in record.footnotes}
        for found in record.references:
            assert places[found.where][found.start : found.end] == found.printed


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_transcription_can_be_edited_in_notation(path):
    for record in _records(path):
        assert why_not(record.text, record.footnotes) == ""
        assert with_notation(record, write_notation(record.text, record.footnotes)) == record


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_line_ends_and_a_byte_order_mark_make_no_difference(path):
    data = path.read_bytes()
    expected = read_source(data, path.name)
    assert read_source(data.replace(b"\n", b"\r\n"), path.name) == expected
    assert read_source(b"\xef\xbb\xbf" + data, path.name) == expected
    assert read_source(b"\n\n" + data + b"\n \n", path.name)[0].text == expected[0].text


def test_a_text_of_two_papers_is_not_read_as_one():
    text = (FOLDER / "several_papers.txt").read_text(encoding="utf-8")
    with pytest.raises(SourceError, match="paper.txt, line 17: has a second paper"):
        read_transcription(text, source_id="x", name="paper.txt")


HEAD = "{file}\n\nThe Minister in Peru (Quill) to the Secretary of State\n\nLima, May 4, 1931.\n\n"


@pytest.mark.parametrize(
    ("line", "numbers", "kind"),
    [
        ("840.48 Refugees/5425: Telegram", ["840.48 Refugees/5425"], "telegram"),
        ("840.48 Refugees/5425 : Telegram", ["840.48 Refugees/5425"], "telegram"),
        ("840.48 Refugees/5425—Telegram", ["840.48 Refugees/5425"], "telegram"),
        ("840.48 REFUGEES/5425: TELEGRAM", ["840.48 REFUGEES/5425"], "telegram"),
        ("[840.48 Refugees/5425: Telegram]", ["840.48 Refugees/5425"], "telegram"),
        ("840.48 Refugees/5425: Circular telegram", ["840.48 Refugees/5425"], "circular telegram"),
        ("840.48 Refugees/5425: Airgram", ["840.48 Refugees/5425"], "airgram"),
        ("File No. 763.72/1234", ["763.72/1234"], ""),
        ("763.72/1234", ["763.72/1234"], ""),
        ("(763.72/1234)", ["763.72/1234"], ""),
        ("763.72/1234a: Telegram", ["763.72/1234a"], "telegram"),
        ("611.93/3–158: Telegram", ["611.93/3–158"], "telegram"),
        ("763.72/1234; 763.72119/17", ["763.72/1234", "763.72119/17"], ""),
        ("763.72/1234, 1235: Telegram", ["763.72/1234", "1235"], "telegram"),
        ("740.0011 European War 1939/1234½", ["740.0011 European War 1939/1234½"], ""),
        ("File No. 7357/552–553", ["7357/552–553"], ""),
        ("POL 27 VIET S", ["POL 27 VIET S"], ""),
    ],
)  # fmt: skip
def test_a_file_line_is_read_in_its_spellings(line, numbers, kind):
    (record,) = read_source((HEAD.format(file=line) + "All is quiet.\n").encode(), "p.txt")
    assert [number.printed for number in record.file_numbers] == numbers
    assert record.kind == kind
    assert all(number.scheme != "unknown" for number in record.file_numbers)


@pytest.mark.parametrize(
    ("anchor", "item"),
    [
        ("59", "59. Not printed."),
        ("59", "  1. Not printed."),
        ("59", "1) Not printed."),
        ("59", "59 Not printed."),
        ("59", "[59] Not printed."),
        ("[59]", "[59] Not printed."),
        ("[59]", "59. Not printed."),
        ("⁵⁹", "⁵⁹ Not printed."),
        ("⁵⁹", "59. Not printed."),
        ("⁵⁹", "1. Not printed."),
        ("[^59]", "[^59]: Not printed."),
        ("*", "* Not printed."),
        ("†", "† Not printed."),
    ],
)
@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("I saw Vyshinski", " on March 21.", "Vyshinski"),
        ("I wrote at 7 p.m.", " He came.", "7 p.m."),
        ("“He came.”", " I left.", "came"),
        ("He left (as you know)", " for Kiev.", "know"),
        ("It was the Tari,", " as I said.", "Tari"),
        ("So ended the talk.", "", "talk"),
    ],
)
def test_anchors_are_found_however_they_and_their_list_are_written(anchor, item, before, after, words):
    text = HEAD.format(file="763.72/1") + f"12. {before}{anchor}{after}\n\nThe end came on May 3 [4].\n\n{item}\n"
    (record,) = read_source(text.encode(), "p.txt")
    (note,) = record.footnotes
    assert note.anchor == words
    assert note.label == anchor.strip("[^]").translate(str.maketrans("⁵⁹", "59"))
    assert plain_text(note.text) == "Not printed."
    assert f"\n12. {before}{after}\n".replace(" \n", "\n") in plain_text(record.text) + "\n"


@pytest.mark.parametrize("mark", ["[Page 1017]", "Page 1017", "[p. 1017]", "— 1017 —", "[1017]", "PAGE 1017"])
def test_a_page_mark_on_its_own_line_joins_the_sentence_around_it(mark):
    text = (
        HEAD.format(file="763.72/1")
        + f"He said that similar\n\n{mark}\n\nspecific problems will arise.\n\nSo I left.\n"
    )
    (record,) = read_source(text.encode(), "p.txt")
    assert '<p>He said that similar <pb n="1017"/>specific problems will arise.</p><p>So I left.</p>' in record.text
    assert [(page.label, page.within) for page in record.pages] == [("1017", True)]


@pytest.mark.parametrize(
    ("heading", "sender", "recipient"),
    [
        ("The Secretary of State to the Ambassador in France (Bullitt)", ("Secretary of State", ""), ("Ambassador in France", "Bullitt")),
        ("Mr. Hay to Mr. Choate.", ("", "Hay"), ("", "Choate")),
        ("THE SECRETARY OF STATE TO THE MINISTER IN CUBA (SQUIERS)", ("Secretary of State", ""), ("Minister in Cuba", "Squiers")),
        ("Telegram From the Embassy in Iran to the Department of State", ("Embassy in Iran", ""), ("Department of State", "")),
        ("President Roosevelt to Pope Pius XII", ("President", "Roosevelt"), ("Pope", "Pius XII")),
    ],
)  # fmt: skip
def test_headings_of_all_families_begin_a_paper(heading, sender, recipient):
    (record,) = read_source(f"{heading}\n\nWashington, May 4, 1938.\n\nAll is quiet here.\n".encode(), "p.txt")
    assert record.heading == heading
    assert [(one.office, one.person) for one in record.senders] == [sender]
    assert [(one.office, one.person) for one in record.recipients] == [recipient]
    assert (record.place, record.date.edtf) == ("Washington", "1938-05-04")


def test_the_date_line_may_stand_above_the_heading():
    text = "Lima, May 4, 1931—6 p.m.\n\nThe Minister in Peru (Quill) to the Secretary of State\n\nAll is quiet.\n"
    (record,) = read_source(text.encode(), "p.txt")
    assert (record.place, record.date.edtf, record.date.time) == ("Lima", "1931-05-04", "6 p.m.")


def test_lines_above_the_heading_that_nobody_knows_are_kept():
    text = "Printed Papers, Volume IX\n\nThe Minister in Peru (Quill) to the Secretary of State\n\nAll is quiet.\n"
    (record,) = read_source(text.encode(), "p.txt")
    assert record.heading.startswith("The Minister")
    assert plain_text(record.text).startswith("Printed Papers, Volume IX\nThe Minister")


# --- properties -------------------------------------------------------------------------------------------------------

_WORDS = st.sampled_from(
    "the council met on Tuesday in Lima and spoke of wheat prices B52 U2 12 1931 [20] $4.25 7 p.m. 21,500 No. 17 Article 3 (a) harvest "
    "Tari “never” again, frontier; shots: none".split()
)
_SENTENCES = st.lists(_WORDS, min_size=3, max_size=12).map(lambda words: " ".join(["Then", *words]) + ".")
_ANCHORED = st.sampled_from(["harbor", "Captain", "frontier", "Constanza,", "morning.", "(late)", "“prize”"])
_STYLES = {"glued": "{}", "bracketed": "[{}]", "explicit": "[^{}]"}


@st.composite
def _transcriptions(draw):
    """A text with footnotes of one style, and what should be read in it: labels, words before each, paragraphs."""
    style = draw(st.sampled_from(sorted(_STYLES)))
    first = draw(st.integers(1, 90))
    count = draw(st.integers(2, 8))
    anew = style != "explicit" and draw(st.booleans())
    paragraphs, plain, notes, number = [], [], [], first
    for index in range(count):
        before, after, word = draw(_SENTENCES), draw(_SENTENCES), draw(_ANCHORED)
        paragraphs.append(f"{before} He saw the {word}{_STYLES[style].format(number)} there. {after}")
        plain.append(f"{before} He saw the {word} there. {after}")
        label = f"[^{number}]:" if style == "explicit" else f"{index + 1 if anew else number}."
        notes.append(f"{label} Not printed; see the harvest report.")
        number += 1
    text = HEAD.format(file="823.00/12") + "\n\n".join([*paragraphs, *notes]) + "\n"
    return text, [str(first + index) for index in range(count)], plain


@given(_transcriptions())
@settings(max_examples=250, deadline=None)
def test_footnotes_are_matched_among_any_numbers(drawn):
    text, labels, plain = drawn
    record = read_transcription(text, source_id="x", name="x.txt")
    assert [note.label for note in record.footnotes] == labels
    assert all(note.anchor for note in record.footnotes)
    assert [p for p in plain_text(record.text).split("\n") if p.startswith("Then ")] == [
        " ".join(p.split()) for p in plain
    ]


_PIECES = st.sampled_from(
    [
        "\n",
        "\n\n",
        " ",
        "\t",
        "\r\n",
        "\u2028",
        "1. ",
        "[^1]",
        "[^1]: ",
        "59",
        "*",
        "† ",
        "[Page 7]",
        "Page 8",
        "----",
        "Notes",
        "Sir:",
        "Hull",
    ]
    + [
        "The Minister in Peru (Quill) to the Secretary of State",
        "763.72/1: Telegram",
        "Lima, May 4, 1931.",
        "[Received May",
        "[Enclosure]",
    ]
    + ["Source: Department of State"]
)
_NOISE = st.lists(_PIECES | st.text(max_size=20), max_size=40).map("".join)


@given(_NOISE | st.text())
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_or_refused_with_its_name(text):
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        data = text.encode("utf-16", "surrogatepass")
    try:
        records = read_source(data, "noise.txt")
    except SourceError as error:
        refused = str(error)
        if not refused.startswith("noise.txt"):
            pytest.fail(refused)
        return
    for record in records:
        etree.fromstring(record.text)
        orders = {int(anchor.get("n")) for anchor in parse_fragment(record.text).iter(ANCHOR)}
        assert orders <= {note.order for note in record.footnotes}
        assert as_data(record)["heading"] == record.heading


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(data):
    try:
        read_source(data, "noise.txt")
    except SourceError as error:
        if "noise.txt" not in str(error):
            pytest.fail(str(error))


@pytest.mark.parametrize(
    ("lines", "place", "received"),
    [
        (("Department of State,", "Strelsau, May 4, 1862."), "Strelsau", ""),
        (("LEGATION OF RURITANIA,", "Strelsau,", "May 4, 1862. (Received May 9.)"), "Strelsau", "1862-05-09"),
    ],
)
def test_a_date_line_of_several_lines_is_one(lines, place, received):
    letter = "Sir: Your letter about the fisheries has come and was read by all of us with great care.\n\nA. Quill."
    above = f"Mr. Quill to Mr. Moss.\n\n{chr(10).join(lines)}\n\n{letter}\n"
    for text in (above, f"Mr. Quill to Mr. Moss.\n\n{letter}\n{chr(10).join(lines)}\n"):
        (paper,) = read_source(text.encode(), "made.txt")
        assert (paper.date.edtf, paper.place, paper.dateline) == ("1862-05-04", place, " ".join(lines))
        assert (paper.received.edtf if paper.received else "") == received


@pytest.mark.parametrize("number", ["7", "42", "142"])
@pytest.mark.parametrize("ending", ["was answered in 1936.", "came too late for those of 1936.", "arrived."])
def test_a_short_telegram_below_its_number_is_its_text_and_no_date_line(number, ending):
    said, note = f"{number}. Your telegram1 {ending}", "Not printed, but cited by the editors in 1936."
    record = read_transcription(
        f"{HEAD.format(file='123.45/6: Telegram')}{said}\n\n1. {note}\n", source_id="x", name="made.txt"
    )
    assert (record.number, record.date.edtf, record.dateline) == (number, "1931-05-04", "Lima, May 4, 1931.")
    (footnote,) = record.footnotes
    assert (footnote.label, plain_text(footnote.text)) == ("1", note)
    assert said.replace("telegram1", "telegram") in plain_text(record.text)


def test_a_line_with_a_comma_that_is_no_place_stays_a_paragraph():
    text = "Mr. Quill to Mr. Moss.\n\nThe fisheries, which I saw last year and the year before,\nStrelsau, May 4, 1862.\n\nSir: I write.\n"
    (paper,) = read_source(text.encode(), "made.txt")
    assert "<p>The fisheries, which I saw last year and the year before,</p>" in paper.text


if __name__ == "__main__":
    for source in SOURCES:
        source.with_suffix(".json").write_text(_golden(source), encoding="utf-8")


@pytest.mark.parametrize(
    "heading",
    [
        "19. National Security Study Memorandum 1851",
        "23. National Security Decision Memorandum 38",
        "5. Paper Agreed Upon at the Conference of Herring Towns",
    ],
)
def test_a_title_with_a_number_is_the_heading_and_no_sentence_below_it(heading):
    text = (
        f"{heading}\n\nLima, June 5, 1950.\n\nTO\n\nThe Secretary of State\n\nThe President has directed that a study be made of"
        " policy toward Norway and of the ways open to the United States in the light of its attitude\n"
    )
    (record,) = read_source(text.encode(), "p.txt")
    assert record.heading.startswith(heading[:40])
    assert record.date.earliest == "1950-06-05"
    assert record.senders == ()


@pytest.mark.parametrize(
    ("text", "printed", "notes"),
    [
        ("It came from Oslo[=1] and Bergen1.", "It came from Oslo1 and Bergen.", 1),
        (
            "It came from Oslo1 in [=59]. Your telegram [=1012] of it.",
            "It came from Oslo in 59. Your telegram 1012 of it.",
            1,
        ),
        ("It came from Oslo1[=] and [=x].", "It came from Oslo[=] and [=x].", 1),
    ],
)
def test_a_number_that_is_said_to_be_one_is_no_anchor_and_stays(text, printed, notes):
    head = "The Ambassador in Norway (Bay) to the Secretary of State\n\nOslo, August 6, 1948—7 p.m.\n\n"
    record = read_transcription(f"{head}{text}\n\n1. Not printed.\n", source_id="x", name="x")
    assert plain_text(parse_fragment(record.text)).endswith(printed)
    assert record.text.count("<anchor") == len(record.footnotes) == notes
    assert {warning.code for warning in record.warnings} <= {"no-file-number", "no-number"}
