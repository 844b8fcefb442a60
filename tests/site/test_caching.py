"""Kept pages are never older than the last commit, whoever made it, and are nobody's own."""

import threading

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from archive import store
from archive.models import Person, State
from archive.web import page_cache as caching
from tests.support.records import document_record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def paper():
    return store.save(document_record(), state=State.PUBLISHED).document


def page_and_queries(client, url):
    """The page, and how many queries it took."""
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    return response, len([query for query in queries if "pg_current_snapshot" not in query["sql"]])


def cached_page(client, url):
    """Return a page from the cache. On PostgreSQL a commit in another database of the server may come in between and empty it."""
    for _ in range(50):
        response, queries = page_and_queries(client, url)
        if not queries:
            return response
    pytest.fail(f"{url} is never cached")


def test_a_page_is_cached_until_something_is_committed(client, paper):
    url = paper.get_absolute_url()
    first, made = page_and_queries(client, url)
    again = cached_page(client, url)
    assert made > 0
    assert (again.content, again.headers["Content-Type"]) == (first.content, first.headers["Content-Type"])
    store.save(document_record(heading="Another heading"), edit=True)
    assert b"Another heading" in client.get(url).content


def test_a_commit_of_another_connection_is_seen(client, paper):
    url = f"/people/{Person.objects.get().slug}/"
    client.get(url)

    def rename():
        Person.objects.update(name="Renamed by somebody else")
        connection.close()

    thread = threading.Thread(target=rename)
    thread.start()
    thread.join()
    assert b"Renamed by somebody else" in client.get(url).content


def test_what_was_rolled_back_is_not_cached(client, paper):
    url = f"/people/{Person.objects.get().slug}/"
    with transaction.atomic():
        Person.objects.update(name="Never committed")
        transaction.set_rollback(True)
    assert b"Never committed" not in client.get(url).content
    assert b"Never committed" not in client.get(url).content


def test_pages_of_somebody_who_is_logged_in_are_made_for_them(client, paper, django_user_model):
    client.get("/")
    client.force_login(django_user_model.objects.create_user("reader"))
    _, queries = page_and_queries(client, "/")
    assert queries > 0


@pytest.mark.parametrize("url", ["/nowhere/", "/search.csv", "/documents/?page=0"])
def test_only_whole_answers_are_cached(client, paper, url):
    client.get(url)
    _, queries = page_and_queries(client, url)
    response = client.get(url)
    assert response.streaming or response.status_code != 200 or queries > 0


def test_a_page_of_a_generation_that_is_over_is_not_cached():
    pages = caching.Pages(1000)
    old = pages.generation()
    store.save(document_record("vol#d3"))
    new = pages.generation()
    assert new > old
    pages.put(("a",), caching.Page(old, b"old", ()))
    assert pages.get(("a",), new) is None


def test_the_least_recently_read_pages_are_dropped():
    pages = caching.Pages(10)
    generation = pages.generation()
    for name in "abc":
        pages.put((name,), caching.Page(generation, b"1234", ()))
        pages.get(("a",), generation)
    assert [name for name in "abc" if pages.get((name,), generation)] == ["a", "c"]


def test_a_cached_feed_is_not_sent_to_a_client_that_has_it(client, paper):
    first = client.get("/new.atom")
    assert cached_page(client, "/new.atom").status_code == 200
    assert client.get("/new.atom", headers={"if-none-match": first["ETag"]}).status_code == 304


def test_a_page_is_cached_for_each_language(client, paper):
    english = client.get("/about/")
    german = client.get("/about/", headers={"accept-language": "de"})
    assert english.content != german.content
    assert client.get("/about/").content == english.content
    assert client.get("/about/", headers={"accept-language": "de"}).content == german.content


def made_for(*languages) -> int:
    """Return how many pages are made for browsers with these headers, one after another, from an empty cache."""
    made = []
    pages = caching.PageCache(lambda request: made.append(request) or HttpResponse("page"))
    for language in languages:
        pages(RequestFactory().get("/about/", headers={"accept-language": language}))
    return len(made)


def test_browsers_that_get_the_same_language_get_the_same_page():
    ways = ("de", "de-AT,de;q=0.9,en;q=0.5", "fr;q=0.9, de;q=0.8")
    # More than once, as PostgreSQL's mark may be moved by a commit in another database in between.
    assert min(made_for(*ways) for _ in range(20)) == 1
    assert min(made_for("de", "en-GB, de;q=0.5") for _ in range(20)) == 2
