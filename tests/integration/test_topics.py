"""Topics in the archive: found under broader terms, renamed and merged without losing an address, and of no source."""

from dataclasses import replace

import pytest

from archive import search, store
from archive.errors import Refused
from archive.importing.conflicts import TAKE, settle
from archive.models import BulkChange, Document, DocumentTopic, ImportRun, SearchCount, State, Topic, public
from archive.records import to_json
from archive.search import Filters, understand
from archive.store.fixity import sum_of
from tests.support.jobs import apply, undo
from tests.support.people import make_user
from tests.support.records import document_record
from tests.support.topics import make_topics, topic

pytestmark = pytest.mark.django_db


def save(name: str, *topics: str, state=State.PUBLISHED, **changes) -> Document:
    return store.save(document_record(name, topics=topics, **changes), state=state).document


def found(text: str = "", **filters) -> set[str]:
    results = search.search(understand(text), Filters.of(**filters))
    return {hit.document.source_id for hit in results.hits}


def record(name: str):
    return store.load(Document.objects.for_record().get(source_id=name))


def follow(papers: list[int]) -> None:
    search.follow_authorities(papers)
    assert search.check_entries() == []


def test_a_paper_is_found_under_its_topic_and_the_broader_ones_and_drafts_count_nowhere():
    make_topics("Relief", ("Refugees", "Relief"), ("Children", "Refugees"), "Oil")
    save("a", "Children")
    save("b", "Relief", "children")
    save("draft", "Oil", "Refugees", state=State.DRAFT)
    assert record("b").topics == ("Relief", "Children"), "as the list has the term"
    assert found(topic="children") == found(topic="refugees") == found(topic="relief") == {"a", "b"}
    assert found("topic:refugees") == {"a", "b"}
    counts = dict(SearchCount.objects.filter(facet="topic").values_list("value", "count"))
    assert counts == {"children": 2, "refugees": 2, "relief": 2}
    assert set(public.topics().values_list("term", flat=True)) == {"Children", "Refugees", "Relief"}
    labels = {one.value: one.label for one in search.facets(understand(""), Filters()).values["topic"]}
    assert labels["children"] == "Children"
    assert search.check_entries() == []


def test_renaming_moving_and_merging_keep_addresses_and_change_no_version():
    make_topics("Relief", ("Displaced persons", "Relief"), ("Camps", "Displaced persons"), "Refugees")
    paper = save("a", "Displaced persons", "Refugees")
    save("b", "Camps")
    sums = {one.source_id: sum_of(one) for one in Document.objects.all()}
    moved = topic("Displaced persons")
    with pytest.raises(Refused, match="below itself"):
        store.merge_topics(moved, topic("Camps"))
    follow(store.merge_topics(moved, topic("Refugees")))
    assert record("a").topics == ("Refugees",), "once, although it had both"
    assert (found(topic="refugees"), found(topic="relief")) == ({"a", "b"}, set())
    assert found(topic="displaced-persons") == set()
    again = save("c", "Displaced persons")
    assert [row.topic.term for row in DocumentTopic.objects.filter(document=again)] == ["Refugees"]
    follow(store.unmerge_topic(moved))
    assert record("a").topics == ("Displaced persons", "Refugees")
    assert found(topic="relief") == {"a", "b"}
    renamed = topic("Camps")
    renamed.term, renamed.other_terms, renamed.broader = "Camps of refugees", "Camps", topic("Refugees")
    renamed.full_clean()
    renamed.save()
    follow(store.settle_topics())
    assert (renamed.slug, found(topic="refugees")) == ("camps", {"a", "b", "c"})
    assert found('topic:"camps of refugees"') == {"b"}
    assert store.save(replace(record("b"), topics=("camps",)), edit=True).outcome == "changed"
    assert record("b").topics == ("Camps of refugees",)
    paper.refresh_from_db()
    assert paper.version == 1
    assert sum_of(paper) == sums["a"], "a term is no part of the text"
    with pytest.raises(Refused, match="row 2: “camps” is there twice"):
        make_topics("Camps", "camps")
    with pytest.raises(Exception, match="“Camps” is a word for"):
        Topic(term="camps").clean()


def test_topics_are_set_in_bulk_and_undone_and_a_new_reading_keeps_them():
    make_topics("Refugees", "Oil")
    papers = [save("vol#d1"), save("vol#d2", "Oil")]
    change = BulkChange.objects.create(
        kind="set", documents=[one.pk for one in papers], parameters={"values": {"topics_added": "refugees; oil"}}
    )
    apply(change)
    assert (record("vol#d1").topics, record("vol#d2").topics) == (("Refugees", "Oil"), ("Oil", "Refugees"))
    first = papers[0]
    assert first.versions.get(number=1).record["record"]["topics"] == []
    undo(change)
    assert (record("vol#d1").topics, record("vol#d2").topics) == ((), ("Oil",))
    for field, value, expected in [
        ("topics_removed", "oil", ()),
        ("topics", "Oil", ("Oil",)),
        ("topics", "Gas", "“Gas” is no topic of the list."),
    ]:
        change = BulkChange.objects.create(kind="set", documents=[papers[1].pk], parameters={"values": {field: value}})
        apply(change)
        if isinstance(expected, tuple):
            assert record("vol#d2").topics == expected
        else:
            assert (change.counts, record("vol#d2").topics) == ({"left out": 1}, ("Oil",))

    new = document_record("vol#d2", summary="Another reading.")
    assert store.save(new).outcome == "conflict", "an archivist has worked on it"
    run = ImportRun.objects.create(
        name="vol.xml", report={"conflicts": [{"document": "vol#d2", "record": to_json(new)}]}, counts={"conflict": 1}
    )
    boss = make_user("boss", "administrator")
    settle(run, "vol#d2", TAKE, version=Document.objects.get(source_id="vol#d2").version, user=boss, reason="better")
    assert (record("vol#d2").summary, record("vol#d2").topics) == ("Another reading.", ("Oil",))
    assert store.save(document_record("vol#d2", summary="A third one.")).outcome == "changed"
    assert (record("vol#d2").summary, record("vol#d2").topics) == ("A third one.", ("Oil",))
