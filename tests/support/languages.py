"""What a page in another language leaves in English: words that are the same as on its English page, and should not be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from archive.models import Division, Document, ErrorReport, Mission, Office, Person, Place, Volume

#: Words of English that are no words of German: a sentence or a phrase has at least one of them.
_FUNCTION_WORDS = re.compile(
    r"\b(?:the|of|and|or|to|from|with|without|for|by|at|on|this|that|these|those|its?|is|are|was|were|be|been|has|have|had|not|no|"
    r"here|there|where|which|who|whom|only|than|more|all|any|one|some|other|before|after|between|into|under|about|"
    r"others|held|known|found|likely|possible|named|removed?|chosen|heading|text|footnotes?|page|paper|papers|file|number|telegram)\b",
    re.IGNORECASE,
)
_SHOWN = (
    "aria-label",
    "title",
    "placeholder",
    "alt",
    "data-said",
    "data-words",
    "data-footnote",
    "data-add",
    "data-out",
    "data-done",
)
_UNCLOSED = {"meta", "link", "br", "input", "hr", "img", "wbr", "source", "path", "rect", "line", "circle"}


class _Words(HTMLParser):
    """Collects the words that a page shows in its own language: not what is marked as English."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.found: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        language = values.get("lang") or (self._open[-1][1] if self._open else self.language)
        if language == self.language and tag not in ("html", "button") and values.get("class") != "unapi-id":
            self.found += [(f"{tag}[{name}]", values[name] or "") for name in _SHOWN if values.get(name)]
        if tag not in _UNCLOSED:
            self._open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        tag, language = self._open[-1] if self._open else ("", self.language)
        if language == self.language and tag not in ("script", "style", "code") and data.strip():
            self.found.append((tag, " ".join(data.split())))


def words_of(html: str, language: str) -> list[tuple[str, str]]:
    """Return the pieces of text of a page that are in its own language, each with the element that has it."""
    reader = _Words(language)
    reader.feed(html)
    return reader.found


def untranslated(client, url: str, names: frozenset[str], language: str = "de") -> Iterator[tuple[str, str]]:
    """Yield what a page has in common with its English page and that has English words, besides these proper names."""
    pages = {
        code: client.get(url, headers={"accept-language": code}, follow=True).content.decode()
        for code in ("en", language)
    }
    english = {text for _, text in words_of(pages["en"], "en")}
    for where, text in words_of(pages[language], language):
        if text in english and _FUNCTION_WORDS.search(_without(text, names)):
            yield where, text


def _without(text: str, names: frozenset[str]) -> str:
    """Return the text without the names in it; a name may be cut short by an ellipsis."""
    for name in sorted((name for name in names if name in text), key=len, reverse=True):
        text = text.replace(name, "")
    start, ellipsis, _ = text.partition("…")
    return "" if ellipsis and any(start and start.split(". ")[-1] in name for name in names) else text


def names_of() -> frozenset[str]:
    """Return the proper names of an archive, and what its papers and readers wrote: they are the same in every language."""
    found = {report.text for report in ErrorReport.objects.all()}
    found |= {words for paper in Document.objects.all() for words in (paper.heading, paper.source_id)}
    for model in (Office, Person, Place, Mission, Division, Volume):
        found |= {str(one) for one in model.objects.all()} | {
            one.name for one in model.objects.all() if hasattr(one, "name")
        }
    return frozenset(filter(None, found))
