"""Offices and the missions that they belong to."""

import pytest

from archive.identity import office_key, read_post, term_key


@pytest.mark.parametrize(
    ("office", "key", "held"),
    [
        ("Ambassador in France", "mission:paris", True),
        ("Embassy in France", "mission:paris", False),
        ("Chargé in France", "mission:paris", True),
        ("Counselor of Embassy in France", "mission:paris", False),
        ("Military Attaché at the Embassy in France", "mission:paris", False),
        ("Ambassador to the Soviet Union", "mission:moscow", True),
        ("Embassy in the USSR", "mission:moscow", False),
        ("Consul General at Batavia", "consulate:batavia", True),
        ("Consulate General at Batavia", "consulate:batavia", False),
        ("Mission to the United Nations", "delegation:usun", False),
        ("United States Representative at the United Nations", "delegation:usun", True),
        ("Acting United States Representative at the United Nations", "delegation:usun", False),
    ],
)
def test_offices_of_one_mission_have_one_key(office, key, held):
    post = read_post(office)
    assert (post.key, post.held) == (key, held)


@pytest.mark.parametrize(
    ("office", "name", "rank"),
    [
        ("Embassy in the Netherlands", "Mission in the Netherlands", "embassy"),
        ("Minister in Saudi Arabia", "Mission in Saudi Arabia", "legation"),
        ("Consul General at Batavia", "Consulate in Batavia", "consulate"),
        ("Representative at the United Nations", "Mission to the United Nations", "delegation"),
    ],
)
def test_a_mission_is_called_by_its_place(office, name, rank):
    assert (read_post(office).name, read_post(office).rank) == (name, rank)


@pytest.mark.parametrize(
    "office",
    [
        "Secretary of State",
        "Ambassador",
        "Ambassador of the Soviet Union in Iran",
        "Ambassador at Large",
        "British Ambassador in France",
        "Minister for Foreign Affairs",
        "Station in [place not declassified]",
        "Deputy Chief of the Division in Charge",
        "",
    ],
)
def test_other_offices_are_of_no_mission(office):
    assert read_post(office) is None


@pytest.mark.parametrize(
    ("office", "term"),
    [
        ("Secretary of State", "secretary of state"),
        (
            "Assistant Secretary of State for Far Eastern Affairs",
            "assistant secretary of state for east asian pacific affairs",
        ),
        ("Counselor of the Department of State", "counselor of state"),
        ("Representative at the United Nations", "representative to un"),
    ],
)
def test_the_words_of_tables_and_of_headings_have_one_key(office, term):
    assert office_key(office) == term_key(term, of_mission=False) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Secretary of State", "Secretary of Defense"),
        ("Counselor of the Department of State", "Counselor"),
        ("Secretary of State", "Under Secretary of State"),
        ("Secretary of State", "Acting Secretary of State"),
        ("Ambassador in Austria", "Ambassador in Australia"),
        ("Ambassador in the Congo", "Consul in the Congo"),
    ],
)
def test_other_offices_have_other_keys(one, other):
    assert office_key(one) != office_key(other)


def test_who_stands_in_has_no_key():
    assert office_key("Acting Secretary of State") == office_key("Embassy in France") == ""


def test_a_mission_keeps_its_key_when_its_country_changes_its_name():
    assert term_key("russia", of_mission=True) == office_key("Ambassador in the Soviet Union")
    assert term_key("sri-lanka", of_mission=True) == office_key("Ambassador in Ceylon")


def test_reading_an_office_takes_time_in_proportion_to_its_length():
    assert read_post("of the embassy " * 20_000) is None
