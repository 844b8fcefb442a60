"""Texts as clerks paste them: tables with tabs, and headings in French and German below a file number."""

import re

import pytest

from archive.parsing.printed import read_pasted
from archive.parsing.transcription.tables import CELL, mark_cells

HEAD = "840.48 Refugees/5425: Telegram\n\nThe Ambassador in Ruritania (Quill) to the Secretary of State\n\nStrelsau, March 5, 1938.\n\n"


def read(text: str):
    return read_pasted(text, source_id="pasted", name="The text")


def rows(text: str) -> list[list[str]]:
    found = re.findall(r"<row>(.*?)</row>", read(HEAD + text).text)
    return [[re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<cell(?:/>|>(.*?)</cell>)", row)] for row in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The figures:\n\nYear\tSent\n1936\t12\n1937\t13\n\nQuill", [["Year", "Sent"], ["1936", "12"], ["1937", "13"]]),
        ("The figures:\n\n52½%\t Reclamation\n\n10%\t Treasury\n\nQuill", [["52½%", "Reclamation"], ["10%", "Treasury"]]),
        ("It follows.\n\n\tSent\tGot\t\n1936\t\t13\n\nQuill", [["", "Sent", "Got"], ["1936", "", "13"]]),
        ("It follows.\n\na\tTwo words\t2\nb\tOther words\t3\n\nQuill", [["a", "Two words", "2"], ["b", "Other words", "3"]]),
        ("It follows.\n\nOne\tline only.\n\nQuill", []),
        ("It follows.\n\nParticipants:\tMr. Quill\nPlace:\tStrelsau\n\nQuill", []),
        ("It follows.\n\n1.\tThe first point.\n2.\tThe second point.\n\nQuill", []),
        ("A telegram1 and another2.\n\n1.\tNot printed.\n2.\tNot found.\n", []),
        ("No tabs\n\nat all.", []),
    ],
)  # fmt: skip
def test_lines_with_tabs_are_the_rows_of_a_table(text, expected):
    assert rows(text) == expected


def test_a_footnote_in_a_table_stays_in_its_cell():
    record = read(HEAD + "The figures are these.\n\nYear\tSent1\tGot\n1936\t12\t13\n\nQuill\n\n1. Not printed.\n")
    assert '<cell>Sent<anchor type="footnote" n="1"/></cell><cell>Got</cell>' in record.text
    assert record.footnotes[0].anchor == "Sent"
    assert CELL not in record.text
    assert record.warnings == ()


def test_the_heads_of_a_memorandum_are_no_table():
    assert CELL not in mark_cells("TO\tThe Secretary\nFROM\tMr. Quill\nSUBJECT\tRuritania")


def test_many_lines_with_tabs_are_read_in_time():
    assert mark_cells("a\tb\n\n" * 50_000).count(CELL) == 50_000


@pytest.mark.parametrize(
    ("heading", "sender", "recipient"),
    [
        ("Le Ministre des Affaires étrangères (Schuman) à l’Ambassadeur de France à Washington (Bonnet)",
         ("Ministre des Affaires étrangères", "Schuman", ""), ("Ambassadeur de France à Washington", "Bonnet", "Washington")),
        ("L’Ambassadeur de France à Londres (Massigli) au Ministre des Affaires étrangères (Bidault)",
         ("Ambassadeur de France à Londres", "Massigli", "Londres"), ("Ministre des Affaires étrangères", "Bidault", "")),
        ("Le Chargé d’affaires à Berne au Département politique",
         ("Chargé d’affaires à Berne", "", "Berne"), ("Département politique", "", "")),
        ("Der Botschafter in Paris (Hoffmann) an das Auswärtige Amt",
         ("Botschafter in Paris", "Hoffmann", "Paris"), ("Auswärtige Amt", "", "")),
        ("Der Staatssekretär des Auswärtigen Amts (Weizsäcker) an den Botschafter in Moskau (Schulenburg)",
         ("Staatssekretär des Auswärtigen Amts", "Weizsäcker", ""), ("Botschafter in Moskau", "Schulenburg", "Moskau")),
    ],
)  # fmt: skip
def test_headings_in_other_languages_below_a_file_number(heading, sender, recipient):
    record = read(f"751G.00/7–2349\n\n{heading}\n\nParis, le 23 juillet 1949\n\nNo. 2714. Texte de la dépêche.\n")
    assert [(w.office, w.person, w.place) for w in (*record.senders, *record.recipients)] == [sender, recipient]
    assert (record.number, record.place, record.date.edtf) == ("2714", "Paris", "1949-07-23")
    assert [number.printed for number in record.file_numbers] == ["751G.00/7–2349"]
    assert "heading-not-understood" not in {warning.code for warning in record.warnings}
