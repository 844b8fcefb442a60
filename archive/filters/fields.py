"""The fields of a search as filters: words of one field of the search language, values of a facet, and days."""

from __future__ import annotations

from datetime import date

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from archive.dating import read_days
from archive.search.limits import LONGEST_FILTER_VALUE, MOST_FILTER_VALUES
from archive.web import requests

LONGEST_WORDS = 200
_LONGEST_DAY = 40
#: No value has them: an entry has its facets a line each.
_BREAKS = frozenset("\0\n")


class _WordsField(forms.CharField):
    """What was typed, as clean text; never an error."""

    def __init__(self, *, longest: int, **kwargs) -> None:
        super().__init__(**kwargs)
        self.longest = longest
        self.widget.attrs["maxlength"] = str(longest)

    def clean(self, value: str | None) -> str:
        return requests.clean(value or "", self.longest)


class _ChosenWordField(_WordsField):
    widget = forms.Select

    def __init__(self, *, choices, **kwargs) -> None:
        super().__init__(**kwargs)
        self.widget.choices = choices
        self.widget.attrs.pop("maxlength")


class _ValuesField(forms.Field):
    """Values of a facet: those that can be values, each once, in order."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: list[str] | None) -> list[str]:
        good = {one for one in value or [] if 0 < len(one) <= LONGEST_FILTER_VALUE and not _BREAKS & set(one)}
        if len(good) > MOST_FILTER_VALUES:
            raise ValidationError(
                _("At most %(most)s values of a filter can be chosen.") % {"most": MOST_FILTER_VALUES}
            )
        return sorted(good)


class _DayField(_WordsField):
    """A date as people write it, given back as "1944", "1944-06" or "1944-06-30"; of several days the last where ``ends`` is true."""

    def __init__(self, *, ends: bool, **kwargs) -> None:
        super().__init__(longest=_LONGEST_DAY, **kwargs)
        self.ends = ends

    def clean(self, value: str | None) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        days = read_days(typed)
        if days is None:
            sentence = _("“%(typed)s” is not a date; write 1944, 1944-06, 1944-06-30 or June 30, 1944.")
            raise ValidationError(sentence % {"typed": typed})
        return _written(*days, ends=self.ends)


def _written(first: date, last: date, *, ends: bool) -> str:
    for written in (f"{first.year:04d}", f"{first.year:04d}-{first.month:02d}"):
        if read_days(written) == (first, last):
            return written
    return (last if ends else first).isoformat()


class WordsFilter(django_filters.Filter):
    """Words of the search language, or of one of its fields; of a field with ``choices`` the word that is chosen."""

    def __init__(self, *, label, longest: int = LONGEST_WORDS, choices=None, **kwargs) -> None:
        self.field_class = _ChosenWordField if choices else _WordsField
        more = {"choices": choices} if choices else {}
        super().__init__(label=label, longest=longest, **more, **kwargs)


class ValuesFilter(django_filters.Filter):
    """The values of a facet that are selected."""

    field_class = _ValuesField


class DayFilter(django_filters.Filter):
    """The first or the last day of the papers."""

    field_class = _DayField
