"""The grammar of references: what is found, what it says, and what is no reference."""

import pytest

from archive.parsing.references import find

FOUND = [
    ("my 935 March 26 [20], 6 p.m.", "telegram",
     {"whose": "my", "numbers": ["935"], "date": {"month": 3, "day": 26, "corrected_day": 20, "time": "6 p.m."}}),
    ("Department’s 554 and 555 of March 11, 7 p.m.", "telegram",
     {"whose": "Department’s", "numbers": ["554", "555"], "date": {"month": 3, "day": 11, "time": "7 p.m."}}),
    ("Department’s circular of January 26, 7 p.m.", "circular",
     {"whose": "Department’s", "date": {"month": 1, "day": 26, "time": "7 p.m."}}),
    ("Reurtel 899 July 29", "telegram", {"whose": "your", "numbers": ["899"], "date": {"month": 7, "day": 29}}),
    ("Embtels 12, 13 and 14", "telegram", {"whose": "Embassy's", "numbers": ["12", "13", "14"]}),
    ("Secto 17 of April 3", "telegram", {"series": "Secto", "numbers": ["17"], "date": {"month": 4, "day": 3}}),
    ("Saigon 123", "telegram", {"from": "Saigon", "numbers": ["123"]}),
    ("telegram 1234 from London, May 3, 1949", "telegram",
     {"numbers": ["1234"], "from": "London", "date": {"month": 5, "day": 3, "year": 1949}}),
    ("telegram 41, May 3, from Bern", "telegram",
     {"numbers": ["41"], "from": "Bern", "date": {"month": 5, "day": 3}}),
    ("Embassy’s despatch No. 71 of May 3, 1912", "despatch",
     {"whose": "Embassy’s", "numbers": ["71"], "date": {"month": 5, "day": 3, "year": 1912}}),
    ("letter of October 1", "letter", {"date": {"month": 10, "day": 1}}),
    ("footnote 22, p. 987", "footnote", {"labels": ["22"], "pages": ["987"]}),
    ("footnote 3, Document 12", "footnote", {"labels": ["3"], "documents": ["12"]}),
    ("footnote 4 above", "footnote", {"labels": ["4"], "where": "above"}),
    ("Documents 1 and 2", "document", {"documents": ["1", "2"]}),
    ("ante, p. 12", "page", {"pages": ["12"], "where": "ante"}),
    ("pp. 12–15 and 19", "page", {"pages": ["12–15", "19"]}),
    ("Foreign Relations, 1948, vol. V, Part 1, p. 12", "volume",
     {"years": "1948", "volume": "V", "part": "1", "pages": ["12"]}),
    ("vol. XIII, Part 2, pp. 1630", "volume", {"volume": "XIII", "part": "2", "pages": ["1630"]}),
    ("reftel", "telegram", {"whose": "reference"}),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "kind", "details"), FOUND)
def test_a_reference_is_found_where_it_stands(printed, kind, details):
    text = f"He said so ({printed}) and left."
    (match,) = find(text)
    assert text[match.start : match.end] == printed
    assert (match.kind, match.details) == (kind, details)


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
        "Page after page",
    ],
)
def test_what_is_no_reference_is_not_found(text):
    assert find(text) == []


def test_the_editors_word_belongs_to_its_own_sentence():
    first, second = find("Telegram 12 to Bern, not printed. See telegram 13 to Bern.")
    assert first.details["printed"] is False
    assert "printed" not in second.details


def test_a_long_text_without_end_is_read_in_time_that_grows_with_its_length():
    assert find("Department’s " * 3000 + "1, " * 3000)
