"""Titles with an adjective of nationality before them, and what only looks like a title with a name after it."""

import pytest

from archive.parsing.headings import read_heading
from archive.parsing.nationalities import NATIONALITIES
from archive.parsing.offices import read_correspondent


@pytest.mark.parametrize(
    ("printed", "office", "person"),
    [
        ("Soviet Ambassador Dobrynin", "Soviet Ambassador", "Dobrynin"),
        ("French Foreign Minister Bidault", "French Foreign Minister", "Bidault"),
        ("the British Ambassador Lord Halifax", "British Ambassador", "Lord Halifax"),
        ("the South Vietnamese President Thieu", "South Vietnamese President", "Thieu"),
        ("the Acting Polish Foreign Minister Modzelewski", "Acting Polish Foreign Minister", "Modzelewski"),
        ("Austro-Hungarian Chargé Zwiedinek", "Austro-Hungarian Chargé", "Zwiedinek"),
        ("Soviet Minister-Counselor Vorontsov", "Soviet Minister-Counselor", "Vorontsov"),
        ("Prime Minister Churchill", "Prime Minister", "Churchill"),
        ("Governor French", "Governor", "French"),
        # no name after the title
        ("the Soviet Foreign Minister", "Soviet Foreign Minister", ""),
        ("the British Consul General", "British Consul General", ""),
        ("the Consul General", "Consul General", ""),
        ("the German General Staff", "German General Staff", ""),
        ("the Soviet Minister Counselor", "Soviet Minister Counselor", ""),
        ("the Chinese Minister of War", "Chinese Minister of War", ""),
        # no nationality before the title
        ("Galactic Ambassador Quill", "Galactic Ambassador Quill", ""),
        # the adjective is a name, or no title follows it
        ("English", "", "English"),
        ("French", "", "French"),
    ],
)
def test_a_title_with_a_nationality(printed, office, person):
    read = read_correspondent(printed)
    assert (read.office, read.person) == (office, person)


@pytest.mark.parametrize("nationality", NATIONALITIES)
def test_every_nationality_stands_before_a_title(nationality):
    read = read_correspondent(f"the {nationality} Foreign Minister Quill")
    assert (read.office, read.person) == (f"{nationality} Foreign Minister", "Quill")


@pytest.mark.parametrize(
    ("printed", "sender", "recipient"),
    [
        ("The Ambassador in Thailand to the Turkish Ambassador", "Ambassador in Thailand", "Turkish Ambassador"),
        ("The Ambassador to Laos to the Department of State", "Ambassador to Laos", "Department of State"),
        ("The Minister to the Netherlands to Mr. Seward", "Minister to the Netherlands", ""),
        ("The Secretary of State to the Norwegian Legation", "Secretary of State", "Norwegian Legation"),
    ],
)
def test_a_party_may_begin_with_a_nationality(printed, sender, recipient):
    heading = read_heading(printed)
    assert (heading.senders[0].office, heading.recipients[0].office) == (sender, recipient)
