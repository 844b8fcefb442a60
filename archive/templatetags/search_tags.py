"""The parts of the search page that repeat hundreds of times, written without a template for each value."""

from functools import cache
from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from archive.forms.search import SearchForm

register = template.Library()


@register.simple_tag
def facet_values(links) -> SafeString:
    """The values of a facet as list items: a link that takes or leaves the value, and its count."""
    return mark_safe("".join(_value(link) for link in links))


def _value(link) -> str:
    chosen, current, hint = "", "", ""
    if link.chosen:
        chosen, current, hint = (
            ' class="is-chosen"',
            ' aria-current="true"',
            '<span class="unseen"> (chosen; remove)</span>',
        )
    address = f'<a rel="nofollow" href="{escape(link.url)}"{current}>{escape(link.label)}{hint}</a>'
    return f'<li{chosen}>{address} <span class="number">{link.count:,}</span></li>'


@register.simple_tag
def histogram_bars(years) -> SafeString:
    """The years as list items with bars, each a link that takes or leaves the year."""
    return mark_safe("".join(_bar(year) for year in years))


def _bar(year) -> str:
    current, hint = (' aria-current="true"', ", chosen; remove") if year.chosen else ("", "")
    label = escape(year.label)
    return (
        f'<li><a rel="nofollow" href="{escape(year.url)}"{current} title="{label}: {year.count:,}">'
        f'<span class="bar bar-{year.height}" aria-hidden="true"></span>'
        f'<span class="unseen">{label}: {year.count:,}{hint}</span></a></li>'
    )


@register.simple_tag
def question_fields() -> SafeString:
    """The fields of the search by form, which are the same for everybody."""
    return _question_fields(get_language())


@cache
def _question_fields(language: str) -> SafeString:
    return mark_safe(render_to_string("archive/parts/question_fields.html", {"form": SearchForm(label_suffix="")}))
