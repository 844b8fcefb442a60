"""The parts of the search page that repeat hundreds of times, written without rendering a template for each."""

from functools import cache, lru_cache
from html import escape

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.filters import SearchFilter

register = template.Library()


#: Facets whose values are the words of sources, which are English.
_QUOTED = {"Classification"}


@register.simple_tag
def facet_values(name: str, links) -> SafeString:
    """Return the values of the facet of this name as list items: a link that adds or removes the value, and its count."""
    language = ' lang="en"' if name in _QUOTED else ""
    return mark_safe("".join(_value(link, language) for link in links))


def _value(link, language: str) -> str:
    chosen, current, hint = "", "", ""
    if link.chosen:
        words = _("(chosen; remove)")
        chosen, current, hint = ' class="is-chosen"', ' aria-current="true"', f'<span class="unseen"> {words}</span>'
    label = f"<span{language}>{escape(link.label)}</span>" if language else escape(link.label)
    address = f'<a rel="nofollow" href="{escape(link.url)}"{current}>{label}{hint}</a>'
    return f'<li{chosen}>{address} <span class="number">{_number(link.count, get_language())}</span></li>'


@lru_cache(maxsize=4096)
def _number(count: int, language: str) -> str:  # noqa: ARG001 - it decides what groups of digits are divided by
    """Return a number as it is written in the language that is active."""
    return intcomma(count)


@register.simple_tag
def histogram_bars(years) -> SafeString:
    """Return the years as list items with bars, each a link that adds or removes the year."""
    return mark_safe("".join(_bar(year) for year in years))


def _bar(year) -> str:
    words = _("chosen; remove")
    current, hint = (' aria-current="true"', f", {words}") if year.chosen else ("", "")
    label, count = escape(year.label), _number(year.count, get_language())
    return (
        f'<li><a rel="nofollow" href="{escape(year.url)}"{current} title="{label}: {count}">'
        f'<span class="bar bar-{year.height}" aria-hidden="true"></span>'
        f'<span class="unseen">{label}: {count}{hint}</span></a></li>'
    )


@register.simple_tag
def form_fields() -> SafeString:
    """Return the fields of the search by form, which are the same for everybody."""
    return _form_fields(get_language())


@cache
def _form_fields(language: str) -> SafeString:
    fields = SearchFilter.fields_of_form()
    return mark_safe(render_to_string("archive/parts/form_fields.html", {"fields": fields}))
