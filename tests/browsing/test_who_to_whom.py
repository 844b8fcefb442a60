"""The table of senders and recipients: its order, its links, its shades."""

from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest

from archive.browsing.who_to_whom import MOST_COLUMNS, MOST_ROWS, Letters, matrix
from archive.search import Filters, Query

COUNTS = Counter(
    {
        ("moscow", "state"): 16,
        ("state", "moscow"): 9,
        ("london", "state"): 4,
        ("london", "moscow"): 1,
        ("rome", "rome"): 1,
    }
)
NAMES = {"moscow": "Embassy in Moscow", "state": "State", "london": "London", "rome": "Rome"}


def letters(counts=COUNTS, names=NAMES) -> Letters:
    return Letters(Query(text="oil"), Filters.from_query({"year": "1944"}), "office", counts, names)


def table(order: str):
    return matrix(letters(), order, lambda key: f"?by={key}")


@pytest.mark.parametrize(
    ("order", "senders"),
    [
        ("", ["Embassy in Moscow", "State", "London", "Rome"]),
        ("name", ["Embassy in Moscow", "London", "Rome", "State"]),
        ("moscow", ["State", "London", "Embassy in Moscow", "Rome"]),
        ("nobody", ["Embassy in Moscow", "State", "London", "Rome"]),
    ],
)
def test_rows_are_in_the_order_that_is_asked_for(order, senders):
    found = table(order)
    assert [row.name for row in found.rows] == senders
    chosen = [one.key for one in (found.by_papers, found.by_name, *found.recipients) if one.chosen]
    assert chosen == ["" if order == "nobody" else order]
    assert found.by_name.url == "?by=name"


def test_a_cell_leads_to_its_papers_within_the_search():
    found = table("")
    assert [one.name for one in found.recipients] == ["State", "Embassy in Moscow", "Rome"]
    first, *_ = found.rows
    assert (first.papers, [cell.count for cell in first.cells]) == (16, [16, 0, 0])
    query = parse_qs(urlsplit(first.cells[0].url).query)
    assert query == {"q": ["oil"], "year": ["1944"], "sender-office": ["moscow"], "recipient-office": ["state"]}


def test_shades_are_from_one_to_five():
    shades = {cell.count: cell.shade for row in table("").rows for cell in row.cells}
    assert shades == {0: 0, 1: 2, 4: 3, 9: 4, 16: 5}


def test_a_table_has_those_with_most_papers_only():
    counts = Counter({(f"s{n:02}", f"r{n:02}"): 100 - n for n in range(40)})
    found = matrix(letters(counts, {slug: slug for pair in counts for slug in pair}), "", str)
    assert (len(found.rows), found.rows[-1].name) == (MOST_ROWS, f"s{MOST_ROWS - 1:02}")
    assert (len(found.recipients), found.recipients[0].name) == (MOST_COLUMNS, "r00")
