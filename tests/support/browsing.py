"""What a person does and sees in a browser."""

import pytest

#: Runs a test that takes ``page`` and ``scheme`` on a wide screen in the light and on a narrow one in the dark.
BOTH_SCREENS = pytest.mark.parametrize(
    ("page", "scheme"), [(1280, "light"), (320, "dark")], ids=["wide-light", "narrow-dark"], indirect=["page"]
)
PASSWORD = "a long enough phrase"


def log_in(page, name: str) -> None:
    """Log in at the desk with the name and ``PASSWORD``."""
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")


def log_out(page) -> None:
    """Forget the session."""
    page.context.clear_cookies()


def refusals(page) -> list[str]:
    """Return a list that collects what the content security policy refuses from now on."""
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Security Policy" in message.text else None)
    return refused


def fits(page) -> bool:
    """Return whether the page needs no scrolling sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
