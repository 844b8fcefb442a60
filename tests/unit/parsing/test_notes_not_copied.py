"""A paper that was copied without its footnotes: their numbers stay in the text, and one doubt says so."""

import pytest

from archive.parsing.transcription import read_source

_PAPER = """861.24/1815: Telegram

The Ambassador in Ruritania (Quill) to the Secretary of State{}

Strelsau, March 21, 1954—6 p.m.

1184. {}
"""


@pytest.mark.parametrize(
    ("heading", "text", "doubts"),
    [
        ("1", "I called on the Minister2 at noon.3 He was out.", [(3, "1 to 3")]),
        ("", "I called on the Minister1 at noon.2 He was out.", [(7, "1 to 2")]),
        ("", "I called on the Minister¹ at noon.² He was out.", [(7, "1 to 2")]),
        ("", "I called on the Minister at noon. He was out.", []),
        ("", "I called on the Minister58 at noon.59 He was out60 of town.", [(7, "58 to 60")]),
        ("", "I called on the Minister58 at noon.59 He was out.", []),
        ("", "They flew in a U2 and drank H2O on March 1 and 2.", []),
        ("", "I called on the Minister1 at noon.\n\n  1. His name is withheld.", []),
    ],
)
def test_numbers_of_footnotes_that_were_not_copied(heading, text, doubts):
    (paper,) = read_source(_PAPER.format(heading, text).encode(), "paper.txt")
    found = [warning for warning in paper.warnings if warning.code == "notes-not-copied"]
    assert [warning.line for warning in found] == [line for line, _ in doubts]
    assert all(numbers in warning.message for warning, (_, numbers) in zip(found, doubts, strict=True))
