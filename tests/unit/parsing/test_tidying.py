"""What could be cleaned in a copy of print, and what is left as it is."""

import pytest

from archive.parsing.transcription.tidying import changes_of, cleaned

KNOWN = {"ambassador", "him", "return"}


def known(words):
    return KNOWN & set(words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He told me yester-\nday that it\nwould come.\n", "He told me yesterday that it would come.\n"),
        ("The well-known man, well-\nknown here.", "The well-known man, well-known here."),
        ("It broke off yester-\nday.\nThe next sentence.", "It broke off yesterday.\nThe next sentence."),
        ("Text.\n\n 1016  FOREIGN RELATIONS, 1944, VOLUME I\n\nMore.", "Text.\n\n[Page 1016]\n\nMore."),
        ("A Te1egram 0f the Uni0n, March Z6, 1944", "A Telegram of the Union, March 26, 1944"),
        ("They would respond.l The end.", "They would respond.1 The end."),
        ("The Arnbassador told hirn to return.", "The Ambassador told him to return."),
    ],
)
def test_what_is_cleaned(text, expected):
    assert cleaned(text, changes_of(text, known)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Stern of Bern left for Tarn.",
        "Telegram 1021 of March 26, 1944, at 10 a. m.",
        "Verse one\nverse two\n\nMarch 1, 1948",
        "The Vyshinski59 paper1 and R-12-\nB.",
        "501.BB Korea/7–2149: Telegram",
        "A1 B0 and the year 1900s",
    ],
)
def test_what_stays(text):
    assert changes_of(text, known) == []


@pytest.mark.parametrize("text", ["ab-\ncd " * 20_000, "rn" * 50_000, "a0a" * 40_000, "x\n" * 50_000, "a-" * 50_000])
def test_a_long_text_is_looked_at_in_time(text):
    changes_of(text)
