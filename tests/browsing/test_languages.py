"""The pages in other languages: chosen by the reader or the browser, at the same address, complete, and nothing else translated."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.template.loader import get_template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from archive.records import KINDS, DateRecord
from archive.search import FACETS, SORTS
from archive.web.words import FIXED, date_in_words
from tests.support.records import dated

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


TEMPLATES = Path(settings.BASE_DIR) / "templates"
PUBLIC = [TEMPLATES / "base.html", *sorted((TEMPLATES / "archive").rglob("*.html"))]
#: Names, formats and examples of file numbers, which are the same in every language.
SAME_EVERYWHERE = set("Chancery CSV JSON Lines LD EPUB TEI Refugees POL VIET Schema org".split())


def _messages_of(path: Path) -> set:
    """The (context, message) that a template asks a translation of."""
    nodes = get_template(path.relative_to(TEMPLATES).as_posix()).template.nodelist
    found = set()
    for node in nodes.get_nodes_by_type(TranslateNode):
        if words := getattr(node.filter_expression.var, "literal", None):
            found.add((None, words.replace("%", "%%") if "%" in words else words))
    for node in nodes.get_nodes_by_type(BlockTranslateNode):
        one, many = (node.render_token_list(tokens)[0] for tokens in (node.singular, node.plural))
        context = node.message_context.var if node.message_context else None
        found.add((str(context) if context else None, (one, many) if many else one))
    return found


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES if code != "en"])
def test_every_message_of_the_public_pages_is_translated(language):
    known = {(m.context, m.id if isinstance(m.id, str) else tuple(m.id)) for m in catalogue(language) if m.id}
    asked = {message: path.name for path in PUBLIC for message in _messages_of(path)}
    assert len(asked) > 300
    assert {message: name for message, name in asked.items() if message not in known} == {}


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES if code != "en"])
def test_every_message_of_the_code_of_public_pages_is_translated(language):
    known = {text for m in catalogue(language) if m.id for text in ([m.id] if isinstance(m.id, str) else m.id)}
    archive = Path(settings.BASE_DIR) / "archive"
    asked = {
        text: path.name
        for folder in ("browsing", "views", "forms", "filters", "templatetags", "web")
        for path in (archive / folder).rglob("*.py")
        for text in _asked_in(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert len(asked) > 100
    assert {text: name for text, name in asked.items() if text not in known} == {}


def _asked_in(tree: ast.AST) -> list[str]:
    """The literal messages of calls of gettext in a module."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    found = []
    for call in calls:
        count = {"_": 1, "gettext": 1, "gettext_noop": 1, "gettext_lazy": 1, "ngettext": 2}.get(call.func.id, 0)
        found += [
            word.value for word in call.args[:count] if isinstance(word, ast.Constant) and isinstance(word.value, str)
        ]
    return found


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_no_words_of_a_page_are_left_out_of_translation(path):
    source = re.sub(r"{% block body_class %}.*?{% endblock %}|<code>.*?</code>", "|", path.read_text(encoding="utf-8"))
    source = re.sub(
        r"{% blocktranslate.*?{% endblocktranslate %}|{%.*?%}|{{.*?}}|{#.*?#}", "|", source, flags=re.DOTALL
    )
    attributes = re.findall(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)"', source)
    bare = re.sub(r"<!doctype html>|<svg.*?</svg>|<[^>]*>", "|", source, flags=re.DOTALL)
    words = re.findall(r"[^\W\d_]{2,}", " ".join([bare, *attributes]).replace("&nbsp;", " "))
    assert sorted(set(words) - SAME_EVERYWHERE) == []


def _text(context):
    return context.decode() if isinstance(context, bytes) else context


def _fixed(value):
    return tuple(value) if isinstance(value, list) else value


def test_the_words_that_python_keeps_are_all_for_translation():
    assert set(KINDS) | set(FACETS.values()) | set(SORTS) <= set(FIXED)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/about/",
        "/volumes/",
        "/people/",
        "/chronology/",
        "/search/?q=x",
        "/selection/",
        "/nowhere/",
        "/documents/",
        "/documents/vol-d1/",
        "/documents/vol-d1/?view=understood",
        "/documents/vol-d1/cite/",
        "/documents/vol-d1/thread/",
        "/files/",
        "/files/decimal-1910/840.48-refugees/",
        "/not-held/",
    ],
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
        assert date_in_words(record) == german
