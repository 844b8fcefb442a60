"""A real browser on a real server: Debian's Chromium, driven by Playwright, with axe for accessibility."""

from __future__ import annotations

import os
import shutil

import pytest

# Playwright keeps an event loop in the test's thread, which Django takes for an asynchronous view.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def _chromium() -> str:
    if found := os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser"):
        return found
    reason = "Chromium is not installed"
    if os.environ.get("CI") == "true" or os.environ.get("CHANCERY_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    return pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium():
    """One browser for all the tests of a worker."""
    path = _chromium()
    from playwright.sync_api import expect, sync_playwright

    # Assertions that wait give a busy machine time.
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=[1280, 320], ids=["wide", "narrow"])
def page(request, chromium, live_server):
    """A page at each width, with the live server as its base address."""
    context = chromium.new_context(base_url=live_server.url, viewport={"width": request.param, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def reading_room(request, django_db_setup, django_db_blocker):
    """A server of the archive that ``tests/support/room.py`` makes, one for all the tests of a module: they only read.

    A module that uses it has the mark ``xdist_group``, so that one worker runs all of it and the archive is made once, and
    ``django_db``, without which there is no test database and this would empty the real one.
    """
    if not request.node.get_closest_marker("django_db"):
        pytest.fail("a module that uses reading_room must be marked with django_db")
    from django.core.management import call_command
    from pytest_django.live_server_helper import LiveServer

    from tests.support import room

    with django_db_blocker.unblock():
        room.build()
        server = LiveServer("localhost")
        server._live_server_modified_settings.enable()
        try:
            yield server
        finally:
            server._live_server_modified_settings.disable()
            server.stop()
            call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def reader(chromium, reading_room):
    """A function that opens a new reader's page: ``reader(320, script=False)``."""
    contexts = []

    def open_page(width: int = 1280, *, script: bool = True, **options):
        context = chromium.new_context(
            base_url=reading_room.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            permissions=["clipboard-read", "clipboard-write"],
            **options,
        )
        # A click waits for the page that it leads to, however busy the machine is.
        context.set_default_timeout(60_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def violations():
    """A function that returns every violation that axe finds on a page; ``rules`` limits it to these rules."""
    from axe_playwright_python.sync_playwright import Axe

    def check(page, *rules: str) -> list[str]:
        options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
        results = Axe().run(page, options=options)
        return [f"{page.url}\n{results.generate_report()}"] if results.violations_count else []

    return check


@pytest.fixture
def assert_accessible(violations):
    """A function that fails if axe finds a violation on a page."""

    def check(page) -> None:
        assert violations(page) == []

    return check
