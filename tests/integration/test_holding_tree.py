"""Where originals are: a tree of what source notes say, in step with papers, merged and corrected; public by public papers alone."""

import pytest
from django.core.management import CommandError, call_command

from archive import search, store
from archive.models import BulkChange, Document, DocumentHolding, SearchCount, State, Unit, public
from archive.parsing.holdings import levels_of
from archive.records import FileNumberRecord
from archive.sql.batches import batches
from archive.store import Incoming
from tests.support.jobs import apply, undo
from tests.support.records import document_record

pytestmark = pytest.mark.django_db
JOHNSON = "Johnson Library"


def save(name: str, repository: str, collection: str = "", *, state=State.PUBLISHED, **changes) -> Document:
    record = document_record(name, repository=repository, collection=collection, **changes)
    return store.save(record, state=state).document


def where(name: str) -> list[str]:
    row = DocumentHolding.objects.select_related("unit").filter(document__source_id=name).first()
    return [words for _, words in row.unit.steps] if row else []


def counts() -> dict[str, int]:
    return dict(SearchCount.objects.filter(facet="unit").values_list("value", "count"))


def agrees() -> bool:
    return not [*store.check_holdings(), *search.check_entries()]


@pytest.mark.parametrize(
    ("collection", "numbers", "expected"),
    [
        ("", [], []),
        ("RG 59, Central Files 1967-69, POL 27 ARAB-ISR", ["POL 27 ARAB–ISR"], ["RG 59", "Central Files 1967-69"]),
        ("RG 59, Central Files 1967-69, POL 27 ARAB-ISR", [], ["RG 59", "Central Files 1967-69", "POL 27 ARAB-ISR"]),
        ("Nixon Papers, NSC Files, Box 849, China, 1971", [], ["Nixon Papers", "NSC Files", "849", "China, 1971"]),
        ("White House Central, Subject, FO 3", [], ["White House Central, Subject, FO 3"]),
        ("Job 79-01025A, Box 76, Folder 2", [], ["Job 79-01025A", "76", "2"]),
    ],
)
def test_a_source_note_names_levels_and_the_papers_own_number_is_none(collection, numbers, expected):
    assert [name for _, name in levels_of("Archives", collection, numbers)] == ["Archives", *expected]
    assert levels_of("", collection, numbers) == ()


@pytest.mark.parametrize("at_once", [1, 3])
def test_a_unit_is_called_as_the_first_paper_prints_it(at_once):
    printed = ["Johnson Library", "JOHNSON LIBRARY", "Johnson library"]
    papers = [Incoming(document_record(f"d{place}", repository=name)) for place, name in enumerate(printed)]
    for some in batches(papers, at_once):
        store.save_batch(some)
    assert Unit.objects.get(level="repository").name == "Johnson Library"


def test_the_tree_follows_papers_and_counts_public_ones_only():
    save("a", JOHNSON, "National Security File, Box 12, Vietnam")
    save("b", "Johnson  library", "National Security File, Box 12")
    save("draft", JOHNSON, "National Security File, Box 9")
    Document.objects.filter(source_id="draft").update(state=State.DRAFT)
    search.index(Document.objects.for_page().filter(source_id="draft"))
    save("nowhere", "")
    assert where("a") == [JOHNSON, "National Security File", "Box 12", "Vietnam"]
    assert where("b") == [JOHNSON, "National Security File", "Box 12"], "however it is spelled"
    assert where("nowhere") == []
    box = Unit.objects.get(name="12")
    assert box.slug == "johnson-library-national-security-file-box-12"
    assert counts()[box.slug] == 2
    assert counts()["johnson-library"] == 2
    assert {unit.name for unit in public.units()} == {JOHNSON, "National Security File", "12", "Vietnam"}
    assert [unit.name for unit in Unit.objects.filter(level="box")] == ["9", "12"], "in natural order"
    assert agrees()
    change = BulkChange.objects.create(
        kind="set",
        documents=[Document.objects.get(source_id="b").pk],
        parameters={"values": {"collection": "RG 59, Lot 4"}},
    )
    apply(change)
    assert where("b") == [JOHNSON, "RG 59", "Lot 4"]
    assert counts()[box.slug] == 1
    undo(change)
    assert where("b") == [JOHNSON, "National Security File", "Box 12"]
    assert agrees()


def test_merges_names_and_places_by_hand_stay_when_papers_are_read_again(monkeypatch):
    save("a", "National Archives", "RG 59, Central Files, Box 1")
    save("b", "National Archives and Records Administration", "RG 59, Central Files, Box 1")
    save("c", JOHNSON, "Country File")
    long, short = Unit.objects.get(name__startswith="National Archives and"), Unit.objects.get(name="National Archives")
    papers = store.merge_units(long, short)
    assert store.place_papers(papers) == 1
    assert where("a") == where("b") == ["National Archives", "RG 59", "Central Files", "Box 1"]
    save("d", "National Archives and Records Administration", "RG 84")
    assert where("d") == ["National Archives", "RG 84"]
    assert counts()[short.slug] == 3
    assert long.slug not in counts()
    short.refresh_from_db()
    short.name = "National Archives (College Park)"
    short.save()
    store.rename_unit(short)
    assert where("b") == ["National Archives (College Park)", "RG 59", "Central Files", "Box 1"]
    assert short.slug == "national-archives"
    assert agrees()

    paper = Document.objects.get(source_id="c")
    store.place_by_hand(paper, (("repository", JOHNSON), ("series", "Country File"), ("box", "7")))
    store.save(document_record("c", repository=JOHNSON, collection="Country File, Box 3"))
    assert where("c") == [JOHNSON, "Country File", "Box 7"]
    assert store.place_all() == 0
    assert agrees()
    store.place_by_hand(paper, ())
    assert where("c") == [JOHNSON, "Country File", "Box 3"]

    long.refresh_from_db()
    store.place_papers(store.unmerge_unit(long))
    assert where("b") == ["National Archives and Records Administration", "RG 59", "Central Files", "Box 1"]
    assert where("a")[0] == "National Archives (College Park)"
    assert agrees()


def test_an_archive_without_holdings_gets_them_and_a_check_sees_what_is_wrong(capsys):
    save("a", JOHNSON, "Country File", file_numbers=(FileNumberRecord("POL 1"),))
    save("b", JOHNSON, "Country File")
    DocumentHolding.objects.all().delete()
    search.index(Document.objects.for_page())
    assert counts() == {}
    with pytest.raises(CommandError, match=r"rebuild_holdings \(2\)"):
        call_command("check_archive")
    assert store.place_all(unplaced=True) == 2
    assert counts() == {"johnson-library": 2, "johnson-library-country-file": 2}
    other = Unit.objects.get(slug="johnson-library")
    DocumentHolding.objects.filter(document__source_id="a").update(unit=other)
    call_command("rebuild_holdings")
    assert "1 documents are elsewhere" in capsys.readouterr().out
    assert agrees()


def test_placing_asks_as_much_for_many_papers_as_for_few(django_assert_max_num_queries):
    ids = [save(f"p{n}", JOHNSON, f"Country File, Box {n}").pk for n in range(12)]
    with django_assert_max_num_queries(12):
        store.place_papers(ids)
