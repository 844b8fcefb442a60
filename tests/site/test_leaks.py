"""Nothing that is not public changes a byte of any public answer: one archive requested before and after it gets secrets.

The same public papers answer first alone, then together with drafts, papers in review, withdrawn and closed papers and edits that wait,
all full of words that are nowhere else; every answer, headers included, must be the same. One of the public papers has a passage that is
withheld, of which no answer has a word.
"""

import re
from dataclasses import replace
from datetime import date
from html import unescape
from io import BytesIO, StringIO
from urllib.parse import quote, urlsplit
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from archive import jobs, references, search, store, workflow
from archive.api.operations import ROOT
from archive.api.table import RESOURCES
from archive.models import Document, Job, Office, OfficeHolding, Person, Place, Restriction, State, Volume
from archive.records import (
    CorrespondentRecord,
    DateRecord,
    DivisionRecord,
    FileNumberRecord,
    PersonRecord,
    VolumeRecord,
)
from archive.search import FACETS
from archive.store import Incoming
from tests.support.records import document_record
from tests.support.routes import routes, values_of
from tests.support.topics import make_topics

pytestmark = [pytest.mark.django_db, pytest.mark.both]
CANARY = "Xylophagous"
NUMBER = "840.48 Refugees/16"  # the number of secret papers, cited by every public one
_MOST_PAGES = 400
#: When a paper last changed, as programs get it.
_CHANGED = re.compile(rb'"modified": ?"[^"]*"')
#: What a public paper has in a passage that is withheld: a name, a number that it cites, words of its subject, its summary and a footnote.
WITHHELD = "Zymological"
PASSAGE = f"The {WITHHELD}son of {WITHHELD}ia wrote a {WITHHELD} note, 840.48 {WITHHELD}/7."
TERMS = workflow.Terms(CANARY, CANARY, until=date(9999, 1, 1))
#: Headers that depend on the time, on the request, and on what was asked before; the other caching headers are compared.
_OF_THE_MOMENT = ("Expires", "RateLimit", "X-Request-ID")
#: A form's token is another at every asking, of one and the same page too, and so is the second of an answer to harvesters.
_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value="|<responseDate>)[^"<]*')


def _volume(slug: str, title: str) -> Volume:
    divisions = [
        DivisionRecord(f"{slug}-1", "compilation", title, "<div xmlns='http://www.tei-c.org/ns/1.0'/>", 1),
        DivisionRecord(f"{slug}-2", "chapter", title, "<div xmlns='http://www.tei-c.org/ns/1.0'/>", 1, f"{slug}-1"),
    ]
    # Entries of one person in several lists: papers make them public, and tie them together.
    line = f"President of Yugoslavia {CANARY if slug == 'hidden' else ''}"
    persons = (PersonRecord(f"p_{slug}", "Tito, Josip Broz", line), PersonRecord("p_C1", f"{CANARY}man, Josip", CANARY))
    store.save_volume(VolumeRecord(slug, title, divisions=tuple(divisions), persons=persons))
    return Volume.objects.get(slug=slug)


def _save(record, volume: Volume, position: int, state: str) -> Document:
    division = volume.divisions.order_by("path").last()
    return store.save_batch([Incoming(record, volume, division, position)], state=state)[0].document


def _secret(source_id: str):
    """A paper full of words of its own, that shares people, offices, days and files with the public ones."""
    record = document_record(source_id, document_number="77")
    return document_record(
        source_id,
        document_number="77",
        heading=f"The {CANARY} Envoy in {CANARY}ia ({CANARY}son) to the Secretary of State",
        text=_mentioning(
            record.text.replace("arrived", CANARY).replace("Quill", CANARY), source_id.partition("#")[0], "C1"
        ),
        senders=(
            CorrespondentRecord(f"{CANARY}son", f"{CANARY} Envoy", f"{CANARY}son", f"{CANARY}ia"),
            *record.senders,
        ),
        place=f"{CANARY}ia",
        number="7",
        date=DateRecord("March 4, 1938", "1938-03-04", "1938-03-04", "1938-03-04"),
        topics=("Relief", f"{CANARY} topic"),
        repository="Department of State" if source_id != "hidden#d1" else f"{CANARY} Library",
        collection=f"Central Files, Box {CANARY}",
        file_numbers=(FileNumberRecord(NUMBER), FileNumberRecord(f"840.48 {CANARY}/1"), *record.file_numbers),
    )


def _mentioning(text: str, *entries: str) -> str:
    """Return a text that names these entries of the list."""
    return text.replace(
        "</p>", "".join(f'<persName corresp="#p_{entry}">Tito</persName>' for entry in entries) + "</p>"
    )


@pytest.fixture
def public():
    """The public archive: two volumes, two papers each."""
    make_topics("Relief", f"{CANARY} topic of nobody")
    for slug in ("vol", "other"):
        volume = _volume(slug, "Papers of 1938, Ruritania")
        for position in (1, 3):
            record = document_record(f"{slug}#d{position}", document_number=str(position))
            if slug == "vol":
                record = replace(record, text=_mentioning(record.text, slug), topics=("Relief",))
            if (slug, position) == ("vol", 3):
                record = _with_passage(record)
            _save(record, volume, position, State.PUBLISHED)
    paper = Document.objects.get(source_id="vol#d3")
    boss = User.objects.create_superuser("director", password=None)
    assert workflow.withhold(paper, PASSAGE, reason="Privacy.", until=date(9999, 1, 1), user=boss) == 2
    references.resolve_all()


def _with_passage(record):
    """Return the record with the passage in its text, a footnote, its subject and its summary."""
    marked = PASSAGE.replace(f"{WITHHELD}son", f'<persName corresp="#p_vol">{WITHHELD}son</persName>')
    first, *others = record.footnotes
    return replace(
        record,
        text=record.text.replace("and was", f"and was. {marked} It was"),
        footnotes=(replace(first, text=first.text.replace("Not printed", f"{PASSAGE} Not printed")), *others),
        subject=f"Relief. {PASSAGE}",
        summary=PASSAGE,
    )


def _only(document: Document):
    return Document.objects.filter(pk=document.pk)


def _add_secrets() -> None:
    """Add everything that is not public; two papers were public for a while."""
    make_topics((f"{CANARY} topic", "Relief"))
    boss = User.objects.create_superuser("boss", password=None)
    volume = Volume.objects.get(slug="vol")
    for position, state in ((2, State.DRAFT), (4, State.REVIEW), (5, State.WITHDRAWN)):
        _save(_secret(f"vol#secret{position}"), volume, position, state)
    closed = _save(_secret("vol#closed"), volume, 7, State.DRAFT)
    workflow.restrict(_only(closed), TERMS, user=boss)
    workflow.take(closed, "publish", user=boss)
    assert Document.objects.get(pk=closed.pk).state == State.CLOSED
    _save(_secret("hidden#d1"), _volume("hidden", f"{CANARY} papers"), 1, State.DRAFT)
    _save(_secret("other#secret"), Volume.objects.get(slug="other"), 2, State.DRAFT)
    once = _save(_secret("vol#once"), volume, 6, State.DRAFT)
    workflow.take(once, "publish", user=boss)
    workflow.take(once, "withdraw", user=boss, comment=CANARY)
    shut = _save(_secret("vol#shut"), volume, 8, State.PUBLISHED)
    workflow.restrict(_only(shut), TERMS, user=boss)
    for document in Document.objects.public():
        secret = _secret(document.source_id)
        workflow.edit(document, secret, user=boss, reason=CANARY, version=document.version)
    holder, envoy = Person.objects.get(slug="quill"), Office.objects.get(name=f"{CANARY} Envoy")
    OfficeHolding.objects.create(person=holder, office=envoy, edtf="1938")
    Office.objects.filter(name="Secretary of State").update(place=Place.objects.get(name=f"{CANARY}ia"))
    references.resolve_all()


def _links(html: str) -> list[str]:
    found = [unescape(link) for link in re.findall(r'(?:href|src|action)="([^"#]+)', html)]
    return [link for link in found if link.startswith("/") and not link.startswith(("/static/", "/admin/", "//"))]


def _addresses(client) -> list[str]:
    """Return every public address that can be reached from any page, and those that name secrets."""
    starts = [
        "/" + route.pattern for route in routes() if route.name.startswith("archive:") and "<" not in route.pattern
    ]
    named = [
        f"{ROOT}{one.name}?limit=200"
        + (f"&include={','.join(part.name for part, _ in one.parts)}" if one.parts else "")
        for one in RESOURCES
    ]
    named += [route.url(values_of(route)) for route in routes() if route.name.startswith("archive:")]
    of_papers = [route for route in routes() if route.pattern.lstrip("^").startswith("documents/")]
    named += [route.url(values_of(route) | {"slug": "vol-d3"}) for route in of_papers]
    named += [f"{ROOT}papers/{slug}" for slug in ("vol-d1", "vol-secret2", "vol-secret5", "vol-closed")]
    named += [
        f"{ROOT}threads/vol-d1",
        f"{ROOT}search?q={CANARY}&facets={','.join(FACETS)}",
        f"{ROOT}search?facets={','.join(FACETS)}",
    ]
    named += [
        f"{ROOT}explained-file-number?number={quote(NUMBER)}",
        f"{ROOT}resolved-citation?citation={quote(NUMBER)}",
    ]
    for word in (
        CANARY,
        CANARY[:5],
        f"{CANARY}son",
        NUMBER,
        "840.48 Refugees",
        f"840.48 {CANARY}",
        "Quill",
        "mentions:Tito",
        "7",
        "1938",
    ):
        for start in starts:
            named += [
                f"{start}?{name}={quote(word)}" for name in ("q", "file", "person", "sender", "place", "kind", "volume")
            ]
    for name, slug in [
        ("document", "vol-secret2"),
        ("document", "vol-secret5"),
        ("document", "vol-closed"),
        ("volume", "hidden"),
    ]:
        named.append(reverse(f"archive:{name}", args=[slug]))
    named += [f"/holdings/{CANARY.lower()}-library/{end}" for end in ("", "ead.xml")]
    named += [f"/holdings/department-of-state-central-files-box-{CANARY.lower()}/"]
    named += [reverse("archive:topic", args=[f"{CANARY}-topic{end}".lower()]) for end in ("", "-of-nobody")]
    for name in ("person", "office", "place"):
        named += [
            reverse(f"archive:{name}", args=[f"{CANARY}{end}".lower()]) for end in ("son", "-envoy", "ia", "man-josip")
        ]
    queue, seen = [*starts], set()
    while queue and len(seen) < _MOST_PAGES:
        url = queue.pop(0)
        if url in seen:
            continue
        seen.add(url)
        response = client.get(url)
        if "html" in response.headers.get("Content-Type", "") and not response.streaming:
            parts = urlsplit(url)
            queue += [link for link in _links(response.content.decode()) if link not in seen]
            queue += [
                parts.path + unescape(link) for link in re.findall(r'href="(\?[^"#]+)', response.content.decode())
            ]
    return sorted(seen | set(named))


def _answers(client, addresses: list[str]) -> dict[str, tuple]:
    found = {}
    for url in addresses:
        response = client.get(url)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        headers = sorted((name, value) for name, value in response.headers.items() if name not in _OF_THE_MOMENT)
        found[url] = (response.status_code, headers, _TOKEN.sub(rb"\1", content))
    return found


def test_no_secret_changes_a_byte_of_any_public_answer(client, public):
    addresses = _addresses(client)
    assert {"/people/tito-josip-broz/", "/search/?mentioned=tito-josip-broz"} <= set(addresses)
    before = _answers(client, addresses)
    assert sum(status == 200 for status, _, _ in before.values()) > 60
    _add_secrets()
    after = _answers(client, addresses)
    different = [url for url in addresses if before[url] != after[url]]
    assert different == []
    leaks = [url for url, (_, _, content) in after.items() if f"{CANARY}son".encode() in content and CANARY not in url]
    assert leaks == []
    _show_nothing_of_the_passage(client, before)


def _show_nothing_of_the_passage(client, answers: dict[str, tuple]) -> None:
    assert {"/documents/vol-d3/", "/documents/vol-d3.xml", "/volumes/vol.xml", "/search.jsonl"} <= set(answers)
    more = [f"/selection.{ending}?ids=vol-d3" for ending in ("csv", "jsonl", "epub", "xml", "ris")]
    more += [f"/oai/?verb=ListRecords&metadataPrefix={name}" for name in ("tei", "oai_dc", "ead")]
    contents = {url: content for url, (_, _, content) in answers.items()} | _contents(client, more)
    shown = {url: _unpacked(content).decode("latin1") for url, content in contents.items()}
    assert sum("[Passage withheld until 9999-01-01: Privacy.]" in text for text in shown.values()) > 8
    assert [url for url, text in shown.items() if WITHHELD.lower() in text.lower()] == []
    # Whoever looks for its words gets what anybody gets who looks for words that no paper has.
    other = "Qymological"
    for asked in (
        "search/?q={}",
        "search.atom?q={}",
        "people/?q={}son",
        "suggestions.json?q=840.48+{}",
        f"{ROOT[1:]}search?q={{}}",
    ):
        found, none = (client.get("/" + asked.format(word)).content.decode() for word in (WITHHELD, other))
        assert found.replace(WITHHELD, other).replace(WITHHELD.lower(), other.lower()) == none, asked


def test_a_withdrawn_paper_shows_only_that_and_why(client, public):
    _add_secrets()
    response = client.get(Document.objects.get(source_id="vol#once").get_absolute_url())
    assert response.status_code == 410
    assert f"{CANARY}son".encode() not in response.content


def test_the_comparison_sees_a_published_secret(client, public):
    """The test above would fail: the same secret, published, changes many pages."""
    addresses = [reverse("archive:home"), reverse("archive:search"), f"{reverse('archive:search')}?q={CANARY}"]
    before = _answers(client, addresses)
    _save(_secret("vol#d9"), Volume.objects.get(slug="vol"), 9, State.PUBLISHED)
    after = _answers(client, addresses)
    assert all(before[url] != after[url] for url in addresses)


def test_a_closed_paper_opens_by_itself_and_is_all_there(client, public):
    """What the public sees of a paper is the same bytes before it was closed and after the end of that, but for when it changed."""
    boss = User.objects.create_superuser("boss", password=None)
    paper = _save(_secret("vol#d9"), Volume.objects.get(slug="vol"), 9, State.PUBLISHED)
    references.resolve_all()
    address = paper.get_absolute_url()
    lists = [
        "/",
        "/search/",
        f"/search/?q={CANARY}",
        "/people/",
        "/places/",
        "/files/",
        "/not-held/",
        "/chronology/1938/03/",
    ]
    others = [
        f"/people/{CANARY}son/".lower(),
        "/suggestions.json?q=840.48",
        f"{ROOT}search?q={CANARY}&facets={','.join(FACETS)}",
    ]
    tei = reverse("archive:document_tei", args=[paper.slug])
    addresses = [address, tei, *lists, *others]
    before = _contents(client, addresses)
    assert CANARY.encode() in before[address]

    workflow.restrict(_only(paper), TERMS, user=boss)
    closed = _contents(client, addresses)
    assert [url for url in addresses if f"{CANARY}son".encode() in closed[url]] == []
    assert client.get(address).status_code == 410
    assert client.get(tei).status_code == 410
    assert jobs.start_opening() is None

    # Its day has come, and nobody but the runner of jobs is there.
    Restriction.objects.update(until=timezone.localdate())
    call_command("run_jobs", once=True, verbosity=0, stdout=StringIO())
    after = _contents(client, addresses)
    assert [url for url in addresses if after[url] != before[url]] == []
    assert [*search.check_entries(), *references.differences()] == []
    assert Job.objects.get().counts == {"opened": 1}
    (decision,) = Restriction.objects.all()
    assert (decision.ended, decision.ended_by) == (Restriction.End.OPENED, None)
    step = paper.transitions.last()
    assert (step.from_state, step.to_state, step.user) == (State.CLOSED, State.PUBLISHED, None)
    assert step.comment == f"The restriction ended on {timezone.localdate()}."
    assert jobs.start_opening() is None


def _unpacked(content: bytes) -> bytes:
    """Return what is in a book, or the content itself."""
    if not content.startswith(b"PK"):
        return content
    with ZipFile(BytesIO(content)) as book:
        return b"".join(book.read(name) for name in book.namelist())


def _contents(client, addresses: list[str]) -> dict[str, bytes]:
    return {url: _CHANGED.sub(b"", content) for url, (_, _, content) in _answers(client, addresses).items()}
