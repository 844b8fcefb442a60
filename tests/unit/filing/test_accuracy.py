"""What the report of accuracy calls a false find."""

import pytest

from archive.filing.accuracy import VolumePassages, measure_accuracy

SENTENCES = [
    ("It is kept in the Washington National Records Center, Embassy Files: FRC 65 A 160, 500 Economic Matters.", []),
    ("Source: Central Intelligence Agency, Job 79-01025A, Box 80, Folder 5.", []),
    ("He bought 12.50 metres of it.", []),
    ("The price was 611.93/3-158 of them.", ["611.93/3-158"]),
    ("It was called POL 27 VIET S.", ["POL 27 VIET S"]),
]


@pytest.mark.parametrize(("sentence", "finds"), SENTENCES)
def test_a_find_is_false_where_nothing_is_cited(sentence, finds):
    report = measure_accuracy([VolumePassages("volume", None, [("body", sentence)])])
    assert [printed for _, printed, _ in report.false_finds] == finds
