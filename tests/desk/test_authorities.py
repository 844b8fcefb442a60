"""Authorities: found by any name, merged and split, redirected, protected, with every change in the history."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from reversion.models import Version

from archive import search, store
from archive.errors import Refused
from archive.models import (
    BulkChange,
    Correspondent,
    Document,
    Merge,
    Mission,
    Office,
    OfficeHolding,
    Person,
    PersonName,
    Place,
    State,
)
from archive.records import CorrespondentRecord
from archive.search import understand
from archive.store.authority_links import authority_links, papers_of, why_not_deleted
from tests.support.forms import fields_of
from tests.support.jobs import identify, merge, split, undo, unmerge
from tests.support.records import document_record

pytestmark = pytest.mark.django_db


def record_of(number: int, person: str, office: str = "Ambassador in Ruritania", place: str = "Strelsau", **changes):
    sender = CorrespondentRecord(f"The {office} ({person})", office, person, "Ruritania")
    return document_record(f"vol#d{number}", senders=(sender,), place=place, number=str(number), **changes)


def paper(*words) -> Document:
    return store.save(record_of(*words), state=State.PUBLISHED).document


def everything() -> dict:
    """All rows that a merge may touch, to compare before and after."""
    tables = (Correspondent, Document, Office, Person, PersonName, OfficeHolding, Place, Mission)
    return {model: list(model.objects.order_by("pk").values()) for model in tables}


def entries() -> list:
    from archive.models import SearchEntry, SearchFacet

    return [
        list(SearchEntry.objects.order_by("document_id").values_list("document_id", "digest")),
        list(
            SearchFacet.objects.order_by("document_id", "facet", "value").values_list("document_id", "facet", "value")
        ),
    ]


@pytest.fixture
def two():
    paper(1, "Khruschev", "Chairman")
    paper(2, "Khrushchev", "First Secretary")
    kept, merged = Person.objects.get(name="Khrushchev"), Person.objects.get(name="Khruschev")
    PersonName.objects.create(person=kept, name="N. S. Khrushchev")
    PersonName.objects.create(person=merged, name="N. S. Khrushchev")
    PersonName.objects.create(person=merged, name="Nikita")
    OfficeHolding.objects.create(person=merged, office=Office.objects.get(name="Chairman"), edtf="1958/1964")
    Person.objects.filter(pk=merged.pk).update(dates="1894/1971", identifiers={"viaf": "123"})
    return Person.objects.get(pk=kept.pk), Person.objects.get(pk=merged.pk)


def test_a_report_says_what_a_merge_would_do_and_does_nothing(two):
    kept, merged = two
    before = everything()
    plan = store.plan_merge(kept, merged)
    assert {(link.name, link.count) for link in plan.links} == {
        ("correspondent.person", 1), ("personname.person", 2), ("officeholding.person", 1),
    }  # fmt: skip
    assert plan.papers == 1
    assert plan.redirects == [("/people/khruschev/", "/people/khrushchev/")]
    assert set(plan.filled) == {"dates", "identifiers"}
    assert everything() == before


def test_a_merge_moves_every_link_and_redirects_and_is_found_by_the_new_name(client, two):
    kept, merged = two
    merge(kept, merged, reason="one man")
    assert Correspondent.objects.filter(person=kept).count() == 2
    assert [link.name for link in authority_links(merged)] in ([], ["personname.person"])  # the name that both have
    assert sorted(kept.names.values_list("name", flat=True)) == ["N. S. Khrushchev", "Nikita"]
    kept.refresh_from_db()
    assert (kept.dates, kept.identifiers) == ("1894/1971", {"viaf": "123"})
    response = client.get("/people/khruschev/")
    assert (response.status_code, response.url) == (301, "/people/khrushchev/")
    hits = search.search(understand("from:Khrushchev"))
    assert {hit.document.source_id for hit in hits.hits} == {"vol#d1", "vol#d2"}
    assert search.check_entries() == []


def test_undoing_a_merge_leaves_everything_as_it_was(two):
    kept, merged = two
    before, indexed = everything(), entries()
    done = merge(kept, merged)
    assert everything() != before
    assert entries() != indexed
    unmerge(done)
    assert everything() == before
    assert entries() == indexed
    with pytest.raises(Refused):
        unmerge(done)


def test_what_was_moved_on_after_a_merge_is_left_alone_by_its_undo(two):
    kept, merged = two
    done = merge(kept, merged)
    third = Person.objects.create(name="Third", slug="third", key="third")
    Correspondent.objects.filter(document__source_id="vol#d1", role="sender").update(person=third)
    unmerge(done)
    assert Correspondent.objects.get(document__source_id="vol#d1", role="sender").person == third


def test_chains_of_merges_redirect_to_the_last_and_are_undone_from_the_end(client, two):
    kept, merged = two
    paper(3, "Chrushchev", "Premier")
    last = Person.objects.get(name="Chrushchev")
    first = merge(kept, merged)
    second = merge(last, kept)
    assert client.get("/people/khruschev/").url == "/people/chrushchev/"
    with pytest.raises(Refused, match="undo that first"):
        unmerge(first)
    unmerge(second)
    unmerge(first)
    assert Person.objects.get(pk=merged.pk).merged_into is None
    assert client.get("/people/khruschev/").status_code == 200


def test_a_new_paper_with_the_old_words_is_given_to_the_kept_record(two):
    kept, merged = two
    merge(kept, merged)
    paper(4, "Khruschev", "Chairman")
    assert Correspondent.objects.get(document__source_id="vol#d4", role="sender").person == kept


def test_reading_the_source_again_after_a_merge_is_no_conflict(two):
    kept, merged = two
    merge(kept, merged)
    assert store.save(record_of(1, "Khruschev", "Chairman")).outcome == "unchanged"
    assert store.save(record_of(1, "Khruschev", "Chairman", heading="New")).outcome == "changed"
    assert Correspondent.objects.get(document__source_id="vol#d1", role="sender").person == kept


@pytest.mark.parametrize("kind", ["self", "other model", "merged", "inside"])
def test_what_cannot_be_merged_is_refused(two, kind):
    kept, merged = two
    place = Place.objects.get(name="Ruritania")
    inside = Place.objects.create(name="Zenda", slug="zenda", key="zenda", parent=place)
    if kind == "merged":
        merge(kept, merged)
    pair = {
        "self": (kept, kept), "other model": (kept, place), "merged": (kept, merged), "inside": (inside, place),
    }[kind]  # fmt: skip
    with pytest.raises(Refused):
        merge(*pair)


def test_places_and_offices_and_missions_merge_with_what_stands_in_them(two):
    one, other = (Mission.objects.create(name=name, slug=name, key=name) for name in ("embassy", "legation"))
    Office.objects.update(mission=other)
    done = merge(one, other)
    assert set(Office.objects.values_list("mission", flat=True)) == {one.pk}
    unmerge(done)
    assert set(Office.objects.values_list("mission", flat=True)) == {other.pk}
    paper(7, "Quill", "Ambassador in Ruritania", "Strelsow")
    before, indexed = everything(), entries()
    done = merge(Place.objects.get(name="Strelsau"), Place.objects.get(name="Strelsow"))
    assert Document.objects.get(source_id="vol#d7").place.name == "Strelsau"
    unmerge(done)
    assert (everything(), entries()) == (before, indexed)


def test_a_version_from_before_a_merge_is_restored_to_the_record_that_was_kept(two):
    kept, merged = two
    document = Document.objects.get(source_id="vol#d1")
    with store.changing(document):
        Correspondent.objects.filter(document=document, role="sender").update(person=None)
    merge(kept, merged)
    store.restore(Document.objects.get(pk=document.pk), 1)
    assert Correspondent.objects.get(document=document, role="sender").person == kept
    assert search.check_entries() == []


def test_a_form_opened_before_a_merge_cannot_bring_the_merged_record_back(two):
    kept, merged = two
    document = Document.objects.get(source_id="vol#d2")
    merge(kept, merged)
    with store.changing(document):
        Correspondent.objects.filter(document=document, role="sender").update(person=merged)
        Document.objects.filter(pk=document.pk).update(heading="Edited")
    assert Correspondent.objects.get(document=document, role="sender").person == kept


def test_splitting_gives_a_record_of_its_own_with_history_and_is_undone_as_a_whole():
    paper(1, "Quill")
    paper(2, "Quill")
    found = Person.objects.get(name="Quill")
    rows = Correspondent.objects.filter(document__source_id="vol#d2", person=found)
    before = {d.pk: store.snapshot(d) for d in Document.objects.for_record()}
    indexed = entries()
    new, change = split(found, rows, "Quill, the younger")
    assert papers_of(new).get().source_id == "vol#d2"
    assert papers_of(found).get().source_id == "vol#d1"
    assert Document.objects.get(source_id="vol#d2").versions.first().bulk == change
    assert undo(change) == {"removed": 0, "restored": 1, "kept": 0}
    assert {d.pk: store.snapshot(d) for d in Document.objects.for_record()} == before
    assert entries() == indexed
    with pytest.raises(Refused, match="undone already"):
        undo(change)


def test_nobody_can_be_said_too_and_an_edit_since_then_is_not_undone():
    document = paper(1, "Quill")
    change = identify(Correspondent.objects.filter(document=document, role="sender"), "person", None)
    assert Correspondent.objects.get(document=document, role="sender").person is None
    with store.changing(Document.objects.get(pk=document.pk)):
        Document.objects.filter(pk=document.pk).update(heading="Edited")
    assert undo(change)["kept"] == 1
    assert Correspondent.objects.get(document=document, role="sender").person is None


# --- The pages of the desk ------------------------------------------------------------------------------------------


def admin(name: str, *args) -> str:
    return reverse(f"admin:archive_{name}", args=args)


def test_completing_begins_with_the_very_name(client, archivist):
    client.force_login(archivist)
    names = ["A Deputy Under Secretary", "Under Secretary of State", "under secretary", "Acting Under Secretary"]
    for number, name in enumerate(names):
        Office.objects.create(name=name, slug=f"made-{number}", key=f"made:{number}", made_by_hand=True)
    url = reverse("admin:autocomplete") + "?app_label=archive&model_name=correspondent&field_name=office&term="
    found = [one["text"] for one in client.get(f"{url}Under  Secretary").json()["results"]]
    assert found == [
        "under secretary",
        "Under Secretary of State",
        "A Deputy Under Secretary",
        "Acting Under Secretary",
    ]


def test_autocomplete_finds_by_any_form_of_the_name_and_never_a_merged_record(client, archivist, two):
    kept, merged = two
    client.force_login(archivist)
    url = reverse("admin:autocomplete") + "?app_label=archive&model_name=office&field_name=place&term="
    merge(*Place.objects.filter(name__in=["Strelsau", "Ruritania"]).order_by("name"))
    found = client.get(url + "Strels").json()["results"]
    assert [row["text"] for row in found] == ["Ruritania"]
    merge(kept, merged)
    listed = client.get(admin("person_changelist") + "?q=nikita").content.decode()
    assert f"/person/{kept.pk}/" in listed
    listed = client.get(admin("person_changelist") + "?q=khruschev").content.decode()
    assert f"/person/{kept.pk}/" in listed
    assert f"/person/{merged.pk}/" not in listed


def test_an_authority_in_use_says_why_it_cannot_be_deleted(client, archivist, two):
    kept, _ = two
    client.force_login(archivist)
    response = client.post(admin("person_delete", kept.pk), {"post": "yes"}, follow=True)
    assert "is in use and cannot be deleted: 1 × sender or recipient" in response.content.decode()
    assert Person.objects.filter(pk=kept.pk).exists()
    unused = Person.objects.create(name="Nobody", slug="nobody", key="nobody")
    assert why_not_deleted(unused) == ""
    client.post(admin("person_delete", unused.pk), {"post": "yes"})
    assert not Person.objects.filter(pk=unused.pk).exists()


def test_merging_on_the_page_reports_first_and_then_merges_what_was_reported(client, archivist, two):
    kept, merged = two
    client.force_login(archivist)
    url = f"{admin('person_merge')}?ids={kept.pk},{merged.pk}"
    page = client.get(f"{url}&keep={kept.pk}").content.decode()
    assert "/people/khruschev/" in page
    assert "1 × sender or recipient" in page
    assert f'name="records" value="{merged.pk}" checked' in page
    both = {"records": [kept.pk, merged.pk], "merge": "1"}
    shown = fields_of(page)["reported"]
    other = client.post(url, both | {"keep": merged.pk, "reported": shown}).content.decode()
    assert "Please look at it" in other
    alone = client.post(url, both | {"records": [kept.pk], "keep": kept.pk, "reported": shown}).content.decode()
    assert "Please choose two records or more" in alone
    assert not Merge.objects.exists()
    client.post(url, both | {"keep": kept.pk, "reported": shown, "reason": "one man"})
    done = Merge.objects.get()
    assert (done.kept, done.merged, done.user, done.reason) == (kept.pk, merged.pk, archivist, "one man")
    assert client.post(admin("person_merge") + f"?ids={kept.pk},{merged.pk}").status_code == 200
    page = client.get(admin("person_change", merged.pk)).content.decode()
    assert "into <a" in page
    client.post(admin("person_unmerge", done.pk))
    done.refresh_from_db()
    assert done.undone_by == archivist
    assert Person.objects.get(pk=merged.pk).merged_into is None


def test_splitting_on_the_page(client, archivist, two):
    kept, _ = two
    client.force_login(archivist)
    url = admin("person_split", kept.pk)
    assert client.get(url).status_code == 200
    row = Correspondent.objects.get(person=kept)
    refused = client.post(url, {"correspondents": [row.pk], "to": "new"}).content.decode()
    assert "Please name the new record." in refused
    client.post(url, {"correspondents": [row.pk], "to": "new", "name": "Another man"})
    assert Correspondent.objects.get(pk=row.pk).person.name == "Another man"
    change = BulkChange.objects.get()
    assert change.user == archivist
    page = client.get(admin("bulkchange_change", change.pk)).content.decode()
    assert "Undo" in page
    client.post(admin("bulkchange_undo", change.pk), {"digest": store.plan_undo(change).digest})
    assert Correspondent.objects.get(pk=row.pk).person == kept


@pytest.mark.parametrize(
    ("field", "said", "message"),
    [
        ("dates", "born 1894", "is no date in EDTF"),
        ("identifier_wikidata", "12", "is not an identifier of Wikidata"),
        ("identifier_isni", "0000000121032684", "check character"),
    ],
)
def test_what_is_typed_of_a_person_is_checked(client, archivist, two, field, said, message):
    kept, _ = two
    client.force_login(archivist)
    response = client.post(admin("person_change", kept.pk), person_form(kept, **{field: said}))
    assert message in response.content.decode()


def person_form(person, **changes) -> dict:
    return {
        "name": person.name, "dates": person.dates, "note": "", "status": "accepted",
        "names-TOTAL_FORMS": 0, "names-INITIAL_FORMS": 0, "holdings-TOTAL_FORMS": 0, "holdings-INITIAL_FORMS": 0,
        **changes,
    }  # fmt: skip


def test_an_edit_is_in_the_history_and_on_the_public_page_and_in_the_search(client, archivist, two):
    kept, _ = two
    client.force_login(archivist)
    office = Office.objects.get(name="Chairman")
    said = person_form(
        kept, name="Khrushchev, Nikita Sergeyevich", dates="1894/1971",
        identifier_viaf="https://viaf.org/viaf/71393210/", identifier_wikidata="q35314",
        **{"holdings-TOTAL_FORMS": 1, "holdings-0-office": office.pk, "holdings-0-edtf": "1958-03-27/1964-10-14",
           "holdings-0-person": kept.pk},
    )  # fmt: skip
    response = client.post(admin("person_change", kept.pk), said)
    assert response.status_code == 302, response.content.decode()
    kept.refresh_from_db()
    assert kept.identifiers == {"viaf": "71393210", "wikidata": "Q35314"}
    assert str(kept.holdings.get().latest) == "1964-10-14"
    assert Version.objects.get_for_object(kept)[0].revision.user == archivist
    page = client.get(kept.get_absolute_url()).content.decode()
    assert 'href="https://www.wikidata.org/wiki/Q35314"' in page
    hits = search.search(understand("person:Sergeyevich"))
    assert [hit.document.source_id for hit in hits.hits] == ["vol#d2"]
    assert client.get(admin("person_history", kept.pk)).status_code == 200


def test_accepting_many_is_in_the_history_of_each(client, archivist, two):
    client.force_login(archivist)
    client.post(admin("person_changelist"), {"action": "accept", "_selected_action": [person.pk for person in two]})
    for person in two:
        person.refresh_from_db()
        assert person.status == "accepted"
        assert Version.objects.get_for_object(person)[0].revision.user == archivist


def test_a_clerk_looks_and_changes_nothing(client, clerk, two):
    kept, merged = two
    client.force_login(clerk)
    assert client.get(admin("person_change", kept.pk)).status_code == 200
    assert client.post(admin("person_change", kept.pk), person_form(kept, name="X")).status_code == 403
    assert client.get(admin("person_merge") + f"?ids={kept.pk},{merged.pk}").status_code == 403
    assert client.get(admin("person_split", kept.pk)).status_code == 403
    store.save(
        document_record("draft", senders=(CorrespondentRecord("K", "First Secretary", "Khrushchev"),), heading="Canary")
    )
    assert "Canary" not in client.get(admin("person_change", kept.pk)).content.decode()


def test_a_new_record_needs_a_name_and_is_known_to_the_readers(client, archivist):
    client.force_login(archivist)
    client.post(admin("office_add"), {"name": "Consul at Zenda", "note": "", "status": "accepted"})
    office = Office.objects.get(name="Consul at Zenda")
    assert (office.slug, office.status) == ("consul-at-zenda", "accepted")
    store.save(document_record("vol#d9", senders=(CorrespondentRecord("The Consul at Zenda", "Consul at Zenda"),)))
    assert Correspondent.objects.get(document__source_id="vol#d9", role="sender").office == office


def test_a_mission_has_a_page_with_its_offices(client, two):
    mission = Mission.objects.create(name="Embassy in Ruritania", slug="embassy-in-ruritania", key="embassy")
    assert client.get(mission.get_absolute_url()).status_code == 404
    Office.objects.filter(name="Chairman").update(mission=mission)
    page = client.get(mission.get_absolute_url()).content.decode()
    assert "Chairman" in page
    office = client.get(Office.objects.get(name="Chairman").get_absolute_url()).content.decode()
    assert mission.get_absolute_url() in office


@pytest.mark.parametrize("count", [2, 20])
def test_a_list_and_a_record_ask_a_fixed_number_of_questions(client, archivist, count):
    for number, letter in enumerate("abcdefghijklmnopqrstuvwxyz"[:count]):
        paper(number, f"Quill {letter}", f"Office {letter}", f"Place {letter}")
    client.force_login(archivist)
    for model in (Person, Office, Place):
        first = model.objects.first()
        for url in (admin(f"{model.kind}_changelist"), admin(f"{model.kind}_change", first.pk)):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            assert len(queries) < 24, (url, [query["sql"] for query in queries])
