"""Who did what: every kind of deed in one list, newest first, whole over its pages, for administrators."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive import jobs, store, workflow
from archive.desk.activity import SHOWN
from archive.models import Document, DocumentWarning, Person, State
from archive.records import ReadingWarning
from tests.support.records import document_record

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:activity")


def rows(client, **asked) -> list[list[str]]:
    html = client.get(PAGE, asked).content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    cells = (re.findall(r"<td>(.*?)</td>", row, re.DOTALL) for row in html.split("</tr>") if "<td>" in row)
    return [[unescape(re.sub(r"<[^>]*>", "", cell)).strip() for cell in row] for row in cells]


def test_every_kind_of_deed_is_listed_with_who_and_why(client, administrator, archivist, clerk):
    doubted = document_record("vol#d1", warnings=(ReadingWarning("anchor-doubtful", "Which?"),))
    paper = store.save(doubted, user=clerk).document
    workflow.take(paper, "submit", user=clerk)
    workflow.take(Document.objects.get(), "publish", user=archivist, comment="It is right.")
    store.save(document_record("vol#d2"), state=State.PUBLISHED)  # by a command: nobody's deed
    client.force_login(archivist)
    person = Person.objects.first()
    client.post(reverse("admin:archive_person_delete", args=[person.pk]), {"post": "yes"})
    ids = DocumentWarning.objects.filter(code="anchor-doubtful").values_list("pk", flat=True)
    jobs.start_dismissing(DocumentWarning, ids, dismiss=True, user=archivist, reason="Printed so.")
    assert client.get(PAGE).status_code == 403
    client.force_login(administrator)
    found = {(who, what, why) for _, who, what, _, why in rows(client)}
    assert {
        ("clerk", "saved version 1", ""),
        ("clerk", "draft → in review", ""),
        ("archivist", "in review → published", "It is right."),
        ("archivist", "began a job", "Printed so."),
        ("archivist", "change: doubt", "dismissed: Printed so."),
    } <= found
    assert {who for who, *_ in found} == {"clerk", "archivist"}
    assert {who for _, who, *_ in rows(client, by="clerk")} == {"clerk"}
    assert rows(client, by="nobody") == []
    assert len(rows(client, before="not a time")) == len(rows(client))


def test_older_pages_skip_and_repeat_nothing(client, administrator):
    for number in range(SHOWN + 3):
        store.save(document_record(f"vol#d{number}", heading=f"Heading {number}"), user=administrator)
    client.force_login(administrator)
    with CaptureQueriesContext(connection) as asked:
        first = client.get(PAGE).content.decode()
    tables = [one["sql"] for one in asked if "archive_" in one["sql"] or "django_admin_log" in one["sql"]]
    assert len(tables) == 4
    older = unescape(re.search(r'href="(\?by=[^"]*)"', first)[1])
    html = first + client.get(PAGE + older).content.decode()
    assert sorted(re.findall(r">(Heading \d+)<", html)) == sorted(f"Heading {n}" for n in range(SHOWN + 3))
