"""Links with their certainty, threads, and the register, as readers see them."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive import references
from archive.models import State, UnheldPaper
from archive.references.threads import thread
from tests.support.papers import save
from tests.support.telegrams import LONDON, MOSCOW, STATE, citing, telegram

pytestmark = pytest.mark.django_db


@pytest.fixture
def exchange():
    """Moscow asks, the Department answers, Moscow answers that; one paper of it is not held."""
    return save(
        telegram(900, (3, 10), text="May I ask?"),
        telegram(554, (3, 11), sender=STATE, recipient=MOSCOW, text="Your 900 March 10. Yes."),
        citing("Department’s 554 of March 11, and 556 of March 12; my 900."),
        telegram(3, (3, 12), sender=LONDON, text="Nothing to do with it."),
    )


def numbers_of(entries):
    return [(entry.document or entry.unheld).number for entry in entries]


def test_a_thread_is_the_exchange_in_order_with_its_gaps(exchange):
    for document in exchange[:3]:
        found = thread(document)
        assert numbers_of(found.entries) == ["900", "554", "556", "1020"]
        assert numbers_of(found.gaps) == ["556"]
        first, answer, _, last = found.entries
        assert numbers_of(answer.answers) == ["900"]
        assert numbers_of(last.answers) == ["554", "556"]
        assert numbers_of(last.cites) == ["900"]
        assert numbers_of(first.cited_by) == ["554", "1020"]


def test_a_thread_never_shows_what_is_not_public(client, exchange):
    exchange[1].state = State.DRAFT
    exchange[1].save()
    references.refresh([exchange[1].pk])
    html = client.get("/documents/v-d900/thread/").content.decode()
    assert "Yes." not in html
    assert "v-d554" not in html
    assert client.get("/documents/v-d554/thread/").status_code == 404
    assert client.get("/documents/v-d554/preview/").status_code == 404


def test_a_withdrawn_papers_thread_says_so(client, exchange):
    exchange[0].state, exchange[0].published_at = State.WITHDRAWN, "2020-01-01T00:00Z"
    exchange[0].save()
    assert client.get("/documents/v-d900/thread/").status_code == 410


def test_a_thread_is_bounded(client):
    papers = save(*(telegram(n, (3, 1 + n // 3), text=f"My {n - 1} and my {n - 5}.") for n in range(1, 60)))
    found = thread(papers[30])
    assert len(found.papers) == 40
    assert found.more
    chain = thread(papers[0])
    assert len(chain.papers) < 40
    assert chain.more


def test_the_page_of_a_thread_has_a_chart_and_the_same_in_words(client, exchange):
    html = client.get("/documents/v-d1020/thread/").content.decode()
    assert html.count('class="drawing') == 1
    assert html.count('class="thread-box') == 4
    assert 'aria-labelledby="thread-title thread-desc"' in html
    assert "Telegram 556 from the Department to Moscow" in html
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'href="#([^"]+)"', html):
        assert target in ids


def test_links_say_how_sure_they_are(client, exchange):
    save(telegram(2000, (3, 25), text="my 900 of March 8; my 901; my 1020 March 24; your 554."))
    html = client.get("/documents/v-d2000/").content.decode()
    assert (
        '<a class="ref ref-open" href="#reference-1">my 900 of March 8<span class="ref-said" data-said="possible"></span></a>'
        in html
    )
    assert '<a class="ref ref-unheld" href="/not-held/' in html
    assert '<a class="ref ref-certain" href="/documents/v-d1020/">my 1020 March 24</a>' in html
    assert (
        '<a class="ref ref-likely" href="/documents/v-d554/">your 554<span class="ref-said" data-said="likely"></span></a>'
        in html
    )
    assert "its day is 2 days off" in html


def test_a_paper_tells_who_cites_it(client, exchange):
    html = client.get("/documents/v-d900/").content.decode()
    assert "Cited in" in html
    assert "/documents/v-d1020/" in html


def test_a_preview_is_a_few_lines(client, exchange):
    response = client.get("/documents/v-d900/preview/")
    assert "noindex" in response["X-Robots-Tag"]
    html = response.content.decode()
    assert "10 March 1944" in html
    assert "May I ask?" in html
    assert "<html" not in html


def test_a_preview_begins_after_the_heading(client):
    text = telegram(1, (3, 1)).text.replace(
        "<p></p>", "<p>840.48/1: Telegram</p><head>Moscow to State</head><p>I said so.</p>"
    )
    save(replace(telegram(1, (3, 1), heading="Moscow to State"), text=text))
    html = client.get("/documents/v-d1/preview/").content.decode()
    assert html.count("Moscow to State") == 1
    assert "840.48/1: Telegram" not in html.partition("preview-text")[2]
    assert "I said so." in html


def test_the_register_lists_each_paper_once_with_who_names_it(client):
    save(citing("my 935 March 20"), telegram(1021, (3, 25), text="my 935 and Department’s 7 of March 3"))
    html = client.get("/not-held/").content.decode()
    assert html.count("Telegram 935 from Moscow to the Department") == 1
    assert html.index("Telegram 7 from the Department") < html.index("Telegram 935")
    assert {"/documents/v-d1020/", "/documents/v-d1021/"} <= set(re.findall(r'href="([^"]+)"', html))
    entry = UnheldPaper.objects.get(number="935")
    page = client.get(entry.get_absolute_url()).content.decode()
    assert "20 March 1944" in page
    assert "2 papers" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("?file=840.48+Refugees", True),
        ("?file=840.48Refugees%2F5396", True),
        ("?file=840.49", False),
        ("?file=nonsense", False),
        ("?year=1944", True),
        ("?year=1945", False),
        ("?order=file", True),
    ],
)
def test_the_register_by_file_and_date(client, query, found):
    save(citing('my 935 March 20<anchor type="footnote" n="1"/>', ("Not printed (840.48 Refugees/5396).",)))
    html = client.get(f"/not-held/{query}").content.decode()
    assert ("Telegram 935 from Moscow" in html) is found
    csv = b"".join(client.get(f"/not-held.csv{query}").streaming_content).decode()
    assert ('840.48 Refugees/5396,"RG 59, Central Decimal File 1940–1944"' in csv) is found


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/not-held/?year=x", 400),
        ("/not-held/?year=%C2%B2%C2%B2%C2%B2%C2%B2", 400),
        ("/not-held/?order=x", 400),
        ("/not-held.csv?year=99999", 400),
        ("/not-held/?file=%00", 200),
        ("/not-held/?page=9223372036854775808", 400),
        ("/not-held/none/", 404),
        ("/documents/none/thread/", 404),
        ("/documents/none/preview/", 404),
        ("/documents/%00/thread/", 404),
    ],
)
def test_odd_addresses(client, url, status):
    assert client.get(url).status_code == status


def test_nothing_of_a_draft_reaches_the_register(client):
    save(citing("my 935 March 20"), state=State.DRAFT)
    for url in ("/not-held/", "/not-held.csv"):
        response = client.get(url)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert b"935" not in content


def test_hostile_words_stay_words(client):
    save(citing("telegram 12 from Bern&lt;script&gt;alert(1)&lt;/script&gt; and A/1&lt;script&gt;"))
    for url in ("/documents/v-d1020/", "/documents/v-d1020/thread/", "/not-held/"):
        assert b"<script>alert" not in client.get(url).content


@pytest.mark.parametrize("url", ["/documents/v-d1020/", "/documents/v-d1020/thread/", "/not-held/"])
def test_a_page_asks_as_many_questions_for_twenty_as_for_two(client, url):
    def questions():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    save(citing("my 1, my 2, my 101, my 102"), *(telegram(n, (3, 20)) for n in (1, 2)))
    few = questions()
    save(
        citing(", ".join(f"my {n}, my {n + 100}" for n in range(1, 21))), *(telegram(n, (3, 20)) for n in range(3, 21))
    )
    assert questions() == few <= 24


def test_a_threads_gaps_are_a_list_to_take_to_the_archives(client, exchange):
    save(telegram(77, (3, 20), sender=LONDON, text="my 12 of March 1"))
    page = client.get("/documents/v-d1020/thread/").content.decode()
    for url in ("/not-held/?thread=v-d1020", "/not-held.csv?thread=v-d1020"):
        assert f'href="{url}"' in page
        response = client.get(url)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert b"556" in content
        assert b"Telegram 12 " not in content
    assert b"the exchange around" in client.get("/not-held/?thread=v-d1020").content


@pytest.mark.parametrize("slug", ["none", "v-d554", "%00"])
def test_of_a_thread_that_is_not_public_nothing_is_listed(client, exchange, slug):
    exchange[1].state = State.DRAFT
    exchange[1].save()
    references.refresh([exchange[1].pk])
    assert b"0 papers" in client.get(f"/not-held/?thread={slug}").content
    csv = b"".join(client.get(f"/not-held.csv?thread={slug}").streaming_content)
    assert len(csv.decode().splitlines()) == 1
