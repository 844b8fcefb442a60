"""Addresses made from a kept pattern are those that Django makes."""

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from archive.web.hrefs import href

PARTS = [
    ("archive:document", ["vol-d2"]),
    ("archive:document", ["Łódź & ~a@b%?#"]),
    ("archive:division", ["v", "ch 1"]),
]


@pytest.mark.parametrize(("name", "parts"), PARTS)
def test_as_reverse_has_it(name, parts):
    assert href(name, *parts) == reverse(name, args=parts)


@pytest.mark.parametrize("part", ["", "a/b"])
def test_what_is_no_word_has_no_address(part):
    with pytest.raises(NoReverseMatch):
        href("archive:document", part)


def test_under_another_prefix():
    href("archive:document", "a")
    set_script_prefix("/papers/")
    try:
        assert href("archive:document", "a") == "/papers/documents/a/"
    finally:
        set_script_prefix("/")
