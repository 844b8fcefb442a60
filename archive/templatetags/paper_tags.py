"""The lines of lists of papers, which repeat on most pages, written without rendering a template for each."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from archive.models import Document
from archive.search import Snippet
from archive.templatetags.archive_tags import date_words, for_citation_managers, place_in_volume
from archive.web.sentences import sentence

register = template.Library()


@register.simple_tag
def paper_line(document: Document, *, marked: bool = True) -> SafeString:
    """Return a paper as an item of a list: a box to select it, its heading as a link, date, kind, file numbers and volume.

    It is ``marked`` for citation managers, except on the page of one paper, which is about that paper only.
    """
    mark = for_citation_managers(document) if marked else ""
    heading, slug = document.title, escape(document.slug)
    select = _("Select")
    label = f"{select} {escape(Truncator(heading).chars(90))}"
    subject = f'  <p class="paper-subject" lang="{escape(document.language)}">{escape(document.subject)}</p>\n'
    address = escape(document.get_absolute_url())
    box = f'<input type="checkbox" name="id" value="{slug}" form="take"><span class="unseen">{label}</span>'
    return mark_safe(
        f'<li class="paper">\n  <label class="take">{box}</label>\n'
        f'  <a class="paper-title" lang="{escape(document.language)}" href="{address}">{escape(heading)}</a>\n'
        f"{subject if document.subject else ''}"
        f'  <p class="paper-facts">{"".join(_facts(document))}{mark}</p>\n</li>\n'
    )


def _facts(document: Document) -> Iterable[str]:
    date = escape(date_words(document))
    if document.date_certainty == Document.DateCertainty.INFERRED:
        inferred, reason = _("inferred"), _("Inferred:")
        date += f' <abbr class="inferred" title="{reason} {escape(document.date_reason)}">{inferred}</abbr>'
    yield f'<span class="date">{date}</span>'
    if document.kind:
        number = f" {document.number}" if document.number else ""
        yield f"<span>{escape(capfirst(_(document.kind)) + number)}</span>"
    for link in document.document_file_numbers.all():
        yield f'<span class="number" lang="en">{escape(link.printed)}</span>'
    if document.volume:
        yield f'<span class="volume">{place_in_volume(document)}</span>'


@register.simple_tag
def why_found(document: Document, snippets: Iterable[Snippet]) -> SafeString:
    """Return where and with which words a paper matched, as an item of the list of results; ``""`` without snippets."""
    language = escape(document.language)
    lines = "".join(
        f'<li><span class="where">{escape(sentence(one.where))}</span> <span lang="{language}">{_marked(one)}</span></li>'
        for one in snippets
    )
    return mark_safe(f'<li class="why"><ul>{lines}</ul></li>' if lines else "")


def _marked(snippet: Snippet) -> str:
    return "".join(f"<mark>{escape(text)}</mark>" if marked else escape(text) for text, marked in snippet.parts)
