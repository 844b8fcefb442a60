"""The table of missions: every name once, and the names of one mission together."""

from collections import Counter

import pytest

from archive.folding import fold
from archive.parsing.references.missions import _OTHER_POSTS, POSTS, _seats, mission_name, mission_of, names_of


@pytest.mark.parametrize(
    ("place", "name"),
    [("Moscow", "soviet union"), ("the Soviet Union", "moscow"), ("The Hague", "netherlands"), ("Bogotá", "colombia"),
     ("Colombia", "bogota"), ("Angora", "ankara"), ("Hong Kong", "hong kong")],
)  # fmt: skip
def test_a_mission_is_known_by_city_and_country(place, name):
    assert name in names_of(place)


@pytest.mark.parametrize(("place", "name"), [("Moscow", "london"), ("Hong Kong", "china"), ("", "")])
def test_another_mission_is_not(place, name):
    assert name not in names_of(place)


def test_whatever_its_name_a_mission_is_one():
    assert {mission_of(names_of(place)) for place in ("Turkey", "Ankara", "Angora", "Constantinople")} == {"ankara"}
    assert mission_name("ankara") == "Ankara"
    assert mission_name(mission_of(frozenset({"department", "moscow"}))) == "Department"


def test_no_other_post_is_the_seat_of_a_mission():
    seats = {fold(city.rstrip("*")) for _, cities in _seats() for city in cities}
    assert not seats & {fold(post) for post in _OTHER_POSTS}
    assert not [post for post, count in Counter(_OTHER_POSTS).items() if count > 1]


@pytest.mark.parametrize(
    ("name", "alone"), [("Saigon", True), ("Hong Kong", True), ("Angora", False), ("Mexico", False)]
)
def test_only_some_names_are_used_alone(name, alone):
    assert (name in POSTS) is alone
