"""The one contract of search: the same queries find the same papers, on whichever database the tests run."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import search
from archive.errors import OutOfTime
from archive.search import Filters, limits, understand
from tests.support.searching import found, marked

pytestmark = pytest.mark.django_db


QUERIES = [
    ("refugees", "refugees railway short answer"),
    ("refugee", "refugees railway short answer"),
    ("REFUGEE’S", "refugees railway short answer"),
    ("xylophones", ""),
    ("lodz", "refugees"), ("Łódź", "refugees"), ("zurich", "railway"), ("ZU\u0308RICH", "railway"),
    ("oeuvre naive filibuster", "oil"),
    ("resumed", "refugees"),
    ("negotiating", "refugees"),
    ("USSR", "railway"), ("U.S.S.R.", "railway"),
    ("khrushchev", "undated"),
    ('"railway question"', "railway"), ('"question railway"', ""),
    ('"oil and gas"', "oil"), ("“oil and gas”", "oil"), ('"oil and', "undated oil"),
    ("oil -gas", "undated"), ("-refugees", "oil undated subject"), ("oil -gas -railways", ""),
    ("gas OR thanks", "oil answer"), ("council gas OR arrived", "refugees"), ("OR gas", "oil"), ("gas OR", "oil"),
    ("gas OR -council", "oil answer undated subject short"),
    ("rail*", "railway undated"), ("xylo*", ""), ("negotiation*", "refugees"),
    ("negotiations NEAR/3 council", ""), ("negotiations NEAR/4 council", "refugees"), ("council NEAR/4 negotiations", "refugees"),
    ('"negotiations council"~4', "refugees"), ('"negotiations council"~3', ""),
    ("aide-memoire", "refugees"), ("aide–mémoire", "refugees"),
    ("from:Quill", "refugees"), ("to:Quill", "answer"), ("person:quill", "refugees answer"),
    ('to:"Secretary of State"', "refugees"), ('to:"State of Secretary"', ""), ("office:ambassador", "refugees answer"),
    ("from:Quill OR gas", "refugees oil"), ("-from:Quill refugees", "railway short answer"), ("from:qui*", "refugees"),
    ("place:strelsau", "refugees railway"), ("kind:telegram", "refugees answer"), ("kind: telegram", "refugees answer"),
    ("mentions:Tito", "railway oil"), ('mentions:"Tito"', "railway oil"), ("mentions:burgess", ""), ("mentions:Quill", ""),
    ('mentions:"John Foster Dulles"', "railway"), ('mentions:"Dulles, John Foster"', "railway"), ('mentions:"Tito Dulles"', ""),
    ("-mentions:Dulles mentions:tit*", "oil"), ("tito", ""),
    ("volume:frus1945v02", "answer"), ("classification:secret", "refugees answer"),
    ("year:1944", "refugees railway"), ("before:1944-06", "refugees"), ("after:1944", "answer oil subject"),
    ("date:1944-06-01", "railway"), ("date:1944", "refugees railway"), ("-date:1944 -oil", "answer subject short"),
    ("title:refugees", "railway"), ("note:refugees", ""), ('note:"not printed"', "refugees"), ("note:council", ""),
    ("file:840.48", "refugees answer"), ('file:"840.48 Refugees/5425"', "refugees"), ("file:761.00/8-1361", "railway"),
    ("file:840", "refugees answer"), ("file:POL", "subject"), ("-file:840.48 telegram", ""),
    ("840.48 Refugees/5425", "refugees"), ("840.48—refugees/5426", "answer"), ("761.00/8–1361", "railway"),
    ("before:yesterday oil", "oil undated"), ("colour:red", ""),
    ("the council OF the", "refugees"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), QUERIES)
def test_queries(archive_of_papers, text, names):
    assert found(text) == set(names.split())
    assert search.search(understand(text)).count == len(names.split())


def test_orders(archive_of_papers):
    def order(sort):
        return [hit.document.source_id for hit in search.search(understand(""), sort=sort).hits]

    assert order("date") == ["refugees", "railway", "answer", "oil", "subject", "undated", "short"]
    assert order("newest") == ["subject", "oil", "answer", "railway", "refugees", "undated", "short"]
    assert order("shelf")[:4] == ["railway", "refugees", "answer", "subject"]


@pytest.mark.parametrize("sort", search.SORTS)
@pytest.mark.parametrize("text", ["", "refugees", "oil OR refugees"])
@pytest.mark.parametrize(("at_once", "piece"), [(50_000, 2000), (0, 2000), (0, 1)])
def test_cursors_lead_through_everything_once(archive_of_papers, monkeypatch, sort, text, at_once, piece):
    monkeypatch.setattr("archive.search.ordering._MOST_AT_ONCE", at_once)
    monkeypatch.setattr("archive.search.ordering._PIECE", piece)
    everything = search.search(understand(text), sort=sort).hits
    seen, cursor = [], ""
    while True:
        page = search.search(understand(text), sort=sort, cursor=cursor, size=2)
        seen += page.hits
        cursor = page.next_cursor
        if not cursor:
            break
    assert [hit.document for hit in seen] == [hit.document for hit in everything]
    assert len(seen) == len(found(text)) > 2


def test_snippets_say_where(archive_of_papers):
    (hit,) = search.search(understand("lodz printed ambassador")).hits
    assert [(snippet.where, marked(snippet)) for snippet in hit.snippets] == [
        ("text", ["Łódź"]),
        ("footnote 1", ["printed"]),
    ]


def test_filters(archive_of_papers):
    assert found("refugees", Filters.of(kind="telegram")) == {"refugees", "answer"}
    assert found("", Filters.of(kind=["telegram", "letter"])) == {"refugees", "answer", "oil"}
    assert found("", Filters.of(kind="telegram", place="strelsau")) == {"refugees"}
    assert found("", Filters.of(sender="quill")) == {"refugees"}
    assert found("", Filters.of(recipient_office="secretary-of-state")) == {"refugees"}
    assert found("", Filters.of(since="1944-06", until="1950")) == {"railway", "answer"}
    assert found("", Filters.of(place="hiddenplace")) == set()
    assert found("", Filters.of(mentioned="tito,-josip-broz", kind="letter")) == {"oil"}


def test_facets_ignore_their_own_selection_and_honour_the_others(archive_of_papers):
    def counts(facet, text="", **selected):
        return {v.value: v.count for v in search.facets(understand(text), Filters.of(**selected)).values[facet]}

    assert counts("kind") == {"telegram": 2, "memorandum": 1, "letter": 1, "paper": 1, "airgram": 1}
    assert counts("kind", kind="telegram") == counts("kind")
    assert counts("year", kind="telegram") == {"1944": 1, "1945": 1}
    assert counts("kind", year="1944") == {"telegram": 1, "memorandum": 1}
    assert counts("kind", "railways") == {"memorandum": 1, "paper": 1}
    assert counts("place", kind="letter", year="1944") == {}
    assert counts("year", "refugees") == {"1944": 2, "1945": 1}
    assert "hiddenplace" not in counts("place")


def test_facets_name_their_values(archive_of_papers):
    values = search.facets(understand(""), Filters()).values
    assert {v.label for v in values["sender"]} == {"Quill"}
    assert {(v.label, v.count) for v in values["mentioned"]} == {("Tito, Josip Broz", 2), ("Dulles, John Foster", 1)}
    assert "1940s" in {v.label for v in values["decade"]}
    assert any("decimal-1910:8" in v.value or v.value.startswith("decimal") for v in values["class"])


def test_why_nothing_matches_is_explained(archive_of_papers):
    explained = search.explain_no_results(understand("Krushchev oil"), Filters())
    assert [term.printed for term in explained.missing] == ["Krushchev"]
    assert explained.missing[0].near == ("khrushchev",)
    explained = search.explain_no_results(understand("oil"), Filters.of(kind="telegram"))
    assert explained.missing == ()
    assert explained.without == (("kind", "telegram", 2),)
    assert search.explain_no_results(understand("oil before:1900")).without_conditions == 2


def test_near_spellings_tell_nothing_of_a_withdrawn_paper(archive_of_papers):
    paper = archive_of_papers["undated"]
    paper.state = "withdrawn"
    paper.save()
    search.index([paper])
    assert search.explain_no_results(understand("Krushchev")).missing[0].near == ()
    assert search.explain_no_results(understand("xylophone")).missing[0].near == ()


def test_time_that_runs_out_gives_a_partial_answer(archive_of_papers, monkeypatch):
    assert found("oil") == {"oil", "undated"}

    def never(*args):
        raise OutOfTime

    monkeypatch.setattr("archive.search.results.select", never)
    results = search.search(understand("oil"), sort="date")
    assert (results.hits, results.count, results.partial) == ([], None, True)


RAW = st.text(max_size=60) | st.lists(
    st.sampled_from(
        ["from:", "file:", "-", '"', "OR", "NEAR/5", "*", "(", ")", "before:", "840.48", "oil", "~5", "'", ":*", "\\", "&", "!",
         "<->", "1944-13", "\0", "\ud800", "NOT", "AND", "0all", "date:0000", "year:", "^", "{title}", "²", "ß"]
    ),
    max_size=12,
).map(lambda parts: "".join(parts)) | st.lists(st.sampled_from(["a", "-b", "OR", "NEAR", '"x y"~3', "to:z*"])).map(" ".join)  # fmt: skip


@given(text=RAW)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_can_be_typed_raises(archive_of_papers, text):
    query = understand(text)
    results = search.search(query)
    assert results.count == len(results.hits)
    assert "hidden" not in {hit.document.source_id for hit in results.hits}
    search.explain_no_results(query)
    search.facets(query)


@pytest.mark.parametrize(
    "text",
    [
        "762.00/8-1361",
        "NSC-68",
        "Khrushchev's",
        "'; DROP TABLE archive_document; --",
        "a" * 9000,
        "a " * 400,
        "title:",
        '"',
    ],
)
def test_raw_words_that_are_syntax_elsewhere(archive_of_papers, text):
    search.search(understand(text))


@pytest.mark.parametrize("cursor", ["x", "-1", "9" * 40, "5~", "~5", "1~x", "1~" + "9" * 30, "²", "1~\0"])
@pytest.mark.parametrize("sort", search.SORTS)
def test_a_bad_cursor_begins_at_the_beginning(archive_of_papers, cursor, sort):
    assert search.search(understand("oil"), sort=sort, cursor=cursor, size=1).count == 2


def test_filters_with_words_and_with_each_other(archive_of_papers):
    assert found("refugees", Filters.of(kind=["telegram", "memorandum"], place="strelsau")) == {"refugees", "railway"}
    assert found("refugees", Filters.of(kind="telegram", year="1945")) == {"answer"}
    assert found("refugees", Filters.of(kind="letter", year="1944")) == set()
    assert found("refugees", Filters.of(kind="telegram", year="1944", sender="quill"), sort="date") == {"refugees"}
    assert found("", Filters.of(kind="telegram"), sort="date") == {"refugees", "answer"}
    assert found("", Filters.of(kind=["telegram", "letter\nplace:x"]), sort="date") == {"refugees", "answer"}
    assert found("", Filters.of(kind=["telegram", "memorandum\nplace:strelsau"]), sort="date") == {"refugees", "answer"}


@pytest.mark.parametrize("text", ["", "refugees"])
def test_what_is_chosen_is_counted_however_many_other_values_are_more_frequent(archive_of_papers, monkeypatch, text):
    monkeypatch.setattr(limits, "MOST_VALUES", 1)
    values = search.facets(understand(text), Filters.of(kind="memorandum")).values["kind"]
    assert [(value.value, value.count) for value in values] == [("telegram", 2), ("memorandum", 1)]


def test_a_repeated_word_that_is_missing_is_explained_once(archive_of_papers):
    missing = search.explain_no_results(understand("Krushchev krushchev Krushchev's from:Krushchev -zebra")).missing
    assert [term.printed for term in missing] == ["Krushchev", "Krushchev"]
    assert [term.near for term in missing] == [("khrushchev",)] * 2
