"""How a query is read, and its limits; no database is needed."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from archive.search import Filters, understand


def test_what_was_understood():
    query = understand('oil -gas "not printed" from:Quill rail* before:1944-06 tea OR coffee a NEAR/3 b')
    assert query.understood == (
        "oil", "not gas", "“not printed”", "from “Quill”", "rail*", "tea or coffee", "a within 3 words of b", "before 1944-06",
    )  # fmt: skip
    assert query.messages == ()


def test_limits_are_told():
    assert understand("a" * 600).messages == ("Only the first 500 characters were used.",)
    assert understand(" ".join("abcdefghijklmnopqrstuvwxyz" * 2)).messages == ("Only the first 32 words were used.",)
    assert len(understand(" ".join("abcdefghijklmnopqrstuvwxyz" * 2)).terms) == 32


@pytest.mark.parametrize("text", ["before:1944-13", "after:soon", "date:1944-02-30", "date:0000"])
def test_what_is_not_a_date_is_told(text):
    assert "is not a date" in understand(text).messages[0]
    assert understand(text).is_empty


@pytest.mark.parametrize("text", ["", "   ", "-", '""', "OR", "NEAR/5", "!!!", "*"])
def test_a_query_may_be_empty(text):
    assert understand(text).is_empty


def test_a_file_number_is_recognised_in_any_spelling():
    assert understand("840.48—Refugees/5425").number == understand("840.48 refugees/5425").number != ""
    assert understand("1944").number == ""


@given(st.text())
def test_understanding_never_raises(text):
    understand(text)


def test_filters_have_one_address():
    one = Filters.from_query(QueryDict("year=1945&kind=letter&year=1944&since=1900&q=x"))
    other = Filters.from_query(QueryDict("since=1900&kind=letter&year=1944&year=1945&kind=letter"))
    assert one == other
    assert one.to_query() == "year=1944&year=1945&kind=letter&since=1900"
    assert Filters.from_query(QueryDict(one.to_query())) == one
    assert one.without("year", "1944").to_query() == "year=1945&kind=letter&since=1900"
    assert one.without("year").to_query() == "kind=letter&since=1900"
    assert one.without("since").plus("year", "1950").selected("year") == ("1944", "1945", "1950")


@given(st.dictionaries(st.sampled_from(["kind", "year", "place", "since", "until"]), st.lists(st.text(), max_size=4)))
def test_filters_survive_their_own_address(parameters):
    filters = Filters.from_query(parameters)
    again = Filters.from_query(QueryDict(filters.to_query()))
    assert again.pairs() == filters.pairs()


@pytest.mark.parametrize(
    ("text", "term", "other", "replaced"),
    [
        ("oil soil", "oil", "ail", "ail soil"),
        ("oil soil", "soil", "sail", "oil sail"),
        ("soil oil", "oil", "ail", "soil ail"),
        ("turmoil oils oil-field oil", "oil", "ail", "turmoil ail oil-field ail"),  # "oils" has the same stem
        ("oil gas OIL", "oil", "ail", "ail gas ail"),
        ("oil -oil gas", "oil", "ail", "ail -oil gas"),
        ("-soil oil", "oil", "ail", "-soil ail"),
        ('oil "oil field" oil', "oil", "ail", 'ail "oil field" ail'),
        ('"oil" soil', "oil", "ail", '"ail" soil'),
        ("“oil” soil", "oil", "ail", '"ail" soil'),
        ('"oil', "oil", "ail", '"ail'),
        ("from:oil oil", "from:oil", "ail", "from:ail oil"),
        ("from:oil oil", "oil", "ail", "from:oil ail"),
        ("from:oil to:oil", "to:oil", "ail", "from:oil to:ail"),
        ("from: oil soil", "from:oil", "ail", "from: ail soil"),
        ("title:oil note:oil", "note:oil", "ail", "title:oil note:ail"),
        ("place:place", "place:place", "plaice", "place:plaice"),
        ("oil* oil", "oil*", "ail", "ail oil"),
        ("oil OR soil", "oil", "ail", "ail OR soil"),
        ("OR oil OR", "oil", "ail", "OR ail OR"),
        ("oil   soil", "oil", "ail", "ail soil"),
        ("oil soil", "coal", "goal", "oil soil"),
        ("oil NEAR/3 gas oil", "oil", "ail", "oil NEAR/3 gas ail"),
        ("colour:oil oil", "oil", "ail", "colour:oil ail"),
    ],
)
def test_a_term_is_replaced_where_it_is_a_whole_term(text, term, other, replaced):
    (wanted,) = understand(term).terms
    assert understand(text).with_replaced(wanted, other) == replaced


def test_a_number_that_was_recognised_has_no_place_in_the_text():
    query = understand("840.48 Refugees/5425")
    assert query.with_replaced(query.terms[-1], "x") == query.text


@given(st.text())
def test_every_term_is_at_its_place(text):
    query = understand(text)
    for term in query.terms:
        if place := getattr(term, "place", None):
            typed = query.text[slice(*place)]
            assert typed == term.printed or typed.replace(": ", ":").replace('"', "").startswith(term.printed)
