"""Whom a name in a heading means, by the list of persons of its volume."""

import pytest

from archive.identity import entry_meant, read_entry

LIST = [
    read_entry(name, "a", name, line)
    for name, line in (
        ("Dulles, Allen W.", "Director of Central Intelligence"),
        ("Dulles, John Foster", "Secretary of State"),
        ("Rusk, Dean", "Secretary of State from January 1961"),
        ("Ngo Dinh Diem", "President of the Republic of Vietnam"),
        ("Diem", "see Ngo Dinh Diem"),
        ("Wilson, Harold", "British Prime Minister"),
        ("Stevenson, Adlai E., Jr.", "Representative at the United Nations"),
    )
]


@pytest.mark.parametrize(
    ("person", "office", "expected"),
    [
        ("Dulles", "Secretary of State", "Dulles, John Foster"),
        ("Dulles", "Director of Central Intelligence", "Dulles, Allen W."),
        ("Mr. John Foster Dulles", "", "Dulles, John Foster"),
        ("Allen Dulles", "Adviser", "Dulles, Allen W."),
        ("Rusk", "Secretary of State", "Rusk, Dean"),
        ("Rusk", "", "Rusk, Dean"),
        ("Ngo Dinh Diem", "President", "Ngo Dinh Diem"),
        ("Adlai Stevenson, Jr.", "", "Stevenson, Adlai E., Jr."),
    ],
)
def test_a_name_means_an_entry(person, office, expected):
    assert entry_meant(person, office, LIST).id == expected


@pytest.mark.parametrize(
    ("person", "office"),
    [
        ("Dulles", ""),
        ("Dulles", "Chairman"),
        ("Foster Green Dulles", "Secretary of State"),
        ("Wilson", "Secretary of Defense"),
        ("David Rusk", ""),
        ("Diem", "see"),
        ("", "Secretary of State"),
        ("?", "Secretary of State"),
        ("Truman", "President"),
    ],
)
def test_a_name_that_is_not_certain_means_none(person, office):
    assert entry_meant(person, office, LIST) is None
