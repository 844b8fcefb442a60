"""A volume whose source renumbers its papers: an address keeps its paper, and a paper its address."""

import random
from dataclasses import dataclass, replace

import pytest
from django.contrib.auth.models import User

from archive import references, search, store
from archive.importing import conflicts
from archive.importing.preview import preview
from archive.importing.processes import ReadingProcesses
from archive.importing.runs import import_source
from archive.models import Document, ErrorReport, OldAddress, Reference, ReferenceDecision, State
from archive.references import verdicts
from tests.support.jobs import undo
from tests.support.volumes import volume_xml

pytestmark = pytest.mark.django_db

SLUG = "made1901v17"
WORDS = (
    "bridge ford wool fair consul fever steamer mail harbour customs bark rubber nitrate railway loan coffee sugar treaty "
    "boundary commission guano cable lighthouse quarantine mule silver copper mint bishop school census ledger"
).split()


@dataclass(frozen=True)
class Paper:
    """A made-up paper: ``key`` is a word that no other paper has, ``cites`` the key of a paper whose footnote it points at."""

    key: str
    text: str
    day: int
    cites: str = ""


def papers(chance, count, first=0):
    """Return so many papers, each of which cites one of the others."""
    keys = [f"matter{number}" for number in range(first, first + count)]
    found = []
    for key in keys:
        words = " ".join(chance.choices(WORDS, k=chance.randrange(12, 40)))
        found.append(Paper(key, f"The {words} of {key}.", chance.randrange(1, 29), chance.choice(keys)))
    return found


def xml(listed):
    """Return the volume with these papers, numbered in this order; a paper that cites one that is not there cites itself."""
    numbers = {one.key: number for number, one in enumerate(listed, 1)}
    documents = "".join(
        f'<div type="document" n="{n}" xml:id="d{n}"><head>{n}. Telegram From the Embassy in Peru to the Department of State</head>'
        f'<dateline>Lima, <date when="1901-03-{one.day:02}">March {one.day}, 1901</date>.</dateline><p>{one.text}'
        f'<note n="1" xml:id="d{n}fn1">Not printed.</note> See <ref target="#d{numbers.get(one.cites, n)}fn1">that note</ref>.</p></div>'
        for n, one in enumerate(listed, 1)
    )
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{SLUG}"><teiHeader/><text><body>'
        f'<div type="chapter" xml:id="ch1"><head>Peru</head>{documents}</div></body></text></TEI>'
    )


@pytest.fixture
def bring_in(tmp_path):
    """A function that imports the volume with these papers, after a dry run and a preview that must say the same."""
    path = tmp_path / "volume.xml"
    root = User.objects.create_superuser("root")

    def bring_in(listed, processes=0):
        path.write_text(xml(listed))
        with ReadingProcesses(processes) as reading:
            dry = import_source(path, dry_run=True, processes=reading)
        seen = preview(path.read_bytes(), "volume.xml", user=root, state=State.PUBLISHED)
        with ReadingProcesses(processes) as reading:
            run = import_source(path, processes=reading)
        assert dry.counts == seen.counts == run.counts
        assert len(dry.report["conflicts"]) == len(seen.report["conflicts"]) == len(run.report["conflicts"])
        return run

    return bring_in


def key_of(document):
    return document.text.tei.partition("matter")[2].partition(".")[0]


def paper_at(slug):
    """Return the paper to which an address leads."""
    document = Document.objects.filter(slug=slug).first()
    if document is None:
        target = OldAddress.objects.get(path=f"/documents/{slug}/").target
        document = Document.objects.get(slug=target.split("/")[2])
    return document


def state():
    """Return everything of the documents that undoing has to bring back."""
    rows = Document.objects.for_record().select_related("division")
    return {
        row.slug: (store.load(row), row.position, row.division.source_id, row.source_fingerprint, row.state)
        for row in rows
    }


def assert_right(listed, addresses):
    """Assert that ids, order, addresses, references and everything derived are those of this volume."""
    for number, one in enumerate(listed, 1):
        document = Document.objects.get(source_id=f"{SLUG}#d{number}")
        assert (key_of(document), document.position) == (one.key.removeprefix("matter"), number)
    for slug, key in addresses.items():
        assert key_of(paper_at(slug)) == key
    addresses |= {row.slug: key_of(row) for row in Document.objects.all()}
    addresses |= {
        old.path.split("/")[2]: key_of(paper_at(old.path.split("/")[2]))
        for old in OldAddress.objects.exclude(target="")
    }
    present = {one.key for one in listed}
    for one, document in zip(
        listed, Document.objects.filter(source_id__in=ids(listed)).order_by("position"), strict=True
    ):
        row = Reference.objects.get(document=document, details__has_key="target")
        cited = one.cites if one.cites in present else one.key
        assert (row.status, "matter" + key_of(row.target_document)) == ("resolved", cited)
        assert row.target_footnote.document == row.target_document
    assert list(references.differences()) == search.check_entries() == store.check_html() == []


def ids(listed):
    return [f"{SLUG}#d{number}" for number in range(1, len(listed) + 1)]


def changed(chance, listed, new):
    """Return the papers as the next edition of the source might have them."""
    listed = list(listed)
    for _ in range(chance.randrange(1, 4)):
        place = chance.randrange(len(listed))
        match chance.randrange(3):
            case 0:
                listed.insert(chance.choice([0, place, len(listed)]), new.pop())
            case 1 if len(listed) > 4:
                listed.pop(place)
            case 2:
                other = chance.randrange(len(listed))
                listed[place], listed[other] = listed[other], listed[place]
            case 3:
                listed = listed[place:] + listed[:place]
            case 4:
                chance.shuffle(listed)
            case _:
                listed[place] = replace(listed[place], text=listed[place].text.replace("The", "Concerning the", 1))
    return listed


@pytest.mark.parametrize("seed", range(3))
def test_an_address_keeps_its_paper_through_any_editions(seed, bring_in):
    chance = random.Random(seed)
    new = papers(chance, 30, first=100)
    listed, addresses = papers(chance, 8), {}
    for _ in range(4):
        bring_in(listed)
        assert_right(listed, addresses)
        assert bring_in(listed).counts == {"unchanged": len(listed)}
        listed = changed(chance, listed, new)


@pytest.mark.parametrize("seed", range(3))
def test_undoing_an_edition_brings_back_exactly_what_was(seed, bring_in):
    chance = random.Random(seed)
    listed = papers(chance, 8)
    later = changed(chance, listed, papers(chance, 30, first=100))
    bring_in(listed)
    before, addresses = state(), {}
    run = bring_in(later)
    assert_right(later, addresses)
    undo(run)
    assert state() == before
    assert list(references.differences()) == search.check_entries() == []
    assert bring_in(listed).counts == {"unchanged": len(listed)}
    bring_in(later)
    assert_right(later, {})


@pytest.mark.once
@pytest.mark.parametrize("processes", [0, 2])
def test_a_volume_of_many_batches_is_renumbered_as_a_small_one(processes, bring_in, tmp_path):
    path = tmp_path / "long.xml"
    text = volume_xml(450, SLUG)
    path.write_text(text)
    with ReadingProcesses(processes) as reading:
        import_source(path, processes=reading)
    before = dict(Document.objects.values_list("slug", "number"))
    divisions = text.split('<div type="document"')
    rest = [part.split("<head>", 1)[1].split(". ", 1)[1] for part in divisions[2:]]
    again = "".join(
        f'<div type="document" n="{n}" xml:id="d{n}"><head>{n}. ' + words.replace(f'id="d{n + 1}fn1"', f'id="d{n}fn1"').replace(
            f"id='d{n + 1}fn1'", f"id='d{n}fn1'"
        )
        for n, words in enumerate(rest, 1)
    )  # fmt: skip
    path.write_text(divisions[0] + again)
    with ReadingProcesses(processes) as reading:
        run = import_source(path, processes=reading)
    assert run.counts == {"moved": 449}
    assert [one["document"] for one in run.report["conflicts"]] == [f"{SLUG}#d1-former"]
    assert dict(Document.objects.values_list("slug", "number")) == before
    assert Document.objects.get(source_id=f"{SLUG}#d1").number == "2"


def test_the_report_says_what_moved_what_is_new_and_what_is_gone(bring_in, client):
    first, second, third, fourth = papers(random.Random(1), 4)
    (added,) = papers(random.Random(2), 1, first=50)
    bring_in([first, second, third])
    run = bring_in([first, added, third, second])
    assert (run.counts["moved"], run.counts["created"]) == (1, 1)
    assert [(one["was"], one["document"]) for one in run.report["moved"]] == [(f"{SLUG}#d2", f"{SLUG}#d4")]
    # The new paper has an address of its own, and the old one still shows the paper that it always showed.
    assert Document.objects.get(source_id=f"{SLUG}#d2").slug == f"{SLUG}-d2-2"
    assert key_of(Document.objects.get(slug=f"{SLUG}-d2")) == second.key.removeprefix("matter")
    page = client.get(f"/documents/{SLUG}-d4/")
    assert (page.status_code, page["Location"]) == (301, f"/documents/{SLUG}-d2/")
    run = bring_in([first, added, second, fourth])
    assert [(one["document"], one.get("gone")) for one in run.report["conflicts"]] == [(f"{SLUG}#d3-former", True)]
    assert key_of(Document.objects.get(slug=f"{SLUG}-d3")) == third.key.removeprefix("matter")
    # What was led on to one paper is never another's address.
    assert Document.objects.get(source_id=f"{SLUG}#d4").slug == f"{SLUG}-d4-2"


def test_a_paper_that_was_gone_comes_back_to_its_address(bring_in):
    first, second, third = papers(random.Random(3), 3)
    bring_in([first, second, third])
    bring_in([first, third])
    assert Document.objects.get(slug=f"{SLUG}-d2").source_id == f"{SLUG}#d2-former"
    bring_in([third, second, first])
    assert_right(
        [third, second, first], {f"{SLUG}-d{n}": one.key[6:] for n, one in enumerate([first, second, third], 1)}
    )
    assert Document.objects.count() == 3


def test_a_paper_that_moved_and_was_corrected_is_found(bring_in):
    listed = papers(random.Random(4), 5)
    (added,) = papers(random.Random(5), 1, first=50)
    bring_in(listed)
    corrected = replace(listed[2], text=listed[2].text.replace(" of ", " as to ", 1) + " It is urgent.", day=29)
    later = [added, *listed[:2], corrected, *listed[3:]]
    run = bring_in(later)
    assert run.counts == {"created": 1, "moved": 5}
    assert_right(later, {f"{SLUG}-d{n}": one.key[6:] for n, one in enumerate(listed, 1)})


def test_of_a_paper_that_is_split_the_first_part_keeps_the_address(bring_in):
    listed = papers(random.Random(6), 4)
    bring_in(listed)
    words = listed[1].text.split()
    half = len(words) // 2
    first = replace(listed[1], text=" ".join(words[:half]) + f" {listed[1].key}.")
    second = replace(listed[1], key="matter99", text=" ".join(words[half:-1]) + " matter99.", day=3)
    later = [listed[0], first, second, *listed[2:]]
    run = bring_in(later)
    assert run.counts["created"] == 1
    assert_right(later, {f"{SLUG}-d{n}": one.key[6:] for n, one in enumerate(listed, 1)})


def test_papers_with_the_same_words_keep_their_order(bring_in):
    one, other, third = papers(random.Random(7), 3)
    twin = replace(one, cites=other.key)
    one = replace(one, cites=other.key)
    bring_in([one, twin, other])
    slugs = [f"{SLUG}-d1", f"{SLUG}-d2", f"{SLUG}-d3"]
    bring_in([third, one, twin, other])
    in_order = Document.objects.order_by("position").values_list("slug", flat=True)
    assert list(in_order) == [f"{SLUG}-d1-2", *slugs]


def test_another_paper_in_the_place_of_one_is_another_paper(bring_in):
    listed = papers(random.Random(8), 5)
    (added,) = papers(random.Random(9), 1, first=50)
    bring_in(listed)
    run = bring_in([*listed[:2], added, *listed[3:]])
    assert (
        run.counts == {"unchanged": 4 - sum(one.cites == listed[2].key for one in listed), "created": 1}
        or "created" in run.counts
    )
    assert key_of(Document.objects.get(slug=f"{SLUG}-d3")) == listed[2].key[6:]
    assert Document.objects.get(source_id=f"{SLUG}#d3").slug == f"{SLUG}-d3-2"


# --- what people did ----------------------------------------------------------------------------------------------------


def edited(slug, before, after):
    document = Document.objects.get(slug=slug)
    with store.changing(document, reason="a misprint") as changed:
        changed.text.tei = changed.text.tei.replace(before, after)
        changed.text.save()
    return document


def test_an_edit_moves_with_its_paper_and_is_no_conflict(bring_in):
    listed = papers(random.Random(10), 4)
    (added,) = papers(random.Random(11), 1, first=50)
    bring_in(listed)
    edited(f"{SLUG}-d2", "The ", "Curated: the ")
    before = state()
    later = [added, *listed]
    run = bring_in(later)
    assert run.counts == {"created": 1, "moved": 4}
    document = Document.objects.get(source_id=f"{SLUG}#d3")
    assert (document.slug, document.position, document.document_number) == (f"{SLUG}-d2", 3, "3")
    assert "Curated: the " in document.text.tei
    assert 'xml:id="d3"' in document.text.tei
    assert "<head>3. Telegram" in document.text.tei
    assert document.footnotes.get().source_id == "d3fn1"
    assert_right(later, {})
    assert bring_in(later).counts == {"unchanged": 5}
    undo(run)
    assert state() == before


def test_a_new_reading_of_an_edited_paper_that_moved_is_settled_as_any_other(bring_in):
    root = User.objects.get(username="root")
    listed = papers(random.Random(12), 4)
    (added,) = papers(random.Random(13), 1, first=50)
    bring_in(listed)
    edited(f"{SLUG}-d2", "The ", "Curated: the ")
    before = state()
    corrected = replace(listed[1], text=listed[1].text + " It is urgent.")
    run = bring_in([added, listed[0], corrected, *listed[2:]])
    assert run.counts == {"created": 1, "moved": 3, "conflict": 1}
    (conflict,) = run.report["conflicts"]
    assert conflict["document"] == f"{SLUG}#d3"
    assert "source_id" not in conflict["fields"]
    undo(run)
    assert state() == before
    first = bring_in([added, listed[0], corrected, *listed[2:]])
    # The paper moves once more before anybody settles the first conflict.
    bring_in([listed[0], corrected, *listed[2:]])
    document = Document.objects.get(slug=f"{SLUG}-d2")
    first.refresh_from_db()
    assert [one["document"] for one in first.report["conflicts"]] == [document.source_id] == [f"{SLUG}#d2"]
    conflicts.settle(first, document.source_id, "take", version=document.version, user=root, reason="right")
    document = Document.objects.get(slug=f"{SLUG}-d2")
    assert "It is urgent." in document.text.tei
    assert Document.objects.count() == 5


def test_history_verdicts_and_reports_follow_a_paper(bring_in):
    listed = papers(random.Random(14), 4)
    bring_in(listed)
    document = Document.objects.get(slug=f"{SLUG}-d1")
    ErrorReport.objects.create(document=document, text="A misprint.")
    row = Reference.objects.get(document=document, details__has_key="target")
    other = Document.objects.get(slug=f"{SLUG}-d3")
    verdicts.decide(row, "corrected", target=other)
    bring_in(listed[1:] + listed[:1])
    decision = ReferenceDecision.objects.get()
    assert (decision.source_id, decision.target_source_id) == (f"{SLUG}#d4", f"{SLUG}#d2")
    row = Reference.objects.get(document=document, details__has_key="target")
    assert (row.target_document, row.decision) == (other, decision)
    document.refresh_from_db()
    store.restore(document, 1)
    document.refresh_from_db()
    assert (document.source_id, document.slug) == (f"{SLUG}#d4", f"{SLUG}-d1")
    assert key_of(document) == listed[0].key[6:]
    assert ErrorReport.objects.get().document == document
    assert Document.objects.count() == 4


def test_a_draft_gets_no_address_that_leads_to_it(tmp_path):
    path = tmp_path / "volume.xml"
    listed = papers(random.Random(15), 3)
    path.write_text(xml(listed))
    import_source(path, state=State.DRAFT)
    path.write_text(xml(papers(random.Random(16), 1, first=50) + listed))
    import_source(path, state=State.DRAFT)
    assert not OldAddress.objects.exists()
