"""The grammar of references: what is found, what it states, and what is no reference."""

import pytest

from archive.parsing.references import find, find_references
from archive.records import DateRecord, DocumentRecord

#: Printed words, and what each reference in them states: its own words, its kind, its details.
FOUND = [
    ("my 935 March 26 [20], 6 p.m.", [("my 935 March 26 [20], 6 p.m.", "telegram",
     {"whose": "my", "number": "935", "date": {"month": 3, "day": 26, "corrected_day": 20, "time": "6 p.m."}})]),
    ("Department’s 554 and 555 of March 11, 7 p.m.", [
        ("Department’s 554", "telegram",
         {"whose": "Department’s", "number": "554", "date": {"month": 3, "day": 11, "time": "7 p.m."}}),
        ("555 of March 11, 7 p.m.", "telegram",
         {"whose": "Department’s", "number": "555", "date": {"month": 3, "day": 11, "time": "7 p.m."}})]),
    ("Department’s circular of January 26, 7 p.m.", [("Department’s circular of January 26, 7 p.m.", "circular",
     {"whose": "Department’s", "date": {"month": 1, "day": 26, "time": "7 p.m."}})]),
    ("Reurtel 899 July 29", [("Reurtel 899 July 29", "telegram",
     {"whose": "your", "number": "899", "date": {"month": 7, "day": 29}})]),
    ("Embtels 12, 13 and 14", [
        ("Embtels 12", "telegram", {"whose": "Embassy's", "number": "12"}),
        ("13", "telegram", {"whose": "Embassy's", "number": "13"}),
        ("14", "telegram", {"whose": "Embassy's", "number": "14"})]),
    ("my 438 April 24, 770 July 4", [
        ("my 438 April 24", "telegram", {"whose": "my", "number": "438", "date": {"month": 4, "day": 24}}),
        ("770 July 4", "telegram", {"whose": "my", "number": "770", "date": {"month": 7, "day": 4}})]),
    ("Embtel of Sept 3", [("Embtel of Sept 3", "telegram", {"whose": "Embassy's", "date": {"month": 9, "day": 3}})]),
    ("Secto 17 of April 3", [("Secto 17 of April 3", "telegram",
     {"series": "Secto", "number": "17", "date": {"month": 4, "day": 3}})]),
    ("Polto 1011", [("Polto 1011", "telegram", {"series": "Polto", "number": "1011"})]),
    ("Saigon 123", [("Saigon 123", "telegram", {"from": "Saigon", "number": "123"})]),
    ("Department telegram 12 to Saigon", [("Department telegram 12 to Saigon", "telegram",
     {"whose": "Department", "number": "12", "to": "Saigon"})]),
    ("telegram 1234 from London, May 3, 1949", [("telegram 1234 from London, May 3, 1949", "telegram",
     {"number": "1234", "from": "London", "date": {"month": 5, "day": 3, "year": 1949}})]),
    ("telegram 41, May 3, from Bern", [("telegram 41, May 3, from Bern", "telegram",
     {"number": "41", "from": "Bern", "date": {"month": 5, "day": 3}})]),
    ("circular telegram 169", [("circular telegram 169", "circular telegram", {"number": "169"})]),
    ("Embassy’s despatch No. 71 of May 3, 1912", [("Embassy’s despatch No. 71 of May 3, 1912", "despatch",
     {"whose": "Embassy’s", "number": "71", "date": {"month": 5, "day": 3, "year": 1912}})]),
    ("airgram A–804 from Baghdad, June 6", [("airgram A–804 from Baghdad, June 6", "airgram",
     {"number": "A-804", "from": "Baghdad", "date": {"month": 6, "day": 6}})]),
    ("CA–8084", [("CA–8084", "airgram", {"number": "CA-8084"})]),
    ("letter of October 1", [("letter of October 1", "letter", {"date": {"month": 10, "day": 1}})]),
    ("your letter of the 5th of May", [("your letter of the 5th of May", "letter",
     {"whose": "your", "date": {"month": 5, "day": 5}})]),
    ("your despatch No. 41, of the 5th ultimo", [("your despatch No. 41, of the 5th ultimo", "despatch",
     {"whose": "your", "number": "41", "date": {"day": 5, "relative": "ultimo"}})]),
    ("your letter of 5th September", [("your letter of 5th September", "letter",
     {"whose": "your", "date": {"month": 9, "day": 5}})]),
    ("memorandum from Read to Pollack, December 6", [("memorandum from Read to Pollack, December 6", "memorandum",
     {"from": "Read", "to": "Pollack", "date": {"month": 12, "day": 6}})]),
    ("January 7 letter", [("January 7 letter", "letter", {"date": {"month": 1, "day": 7}})]),
    ("footnote 22, p. 987", [("footnote 22, p. 987", "footnote", {"label": "22", "page": "987"})]),
    ("footnotes 3 and 6, pp. 69 and 70", [
        ("footnotes 3 and 6, pp. 69", "footnote", {"label": "3", "page": "69"}),
        ("70", "footnote", {"label": "6", "page": "70"})]),
    ("p. 987, footnote 22", [("p. 987, footnote 22", "footnote", {"label": "22", "page": "987"})]),
    ("footnote 3, Document 12", [("footnote 3, Document 12", "footnote", {"label": "3", "document": "12"})]),
    ("Document 12, footnote 3", [("Document 12, footnote 3", "footnote", {"label": "3", "document": "12"})]),
    ("Document 12 and footnotes 3 and 4 thereto", [
        ("Document 12", "document", {"document": "12"}),
        ("footnotes 3", "footnote", {"label": "3", "document": "12"}),
        ("4 thereto", "footnote", {"label": "4", "document": "12"})]),
    ("Document 12, footnote 3, Document 13", [
        ("Document 12", "document", {"document": "12"}),
        ("footnote 3, Document 13", "footnote", {"label": "3", "document": "13"})]),
    ("footnote 3, ibid", [("footnote 3, ibid", "footnote", {"label": "3", "ibid": True})]),
    ("message dated 2 [3] May", [("message dated 2 [3] May", "message",
     {"date": {"month": 5, "day": 2, "corrected_day": 3}})]),
    ("footnote 4 above", [("footnote 4 above", "footnote", {"label": "4", "where": "above"})]),
    ("footnote 2, supra", [("footnote 2, supra", "footnote", {"label": "2", "where": "supra"})]),
    ("Documents 1 and 2", [("Documents 1", "document", {"document": "1"}), ("2", "document", {"document": "2"})]),
    ("Document 72A", [("Document 72A", "document", {"document": "72A"})]),
    ("ante, p. 12", [("ante, p. 12", "page", {"where": "ante", "page": "12"})]),
    ("Post, p. 444", [("Post, p. 444", "page", {"where": "post", "page": "444"})]),
    ("pp. 1012–15 and 19", [
        ("pp. 1012", "page", {"page": "1012"}), ("15", "page", {"page": "1015"}), ("19", "page", {"page": "1019"})]),
    ("Ibid., p. 12", [("Ibid., p. 12", "page", {"ibid": True, "page": "12"})]),
    ("ibid., 1946, vol. vii, p. 40", [("ibid., 1946, vol. vii, p. 40", "volume",
     {"years": "1946", "volume": "VII", "ibid": True, "page": "40"})]),
    ("Foreign Relations, 1948, vol. V, Part 1, p. 12", [("Foreign Relations, 1948, vol. V, Part 1, p. 12", "volume",
     {"years": "1948", "volume": "V", "part": "1", "page": "12"})]),
    ("Foreign Relations, 1964–1968, Volume XI, Documents 22 and 26", [
        ("Foreign Relations, 1964–1968, Volume XI, Documents 22", "volume",
         {"years": "1964–1968", "volume": "XI", "document": "22"}),
        ("26", "volume", {"years": "1964–1968", "volume": "XI", "document": "26"})]),
    ("vol. XIII, Part 2, pp. 1630", [("vol. XIII, Part 2, pp. 1630", "volume",
     {"volume": "XIII", "part": "2", "page": "1630"})]),
    ("see supra", [("supra", "nearby", {"where": "supra"})]),
    ("the preceding document", [("the preceding document", "nearby", {"where": "supra"})]),
    ("reftel", [("reftel", "telegram", {"whose": "reference"})]),
    ("A/C.1/153", [("A/C.1/153", "UN document", {"symbol": "A/C.1/153"})]),
    ("S/726", [("S/726", "UN document", {"symbol": "S/726"})]),
    ("NSC 5417/3", [("NSC 5417/3", "policy paper", {"series": "NSC", "number": "5417/3"})]),
    ("NSC Action No. 884", [("NSC Action No. 884", "policy paper", {"series": "NSC Action", "number": "884"})]),
    ("National Security Action Memorandum No. 271", [("National Security Action Memorandum No. 271", "policy paper",
     {"series": "NSAM", "number": "271"})]),
    ("Special National Intelligence Estimate 10–3–61", [("Special National Intelligence Estimate 10–3–61", "policy paper",
     {"series": "SNIE", "number": "10-3-61"})]),
    ("Depcirtel 397 and 8377 to London; your 1535", [
        ("Depcirtel 397", "circular telegram", {"whose": "Department's", "number": "397"}),
        ("8377 to London", "telegram", {"whose": "Department's", "number": "8377", "to": "London"}),
        ("your 1535", "telegram", {"whose": "your", "number": "1535"})]),
    ("Embdes 157, October 15", [("Embdes 157, October 15", "despatch",
     {"whose": "Embassy's", "number": "157", "date": {"month": 10, "day": 15}})]),
    ("telegrams 259–267 from Bern", [
        ("telegrams 259", "telegram", {"number": "259", "from": "Bern", "through": "267"}),
        ("267 from Bern", "telegram", {"number": "267", "from": "Bern"})]),
    ("telegrams 259 through 267", [
        ("telegrams 259", "telegram", {"number": "259", "through": "267"}), ("267", "telegram", {"number": "267"})]),
    ("Embtels 1805, July 25, 1859, August 1 and 1889, August 3", [
        ("Embtels 1805, July 25", "telegram", {"whose": "Embassy's", "number": "1805", "date": {"month": 7, "day": 25}}),
        ("1859, August 1", "telegram", {"whose": "Embassy's", "number": "1859", "date": {"month": 8, "day": 1}}),
        ("1889, August 3", "telegram", {"whose": "Embassy's", "number": "1889", "date": {"month": 8, "day": 3}})]),
    ("Embtels 411, June 1, 1620 and 425, June 3", [
        ("Embtels 411, June 1", "telegram", {"whose": "Embassy's", "number": "411", "date": {"month": 6, "day": 1}}),
        ("1620", "telegram", {"whose": "Embassy's", "number": "1620"}),
        ("425, June 3", "telegram", {"whose": "Embassy's", "number": "425", "date": {"month": 6, "day": 3}})]),
    ("telegrams 259–67", [
        ("telegrams 259", "telegram", {"number": "259", "through": "267"}), ("67", "telegram", {"number": "267"})]),
    ("Tosec 12–15", [
        ("Tosec 12", "telegram", {"series": "Tosec", "number": "12", "through": "15"}),
        ("15", "telegram", {"series": "Tosec", "number": "15"})]),
    ("Mr. Quill’s letter to Mr. Raven of May 3", [("letter to Mr. Raven of May 3", "letter",
     {"whose": "Mr. Quill’s", "to": "Mr. Raven", "date": {"month": 5, "day": 3}})]),
    ("Embtel 1805, July 25, 1949", [("Embtel 1805, July 25, 1949", "telegram",
     {"whose": "Embassy's", "number": "1805", "date": {"month": 7, "day": 25, "year": 1949}})]),
    ("telegram 12 from the Ambassador in Norway, May 3, 3 [7] p.m.", [
        ("telegram 12 from the Ambassador in Norway, May 3, 3 [7] p.m.", "telegram",
         {"number": "12", "from": "Norway", "date": {"month": 5, "day": 3, "time": "3 [7] p.m."}})]),
    ("my telegram 72 [27]", [("my telegram 72 [27]", "telegram",
     {"whose": "my", "number": "72", "corrected_number": "27"})]),
    ("State 025151", [("State 025151", "telegram", {"from": "State", "number": "025151"})]),
    ("message 7992", [("message 7992", "message", {"number": "7992"})]),
    ("telegram CAP 80151", [("telegram CAP 80151", "telegram", {"series": "CAP", "number": "80151"})]),
    ("Cahto 115 and CAP 63560", [
        ("Cahto 115", "telegram", {"series": "Cahto", "number": "115", "unsure": True}),
        ("CAP 63560", "telegram", {"series": "CAP", "number": "63560", "unsure": True})]),
    ("telegrams 41 to Bern and 8377 to London", [
        ("telegrams 41 to Bern", "telegram", {"number": "41", "to": "Bern"}),
        ("8377 to London", "telegram", {"number": "8377", "to": "London"})]),
    ("Mr. Quill’s memorandum of conversation, December 6", [
        ("memorandum of conversation, December 6", "memorandum of conversation",
         {"whose": "Mr. Quill’s", "date": {"month": 12, "day": 6}})]),
    ("memorandum by Mr. Quill of May 3", [("memorandum by Mr. Quill of May 3", "memorandum",
     {"whose": "Mr. Quill", "date": {"month": 5, "day": 3}})]),
    ("letter to Quill Nov 8", [("letter to Quill Nov 8", "letter", {"to": "Quill", "date": {"month": 11, "day": 8}})]),
    ("message of Sunday, September 26, 1976", [("message of Sunday, September 26, 1976", "message",
     {"date": {"month": 9, "day": 26, "year": 1976}})]),
    ("840.48 Refugees/5396", [("840.48 Refugees/5396", "file number",
     {"scheme": "decimal-1910", "normal": "840.48 Refugees/5396"})]),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "expected"), FOUND)
def test_a_reference_is_found_in_its_place(printed, expected):
    text = f"He said so ({printed}) and left."
    assert [(text[match.start : match.end], match.kind, match.details) for match in find(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "On March 21 he called.",
        "They asked for your 50 percent share of it.",
        "Our 200 men were there.",
        "Article 5 of the treaty of 1911",
        "He paid 1,200 dollars in Paris.",
        "The Department documents everything.",
        "He will note 3 things",
        "Sent Department 344, repeated Bangkok 80, Rangoon 76.",
        "Department of State Bulletin, May 3, 1948, p. 12",
        "see SC, 3rd yr., Suppl. for Nov. 1948, p. 45",
        "Papers of Woodrow Wilson, vol. 43, p. 459",
        "Memos to the President, Vol. XVI. Confidential.",
        "1903. Signed on March 5.\nMemorandum for the record",
        "in Paris 3 weeks ago",
        "our 4 per cent loan",
        "Page after page",
        "Toronto 5, Total 12, TIAS 4934 and May 1968",
        "the Secretary of State 12 days ago",
        "USSR 1968, NATO 1949",
        "He will send messages 3 times.",
        "from 1914 to London’s fall",
    ],
)
def test_what_is_no_reference_is_not_found(text):
    assert find(text) == []


def test_the_editors_word_belongs_to_its_own_sentence():
    first, second = find("Telegram 12 to Bern, not printed. See telegram 13 to Bern.")
    assert first.details["printed"] is False
    assert "printed" not in second.details


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("See telegram 12, May 3, and despatch 45, May 9. Latter not printed.", [None, False]),
        ("See telegram 12, May 3, and despatch 45, May 9; former is not printed.", [False, None]),
        ("See telegram 12, May 3, and despatch 45, May 9, neither printed.", [False, False]),
    ],
)
def test_the_editors_word_on_one_of_two_papers_is_of_that_one(text, printed):
    assert [reference.details.get("printed") for reference in find(text)] == printed


def _references_of(text, date, **changes):
    tei = f'<div xmlns="http://www.tei-c.org/ns/1.0" type="document"><p>{text}</p></div>'
    return find_references(DocumentRecord("v#d1", tei, date=date, **changes))


def test_a_number_that_no_paper_of_the_time_has_for_its_year_is_the_next_of_the_list():
    written = DateRecord("", "1949-08-04", "1949-08-04", "1949-08-04")
    first, second = _references_of("Embtels 1805, July 25, 1859 and others.", written)
    assert (first.printed, first.details["date"]) == ("Embtels 1805, July 25", {"month": 7, "day": 25})
    assert (second.printed, second.details) == ("1859", {"number": "1859", "whose": "Embassy's"})
    (only,) = _references_of("Embtel 1805, July 25, 1948 and others.", written)
    assert only.details["date"]["year"] == 1948


def test_in_a_text_without_a_date_the_year_before_the_words_is_theirs():
    found = _references_of("On March 3, 1960, he called. See telegram 12, March 4, and my letter of May 3, 1961.", None)
    assert [one.details.get("year_before") for one in found] == [1960, None]
    *_, memorandum = _references_of("It is in JCS 1800/644 with the memorandum from Brown to Green of May 27.", None)
    assert "year_before" not in memorandum.details


def test_a_long_text_without_end_is_read_in_time_that_grows_with_its_length():
    assert find("Department’s " * 3000 + "1, " * 3000)
    assert find("Embtels " + "1, " * 3000)
