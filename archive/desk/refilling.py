"""Putting typed words back into the form of a page that a view has made."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from lxml import html

from archive.desk.typed import TypedWords

#: Control characters, which lxml does not take.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_FILLED = {"hidden", "password", "file", "submit", "button", "image", "reset"}


def refill(page: str, words: TypedWords, note: str, *, fields: bool = True) -> str:
    """Return a page with the words in the form that they were typed into, and with a note, which is HTML, above its content.

    Hidden fields stay as the page has them: they belong to what it shows now. Without ``fields`` the view has filled in the form itself.
    """
    root, remark = html.document_fromstring(page), html.fragment_fromstring(note)
    form = _form_of(root, words)
    if form is not None:
        form.set("data-typed", "")
        if words.copy:
            form.set("data-copy", words.copy)
        if fields:
            _fill(form, words)
    content = root.xpath("//*[@id='content']")
    if content:
        headings = content[0].findall("h1")
        content[0].insert(content[0].index(headings[0]) + 1 if headings else 0, remark)
    return html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")


def _form_of(root, words: TypedWords):
    """Return the form of the page that was sent: of those with its address the one that has most in common with it."""
    sent = set(words.fields)
    names = {name for name, _ in sent}
    found = []
    for form in root.xpath("//form"):
        action = urljoin(words.page, form.get("action") or words.page)
        if form.get("method", "").lower() == "post" and urlsplit(action).path == urlsplit(words.address).path:
            fields = [(field.get("name"), field.get("value", "")) for field in form.xpath(".//*[@name]")]
            found.append((sum(field in sent for field in fields) + sum(name in names for name, _ in fields), form))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _fill(form, words: TypedWords) -> None:
    values: dict[str, list[str]] = {}
    for name, value in words.fields:
        values.setdefault(name, []).append(value)
    for field in form.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
        name, kind = field.get("name"), field.get("type", "").lower()
        if field.tag == "input" and kind in ("checkbox", "radio"):
            _set(field, "checked", field.get("value", "on") in values.get(name, []))
        elif name in values and not (field.tag == "input" and kind in _NOT_FILLED):
            _put(field, values[name])


def _put(field, values: list[str]) -> None:
    """Put the first of the values that are left into a field, or all of them into a list."""
    if field.tag == "select":
        options = [(option, option.get("value", option.text or "") in values) for option in field.iter("option")]
        if any(chosen for _, chosen in options):
            for option, chosen in options:
                _set(option, "selected", chosen)
    elif field.tag == "textarea":
        field.text = "\n" + _next(values)
    else:
        field.set("value", _next(values))


def _next(values: list[str]) -> str:
    return _CONTROL.sub("", values.pop(0) if len(values) > 1 else values[0])


def _set(element, name: str, on: bool) -> None:
    if on:
        element.set(name, name)
    elif name in element.attrib:
        del element.attrib[name]
