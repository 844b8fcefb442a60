"""The filter set of the search: its form makes a question in the language of the box, and it tells what it can't read."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from archive import search
from archive.filters import PREFIX, SearchFilter
from archive.models import Document
from archive.search import understand
from archive.search.query import FIELDS

_WORDS = [name for name in SearchFilter.base_filters if name.startswith(PREFIX)]


def of(**fields: str | list[str]) -> SearchFilter:
    """The filter set of a request with these parameters."""
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name, [value] if isinstance(value, str) else value)
    return SearchFilter(data, queryset=Document.objects.none())


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"all": "oil gas"}, "oil gas"),
        ({"phrase": "not printed"}, '"not printed"'),
        ({"any": "oil gas", "none": "-coal"}, "oil OR gas -coal"),
        ({"begin": "refug*"}, "refug*"),
        ({"near": "oil gas"}, '"oil gas"~5'),
        ({"from": "Harriman", "to": "Secretary of State"}, 'from:Harriman to:"Secretary of State"'),
        ({"kind": "note verbale", "note": "oil"}, 'kind:"note verbale" note:oil'),
        ({"file": "840.48 Refugees/5425"}, 'file:"840.48 Refugees/5425"'),
        ({"all": 'to:"x OR y', "phrase": "“a” OR b"}, 'to x y "a b"'),
        ({"all": " ", "from": "-"}, ""),
    ],
)
def test_fields_make_a_question(fields, asked):
    assert of(**{f"with-{name}": value for name, value in fields.items()}).text == asked


def test_every_field_of_the_language_has_a_control():
    # A day or a year has its control in the filters.
    shown = {field.name.removeprefix(f"{PREFIX}-") for field in SearchFilter.fields_of_form()}
    assert FIELDS - {"date", "year", "after", "before"} <= shown
    assert {"since", "until"} <= shown


@given(st.dictionaries(st.sampled_from(_WORDS), st.text(max_size=40)))
def test_nothing_typed_into_a_field_raises_or_is_syntax(fields):
    asked = of(**fields).text
    assert asked.count('"') % 2 == 0
    assert isinstance(understand(asked).understood, tuple)


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("1944", "1944", "1944"),
        ("Dec 1950", "1950-12", "1950-12"),
        ("31.12.1950", "1950-12-31", "1950-12-31"),
        ("August 23, 1948", "1948-08-23", "1948-08-23"),
        ("August 23-25, 1948", "1948-08-23", "1948-08-25"),
        ("1948–49", "1948-01-01", "1949-12-31"),
        ("", "", ""),
    ],
)
def test_days_are_read_as_people_write_them(typed, since, until):
    found = of(since=typed, until=typed)
    assert (found.selected.since, found.selected.until) == (since, until)
    assert not found.problems


@pytest.mark.parametrize("typed", ["1950-02-30", "soon", "3/4/1944", "\x00", "1" * 200])
def test_a_day_that_cant_be_read_is_told_and_kept(typed):
    found = of(since=typed, kind="telegram")
    assert found.selected.pairs() == [("kind", "telegram")]
    if typed.strip("\x00"):
        assert "is not a date" in found.problems["since"]
        assert found.unread == [("since", typed[:40])]


def test_values_that_no_facet_has_are_left_out_and_too_many_are_told():
    assert of(kind=["a\0b", "telegram", "", "x\ny"], year=[]).selected.pairs() == [("kind", "telegram")]
    many = of(year=[str(year) for year in range(1900, 1930)])
    assert not many.selected
    assert "At most 20" in many.problems["year"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["q=refugees", "q=from:Quill+-war", "kind=telegram&year=1944", "q=file:840.48", "q=-refugees+after:1930",
     "q=before:1945+date:1944", "since=1940&until=1944-03", "q=%22not+printed%22", "place=nowhere", ""],
)  # fmt: skip
def test_its_queryset_is_what_the_search_finds(archive_of_papers, query):
    found = SearchFilter(QueryDict(query), queryset=Document.objects.public())
    hits = search.search(found.asked, found.selected, size=100).hits
    assert {paper.pk for paper in found.qs} == {hit.document.pk for hit in hits}
    everything = SearchFilter(QueryDict(query), queryset=Document.objects.all())
    assert {paper.pk for paper in everything.qs} == {hit.document.pk for hit in hits}


@pytest.mark.django_db
def test_the_form_leads_to_the_address_of_its_question_and_keeps_filters(client, archive_of_papers):
    response = client.get("/search/?q=refugees&kind=telegram&with-from=Quill&with-all=&with-none=xyz")
    assert response.status_code == 302
    assert parse_qs(urlsplit(response["Location"]).query) == {"q": ["refugees -xyz from:Quill"], "kind": ["telegram"]}
    page = client.get(response["Location"])
    assert [hit.document.source_id for hit in page.context["results"].hits] == ["refugees"]
    assert 'name="with-from"' in page.content.decode()


@pytest.mark.django_db
def test_the_page_tells_which_day_it_cant_read(client, archive_of_papers):
    page = client.get("/search/?q=refugees&since=1950-02-30")
    assert page.status_code == 200
    html = page.content.decode()
    assert html.count("“1950-02-30” is not a date") == 2  # above the papers, and at the field
    assert 'value="1950-02-30"' in html
    assert 'aria-invalid="true"' in html
    assert client.get("/search/?since=31.12.1950").url == "/search/?since=1950-12-31"
