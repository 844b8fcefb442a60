"""The workbench: groups of records that may be one, decided one after the other, and everything undone again."""

from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive import store
from archive.models import Correspondent, Document, IdentityDecision, ListedPerson, Merge, Office, Person, State, Volume
from archive.records import CorrespondentRecord
from tests.support.forms import fields_of
from tests.support.jobs import merge, run_all, unmerge
from tests.support.people import make_user
from tests.support.records import document_record

pytestmark = pytest.mark.django_db
_NUMBERS = count()


def admin(name: str, *args) -> str:
    return reverse(f"admin:archive_{name}", args=args)


def person(name: str, key: str = "") -> Person:
    slug = f"p{next(_NUMBERS)}"
    return Person.objects.create(name=name, slug=slug, key=key or slug)


def groups(kind: str = "person") -> list[set[str]]:
    return [set(group.names) for group in store.similar_groups(kind) if not group.later]


def paper(number: int, sender: str, recipient: str = "Rusk", office: str = "Staff member", **changes) -> Document:
    record = document_record(
        f"vol#d{number}",
        number=str(number),
        senders=(CorrespondentRecord(sender, office, sender),),
        recipients=(CorrespondentRecord(recipient, "Secretary of State", recipient),),
        **changes,
    )
    return store.save(record, state=State.PUBLISHED).document


def decide(client, verdict: str, *chosen: Person, page: str = "", query: str = "", **values):
    """Decide as the page would be sent; by default about all that it shows."""
    url = page or admin("person_group", chosen[0].pk) + query
    shown = fields_of(client.get(url).content.decode())
    data = {"shown": shown["shown"], "keep": shown["keep"], "verdict": verdict, "records": [row.pk for row in chosen]}
    return client.post(url, data | values)


@pytest.fixture
def desk(client, archivist):
    client.force_login(archivist)
    return client


@pytest.fixture
def komer() -> list[Person]:
    return [person(name) for name in ("Robert W. Komer", "Komer, Robert W.", "Robert Komer")]


def test_records_are_one_group_however_many_they_are():
    names = [person(f"{name} Komer") for name in ["Robert W."] * 30]
    assert [len(group.records) for group in store.similar_groups("person")] == [len(names)]


def test_names_that_contradict_each_other_are_in_no_group_together():
    person("Anderson, Robert B.")
    person("Anderson, Daniel V.")
    person("Anderson, R.")
    assert groups() == [{"Anderson, Robert B.", "Anderson, R."}]


def test_what_is_less_sure_makes_no_part_of_a_sure_group_but_is_named_beside_it():
    for number, name in enumerate(("John Foster Dulles", "Dulles, John Foster", "Dulles")):
        paper(number, name, office="Secretary of State")
    (group,) = store.similar_groups("person")
    others = set(Person.objects.filter(pk__in=group.others).values_list("name", flat=True))
    assert (set(group.names), others) == ({"John Foster Dulles", "Dulles, John Foster"}, {"Dulles"})
    kept = Person.objects.get(name="Dulles, John Foster")
    merge(kept, Person.objects.get(name="John Foster Dulles"))
    assert groups() == [{"Dulles, John Foster", "Dulles"}]


def test_two_whom_one_volume_lists_are_two():
    one, other = person("Smith, Gerard C."), person("Smith, Gerard")
    assert groups() == [{one.name, other.name}]
    volume = Volume.objects.create(slug="vol", title="A volume")
    for number, row in enumerate((one, other)):
        ListedPerson.objects.create(volume=volume, source_id=f"p{number}", name=row.name, person=row)
    assert groups() == []


def test_the_list_is_of_the_names_as_they_are_now(desk):
    row = person("Khruschev")
    assert groups() == []
    other = person("Quill")
    assert groups() == []
    Person.objects.filter(pk=other.pk).update(name="Khrushchev")
    page = desk.get(admin("person_groups")).content.decode()
    assert "Khrushchev" in page
    assert admin("person_group", row.pk) in page


def test_a_group_shows_what_is_known_of_each_record(desk):
    volume = Volume.objects.create(slug="frus1961-63v08", title="National Security Policy")
    paper(1, "Robert W. Komer", office="National Security Council Staff")
    paper(2, "Robert W. Komer", office="National Security Council Staff")
    paper(3, "Rusk", "Robert W. Komer", office="Secretary of State")
    row = Person.objects.filter(name="Robert W. Komer").order_by("pk").first()
    other = person("Komer, Robert W.")
    ListedPerson.objects.create(
        volume=volume, source_id="p1", name="Komer, Robert W.", description="Member of the Staff", person=other
    )
    page = desk.get(admin("person_group", row.pk)).content.decode()
    for words in (
        "wrote 2, received 0; 19",
        "National Security Council Staff (2)",
        "Member of the Staff",
        "frus1961-63v08",
        "the same surname, given names agree",
    ):
        assert words in page, words
    assert "Rusk (2)" in page  # to whom they are written


def test_same_makes_one_of_those_that_are_ticked_and_goes_on_with_what_was_left_out(desk, archivist, komer):
    next_one = person("Khruschev"), person("Khrushchev")
    answer = decide(desk, "same", komer[0], komer[1], keep=komer[1].pk, reason="one man")
    assert answer.url == admin("person_group", komer[1].pk)  # with the one that was left out
    komer[0].refresh_from_db()
    assert komer[0].merged_into == komer[1]
    done = IdentityDecision.objects.get()
    assert (done.verdict, done.user, done.reason, done.names) == (
        "same",
        archivist,
        "one man",
        [komer[0].name, komer[1].name],
    )
    answer = decide(desk, "not", komer[1], komer[2])
    assert answer.url == admin("person_group", next_one[0].pk)
    assert "Not the same" in desk.get(answer.url).content.decode()


def test_not_the_same_stays_apart_through_merges_and_imports_and_can_be_undone(desk, komer):
    one, other, third = komer
    decide(desk, "not", *komer)
    assert groups() == []

    # Whoever is merged with one of them is not the others either.
    merge(third, person("Komer, R. W."))
    assert groups() == []

    # An import that is undone and made again brings a record with the same key.
    key = one.key
    one.delete()
    person(one.name, key=key)
    assert groups() == []

    desk.post(admin("person_group_undo", IdentityDecision.objects.get(verdict="not").pk))
    assert groups() == [{one.name, other.name, third.name}]


def test_what_is_apart_is_not_merged_unless_that_is_undone(desk, komer):
    decide(desk, "not", komer[0], komer[1])
    url = admin("person_merge") + f"?ids={komer[0].pk},{komer[1].pk}"
    shown = fields_of(desk.get(url).content.decode())
    both = [komer[0].pk, komer[1].pk]
    page = desk.post(url, {"records": both, "keep": shown["keep"], "reported": shown["reported"], "merge": "1"})
    assert "have been decided not to be the same" in page.content.decode()
    assert not Merge.objects.exists()


def test_later_puts_a_group_off_until_it_is_asked_for_or_has_grown(desk, komer):
    answer = decide(desk, "later", *komer)
    assert answer.url == admin("person_groups")
    assert groups() == []
    assert "Nothing waits here" in desk.get(answer.url).content.decode()
    page = desk.get(admin("person_groups") + "?later=1").content.decode()
    assert admin("person_group", komer[0].pk) + "?later=1" in page
    person("Komer, Robert")
    assert groups() == [{row.name for row in Person.objects.all()}]


def test_undo_takes_a_merge_of_many_back_exactly(desk):
    for number in range(3):
        paper(number, ("Robert W. Komer", "Komer, Robert W.", "Robert Komer")[number], office="Staff")
    before = list(Correspondent.objects.order_by("pk").values("pk", "person"))
    (group,) = store.similar_groups("person")
    decide(desk, "same", *Person.objects.filter(pk__in=group.records))
    assert Correspondent.objects.filter(role="sender").values("person").distinct().count() == 1
    assert groups() == []
    page = desk.get(admin("person_groups")).content.decode()
    assert "Nothing waits here" in page
    decision = IdentityDecision.objects.get()
    answer = desk.post(admin("person_group_undo", decision.pk))
    assert answer.url == admin("person_group", group.first)
    assert list(Correspondent.objects.order_by("pk").values("pk", "person")) == before
    decision.refresh_from_db()
    assert decision.undone_at
    assert "undone already" in desk.post(admin("person_group_undo", decision.pk), follow=True).content.decode()


def test_a_decision_whose_merges_were_undone_one_by_one_is_undone(desk, komer):
    decide(desk, "same", *komer)
    first, second = Merge.objects.all()
    unmerge(first)
    assert IdentityDecision.objects.get().undone_at is None
    unmerge(second)
    assert IdentityDecision.objects.get().undone_at


def test_a_merge_with_many_papers_runs_beside_the_server_and_its_group_is_gone_at_once(desk):
    for number in range(60):
        paper(number, "Komer, Robert W." if number % 2 else "Robert W. Komer", office="Staff")
    (group,) = store.similar_groups("person")
    answer = decide(desk, "same", *Person.objects.filter(pk__in=group.records))
    assert "beside the server" in desk.get(answer.url).content.decode()
    assert groups() == []
    assert [job.status for job in run_all()] == ["done"]
    assert Correspondent.objects.filter(role="sender").values("person").distinct().count() == 1


def test_who_decides_later_is_told_what_somebody_else_did(desk, komer):
    url = admin("person_group", komer[0].pk)
    shown = fields_of(desk.get(url).content.decode())
    merge(komer[2], komer[1])
    data = {"shown": shown["shown"], "keep": shown["keep"], "records": [row.pk for row in komer], "verdict": "same"}
    page = desk.post(url, data, follow=True).content.decode()
    assert f"Somebody has merged “{komer[1]}” into “{komer[2]}” meanwhile." in page
    assert Merge.objects.count() == 1
    komer[0].delete()
    assert "no longer exists" in desk.post(admin("person_group", komer[2].pk), data, follow=True).content.decode()


def test_a_group_that_is_one_no_more_leads_to_the_list(desk, komer):
    merge(komer[0], komer[1])
    page = desk.get(admin("person_group", komer[1].pk), follow=True).content.decode()
    assert f"“{komer[1]}” has been merged into “{komer[0]}”." in page
    assert desk.get(admin("person_group", 999_999)).status_code == 404


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"verdict": "same", "records": []}, "two records or more"),
        ({"verdict": "not", "records": [1]}, "two records or more"),
        ({"verdict": "perhaps"}, "choose what to decide"),
    ],
)
def test_nothing_is_decided_without_two_records_and_a_verdict(desk, komer, data, sentence):
    chosen = [row.pk for row in komer][: len(data.get("records", "xxx"))]
    answer = desk.post(admin("person_group", komer[0].pk), data | {"records": chosen}, follow=True)
    assert sentence in answer.content.decode()
    assert not IdentityDecision.objects.exists()


def test_the_list_is_searched_and_sorted_and_kept_while_one_decides(desk, komer):
    paper(1, "Khruschev", office="Chairman")
    paper(2, "Khrushchev", office="Chairman")
    first, second = Person.objects.filter(name__startswith="Khru").order_by("pk")

    def shown(query: str) -> list[str]:
        page = desk.get(admin("person_groups") + query).content.decode()
        return sorted(
            (name for name in ("Robert W. Komer", "Khruschev") if name in page), key=lambda name: page.index(name)
        )

    assert shown("") == ["Robert W. Komer", "Khruschev"]
    assert shown("?order=papers") == ["Khruschev", "Robert W. Komer"]
    assert shown("?order=name") == ["Khruschev", "Robert W. Komer"]
    assert shown("?words=KHRU") == ["Khruschev"]
    answer = decide(desk, "same", first, second, query="?words=khru")
    assert answer.url == admin("person_groups") + "?words=khru"


def test_offices_and_places_have_the_same_workbench(desk):
    for number, name in enumerate(("Ambassador in Iran", "Ambassador to Iran")):
        Office.objects.create(name=name, slug=f"o{number}", key=f"o{number}")
    first, second = Office.objects.order_by("pk")
    page = desk.get(admin("office_group", first.pk)).content.decode()
    assert "small words" in page
    shown = fields_of(page)
    data = {"records": [first.pk, second.pk], "keep": first.pk, "shown": shown["shown"], "verdict": "same"}
    assert desk.post(admin("office_group", first.pk), data).url == admin("office_groups")
    second.refresh_from_db()
    assert second.merged_into == first
    for kind in ("place", "mission"):
        assert desk.get(admin(f"{kind}_groups")).status_code == 200


@pytest.mark.parametrize("size", [3, 40])
def test_a_group_of_any_size_asks_a_fixed_number_of_questions(desk, size):
    for number in range(size):
        paper(number, "Robert W. Komer", f"Recipient {number}", office=f"Staff {number}")
    (group,) = store.similar_groups("person")
    assert len(group.records) == size
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(admin("person_group", group.first)).status_code == 200
    assert len(queries) <= 20
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(admin("person_groups")).status_code == 200
    assert len(queries) <= 15


def test_the_decisions_are_listed_and_undone_from_the_list(desk, komer):
    decide(desk, "not", *komer)
    url = admin("identitydecision_changelist")
    page = desk.get(url).content.decode()
    assert "not the same" in page
    assert "Robert W. Komer; Komer, Robert W.; Robert Komer" in page
    desk.post(url, {"action": "undo", "_selected_action": [IdentityDecision.objects.get().pk]})
    assert groups() == [{row.name for row in komer}]
    assert "Robert Komer" in desk.get(url + "?undone=yes").content.decode()


def test_only_those_who_may_change_records_decide(client, clerk, komer):
    client.force_login(clerk)
    decision = store.decide(komer, "not")
    for url in (admin("person_groups"), admin("person_group", komer[0].pk), admin("person_group_undo", decision.pk)):
        assert client.get(url).status_code == 403
        assert client.post(url, {"verdict": "same", "records": [row.pk for row in komer]}).status_code == 403
    assert client.get(admin("identitydecision_changelist")).status_code == 403
    decision.refresh_from_db()
    assert decision.undone_at is None
    client.force_login(make_user("viewer"))
    assert client.get(admin("person_groups")).status_code == 403
