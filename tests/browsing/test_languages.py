"""The pages in other languages: chosen by the reader or the browser, at the same address, complete, and nothing else translated."""

import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings

from archive.records import KINDS, DateRecord
from archive.search import FACETS, SORTS
from archive.words import FIXED, span_in_words
from tests.browsing.conftest import dated

LOCALE = Path(settings.LOCALE_PATHS[0])
GERMAN = {"accept-language": "de-AT,de;q=0.8,en;q=0.5"}


def catalogue(language: str):
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES if code != "en"])
def test_a_language_is_complete_and_compiled(language):
    messages = {(m.context, m.id): m for m in catalogue(language) if m.id}
    for (_, text), message in messages.items():
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(strings), text
        assert not message.fuzzy, text
        for string in strings:
            originals = message.id if isinstance(message.id, tuple) else (message.id,)
            assert set(re.findall(r"%\(\w+\)s", string)) <= set(re.findall(r"%\(\w+\)s", "".join(originals))), text
            assert re.findall(r"<\w+", string) == re.findall(r"<\w+", originals[0]), text
    with (LOCALE / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = {(_text(m.context), _fixed(m.id)): _fixed(m.string) for m in read_mo(file) if m.id}
    assert compiled == {key: message.string for key, message in messages.items()}


def _text(context):
    return context.decode() if isinstance(context, bytes) else context


def _fixed(value):
    return tuple(value) if isinstance(value, list) else value


def test_the_words_that_python_keeps_are_all_for_translation():
    assert set(KINDS) | set(FACETS.values()) | set(SORTS) <= set(FIXED)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["/", "/about/", "/volumes/", "/people/", "/chronology/", "/search/?q=x", "/selection/", "/nowhere/"]
)
def test_a_page_speaks_the_browsers_language_at_the_same_address(client, paper, url):
    paper(1)
    english, german = client.get(url), client.get(url, headers=GERMAN)
    assert german.status_code == english.status_code
    assert ('<html lang="en">' in english.content.decode(), '<html lang="de">' in german.content.decode()) == (
        True,
        True,
    )
    assert "Personen" in german.content.decode()
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in german["Vary"].split(",")}
    assert german["Content-Language"] == "de"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url",
    [
        "/new.atom",
        "/search.csv?q=x",
        "/sitemap.xml",
        "/robots.txt",
        "/opensearch.xml",
        "/selection.csv?ids=vol-d1",
        "/admin/login/",
    ],
)
def test_files_feeds_and_the_desk_are_the_same_for_everybody(client, paper, url):
    paper(1, date=dated("1938-03-05"))
    english, german = client.get(url), client.get(url, headers=GERMAN)
    if not url.startswith("/admin"):
        assert german.getvalue() == english.getvalue()
        assert "Accept-Language" not in german.get("Vary", "")
    else:
        assert "Log in" in german.content.decode()


@pytest.mark.django_db
def test_the_readers_choice_stands_before_the_browsers(client):
    response = client.post("/language/", {"language": "de", "next": "/about/?x=1"})
    assert (response.status_code, response.url) == (302, "/about/?x=1")
    cookie = response.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("de", "Lax", True)
    assert "Über das Archiv" in client.get("/about/", headers={"accept-language": "en"}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["https://example.org/", "//example.org/", "javascript:alert(1)", "", "\0"])
def test_a_choice_leads_nowhere_else(client, target):
    assert client.post("/language/", {"language": "de", "next": target}).url == "/"


@pytest.mark.django_db
def test_odd_choices_are_refused(client):
    assert client.post("/language/", {"language": "xx"}).status_code == 400
    assert client.post("/language/").status_code == 400
    assert client.get("/language/").status_code == 405
    assert client.get("/about/", headers={"accept-language": "\x00,;q=x," * 50}).status_code == 200


@pytest.mark.parametrize(
    ("record", "german"),
    [
        (DateRecord("x", "1944-03-26", "1944-03-26"), "26. März 1944"),
        (DateRecord("x", "1944-03-01", "1944-03-31"), "März 1944"),
        (DateRecord("x", "1944-01-01", "1944-12-31"), "1944"),
        (DateRecord("x", "1944-03-26", ""), "am oder nach dem 26. März 1944"),
        (DateRecord("x", "", "1944-03-26"), "am oder vor dem 26. März 1944"),
        (
            DateRecord("x", "1944-03-26", "1944-04-02", "1944-03-26/1944-04-02~"),
            "26. März 1944 – 2. April 1944 (ungefähr)",
        ),
        (DateRecord(), "ohne Datum"),
    ],
)
def test_dates_in_german(record, german):
    from django.utils import translation

    with translation.override("de"):
        assert span_in_words(record) == german
