"""The pages in other languages: chosen by the reader or the browser, at the same address, complete, and nothing else translated."""

import ast
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.http import HttpResponse
from django.template.loader import get_template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils import translation

from archive import filing
from archive.records import KINDS, DateRecord
from archive.search import FACETS, SORTS
from archive.web.sentences import sentence
from archive.web.words import FIXED, date_in_words
from tests.support import room
from tests.support.languages import names_of, untranslated, words_of
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
SAME_EVERYWHERE = set(
    "Chancery SHA CSV JSON Lines LD EPUB TEI Refugees POL VIET Schema org unAPI OpenAPI BibTeX RIS CSL".split()
)


def _messages_of(path: Path) -> set:
    """Return the (context, message) pairs that a template translates."""
    nodes = get_template(path.relative_to(TEMPLATES).as_posix()).template.nodelist
    found = set()
    for node in nodes.get_nodes_by_type(TranslateNode):
        if words := getattr(node.filter_expression.var, "literal", None):
            found.add((None, words.replace("%", "%%") if "%" in words else words))
    for node in nodes.get_nodes_by_type(BlockTranslateNode):
        one, many = (node.render_token_list(tokens)[0] for tokens in (node.singular, node.plural))
        if node.trimmed:
            one, many = translation.trim_whitespace(one), translation.trim_whitespace(many)
        context = node.message_context.var if node.message_context else None
        found.add((str(context) if context else None, (one, many) if many else one))
    return found


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES if code != "en"])
def test_every_message_of_the_public_pages_is_translated(language):
    known = {(m.context, m.id if isinstance(m.id, str) else tuple(m.id)) for m in catalogue(language) if m.id}
    used = {message: path.name for path in PUBLIC for message in _messages_of(path)}
    assert len(used) > 300
    assert {message: name for message, name in used.items() if message not in known} == {}


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES if code != "en"])
def test_every_message_of_the_code_of_public_pages_is_translated(language):
    known = {text for m in catalogue(language) if m.id for text in ([m.id] if isinstance(m.id, str) else m.id)}
    archive = Path(settings.BASE_DIR) / "archive"
    used = {
        text: path.name
        for folder in (
            "api",
            "browsing",
            "views",
            "forms",
            "filters",
            "models",
            "references",
            "search",
            "templatetags",
            "web",
        )
        for path in (archive / folder).rglob("*.py")
        for text in _messages_in(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert len(used) > 300
    assert {text: name for text, name in used.items() if text not in known} == {}


def _messages_in(tree: ast.AST) -> list[str]:
    """Return the literal messages of calls of gettext in a module."""
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
    assert set(KINDS) | set(FACETS.values()) | set(SORTS.values()) <= set(FIXED)


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
        "/search/",
        "/documents/vol-d1/",
        "/documents/vol-d1/?view=understood",
        "/documents/vol-d1/cite/",
        "/documents/vol-d1/thread/",
        "/documents/vol-d1/like/",
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
    with translation.override("de"):
        assert date_in_words(record) == german


# --- no English is left ---------------------------------------------------------------------------------------------

#: Pages that say what they understood, what they could not use, and what they did not find.
_MESSAGES = [
    "/search/?q=from%3AQuill+before%3A1939+-war+railway+OR+oil+NEAR%2F3+gas+title%3Apaper+year%3A1938&since=yesterday",
    "/search/?q=before%3Anever+%22the+railway%22~4",
    "/search/?q=840.48+Refugees%2F99", "/search/?q=file%3A840.48*", "/search/?q=Paris+NEAR%2F2+%22two+words%22",
    "/search/?q=document+99+of+1938", "/search/?q=telegram+5555+from+Moscow", "/files/?q=840.48-840.50",
    "/not-held/?file=840.48",
    "/documents/v-d554/?for=telegram+554+from+Moscow", "/people/?page=0", "/search/kind/?q=railway",
    "/selection/cite/?ids=vol-d1&style=none", "/not-held/?year=x",
]  # fmt: skip


@pytest.mark.django_db
def test_no_page_leaves_its_own_words_in_english(client):
    room.build()
    names = names_of()
    left = [
        (url, *found)
        for url in (*room.addresses(), *_MESSAGES)
        for found in untranslated(client, url, names | set(parse_qs(urlsplit(url).query).get("q", [])))
    ]
    assert left == []


class _Pages:
    """A site of one page: German with words of every sort that may be left in English, and with what may be."""

    ENGLISH = '<p title="The title">No paper of this</p><p>The end</p><p lang="en">What the paper says</p><p>of Quill</p><p>the Nile…</p>'
    GERMAN = '<p title="The title">No paper of this</p><p>Das Ende</p><p lang="en">What the paper says</p><p>of Quill</p><p>the Nile…</p>'

    def get(self, url, headers, follow):
        return HttpResponse(self.GERMAN if headers["accept-language"] == "de" else self.ENGLISH)


def test_what_is_left_in_english_is_found():
    found = list(untranslated(_Pages(), "/", frozenset({"of Quill", "the Nile and its banks"})))
    assert found == [("p[title]", "The title"), ("p", "No paper of this")]
    assert words_of(_Pages.GERMAN, "de")[2] == ("p", "Das Ende")


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("No paper here has this file number.", "Kein Schriftstück hat hier dieses Aktenzeichen."),
        ("Marked in the source. 3 papers stand on it.", "In der Quelle ausgezeichnet. 3 Schriftstücke stehen darauf."),
        (
            "Only likely: agrees in number, sender and day; its recipient is another; its day is 2 days off.",
            "Nur wahrscheinlich: stimmt überein in Nummer, Absender und Tag; sein Empfänger ist ein anderer; "
            "sein Tag weicht um 2 Tage ab.",
        ),
        ("Agrees in number.", "Stimmt überein in Nummer."),
        ("Confirmed by an archivist. Seen in print.", "Von einem Archivar bestätigt. Seen in print."),
        (
            "Central decimal file 1910–1949: class 8, internal affairs of states · 40, Europe · paper of 26 March 1944",
            "Zentrale Dezimalakte 1910–1949: Klasse 8, innere Angelegenheiten von Staaten · 40, Europa · "
            "Schriftstück vom 26. März 1944",
        ),
        ("footnote 60", "Fußnote 60"),
        ("telegram 5 from or to Moscow", "Telegramm 5 von oder an Moscow"),
        ("file 840.48, with the words “oil or gas”", "Akte 840.48, mit den Wörtern „oil or gas“"),
        # What is no sentence of the archive stays as it is.
        ("", ""),
        ("Refugees", "Refugees"),
        ("internal affairs of states", "internal affairs of states"),  # words that a reader may have typed
        ("The archivist's own reason; agrees in nothing.", "The archivist's own reason; agrees in nothing."),
        ("paper of 99 March 1944 and more", "paper of 99 March 1944 and more"),
    ],
)
def test_sentences_of_the_core_in_german(english, german):
    with translation.override("en"):
        assert sentence(english) == english
    with translation.override("de"):
        assert sentence(english) == german


@pytest.mark.parametrize(
    ("number", "german"),
    [
        (
            "890e.00/4-1244",
            "Klasse 8, innere Angelegenheiten von Staaten · 90E, Libanon, Levantestaaten · .00, political affairs · "
            "Schriftstück vom 12. April 1944",
        ),
        ("1166/26", "Numerische Akte 1906–1910: Fall 1166 · Anlage 26"),
        ("Lot 64 D 199", "Lot-Akte: 64 D 199 · abgegeben 1964 · ein Amt des Department of State"),
        ("D750123-0456", "Telegramm · Filmrolle D750123 von 1975 · Bild 0456"),
        ("???", "Nicht verstanden: Das Aktenzeichen ist nicht lesbar: Ein Aktenzeichen hat Ziffern."),
    ],
)
def test_explanations_of_file_numbers_in_german(number, german):
    with translation.override("de"):
        assert german in sentence(filing.explain(number).sentence)


def test_every_class_and_country_has_a_german_name():
    terms = [term for term in filing.load_terms() if term.facet in ("class", "country")]
    assert len(terms) > 500
    assert {term.name for term in terms if not filing.name_in("de", term.name)} == set()
    assert (
        filing.name_in("fr", "Europe"),
        filing.name_in("../x", "Europe"),
        filing.name_in("de", "military missions"),
    ) == ("", "", "")


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("Europe", "Europa"),
        ("Great Britain", "Großbritannien"),  # without its bracket
        ("Indochina (1950–1954) or Vietnam (1955–1963)", "Indochina (1950–1954) oder Vietnam (1955–1963)"),
        ("claims (1910–49); miscellaneous (1950–63)", "Ansprüche (1910–49); Verschiedenes (1950–63)"),
        ("Congo (Leopoldville)", "Kongo (Léopoldville)"),
        ("Europe or elsewhere", ""),
    ],
)
def test_names_of_classes_and_countries_in_german(english, german):
    assert filing.name_in("de-at", english) == german


@pytest.mark.parametrize("name", ["matching", "rating"])
def test_every_reason_of_a_reference_is_translated(name):
    tree = ast.parse((Path(settings.BASE_DIR) / "archive" / "references" / f"{name}.py").read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    sentences = {
        "".join(_literal(part) for part in getattr(node, "values", [node]))
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in docstrings and _is_text(node)
    }
    reasons = {text for text in sentences if re.fullmatch(r"[A-Z][a-z]+ .*[.]", text) and " 7." not in text}
    assert reasons or name == "rating"
    with translation.override("de"):
        assert {text for text in reasons if sentence(text) == text} == set()


def _literal(part: ast.expr) -> str:
    """Return the words of a part of a text; of a choice the first, of a value a number."""
    if isinstance(part, ast.FormattedValue):
        return _literal(part.value.body) if isinstance(part.value, ast.IfExp) else "7"
    return str(part.value)


def _is_text(node: ast.JoinedStr | ast.Constant) -> bool:
    return isinstance(node, ast.JoinedStr) or isinstance(node.value, str)
