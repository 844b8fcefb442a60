"""Plain copies of British, Irish, Australian, Canadian, French and Swiss documents: heads that are not those of *Foreign Relations*."""

from __future__ import annotations

import pytest

from archive.parsing.formats import open_reading, reader_for
from archive.parsing.printed import PrintedReader, read_pasted
from archive.parsing.printed.parties import parties_of
from archive.parsing.printed.pieces import pieces_of


def read(text: str):
    return read_pasted(text, source_id="one", name="one.txt")


def said(record) -> tuple:
    """Who wrote to whom, kind and number, place, day and hour, marking, files, number in the volume."""
    sides = [[(one.person, one.office, one.place) for one in side] for side in (record.senders, record.recipients)]
    return (
        *sides,
        (record.kind, record.number),
        (record.place, record.date.edtf, record.date.time),
        (record.classification, record.distribution),
        [number.printed for number in record.file_numbers],
        record.document_number,
    )


BRITISH = """No. 41
Mr. Muster (Strelsau) to Mr. Quill (Received 8 August, 9 a.m.)
No. 215 Telegraphic [U 4412/20/70]
Immediate. Secret                                   STRELSAU, 7 August 1947, 6.25 p.m.
Repeated to Washington (No. 88), Moscow

My telegram No. 209.1
I saw the Chancellor this morning.
2. I told him that I could give no undertaking before the Council2 had met.

1 Not printed.
2 The Council met on 9 August.
"""
AUSTRALIAN = """188 MUSTER TO DEPARTMENT OF EXTERNAL AFFAIRS
Cablegram 312 LONDON, 9 October 1946, 7.40 p.m.
IMMEDIATE MOST SECRET

Your 288.[1]
1. I discussed the matter this afternoon.
2. The Office will telegraph separately.

[1] Document 181.

[AA : A1068, E46/11/2]
"""
CANADIAN = """123.
DEA/50242-B-40
Ambassador in Ruritania
to Secretary of State for External Affairs

TELEGRAM WA-1234
Strelsau, May 5, 1948
SECRET. MOST IMMEDIATE.

Following for Probe from Quill, Begins: Nothing new.
"""
FRENCH = """123
M. PROBE, AMBASSADEUR DE FRANCE À STRELSAU,
À M. MUSTER, MINISTRE DES AFFAIRES ÉTRANGÈRES.
T. nos 123-125. Réservé.        Strelsau, 5 mai 1948, 18 h. 40.
(Reçu : le 6 mai, 1 h. 15)

Le ministre m'a dit ce matin que rien n'était changé.
"""
SWISS = """dodis.ch/99999
Der Vorsteher der Abteilung für Auswärtiges, P. Muster, an den schweizerischen Gesandten in Strelsau, K. Beispiel[1]

Copie
S Vertraulich                                         Bern, 12. Juni 1942

Herr Minister,
Der Bundesrat hat die Angelegenheit am 9. Juni[2] behandelt.

[1] Schreiben: E 2001 (E) 1/99.
[2] Nicht abgedruckt.
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            BRITISH,
            (
                [("Muster", "", "Strelsau")],
                [("Quill", "", "")],
                ("telegram", "215"),
                ("Strelsau", "1947-08-07", "6.25 p.m."),
                ("Secret", ("Immediate",)),
                ["U 4412/20/70"],
                "41",
            ),
        ),
        (
            AUSTRALIAN,
            (
                [("Muster", "", "")],
                [("", "Department of External Affairs", "")],
                ("telegram", "312"),
                ("London", "1946-10-09", "7.40 p.m."),
                ("Most Secret", ("Immediate",)),
                ["AA : A1068, E46/11/2"],
                "188",
            ),
        ),
        (
            CANADIAN,
            (
                [("", "Ambassador in Ruritania", "Ruritania")],
                [("", "Secretary of State for External Affairs", "")],
                ("telegram", "WA-1234"),
                ("Strelsau", "1948-05-05", ""),
                ("Secret", ("Most immediate",)),
                ["DEA/50242-B-40"],
                "123",
            ),
        ),
        (
            FRENCH,
            (
                [("Probe", "Ambassadeur de France à Strelsau", "Strelsau")],
                [("Muster", "Ministre des Affaires Étrangères", "")],
                ("telegram", "123-125"),
                ("Strelsau", "1948-05-05", "18 h. 40"),
                ("Réservé", ()),
                [],
                "123",
            ),
        ),
        (
            SWISS,
            (
                [("P. Muster", "Vorsteher der Abteilung für Auswärtiges", "")],
                [("K. Beispiel", "schweizerischen Gesandten in Strelsau", "Strelsau")],
                ("letter", ""),
                ("Bern", "1942-06-12", ""),
                ("Vertraulich", ()),
                ["E 2001 (E) 1/99"],
                "",
            ),
        ),
    ],
    ids=["British", "Australian", "Canadian", "French", "Swiss"],
)
def test_a_head_says_who_wrote_what_to_whom_where_and_when(text, expected):
    assert said(read(text)) == expected


def test_text_and_notes_are_those_of_any_transcription():
    record = read(BRITISH)
    assert [note.anchor for note in record.footnotes] == ["No. 209", "Council"]
    assert "2. I told him that I could give no undertaking before the Council<anchor" in record.text
    assert "Repeated to Washington (No. 88), Moscow" in record.text
    assert "My telegram" in record.text
    assert (record.received.edtf, record.received.time) == ("1947-08-08", "9 a.m.")


def test_the_file_at_the_end_and_the_note_of_the_title_are_source_notes():
    assert [(note.kind, note.label) for note in read(AUSTRALIAN).footnotes] == [("footnote", "1"), ("source", "")]
    swiss = read(SWISS)
    assert [note.kind for note in swiss.footnotes] == ["source", "footnote"]
    assert swiss.source_note == "Schreiben: E 2001 (E) 1/99."


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        ("No. 215 Telegraphic [U 4412/20/70]", ["number", "file"]),
        ("No. 55 Saving Telegraphic: by bag [Z 1234/4/17; Z 9/4/17]", ["number", "file"]),
        ("Tel. (No. 102.)", ["number"]),
        ("D. 1.50 P.M. R. 3.30 P.M.", ["received"]),
        ("Telno 123 Immediate, Confidential", ["number", "marking", "marking"]),
        ("F.O. 371/1234. Strelsau, July 30, 1914.", ["file", "dateline"]),
        ("SECRET. IMMEDIATE.", ["marking", "marking"]),
        ("T. nos 12 à 14        Paris, le 6 mai 1935, 20 h.", ["number", "dateline"]),
        ("D. n° 456. Confidentiel. Londres, 5 mai 1948", ["number", "marking", "dateline"]),
        ("N. Paris, 5 mai 1948", ["kind", "dateline"]),
        ("Telegramm Nr. 12", ["number"]),
        ("Streng vertraulich Bern, 4. Mai 1946, 16 Uhr 30", ["marking", "dateline"]),
        ("Repeated to Paris (No. 8) and Moscow Saving", ["kind"]),
        ("PCO/Vol. 234", ["file"]),
        ("Cablegram unnumbered CANBERRA, 4 September 1939", ["kind", "dateline"]),
        ("Telegram No. 123 Flash. Confidential", ["number", "marking", "marking"]),
        ("(Reçu : le 6, 1 h. 15)", ["received"]),
        ("Procès-verbal de la séance du 4 mai 1946", []),
        ("Repeated attempts to see the Minister failed.", []),
        ("My telegram No. 209.", []),
        ("Secretary of State", []),
        ("1. I saw the Chancellor.", []),
        ("No. 5 was not received.", []),
        ("On 5 May 1946 nothing happened.", []),
        ("Private affairs", []),
        ("US/A/AC.18/SR.5", []),
        ("", []),
        ("No. 1 " * 100, []),
    ],
)
def test_a_line_of_a_head_is_made_of_its_pieces_and_of_nothing_else(line, roles):
    assert [piece.role for piece in pieces_of(line)] == roles


@pytest.mark.parametrize(
    ("heading", "senders", "recipients", "kind"),
    [
        ("Sir A. Muster (Paris) to Viscount Quill", [("Sir A. Muster", "Paris")], [("Viscount Quill", "")], ""),
        ("Muster to Quill, via Probe", [("Muster", "")], [("Quill", "")], ""),
        ("Letter from Mr. Probe (Strelsau) to Mr. Quill", [("Probe", "Strelsau")], [("Quill", "")], "letter"),
        ("Minute from Mr. Probe to Mr. Quill", [("Probe", "")], [("Quill", "")], "memorandum"),
        ("Note by Probe on Conversation with Quill", [("Probe", "")], [], "note"),
        ("M. Probe, ambassadeur à Londres, à M. Muster", [("Probe", "Londres")], [("Muster", "")], ""),
        ("Note de la Direction d’Europe", [("", "")], [], "note"),
        ("Haut-commissaire au Royaume-Uni au secrétaire d’État aux Affaires", [("", "")], [("", "")], ""),
        ("LE DÉPARTEMENT AUX REPRÉSENTANTS À LONDRES, À PARIS", [("", "")], [("", "Paris")], ""),
        ("Notiz des Vorstehers der Abteilung, A. Probe", [("A. Probe", "")], [], "memorandum"),
        ("Il Ministro a Roma, A. Probe, al Consiglio federale", [("A. Probe", "Roma")], [("", "")], ""),
    ],
)
def test_headings_name_persons_with_their_posts_and_offices_in_five_languages(heading, senders, recipients, kind):
    parties = parties_of(heading)
    sides = [[(one.person, one.place) for one in side] for side in (parties.senders, parties.recipients)]
    assert (*sides, parties.kind) == (senders, recipients, kind)


@pytest.mark.parametrize(
    "text",
    [
        "290. The Ambassador in Ruritania (Muster) to the Secretary of State\n\nStrelsau, March 5, 1944—6 p.m.\n\nNothing new.",
        "840.48/1234: Telegram\n\nThe Minister in Ruritania (Muster) to the Secretary of State\n\nStrelsau, March 5, 1944.\n\nNothing.",
        "Mr. Muster to Mr. Quill.\nNo. 214.]\n\nDEPARTMENT OF STATE,\nWashington, August 4, 1862.\n\nSIR: Your despatch has been received.",
        "5. Diary Entry by the Ambassador to Ruritania (Muster)\n\nStrelsau, October 9, 1963.\n\nTo the Foreign Office in the morning.",
        "Memorandum by the Under Secretary\n\nWashington, May 5, 1948.\n\nThe Minister called.",
        "12. Telegram From the Embassy in Ruritania to the Department of State\n\nStrelsau, May 5, 1958, 7 p.m.\n\n1234. Nothing.",
        "It was the best of times.\nNothing happened on 5 May 1948.",
        "<TEI/>",
        "\x00\x00",
    ],
)
def test_what_is_no_document_of_these_editions_is_left_to_other_readers(text):
    assert not PrintedReader().recognises(text.encode(), "one.txt")


@pytest.mark.parametrize(
    ("text", "heading", "kind", "day", "doubts"),
    [
        (
            "13. PCO\nExtract from Cabinet Conclusions\nTOP SECRET\n[Ottawa], May 5, 1948\nNothing was decided.",
            "Extract from Cabinet Conclusions",
            "",
            "1948-05-05",
            ["heading-not-understood"],
        ),
        (
            "dodis.ch/31\nCONSEIL FÉDÉRAL\nProcès-verbal de la séance du 4 mai 1946\n1234. Accord\nLe Conseil décide.",
            "CONSEIL FÉDÉRAL Procès-verbal de la séance du 4 mai 1946",
            "minutes",
            "1946-05-04",
            [],
        ),
    ],
)
def test_a_heading_that_names_no_side_is_one_under_a_file_or_an_address(text, heading, kind, day, doubts):
    record = read(text)
    assert (record.heading, record.kind, record.date.edtf, record.senders) == (heading, kind, day, ())
    assert [warning.code for warning in record.warnings] == doubts


@pytest.mark.parametrize(
    ("receipt", "edtf", "time"),
    [("le 6, 1 h. 15", "1948-05-06", "1 h. 15"), ("le 1er, 2 h.", "1948-06-01", "2 h"), ("le 6 mai", "1948-05-06", "")],
)
def test_a_receipt_without_month_is_of_the_month_of_writing_or_the_next(receipt, edtf, time):
    record = read(FRENCH.replace("le 6 mai, 1 h. 15", receipt))
    assert (record.received.edtf, record.received.time) == (edtf, time)


def test_several_documents_of_one_file_are_papers_of_their_own(tmp_path):
    path = tmp_path / "many.txt"
    path.write_text(
        BRITISH + "\n" + BRITISH.replace("No. 41", "No. 42").replace("No. 215", "No. 216"), encoding="utf-8"
    )
    assert reader_for(path, path.name).name == "printed"
    records = [record for record, _ in open_reading(path)]
    assert [(one.source_id, one.document_number, one.number) for one in records] == [
        ("many#1", "41", "215"),
        ("many#2", "42", "216"),
    ]
    assert [len(one.footnotes) for one in records] == [2, 2]
