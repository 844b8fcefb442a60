"""The workbench in a browser: a list of groups decided by one key each, without script by its buttons, and every decision undone."""

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

from archive import store
from archive.models import IdentityDecision, Merge, Person, State
from archive.records import CorrespondentRecord
from tests.support.browsing import PASSWORD, fits, log_in, refusals
from tests.support.records import document_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/admin/archive/person/same/"
KOMER = ("Komer, Robert W.", "Robert W. Komer", "Robert Komer")
NOLTING = ("Nolting, Frederick E., Jr.", "Frederick E. Nolting")
SMITH = ("Smith, Gerard C.", "Gerard Smith")


@pytest.fixture
def groups():
    """Three groups, the surest first, and an archivist."""
    User.objects.create_user("archivist", password=PASSWORD, is_staff=True).groups.add(
        Group.objects.get(name="archivist")
    )
    offices = {KOMER: "National Security Council Staff", NOLTING: "", SMITH: ""}
    for number, (name, office) in enumerate((name, office) for names, office in offices.items() for name in names):
        sender = CorrespondentRecord(name, office or f"Office {number}", name)
        store.save(document_record(f"vol#d{number}", number=str(number), senders=(sender,)), state=State.PUBLISHED)
    found = store.similar_groups("person")
    assert [set(group.names) for group in found] == [set(KOMER), set(SMITH), set(NOLTING)]
    return found


def test_groups_are_decided_by_one_key_each_and_undone(page, groups, assert_accessible):
    refused = refusals(page)
    log_in(page, "archivist")
    page.goto(LIST)
    assert_accessible(page)
    assert fits(page)
    page.get_by_role("link", name="Begin with the first").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("One person, or 3?")
    assert_accessible(page)
    assert fits(page)

    # The third is left out: it comes next, with the record that the others are now.
    page.keyboard.press("3")
    expect(page.locator("[name=records]").nth(2)).not_to_be_checked()
    page.keyboard.press("s")
    expect(page.get_by_text("2 records are one now")).to_be_visible()
    expect(heading).to_have_text("One person, or 2?")
    page.keyboard.press("s")
    expect(page.get_by_text("Group 1 of 2")).to_be_visible()
    assert Person.objects.filter(name__in=KOMER, merged_into=None).count() == 1

    # A text is typed and not taken for keys.
    page.get_by_label("Reason, if it is not plain").fill("")
    page.get_by_label("Reason, if it is not plain").press_sequentially("sons of one name")
    expect(heading).to_have_text("One person, or 2?")
    page.get_by_role("button", name="Not the same").focus()
    page.keyboard.press("n")
    expect(page.get_by_text("Group 1 of 1")).to_be_visible()
    assert IdentityDecision.objects.get(verdict="not").reason == "sons of one name"
    page.keyboard.press("l")
    expect(page.get_by_text("Nothing waits here.")).to_be_visible()

    page.goto(LIST + "?later=1")
    page.get_by_role("link", name="Begin with the first").click()
    expect(page.get_by_label("Keys:")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_text("Undone: put off")).to_be_visible()
    for undone in ("not the same", "the same", "the same"):
        page.goto(LIST)
        page.get_by_role("link", name="Begin with the first").click()
        expect(page.get_by_label("Keys:")).to_be_visible()
        page.keyboard.press("u")
        expect(page.get_by_text(f"Undone: {undone}")).to_be_visible()
    assert not Merge.objects.filter(undone_at=None).exists()
    assert [group.names for group in store.similar_groups("person")] == [group.names for group in groups]
    assert refused == []


def test_keys_can_be_switched_off(page, groups):
    log_in(page, "archivist")
    page.goto(f"{LIST}{groups[0].first}/")
    page.get_by_role("checkbox", name="Keys:").uncheck()
    page.reload()
    expect(page.get_by_role("checkbox", name="Keys:")).not_to_be_checked()
    page.keyboard.press("1")
    expect(page.locator("[name=records]").first).to_be_checked()
    page.keyboard.press("s")
    page.get_by_role("checkbox", name="Keys:").check()
    page.keyboard.press("1")
    expect(page.locator("[name=records]").first).not_to_be_checked()
    assert not Merge.objects.exists()


def test_without_script_it_is_a_form(chromium, live_server, groups):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    log_in(page, "archivist")
    page.goto(f"{LIST}{groups[0].first}/")
    page.get_by_role("button", name="Same", exact=False).first.click()
    expect(page.get_by_text("3 records are one now")).to_be_visible()
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("Undone: the same")).to_be_visible()
    assert not Merge.objects.filter(undone_at=None).exists()
    context.close()
