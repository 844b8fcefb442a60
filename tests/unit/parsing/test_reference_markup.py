"""Targets of a source's own markup: what each names."""

import pytest

from archive.parsing.references.markup import MarkedTarget, is_address, read_target


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("#d12", MarkedTarget("document", document="d12")),
        ("#d12a", MarkedTarget("document", document="d12a")),
        ("#d12fn3", MarkedTarget("footnote", document="d12", note="d12fn3")),
        ("#pg_227", MarkedTarget("page", page="227")),
        ("#pg_XII", MarkedTarget("page", page="XII")),
        ("frus1948v05p1#d290", MarkedTarget("document", "frus1948v05p1", document="d290")),
        ("frus1948v05p1#pg_12", MarkedTarget("page", "frus1948v05p1", page="12")),
        ("frus1948v05p1", MarkedTarget("volume", "frus1948v05p1")),
        ("frus1948v05p1#ch3", MarkedTarget("volume", "frus1948v05p1", place="ch3")),
        ("#ch3", MarkedTarget("place", place="ch3")),
        ("#dx", MarkedTarget("place", place="dx")),
        ("", MarkedTarget("place")),
    ],
)
def test_a_target_names_one_thing(target, expected):
    assert read_target(target) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("https://history.state.gov", True),
        ("http://x.example", True),
        ("mailto:a@x.example", True),
        ("#d1", False),
        ("frus1861", False),
    ],
)
def test_addresses_lead_out_of_the_source(target, expected):
    assert is_address(target) is expected
