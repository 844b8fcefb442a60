"""Filters for dates, numbers of papers, file numbers and the archive's own HTML."""

from datetime import date

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from archive import filing
from archive.browsing.charts import papers_in_words
from archive.browsing.chronology import Period
from archive.models import Document, Reference
from archive.references import threads
from archive.web import sentences, words
from archive.web.language_names import language_name
from archive.web.requests import as_number

register = template.Library()


@register.filter
def date_words(document: Document) -> str:
    """Return a paper's date in words: "26 March 1944", "on or after 21 March 1944", "no date"."""
    return words.date_in_words(document.date_record)


@register.filter
def paper_name(document: Document) -> str:
    """Return the short name of a paper: "Telegram 554"."""
    return threads.name_of(document)


@register.filter
def language_words(code: str) -> str:
    """Return the name of a language by its code: "German"."""
    return language_name(code)


@register.filter
def filing_name(name: str) -> str:
    """Return the name of a class, country or subject of file numbers, in the reader's language if it has one there."""
    return words.filing_name(name)


@register.filter
def filing_lang(name: str) -> SafeString:
    """Return the attribute of an element with such a name in it: one without a translation is English."""
    return mark_safe("" if words.filing_name(name) != name else ' lang="en"')


@register.filter
def day_words(day: date, pattern: str = "j F Y") -> str:
    """Return a day in the reader's language: "26 March 1944"; ``pattern`` may be "F Y" or "j F"."""
    return words.day_in_words(day, pattern)


@register.filter
def edtf_words(edtf: str) -> str:
    """Return a date or a span in EDTF in words: "about 1891 – about 1986"."""
    return words.edtf_in_words(edtf)


@register.filter
def period_words(period: Period) -> str:
    """Return a day, a month or a year of the chronology in the reader's language."""
    if period.unit == "year":
        return str(period.first.year)
    return words.day_in_words(period.first, "j F Y" if period.unit == "day" else "F Y")


@register.filter
def day_url(day: date) -> str:
    """Return the address of a day's page in the chronology."""
    return Period.of(day.year, day.month, day.day).url


@register.filter
def day_book_url(day: date) -> str:
    """Return the address of a day hour by hour."""
    return Period.of(day.year, day.month, day.day).hours_url


@register.filter
def date_url(document: Document) -> str:
    """Return the address of the chronology's page that lists the paper: of its day, else of the shortest period that has its date."""
    first, last = document.date_earliest, document.date_latest
    known = first or last
    if not known:
        return reverse("archive:chronology_undated")
    if not first or not last:
        return Period.of(known.year, known.month).url
    if first == last:
        return Period.of(first.year, first.month, first.day).url
    if (first.year, first.month) == (last.year, last.month):
        return Period.of(first.year, first.month).url
    return Period.of(first.year).url


@register.filter
def rendered(html: str) -> SafeString:
    """Mark HTML of the archive's own renderer as safe: the renderer lets only known elements through."""
    return mark_safe(html)


@register.filter
def papers(count: int) -> str:
    """Return a number of papers in words: "1,234 papers"."""
    return papers_in_words(count)


@register.filter
def papers_number(count: int) -> SafeString:
    """Return a number of papers for a column of numbers, whose unit only screen readers show."""
    unit = npgettext("after a number", "paper", "papers", count)
    return format_html('{}<span class="unseen"> {}</span>', intcomma(count), unit)


@register.filter
def kind_plural(kind: str) -> str:
    """Return what several authority records of a kind are called."""
    return {"person": _("People"), "office": _("Offices"), "mission": _("Missions")}.get(kind) or _("Places")


@register.filter
def step_name(division: object) -> str:
    """Return a division's heading as a breadcrumb: without the colon that is printed where its parts follow."""
    return str(division).rstrip(": ")


@register.filter
def scheme_name(scheme: str) -> str:
    """Return the title of a filing scheme."""
    return _(filing.title_of(scheme))


@register.filter
def sentence(english: str) -> str:
    """Return a sentence of the rooms that know no Django in the reader's language."""
    return sentences.sentence(str(english))


@register.filter
def place_in_volume(document: Document) -> SafeString:
    """Return the volume of a paper under its short name, and the paper's number there: "1952–54, XII/2, doc. 153"."""
    if not document.volume:
        return SafeString("")
    volume = format_html('<span lang="en">{}</span>', document.volume.short_name)
    return format_html("{}, {} {}", volume, _("doc."), document.document_number) if document.document_number else volume


@register.filter
def for_citation_managers(document: Document) -> SafeString:
    """Return the mark by which a citation manager finds a paper on a page, in any list; it shows nothing (see ``views/unapi.py``)."""
    return format_html('<abbr class="unapi-id" title="{}" hidden></abbr>', document.slug)


@register.filter
def place_in_paper(reference: Reference) -> str:
    """Return the fragment of a reference's footnote, ``""`` for a reference in the text."""
    kind, _, order = reference.where.partition(":")
    return f"#fn-{order}" if kind == "footnote" and as_number(order, -1) >= 0 else ""
