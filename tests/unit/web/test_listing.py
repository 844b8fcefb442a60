"""Pages of a list: exact counts, to the end, and no page that is none."""

import pytest
from django.core.exceptions import BadRequest
from django.test import RequestFactory

from archive.views.listing import listing_of
from archive.views.redirects import Redirected

TOTAL = 1_234_567


def page(query: str, total: int = TOTAL):
    return listing_of(RequestFactory().get(f"/list/{query}"), total, 25)


def test_a_list_goes_to_its_end_however_long_it_is():
    last = page("?page=49383")
    assert (last.number, last.last, last.total, last.start, last.next_url) == (49383, 49383, TOTAL, 1_234_551, "")
    assert page("?q=a&page=2").previous_url == "?q=a"
    assert page("?q=a").next_url == "?q=a&page=2"
    assert page("", 0).last == 1


def test_past_the_end_is_the_last_page():
    with pytest.raises(Redirected) as redirected:
        page("?page=49384")
    assert redirected.value.url == "/list/?page=49383"


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "1.5"])
def test_what_is_no_number_of_a_page_is_refused(number):
    with pytest.raises(BadRequest):
        page(f"?page={number}")
