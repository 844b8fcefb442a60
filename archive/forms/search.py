"""Everything that can be typed in the search box, as fields of a form: for those who do not know the language, and on phones."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.records import KINDS

#: The name of every field begins so, so that none is taken for a filter.
PREFIX = "with"
_LONGEST = 200
_DAY = _("1944, 1944-06 or 1944-06-30")

#: What has a word of its own in the search language, and what it is called.
_FIELDS = {
    "from": _("From"), "to": _("To"), "person": _("Person, as sender or recipient"), "office": _("Office, as sender or recipient"),
    "place": _("Written at"), "file": _("File number, or its beginning"), "kind": _("Kind"), "volume": _("Volume"),
    "classification": _("Classification marking"), "title": _("In the heading"), "note": _("In a footnote"),
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


#: The form. It is made of the tables above because ``from`` cannot be the name of an attribute.
QuestionForm: type[forms.Form] = type(
    "QuestionForm",
    (forms.Form,),
    {"prefix": PREFIX, **{name: _field(name, label) for name, label in (_WORDS | _FIELDS).items()}},
)


def is_asked(parameters: Mapping) -> bool:
    """Whether an address comes from this form."""
    return any(name.startswith(f"{PREFIX}-") for name in parameters)


def question(parameters: Mapping) -> str:
    """The question that the fields ask, in the language of the search box. Never raises: every field holds words.

    >>> question({"with-all": "oil", "with-none": "gas", "with-from": "Quill", "with-phrase": "not printed"})
    'oil "not printed" -gas from:Quill'
    """
    given = {name: _words(parameters.get(f"{PREFIX}-{name}", "")) for name in (_WORDS | _FIELDS)}
    parts = [*given["all"]]
    if given["phrase"]:
        parts.append(_quoted(given["phrase"], always=True))
    if given["any"]:
        parts.append(" OR ".join(given["any"]))
    parts += [f"-{word}" for word in given["none"]]
    parts += [f"{word.rstrip('*')}*" for word in given["begin"]]
    if given["near"]:
        parts.append(f"{_quoted(given['near'], always=True)}~5")
    parts += [f"{name}:{_quoted(given[name])}" for name in _FIELDS if given[name]]
    return " ".join(parts)


#: Quotes and colons are syntax in the box, and no part of a word.
_SYNTAX = dict.fromkeys(map(ord, '"“”„‟«»＂:\0'), " ")


def _words(value: str) -> list[str]:
    words = (word.lstrip("-") for word in value.translate(_SYNTAX).split())
    return [word for word in words if word and word not in ("OR", "AND", "&")]


def _quoted(words: list[str], *, always: bool = False) -> str:
    text = " ".join(words)
    return f'"{text}"' if always or len(words) > 1 else text
