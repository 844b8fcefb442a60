"""A browser without scripts that types into the forms of the desk."""

from __future__ import annotations

from urllib.parse import urljoin

from django.test import Client
from lxml import html as parser

from tests.support.browsing import PASSWORD

ENTER = "/admin/archive/document/enter/"
TYPED = "840.48 <Quill> & “Wobble”\n\n  An indented line, and </textarea><script>alert(1)</script>"


class Browser(Client):
    """A browser that keeps cookies, checks nothing away, and sends forms with all that they have."""

    def __init__(self, name: str = ""):
        super().__init__(enforce_csrf_checks=True)
        if name:
            self.log_in(name)

    def log_in(self, name: str):
        form = Form(self.get("/admin/login/"), "/admin/login/")
        assert form.send(self, username=name, password=PASSWORD).status_code == 302

    def end_session(self):
        """Lose the session, as by the end of its time; other cookies stay."""
        del self.cookies["sessionid"]

    def open(self, url: str, **wanted) -> Form:
        """Open a page and return its form."""
        response = self.get(url)
        assert response.status_code == 200, url
        return Form(response, url, **wanted)


class Form:
    """A form of a page, as a browser has it: ``has`` names a field that it must have, ``action`` is the path it is sent to."""

    def __init__(self, response, url: str, *, has: str = "", action: str = ""):
        self.page = parser.document_fromstring(response.content.decode())
        self.url = url
        forms = [form for form in self.page.forms if form.get("id") != "logout-form" and form.method == "POST"]
        forms = [form for form in forms if not has or form.xpath(f".//*[@name='{has}']")]
        self.forms = [form for form in forms if not action or self._address(form).startswith(action)]
        self.form = self.forms[0] if self.forms else None

    def _address(self, form) -> str:
        return urljoin(self.url, form.get("action") or self.url)

    @property
    def address(self) -> str:
        return self._address(self.form)

    def values(self, **more) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, value in [*self.form.form_values(), *more.items()]:
            found[name] = [value] if name in more else [*found.get(name, []), value]
        for area in self.form.xpath(".//textarea[@name]"):
            if area.get("name") not in more:
                found[area.get("name")] = [(area.text or "").removeprefix("\n")]
        return found

    def send(self, browser: Client, headers: dict | None = None, **more):
        return browser.post(self.address, self.values(**more), headers=headers)


def log_in_again(browser: Browser, response, name: str):
    """Fill in the login page that carries words."""
    assert response.status_code == 403
    form = Form(response, response.request["PATH_INFO"])
    return form.send(browser, username=name, password=PASSWORD)


def text_fields(form) -> list:
    """The fields of a form that a person types into."""
    inputs = form.xpath(".//input[@name][not(@type) or @type='text']")
    areas = form.xpath(".//textarea[@name]")
    return [f for f in [*inputs, *areas] if f.get("readonly") is None and "__prefix__" not in f.get("name")]
