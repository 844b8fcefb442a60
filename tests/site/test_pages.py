"""The public pages: what they show, what they refuse, and how many queries they make."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html as parser

from archive import search, store
from archive.models import Document, ListedPerson, OldAddress, Person, PersonName, Place, State, Volume
from archive.records import TEI_NAMESPACE, CorrespondentRecord, DateRecord, DivisionRecord, FootnoteRecord, VolumeRecord
from archive.store import Incoming
from tests.support.pages import text_of
from tests.support.records import document_record

pytestmark = pytest.mark.django_db
LISTS = ["search", "volumes", "files", "people", "offices", "places"]


@pytest.fixture(scope="module")
def volume(module_db):
    division = DivisionRecord("comp1", "compilation", "Ruritania", "<div xmlns='http://www.tei-c.org/ns/1.0'/>", 1)
    chapter = DivisionRecord("ch1", "chapter", "Refugees", "<div xmlns='http://www.tei-c.org/ns/1.0'/>", 1, "comp1")
    store.save_volume(VolumeRecord("vol", "Papers of 1938, Ruritania", divisions=(division, chapter)))
    return Volume.objects.get(slug="vol")


def publish(number: int = 1, volume: Volume | None = None, **changes) -> Document:
    """A published paper, the number-th of the volume."""
    record = document_record(f"vol#d{number}", document_number=str(number), **changes)
    division = volume and volume.divisions.get(source_id="ch1")
    store.save_batch([Incoming(record, volume, division, number)], state=State.PUBLISHED)
    return Document.objects.get(source_id=record.source_id)


def follow(client, url):
    response = client.get(url)
    return response.url if response.status_code in (301, 302) else response.status_code


def every_page(document: Document) -> list[str]:
    number = document.document_file_numbers.get().file_number
    return [
        reverse("archive:home"),
        reverse("archive:about"),
        *(reverse(f"archive:{name}") for name in LISTS),
        document.get_absolute_url(),
        document.volume.get_absolute_url(),
        number.file.get_absolute_url(),
        Person.objects.get().get_absolute_url(),
        document.senders[0].office.get_absolute_url(),
        document.place.get_absolute_url(),
    ]


def test_every_page_is_well_formed(client, volume):
    document = publish(1, volume)
    publish(2, volume)
    for url in every_page(document):
        response = client.get(url)
        assert response.status_code == 200, url
        html = response.content.decode()
        assert len(re.findall(r"<h1\b", html)) == 1, url
        assert html.count("<main ") == 1
        assert re.search(r"<title>\S", html)
        ids = re.findall(r'\sid="([^"]*)"', html)
        assert len(ids) == len(set(ids)), url
        assert not re.search(r"<[^>]*\s(style|on\w+)=", html), url
        assert not re.search(r"<script(?![^>]*\ssrc=)", html), url
        for target in re.findall(r'href="#([^"]+)"', html):
            assert target in ids, (url, target)


def test_every_internal_link_leads_somewhere(client, volume):
    publish(1, volume)
    publish(2, volume)
    seen, waiting, unfollowed = set(), ["/"], set()
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        response = client.get(url, follow=True)
        assert response.status_code == 200, url
        if response.streaming or url in unfollowed:
            continue
        for link, href in re.findall(r'(<a [^>]*href="([^"#]+)[^>]*)', response.content.decode()):
            base = response.request["PATH_INFO"]
            href = href.replace("&amp;", "&")
            target = base + href if href.startswith("?") else base if href == "." else href
            waiting.append(target)
            if "nofollow" in link:
                unfollowed.add(target)  # it must lead somewhere, but narrowing further would never end
    assert len(seen) > 15


def test_a_paper_shows_what_was_printed_and_what_was_read(client, volume):
    page = text_of(client.get(publish(1, volume).get_absolute_url()))
    for words in (
        "The Ambassador in Ruritania (Quill) to the Secretary of State",
        "FromAmbassador in Ruritania (Quill), at Strelsau",
        "ToSecretary of State",
        "KindTelegram, no. 12; Strel 3",
        "5 March 1938, 7 p.m.",
        "840.48 Refugees/17",
        "Not printed (840.48 Refugees/16).",
        "Secret; Niact",
        "Refugees",
    ):
        assert words in page
    html = client.get("/documents/vol-d1/").content.decode()
    assert 'id="page-40"' in html
    assert 'id="page-41"' in html


def test_an_inferred_date_shows_why(client, volume):
    inferred = DateRecord("", "1938-03-05", "", "1938-03-05/..", "", "inferred", "It answers a telegram of March 4.")
    document = publish(1, volume, date=inferred)
    page = text_of(client.get(document.get_absolute_url()))
    assert "Inferred. It answers a telegram of March 4." in page
    assert "It answers a telegram" in client.get("/search/").content.decode()


def test_neighbours_in_the_volume_skip_what_is_not_published(client, volume):
    for number in (1, 2, 3):
        publish(number, volume, heading=f"Paper {number}")
    Document.objects.filter(source_id="vol#d2").update(state=State.DRAFT)
    html = client.get("/documents/vol-d1/").content.decode()
    assert '<link rel="next" href="/documents/vol-d3/">' in html
    assert "vol-d2" not in html


def test_references_to_papers_that_are_held_are_links(client, volume):
    publish(2, volume)
    text = (
        '<div xmlns="http://www.tei-c.org/ns/1.0" type="document"><p><ref target="#d2">Document 2</ref>'
        '<ref target="#d9">Document 9</ref></p></div>'
    )
    html = client.get(publish(1, volume, text=text, footnotes=()).get_absolute_url()).content.decode()
    assert '<a class="ref" href="/documents/vol-d2/">Document 2</a><span class="ref">Document 9</span>' in html


def test_a_reference_to_a_footnote_of_another_paper_leads_to_the_note(client, volume):
    note = '<note xmlns="http://www.tei-c.org/ns/1.0" n="7">Not seen.</note>'
    publish(2, volume, footnotes=(FootnoteRecord(3, "7", note, source_id="d2fn7"),))
    targets = ("#d2fn7", "vol#d2fn7", "#d2fn9", "other#d2fn7")
    refs = "".join(f'<ref target="{target}">{target}</ref>' for target in targets)
    text = f'<div xmlns="http://www.tei-c.org/ns/1.0" type="document"><p>{refs}</p></div>'
    html = client.get(publish(1, volume, text=text, footnotes=()).get_absolute_url()).content.decode()
    assert '<a class="ref" href="/documents/vol-d2/#fn-3">#d2fn7</a>' in html
    assert '<a class="ref" href="/documents/vol-d2/#fn-3">vol#d2fn7</a>' in html
    assert '<a class="ref" href="/documents/vol-d2/">#d2fn9</a>' in html  # no such note: its paper
    assert '<span class="ref">other#d2fn7</span>' in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=Ambassador", True),
        ("q=Consul", False),
        ("q=840.48+refugees%2F17", True),
        ("file=840.48+Refugees", True),
        ("file=840.48Refugees/17", True),
        ("file=840.48+Refugees/18", False),
        ("file=nonsense", False),
        ("sender=quill", True),
        ("sender=Secretary", False),
        ("recipient=Secretary", True),
        ("person=Quill", True),
        ("person=Nobody", False),
        ("office=Ambassador+in+Ruritania", True),
        ("place=Strelsau", True),
        ("place=Zenda", False),
        ("kind=telegram", True),
        ("kind=despatch", False),
        ("volume=vol", True),
        ("volume=other", False),
        ("after=1938-03-05", True),
        ("after=1938-03-06", False),
        ("before=1938-03-05", True),
        ("before=1938-03-04", False),
    ],
)
def test_the_former_list_leads_to_the_search_with_all_that_narrowed_it(client, volume, query, found):
    publish(1, volume)
    response = client.get(f"/documents/?{query}", follow=True)
    assert response.redirect_chain[0][1] == 301
    assert response.status_code == 200
    assert [hit.document.slug for hit in response.context["results"].hits] == (["vol-d1"] if found else [])


@pytest.mark.parametrize(
    ("former", "search"),
    [
        ("", ""),
        ("sender=quill&kind=telegram&page=3", "kind=telegram&sender=quill"),
        ("sender=John+Quill", "q=from%3A%22John+Quill%22"),
        ("recipient=secretary-of-state", "recipient-office=secretary-of-state"),
        ("place=Strelsau&after=1938-03&before=1940", "q=place%3AStrelsau&since=1938-03&until=1940"),
        ("q=refugees&volume=vol", "q=refugees&volume=vol&sort=date"),
        ("after=1938-02-31", "since=1938-02-31"),
        ("utm_source=x", ""),
    ],
)
def test_what_the_parameters_of_the_former_list_are_in_the_search(client, volume, former, search):
    publish(1, volume)
    chain = client.get(f"/documents/?{former}", follow=True).redirect_chain
    assert chain[-1][0] == "/search/" + (f"?{search}" if search else "")


def names(client, url) -> list[str]:
    """Return the names that a list of people or offices shows, as it orders them."""
    links = parser.fromstring(client.get(url).content).xpath("//ul[contains(@class, 'names')]//a")
    return [link.text_content() for link in links]


def test_lists_of_people_are_by_name_by_letter_or_by_papers(client, volume):
    for number, name in enumerate(("Quill", "Raven", "Raven", "Quayle", "Adams"), 1):
        publish(number, volume, senders=(CorrespondentRecord("The Minister", "Minister", name),))
    assert names(client, "/people/") == ["Adams", "Quayle", "Quill", "Raven"]
    assert names(client, "/people/?letter=Q") == names(client, "/people/?letter=q&sort=papers") == ["Quayle", "Quill"]
    assert names(client, "/people/?sort=papers") == ["Raven", "Adams", "Quayle", "Quill"]
    bar = parser.fromstring(client.get("/people/?letter=R&sort=papers").content).xpath("//nav[@class='initials']/a")
    assert [link.get("href") for link in bar[:2]] == ["?sort=papers", "?letter=A&sort=papers"]
    assert [link.text_content() for link in bar if link.get("aria-current")] == ["R"]


def beside(client, url) -> dict[str, str]:
    """Return what a list of names shows of each one, in one line."""
    rows = parser.fromstring(client.get(url).content).xpath("//ul[contains(@class, 'names')]/li")
    return {row[0].text_content(): " ".join(row.text_content().split()) for row in rows}


def test_lists_show_years_and_the_chief_office_beside_each_name(client, volume):
    for source_id, name, line in (("p_1", "Raven, Šime", "Diplomat"), ("p_2", "Quill, Jo", "Physician")):
        ListedPerson.objects.create(volume=volume, source_id=source_id, name=name, description=line)
    mark = f'<p xmlns="{TEI_NAMESPACE}"><persName corresp="#p_2">Quill</persName></p>'
    text = f'<div xmlns="{TEI_NAMESPACE}" type="document">{mark}</div>'
    for number, office in enumerate(("Secretary", "Minister", "Minister"), 1):
        day = f"19{number}4-01-01"
        people = (CorrespondentRecord(f"The {office} (Raven)", office, "Raven", person_id="p_1"),)
        publish(number, volume, senders=people, date=DateRecord("", day, day, day), place="Strelsau", text=text)
    later = DateRecord("", "1944-03-21", "", "1944-03-21/", "", "inferred", "It tells of that day.")
    publish(4, volume, senders=people, date=later, place="")  # of no known year
    found = beside(client, "/people/")
    assert found["Quill, Jo"] == "Quill, Jo Physician 1914–1934 mentioned in 3 papers"
    assert found["Raven, Šime"] == "Raven, Šime Minister 1914–1934 4 sent"
    assert beside(client, "/offices/")["Minister"] == "Minister Raven, Šime 1924–1934 3 sent"
    assert beside(client, "/places/")["Strelsau"] == "Strelsau 1914–1934 3 papers"


def test_a_list_is_searched_by_any_form_of_a_name_the_best_fit_first(client, volume):
    for number, name in enumerate(("Braven, Ann", "Šefčovič, Ján", "Raven, Max", "Raven, John"), 1):
        publish(number, volume, senders=(CorrespondentRecord("The Minister", f"Minister {number}", name),))
    publish(5, volume, senders=(CorrespondentRecord("The Minister", "Minister 4", "Raven, John"),))
    PersonName.objects.create(person=Person.objects.get(name="Braven, Ann"), name="Quayle, Ann")
    assert names(client, "/people/?q=raven") == ["Raven, John", "Raven, Max", "Braven, Ann"]
    assert names(client, "/people/?q=max+raven") == ["Raven, Max"]
    assert names(client, "/people/?q=sefcovic") == names(client, "/people/?letter=s") == ["Šefčovič, Ján"]
    assert beside(client, "/people/?q=quayle")["Braven, Ann"].startswith("Braven, Ann also “Quayle, Ann”")
    assert names(client, "/people/?q=%2B") == []


def test_a_slug_that_no_published_paper_has_tells_nothing(client, volume):
    nobody = (CorrespondentRecord("The Quiet One", "Quiet Office", "Quietus"),)
    store.save_batch([Incoming(document_record("quiet", senders=nobody), volume, None, 1)], state=State.DRAFT)
    assert client.get("/documents/?sender=quietus").url == "/search/?with-from=quietus"


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("/search/?kind=telegram&q=a", "/search/?q=a&kind=telegram"),
        ("/search/?utm_source=x", "/search/"),
        ("/search/?sender=%00", "/search/"),
        ("/search/?since=1938-02-31", 200),
        ("/search/?q=x" + "+x" * 32, 200),
        ("/documents/?sender=%00", "/search/"),
        ("/people/?q=%00", 200),
        ("/people/?page=2", "/people/"),
        ("/files/?q=%00%01", 200),
        ("/files/?q=840.48*", 200),
        ("/documents/%00/", 404),
        ("/documents/none/", 404),
        ("/people/none/", 404),
        ("/files/decimal-1910/none/", 404),
        ("/volumes/none/", 404),
        ("/nowhere", 404),
    ],
)
def test_odd_addresses(client, url, leads):
    answer = follow(client, url)
    assert answer == leads


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_public_pages_are_for_reading(client, method):
    assert getattr(client, method)("/search/").status_code == 405


def test_drafts_are_nowhere(client, volume):
    document = publish(1, volume, heading="Canary from the Consul")
    pages = every_page(document)
    document.state = State.DRAFT
    document.save()
    search.index(Document.objects.filter(pk=document.pk).for_page())
    for url in pages:
        response = client.get(url)
        assert b"Canary" not in response.content
        assert b"Quill" not in response.content
        assert b"Papers of 1938" not in response.content
    assert client.get(document.get_absolute_url()).status_code == 404


def test_a_withdrawn_paper_is_named_as_withdrawn(client, volume):
    document = publish(1, volume)
    Document.objects.update(state=State.WITHDRAWN, withdrawn_reason="Printed twice.", published_at="2020-01-01T00:00Z")
    response = client.get(document.get_absolute_url())
    assert response.status_code == 410
    assert "Printed twice." in text_of(response)


def test_a_paper_withdrawn_before_it_was_published_was_never_there(client, volume):
    document = publish(1, volume)
    Document.objects.update(state=State.WITHDRAWN, published_at=None)
    assert client.get(document.get_absolute_url()).status_code == 404


def test_old_addresses_redirect_or_show_that_they_are_gone(client):
    OldAddress.objects.create(path="/documents/old/", target="/documents/new/")
    OldAddress.objects.create(path="/documents/gone/", reason="A forgery.")
    OldAddress.objects.create(path="/documents/evil/", target="https://example.org/")
    response = client.get("/documents/old/")
    assert (response.status_code, response.url) == (301, "/documents/new/")
    gone = client.get("/documents/gone/")
    assert gone.status_code == 410
    assert "A forgery." in text_of(gone)
    assert client.get("/documents/evil/").status_code == 410


def test_a_merged_place_leads_to_the_one_it_was_merged_into(client, volume):
    document = publish(1, volume)
    Place.objects.create(name="Streslau", slug="streslau", key="streslau", merged_into=document.place)
    response = client.get("/places/streslau/")
    assert (response.status_code, response.url) == (301, document.place.get_absolute_url())


def test_hostile_words_stay_words(client, volume):
    payload = '"><script>alert(1)</script>'
    document = publish(1, volume, heading=payload, summary=payload, drafting=payload, collection=payload)
    for url in (document.get_absolute_url(), "/search/", "/", f"/search/?q={payload}", f"/people/?q={payload}"):
        assert b"<script>alert" not in client.get(url).content


def test_a_page_makes_as_many_queries_for_twenty_papers_as_for_two(client, volume):
    document = [publish(number, volume) for number in (1, 2, 3)][1]
    urls = [
        *(reverse(f"archive:{name}") for name in ("home", *LISTS)),
        document.get_absolute_url(),
        volume.get_absolute_url(),
        Person.objects.get().get_absolute_url(),
        document.senders[0].office.get_absolute_url(),
        document.place.get_absolute_url(),
        document.document_file_numbers.get().file_number.file.get_absolute_url(),
    ]
    few = {url: questions(client, url) for url in urls}
    division = volume.divisions.get(source_id="ch1")
    records = [(n, document_record(f"vol#d{n}", document_number=str(n))) for n in range(4, 21)]
    store.save_batch([Incoming(record, volume, division, n) for n, record in records], state=State.PUBLISHED)
    assert {url: questions(client, url) for url in urls} == few
    assert max(few.values()) <= 28


def questions(client, url) -> int:
    """Return how many queries the page makes, without the statements that set a time limit on PostgreSQL."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    limiting = ("SAVEPOINT", "RELEASE SAVEPOINT", "SELECT set_config(")
    return sum(not query["sql"].startswith(limiting) for query in captured)


def test_an_error_of_the_server_is_shown_without_the_database(rf, django_db_blocker):
    from archive.views.errors import server_error

    with django_db_blocker.block():
        response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert b"went wrong on our side" in response.content


def test_robots_are_excluded_from_the_combinations_of_filters(client):
    assert "Disallow: /documents/?" in client.get("/robots.txt").content.decode()
