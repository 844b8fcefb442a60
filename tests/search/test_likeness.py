"""Papers that speak of the same matter: by rare words first, then by date and place, and public ones only."""

import pytest

from archive import search
from archive.browsing.likeness import papers_like
from archive.models import Document, State, Volume
from archive.search import limits
from tests.support.documents import make_document

pytestmark = pytest.mark.django_db
FILLER = "The Department was informed of the matter and will answer at once."


@pytest.fixture
def papers(db):
    """A paper about a pipeline, papers like it, and twenty about nothing in particular."""
    texts = {
        "here": (f"The Tapline across the desert was begun. {FILLER}", "1948-03-05"),
        "same": (f"The engineers of the Tapline left the desert. {FILLER}", "1955-01-01"),
        "near": (f"The Tapline will be paid for. {FILLER}", "1948-03-06"),
        "late": (f"The Tapline will be paid for. {FILLER}", "1971-03-06"),
        "other": (f"The herring fleet was received. {FILLER}", "1948-03-05"),
    }
    found = {name: make_document(name, text, day=day) for name, (text, day) in texts.items()}
    for number in range(20):
        make_document(f"filler-{number}", f"{FILLER} Number {number}.", day="1960-01-01")
    found["draft"] = make_document(
        "draft", "The Tapline across the desert was begun.", state=State.DRAFT, day="1948-03-05"
    )
    return found


def alike(papers, **how):
    names = {paper.pk: name for name, paper in papers.items()}
    return [names.get(one.pk, "filler") for one in search.alike(papers["here"].pk, **how)]


def test_rare_words_and_near_days_come_first_and_drafts_never(papers):
    found = alike(papers)
    assert found[0] in ("near", "same")
    assert set(found[:3]) == {"near", "same", "late"}
    assert found.index("near") < found.index("late")
    assert not {"here", "draft"} & set(found)
    assert len(found) <= 10


def test_what_came_before_comes_first_of_two_that_are_as_near(papers):
    earlier = make_document("earlier", f"The Tapline will be paid for. {FILLER}", day="1948-03-04")
    found = [one.pk for one in search.alike(papers["here"].pk)]
    assert found.index(earlier.pk) < found.index(papers["near"].pk)


def test_papers_are_left_out(papers):
    assert "near" not in alike(papers, without=[papers["near"].pk])
    assert len(alike(papers, count=1)) == 1


def test_it_says_by_which_words(papers):
    (same,) = (one for one in search.alike(papers["here"].pk) if one.pk == papers["same"].pk)
    assert set(same.tokens[:2]) == {"taplin", "desert"}


def test_in_a_large_archive_the_rarest_words_are_looked_through_alone(papers, monkeypatch):
    # "across" and "begun" are in this paper only, "desert" in another, and "Tapline" in three others: a row each.
    monkeypatch.setattr(limits, "MOST_SHARING", 1 + 1 + 2 + 3 * limits.PAPERS_A_ROW)
    assert alike(papers) == ["same"]


def test_a_paper_that_is_withdrawn_is_no_longer_like_another(papers):
    paper = papers["near"]
    paper.state = State.WITHDRAWN
    paper.save()
    search.index([paper])
    assert "near" not in alike(papers)


def test_a_paper_alone_is_like_none(db):
    assert search.alike(make_document("alone", "Nothing else.").pk) == []


def test_neighbours_are_left_out_and_words_are_as_printed(papers):
    volume = Volume.objects.create(slug="v", title="A volume")
    for position, name in enumerate(("near", "here"), 1):
        Document.objects.filter(pk=papers[name].pk).update(volume=volume, position=position)
    found = papers_like(Document.objects.for_page().get(pk=papers["here"].pk))
    assert "near" not in [one.document.source_id for one in found]
    words = {one.document.source_id: one.words for one in found}
    assert set(words["same"][:2]) == {"tapline", "desert"}


def test_the_page_names_them_and_the_paper_leads_there(client, papers):
    page = client.get("/documents/here/like/").content.decode()
    assert [text in page for text in ("/documents/near/", "tapline", "/documents/draft/")] == [True, True, False]
    assert "/documents/here/like/" in client.get("/documents/here/").content.decode()
    assert client.get("/documents/draft/like/").status_code == 404
