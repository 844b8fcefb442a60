"""Papers and divisions as the chapters of a book, one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from django.db.models import QuerySet
from django.utils.html import strip_tags

from archive import dating, store
from archive.browsing.text_links import papers_named, places_of_notes
from archive.exports.epub.book import BookChapter
from archive.exports.epub.xhtml import body_of, clean
from archive.models import Division, Document
from archive.rendering import link_targets, linked, render_fragment, split_heading

_BATCH = 50


def chapters_of(
    documents: Iterable[Document], divisions: Iterable[Division] = (), named: Iterable[tuple[int, str]] | None = None
) -> Iterator[BookChapter]:
    """Yield the papers in their order, each after the title pages of the divisions that begin before it.

    ``named`` are the primary keys and source ids of the papers, where ``documents`` can be read once only.

    ``documents`` come with ``text``; ``divisions`` in the order of their paths. A division without papers keeps its place.
    """
    waiting = list(divisions)
    numbers = {division.pk: place for place, division in enumerate(waiting)}
    names = _names(documents) if named is None else {source_id: f"p{pk}.xhtml" for pk, source_id in named}
    begun = 0
    depth = 0
    for place, document in enumerate(_read(documents), 1):
        following = numbers.get(document.division_id, -1) + 1
        for division in waiting[begun:following]:
            yield _division(division)
        begun = max(begun, following)
        depth = document.division.path.count(".") + 1 if document.division_id in numbers else 0
        yield _paper(document, depth, names, place)
    for division in waiting[begun:]:
        yield _division(division)


def _read(documents) -> Iterator[Document]:
    yield from documents.iterator(chunk_size=_BATCH) if isinstance(documents, QuerySet) else documents


def _names(documents) -> dict[str, str]:
    """Return the file of each paper by its source id, so that papers of the book can link to each other."""
    if isinstance(documents, list):
        ids = [(document.pk, document.source_id) for document in documents]
    else:
        ids = documents.values_list("pk", "source_id").iterator(chunk_size=1000)
    return {source_id: f"p{pk}.xhtml" for pk, source_id in ids}


def _paper(document: Document, depth: int, names: Mapping[str, str], place: int) -> BookChapter:
    volume = document.source_id.partition("#")[0]
    rendered = store.html_of(document)
    html, notes = rendered.html, rendered.notes_html
    named = papers_named(link_targets(html, notes), volume)
    named = {target: pair for target, pair in named.items() if pair[0] in names}
    places = places_of_notes(named)
    targets = {target: names[source_id] + places.get(target, "") for target, (source_id, _) in named.items()}
    heading, rest = split_heading(linked(html, targets))
    number = f"{document.document_number}. " if document.document_number else ""
    title = f"{number}{document.title}"
    first = heading or f"<h1>{clean(document.heading or document.source_id)}</h1>"
    body, pages = body_of(f"{first}{_facts(document)}{rest}", linked(notes, targets))
    return BookChapter(names[document.source_id], title, body, depth, document.language, tuple(pages))


def _facts(document: Document) -> str:
    date = dating.in_words(document.date_record) or document.date_printed or "no date"
    if document.date_certainty == "inferred":
        date += f" (inferred: {document.date_reason})"
    numbers = [row.printed for row in document.document_file_numbers.all()]
    words = [date, document.kind, *numbers]
    return f'<p class="facts">{clean(" · ".join(word for word in words if word))}</p>'


def _division(division: Division) -> BookChapter:
    title = str(division)
    rest = split_heading(linked(render_fragment(division.text), {}))[1] if division.text else ""
    if not strip_tags(rest).strip():
        rest = ""
    body, pages = body_of(f"<h1>{clean(title)}</h1>{rest}", "")
    name = re.sub(r"[^A-Za-z0-9]+", "-", division.source_id).strip("-") or "x"
    return BookChapter(f"d{division.pk}-{name[:40]}.xhtml", title, body, division.path.count("."), pages=tuple(pages))
