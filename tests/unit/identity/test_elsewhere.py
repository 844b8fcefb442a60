"""Whom a name means that no list of its volume explains: one person alone, for a reason, or nobody."""

import pytest

from archive.identity import Candidate, best_name, is_another, person_meant, read_entry


def person(id, name, line, *years, held=()):
    """Return a person of as many volumes as years are given."""
    entries = [read_entry(f"{id}{year}", f"v{year}", name, line, (year, year + 2)) for year in years]
    return Candidate(id, tuple(entries), held)


ALLEN = person("allen", "Dulles, Allen W.", "Director of Central Intelligence", 1953, 1955, 1958)
FOSTER = person("foster", "Dulles, John Foster", "Secretary of State", 1953, 1955, 1958)
RUSK = person("rusk", "Rusk, Dean", "Secretary of State", 1961, 1962, 1964)
PRESIDENT = person("lyndon", "Johnson, Lyndon B.", "President", 1964, 1965, 1967)
ALEXIS = person("alexis", "Johnson, U. Alexis", "Deputy Under Secretary of State", 1964)


@pytest.mark.parametrize(
    ("name", "office", "years", "candidates", "meant"),
    [
        ("Rusk", "Secretary of State", (1963, 1963), [RUSK], "rusk"),
        ("Rusk", "Consul", (1963, 1963), [RUSK], None),
        ("Rusk", "Secretary of State", (1917, 1917), [RUSK], None),
        ("Dulles", "Secretary of State", (1956, 1956), [ALLEN, FOSTER], "foster"),
        ("Dulles", "Secretary of State", (1956, 1956), [FOSTER, person("other", "Dulles, J.", "Secretary of State", 1956)], None),
        ("Dulles", "Secretary", (1956, 1956), [ALLEN, FOSTER], None),
        # Of several, only those of these years.
        ("Dulles", "Secretary of State", (1964, 1964), [ALLEN, FOSTER], None),
        # "President" is in "President's Special Assistant", and says nothing.
        ("Johnson", "President's Special Assistant", (1966, 1966), [PRESIDENT, ALEXIS], None),
        ("Johnson", "Deputy Under Secretary of State", (1964, 1964), [PRESIDENT, ALEXIS], "alexis"),
        ("John Foster Dulles", "Delegate", (1948, 1948), [ALLEN, FOSTER], "foster"),
        ("John Foster Dulles", "Delegate", (1917, 1917), [ALLEN, FOSTER], None),
        # A surname alone is how those are named whom all know.
        ("Rusk", "", (1963, 1963), [RUSK], "rusk"),
        ("Rusk", "", (1950, 1950), [RUSK], None),
        ("Johnson", "", (1966, 1966), [PRESIDENT, ALEXIS], None),
        ("Rusk", "", (1963, 1963), [person("rusk", "Rusk, Dean", "Secretary of State", 1962)], None),
        ("Rusk", "Secretary of State", None, [RUSK], None),
        ("Rusk", "Secretary of State", (1963, 1963), [], None),
    ],
)  # fmt: skip
def test_one_is_meant_or_nobody(name, office, years, candidates, meant):
    found = person_meant(name, office, years, candidates)
    assert (found and found.id) == meant


def test_papers_of_that_time_show_an_office_that_no_line_has():
    shown = person(
        "foster", "Dulles, John Foster", "Secretary of State", 1953, held=(("Delegation to the Assembly", 1948),)
    )
    office = "Acting Chairman of the Delegation to the Assembly"
    assert person_meant("Dulles", office, (1948, 1948), [ALLEN, shown]).id == "foster"
    assert person_meant("Dulles", office, (1944, 1944), [ALLEN, shown]) is None


def test_a_name_in_full_in_the_papers_tells_where_lines_do_not():
    found = person_meant("Rusk", "Consul", (1950, 1950), [RUSK], lambda one: one is RUSK)
    assert (found.id, found.certainty) == ("rusk", 90)
    assert person_meant("Dulles", "Consul", (1950, 1950), [ALLEN, FOSTER], lambda one: one is FOSTER) is None


@pytest.mark.parametrize(
    ("spoken", "another"),
    [
        ("Francis P. Matthews", True), ("Navy Francis P. Matthews", True), ("H. Freeman Matthews", False),
        ("Under Secretary Matthews", False), ("Mr. Matthews", False),
    ],
)  # fmt: skip
def test_words_before_a_surname_are_somebody_elses_name_or_none(spoken, another):
    assert is_another(spoken, [read_entry(1, "v", "Matthews, H. Freeman", "Deputy Under Secretary")]) is another


@pytest.mark.parametrize(
    ("printed", "best"),
    [
        (["Dulles, Allen (Ascham, Robert A.)", "Dulles, Allen W.", "Dulles, Allen W."], "Dulles, Allen W."),
        (["Adenauer, Dr. Konrad", "Adenauer, Konrad", "Adenauer, Dr. Konrad"], "Adenauer, Konrad"),
        (["Johnson, Lyndon Baines", *["Johnson, Lyndon B."] * 3], "Johnson, Lyndon B."),
        (["Murphy, Robert", "Murphy, Robert D.", "Murphy, Robert"], "Murphy, Robert D."),
        (["Duong Van Minh (“Big Minh”)"], "Duong Van Minh"),
        (["Taylor, General Maxwell D."], "Taylor, Maxwell D."),
        (["Krulak, Maj. Gen. Victor H. (USMC)"], "Krulak, Victor H."),
        (["Anderson, Adm. George W., Jr."], "Anderson, George W., Jr."),
        (["Butz, Earl L."], "Butz, Earl L."),
        (["Tran Van Don, General"], "Tran Van Don, General"),
        (["Le Van Kim, Brig. Gen."], "Le Van Kim, Brig. Gen."),
        (["Nhu, Madame"], "Nhu, Madame"),
        (["Lombard, Major"], "Lombard, Major"),
        ([], ""),
    ],
)
def test_the_best_name_is_the_fullest_that_many_print(printed, best):
    assert best_name(printed) == best
