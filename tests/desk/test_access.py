"""Logging in: guessing is locked out, a second factor keeps the desk shut, cookies are set as a careful service sets them."""

import os
import re
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive.desk import guessing
from archive.web.client import client_address
from tests.support.browsing import PASSWORD
from tests.support.paths import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("passwords")]
LOGIN = "/admin/login/"


def log_in(client, name="archivist", password=PASSWORD, **where):
    return client.post(LOGIN, {"username": name, "password": password, "next": "/admin/"}, **where)


# --- Guessing -------------------------------------------------------------------------------------------------------


def test_guessing_is_locked_out_for_that_name_from_that_address_only(client, archivist, clerk):
    for _ in range(4):
        assert log_in(client, password="wrong").status_code == 200
    locked = log_in(client, password="wrong")
    assert locked.status_code == 429
    assert "Locked for a while" in locked.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", locked.content.decode())
    assert log_in(client).status_code == 429, "the right password neither"
    assert log_in(client, name="clerk").status_code == 302
    client.logout()
    assert log_in(client, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_a_locked_page_carries_what_was_typed(client, archivist):
    for _ in range(4):
        log_in(client, password="wrong")
    data = {"username": "archivist", "password": "wrong", "_typed": 'some "words"'}
    locked = client.post(LOGIN, data)
    assert locked.status_code == 429
    assert 'name="_typed" value="some &quot;words&quot;"' in locked.content.decode()


def test_a_lock_opens_by_itself(client, archivist):
    for _ in range(5):
        log_in(client, password="wrong")
    for attempt in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=attempt.attempt_time - timedelta(minutes=16))
    assert log_in(client).status_code == 302


def test_names_that_nobody_has_are_answered_in_the_same_way(client, archivist):
    def said(name):
        page = log_in(client, name=name, password="wrong").content.decode()
        return re.sub(r'csrfmiddlewaretoken" value="[^"]*"|value="(archivist|nobody)"', "", page)

    assert said("archivist") == said("nobody")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.5", "192.0.2.1"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "10.9.9.9, 203.0.113.5", "203.0.113.5"),
        (2, "10.9.9.9, 203.0.113.5, 198.51.100.7", "203.0.113.5"),
        (1, "", "192.0.2.1"),
        (1, "nonsense", None),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "2001:db8:1:2::", "2001:db8:1:2::"),
        (1, "2001:db8:1:3:3:4:5:6", "2001:db8:1:3::"),
        (1, "::ffff:203.0.113.5", "203.0.113.5"),
    ],
)
def test_only_what_our_own_proxies_say_of_an_address_is_believed(settings, proxies, forwarded, address):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address


def test_behind_a_proxy_one_reader_does_not_lock_out_another(client, archivist, settings):
    settings.PROXIES = 1
    for _ in range(5):
        log_in(client, password="wrong", HTTP_X_FORWARDED_FOR="203.0.113.5")
    assert log_in(client, HTTP_X_FORWARDED_FOR="203.0.113.5").status_code == 429
    assert log_in(client, HTTP_X_FORWARDED_FOR="203.0.113.6").status_code == 302


def test_the_addresses_of_one_ipv6_network_are_counted_as_one(client, archivist):
    for number in range(5):
        log_in(client, password="wrong", REMOTE_ADDR=f"2001:db8:1:2::{number}")
    assert log_in(client, REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code == 429
    assert log_in(client, REMOTE_ADDR="2001:db8:1:3::1").status_code == 302


def test_many_names_from_one_address_are_stopped(client, archivist, clerk):
    assert log_in(client, name="clerk").status_code == 302  # this address is a known one of the clerk's from now on
    client.logout()
    for number in range(guessing.MOST_FROM_ADDRESS - 1):
        assert log_in(client, name=f"name{number}").status_code == 200, number
    assert log_in(client, name="one more").status_code == 429
    assert log_in(client).status_code == 429
    assert client.get("/").status_code == client.get("/search/").status_code == client.get(LOGIN).status_code == 200
    assert log_in(client, REMOTE_ADDR="192.0.2.9").status_code == 302
    client.logout()
    assert log_in(client, name="clerk").status_code == 302
    client.logout()
    for _ in range(5):
        assert log_in(client, name="clerk", password="wrong").status_code in (200, 429)
    assert log_in(client, name="clerk").status_code == 429


def test_one_name_from_many_addresses_is_stopped_where_it_is_not_known(client, archivist):
    assert log_in(client).status_code == 302
    client.logout()
    for number in range(guessing.MOST_FOR_NAME):
        log_in(client, password="wrong", REMOTE_ADDR=f"192.0.2.{number}")
    assert log_in(client, REMOTE_ADDR="198.51.100.1").status_code == 429
    assert log_in(client).status_code == 302


def test_a_login_forgets_the_failures_of_its_name_only(client, archivist, clerk):
    for number in range(20):
        log_in(client, name=f"name{number}")
    log_in(client, password="wrong")
    assert log_in(client).status_code == 302
    assert AccessAttempt.objects.count() == 20


def test_a_wrong_old_password_counts_as_guessing(client, archivist):
    url = reverse("admin:password_change")
    wrong = {"old_password": "wrong", "new_password1": "quite another phrase", "new_password2": "quite another phrase"}
    client.force_login(archivist)
    for _ in range(4):
        assert client.post(url, wrong).status_code == 200
    locked = client.post(url, wrong)
    assert locked.status_code == 429
    assert "Locked for a while" in locked.content.decode()
    assert client.post(url, wrong | {"old_password": PASSWORD}).status_code == 429
    archivist.refresh_from_db()
    assert archivist.check_password(PASSWORD)
    assert client.get("/admin/").status_code == 200, "the desk stays open"
    AccessAttempt.objects.all().delete()
    assert client.post(url, wrong | {"old_password": PASSWORD}).status_code == 302


def test_other_mistakes_in_changing_a_password_are_no_guessing(client, archivist):
    client.force_login(archivist)
    data = {"old_password": PASSWORD, "new_password1": "short", "new_password2": "shorter"}
    assert client.post(reverse("admin:password_change"), data).status_code == 200
    assert not AccessAttempt.objects.exists()


# --- The second factor ----------------------------------------------------------------------------------------------


def code_of(device: TOTPDevice, ahead: int = 0) -> str:
    """The code that the app shows, or will show some steps ahead: a code is taken once only."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + ahead * device.step
    return f"{totp.token():0{device.digits}d}"


def set_up(client) -> list[str]:
    """Turn the second factor on; the codes on paper."""
    assert client.get(reverse("admin:second_factor_set_up")).status_code == 200
    device = TOTPDevice.objects.get()
    page = client.post(reverse("admin:second_factor_set_up"), {"code": code_of(device)}).content.decode()
    return re.findall(r"<li><code>(\w+)</code>", page)


def test_setting_up_shows_a_picture_and_the_secret_and_wants_a_proof(client, archivist):
    client.force_login(archivist)
    page = client.get(reverse("admin:second_factor_set_up")).content.decode()
    assert "<svg" in page
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|<style", page)
    assert client.get(reverse("admin:second_factor_set_up")).content.decode().count("desk-secret") == 1
    assert TOTPDevice.objects.count() == 1
    wrong = client.post(reverse("admin:second_factor_set_up"), {"code": "000000"}).content.decode()
    assert "This code is not right" in wrong
    assert not TOTPDevice.objects.filter(confirmed=True).exists()
    assert client.get("/admin/").status_code == 200, "it is optional"


def test_with_a_second_factor_the_password_alone_opens_nothing(client, archivist):
    client.force_login(archivist)
    codes = set_up(client)
    assert len(set(codes)) == 10
    assert client.get("/admin/").status_code == 200
    client.logout()
    assert log_in(client).status_code == 302
    ask = reverse("admin:second_factor")
    listing = reverse("admin:archive_person_changelist")
    for url in ("/admin/", listing, reverse("admin:second_factor_set_up"), reverse("admin:second_factor_remove"),
                reverse("admin:password_change")):  # fmt: skip
        assert client.get(url).url == ask, url
        assert client.post(url, {}).url == ask, url
    assert client.get(listing).url == ask
    assert client.get("/search/").status_code == 200
    page = client.post(ask, {"code": "000000"})
    assert "is not right" in page.content.decode()


def test_a_code_on_paper_opens_the_desk_once(client, archivist):
    client.force_login(archivist)
    first = set_up(client)[0]
    client.logout()
    log_in(client)
    listing = reverse("admin:archive_person_changelist")
    client.get(listing)
    key = client.session.session_key
    response = client.post(reverse("admin:second_factor"), {"code": f" {first.upper()} "})
    assert response.url == listing
    assert client.session.session_key != key
    assert client.get(listing).status_code == 200
    assert StaticToken.objects.count() == 9
    client.logout()
    log_in(client)
    assert client.post(reverse("admin:second_factor"), {"code": first}).status_code == 200
    assert client.get(listing).status_code == 302


def test_a_code_of_the_app_opens_the_desk_and_guessing_codes_is_slowed_down(client, archivist, settings):
    settings.OTP_STATIC_THROTTLE_FACTOR = settings.OTP_TOTP_THROTTLE_FACTOR = 60  # longer than a slow machine takes
    client.force_login(archivist)
    codes = set_up(client)
    device = TOTPDevice.objects.get()
    client.logout()
    log_in(client)
    client.post(reverse("admin:second_factor"), {"code": code_of(device, ahead=1)})
    assert client.get("/admin/").status_code == 200
    client.logout()
    log_in(client)
    for _ in range(3):
        client.post(reverse("admin:second_factor"), {"code": "zzzzzzzz"})
    assert client.post(reverse("admin:second_factor"), {"code": codes[1]}).status_code == 200
    assert client.get("/admin/").status_code == 302


def test_codes_that_were_wrong_while_the_clock_was_ahead_keep_nobody_out_when_it_is_right(client, archivist):
    client.force_login(archivist)
    set_up(client)
    client.logout()
    log_in(client)
    device, ahead = TOTPDevice.objects.get(), timezone.now() + timedelta(hours=1)
    TOTPDevice.objects.update(throttling_failure_count=3, throttling_failure_timestamp=ahead)
    client.post(reverse("admin:second_factor"), {"code": code_of(device, ahead=1)})
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("page", ["second_factor", "second_factor_remove"])
def test_wrong_codes_count_as_guessing_and_another_login_does_not_forget_them(client, archivist, page):
    client.force_login(archivist)
    codes = set_up(client)
    url = reverse(f"admin:{page}")
    for number in range(5):
        if page == "second_factor":
            client.logout()
            assert log_in(client).status_code == 302
        answer = client.post(url, {"code": "zzzzzzzz", "password": PASSWORD})
        assert answer.status_code == (429 if number == 4 else 200)
    assert client.post(url, {"code": codes[0], "password": PASSWORD}).status_code == 429
    assert TOTPDevice.objects.exists()


def test_taking_it_away_wants_the_password_and_a_code_and_is_logged(client, archivist):
    client.force_login(archivist)
    codes = set_up(client)
    url = reverse("admin:second_factor_remove")
    assert "is not right" in client.post(url, {"password": "wrong", "code": codes[0]}).content.decode()
    assert TOTPDevice.objects.exists()
    assert client.post(url, {"password": PASSWORD, "code": codes[1]}).status_code == 302
    assert not TOTPDevice.objects.exists()
    assert [e.change_message for e in LogEntry.objects.order_by("pk")] == [
        "set up a second factor",
        "removed the second factor",
    ]
    client.logout()
    log_in(client)
    assert client.get("/admin/").status_code == 200


def test_an_administrator_can_help_who_has_lost_everything(client, archivist):
    client.force_login(archivist)
    set_up(client)
    call_command("reset_second_factor", "archivist", verbosity=0)
    client.logout()
    log_in(client)
    assert client.get("/admin/").status_code == 200
    with pytest.raises(CommandError, match="no user nobody"):
        call_command("reset_second_factor", "nobody")


# --- Sessions and cookies -------------------------------------------------------------------------------------------


def test_logging_in_gives_a_new_session_and_logging_out_ends_it(client, archivist):
    client.get(LOGIN)
    log_in(client)
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""
    before = cookie.value
    assert client.cookies["csrftoken"]["httponly"]
    client.post("/admin/logout/")
    client.cookies["sessionid"] = before
    assert client.get("/admin/").status_code == 302


def test_a_reader_gets_no_cookie(client):
    assert client.get("/").cookies == {}


def test_over_https_cookies_belong_to_this_host_alone(tmp_path):
    show = (
        "from django.conf import settings as s; "
        "print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_DOMAIN)"
    )
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("CHANCERY_") and k != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "shell", "--no-imports", "-c", show],
        env=inherited | {"CHANCERY_VAR": str(tmp_path), "CHANCERY_HTTPS": "1", "CHANCERY_SECRET_KEY": "ab12-" * 16},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["__Host-sessionid", "True", "__Host-csrftoken", "True", "None"]
