"""Citations in every style against a golden file; files for citation managers read back by other readers."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pybtex.database
import pytest
import rispy

from archive.exports.citing import (
    FORMATS,
    STYLES,
    Cited,
    as_html,
    as_text,
    bibtex,
    csl_json,
    date_words,
    json_ld,
    meta_tags,
    page_range,
    ris,
)
from archive.exports.citing.creators import creator_named
from archive.records import (
    CorrespondentRecord,
    DateRecord,
    DocumentRecord,
    FileNumberRecord,
    PageBreakRecord,
    VolumeRecord,
)

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "citations.txt"

FRUS = "Foreign Relations of the United States"
VOLUME = VolumeRecord(
    "frus1948v05p1",
    f"{FRUS}, 1948, The Near East, South Asia, and Africa, Volume V, Part 1",
    series=FRUS,
    subject="The Near East, South Asia, and Africa",
    editors=("Herbert A. Fine", "David H. Stauffer"),
    publisher="United States Government Printing Office",
    published="1975",
)
SEED = DocumentRecord(
    "harriman",
    "",
    heading="The Ambassador in the Soviet Union (Harriman) to the Secretary of State",
    kind="telegram",
    number="1020",
    senders=(
        CorrespondentRecord(
            "The Ambassador in the Soviet Union (Harriman)", "Ambassador in the Soviet Union", "Harriman"
        ),
    ),
    recipients=(CorrespondentRecord("the Secretary of State", "Secretary of State"),),
    date=DateRecord("", "1944-03-21", "", "1944-03-21/", "", "inferred", "It tells of a talk on March 21."),
    file_numbers=(FileNumberRecord("840.48 Refugees/5425", "840.48 REFUGEES/5425", "decimal-1910"),),
    pages=(PageBreakRecord("1017"),),
)
PRINTED = DocumentRecord(
    "frus1948v05p1#d239",
    "",
    heading="239. Telegram From the Embassy in India to the Department of State.",
    kind="telegram",
    document_number="239",
    number="170",
    date=DateRecord("February 28, 1948", "1948-02-28", "1948-02-28", "1948-02-28"),
    file_numbers=(FileNumberRecord("745.45F/2–2848"),),
    pages=(PageBreakRecord("308", within=False), PageBreakRecord("309")),
)
LOOSE = replace(
    PRINTED,
    source_id="loose",
    heading="Memorandum by “a friend”",
    document_number="",
    kind="memorandum",
    number="",
    pages=(),
    repository="National Archives",
    collection="RG 59, Lot 64 D 563",
    date=DateRecord("undated"),
)
NOTE = replace(
    PRINTED,
    source_id="v#d1",
    heading="89. Editorial Note",
    kind="editorial note",
    number="",
    document_number="89",
    date=None,
)


def cited(record=PRINTED, volume=VOLUME, **changes) -> Cited:
    return Cited(record, "https://archive.example.org/documents/x/", volume, **changes)


GENERAL = VolumeRecord(
    "frus1944v01", f"{FRUS}: Diplomatic Papers, 1944, General, Volume I", series=FRUS, subject="General"
)
CASES = {
    "an inferred date, a volume without imprint": cited(SEED, GENERAL),
    "a footnote on a page": cited(SEED, GENERAL, page="1017", note="61"),
    "a printed volume": cited(),
    "a page": cited(page="309"),
    "a footnote marked with a star": cited(page="309", note="*"),
    "a source note": cited(page="308", note="source"),
    "a number printed with its word": cited(
        replace(PRINTED, heading="No. 153 The Ambassador in India to the Secretary of State", document_number="153")
    ),
    "without a volume, undated": cited(LOOSE, None),
    "an editorial note": cited(NOTE),
    "a date supplied by editors, a series number": cited(
        replace(
            PRINTED,
            heading="Secto 17, to the Secretary",
            number="Secto 17",
            date=replace(PRINTED.date, certainty="supplied"),
        )
    ),
    "a date in the heading": cited(
        replace(
            PRINTED,
            heading="Memorandum of Conversation, New Delhi, February 28, 1948",
            kind="memorandum of conversation",
            number="",
        )
    ),
    "a volume without a number": cited(
        PRINTED,
        replace(
            VOLUME,
            source_id="frus1917-72PubDip",
            title=f"{FRUS}, 1917–1972, Public Diplomacy, World War I",
            subject="Public Diplomacy, World War I",
        ),
    ),
    "another series": cited(
        PRINTED, VolumeRecord("letters", "Letters of a Consul", publisher="A. Printer", published="1911")
    ),
}


def written() -> str:
    parts = []
    for name, case in CASES.items():
        parts.append(f"# {name}")
        parts += [f"{style.name}: {as_text(style.write(case))}" for style in STYLES]
        parts.append("")
    return "\n".join(parts)


def test_every_style_writes_what_the_golden_file_says():
    assert written() == GOLDEN.read_text(encoding="utf-8")


def test_no_style_prints_empty_joints():
    for case in CASES.values():
        for style in STYLES:
            words = as_text(style.write(case))
            assert words.endswith(".")
            assert not re.search(r"[,.;] ?[,;]|\(\)|\s{2}|\. \.|\s[,.]", words), words


@pytest.mark.parametrize(
    ("heading", "note"),
    [
        ("Memorandum of a Conversation, Washington, January 30, 1955, 10:45 a.m.", ""),
        ("Memorandum of a Telephone Conversation, Washington, 6:30 p. m.", ", January 30, 1955"),
        ("Minutes of a Meeting.", ", memorandum of conversation, January 30, 1955"),
    ],
)
def test_a_citation_repeats_neither_kind_nor_day_of_the_heading_and_keeps_the_stop_of_its_last_word(heading, note):
    day = DateRecord("Jan. 30, 1955", "1955-01-30", "1955-01-30", "1955-01-30")
    record = replace(SEED, heading=heading, kind="memorandum of conversation", number="", date=day)
    words = as_text(STYLES[0].write(cited(record)))
    title = heading.rstrip(".") if heading.endswith("Meeting.") else heading
    assert words.partition(", in Foreign")[0] == f"{title}{note}"


def test_titles_of_volumes_are_italic_and_words_of_the_source_are_escaped():
    hostile = cited(replace(PRINTED, heading="<script>alert(1)</script>"))
    html = as_html(STYLES[0].write(hostile))
    assert "&lt;script&gt;" in html
    assert f"<i>{VOLUME.title}</i>" in html


@pytest.mark.parametrize(
    ("first", "last", "edtf", "certainty", "words"),
    [
        ("1944-03-21", "1944-03-21", "1944-03-21", "stated", "March 21, 1944"),
        ("1944-03-21", "1944-03-21", "1944-03-21", "supplied", "[March 21, 1944]"),
        ("1944-03-21", "1944-03-21", "1944-03-21", "inferred", "[March 21, 1944]"),
        ("1944-03-21", "1944-03-21", "1944-03-21?", "stated", "March 21, 1944?"),
        ("1944-03-21", "1944-03-21", "1944-03-21~", "inferred", "[ca. March 21, 1944]"),
        ("1944-03-21", "", "1944-03-21/", "inferred", "[on or after March 21, 1944]"),
        ("", "1944-03-21", "../1944-03-21", "inferred", "[on or before March 21, 1944]"),
        ("1944-03-01", "1944-03-31", "1944-03", "stated", "March 1944"),
        ("1944-12-01", "1944-12-31", "1944-12", "stated", "December 1944"),
        ("1944-03-01", "1944-03-30", "1944-03-01/1944-03-30", "stated", "March 1–30, 1944"),
        ("1944-03-30", "1944-04-02", "", "stated", "March 30–April 2, 1944"),
        ("1943-12-30", "1944-01-02", "", "stated", "December 30, 1943–January 2, 1944"),
        ("1944-01-01", "1944-12-31", "1944", "stated", "1944"),
        ("9999-12-01", "9999-12-31", "9999-12", "stated", "December 9999"),
        ("", "", "", "stated", "n.d."),
    ],
)
def test_dates(first, last, edtf, certainty, words):
    assert date_words(DateRecord("", first, last, edtf, "", certainty, "why")) == words


def test_a_date_that_is_not_understood_stays_as_printed():
    assert date_words(DateRecord("February 30, 1944")) == "February 30, 1944"
    assert date_words(DateRecord("undated")) == "undated"
    assert date_words(None) == "n.d."


@pytest.mark.parametrize(
    ("first", "last", "chicago", "mla"),
    [
        ("308", "309", "308–9", "308–09"),
        ("291", "293", "291–93", "291–93"),
        ("1016", "1017", "1016–17", "1016–17"),
        ("100", "104", "100–104", "100–04"),
        ("1496", "1504", "1496–1504", "1496–1504"),
        ("71", "72", "71–72", "71–72"),
        ("998", "1001", "998–1001", "998–1001"),
        ("XII", "XIV", "XII–XIV", "XII–XIV"),
        ("5", "5", "5", "5"),
    ],
)
def test_pages(first, last, chicago, mla):
    assert page_range(first, last) == chicago
    assert page_range(first, last, "mla") == mla


@pytest.mark.parametrize(
    ("pages", "shown"),
    [
        ([("1016", False), ("1017", True)], ("1016", "1017")),
        ([("1017", True)], ("1016", "1017")),
        ([("1017", True), ("1018", True)], ("1016", "1018")),
        ([("1", True), ("2", True)], ("1", "2")),
        ([("XII", True)], ("XII", "XII")),
        ([("", True), ("5", True)], ("4", "5")),
        ([], ("", "")),
    ],
)
def test_a_paper_begins_before_the_first_page_that_is_marked_within_it(pages, shown):
    record = replace(PRINTED, pages=tuple(PageBreakRecord(label, within=within) for label, within in pages))
    assert cited(record).pages == shown


def test_bibtex_is_read_back():
    for case in CASES.values():
        data = pybtex.database.parse_string(bibtex(case), "bibtex")
        ((key, entry),) = data.entries.items()
        assert key == case.key
        assert entry.fields["title"].strip("{}") == case.title
        assert entry.fields["url"] == case.address
        assert entry.type == ("incollection" if case.volume else "unpublished")
    (entry,) = pybtex.database.parse_string(bibtex(cited()), "bibtex").entries.values()
    assert [person.last_names for person in entry.persons["editor"]] == [["Fine"], ["Stauffer"]]
    assert [person.first_names for person in entry.persons["editor"]] == [["Herbert"], ["David"]]
    assert (entry.fields["year"], entry.fields["pages"], entry.fields["origdate"]) == ("1975", "308--309", "1948-02-28")
    assert entry.fields["note"] == "Document 239. No. 170. February 28, 1948. 745.45F/2–2848"


def test_ris_is_read_back():
    for case in CASES.values():
        (entry,) = rispy.loads(ris(case))
        assert entry["title"] == case.title
        assert entry["urls"] == [case.address]
        assert entry["type_of_reference"] == ("CHAP" if case.volume else "MANSCPT")
    (entry,) = rispy.loads(ris(cited(page="309", note="2")))
    assert entry["secondary_title"] == VOLUME.title
    assert entry["secondary_authors"] == ["Fine, Herbert A.", "Stauffer, David H."]
    assert (entry["start_page"], entry["year"]) == ("309", "1975")
    assert "end_page" not in entry
    assert entry["notes"] == ["Document 239. No. 170. February 28, 1948. 745.45F/2–2848. Footnote 2"]


#: What Zotero makes of the tags of RIS, by the type of reference: the rules of its translator, as far as the archive writes tags.
ZOTERO = {
    "TI": "title", "AU": "author", "A2": "editor", "T2": "bookTitle", "PB": "publisher", "CY": "place", "DA": "date", "PY": "year",
    "SP": "pages", "EP": "pages", "M2": "extra", "DB": "archive", "AN": "archiveLocation", "DP": "libraryCatalog", "N1": "note",
    "UR": "url", "LA": "language", "M3": {"MANSCPT": "manuscriptType"},
}  # fmt: skip


def zotero(text: str) -> dict[str, list[str]]:
    """Return the fields of the item that Zotero makes of a RIS record, ``date`` before ``year``."""
    rows = [line.split("  - ", 1) for line in text.splitlines() if line and not line.startswith("ER")]
    kind = dict(rows)["TY"]
    item: dict[str, list[str]] = {}
    for tag, value in rows[2:]:
        field = ZOTERO[tag] if isinstance(ZOTERO[tag], str) else ZOTERO[tag][kind]
        item.setdefault(field, []).append(value)
    item.setdefault("date", item.pop("year", []))
    return item


def test_day_and_year_editors_and_authors_place_file_number_and_archive_arrive_in_zotero():
    record = replace(
        PRINTED,
        place="New Delhi",
        repository="National Archives",
        senders=(
            CorrespondentRecord("Mr. Carl N. Raether", person="Carl N. Raether"),
            CorrespondentRecord("the Embassy in India", office="Embassy in India"),
        ),
    )
    editors = ("William F. Sanford, Jr.", "Glenn W. LaFantasie", "Office of the Historian")
    item = zotero(ris(cited(record, replace(VOLUME, editors=editors))))
    assert item["date"] == ["1975"]
    assert item["extra"] == ["original-date: 1948-02-28"]
    assert item["author"] == ["Raether, Carl N.", "Embassy in India"]
    assert item["editor"] == ["Sanford, William F. Jr.", "LaFantasie, Glenn W.", "Office of the Historian"]
    assert (item["archive"], item["archiveLocation"]) == (["National Archives"], ["745.45F/2–2848"])
    assert item["place"] == ["Washington, DC"]
    assert "New Delhi, February 28, 1948" in item["note"][0]
    library = "Kennedy Library, National Security Files, Laos"
    kept = replace(
        record,
        repository="Kennedy Library",
        collection="National Security Files, Laos,",
        file_numbers=(FileNumberRecord(library),),
    )
    assert cited(kept).original == [library]
    loose = zotero(ris(cited(replace(record, kind="letter"), None)))
    assert (loose["date"], loose["place"], loose["manuscriptType"]) == (["1948/02/28/"], ["New Delhi"], ["letter"])


@pytest.mark.parametrize(
    ("name", "inverted", "family"),
    [
        ("Herbert A. Fine", "Fine, Herbert A.", "Fine"),
        ("Charles de Gaulle", "de Gaulle, Charles", "de Gaulle"),
        ("William F. Sanford, Jr.", "Sanford, William F. Jr.", "Sanford"),
        ("Dulles, John Foster", "Dulles, John Foster", "Dulles"),
        ("Harriman", "Harriman", "Harriman"),
        ("Lord Lansdowne", "Lord Lansdowne", "Lord Lansdowne"),
        ("Bureau of Far Eastern, Pacific Affairs", "Bureau of Far Eastern; Pacific Affairs", "Bureau of Far Eastern, Pacific Affairs"),
    ],
)  # fmt: skip
def test_names_of_authors_and_editors(name, inverted, family):
    found = creator_named(name)
    assert (found.inverted(), found.family) == (inverted, family)


def test_csl_json_is_read_back():
    for case in CASES.values():
        (item,) = json.loads("".join(csl_json([case])))
        assert item["title"] == case.title
        assert item["URL"] == case.address
    (item,) = json.loads("".join(csl_json([cited()])))
    assert item["original-date"] == {"date-parts": [[1948, 2, 28]]}
    assert item["issued"] == {"date-parts": [[1975]]}
    assert (item["page"], item["archive_location"]) == ("308-309", "745.45F/2–2848")
    assert item["editor"] == [{"family": "Fine", "given": "Herbert A."}, {"family": "Stauffer", "given": "David H."}]


def test_an_inferred_date_is_no_machines_date():
    case = CASES["an inferred date, a volume without imprint"]
    assert "origdate" not in bibtex(case)
    assert "DA  -" not in ris(case)
    assert "M2  -" not in ris(case)
    (item,) = json.loads("".join(csl_json([case])))
    assert item["original-date"] == {"literal": "[on or after March 21, 1944]"}
    assert "dateCreated" not in json.loads(json_ld(case))
    assert not [tag for tag in meta_tags(case) if tag.name == "DCTERMS.created"]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.ending)
def test_hostile_words_stay_inside_their_field(form):
    bad = 'A }\n@article{evil,\nTY  - BOOK\r\nER  - \\input{x} % $ # _ ~ ^ & "'
    case = cited(replace(PRINTED, heading=bad, kind="other", number=""))
    text = form.write(case)
    if form.ending == "bib":
        assert len(pybtex.database.parse_string(text, "bibtex").entries) == 1
    elif form.ending == "ris":
        assert len(rispy.loads(text)) == 1
    else:
        assert len(json.loads(text)) == 1


def test_what_zotero_reads():
    tags = {tag.name: tag.content for tag in meta_tags(cited())}
    assert tags["citation_inbook_title"] == VOLUME.title
    assert tags["citation_firstpage"] == "308"
    assert tags["citation_lastpage"] == "309"
    assert tags["DC.date"] == "February 28, 1948"


def test_json_ld_says_who_wrote_to_whom():
    data = json.loads(json_ld(cited(SEED, GENERAL)))
    assert data["@type"] == ["ArchiveComponent", "Message"]
    assert data["sender"] == [{"@type": "Person", "name": "Harriman", "jobTitle": "Ambassador in the Soviet Union"}]
    assert data["isPartOf"]["name"] == GENERAL.title
    assert data["temporal"] == "[on or after March 21, 1944]"
