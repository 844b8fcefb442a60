"""The one search for papers as a filter set: its parameters, the fields of its form, its facets, and the words for each of them.

Everything that narrows a search is declared here once, from the tables of the search itself. A reader's words are one text in the
language of the search box, whether they were typed there or in the fields of the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from archive import search
from archive.filters.fields import LONGEST_WORDS, DayFilter, ValuesFilter, WordsFilter
from archive.models import Document
from archive.records import KINDS
from archive.search import FACETS, Filters, Query

#: The prefix of the form's fields, so that none is taken for a facet.
PREFIX = "with"
#: Far more than the search reads, so that it can say what it left out.
_LONGEST_TEXT = 10_000
_DAYS = ("since", "until")
_DAY = _("1944, 1944-06, 1944-06-30, June 30, 1944")

#: The fields of the search language, and their labels.
_FIELDS = {
    "from": _("Sender"), "to": _("Recipient"), "person": _("Person, as sender or recipient"),
    "office": _("Office, as sender or recipient"), "mentions": _("Person, mentioned"), "place": _("Written at"),
    "file": _("File number, or its beginning"),
    "kind": _("Kind"), "volume": _("Volume"), "classification": _("Classification marking"), "language": _("Language, as a code"),
    "title": _("In the heading"), "subject": _("In the printed subject"), "topic": _("Topic"), "note": _("In a footnote"),
}  # fmt: skip
_WORDS = {
    "all": _("All of these words"), "phrase": _("These words side by side"), "any": _("One of these words at least"),
    "none": _("None of these words"), "begin": _("A word that begins with"), "near": _("These words, at most five words apart"),
}  # fmt: skip


class _SearchFilter(django_filters.FilterSet):
    """The filters of a search. ``asked`` is what they say in words, ``selected`` the facets and days, ``problems`` what can't be read."""

    class Meta:
        model = Document
        fields: list[str] = []

    def __init__(self, data: Mapping[str, str] | None = None, **kwargs) -> None:
        if data is not None:
            # Of forty filters a request names two or three, and only those are made: all of them would take more time than the search.
            self.base_filters = {name: one for name, one in self.base_filters.items() if name in data or name in _DAYS}
        super().__init__(data, **kwargs)

    @cached_property
    def _read(self) -> dict[str, str | list[str]]:
        """The values that could be read, by filter."""
        self.form.full_clean()
        return self.form.cleaned_data

    @cached_property
    def text(self) -> str:
        """All words in the language of the search box: those that were typed there, and those of the form's fields."""
        fields = {
            name.removeprefix(f"{PREFIX}-"): value for name, value in self._read.items() if name.startswith(PREFIX)
        }
        return " ".join(words for words in (self._read.get("q", ""), _query_of(fields)) if words)

    @cached_property
    def asked(self) -> Query:
        """The words as the search understands them."""
        return search.understand(self.text)

    @cached_property
    def selected(self) -> Filters:
        """The values of facets and the days that narrow the search."""
        return Filters.from_query({name: self._read.get(name) or [] for name in (*FACETS, *_DAYS)})

    @cached_property
    def problems(self) -> dict[str, str]:
        """What could not be read, by filter, in words for people."""
        errors = {name: errors for name, errors in self.form.errors.items() if name in self.filters}
        return {name: f"{self.filters[name].label}: {' '.join(found)}" for name, found in errors.items()}

    @cached_property
    def unread(self) -> list[tuple[str, str]]:
        """Name and typed words of the days that could not be read: they stay in the address and in their field."""
        return [(name, " ".join(self.data.get(name, "").split())[:40]) for name in _DAYS if name in self.problems]

    def filter_queryset(self, queryset: QuerySet[Document]) -> QuerySet[Document]:
        """Return those of the documents that the search finds."""
        return queryset.filter(search.matching(self.asked, self.selected))

    @classmethod
    def fields_of_form(cls) -> list:
        """Return the fields that the form shows, unbound and in order, as Django's bound fields."""
        form = cls(None, queryset=Document.objects.none()).form
        form.label_suffix = ""
        shown = [f"{PREFIX}-{name}" for name in (*_WORDS, *_FIELDS)]
        return [form[name] for name in (*shown, *_DAYS)]


def _declared() -> dict[str, django_filters.Filter]:
    words = {name: WordsFilter(label=label) for name, label in (_WORDS | _FIELDS).items()}
    kinds = [("", _("any kind")), *((kind, _(kind)) for kind in KINDS)]
    words["kind"] = WordsFilter(label=_FIELDS["kind"], choices=kinds)
    return {
        "q": WordsFilter(label=_("Words, a file number, or fields"), longest=_LONGEST_TEXT),
        **{f"{PREFIX}-{name}": declared for name, declared in words.items()},
        **{facet: ValuesFilter(label=_(name)) for facet, name in FACETS.items()},
        "since": DayFilter(label=_("Dated from"), ends=False, help_text=_DAY),
        "until": DayFilter(label=_("Dated until"), ends=True, help_text=_DAY),
    }


#: The filter set. It is made from the tables, because ``sender-office`` and ``with-from`` can't be the names of attributes.
SearchFilter: type[_SearchFilter] = type("SearchFilter", (_SearchFilter,), _declared())


def _query_of(fields: Mapping[str, str]) -> str:
    """Return the query of the form's fields, in the language of the search box. Every field contains words, so nothing is an error.

    >>> _query_of({"all": "oil", "none": "gas", "from": "Quill", "phrase": "not printed"})
    'oil "not printed" -gas from:Quill'
    """
    words = {name: _words(fields.get(name, "")) for name in (_WORDS | _FIELDS)}
    parts = [*words["all"]]
    if words["phrase"]:
        parts.append(_quoted(words["phrase"], always=True))
    if words["any"]:
        parts.append(" OR ".join(words["any"]))
    parts += [f"-{word}" for word in words["none"]]
    parts += [f"{word.rstrip('*')}*" for word in words["begin"]]
    if words["near"]:
        parts.append(f"{_quoted(words['near'], always=True)}~5")
    parts += [f"{name}:{_quoted(words[name])}" for name in _FIELDS if words[name]]
    return " ".join(parts)


#: Quotes and colons are syntax in the search box, and not part of a word.
_SYNTAX = dict.fromkeys(map(ord, '"“”„‟«»＂:'), " ")


def _words(value: str) -> list[str]:
    words = (word.lstrip("-") for word in value[:LONGEST_WORDS].translate(_SYNTAX).split())
    return [word for word in words if word and word not in ("OR", "AND", "&")]


def _quoted(words: list[str], *, always: bool = False) -> str:
    joined = " ".join(words)
    return f'"{joined}"' if always or len(words) > 1 else joined
