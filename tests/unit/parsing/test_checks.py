"""What the checks say of a finished record."""

from dataclasses import replace

import pytest

from archive.parsing.checks import check_document
from tests.support.records import document_record

RECORD = document_record()


def codes(record):
    return [warning.code for warning in check_document(record)]


def test_a_whole_record_has_nothing_wrong():
    assert codes(RECORD) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"footnotes": RECORD.footnotes[:1]}, ["anchor-without-footnote"]),
        ({"text": RECORD.text.replace('<anchor type="footnote" n="2"/>', "")}, ["footnote-without-anchor"]),
        (
            {"text": RECORD.text.replace("</head>", "")},
            ["text-not-well-formed", "footnote-without-anchor", "footnote-without-anchor"],
        ),
        ({"heading": " "}, ["no-heading"]),
        ({"date": None}, ["no-date"]),
        ({"date": None, "kind": "editorial note"}, []),
    ],
)
def test_what_is_wrong_has_a_code(changes, expected):
    assert codes(replace(RECORD, **changes)) == expected


def test_a_source_note_needs_no_sign_and_a_note_can_be_anchored_in_a_note():
    first, second = RECORD.footnotes
    inner = replace(first, text=first.text.replace("</note>", '<anchor type="footnote" n="2"/></note>'))
    text = RECORD.text.replace('<anchor type="footnote" n="2"/>', "")
    assert codes(replace(RECORD, text=text, footnotes=(inner, second))) == []
    assert codes(replace(RECORD, text=text, footnotes=(first, replace(second, kind="source")))) == []


def test_messages_name_the_printed_label():
    record = replace(RECORD, text=RECORD.text.replace('<anchor type="footnote" n="1"/>', ""))
    assert [w.message for w in check_document(record)] == ["Footnote 9 has no anchor in the text."]
