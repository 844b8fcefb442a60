"""Merging two changes of one text: what is decided, what stays in two readings, and that it takes no long time."""

import time

import pytest

from archive.desk.three_way import merge

BASE = "The Ambassador in Peru to the Secretary\n\nYour telegram arrived. It was read.\n\nQuill\n"


@pytest.mark.parametrize(
    ("base", "typed", "saved", "merged"),
    [
        ("a b c\nd e f\n", "a b X c\nd e f\n", "a b c\nd Y f\n", "a b X c\nd Y f\n"),
        ("one two three", "one 2 three", "one two three four", "one 2 three four"),
        ("same", "same", "same", "same"),
        ("same", "both", "both", "both"),
        ("", "", "new", "new"),
        ("take out this", "take this", "take out this", "take this"),
        ("take out this", "take this", "take this away", "take this away"),
        ("The", "The Ambass", "The Ambassador", "The Ambassador"),
        ("kept", "", "kept, and more", "kept, and more"),
        (BASE, BASE.replace("Peru", "Chile"), BASE.replace("read", "answered"), BASE.replace("Peru", "Chile").replace("read", "answered")),
        (BASE, BASE + "\n1. A note.\n", "899: Telegram\n\n" + BASE, "899: Telegram\n\n" + BASE + "\n1. A note.\n"),
        (None, "mine\nboth\n", "both\ntheirs\n", "mine\nboth\ntheirs\n"),
    ],
)  # fmt: skip
def test_what_only_one_changed_is_taken(base, typed, saved, merged):
    found = merge(base, typed, saved)
    assert found.text == merged
    assert found.clashes == ()


def test_where_both_changed_the_same_words_both_readings_stay():
    found = merge(BASE, BASE.replace("arrived", "came"), BASE.replace("arrived", "was here"))
    assert "telegram was here came. It was read" in found.text
    (clash,) = found.clashes
    assert (clash.line, clash.saved, clash.typed) == (3, "was here", "came")
    assert str(clash) == "Line 3 was changed in both: “was here” and “came” are both there now."


def test_a_long_text_of_the_same_lines_is_merged_at_once():
    start = time.process_time()
    found = merge("\n" * 40_000, "x\n" * 30_000, "\n" * 20_000 + "y" + "\n" * 19_000)
    assert time.process_time() - start < 3
    assert found.text.count("x") == 30_000
    assert "y" in found.text
