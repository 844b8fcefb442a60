"""Kept pages are never older than the last commit, whoever made it, and are nobody's own."""

import threading
import time
import tracemalloc

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


def test_who_has_a_page_as_it_is_gets_it_once(client, paper, monkeypatch):
    url = paper.get_absolute_url()
    now = int(time.time()) + 1000
    monkeypatch.setattr(caching.time, "time", lambda: now)
    client.get(url)
    monkeypatch.setattr(caching.time, "time", lambda: now + 10)
    first = client.get(url)
    asked = {"If-Modified-Since": first["Last-Modified"]}
    assert client.get(url, headers=asked).status_code == 304
    store.save(document_record(heading="Another heading"), edit=True)
    monkeypatch.setattr(caching.time, "time", lambda: now + 11)
    again = client.get(url, headers=asked)
    assert again.status_code == 200
    assert b"Another heading" in again.content


def test_a_page_that_changed_when_the_clock_was_right_again_is_sent(client, paper, monkeypatch):
    url = paper.get_absolute_url()
    now = int(time.time()) + 1000
    monkeypatch.setattr(caching.time, "time", lambda: now + 3600)
    client.get(url)
    monkeypatch.setattr(caching.time, "time", lambda: now + 3610)
    ahead = client.get(url)
    monkeypatch.setattr(caching.time, "time", lambda: now + 20)
    store.save(document_record(heading="Another heading"), edit=True)
    client.get(url)
    monkeypatch.setattr(caching.time, "time", lambda: now + 30)
    again = client.get(url, headers={"If-Modified-Since": ahead["Last-Modified"]})
    assert (again.status_code, b"Another heading" in again.content) == (200, True)
    assert again["Last-Modified"] < ahead["Last-Modified"]


def test_a_generation_says_when_it_began_once_its_second_is_full(monkeypatch):
    now = time.time() // 1 + 1000.25
    monkeypatch.setattr(caching.time, "time", lambda: now)
    pages = caching.Pages(1_000_000)
    generation = pages.generation()
    assert pages.began(generation) is None
    monkeypatch.setattr(caching.time, "time", lambda: now + 1)
    assert pages.began(generation) == now // 1 + 1
    assert pages.began(generation - 1) is None


@pytest.mark.parametrize("url", ["/nowhere/", "/search.csv", "/documents/?page=0"])
def test_only_whole_answers_are_cached(client, paper, url):
    client.get(url)
    _, queries = page_and_queries(client, url)
    response = client.get(url)
    assert response.streaming or response.status_code != 200 or queries > 0


def test_a_page_of_a_generation_that_is_over_is_not_cached():
    pages = caching.Pages(1_000_000)
    old = pages.generation()
    store.save(document_record("vol#d3"))
    new = pages.generation()
    assert new > old
    pages.put(("a",), caching.Page(old, b"old", ()))
    assert pages.get(("a",), new) is None


def read_again(pages, generation, names):
    """Have each page made, and read once more."""
    for name in names:
        pages.put((name,), caching.Page(generation, bytes(10_000), ()))
        assert pages.get((name,), generation)


def test_the_least_recently_read_pages_are_dropped():
    pages = caching.Pages(8 * 12_000)
    generation = pages.generation()
    read_again(pages, generation, "abcdefgh")
    assert pages.get(("a",), generation)
    read_again(pages, generation, "i")
    assert [name for name in "abcdefghi" if pages.get((name,), generation)] == list("acdefghi")
    assert pages.size <= 8 * 12_000


def test_addresses_that_are_read_once_take_the_place_of_none_that_are_read_again():
    pages = caching.Pages(8 * 12_000)
    generation = pages.generation()
    read_again(pages, generation, "abcdefgh")
    for number in range(1_000):
        pages.put((f"/search/?q={number}",), caching.Page(generation, bytes(1_000), ()))
    assert all(pages.get((name,), generation) for name in "abcdefgh")
    assert pages.size <= 8 * 12_000


def test_a_page_that_is_larger_than_the_cache_is_not_cached():
    pages = caching.Pages(8 * 12_000)
    generation = pages.generation()
    pages.put(("large",), caching.Page(generation, bytes(12_000), ()))
    assert pages.get(("large",), generation) is None


@pytest.mark.parametrize(("address", "content"), [(20, 0), (100, 40), (450, 40), (60, 20_000)])
def test_the_limit_counts_all_memory_of_a_page(address, content):
    pages, count = caching.Pages(2**30), 2_000
    generation = pages.generation()
    tracemalloc.start()
    for number in range(count):
        headers = (("Content-Type", f"text/html; charset={number}"), ("Content-Length", str(number + 1_000)))
        key = (f"host-{number}.example", False, f"/{number}".ljust(address, "x"), "de")
        pages.put(key, caching.Page(generation, bytes(content), headers))
        pages.get(key, generation)
    used = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    # What is counted too much by a third costs memory for fewer pages; what is counted too little would cost the server its memory.
    assert used * 0.8 < pages.size < used * 1.4


@pytest.mark.parametrize(("length", "made"), [(500, 1), (501, 2)])
def test_long_addresses_are_not_cached(length, made):
    addresses = ["/about/?" + "x" * (length - len("/about/?"))] * 2
    assert min(made_for(addresses) for _ in range(20)) == made


def test_what_must_not_be_stored_is_not_cached():
    assert made_for(["/reports/a/"] * 2, headers={"Cache-Control": "no-store"}) == 2


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


def made_for(addresses, languages=("en",), headers=None) -> int:
    """Return how many pages are made for browsers with these languages, one after another, from an empty cache."""
    made = []
    pages = caching.PageCache(lambda request: made.append(request) or HttpResponse("page", headers=headers))
    for address in addresses:
        for language in languages:
            pages(RequestFactory().get(address, headers={"accept-language": language}))
    return len(made)


def test_browsers_that_get_the_same_language_get_the_same_page():
    ways = ("de", "de-AT,de;q=0.9,en;q=0.5", "fr;q=0.9, de;q=0.8")
    # More than once, as PostgreSQL's mark may be moved by a commit in another database in between.
    assert min(made_for(["/about/"], ways) for _ in range(20)) == 1
    assert min(made_for(["/about/"], ("de", "en-GB, de;q=0.5")) for _ in range(20)) == 2
