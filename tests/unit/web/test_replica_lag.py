"""Which servers a page may be read from, by what they answered: no cluster is needed to decide it."""

import pytest

from archive.web.replica_lag import PRIMARY, Position, Positions

_LONG_AGO, _OF_LATE, _NOW = 90.0, 99.8, 100.0
#: What each server answered, as ``(asked, wal)``, or nothing if it failed; and the order for the public and for staff.
_CASES = {
    "nobody was asked yet": ({}, [PRIMARY, "one", "two"], [PRIMARY, "one", "two"]),
    "the primary has failed, and nothing else is known": (
        {PRIMARY: []},
        ["one", "two", PRIMARY],
        [PRIMARY, "one", "two"],
    ),
    "both have what the primary has": (
        {PRIMARY: [(_OF_LATE, 500)], "one": [(_OF_LATE, 500)], "two": [(_OF_LATE, 700)]},
        ["one", "two", PRIMARY],
        [PRIMARY, "one", "two"],
    ),
    "one had what the primary had half a second ago": (
        {PRIMARY: [(99.5, 500), (_OF_LATE, 600)], "one": [(_OF_LATE, 550)], "two": [(_OF_LATE, 600)]},
        ["one", "two", PRIMARY],
        [PRIMARY, "one", "two"],
    ),
    "one had what the primary had two seconds ago": (
        {PRIMARY: [(98.0, 500), (99.0, 600), (_OF_LATE, 600)], "one": [(_OF_LATE, 599)], "two": [(_OF_LATE, 600)]},
        ["two", PRIMARY, "one"],
        [PRIMARY, "two", "one"],
    ),
    "one has everything and is silent": (
        {PRIMARY: [(_OF_LATE, 500)], "one": [(_LONG_AGO, 500)], "two": [(_OF_LATE, 500)]},
        ["two", PRIMARY, "one"],
        [PRIMARY, "two", "one"],
    ),
    "both are behind: the primary is asked": (
        {PRIMARY: [(_OF_LATE, 500)], "one": [(_OF_LATE, 400)], "two": [(_OF_LATE, 450)]},
        [PRIMARY, "two", "one"],
        [PRIMARY, "two", "one"],
    ),
    "the primary has just ended: nobody can be far behind yet": (
        {PRIMARY: [(99.4, 500)], "one": [(_OF_LATE, 490)], "two": [(_OF_LATE, 500)]},
        ["two", PRIMARY, "one"],
        [PRIMARY, "two", "one"],
    ),
    "the primary is away: the replica that has the most": (
        {PRIMARY: [(_LONG_AGO, 500)], "one": [(_OF_LATE, 400)], "two": [(_OF_LATE, 450)]},
        ["two", "one", PRIMARY],
        [PRIMARY, "two", "one"],
    ),
    "the primary is away, and so is a replica": (
        {PRIMARY: [], "one": [(_OF_LATE, 400)], "two": []},
        ["one", PRIMARY, "two"],
        [PRIMARY, "one", "two"],
    ),
}


@pytest.mark.parametrize("case", _CASES)
def test_servers_are_asked_in_this_order(case):
    answers, public, staff = _CASES[case]
    positions = Positions(["one", "two"])
    for server, known in answers.items():
        if not known:
            positions.note_failure(server, _OF_LATE)
        for asked, wal in known:
            positions.note(server, Position(asked, asked + 0.01, wal))
    assert positions.for_public(_NOW) == public
    assert positions.for_staff(_NOW) == staff


def test_a_server_that_failed_is_known_for_nothing():
    positions = Positions(["one", "two"])
    for server in (PRIMARY, "one", "two"):
        positions.note(server, Position(_OF_LATE, _OF_LATE, 500))
    positions.note_failure("one", _NOW)
    assert positions.for_public(_NOW) == ["two", PRIMARY, "one"]
    assert positions.for_public(_NOW + 3600) == [PRIMARY, "one", "two"], "nobody knows any more after an hour"
    positions.note("one", Position(_OF_LATE, _OF_LATE, 500))
    assert positions.for_public(_NOW)[0] == "one"


def test_an_archive_that_nobody_writes_to_is_not_behind():
    """The clocks of commits say nothing then; what counts is that both are at the same place, now."""
    positions = Positions(["one"])
    for second in range(100):
        for server in (PRIMARY, "one"):
            positions.note(server, Position(float(second), second + 0.01, 500))
    assert positions.behind("one", _NOW) == pytest.approx(1.0)
    assert positions.for_public(_NOW) == ["one", PRIMARY]
