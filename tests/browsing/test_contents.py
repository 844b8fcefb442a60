"""A volume's contents: divisions with counts, each with a page of its own, and no draft showing through."""

import re

import pytest

from archive.browsing import contents

pytestmark = pytest.mark.django_db


def test_the_tree_counts_published_papers_at_every_level(volume, paper):
    paper(1)
    paper(2)
    paper(3, division="ch2", state="draft")
    paper(4, division="comp1")
    preface, compilation = contents.tree(volume)
    assert (preface.division.source_id, preface.total) == ("preface", 0)
    assert (compilation.own, compilation.total) == (1, 3)
    # ch2 holds a draft alone; ch3 holds nothing but the editors' words.
    assert [(node.division.source_id, node.total) for node in compilation.children] == [("ch1", 2), ("ch3", 0)]


def test_a_volume_is_a_table_of_contents(client, volume, paper):
    paper(1)
    paper(2, division="")
    html = client.get("/volumes/vol/").content.decode()
    assert re.search(r'<details class="division depth-0" id="comp1" open>', html)
    assert 'href="/volumes/vol/ch1/"' in html
    assert html.count('href="/documents/vol-d1/"') == 1
    assert html.count('href="/documents/vol-d2/"') == 1
    assert "Railways" not in html


def test_a_large_volume_leads_to_its_chapters_and_shows_all_papers_in_none(client, volume, paper, monkeypatch):
    paper(1)
    paper(2, division=None)
    paper(3, division=None)
    monkeypatch.setattr("archive.views.volumes._MOST_ON_ONE_PAGE", 1)
    html = client.get("/volumes/vol/").content.decode()
    assert 'href="/volumes/vol/ch1/"' in html
    papers = [f"/documents/vol-d{number}/" for number in (1, 2, 3)]
    assert [paper in html for paper in papers] == [False, True, False]
    assert [paper in client.get("/volumes/vol/?page=2").content.decode() for paper in papers] == [False, False, True]


def test_a_division_has_its_papers_its_text_and_its_neighbours(client, volume, paper):
    paper(1)
    paper(2, division="ch2")
    html = client.get("/volumes/vol/ch1/").content.decode()
    assert 'href="/documents/vol-d1/"' in html
    assert "/documents/vol-d2/" not in html
    assert 'rel="next" href="/volumes/vol/ch2/"' in html
    assert 'rel="prev" href="/volumes/vol/comp1/"' in html
    assert "vol-d1" in client.get("/volumes/vol/comp1/").content.decode()
    assert "Of this book." in client.get("/volumes/vol/preface/").content.decode()
    assert "[See part 2.]" in client.get("/volumes/vol/ch3/").content.decode()


def test_a_division_with_drafts_alone_is_not_there(client, volume, paper):
    paper(1)
    paper(2, division="ch2", state="draft")
    assert client.get("/volumes/vol/ch2/").status_code == 404
    assert client.get("/volumes/vol/none/").status_code == 404
    assert client.get("/volumes/none/ch1/").status_code == 404


@pytest.mark.parametrize("url", ["/volumes/vol/", "/volumes/vol/ch1/", "/volumes/"])
def test_pages_make_as_many_queries_for_two_papers_as_of_twenty(client, papers_at_once, django_assert_num_queries, url):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    papers_at_once((1, 2))
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    papers_at_once(range(3, 12))
    papers_at_once(range(12, 21), division="ch2")
    with django_assert_num_queries(len(few)):
        client.get(url)
