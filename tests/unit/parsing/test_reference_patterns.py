"""What makes the grammar of references quick must not change what it finds."""

import csv
from pathlib import Path

import pytest

from archive.parsing.references.finding import GRAMMAR

GOLDEN = Path(__file__).parents[2] / "golden" / "references.tsv"

SENTENCES = [
    "The Hague’s No. 193, February 25; the 5th of May letter; the 3rd instant note from London.",
    "REURTEL 12 and Embtels 4, 5 (see Secto 12, TOSEC–7, pp. 4–6 and page 7).",
    "Departments’ 44 to Bern and your New Delhi’s despatch 3 of 1 May [2?], 1949, 3 p. m.; Port-au-Prince 7.",
    "Document 12, footnote 3; see footnote 3, p.12, first note 4, Doc. 5, ibid., p. 7; supra, page 3; NSC/SM 12–a; S/1234; US(P)/A/C.1/23",
    "Aide-Mémoire of May 3, circular airgram May 4; Embref cirtels; Refair; 3 May telegram from Consul General Smith",
    "p. 12, footnote 3, and Embtel of May 3; your letter of May 3; Embassy telegram 12",
    "Special National Intelligence Estimate 10–3–61, a National Intelligence Estimate of 1973, National Intelligence Estimate No. 15-73",
    "Chargé’s 12 of April 1\nCongentel 14, noon",
    "Attached to my 6 September memorandum\nSee footnote † and note *\nSee volume II, and in ibid., volume III",
]


def texts():
    with GOLDEN.open(encoding="utf-8") as file:
        return SENTENCES + [cell for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) for cell in row]


@pytest.mark.parametrize("pattern", GRAMMAR.patterns, ids=lambda pattern: pattern.read.__name__.strip("_"))
def test_no_match_is_lost_by_looking_only_where_one_may_begin(pattern):
    found = 0
    for text in (text.replace("\n", "\0") for text in texts()):
        expected = [match.span() for match in pattern.pattern.finditer(text)]
        assert [match.span() for match in pattern.candidates(text, text.lower(), GRAMMAR.starts(text))] == expected, (
            text
        )
        found += len(expected)
    assert found
