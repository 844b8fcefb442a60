"""The search by form: its fields make a question in the language of the box."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.forms.search import SearchForm, query_of
from archive.search import understand
from archive.search.query import FIELDS


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"all": "oil gas"}, "oil gas"),
        ({"phrase": "not printed"}, '"not printed"'),
        ({"any": "oil gas", "none": "-coal"}, "oil OR gas -coal"),
        ({"begin": "refug*"}, "refug*"),
        ({"near": "oil gas"}, '"oil gas"~5'),
        ({"from": "Harriman", "to": "Secretary of State"}, 'from:Harriman to:"Secretary of State"'),
        ({"kind": "note verbale", "after": "1944-06"}, 'kind:"note verbale" after:1944-06'),
        ({"file": "840.48 Refugees/5425"}, 'file:"840.48 Refugees/5425"'),
        ({"all": 'to:"x OR y', "phrase": "“a” OR b"}, 'to x y "a b"'),
        ({"all": " ", "from": "-"}, ""),
    ],
)
def test_fields_make_a_question(fields, asked):
    assert query_of({f"with-{name}": value for name, value in fields.items()}) == asked


def test_every_field_of_the_language_has_a_control():
    # A day or a year has its control in "after" and "before" and in the filters.
    assert FIELDS - {"date", "year"} <= set(SearchForm.base_fields)


@given(st.dictionaries(st.sampled_from([f"with-{name}" for name in SearchForm.base_fields]), st.text(max_size=40)))
def test_nothing_typed_into_a_field_raises_or_is_syntax(fields):
    asked = query_of(fields)
    assert asked.count('"') % 2 == 0
    assert isinstance(understand(asked).understood, tuple)


@pytest.mark.django_db
def test_the_form_leads_to_the_address_of_its_question_and_keeps_filters(client, archive_of_papers):
    response = client.get("/search/?q=refugees&kind=telegram&with-from=Quill&with-all=&with-none=xyz")
    assert response.status_code == 302
    assert parse_qs(urlsplit(response["Location"]).query) == {"q": ["refugees -xyz from:Quill"], "kind": ["telegram"]}
    page = client.get(response["Location"])
    assert [hit.document.source_id for hit in page.context["results"].hits] == ["refugees"]
    assert 'name="with-from"' in page.content.decode()
