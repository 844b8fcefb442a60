"""Every internal link leads somewhere, on every kind of page; no page has an id twice or shows what only programs read."""

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client

from archive.importing.runs import import_source
from tests.support import room
from tests.support.crawling import crawled, unreadable
from tests.support.records import QUILL, RAVEN, SECRETARY, dated

pytestmark = pytest.mark.django_db


def test_no_link_of_an_archive_with_the_first_document_is_broken(client, paper):
    call_command("load_first_documents")
    for number, day in enumerate(["1938-03-05", "1938-03-06", "1939-01-01", ""], 1):
        paper(number, senders=(QUILL,), recipients=(SECRETARY, RAVEN), date=dated(day))
    assert crawled(client) == []


@pytest.mark.both
def test_no_link_of_an_archive_with_something_of_every_kind_is_broken(client):
    room.build()
    assert crawled(client) == []


@pytest.mark.parametrize(
    "html",
    ["<p>FileNumber(printed=&#x27;851G.00&#x27;)</p>", "<p>&lt;Document: x&gt;</p>", "<td>None</td>", "<p>Moscow, None</p>",
     "<p>{{ x }}</p>", "<p>Paper ()</p>", "<p>%(count)s papers</p>", '<a href="/people/None/">x</a>', "<p>datetime.date(1944, 3, 1)</p>"],
)  # fmt: skip
def test_what_only_programs_read_is_seen(html):
    assert len(unreadable(html)) == 1


def test_words_of_papers_are_no_faults():
    html = "<p>None of the Ministers (none) came.</p><p>“None!”</p><script>f()</script><p>f(x) {1} &lt;b&gt; 5 %</p>"
    assert unreadable(html) == []


@pytest.mark.volumes
def test_no_link_of_a_real_volume_is_broken(client, frus_dir):
    import_source(frus_dir / "frus1917-72PubDip.xml")
    assert crawled(client, most=600) == []


class _Broken(Client):
    """A site of three pages with every fault that there is."""

    PAGES = {
        "/": '<a href="/a/#nowhere">a</a> <a href="/missing/">b</a> <a href="?q=1" rel="nofollow">c</a> <a href="//example.org/">d</a>',
        "/a/": '<p id="x"></p><p id="x"></p>',
        "/?q=1": '<a href="/never/">not followed</a>',
    }

    def get(self, path, follow=False, **extra):
        found = self.PAGES.get(path)
        response = HttpResponse(found or "", status=200 if found is not None else 404)
        response.request = {"PATH_INFO": path.partition("?")[0], "QUERY_STRING": path.partition("?")[2]}
        return response


def test_the_crawl_sees_every_fault():
    assert sorted(crawled(_Broken())) == [
        "/: /a/ has no place #nowhere",
        "/a/: the id x comes 2 times",
        "/missing/: 404",
    ]
