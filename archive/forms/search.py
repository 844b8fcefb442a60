"""The search form: a field for everything that can be typed in the search box, for readers who don't know its language."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.records import KINDS
from archive.web.requests import text

#: The prefix of every field's name, so that none is taken for a filter.
PREFIX = "with"
_LONGEST = 200
_DAY = _("1944, 1944-06 or 1944-06-30")

#: The fields of the search language, and their labels.
_FIELDS = {
    "from": _("From"), "to": _("To"), "person": _("Person, as sender or recipient"), "office": _("Office, as sender or recipient"),
    "mentions": _("Person, mentioned"), "place": _("Written at"), "file": _("File number, or its beginning"), "kind": _("Kind"),
    "volume": _("Volume"), "classification": _("Classification marking"), "language": _("Language, as a code"),
    "title": _("In the heading"), "note": _("In a footnote"),
    "after": _("Written after"), "before": _("Written before"),
}  # fmt: skip
_WORDS = {
    "all": _("All of these words"), "phrase": _("These words side by side"), "any": _("One of these words at least"),
    "none": _("None of these words"), "begin": _("A word that begins with"), "near": _("These words, at most five words apart"),
}  # fmt: skip


def _field(name: str, label: str) -> forms.Field:
    if name == "kind":
        return forms.ChoiceField(
            label=label, required=False, choices=[("", _("any kind")), *((kind, _(kind)) for kind in KINDS)]
        )
    day = name in ("after", "before")
    return forms.CharField(
        label=label, required=False, max_length=10 if day else _LONGEST, help_text=_DAY if day else ""
    )


#: The form. It is made from the tables above because ``from`` can't be the name of an attribute.
SearchForm: type[forms.Form] = type(
    "SearchForm",
    (forms.Form,),
    {"prefix": PREFIX, **{name: _field(name, label) for name, label in (_WORDS | _FIELDS).items()}},
)


def is_submitted(parameters: Mapping) -> bool:
    """Return whether these parameters of a request come from the search form."""
    return any(name.startswith(f"{PREFIX}-") for name in parameters)


def query_of(parameters: Mapping) -> str:
    """Return the query of the fields, in the language of the search box. Never raises: every field contains words.

    >>> query_of({"with-all": "oil", "with-none": "gas", "with-from": "Quill", "with-phrase": "not printed"})
    'oil "not printed" -gas from:Quill'
    """
    words = {name: _words(text(parameters, f"{PREFIX}-{name}")) for name in (_WORDS | _FIELDS)}
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
    words = (word.lstrip("-") for word in value.translate(_SYNTAX).split())
    return [word for word in words if word and word not in ("OR", "AND", "&")]


def _quoted(words: list[str], *, always: bool = False) -> str:
    joined = " ".join(words)
    return f'"{joined}"' if always or len(words) > 1 else joined
