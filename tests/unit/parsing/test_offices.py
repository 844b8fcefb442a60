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


@pytest.mark.parametrize(
    ("printed", "office", "person"),
    [
        # The name after a long office, and what follows the name.
        ("Secretary of the Treasury Quill", "Secretary of the Treasury", "Quill"),
        ("Acting Director of Central Intelligence Quill", "Acting Director of Central Intelligence", "Quill"),
        ("the President's Press Secretary Quill", "President's Press Secretary", "Quill"),
        ("Ambassador at Large Quill", "Ambassador at Large", "Quill"),
        ("Secretary-General Quill", "Secretary-General", "Quill"),
        ("Colonel House", "Colonel", "House"),
        ("Senator Ada B. Quill of the Committee on Herring", "Senator of the Committee on Herring", "Ada B. Quill"),
        ("Colonel Ada Quill, Joint Chiefs of Staff", "Colonel, Joint Chiefs of Staff", "Ada Quill"),
        # No name after it.
        ("Secretary of the Treasury", "Secretary of the Treasury", ""),
        ("Chairman of the Committee on Far Eastern Affairs", "Chairman of the Committee on Far Eastern Affairs", ""),
        ("Assistant to the Director, Far East Region", "Assistant to the Director, Far East Region", ""),
        ("Ambassador in Peru", "Ambassador in Peru", ""),
        ("President of South Africa", "President of South Africa", ""),
        ("the Congress", "Congress", ""),
        # In parentheses: a name, another's name, a part of the office, and what is said of the paper.
        ("the Chairman of the Board (Quill)", "Chairman of the Board", "Quill"),
        ("the Deputy Director (Plans)", "Deputy Director (Plans)", ""),
        ("the Special Group (Herring)", "Special Group (Herring)", ""),
        ("the Ambassador in Peru (Cable)", "Ambassador in Peru", ""),
        ("Mr. Ada Quill, Deputy to the Director (Moss)", "Deputy to the Director (Moss)", "Ada Quill"),
        ("the Director (Quill) in the Office of Plans", "Director in the Office of Plans", "Quill"),
        ("[name not declassified] of the Agency", "Agency", "[name not declassified]"),
    ],
)
def test_an_office_and_a_name(printed, office, person):
    read = read_correspondent(printed)
    assert (read.office, read.person) == (office, person)


@pytest.mark.parametrize(
    ("printed", "place"),
    [
        ("Secretary of State Quill in Peru", "Peru"),
        ("the Secretary of State (Quill) at Lima", "Lima"),
        ("the Secretary of State, at Lima", "Lima"),
    ],
)
def test_where_somebody_was_for_the_moment(printed, place):
    read = read_correspondent(printed)
    assert (read.office, read.temporary_place) == ("Secretary of State", place)


@pytest.mark.parametrize(
    ("printed", "senders"),
    [
        ("Secretary of State Quill and Secretary of the Interior Moss", ["Quill", "Moss"]),
        ("Secretary of State Quill, Attorney General Moss, and the Director (Reed)", ["Quill", "Moss", "Reed"]),
        ("Ada Quill and Ben Moss, Jr., of the Council Staff", ["Ada Quill", "Ben Moss, Jr."]),
        ("the Director (Quill) and by Ada Moss of That Office", ["Quill", "Ada Moss"]),
        ("the Director of the Office of Scientific and Herring Affairs (Quill)", ["Quill"]),
        ("the Director for East Asian and Pacific Affairs, Information Agency (Quill)", ["Quill"]),
        ("Colonel Ada Quill, Assistant to the Director, Far East Region", ["Ada Quill"]),
    ],
)
def test_several_of_one_side(printed, senders):
    heading = read_heading(f"Memorandum From {printed} to President Hay, Washington, June 3, 1971")
    assert [one.person for one in heading.senders] == senders
    assert [(one.person, one.office) for one in heading.recipients] == [("Hay", "President")]
    assert heading.place == "Washington"
