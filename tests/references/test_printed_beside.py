"""The truth that resolving is measured against: papers beside which the markup says where they are printed."""

import pytest

from archive.records import DocumentRecord, FootnoteRecord
from archive.references.printed_beside import printed_beside

_TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'


def beside(text, *notes):
    record = DocumentRecord(
        "v#d1",
        f'<div {_TEI} type="document"><p>{text}</p></div>',
        footnotes=tuple(FootnoteRecord(n, str(n), f"<note {_TEI}>{words}</note>") for n, words in enumerate(notes, 1)),
    )
    return [(paper.words, paper.kind, paper.numbered, paper.target) for paper in printed_beside(record)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('See telegram 5425 from Bern, <ref target="#d12">Document 12</ref>.', ("telegram 5425 from Bern", "telegram", True)),
        ('He saw Embtel 12, May 3 (<ref target="#pg_12">p. 12</ref>).', ("Embtel 12, May 3", "telegram", True)),
        ('his letter of May 3, printed as <ref target="#d12">Document 12</ref>', ("letter of May 3", "other paper", False)),
        ('NSC 171/1, <ref target="#d12">Document 12</ref>', ("NSC 171/1", "policy paper", True)),
        ('State 118575, see <ref target="#d12">Document 12</ref>', ("State 118575", "telegram", True)),
        ('the telegram that he sent from Bern, <ref target="#d12">Document 12</ref>', None),
        ('telegrams 12 and 13, <ref target="#d12">Documents 12</ref> and <ref target="#d13">13</ref>', None),
        ('Telegram 12 was sent. See <ref target="#d12">Document 12</ref>.', None),
        ('telegram 12, footnote 3, <ref target="#d12">Document 12</ref>', None),
        ('telegram 12, see <ref target="#d12fn3">footnote 3, Document 12</ref>', None),
        ('since March 8, <ref target="#d12">Document 12</ref>', None),
    ],
)  # fmt: skip
def test_the_one_paper_before_a_marked_place_is_named(text, expected):
    target = "#pg_12" if "pg_12" in text else "#d12"
    assert beside(text) == ([(*expected, target)] if expected else [])


def test_the_place_may_be_in_a_footnote_at_the_papers_end():
    anchor = '<anchor type="footnote" n="1"/>'
    words = f"He refers to Embtel 935,{anchor} and more."
    assert beside(words, 'See <ref target="#d12">Document 12</ref>.') == [("Embtel 935", "telegram", True, "#d12")]
    assert beside(words, 'He means what <ref target="#d12">Document 12</ref> says.') == []
