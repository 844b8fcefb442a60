"""Requests, counted for all processes of the server together."""

import os

from archive.web.tallies import BOUNDS, Tallies

READ = ("archive:document", "GET", "200", "hit")


def test_processes_count_together_and_those_that_ended_still_count():
    tallies = Tallies()
    tallies.count(READ, 0.02)
    for _ in range(3):
        if os.fork() == 0:
            for _ in range(1000):
                tallies.count(READ, 0.3)
            tallies.count(("static", "GET", "404", "none"), 99)
            os._exit(0)
    for _ in range(3):
        os.wait()
    tallies.count(READ, BOUNDS[0])
    found = tallies.read()
    total, counts = found[READ]
    assert counts == [1, 0, 1, 0, 0, 0, 3000, 0, 0, 0, 0, 0]
    assert round(total, 6) == 0.02 + 3000 * 0.3 + BOUNDS[0]
    assert found["static", "GET", "404", "none"] == (3 * 99.0, [0] * len(BOUNDS) + [3])


def test_what_has_no_room_is_counted_with_all_others():
    tallies = Tallies()
    for number in range(600):
        tallies.count((f"route-{number}",), 1)
    tallies.count(("x" * 200,), 1)
    found = tallies.read()
    assert len(found) == 512
    assert sum(sum(counts) for _, counts in found.values()) == 601
    assert found["other",][0] == 601 - 511
