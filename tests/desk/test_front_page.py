"""The desk's front page: what each role may begin, what each left unfinished, and the lists by what one does with them."""

import re

import pytest
from django.contrib.admin import site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive import store, workflow
from archive.models import Entry, Note, PendingEdit, State
from tests.support.records import document_record

pytestmark = pytest.mark.django_db
ENTER = reverse("admin:archive_document_enter")
IMPORT = reverse("admin:archive_importrun_add")


def front(client, user) -> str:
    client.force_login(user)
    return client.get(reverse("admin:index")).content.decode()


def test_each_begins_what_each_may(client, clerk, administrator):
    begun = front(client, clerk).split("</nav>")[0]
    assert f'href="{ENTER}"' in begun
    assert IMPORT not in begun
    begun = front(client, administrator).split("</nav>")[0]
    assert f'href="{ENTER}"' in begun
    assert f'href="{IMPORT}"' in begun


def test_one_goes_on_with_ones_own_entries_only(client, clerk, other_clerk):
    mine = Entry.objects.create(user=clerk, text="The Ambassador in Peru to the Secretary")
    theirs = Entry.objects.create(user=other_clerk, text="Something else")
    page = front(client, clerk)
    assert f'href="{reverse("admin:archive_document_entry", args=[mine.pk])}">“The Ambassador in Peru' in page
    assert reverse("admin:archive_document_entry", args=[theirs.pk]) not in page


def test_what_waits_is_shown_to_those_whom_it_concerns(client, clerk, other_clerk, archivist):
    papers = [
        store.save(document_record(f"p#{n}", heading=f"Paper {n}"), state=State.PUBLISHED).document for n in range(3)
    ]
    hidden = store.save(document_record("p#9", heading="A draft of somebody"), user=other_clerk).document
    asked = []
    for paper in papers:
        workflow.write_note(paper, f"Look at {paper}", user=archivist, to=clerk)
        PendingEdit.objects.create(document=paper, record={}, base_version=1, user=clerk, reason="A wrong day")
        with CaptureQueriesContext(connection) as queries:
            front(client, clerk)
        asked.append(len(queries))
    assert asked[2] <= asked[0]
    Note.objects.create(record=hidden, text="About what you may not see", user=archivist, to=clerk)
    workflow.settle_note(Note.objects.get(text="Look at Paper 0"), user=clerk)
    mine = front(client, clerk)
    notes, edits = mine.split('id="notes-for-you"')[1].split('id="your-edits"')
    assert re.findall("Look at Paper .", notes) == ["Look at Paper 2", "Look at Paper 1"]
    assert "About what you may not see" in notes
    assert "A draft of somebody" not in mine
    assert edits.count("A wrong day") == 3
    for user in (other_clerk, archivist):
        theirs = front(client, user)
        assert "Notes for you" not in theirs
        assert "Your edits that wait" not in theirs


def test_lists_are_grouped_by_use_and_none_is_lost(client, admin_user):
    page = front(client, admin_user)
    assert re.findall(r'<h2 id="lists-[a-z-]+">([^<]+)', page) == [
        "Papers", "Filing", "People, offices and places", "Doubts and corrections", "Many at once", "Accounts and logins",
    ]  # fmt: skip
    request = client.get(reverse("admin:index")).wsgi_request
    registered = [desk.opts for desk in site._registry.values() if desk.has_view_permission(request)]
    assert len(registered) > 20
    for opts in registered:
        assert f'href="{reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")}"' in page
    accounts = page.split('id="lists-accounts-and-logins"')[1]
    assert reverse("admin:auth_user_changelist") in accounts
    assert reverse("admin:archive_document_changelist") not in accounts
