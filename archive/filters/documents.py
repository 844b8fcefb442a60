"""How papers are narrowed: by text, file number, correspondents, place, dates, kind and volume."""

from __future__ import annotations

from dataclasses import dataclass

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive import filing, records, search
from archive.models import Correspondent, Document, DocumentFileNumber
from archive.web.words import day_in_words

_LONGEST = 500
_MOST_WORDS = 32


@dataclass(frozen=True, slots=True)
class AppliedFilter:
    """One filter in words, and the address of the list without it."""

    label: str
    value: str
    url: str


def by_date(documents: QuerySet) -> QuerySet:
    """Return papers by date, undated ones last, in the order of an index of search entries: nothing is sorted, however many there are."""
    # "search_entry__document" without "_id" would sort by the paper's own ordering; the condition makes SQLite use the index.
    return documents.filter(search_entry__day__gte=0).order_by("search_entry__day", "search_entry__document_id")


def _words(value: str) -> str:
    if len(value.split()) > _MOST_WORDS:
        raise ValidationError(gettext("Please use %(most)s words at most.") % {"most": _MOST_WORDS})
    return value


class _Text(django_filters.CharFilter):
    def __init__(self, label, method, **kwargs):
        super().__init__(label=label, method=method, max_length=_LONGEST, validators=[_words], **kwargs)


class _Day(django_filters.DateFilter):
    def __init__(self, label, **kwargs):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, input_formats=["%Y-%m-%d", "%Y-%m", "%Y"], widget=widget, **kwargs)


class DocumentFilter(django_filters.FilterSet):
    """The filters of the list of papers; :meth:`chosen` returns those in use in words."""

    PARAMETERS = ("q", "file", "sender", "recipient", "person", "office", "place", "kind", "volume", "after", "before")

    q = _Text(_("Words"), "with_words")
    file = _Text(_("File number"), "in_file", help_text=_("In any spelling, or its beginning: 840.48 Refugees"))
    sender = _Text(_("From"), "from_sender")
    recipient = _Text(_("To"), "to_recipient")
    person = _Text(_("Person"), "of_person")
    office = _Text(_("Office"), "of_office")
    place = _Text(_("Place"), "of_place")
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=[(kind, _(kind)) for kind in records.KINDS], empty_label=_("any kind")
    )
    volume = _Text(_("Volume"), "in_volume", help_text=_("Its id, such as frus1948v05p1"))
    after = _Day(_("On or after"), field_name="date_latest", lookup_expr="gte")
    before = _Day(_("On or before"), field_name="date_earliest", lookup_expr="lte")

    class Meta:
        model = Document
        fields: list[str] = []

    @property
    def qs(self) -> QuerySet:
        return by_date(super().qs)

    def chosen(self) -> list[AppliedFilter]:
        """Return the filters in use, in the order of the form."""
        found = []
        for name in self.PARAMETERS:
            value = self.form.cleaned_data.get(name) if self.form.is_valid() else None
            if value:
                rest = self.data.copy()
                rest.pop(name, None)
                rest.pop("page", None)
                url = f"?{rest.urlencode()}" if rest else "."
                found.append(AppliedFilter(str(self.filters[name].label), self._in_words(name, value), url))
        return found

    def in_words(self) -> str:
        """Return all filters as one phrase, for the title of the page."""
        return ", ".join(f"{part.label.lower()} {part.value}" for part in self.chosen())

    def _in_words(self, name: str, value) -> str:
        if name == "file":
            read = filing.parse_query(value)
            return (
                read.understood
                if read
                else gettext("%(number)s (not a file number that we can read)") % {"number": value}
            )
        if name in {"after", "before"}:
            return day_in_words(value)
        if name == "kind":
            return gettext(value)
        return f"“{value}”" if name == "q" else str(value)

    # --- What each filter selects -----------------------------------------------------------------------------------

    def with_words(self, rows, name, value):
        """Papers with every word in heading, names, text or footnotes, or with the number that was typed."""
        matches = search.matching_words(search.understand(value))
        read = filing.parse_query(value)
        if read and not read.words:
            matches |= _with_number(read)
        return rows.filter(matches | Q(number=value.strip()))

    def in_file(self, rows, name, value):
        """Papers with the number that was typed, or with one in the file, of the beginning, or in the range."""
        read = filing.parse_query(value)
        return rows.filter(_with_number(read)) if read else rows.none()

    def from_sender(self, rows, name, value):
        return rows.filter(search.matching_field("from", value) | _corresponding(value, role="sender"))

    def to_recipient(self, rows, name, value):
        return rows.filter(search.matching_field("to", value) | _corresponding(value, role="recipient"))

    def of_person(self, rows, name, value):
        return rows.filter(search.matching_field("person", value) | _named(value, "person"))

    def of_office(self, rows, name, value):
        return rows.filter(search.matching_field("office", value) | _named(value, "office"))

    def of_place(self, rows, name, value):
        return rows.filter(search.matching_field("place", value) | Q(place__slug=value) | _named(value, "place"))

    def in_volume(self, rows, name, value):
        return rows.filter(volume__slug=value)


def _with_number(query: filing.NumberQuery) -> Q:
    numbers = DocumentFileNumber.objects.filter(
        file_number__sort_key__gte=query.low, file_number__sort_key__lt=query.high
    )
    return Q(pk__in=numbers.values("document"))


def _corresponding(value: str, **role: str) -> Q:
    """Select papers with a correspondent who has this slug."""
    who = Q(person__slug=value) | Q(office__slug=value)
    return Q(pk__in=Correspondent.objects.filter(who, **role).values("document"))


def _named(value: str, field: str) -> Q:
    """Select papers with a correspondent whose person, office or place has this slug."""
    return Q(pk__in=Correspondent.objects.filter(**{f"{field}__slug": value}).values("document"))
