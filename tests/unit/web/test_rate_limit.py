"""Requests by address, counted for all processes of the server together."""

import os

from archive.web.rate_limit import WINDOW, Counts


def test_each_address_has_its_own_count_in_each_window():
    counts = Counts()
    assert [counts.count("192.0.2.1", 0) for _ in range(3)] == [1, 2, 3]
    assert counts.count("192.0.2.2", 0) == 1
    assert counts.count("192.0.2.1", WINDOW - 1) == 4
    assert counts.count("192.0.2.1", WINDOW) == 1


def test_an_address_rarely_pays_for_others():
    counts = Counts()
    for number in range(500):
        counts.count(f"2001:db8:{number:x}::", 0)
    assert sum(counts.count(f"198.51.100.{number}", 0) == 1 for number in range(200)) >= 198


def test_processes_count_together():
    counts = Counts()
    counts.count("192.0.2.1", 0)
    child = os.fork()
    if child == 0:
        counts.count("192.0.2.1", 0)
        os._exit(0)
    os.waitpid(child, 0)
    assert counts.count("192.0.2.1", 0) == 3
