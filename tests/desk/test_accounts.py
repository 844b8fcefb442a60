"""What administrators see of accounts: roles, links for a new password, who did what."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from tests.support.browsing import PASSWORD
from tests.support.people import make_user

pytestmark = pytest.mark.django_db
NEW = "a long sentence of a new password"


def made_link(client, user) -> str:
    """The link that the page shows once it is made."""
    page = client.post(reverse("admin:auth_user_password_link", args=[user.pk])).content.decode()
    return re.search(r'value="(http://[^"]+/new-password/[^"]+)"', page)[1]


def test_the_list_of_accounts_shows_roles_without_a_query_for_each(
    client, administrator, django_assert_max_num_queries
):
    for number in range(20):
        make_user(f"clerk {number}", "clerk")
    client.force_login(administrator)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("admin:auth_user_changelist")).content.decode()
    assert page.count('<td class="field-roles">clerk</td>') == 20
    assert '<td class="field-roles">administrator</td>' in page


def test_a_link_gives_a_new_password_once_and_the_second_factor_stays(client, administrator, clerk):
    client.force_login(administrator)
    page = reverse("admin:auth_user_password_link", args=[clerk.pk])
    assert page in client.get(reverse("admin:auth_user_change", args=[clerk.pk])).content.decode()
    assert "/new-password/" not in client.get(page).content.decode()
    link, stranger = made_link(client, clerk), Client()
    form = stranger.get(link, follow=True)
    here = form.redirect_chain[-1][0]
    assert "new_password1" in form.content.decode()
    assert link.split("/")[-2] not in here
    assert "too short" in stranger.post(here, {"new_password1": "x", "new_password2": "x"}).content.decode()
    assert stranger.post(here, {"new_password1": NEW, "new_password2": NEW}).headers["Location"] == "/admin/login/"
    clerk.refresh_from_db()
    assert clerk.check_password(NEW)
    assert "has been used" in Client().get(link, follow=True).content.decode()
    assert "has been used" in stranger.get(here).content.decode()
    history = LogEntry.objects.filter(object_id=clerk.pk).order_by("pk").values_list("user__username", "change_message")
    assert list(history) == [
        ("administrator", "made a link for a new password"),
        ("clerk", "chose a new password by a link"),
    ]


def test_a_link_is_void_after_a_day_and_after_a_login(client, administrator, clerk, settings):
    client.force_login(administrator)
    clerk.set_password(PASSWORD)
    clerk.save()
    link = made_link(client, clerk)
    assert settings.PASSWORD_RESET_TIMEOUT == 86_400
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "older than a day" in Client().get(link, follow=True).content.decode()
    settings.PASSWORD_RESET_TIMEOUT = 86_400
    assert "new_password1" in Client().get(link, follow=True).content.decode()
    Client().post("/admin/login/", {"username": "clerk", "password": PASSWORD})
    assert "has been used" in Client().get(link, follow=True).content.decode()


def test_nobody_becomes_more_than_they_are_by_a_link(client, administrator, archivist, admin_user):
    client.force_login(administrator)
    assert client.post(reverse("admin:auth_user_password_link", args=[admin_user.pk])).status_code == 403
    left = make_user("left", "clerk", is_active=False)
    assert client.post(reverse("admin:auth_user_password_link", args=[left.pk])).status_code == 404
    client.force_login(archivist)
    assert client.post(reverse("admin:auth_user_password_link", args=[archivist.pk])).status_code == 403
