"""The TEI of documents, and the plain text and the HTML made from it, which can be thrown away and made again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from archive import rendering
from archive.deriving import Derived, plain_or_nothing
from archive.models import Document, DocumentText
from archive.records import DocumentRecord
from archive.sql.batches import batches
from archive.sql.rows import insert

_BATCH = 200
_MADE = ["plain", "html", "notes_html", "renderer_version"]


def write_texts(batch: list[tuple[Document, DocumentRecord]], ready: Mapping[str, Derived] | None = None) -> None:
    """Write each document's TEI with what is made from it. ``ready`` has what was derived before, by source id."""
    texts, ready = [], ready or {}
    for document, record in batch:
        derived = ready.get(record.source_id)
        rendered = derived.rendered if derived else rendering.render_document(record.text, record.footnotes)
        plain = derived.plain if derived else plain_or_nothing(record.text)
        texts.append(DocumentText(document=document, tei=record.text, **_values(plain, rendered)))
    new = [text for text in texts if text.document.version == 1]
    insert(DocumentText, [{name: getattr(text, name) for name in ("document_id", "tei", *_MADE)} for text in new])
    DocumentText.objects.bulk_create(
        [text for text in texts if text.document.version > 1],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["tei", *_MADE],
    )


def html_of(document: Document) -> rendering.Rendered:
    """Return a document's HTML: the stored one, or one made now if it is missing or of another version. Write nothing."""
    text = getattr(document, "text", None)
    if text is None:
        return rendering.Rendered("", "")
    if text.renderer_version == rendering.RENDERER_VERSION:
        return rendering.Rendered(text.html, text.notes_html)
    return rendering.render_document(text.tei, document.footnotes.all())


def rebuild_html(progress: Callable[[int, int], None] | None = None) -> int:
    """Make the plain text and the HTML of every document again, in batches; return how many documents had others before.

    ``progress`` is called with the number of documents done and of all documents.
    """
    everything = list(DocumentText.objects.order_by("pk").values_list("pk", flat=True))
    done, different = 0, 0
    for ids in batches(everything, _BATCH):
        different += render_again(ids)
        done += len(ids)
        if progress:
            progress(done, len(everything))
    return different


def render_again(papers: Collection[int]) -> int:
    """Make the HTML and the plain text of these documents again; return how many had others before."""
    stale = []
    for text, made in _made_again(papers):
        if not _in_step(text, made):
            vars(text).update(made)
            stale.append(text)
    DocumentText.objects.bulk_update(stale, _MADE)
    return len(stale)


def check_html() -> list[str]:
    """Return a line for each document whose stored HTML or plain text is not what is made of its TEI now."""
    return [
        f"{text.document.source_id}: its {'plain text' if text.html == made['html'] else 'HTML'} differs from what is made of its text"
        for ids in batches(list(DocumentText.objects.order_by("pk").values_list("pk", flat=True)), _BATCH)
        for text, made in _made_again(ids)
        if not _in_step(text, made)
    ]


def _values(plain: str, rendered: rendering.Rendered) -> dict[str, str]:
    """Return the values of :data:`_MADE`."""
    return dict(zip(_MADE, (plain, rendered.html, rendered.notes_html, rendering.RENDERER_VERSION), strict=True))


def _in_step(text: DocumentText, made: dict[str, str]) -> bool:
    return all(getattr(text, name) == value for name, value in made.items())


def _made_again(papers: Collection[int]) -> list[tuple[DocumentText, dict[str, str]]]:
    """Return the texts of these documents, each with what is made of its TEI now."""
    texts = DocumentText.objects.filter(pk__in=papers).select_related("document")
    return [
        (text, _values(plain_or_nothing(text.tei), rendering.render_document(text.tei, text.document.footnotes.all())))
        for text in texts.prefetch_related("document__footnotes").order_by("pk")
    ]
