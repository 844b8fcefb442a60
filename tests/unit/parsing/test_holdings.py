"""Where originals are, as collections of source notes say."""

import pytest

from archive.parsing.holdings import Holding, read_holding


@pytest.mark.parametrize(
    ("collection", "expected"),
    [
        ("Job 79-01025A, Box 4, Folder 6", Holding("", "Job 79-01025A", "4", "6")),
        (
            "Nixon Presidential Materials, NSC Files, NSC Institutional Files (H-Files), Box H-194, NSSM 163 [1 of 2]",
            Holding(
                "",
                "Nixon Presidential Materials, NSC Files, NSC Institutional Files (H-Files)",
                "H-194",
                "NSSM 163 [1 of 2]",
            ),
        ),
        (
            "RG 59, Central Decimal File 1910–1929, Box 736, 103.9302/12a",
            Holding("RG 59", "Central Decimal File 1910–1929", "736", "103.9302/12a"),
        ),
        # What stands before the box may be a folder, but nothing says so.
        ("National Security File, Country File, Box 292", Holding("", "National Security File, Country File", "292")),
        ("NSC Files, Boxes 3–4, Europe, USSR, Vol", Holding("", "NSC Files", "3–4", "Europe, USSR")),
        ("Record Group 63, Entry 105, Box 13", Holding("RG 63", "Entry 105", "13")),
        ("Taylor Papers, Folder T-636-7", Holding("", "Taylor Papers", "", "T-636-7")),
        ("Central Files, POL 27 VIET S", Holding("", "Central Files, POL 27 VIET S")),
        # Words that are no box: a title with the word in it, and a second box.
        (
            "Papers on the Black Box 7 Affair, Box 1, Box 2",
            Holding("", "Papers on the Black Box 7 Affair", "1", "Box 2"),
        ),
        ("", Holding()),
    ],
)
def test_record_group_series_box_and_folder(collection, expected):
    assert read_holding(collection) == expected
