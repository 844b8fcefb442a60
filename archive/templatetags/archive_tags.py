"""How the archive shows dates and its own HTML."""

from datetime import date

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from archive import filing
from archive.browsing.chronology import Period
from archive.models import Document, Reference
from archive.web import sentences, words
from archive.web.requests import as_number

register = template.Library()


@register.filter
def date_words(document: Document) -> str:
    """A paper's date in words: "26 March 1944", "on or after 21 March 1944", "no date"."""
    return words.date_in_words(document.date_record)


@register.filter
def day_words(day: date, pattern: str = "j F Y") -> str:
    """A day in the reader's language: "26 March 1944"; ``pattern`` may be "F Y" or "j F"."""
    return words.day_in_words(day, pattern)


@register.filter
def day_url(day: date) -> str:
    """The page of a day in the chronology."""
    return Period.of(day.year, day.month, day.day).url


@register.filter
def date_url(document: Document) -> str:
    """The page of the chronology on which the paper stands: of its day, else of the shortest period that holds its date."""
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
    """HTML that the archive's own renderer made, which lets nothing through that it does not know."""
    return mark_safe(html)


@register.filter
def step_name(division: object) -> str:
    """A division's heading as a step of a trail: without the colon that is printed where its parts follow."""
    return str(division).rstrip(": ")


@register.filter
def scheme_name(scheme: str) -> str:
    """A filing scheme in words."""
    return _(filing.title_of(scheme))


@register.filter
def sentence(english: str) -> str:
    """A sentence of the rooms that know no Django, in the reader's language."""
    return sentences.sentence(str(english))


@register.filter
def place_in_paper(reference: Reference) -> str:
    """The fragment that leads to a reference's footnote, or nothing where it stands in the text."""
    kind, _, order = reference.where.partition(":")
    return f"#fn-{order}" if kind == "footnote" and as_number(order, -1) >= 0 else ""
