"""A file number in the search box: to its paper, its list, its file, or to what is near; and suggestions while typing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Office, Person, State
from archive.records import CorrespondentRecord, FootnoteRecord
from tests.support.pages import text_of
from tests.support.papers import cites, paper

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(scope="module")
def papers(module_db):
    paper("refugees", "840.48 Refugees/5425", day="1944-03-05", heading="Talk about Evian", summary="Evian")
    paper("iran1", "891.00/8-148", day="1948-08-01")
    paper("iran2", "891.00/8-3148", day="1948-08-31")
    paper("iran3", "891.00/9-148", day="1948-09-01")
    paper("iran4", "891.51/12", day="1940-01-01")
    paper("early", "711.93/77", day="1925-01-01")
    paper("shared1", "711.5800/4-2155", day="1955-04-21")
    paper("shared2", "711.5800/4-2155", day="1955-04-21")
    paper("vietnam", "POL 27 VIET S", day="1965-01-01")
    paper("lot", "Lot 64 D 535", day="1960-01-01")
    paper("late", "891.00/1-155", day="1955-01-01")
    paper("draft", "840.48 Refugees/5426", state=State.DRAFT, day="1944-03-06")


def search_for(client, text):
    return client.get("/search/", {"q": text})


SPELLINGS = [
    "840.48 Refugees/5425", "840.48 refugees/5425", "840.48 REFUGEES / 5425", "840.48—Refugees/5425", "84O.48 Refugees/5425",
    "File No. 840.48 Refugees/5425", "840.48 Refugees/5425.", "[840.48 Refugees/5425]", "840.48 Refugees/5425: Telegram",
]  # fmt: skip


SPELLINGS += [
    "RG 59, 840.48 Refugees/5425", "840.48 Refugees/5425, NARA", "840.48 Refugees/5425 Confidential", "840.48 Refugees⁄5425",
    "Department of State file 840.48 Refugees/5425", "Tel. 1020, 840.48 Refugees/5425",
]  # fmt: skip


@pytest.mark.parametrize("text", SPELLINGS)
def test_any_spelling_leads_to_the_one_paper(client, papers, text):
    response = search_for(client, text)
    assert (response.status_code, response.url) == (302, "/documents/refugees/")


def test_the_list_of_one_number_can_be_seen_as_well(client, papers):
    response = search_for(client, 'file:"840.48 Refugees/5425"')
    assert response.status_code == 200
    assert response.context["results"].count == 1
    assert "class 8, internal affairs of states · 40, Europe" in text_of(response)


def test_a_number_of_several_papers_leads_to_their_list(client, papers):
    response = client.get("/search/", {"q": "711.5800/4–2155"}, follow=True)
    assert {hit.document.source_id for hit in response.context["results"].hits} == {"shared1", "shared2"}
    assert response.context["results"].count == 2


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("840.48 Refugees", "/files/decimal-1910/840.48-refugees/"),
        ("S VIET POL 27", None),
        ("POL 27 S VIET", "/files/subject-numeric/pol-27-viet-s/"),
        ("lot 64D535", "/files/lot/lot-64-d-535/"),
    ],
)
def test_a_file_leads_to_its_page(client, papers, text, url):
    response = search_for(client, text)
    assert getattr(response, "url", None) == url


def test_a_file_of_several_eras_offers_them(client, papers):
    response = search_for(client, "891.00")
    page = text_of(response)
    assert response.status_code == 200
    assert "Central decimal file 1910–1949 3 papers" in page
    assert "Central decimal file 1950–January 1963 1 paper" in page


def test_a_number_that_is_not_here_shows_what_is_near(client, papers):
    cites("citing", "891.00/8-548", day="1950-01-01", heading="A paper that cites it")
    response = search_for(client, "891.00/8–548")
    page = text_of(response)
    assert "No 891.00/8-548 here; 2 papers of August 1948 in 891.00." in page
    assert [row.document.source_id for row in response.context["file_number"].papers] == ["iran1", "iran2", "iran3"]
    assert "A paper that cites it" in page
    assert "91, Iran · .00, political affairs · paper of 5 August 1948" in page


def test_a_number_without_the_name_of_its_file_is_told(client, papers):
    response = search_for(client, "840.48/5425")
    assert "840.48/5425 with the name of its file 840.48 Refugees/5425" in text_of(response)
    drafts = search_for(client, "840.48/5426").context["file_number"]
    assert drafts.fuller == []


def test_a_number_of_a_file_that_is_not_here_shows_the_shelf(client, papers):
    page = text_of(search_for(client, "891.20/5"))
    assert "No 891.20/5 here, and no paper of 891.20." in page
    assert "891.51" in page


def test_a_draft_is_neither_found_nor_near(client, papers):
    response = search_for(client, "840.48 Refugees/5426")
    assert [row.document.source_id for row in response.context["file_number"].papers] == ["refugees"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("891.00*", {"iran1", "iran2", "iran3", "late"}),
        ("891*", None),
        ("891.00–891.51", {"iran1", "iran2", "iran3", "iran4", "late"}),
        ("POL*", {"vietnam"}),
    ],
)
def test_prefixes_and_ranges_are_lists(client, papers, text, found):
    response = client.get("/search/", {"q": text}, follow=True)
    if found is None:
        found = {"iran1", "iran2", "iran3", "iran4", "late"}
    assert {hit.document.source_id for hit in response.context["results"].hits} == found
    assert "file numbers" in text_of(response)


def test_a_number_with_words_is_both(client, papers):
    paper("other", "840.48 Refugees/1", day="1943-01-01", heading="Nothing of it")
    response = client.get("/search/", {"q": "840.48 Refugees Evian"}, follow=True)
    assert response.context["query"].text == 'file:"840.48 Refugees" Evian'
    assert [hit.document.source_id for hit in response.context["results"].hits] == ["refugees"]
    assert "Searching for: Evian; file numbers beginning 840.48 Refugees." in text_of(response)


@pytest.mark.parametrize("text", ["oil", "1944", "12 oil", "Harriman 12", "5 March 1938", "NSC 68", "RG 59", "$840.48"])
def test_what_is_no_number_is_searched_as_words(client, papers, text):
    response = search_for(client, text)
    assert response.status_code == 200
    assert response.context["file_number"] is None


def test_a_number_with_filters_stays_a_list(client, papers):
    assert client.get("/search/", {"q": "840.48 Refugees/5425", "kind": "telegram"}).status_code == 200


@pytest.mark.parametrize(
    "text", ["840.48 \x00Refugees/5425", "891.00/" + "9" * 400, "891.00–" * 30, "POL*" * 90, "½*", "/", "*"]
)
def test_whatever_is_typed_is_answered(client, papers, text):
    assert client.get("/search/", {"q": text}, follow=True).status_code == 200
    assert client.get("/suggestions.json", {"q": text}).status_code == 200


def test_the_box_makes_few_queries_whatever_there_is(client, papers):
    def questions() -> int:
        client.cookies["some"] = "cookie"  # so that no cached page answers
        search_for(client, "891.00/8-548")
        with CaptureQueriesContext(connection) as captured:
            search_for(client, "891.00/8-548")
        return len(captured)

    few = questions()
    for number in range(20):
        paper(f"more{number}", f"891.00/8-{number + 6}48", day="1948-08-09")
    assert questions() == few


def suggestions(client, text) -> list[tuple[str, str]]:
    response = client.get("/suggestions.json", {"q": text})
    return [(one["kind"], one["label"]) for one in response.json()["suggestions"]]


def test_files_are_suggested_in_shelf_order_with_what_they_mean(client, papers):
    response = client.get("/suggestions.json", {"q": "891"}).json()
    assert [one["label"] for one in response["suggestions"]] == ["891.00", "891.00", "891.51"]
    first = response["suggestions"][0]
    assert first["url"] == "/files/decimal-1910/891.00/"
    assert first["detail"] == "Central decimal file 1910–1949 · Iran · political affairs · 3 papers"
    assert response["suggestions"][1]["detail"].startswith("Central decimal file 1950–January 1963 · ")
    assert "file 19" not in response["suggestions"][2]["detail"]


def test_numbers_are_suggested_after_the_slash(client, papers):
    assert suggestions(client, "891.00/8–3") == [("number", "891.00/8-3148")]
    assert suggestions(client, "840.48 refugees/5") == [("number", "840.48 Refugees/5425")]
    one = client.get("/suggestions.json", {"q": "711.5800/4-"}).json()["suggestions"]
    assert [(s["label"], s["detail"]) for s in one] == [("711.5800/4-2155", "2 papers")]


def test_people_and_offices_are_suggested_by_the_beginning_of_a_word(client, papers):
    assert ("person", "Quill") in suggestions(client, "qui")
    assert ("office", "Secretary of State") in suggestions(client, "state")
    assert suggestions(client, "uill") == []


def test_whom_most_papers_have_is_suggested_first(client, papers):
    for number, name in enumerate(("Dulles, Allen", "Dulles, John Foster", "Dulles, John Foster")):
        paper(f"by{number}", f"700.00/{number}", day="1955-01-01", senders=(CorrespondentRecord(name, "", name),))
    assert [label for _, label in suggestions(client, "dulles")] == ["Dulles, John Foster", "Dulles, Allen"]


def test_nothing_unpublished_is_suggested(client, papers):
    nobody = (CorrespondentRecord("The Quiet One", "Quiet Office", "Quietus"),)
    paper("hidden", "861.77/3", state=State.DRAFT, day="1930-01-01", senders=nobody)
    assert Person.objects.filter(name="Quietus").exists()
    assert Office.objects.filter(name="Quiet Office").exists()
    assert suggestions(client, "quie") == []
    assert suggestions(client, "861") == []
    assert suggestions(client, "840.48 Refugees/542") == [("number", "840.48 Refugees/5425")]


ASKED = ["840.48 Refugees/5425", "891.00/8-548", "891.00*", "840.48 Refugees/9999"]


@pytest.mark.parametrize("text", ASKED)
def test_no_query_of_the_box_lists_all_public_papers_first(client, papers, text):
    """SQLite makes a list of ``IN (SELECT …)``: of all papers that would be a twentieth of a second for every query."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans both forms alike")
    with CaptureQueriesContext(connection) as captured:
        search_for(client, text)
        client.get("/suggestions.json", {"q": text})
    selects = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
    assert selects
    with connection.cursor() as cursor:
        for sql in selects:
            cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("%", "%%"))
            plan = [row[-1] for row in cursor.fetchall()]
            assert not [step for step in plan if "document_by_publication (state=?)" in step], sql


def test_browsers_are_suggested_the_same_in_their_own_form(client, papers):
    response = client.get("/opensearch.json", {"q": "891"})
    assert response["Content-Type"] == "application/x-suggestions+json"
    typed, completions, descriptions, addresses = response.json()
    ours = client.get("/suggestions.json", {"q": "891"}).json()["suggestions"]
    assert (typed, completions) == ("891", [one["label"] for one in ours])
    assert descriptions == [one["detail"] for one in ours]
    assert addresses == [f"http://testserver{one['url']}" for one in ours]
    assert client.get("/opensearch.json").json() == ["", [], [], []]


def test_a_whole_number_is_never_a_shorter_one_with_words(client):
    """Its words are in a paper of the file, but it is a number: what is known of it is shown, not a list of papers with the words."""
    paper("seed", "840.48 Refugees/5425", day="1944-03-05", heading="Named here", summary="Refugees/5396")
    tei = 'xmlns="http://www.tei-c.org/ns/1.0"'
    note = f"<note {tei}>Not printed (840.48 Refugees/5396).</note>"
    text = f'<div {tei} type="document"><p>Your 935 March 20<anchor type="footnote" n="1"/></p></div>'
    paper("citing", "840.48/9", day="1944-03-24", text=text, footnotes=(FootnoteRecord(1, "1", note),))
    page = text_of(client.get("/search/", {"q": "840.48 Refugees/5396"}, follow=True))
    assert "No 840.48 Refugees/5396 here" in page
    assert "Where 840.48 Refugees/5396 is cited" in page
