"""Codes of languages, as sources state them and as people type them."""

import pytest

from archive.errors import Refused
from archive.languages import language_code, language_codes, typed_codes


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("de", "de"),
        ("deu", "de"),
        ("ger", "de"),
        ("de-AT", "de-AT"),
        ("de_at", "de-AT"),
        ("DE", "de"),
        ("ota", "ota"),
        ("sr-latn-rs", "sr-Latn-RS"),
        (" fr ", "fr"),
        ("la-x-medieval", "la-x-medieval"),
        ("und", ""),
        ("zxx", ""),
        ("German", ""),
        ("d", ""),
        ("", ""),
        ("de fr", ""),
        ("dé", ""),
        ("de-" + "a-" * 40, ""),
    ],
)
def test_a_code_is_the_shortest_of_its_language_and_what_is_none_is_not_kept(stated, code):
    assert language_code(stated) == code


def test_each_language_is_named_once_in_order():
    assert language_codes(["ota", "deu", "", "de", "Ottoman"]) == ("ota", "de")


def test_typed_codes_are_read_with_any_commas_and_a_wrong_one_is_refused():
    assert typed_codes(" ger, fr-ch;ota ") == ("de", "fr-CH", "ota")
    assert typed_codes(" ") == ()
    with pytest.raises(Refused, match="“German” is no code"):
        typed_codes("de, German")
