"""Searches that one keeps: counted on the front page as the lists find them, with what is new, and nobody else's."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from archive import store
from archive.models import SavedSearch, State
from tests.support.records import document_record

pytestmark = [pytest.mark.django_db, pytest.mark.both]
LIST, KEEP = "admin:archive_document_changelist", "admin:saved_searches"


def keep(client, name: str, address: str) -> str:
    data = {"action": "keep", "name": name, "address": address}
    return client.post(reverse(KEEP), data, follow=True).content.decode()


def shown(page: str) -> list[tuple[str, str]]:
    """Return the name of each search of a front page and what is said of it."""
    found = re.findall(r'value="look"[^>]*>([^<]+)</button>\s*<span>(.*?)</span>', page, re.S)
    return [(name, " ".join(re.sub("<[^>]+>", "", said).split())) for name, said in found]


def front(client) -> list[tuple[str, str]]:
    return shown(client.get(reverse("admin:index")).content.decode())


def test_searches_are_counted_with_what_is_new_since_one_looked(client, archivist, clerk):
    def paper(number: int, state=State.DRAFT):
        return store.save(document_record(f"p#{number}", kind="letter"), state=state).document

    paper(1)
    paper(2, State.PUBLISHED)
    client.force_login(archivist)
    narrowed = client.get(reverse(LIST), {"kind__exact": "letter"}).content.decode()
    address = re.search(r'name="address"\s+value="([^"]+)"', narrowed)[1]
    assert 'name="address"' not in client.get(reverse(LIST)).content.decode()
    page = keep(client, "Letters", address)
    assert "“Letters” is kept" in page
    keep(client, "Arrived", f"http://archive.example{reverse('archive:search')}?q=arrived")
    assert front(client) == [("Arrived", "1 paper, published"), ("Letters", "2 papers")]
    SavedSearch.objects.update(seen_at=timezone.now() - timedelta(seconds=1))
    long_ago = timezone.now() - timedelta(days=2)
    type(paper(1)).objects.update(created_at=long_ago, published_at=long_ago)
    paper(3)
    paper(4, State.PUBLISHED)
    assert front(client) == [("Arrived", "2 papers, 1 new, published"), ("Letters", "4 papers, 2 new")]
    letters = SavedSearch.objects.get(name="Letters")
    answer = client.post(reverse(KEEP), {"action": "look", "search": letters.pk})
    assert answer.url == f"{reverse(LIST)}?kind__exact=letter"
    assert front(client)[1] == ("Letters", "4 papers")
    client.force_login(clerk)
    assert front(client) == []
    keep(client, "Letters", reverse(LIST) + "?kind__exact=letter")
    assert front(client) == [("Letters", "2 papers")]
    for action in ("look", "forget"):
        assert client.post(reverse(KEEP), {"action": action, "search": letters.pk}).status_code == 404


def test_what_is_no_search_is_refused_and_the_front_page_stays(client, archivist):
    client.force_login(archivist)
    for name, address, why in (
        ("", reverse(LIST), "Please give the search a name"),
        ("x" * 101, reverse(LIST), "Please give the search a name"),
        ("Volumes", "/volumes/", "This is no address of the list"),
        ("Broken", "http://[", "This is no address of the list"),
    ):
        assert why in keep(client, name, address)
    for query in ("nothing=1", "kind__exact=letter&p=x", "q=%00", "volume__id__exact=x"):
        keep(client, query, f"{reverse(LIST)}?{query}")
    assert {said for _, said in front(client)} <= {"not counted", "0 papers"}
    with CaptureQueriesContext(connection) as queries:
        front(client)
    four = len(queries)
    for number in range(6):
        keep(client, f"More {number}", f"{reverse(LIST)}?kind__exact=letter")
    assert "You keep 10 searches already" in keep(client, "One more", reverse(LIST))
    with CaptureQueriesContext(connection) as queries:
        assert len(front(client)) == 10
    assert len(queries) - four <= 6 * (2 if connection.vendor == "sqlite" else 7)
    client.post(reverse(KEEP), {"action": "forget", "search": SavedSearch.objects.first().pk})
    assert SavedSearch.objects.count() == 9
