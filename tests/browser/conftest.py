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
    from playwright.sync_api import sync_playwright

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


@pytest.fixture
def assert_accessible():
    """A function that fails with every violation axe finds on the page it is given."""
    from axe_playwright_python.sync_playwright import Axe

    def check(page) -> None:
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()

    return check
