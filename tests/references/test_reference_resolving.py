"""Resolving in the database: new papers answer old references, archivists' verdicts hold, and the register follows."""

from dataclasses import replace

import pytest
from django.core.management import call_command

from archive import references, store
from archive.errors import Refused
from archive.models import Document, DocumentKey, Reference, ReferenceDecision, State, UnheldPaper
from archive.references import register, verdicts
from tests.support.jobs import undo
from tests.support.papers import save
from tests.support.telegrams import LONDON, MOSCOW, STATE, citing, telegram

pytestmark = pytest.mark.django_db


def publish(document, state):
    document.state = state
    document.save()
    references.refresh([document.pk])


def test_a_new_paper_answers_old_references_by_itself():
    save(citing())
    row = Reference.objects.get()
    assert (row.status, row.unheld.key) == ("not held", "telegram|935|moscow|1944")
    (held,) = save(telegram(935, (3, 20)))
    row.refresh_from_db()
    assert (row.status, row.target_document, row.unheld) == ("resolved", held, None)
    assert not UnheldPaper.objects.exists()


def test_only_what_is_public_is_an_answer():
    save(citing())
    (draft,) = save(telegram(935, (3, 20)), state=State.DRAFT)
    assert Reference.objects.get().status == "not held"
    publish(draft, State.PUBLISHED)
    assert Reference.objects.get().target_document == draft
    publish(draft, State.WITHDRAWN)
    assert Reference.objects.get().status == "not held"
    assert not DocumentKey.objects.filter(document=draft).exists()


def test_a_draft_gives_no_entry_to_the_register():
    (draft,) = save(citing(), state=State.DRAFT)
    assert Reference.objects.get().status == "not held"
    assert not UnheldPaper.objects.exists()
    publish(draft, State.PUBLISHED)
    assert UnheldPaper.objects.count() == 1


def test_what_is_removed_with_its_import_is_no_answer_any_more():
    from archive.models import ImportRun

    save(citing())
    run = ImportRun.objects.create(name="run", status="done")
    store.save(telegram(935, (3, 20)), state=State.PUBLISHED, run=run)
    assert Reference.objects.get().status == "resolved"
    undo(run)
    assert Reference.objects.get().status == "not held"
    assert UnheldPaper.objects.count() == 1


def test_resolving_again_changes_nothing():
    save(citing("my 935, my 12, Department’s 554 and 555 of March 11"), telegram(935, (3, 20)))
    before = list(Reference.objects.order_by("pk").values())
    entries = list(UnheldPaper.objects.order_by("pk").values())
    assert references.resolve_all() == {"resolved": 1, "not held": 3}
    call_command("resolve_references", "--find", verbosity=0)
    assert list(Reference.objects.order_by("pk").values()) == before
    assert list(UnheldPaper.objects.order_by("pk").values()) == entries


def test_two_references_to_one_paper_are_one_entry():
    save(
        citing("my 935 March 26 [20], 6 p.m."),
        telegram(1021, (3, 25), text="my 935"),
        telegram(600, (3, 26), sender=STATE, recipient=MOSCOW, text="your 935 of March 20"),
        telegram(77, (3, 26), sender=LONDON, text="telegram 935 from Moscow"),
    )
    (entry,) = UnheldPaper.objects.all()
    assert entry.citations.count() == 4
    assert str(entry) == "Telegram 935 from Moscow to the Department"
    assert (entry.day.isoformat(), entry.time) == ("1944-03-20", "6 p.m.")


def test_other_papers_are_other_entries():
    save(citing("my 935 and 936; Department’s 935; Secto 935"))
    assert UnheldPaper.objects.count() == 4


def test_the_footnotes_file_number_is_the_papers():
    note = "Not printed; it reported a memorandum (840.48 Refugees/5396)."
    save(citing('my 935 March 20<anchor type="footnote" n="1"/>', (note,)))
    (entry,) = UnheldPaper.objects.all()
    assert entry.file_number.normal == "840.48 Refugees/5396"
    assert entry.where_held == "RG 59, Central Decimal File 1940–1944"
    assert entry.citations.count() == 2
    assert Reference.objects.get(kind="telegram").details["printed"] is False


def test_a_bare_file_number_joins_the_paper_that_has_it_in_either_order():
    note = "Not printed (840.48 Refugees/5396)."
    bare = telegram(7, (4, 1), sender=LONDON, text="x", notes=("See 840.48 Refugees/5396.",))
    named = citing('my 935 March 20<anchor type="footnote" n="1"/>', (note,))
    save(bare, named)
    assert UnheldPaper.objects.get().citations.count() == 3
    Document.objects.all().delete()
    register.sweep()
    save(named, bare)
    assert UnheldPaper.objects.get().citations.count() == 3


def test_a_verdict_outlives_reruns_and_new_readings():
    record = citing("my 935 March 20 and then my 935 again")
    save(record, telegram(935, (3, 20)))
    (other,) = save(telegram(7, (3, 20)))
    first, second = Reference.objects.order_by("order")
    verdicts.decide(first, "corrected", target=other, reason="Misprint for 7.")
    verdicts.decide(second, "rejected")

    def verdicts_hold():
        rows = Reference.objects.filter(document__source_id=record.source_id).order_by("order")
        assert [(r.status, r.target_document) for r in rows] == [("resolved", other), ("rejected", None)]
        assert "Misprint for 7." in rows[0].reason

    verdicts_hold()
    references.resolve_all()
    verdicts_hold()
    store.save(replace(record, text=record.text.replace("<p>", "<p>Moved along. ")))
    verdicts_hold()
    Document.objects.get(source_id=record.source_id).delete()
    save(record)
    verdicts_hold()
    verdicts.withdraw(Reference.objects.exclude(decision=None))
    assert not ReferenceDecision.objects.exists()
    assert Reference.objects.order_by("order")[0].target_document.number == "935"


def test_what_has_no_one_answer_cant_be_confirmed():
    save(citing())
    with pytest.raises(Refused):
        verdicts.decide(Reference.objects.get(), "confirmed")
    with pytest.raises(Refused):
        verdicts.decide(Reference.objects.get(), "corrected")


@pytest.mark.parametrize("words", ["v#d935", "/documents/v-d935/", "https://x.example/documents/v-d935/"])
def test_a_paper_is_named_by_id_or_address(words):
    (held,) = save(telegram(935, (3, 20)))
    assert verdicts.paper_named(words) == held


def test_a_paper_that_is_not_there_is_not_named():
    assert verdicts.paper_named("\0") is verdicts.paper_named("/") is verdicts.paper_named("nothing") is None


def test_an_edit_finds_the_references_of_the_new_text():
    (document,) = save(citing())
    with store.changing(document) as changed:
        changed.text.tei = changed.text.tei.replace("my 935", "oh, my 936")
        changed.text.save()
    row = Reference.objects.get()
    assert (row.printed, row.start) == ("my 936 March 20", 4)


def test_a_batch_of_twenty_costs_as_many_queries_as_one_of_two(django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    save(*(telegram(n, (3, 24), text=f"my {n + 100}") for n in range(1, 23)))
    counts = []
    for ids in ([1, 2], list(range(1, 21))):
        pks = list(Document.objects.filter(number__in=map(str, ids)).values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as queries:
            references.refresh(pks)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_publishing_at_the_desk_resolves_too():
    from django.contrib.auth.models import User

    from archive import workflow

    root = User.objects.create_superuser("root", password="x")
    save(citing())
    (draft,) = save(telegram(935, (3, 20)), state=State.DRAFT)
    for step in [name for name in workflow.STEPS if workflow.STEPS[name].ends in (State.REVIEW, State.PUBLISHED)]:
        draft.refresh_from_db()
        if draft.state in workflow.STEPS[step].begins and draft.state != State.PUBLISHED:
            workflow.take(draft, step, user=root, comment="ready")
    draft.refresh_from_db()
    assert draft.state == State.PUBLISHED
    assert Reference.objects.get().target_document == draft


def test_of_a_volume_with_nothing_public_nothing_is_known():
    from archive.models import Volume

    volume = Volume.objects.create(slug="frus1947v05", title="Secret")
    save(citing("See Foreign Relations, 1947, vol. V."))
    assert Reference.objects.get().target_volume is None
    (draft,) = [store.save(telegram(3, (3, 1)), volume=volume).document]
    publish(draft, State.PUBLISHED)
    assert Reference.objects.get().target_volume == volume
    publish(draft, State.WITHDRAWN)
    assert Reference.objects.get().target_volume is None


def test_a_mark_of_a_paper_that_its_volume_does_not_have_is_broken_while_the_volume_is_held():
    from archive.models import ImportRun, Volume

    save(citing('See <ref target="frus1947v05#d9">Document 9</ref>.'))
    said = lambda: (Reference.objects.get().status, [*references.differences()])  # noqa: E731
    assert said() == ("not held", [])
    volume = Volume.objects.create(slug="frus1947v05", title="1947")
    run = ImportRun.objects.create(name="run", status="done")
    first, last = (
        telegram(number, (3, number), source_id=f"frus1947v05#d{number}", number="", date=None) for number in (1, 2)
    )
    draft = store.save(first, volume=volume).document
    assert said() == ("not held", [])
    publish(draft, State.PUBLISHED)
    assert said() == ("unknown", [])
    store.save(last, volume=volume, state=State.PUBLISHED, run=run)
    publish(draft, State.WITHDRAWN)
    assert said() == ("unknown", [])
    undo(run)
    assert said() == ("not held", [])


def test_a_page_is_looked_for_among_the_papers_of_its_volume_only():
    """Every volume has a page 12, so that a look-up by its label would read a row of each."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from archive.models import Volume
    from archive.records import PageBreakRecord
    from archive.references.database_index import DatabaseIndex
    from archive.references.keys import PageKey

    held = {}
    for slug in ("frus1944v01", "frus1944v02"):
        volume = Volume.objects.create(slug=slug, title=slug)
        for number in (1, 2, 3):
            text = '<pb n="12"/>Text' if number < 3 else '<pb n="13"/>Text'
            pages = (PageBreakRecord("12" if number < 3 else "13", within=True),)
            record = telegram(number, (3, number), source_id=f"{slug}#d{number}", text=text, pages=pages)
            held[slug, number] = store.save(record, volume=volume, state=State.PUBLISHED).document.pk
    index = DatabaseIndex()
    with CaptureQueriesContext(connection) as captured:
        index.fetch({PageKey("frus1944v01", "12")})
    found = [paper.id for paper in index.papers(PageKey("frus1944v01", "12"))]
    assert found == [held["frus1944v01", 1], held["frus1944v01", 2]]
    queries = [query["sql"] for query in captured if "archive_pagebreak" in query["sql"]]
    assert queries
    assert not [sql for sql in queries if '"label" IN' in sql or '"label" =' in sql]
