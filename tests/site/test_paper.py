"""The page of a paper, its citations and downloads: what they show, how large they are, and what queries they make."""

import gzip
import json
import re
from dataclasses import replace

import pybtex.database
import pytest
import rispy
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive import store
from archive.models import Document, State, Term, Volume
from archive.records import (
    CorrespondentRecord,
    DateRecord,
    DivisionRecord,
    FootnoteRecord,
    PartRecord,
    PersonRecord,
    VolumeRecord,
)
from archive.store import Incoming
from tests.support.records import document_record

pytestmark = pytest.mark.django_db
PAGE = "/documents/vol-d2/"
_TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'
#: Everything but fonts, compressed: what a reader waits for before there is something to read.
HEAVIEST = 60_000


@pytest.fixture
def volume():
    chapter = DivisionRecord("ch1", "chapter", "Refugees", f"<div {_TEI}/>", 1)
    store.save_volume(VolumeRecord("vol", "Papers of 1938, Ruritania", divisions=(chapter,), published="1950"))
    return Volume.objects.get(slug="vol")


def publish(volume, number: int, state=State.PUBLISHED, **changes) -> Document:
    record = document_record(f"vol#d{number}", document_number=str(number), **changes)
    store.save_batch([Incoming(record, volume, volume.divisions.get(), number)], state=state)
    return Document.objects.get(source_id=record.source_id)


def page(client, url=PAGE) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_a_papers_language_is_told_to_readers_machines_and_searches(client, volume):
    publish(volume, 2, languages=("de-AT", "la"))
    publish(volume, 3)
    html = page(client)
    assert '<article class="paper-page" lang="de-AT"' in html
    assert "German (AT), Latin" in words(html)
    assert '<meta name="citation_language" content="de-AT">' in html
    assert "LA  - de-AT" in client.get(f"{PAGE}cite.ris").content.decode()
    assert '<language ident="de-AT"/><language ident="la"/>' in client.get("/documents/vol-d2.xml").getvalue().decode()
    assert json.loads(client.get(f"{PAGE}document.jsonld").content)["inLanguage"] == ["de-AT", "la"]
    found = page(client, "/search/?language=de")
    assert ("/documents/vol-d2/" in found, "/documents/vol-d3/" in found) == (True, False)
    assert 'lang="de-AT"' in found
    assert PAGE in page(client, "/search/?q=language%3Ala")
    assert '<article class="paper-page" lang="en"' in page(client, "/documents/vol-d3/")


# --- reading --------------------------------------------------------------------------------------------------------


def test_notes_lead_there_and_back(client, volume):
    publish(volume, 2)
    html = page(client)
    for note in ("1", "2"):
        assert f'id="fnref-{note}" href="#fn-{note}"' in html
        assert f'id="fn-{note}"' in html
        assert f'href="#fnref-{note}"' in html


def test_a_page_break_inside_a_word_and_inside_a_note_has_an_address_of_its_own(client, volume):
    text = f'<div {_TEI} type="document"><p>ques<pb n="41"/>tion<anchor type="footnote" n="1"/></p></div>'
    notes = (replace(document_record().footnotes[0], text=f'<note {_TEI}>See <pb n="42"/>below.</note>'),)
    publish(volume, 2, text=text, footnotes=notes)
    html = page(client)
    assert 'id="page-41" href="#page-41"' in html
    assert 'id="page-42" href="#page-42"' in html
    assert "question" in words(html)


def test_abbreviations_are_explained_in_a_list_that_all_can_reach(client, volume):
    Term.objects.create(volume=volume, source_id="t_NATO", term="NATO", expansion="North Atlantic Treaty Organization")
    gloss = '<gloss target="#t_NATO">NATO</gloss>'
    publish(volume, 2, text=f'<div {_TEI} type="document"><p>{gloss} and {gloss}</p></div>', footnotes=())
    html = page(client)
    assert html.count('href="#term-1"') == 1
    assert html.count('<abbr title="North Atlantic Treaty Organization">NATO</abbr>') == 2
    assert re.search(r'<div id="term-1"><dt>NATO</dt>\s*<dd>North Atlantic Treaty Organization', html)
    assert 'id="termref-1"' in html


def test_each_meaning_of_an_abbreviation_in_the_list_of_its_volume_is_given(client, volume):
    for number, words in enumerate(("Arab League", "Arab Legion"), 1):
        Term.objects.create(volume=volume, source_id=f"t_AL{number}", term="AL", expansion=words)
    text = f'<div {_TEI} type="document"><p>The <gloss target="#t_AL2">AL</gloss> and <gloss target="#t_AL2">al</gloss>.</p></div>'
    publish(volume, 2, text=text, footnotes=())
    html = page(client)
    assert html.count('<abbr title="Arab Legion; or Arab League">AL</abbr>') == 1
    assert '<span class="gloss">al</span>' in html


def test_a_paper_as_printed_and_as_understood_has_an_address_of_its_own(client, volume):
    publish(
        volume, 2, date=DateRecord("", "1938-03-05", "", "1938-03-05/..", "", "inferred", "It answers one of March 4.")
    )
    html = page(client, f"{PAGE}?view=understood")
    assert re.search(r'as-printed" lang="en">the Secretary of State</td>\s*<td>Secretary of State<', html)
    assert "on or after 5 March 1938 (inferred)" in html
    assert "It answers one of March 4." in html
    assert f'<link rel="canonical" href="http://testserver{PAGE}">' in html
    assert client.get(f"{PAGE}?view=other").status_code == 400


def test_neighbours_in_volume_file_and_correspondence_are_public_ones(client, volume):
    other = CorrespondentRecord("The Consul (Rassendyll)", "Consul", "Rassendyll")
    publish(volume, 1, heading="Before it")
    publish(volume, 2)
    publish(volume, 3, heading="A draft of mine", state=State.DRAFT)
    publish(volume, 4, heading="By someone else", senders=(other,))
    later = DateRecord("March 9, 1938", "1938-03-09", "1938-03-09", "1938-03-09")
    answer = {"senders": document_record().recipients, "recipients": document_record().senders}
    publish(volume, 5, heading="The answer", date=later, file_numbers=(), **answer)
    html = page(client)
    beside = html[html.index('id="beside"') :]
    assert "draft of mine" not in beside
    order = re.findall(r"<h3>([^<]*)</h3>", beside[: beside.index("</section>")])
    assert order == [
        "In the volume",
        "In the file 840.48 Refugees",
        "Between Ambassador in Ruritania and Secretary of State",
    ]
    between = beside[beside.index("<h3>Between") :]
    assert "Before it" in between
    assert "The answer" in between[: between.index("</nav>")]
    assert "By someone else" not in between[: between.index("</nav>")]


_TITO = '<persName corresp="#p_TJB1">Tito</persName>'


@pytest.fixture
def listed():
    """A volume with a list of persons."""
    chapter = DivisionRecord("ch1", "chapter", "Yugoslavia", f"<div {_TEI}/>", 1)
    persons = (
        PersonRecord("p_TJB1", "Tito, Josip Broz", "President of <Yugoslavia>"),
        PersonRecord("p_DJF1", "Dulles, John Foster"),
        PersonRecord("p_DA1", "Dulles, Allen W.", "Director of Central Intelligence"),
    )
    store.save_volume(VolumeRecord("vol", "Papers of 1955", divisions=(chapter,), persons=persons))
    return Volume.objects.get(slug="vol")


def test_names_in_texts_and_footnotes_lead_to_people_and_say_who_they_are(client, listed):
    note = f"<note {_TEI}>Of {_TITO}.</note>"
    publish(listed, 2, text=f"<div {_TEI}><p>{_TITO}, {_TITO} and <persName corresp='#p_X1'>Edvard</persName></p></div>", footnotes=(
        FootnoteRecord(1, "1", note),))  # fmt: skip
    html = page(client)
    link = '<a class="person" href="/people/tito-josip-broz/" title="Tito, Josip Broz: President of &lt;Yugoslavia&gt;">Tito</a>'
    assert html.count(link) == 3
    assert '<span class="person">Edvard</span>' in html
    assert client.get("/people/tito-josip-broz/").status_code == 200
    assert json.loads(client.get(f"{PAGE}document.json").content)["mentions"] == [
        {"name": "Tito, Josip Broz", "address": "http://testserver/people/tito-josip-broz/", "times": 3}
    ]


def test_a_mark_in_the_heading_that_means_somebody_else_leads_to_nobody(client, listed):
    marked = '<persName corresp="#p_DJF1">Dulles</persName>'
    publish(
        listed,
        2,
        text=f"<div {_TEI}><head>Memorandum From Director of Central Intelligence {marked}</head><p>None.</p></div>",
        footnotes=(),
        senders=(CorrespondentRecord("Dulles", "Director of Central Intelligence", "Dulles", person_id="p_DJF1"),),
    )
    html = page(client)
    assert '<span class="person">Dulles</span>' in html
    assert "/people/dulles-allen-w/" in html
    assert "/people/dulles-john-foster/" not in html


def test_all_people_that_a_paper_names_are_one_question(client, listed):
    dulles = '<persName corresp="#p_DA1">Dulles</persName>'
    for number, names in enumerate(("", "", _TITO, f"{_TITO} and {dulles}", "", ""), 1):
        publish(listed, number, text=f"<div {_TEI}><p>{names}</p></div>", footnotes=())
    nobody, one, two = (questions(client, f"/documents/vol-d{number}/") for number in (2, 3, 4))
    assert one == two == nobody + 1


def test_questions_to_the_database_are_known(client, volume):
    # As understood, it is looked up whom the volume’s list of persons has, what was gathered from others, and who held an office.
    known = {PAGE: 19, f"{PAGE}?view=understood": 22, f"{PAGE}cite/": 7, f"{PAGE}cite/?note=9": 7}
    for number in (1, 2, 3):
        publish(volume, number)
    assert {url: questions(client, url) for url in known} == known
    for number in range(4, 21):
        publish(volume, number)
    assert {url: questions(client, url) for url in known} == known


def questions(client, url) -> int:
    with CaptureQueriesContext(connection) as captured:
        page(client, url)
    return len(captured)


# --- citing ---------------------------------------------------------------------------------------------------------


def test_every_style_can_be_read_without_script(client, volume):
    publish(volume, 2)
    html = page(client)
    for style in ("Chicago, footnote", "Chicago, bibliography", "Turabian", "MLA", "Bluebook", "With the file number"):
        assert f">{style}</h3>" in html
    assert "http://testserver/documents/vol-d2/" in words(html)
    assert re.search(r'<button type="button" class="copy" data-copy="cite-mla"[^>]* hidden>', html)


def test_a_page_and_a_note_are_cited_as_such(client, volume):
    publish(volume, 2)
    assert "doc. 2, 41, http://testserver/documents/vol-d2/#page-41" in words(page(client, f"{PAGE}cite/?page=41"))
    # The sign of note 9 stands before the break to page 41, that of note 10 after it.
    assert "doc. 2, 40n9, http://testserver/documents/vol-d2/#fn-1" in words(page(client, f"{PAGE}cite/?note=9"))
    assert "doc. 2, 41n10, http://testserver/documents/vol-d2/#fn-2" in words(page(client, f"{PAGE}cite/?note=10"))


@pytest.mark.parametrize("query", ["page=99", "note=99", "page=%F0%9F%92%A9", "note=" + "9" * 300])
def test_a_place_that_the_paper_has_not_cannot_be_cited(client, volume, query):
    publish(volume, 2)
    assert client.get(f"{PAGE}cite/?{query}").status_code == 404
    assert client.get(f"{PAGE}cite.ris?{query}").status_code == 404


def test_notes_that_share_a_label_are_distinguished(client, volume):
    first, second = document_record().footnotes
    publish(volume, 2, footnotes=(first, replace(second, label=first.label)))
    html = page(client, f"{PAGE}cite/")
    assert 'href="?note=9"' in html
    assert 'href="?note=9~2"' in html
    assert "vol-d2/#fn-2" in words(page(client, f"{PAGE}cite/?note=9~2"))


def test_a_source_note_that_its_source_numbers_0_is_cited_as_a_source_note(client, volume):
    first, second = document_record().footnotes
    publish(volume, 2, footnotes=(replace(first, label="0", kind="source"), second))
    html = page(client, f"{PAGE}cite/")
    assert 'href="?note=source"' in html
    assert "note=0" not in html
    assert "source note" in words(page(client, f"{PAGE}cite/?note=source"))
    assert client.get(f"{PAGE}cite/?note=0").url == f"{PAGE}cite/?note=source"


def test_a_paper_is_named_by_its_place_in_a_volume_and_its_number_once(client):
    title = "Foreign Relations of the United States, 1952–1954. East Asia and the Pacific (in two parts): Volume XII, Part 2"
    store.save_volume(VolumeRecord("frus1952-54v12p2", title))
    volume = Volume.objects.get()
    record = document_record("frus1952-54v12p2#d153", document_number="153", heading="No. 153 Telegram From Paris")
    store.save_batch([Incoming(record, volume, None, 153)], state=State.PUBLISHED)
    line = words(re.search(r'<li class="paper">.*?</li>', page(client, "/search/"), re.DOTALL)[0])
    assert "Telegram From Paris" in line
    assert "1952–54, XII/2, doc. 153" in line
    assert (line.count("153"), line.count("frus")) == (1, 0)
    assert "1952–54, XII/2: East Asia and the Pacific" in words(page(client, "/volumes/"))
    assert '<h2 id="period-1">1952–1954</h2>' in page(client, "/volumes/")
    assert "153 Telegram From Paris" in words(page(client, f"/volumes/{volume.slug}/"))


def test_files_for_citation_managers(client, volume):
    publish(volume, 2)
    bib = client.get(f"{PAGE}cite.bib?page=41")
    (entry,) = pybtex.database.parse_string(bib.content.decode(), "bibtex").entries.values()
    assert entry.fields["pages"] == "41"
    (entry,) = rispy.loads(client.get(f"{PAGE}cite.ris").content.decode())
    assert entry["secondary_title"] == "Papers of 1938, Ruritania"
    (item,) = json.loads(client.get(f"{PAGE}cite.json?note=10").content)
    assert (item["page"], item["note"]) == ("41", "Footnote 10")
    assert 'filename="vol-d2.bib"' in bib["Content-Disposition"]
    assert client.get(f"{PAGE}cite.doc").status_code == 404


def test_what_the_page_names_for_machines_is_there(client, volume):
    publish(volume, 2)
    html = page(client)
    assert '<meta name="citation_inbook_title" content="Papers of 1938, Ruritania">' in html
    assert '<meta property="og:title" content="The Ambassador in Ruritania (Quill) to the Secretary of State">' in html
    for url in re.findall(r'<link rel="alternate"[^>]* href="([^"]*)"', html):
        assert client.get(url).status_code == 200, url
    data = json.loads(client.get(f"{PAGE}document.jsonld").content)
    assert data["dateCreated"] == "1938-03-05"


def test_downloads_of_a_paper(client, volume):
    publish(volume, 2)
    text = client.get(f"{PAGE}document.txt").content.decode()
    assert "12. Your 7 arrived[9] and was [Page 41]read.[10]" in text
    assert "[9] Not printed (840.48 Refugees/16)." in text
    data = json.loads(client.get(f"{PAGE}document.json").content)
    assert data["source_id"] == "vol#d2"
    assert data["volume"] == "vol"
    assert "warnings" not in data


def test_enclosures_are_named_with_their_addresses(client, volume):
    tabs = "".join(f"<p>{label}</p><p>{'Fish. ' * 20}</p>" for label in ("Tab A", "Tab B"))
    text = f"<div {_TEI} type='document'><head>Note</head><p>Two papers come with it.</p>{tabs}</div>"
    author = CorrespondentRecord("Mr. Moss", person="Moss")
    publish(
        volume, 2, text=text, footnotes=(), parts=(PartRecord(1, "Tab A"), PartRecord(2, "Tab B", "note", (author,)))
    )
    html = page(client)
    for number, label in ((1, "Tab A"), (2, "Tab B")):
        assert f'<a href="#enclosure-{number}">{label}</a>' in html
        assert f'<section class="enclosure" id="enclosure-{number}"><h2>{label}</h2>' in html
    described = json.loads(client.get(f"{PAGE}document.jsonld").content)["hasPart"]
    assert [part["@id"].rpartition("#")[2] for part in described] == ["enclosure-1", "enclosure-2"]
    assert described[1]["author"] == [{"@type": "Person", "name": "Moss"}]


@pytest.mark.parametrize(
    "end", ["", "cite/", "cite.bib", "cite.ris", "cite.json", "document.txt", "document.json", "document.jsonld"]
)
def test_drafts_are_not_there_and_withdrawn_papers_are_named(client, volume, end):
    publish(volume, 2, state=State.DRAFT)
    assert client.get(f"{PAGE}{end}").status_code == 404
    Document.objects.update(state=State.WITHDRAWN, withdrawn_reason="Printed twice.", published_at="2020-01-01T00:00Z")
    response = client.get(f"{PAGE}{end}")
    assert response.status_code == 410
    assert b"Printed twice." in response.content


def test_hostile_words_stay_words(client, volume):
    payload = '"><script>alert(1)</script>'
    publish(volume, 2, heading=payload, drafting=payload, collection=payload, place=payload)
    for url in (PAGE, f"{PAGE}?view=understood", f"{PAGE}cite/", f"{PAGE}?for={payload}"):
        assert b"<script>alert" not in client.get(url, follow=True).content


# --- weight ---------------------------------------------------------------------------------------------------------


def weigh(html: str) -> dict[str, int]:
    """Compressed bytes of a page and of what it needs, by kind. Nothing may come from another host."""
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
    scripts = re.findall(r'<script type="module" src="([^"]+)"></script>', html)
    assert len(styles) <= 2
    assert len(re.findall(r"<script\b", html)) == len(scripts)
    for url in styles + scripts + re.findall(r'<(?:img|link rel="(?:icon|preload)") [^>]*(?:src|href)="([^"]+)"', html):
        assert url.startswith("/"), url

    def size(url: str) -> int:
        with open(finders.find(url.removeprefix("/static/")), "rb") as file:
            return len(gzip.compress(file.read()))

    return {
        "page": len(gzip.compress(html.encode())),
        "style": sum(map(size, styles)),
        "script": sum(map(size, scripts)),
    }


def test_a_paper_is_light(client, volume):
    publish(volume, 2)
    assert sum(weigh(page(client)).values()) < HEAVIEST


@pytest.mark.volumes
def test_real_papers_are_light(client, frus_dir):
    from archive.importing.runs import import_source

    import_source(frus_dir / "frus1917-72PubDip.xml")
    longest = sorted(Document.objects.select_related("text"), key=lambda paper: len(paper.text.tei))[-3:]
    for paper in longest:
        assert sum(weigh(page(client, paper.get_absolute_url())).values()) < HEAVIEST
