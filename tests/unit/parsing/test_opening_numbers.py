"""A paper's own number at its opening: what is one, and what only looks like one."""

from __future__ import annotations

import pytest

from archive.parsing.markings import is_marking_line, read_marking
from archive.parsing.opening_numbers import may_open_with_number, read_own_number


@pytest.mark.parametrize(
    ("paragraphs", "number", "others"),
    [
        (["1020. I handed the note over."], "1020", ()),
        (["516. Re fisheries.", "1. Dept believes so.", "2. It hopes so."], "516", ()),
        (["Secret", "NIACT", "1261. Called on the Minister."], "1261", ()),
        (["S E C R E T U.S. ONLY", "1184. Called on the Minister."], "1184", ()),
        (["[place not declassified],", "340. From Dunbar."], "340", ()),
        (["[telegram indicator not declassified] 605. Ref: nets."], "605", ()),
        (["Top Secret No. 679", "Summary"], "679", ()),
        (["No. 71"], "71", ()),
        (["398 [Daily Summary No. 44.] Membership. Nothing new."], "398", ()),
        (["507 1. Urtel 964. Dept agrees.", "2. It hopes so."], "507", ()),
        (["2902.1. The Bank has decided.", "2. It is not known why."], "2902", ()),
        (["2044, For Quill from Marsh. Nothing new."], "2044", ()),
        (["171. Gocus 590. Nothing new."], "171", ("Gocus 590",)),
        (["Secto 68/3276. Discussion of nets.", "1. We met."], "Secto 68/3276", ()),
        (["7. I have the answer.", "I shall send it."], "7", ()),
        (["1. I have arrived.", "The house is empty."], "1", ()),
    ],
)
def test_the_own_number_is_read_from_the_opening(paragraphs, number, others):
    read = read_own_number(paragraphs)
    assert read is not None
    assert (read.number, read.others) == (number, others)


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["1. The first point is this.", "2. The second is that."],
        ["1. The first point is this.", "It goes on.", "It ends.", "9. That is all."],
        ["3. The third point is this.", "4. The fourth is that."],
        ["Subject: Nets.", "1. We met.", "2. We parted."],
        ["1944 was a bad year for fishing."],
        ["12 May. Nothing new."],
        ["Secret", "Summary"],
        [],
    ],
)
@pytest.mark.parametrize("telegram", [True, False])
def test_a_number_that_counts_paragraphs_or_days_is_not_the_own_one(paragraphs, telegram):
    assert read_own_number(paragraphs, telegram=telegram) is None


@pytest.mark.parametrize(
    ("opening", "number"),
    [
        ("CAP 80151. We sent the nets.", "CAP 80151"),
        ("Def 982994. The nets were sent.", "Def 982994"),
        ("MAGTN–PO 1434. The nets were sent.", "MAGTN–PO 1434"),
        ("C 58575. The nets were sent.", "C 58575"),
        ("CAS 702/IN 40384. The nets were sent.", "CAS 702/IN 40384"),
        ("Circular 1730. The nets were sent.", "Circular 1730"),
        ("Embtel 735. The nets were sent.", None),
        ("March 12. The nets were sent.", None),
        ("Part 1. The nets were sent.", None),
        ("I 1. The nets were sent.", None),
        ("Oslo 1184 reports that nets were sent.", None),
    ],
)
def test_any_series_is_read_in_a_telegram_alone(opening, number):
    read = read_own_number([opening], telegram=True)
    assert (read.number if read else None) == number
    assert read_own_number([opening]) is None


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["DEF DA975658. The nets were sent."], False),
        (["213, Usgoc 350. The nets were sent."], True),
        (["Secret", "9051.Dept pass London."], True),
        (["Tousi 12 by pouch. The nets were sent."], True),
        (["March 12 was cold."], False),
        (["12 p.m. has passed."], False),
        (["The nets were sent."], False),
        ([], False),
    ],
)
def test_an_opening_that_looks_like_a_number_is_told_apart(paragraphs, expected):
    assert may_open_with_number(paragraphs) is expected


@pytest.mark.parametrize(
    ("line", "classification"),
    [
        ("S E C R E T", "Secret"),
        ("C O N F I D E N T I A L", "Confidential"),
        ("T O P S E C R E T", "Top Secret"),
        ("A B C D", ""),
    ],
)
def test_letters_set_apart_are_a_word(line, classification):
    assert read_marking(line).classification == classification
    assert is_marking_line(line) == bool(classification)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("niact (Lima only)", True),
        ("secret most immediate", True),
        ("secret (the herring report only)", True),
        ("niact (Lima)", False),
        ("(Lima only)", False),
        ("secret most herring", False),
    ],
)
def test_a_marking_may_say_for_which_addressee_it_is(line, expected):
    assert is_marking_line(line) is expected
