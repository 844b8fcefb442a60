"""Editions of single papers in TEI: letters described by ``correspDesc``, lists of letters, documents of Dodis."""

from __future__ import annotations

import re

import pytest

from archive.parsing.errors import SourceError
from archive.parsing.formats import open_reading
from archive.parsing.letters.kinds import kind_of
from archive.parsing.letters.parties import read_parties

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0">'


def letter(
    description: str = "", text: str = "<p>Alles ruhig.</p>", title: str = "Brief von A. Muster", more: str = ""
) -> str:
    return f"""{TEI}<teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt>
<sourceDesc><msDesc><msIdentifier><settlement>Bern</settlement><repository>Stadtarchiv</repository>
<collection>Nachlass Muster</collection><idno>A 12/3, fol. 4r</idno></msIdentifier></msDesc></sourceDesc></fileDesc>
<profileDesc><correspDesc>{description}</correspDesc>
<langUsage><language ident="de">Deutsch</language></langUsage></profileDesc></teiHeader>
<text><body>{text}</body>{more}</text></TEI>"""


SENT = """<correspAction type="sent"><persName ref="#p1">Anna Muster</persName><placeName>Bern</placeName>
<date when="1888-11-16">16. November 1888</date></correspAction>"""
RECEIVED = """<correspAction type="received"><orgName>Hofkriegsrat</orgName><placeName>Wien</placeName>
<date notBefore="1888-11-18" notAfter="1888-11-20">um den 19.</date></correspAction>"""


@pytest.fixture
def read(tmp_path):
    def read_text(xml: str, name: str = "brief-7.xml"):
        path = tmp_path / name
        path.write_text(xml, encoding="utf-8")
        return [record for record, _ in open_reading(path)]

    return read_text


def test_a_letter_is_described_by_its_markup(read):
    (record,) = read(letter(SENT + RECEIVED))
    assert record.source_id == "brief-7"
    assert record.heading == "Brief von A. Muster"
    assert record.kind == "letter"
    assert [(one.person, one.office, one.person_id) for one in record.senders] == [("Anna Muster", "", "p1")]
    assert [(one.person, one.office, one.place) for one in record.recipients] == [("", "Hofkriegsrat", "Wien")]
    assert (record.date.edtf, record.date.printed, record.date.certainty) == (
        "1888-11-16",
        "16. November 1888",
        "stated",
    )
    assert record.received.edtf == "1888-11-18/1888-11-20"
    assert record.place == "Bern"
    assert (record.repository, record.collection) == ("Stadtarchiv", "Nachlass Muster")
    assert [number.printed for number in record.file_numbers] == ["A 12/3, fol. 4r"]
    assert record.source_note == "Bern, Stadtarchiv, Nachlass Muster, A 12/3, fol. 4r"
    assert 'xml:lang="de"' in record.text
    assert not record.warnings


def test_notes_without_numbers_are_counted_and_pages_are_found(read):
    text = '<pb n="1r"/><p>Alles<note>Nicht alles.</note> ru<pb n="1v"/>hig.<note n="*">So!</note></p>'
    (record,) = read(letter(SENT, text))
    assert [(note.label, note.anchor) for note in record.footnotes] == [("1", "Alles"), ("*", "hig.")]
    assert [page.label for page in record.pages] == ["1r", "1v"]
    assert record.text.count("<anchor") == 2
    assert "<note" not in record.text


def test_an_own_heading_in_the_text_is_the_heading(read):
    (record,) = read(letter(SENT, "<head>Nr. 9</head><p>Alles ruhig.</p>"))
    assert record.heading == "Nr. 9"
    assert record.text.count("<head") == 1


@pytest.mark.parametrize(
    ("date", "edtf", "certainty"),
    [
        ('<date when="1571">ca. 1571</date>', "1571~", "stated"),
        ('<date when="1908-06">Juni 1908</date>', "1908-06", "stated"),
        ('<date when-iso="1908-06-29">29. 6. 1908</date>', "1908-06-29", "stated"),
        (
            '<date notBefore="1574-04-13" notAfter="1574-04-22">981 Ẕī l-ḥicce 21-30</date>',
            "1574-04-13/1574-04-22",
            "stated",
        ),
        ('<date from="1720-03-20" to="1720-03-30">20.–30.</date>', "1720-03-20/1720-03-30", "stated"),
        ('<date notAfter="1720-03-30">vor dem 30.</date>', "../1720-03-30", "stated"),
        ('<date when="1896-02-05">[5.? 2. 1896]</date>', "1896-02-05", "supplied"),
        ('<date evidence="conjecture" when="1896-02-05">5. 2. 1896</date>', "1896-02-05", "supplied"),
        ('<date cert="low" when="1896-02-05">5. 2. 1896</date>', "1896-02-05", "supplied"),
        ("<date>29. 6. 1908</date>", "1908-06-29", "stated"),
        ('<date when="1901-02-30">28. 2. 1901</date>', "1901-02-28", "stated"),
        ('<date when="1904">11 novembre 1904</date>', "1904-11-11", "stated"),
        ('<date when="1905">11 novembre 1904</date>', "1905", "stated"),
        ('<date when="1908-11-10 ">10. XI. 08</date>', "1908-11-10", "stated"),
        ('<date when="1904-11-07">11 novembre 1904</date>', "1904-11-11", "stated"),
    ],
)
def test_a_date_is_what_its_markup_says_unless_its_words_name_another_day(read, date, edtf, certainty):
    (record,) = read(letter(f'<correspAction type="sent"><persName>Anna Muster</persName>{date}</correspAction>'))
    assert (record.date.edtf, record.date.certainty) == (edtf, certainty)
    contradicted = "1904-11-07" in date
    assert ("date-differs-from-markup" in [warning.code for warning in record.warnings]) == contradicted


def test_what_no_field_holds_is_listed_as_a_doubt(read):
    more = '<correspAction type="forwarded"><persName>Karl Bote</persName></correspAction><note>Mit Beilage.</note>'
    (record,) = read(letter(SENT + more, more="<back><listPerson><person/></listPerson><p>Nachschrift.</p></back>"))
    messages = {warning.code: warning.message for warning in record.warnings}
    assert "Karl Bote" in messages["description-not-kept"]
    assert "Mit Beilage." in messages["description-not-kept"]
    assert "listPerson" in messages["edition-lists-left-out"]
    assert "Nachschrift." in record.text


def test_a_letter_without_text_keeps_its_description_and_a_doubt(read):
    (record,) = read(letter(SENT).replace("<text><body><p>Alles ruhig.</p></body></text>", ""))
    assert record.senders
    assert [warning.code for warning in record.warnings] == ["text-missing"]


def test_a_list_of_letters_gives_a_record_for_each(read):
    entries = f"""<correspDesc key="17" ref="https://example.org/17" source="#e">{SENT}{RECEIVED}</correspDesc>
<correspDesc><correspAction type="sent"><persName>Karl Beispiel</persName></correspAction></correspDesc>"""
    xml = f"""{TEI}<teiHeader><fileDesc><titleStmt><title>Briefe</title></titleStmt>
<sourceDesc><bibl xml:id="e">Anna Muster: Briefe</bibl></sourceDesc></fileDesc>
<profileDesc>{entries}</profileDesc></teiHeader></TEI>"""
    first, second = read(xml, "liste.xml")
    assert [first.source_id, second.source_id] == ["liste#1", "liste#2"]
    assert first.heading == "Anna Muster to Hofkriegsrat"
    assert first.source_note == "https://example.org/17, no. 17, Anna Muster: Briefe"
    assert second.heading == "Karl Beispiel to unknown"
    assert [warning.code for warning in second.warnings] == ["text-missing", "no-date"]


NAMES = """<standOff xmlns="http://www.tei-c.org/ns/1.0"><listPerson><person xml:id="p2"><persName>Karl Beispiel</persName></person>
</listPerson></standOff>"""


@pytest.mark.parametrize(
    ("action", "parties", "place", "unread"),
    [
        ("<persName><surname>Muster</surname><forename>Anna</forename></persName>", ["Anna Muster"], "", ""),
        ("<persName><surname>Muster</surname>, <forename>Anna</forename></persName>", ["Anna Muster"], "", ""),
        ("<persName>Anna <surname>Muster</surname></persName>", ["Anna Muster"], "", ""),
        ('<persName ref="#p2"/>', ["Karl Beispiel"], "", ""),
        ('<persName ref="#p9"/>', [], "", '<persName ref="#p9">'),
        ('<name type="org">Hofkriegsrat</name>', ["Hofkriegsrat"], "", ""),
        ("<persName>A. Muster</persName><orgName>Amt</orgName>", ["A. Muster", "Amt"], "", ""),
        ("<placeName><settlement>Wien</settlement><country>A</country></placeName>", [], "Wien", "<placeName> Wien A"),
        ("<settlement>Wien</settlement><country>Österreich</country>", [], "Wien", "<country> Österreich"),
        ('<placeName cert="low">Wien</placeName>', [], "Wien", '<placeName cert="low"> Wien'),
        ("<p>Aus Wien gesandt.</p>", [], "", "<p> Aus Wien gesandt."),
        ('<date when="1888"/><date when="1889"/>', [], "", '<date when="1889">'),
    ],
)
def test_parties_and_places_are_read_in_any_markup_and_the_rest_is_listed(read, action, parties, place, unread):
    xml = letter(f'<correspAction type="sent">{action}</correspAction>').replace("</teiHeader>", f"</teiHeader>{NAMES}")
    (record,) = read(xml)
    assert [one.person or one.office for one in record.senders] == parties
    assert record.place == place
    listed = next((w.message for w in record.warnings if w.code == "description-not-kept"), "")
    assert unread in listed
    assert "correspAction" not in listed


def test_what_the_header_says_besides_is_listed_with_its_words(read):
    more = "<respStmt><resp>Edition</resp><name>B. Probe</name></respStmt></titleStmt><publicationStmt><publisher>Akademie</publisher>"
    xml = letter(SENT).replace("</titleStmt>", f"{more}</publicationStmt>")
    xml = xml.replace(
        "<langUsage>", "<abstract><list><item>Stille</item><item>Ruhe</item></list></abstract><langUsage>"
    )
    (record,) = read(xml.replace("</teiHeader>", "</teiHeader><facsimile><graphic url='1.jpg'/></facsimile>"))
    (message,) = [w.message for w in record.warnings]
    assert record.summary == "Stille; Ruhe"
    assert all(words in message for words in ("<respStmt> Edition B. Probe", "<publisher> Akademie", "<facsimile>"))
    assert "Muster" not in message


@pytest.mark.parametrize(
    ("header", "text", "languages"),
    [
        ('<language ident="deu"/><language ident="la"/>', "<text>", ("de", "la")),
        ('<language ident="de" usage="10"/><language ident="la" usage="90"/>', "<text>", ("la", "de")),
        ('<language ident="German"/>', '<text xml:lang="fr">', ("fr",)),
        ("", "<text>", ()),
    ],
)
def test_languages_are_those_that_the_markup_states(read, header, text, languages):
    xml = letter(SENT).replace('<language ident="de">Deutsch</language>', header).replace("<text>", text)
    (record,) = read(xml.replace("<TEI ", '<TEI xml:lang="en" '))
    assert record.languages == languages
    assert ("xml:lang" in record.text) == bool(languages)


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        (
            "Der Bundesrat hat den Bericht mit Dank erhalten und wird ihn dem Parlament nicht vor der Sitzung vorlegen. "
            * 3,
            ("de",),
        ),
        (
            "Le Conseil a pris connaissance du rapport et les mesures sont dans cette note pour une séance qui est fixée. "
            * 3,
            ("fr",),
        ),
        (
            "Il Consiglio ha preso atto della nota che non è stata con gli atti nel fascicolo per la seduta di oggi. "
            * 3,
            ("it",),
        ),
        ("Der Bericht ist mit der Note nicht dem Rat und das für. Le rapport et les notes dans une pour. " * 4, ()),
        ("Alles ruhig.", ()),
        ("1234 5678. " * 40, ()),
    ],
)
def test_a_language_that_is_not_stated_follows_from_the_words_only_if_they_leave_no_doubt(read, text, languages):
    xml = letter(SENT, f"<p>{text}<note>The note of the editors is in English and it is long.</note></p>")
    (record,) = read(re.sub("<langUsage>.*</langUsage>", "", xml, flags=re.DOTALL))
    assert record.languages == languages
    assert ("language-inferred" in [w.code for w in record.warnings]) == bool(languages)


def test_a_printed_source_is_the_source_note_of_a_letter_without_manuscript(read):
    xml = re.sub("<msDesc>.*</msDesc>", "<bibl>A. Muster: Briefe, S. 12</bibl>", letter(SENT), flags=re.DOTALL)
    (record,) = read(xml)
    assert (record.source_note, record.file_numbers) == ("A. Muster: Briefe, S. 12", ())


def test_several_letters_in_a_corpus_are_papers_of_their_own(read):
    one = letter(SENT)
    two = letter(RECEIVED, "<p>Zweiter Brief.</p>")
    first, second = read(f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{one}{two}</teiCorpus>', "corpus.xml")
    assert [first.source_id, second.source_id] == ["corpus#1", "corpus#2"]
    assert "Alles ruhig." in first.text
    assert "Zweiter Brief." in second.text
    assert second.recipients[0].office == "Hofkriegsrat"


def test_a_blank_page_at_the_end_is_a_page_of_the_letter(read):
    (record,) = read(letter(SENT, '<pb n="1r"/><p>Alles ruhig.</p><pb n="1v"/>'))
    assert [page.label for page in record.pages] == ["1r", "1v"]


def test_xml_that_is_not_well_formed_is_refused_with_its_line(read):
    with pytest.raises(SourceError, match="line 2"):
        read(letter(SENT).replace("</msDesc>", ""))


# --- Dodis ---------------------------------------------------------------------------------------------------------


def dodis(title: str, line: str, opener: str = "") -> str:
    return f"""{TEI}<teiHeader/><text><body><div type="doc"><head><ref target="https://example.org/1">example.org/1</ref>
<title type="main">{title}</title><title type="sub">DIE FISCHEREI</title>
<unclear reason="Person not found">16701</unclear></head>
<opener>{opener}<dateline>{line}</dateline></opener><p>Alles ruhig.<note>Nicht alles.</note></p></div></body></text></TEI>"""


def test_a_document_of_dodis_is_read_from_its_head(read):
    note = '<note>Schreiben (Kopie): <idno type="CH-BAR">E 13 (B)/159</idno>. Paraphe: MU.</note>'
    title = f"Der Vorsteher des Politischen Departements, A. Muster, an den schweizerischen Gesandten in Wien, B. Beispiel{note}"
    line = '<placeName>Bern,</placeName><date when="1888-11-16">16. November 1888, 16 h</date>'
    (record,) = read(dodis(title, line, "<add>Vertraulich</add>"), "dodis-1.xml")
    assert record.heading.endswith("in Wien, B. Beispiel")
    assert (record.senders[0].office, record.senders[0].person) == (
        "Vorsteher des Politischen Departements",
        "A. Muster",
    )
    assert (record.recipients[0].office, record.recipients[0].person) == (
        "schweizerischen Gesandten in Wien",
        "B. Beispiel",
    )
    assert (record.date.edtf, record.place, record.classification) == ("1888-11-16", "Bern", "Vertraulich")
    assert [number.printed for number in record.file_numbers] == ["E 13 (B)/159"]
    assert (record.repository, record.kind) == ("CH-BAR", "letter")
    assert [note.kind for note in record.footnotes] == ["source", "footnote"]
    assert "16701" in next(w.message for w in record.warnings if w.code == "description-not-kept")


@pytest.mark.parametrize(
    ("note", "number"),
    [
        ("Schreiben: E 2200 Strelsau 1/127. Paraphe: MU.", "E 2200 Strelsau 1/127"),
        ("Rapport politique: E 2300 Zenda 48.", "E 2300 Zenda 48"),
        ("Note (Kopie): E 1001 (E) q 1/103.", "E 1001 (E) q 1/103"),
        ("E 1004 1/155. Abwesend: Muster.", "E 1004 1/155"),
        ("Notice: CH-BAR#E2003A#1984/84#1593* (o.713.01).", "CH-BAR#E2003A#1984/84#1593* (o.713.01)"),
        ('Lettre: <idno type="CH-BAR">E 2001 (A), Archiv-Nr. 502</idno>.', "E 2001 (A), Archiv-Nr. 502"),
        ("Notice: CH-BAR#<idno>E2003A#1984/84#15*</idno> Text.", "CH-BAR#E2003A#1984/84#15*"),
        ('Notiz: <idno type="CH-BAR">CH-BAR#.</idno> Text.', None),
        ("Dokumententyp: CH-BAR#. Text.", None),
        ("Nicht abgedruckt.", None),
    ],
)
def test_a_shelfmark_is_read_from_the_note_with_any_town(read, note, number):
    (record,) = read(dodis(f"Notiz<note>{note}</note>", '<date when="1888-11-16">16. November 1888</date>'))
    assert [one.printed for one in record.file_numbers] == ([number] if number else [])


@pytest.mark.parametrize(
    ("line", "edtf", "place"),
    [
        ('<placeName>[Berne, ]</placeName><date when="1971-11-12">12 novembre 1971</date>', "1971-11-12", "Berne"),
        ('<placeName>Bern</placeName>, <date when="1900-08-17">17. August 1896</date>', "1896-08-17", "Bern"),
        ('<placeName>Ort</placeName>, <date when="1900-01-01">Datum</date>', None, ""),
        ("<placeName>Justizdepartement. </placeName>Mündlich", None, ""),
        (
            '<placeName>Handelsdepartement. Antrag vom</placeName><date when="1880-01-08">8. Januar 1880</date>',
            "1880-01-08",
            "",
        ),
    ],
)
def test_a_year_that_is_only_filled_in_is_not_believed_and_a_department_is_no_place(read, line, edtf, place):
    (record,) = read(dodis("Notiz", line))
    assert (record.date.edtf if record.date else None, record.place) == (edtf, place)


@pytest.mark.parametrize(
    "line",
    [
        'Handelsdepartement. Antrag vom <date when="1880-01-08">8. Januar 1880</date>',
        "<placeName>Justizdepartement. </placeName>Mündlich",
        "",
    ],
)
def test_minutes_have_the_day_of_their_meeting_and_not_that_of_a_proposal(read, line):
    (record,) = read(dodis("Protokoll der Sitzung des Bundesrates vom 20. Januar 1880", line))
    assert (record.date.edtf, record.date.printed, record.place) == ("1880-01-20", "20. Januar 1880", "")
    assert ("date-of-heading" in [w.code for w in record.warnings]) == ("1880" in line)


def test_the_day_of_receipt_in_a_date_line_is_no_day_of_writing(read):
    line = '<placeName>Lima</placeName><date when="1896-08-12">12 août 1896 Reçu à Berne: 7 septembre 1896</date>'
    (record,) = read(dodis("Le Consul, A. Muster, au Conseil fédéral", line))
    assert (record.date.edtf, record.received.edtf) == ("1896-08-12", "1896-09-07")


@pytest.mark.parametrize(
    ("title", "senders", "recipients"),
    [
        (
            "Der Bundesrat an die italienische Gesandtschaft in Bern",
            [("Bundesrat", "")],
            [("italienische Gesandtschaft in Bern", "")],
        ),
        (
            "Le Ministre de Suisse à Paris, A. Muster, au Conseil fédéral",
            [("Ministre de Suisse à Paris", "A. Muster")],
            [("Conseil fédéral", "")],
        ),
        (
            "Le Chef du Département, M. Muster, à l’Ambassade de Suisse à Washington",
            [("Chef du Département", "M. Muster")],
            [("Ambassade de Suisse à Washington", "")],
        ),
        ("Notice au Chef du Département politique, P. Muster", [], [("Chef du Département politique", "P. Muster")]),
        ("Mémorandum du Chef du Département, N. Muster", [("Chef du Département", "N. Muster")], []),
        (
            "Der Gesandte, C. Muster, an Bundesrat E. Beispiel",
            [("Gesandte", "C. Muster")],
            [("Bundesrat", "E. Beispiel")],
        ),
        (
            "Il Ministro a Roma, C. Muster, al Consiglio federale",
            [("Ministro a Roma", "C. Muster")],
            [("Consiglio federale", "")],
        ),
        ("Protokoll der Sitzung des Bundesrates vom 20. Januar 1880", [], []),
        ("Gespräche von Staatssekretär Muster in Genf", [], []),
        ("DIE BEZIEHUNGEN ZWISCHEN DER SCHWEIZ UND INDONESIEN", [], []),
    ],
)
def test_both_sides_are_read_from_titles_in_three_languages(title, senders, recipients):
    sides = read_parties(title)
    assert [[(one.office, one.person) for one in side] for side in sides] == [senders, recipients]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Interne Notiz des Departements", "memorandum"),
        ("Lettre (Copie)", "letter"),
        ("Rapport politique", "report"),
        ("CONSEIL FÉDÉRAL Procès-verbal de la séance", "minutes"),
        ("Beilage 4 zu Brief 21. Jänner 1720: Bericht über Güter", "report"),
        ("Beilage 4 zu Brief 21. Jänner 1720", ""),
        ("Der Bundesrat an die Gesandtschaft über einen Brief", ""),
        ("Briefmarken", ""),
        ("", ""),
    ],
)
def test_kinds_are_named_by_the_first_words(text, kind):
    assert kind_of(text) == kind
