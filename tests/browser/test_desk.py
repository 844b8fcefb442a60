"""The desk in a browser: the first document from pasting to a visitor's screen, by keyboard; and every page accessible."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.urls import reverse
from playwright.sync_api import expect

from archive import store, workflow
from archive.models import BulkChange, Document, Person, SavedSearch, State
from tests.support.browsing import BOTH_SCREENS, PASSWORD, fits, log_in, log_out, refusals
from tests.support.curation import curation
from tests.support.records import document_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Counts what a person does: keys that are pressed (modifiers aside) and fields that they change.
_COUNTER = """
(() => {
  const counted = JSON.parse(sessionStorage.counted || '{"keys": 0, "fields": []}');
  const keep = () => { sessionStorage.counted = JSON.stringify(counted); };
  addEventListener("keydown", (event) => {
    if (!["Control", "Alt", "Shift", "Meta"].includes(event.key)) { counted.keys += 1; keep(); }
  }, true);
  addEventListener("input", (event) => {
    if (!counted.fields.includes(event.target.name)) { counted.fields.push(event.target.name); keep(); }
  }, true);
})();
"""


@pytest.fixture
def staff():
    """A clerk and an archivist."""
    for role in ("clerk", "archivist"):
        User.objects.create_user(role, password=PASSWORD, is_staff=True).groups.add(Group.objects.get(name=role))


def test_the_first_document_from_pasting_to_a_visitor(page, staff, seed_path, assert_accessible):
    refused = refusals(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    log_in(page, "clerk")
    page.add_init_script(_COUNTER)
    page.goto("/admin/archive/document/enter/")
    page.evaluate("text => navigator.clipboard.writeText(text)", seed_path.read_text(encoding="utf-8"))

    assert page.evaluate("document.activeElement.id") == "text"
    page.keyboard.press("Control+V")
    page.locator("#preview .desk-paper").wait_for()
    assert page.locator("#fields [name=senders-0-office]").input_value() == "Ambassador in the Soviet Union"
    assert page.locator("#fields [name=file_numbers]").input_value() == "840.48 Refugees/5425"
    expect(page.locator("#preview .footnotes li, #preview .footnotes [id^=fn]").nth(2)).to_be_attached()
    assert_accessible(page)
    while page.evaluate("document.activeElement.value") != "save":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/")
    counted = page.evaluate("JSON.parse(sessionStorage.counted)")
    assert counted["fields"] == ["text"]
    assert counted["keys"] == 6

    page.get_by_role("button", name="Send to review").click()
    page.get_by_role("heading", name="In review").wait_for()
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)
    document = Document.objects.get()
    log_out(page)
    assert page.goto(document.get_absolute_url()).status == 404

    log_in(page, "archivist")
    page.goto("/admin/archive/document/?state__exact=review")
    page.get_by_role("link", name="The Ambassador in the Soviet Union").first.click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("heading", name="Published").wait_for()
    log_out(page)

    assert page.goto(document.get_absolute_url()).status == 200
    expect(page.get_by_text("similar specific problems").or_(page.get_by_text("Vyshinski")).first).to_be_visible()
    assert refused == []


@pytest.mark.parametrize("page", [1280], ids=["wide"], indirect=True)
def test_buttons_of_the_preview_change_the_text(page, staff):
    log_in(page, "clerk")
    page.goto("/admin/archive/document/enter/")
    page.locator("#text").fill(
        "840.48 Refugees/5425: Te1egram\n\nThe Ambassador in Ruritania (Quill) to the Secretary of State\n\nStrelsau, March 5, 1938\n\n"
        "The Embassy 1 asked, the Mission 1 told.\n\n1. Not printed.\n"
    )
    page.locator("#preview").get_by_role("button", name="Clean it").click()
    expect(page.locator("#text")).to_have_value(re.compile("5425: Telegram\n"))
    page.get_by_role("button", name="It is no footnote").click()
    expect(page.locator("#text")).to_have_value(re.compile(r"The Embassy \[=1\] asked"))


@pytest.mark.parametrize("page", [1280], ids=["wide"], indirect=True)
def test_a_comment_on_selected_words_is_marked_where_they_stand(page, staff):
    document = store.save(document_record("one"), state=State.REVIEW).document
    log_in(page, "archivist")
    page.goto(reverse("admin:archive_document_review", args=[document.pk]))
    page.evaluate("""() => {
        const text = document.querySelector("[data-text] p");
        const range = document.createRange();
        range.setStart(text.firstChild, 11);
        range.setEnd([...text.childNodes].find((node) => node.data && node.data.includes("read.")), 4);
        document.getSelection().removeAllRanges();
        document.getSelection().addRange(range);
    }""")
    expect(page.get_by_label("The words that it is about")).to_have_value("arrived and was read")
    page.get_by_label("Note", exact=True).fill("Which one?")
    page.get_by_role("button", name="Leave the note").click()
    expect(page.locator("mark.desk-note").first).to_contain_text("arrived")
    page.get_by_role("link", name="Which one?").click()
    page.get_by_role("button", name=re.compile("^Done.*Which one")).click()
    expect(page.locator("mark.desk-note")).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Open again.*Which one")).click()
    expect(page.locator("mark.desk-note").first).to_be_visible()


@pytest.mark.parametrize("page", [1280], ids=["wide"], indirect=True)
def test_a_table_from_a_page_becomes_a_table_and_nothing_else_of_its_html_is_taken(page, staff):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    log_in(page, "clerk")
    page.goto("/admin/archive/document/enter/")
    html = (
        "<p>Shipments <b>of</b> wheat:</p><style>p { color: red }</style><table><caption>In tons</caption>"
        "<tr><th rowspan=2>Port<th>1938<th>1939</tr><tr><td colspan=2>by sea</tr>"
        "<tr><td>Strelsau<td><p>12</p><p>c</p><td onclick='alert(1)'>&lt;b&gt; 7</tr></table><p>So far.</p>"
    )
    page.locator("#text").fill("Before.")
    page.keyboard.press("Control+End")
    page.evaluate(
        "html => navigator.clipboard.write([new ClipboardItem({'text/html': new Blob([html], {type: 'text/html'}), "
        "'text/plain': new Blob(['plain'], {type: 'text/plain'})})])",
        html,
    )
    page.keyboard.press("Control+V")
    expected = "Before.\n\nShipments of wheat:\n\nIn tons\n\nPort\t1938\t1939\n\tby sea\t\nStrelsau\t12 c\t<b> 7\n\nSo far.\n\n"
    expect(page.locator("#text")).to_have_value(expected)
    expect(page.locator("#preview table tr")).to_have_count(3)
    page.keyboard.press("Control+Z")
    expect(page.locator("#text")).to_have_value("Before.")
    page.evaluate("text => navigator.clipboard.writeText(text)", "<table><tr><td>a<td>b</table>")
    page.keyboard.press("Control+V")
    expect(page.locator("#text")).to_have_value("Before.<table><tr><td>a<td>b</table>")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the same pages are looked at on SQLite")
@BOTH_SCREENS
def test_pages_of_the_desk_are_accessible_and_fit(page, staff, scheme, assert_accessible, settings):
    refused = refusals(page)
    archivist = User.objects.get(username="archivist")
    document = store.save(document_record("one"), state=State.PUBLISHED).document
    workflow.edit(document, document_record("one", number="13"), user=archivist, reason="a reason", version=1)
    settings.PUBLISH_OWN_EDITS = True
    workflow.publish_edit(document, user=archivist)
    workflow.edit(document, document_record("one", number="14"), user=archivist, reason="another", version=2)
    page.emulate_media(color_scheme=scheme)
    log_in(page, "archivist")
    for url in [
        reverse("admin:index"),
        reverse("admin:archive_document_changelist"),
        reverse("admin:archive_document_change", args=[document.pk]),
        reverse("admin:archive_document_edit", args=[document.pk]),
        reverse("admin:archive_document_review", args=[document.pk]) + "?of=edits",
        reverse("admin:archive_document_reviews") + "?of=edits",
        reverse("admin:archive_reference_questions"),
        reverse("admin:archive_reference_change", args=[document.references.first().pk]),
        reverse("admin:archive_note_changelist"),
        reverse("admin:archive_document_history", args=[document.pk]),
        reverse("admin:archive_document_enter"),
    ]:
        assert page.goto(url).status == 200
        assert refused == [], url
        assert_accessible(page)
        refused.clear()  # what is refused now was axe's own
        if url != reverse("admin:archive_document_changelist"):
            assert fits(page), url


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the same pages are looked at on SQLite")
@BOTH_SCREENS
def test_pages_of_curation_are_accessible_and_fit(page, scheme, assert_accessible, tmp_path):
    """Imports with their conflicts and their undoing, merging, splitting, bulk changes, queues and readers' reports."""
    staff = User.objects.create_user("administrator", password=PASSWORD, is_staff=True)
    staff.groups.add(Group.objects.get(name="administrator"))
    urls = curation(staff, tmp_path / "volume.xml")
    page.emulate_media(color_scheme=scheme)
    log_in(page, "administrator")
    refused = refusals(page)
    for url in urls:
        assert page.goto(url).status == 200, url
        assert refused == [], url
        assert_accessible(page)
        refused.clear()  # what is refused now was axe's own
        if "list" not in page.evaluate("document.body.className"):
            assert fits(page), url


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the same pages are looked at on SQLite")
@pytest.mark.parametrize("page", [1280], ids=["wide"], indirect=True)
def test_pages_of_accounts_lists_and_jobs_are_accessible_and_fit(page, staff, assert_accessible):
    """What the other two leave out: the front page when something waits, accounts, the state of the archive, records of every kind."""
    administrator = User.objects.create_user("administrator", password=PASSWORD, is_staff=True)
    administrator.groups.add(Group.objects.get(name="administrator"))
    document = store.save(document_record("one"), state=State.DRAFT).document
    workflow.write_note(document, "Which one?", user=User.objects.get(username="archivist"), to=administrator)
    rows = [{"place": "row 2", "id": "one", "version": "1", "values": {"senders": "the Minister in Norway (Bay)"}}]
    sheet = BulkChange.objects.create(
        kind="spreadsheet",
        documents=[document.pk],
        parameters={"file": "papers.csv", "rows": rows, "ignored": ["colour"]},
    )
    SavedSearch.objects.create(
        user=administrator, name="Drafts", place="desk", query="state__exact=draft", seen_at=document.created_at
    )
    log_in(page, "administrator")
    clerk = User.objects.get(username="clerk").pk
    pages = {
        "index": [], "state": [], "password_change": [], "second_factor": [], "auth_user_changelist": [], "auth_user_add": [],
        "auth_user_change": [clerk], "auth_user_password_change": [clerk], "auth_user_password_link": [clerk],
        "auth_group_changelist": [], "axes_accesslog_changelist": [], "archive_bulkchange_prepare": [sheet.pk],
        "archive_erratum_add": [], "archive_person_delete": [Person.objects.get(name="Quill").pk], "archive_volume_add": [],
        "archive_filingterm_add": [], "archive_mission_add": [], "archive_merge_changelist": [],
        "archive_file_changelist": [], "archive_document_originals": [document.pk],
    }  # fmt: skip
    for name, args in pages.items():
        page.set_viewport_size({"width": 1280, "height": 900})
        assert page.goto(reverse(f"admin:{name}", args=args)).status == 200, name
        assert_accessible(page)
        page.set_viewport_size({"width": 320, "height": 900})
        assert fits(page) or "change-list" in page.evaluate("document.body.className"), name
