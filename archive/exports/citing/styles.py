"""The styles: each writes a :class:`Cited` as runs of text, with what is italic and what is set in small capitals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from archive.exports.citing.cited import Cited, Run, date_words, page_range

_TAGS = {"italic": ("<i>", "</i>"), "small-caps": ('<span class="sc">', "</span>")}


@dataclass(frozen=True, slots=True)
class Style:
    """A style by its ``name`` in addresses and its ``label`` for readers."""

    name: str
    label: str
    write: Callable[[Cited], list[Run]]


def as_text(runs: list[Run]) -> str:
    """Return a citation as plain text."""
    return "".join(run.text for run in runs)


def as_html(runs: list[Run]) -> str:
    """Return a citation as HTML that is safe to show."""
    out = []
    for run in runs:
        start, end = _TAGS.get(run.setting, ("", ""))
        out.append(f"{start}{escape(run.text, quote=False)}{end}")
    return "".join(out)


def _chicago_note(cited: Cited) -> list[Run]:
    runs = [Run(", ".join(_named(cited, date_words(cited.date) if cited.date else "")))]
    if cited.volume:
        runs += [Run(", in "), Run(cited.volume.title, "italic")]
        runs += [Run(_editors(cited, ", ed. ")), Run(_imprint(cited))]
    runs += _tail(", ", [*_locator(cited), *([] if cited.volume else cited.original), cited.address])
    return _closed(runs)


def _chicago_bibliography(cited: Cited) -> list[Run]:
    runs = [Run(f"{_quoted(cited.title)} ")]
    about = ", ".join(words for words in (cited.number, date_words(cited.date) if cited.date else "") if words)
    runs.append(Run(f"{about[:1].upper()}{about[1:]}{'' if about.endswith('.') else '.'} " if about else ""))
    if cited.volume:
        runs += [Run("In "), Run(cited.volume.title, "italic"), Run(_editors(cited, ", edited by "))]
        runs += _tail(", ", _locator(cited))
        place, publisher = cited.publisher
        imprint = ": ".join(words for words in (place, publisher) if words)
        imprint = ", ".join(words for words in (imprint, cited.published) if words)
        runs.append(Run(f". {imprint}." if imprint else "."))
        runs.append(Run(f" {cited.address}"))
    else:
        kept = ", ".join([*_locator(cited), *cited.original])
        runs.append(Run(f"{kept}{'' if kept.endswith('.') else '.'} {cited.address}" if kept else cited.address))
    return _closed(runs)


def _turabian(cited: Cited) -> list[Run]:
    if not cited.volume:
        return _chicago_note(cited)
    author = "U.S. Department of State, " if cited.in_series else ""
    runs = [Run(author), Run(cited.volume.title, "italic"), Run(_editors(cited, ", ed. ")), Run(_imprint(cited))]
    paper = ", ".join(_named(cited, date_words(cited.date) if cited.date else ""))
    document = "".join(_numbered(cited))
    pages = _locator(cited)[1 if document else 0 :]
    runs += _tail(", ", [f"{document} ({paper})" if document else paper, *pages, cited.address])
    return _closed(runs)


def _mla(cited: Cited) -> list[Run]:
    date = date_words(cited.date, "day-first") if cited.date else ""
    runs = [Run(f"{_quoted(cited.title)} ")]
    if cited.volume:
        date = date.replace("[on ", "[On ", 1)
        runs += [Run(f"{date}{'' if date.endswith('.') else '.'} " if date and date != "n.d." else "")]
        runs += [Run(cited.volume.title, "italic"), Run(_editors(cited, ", edited by "))]
        printed = [cited.volume.publisher, cited.published, *_numbered(cited)]
        first, last = cited.pages
        if first:
            printed.append(f"{'p.' if first == last else 'pp.'} {page_range(first, last, 'mla')}")
        if cited.note:
            printed.append(_note_words(cited))
        runs += _tail(", ", [words for words in printed if words])
    else:
        date = "" if date == "n.d." else date[:1].upper() + date[1:]
        runs.append(Run(", ".join(words for words in (date, *_mla_places(cited), *cited.original) if words)))
    runs += [
        Run(". " if not as_text(runs).endswith((". ", ".” ")) else ""),
        Run(cited.archive, "italic"),
        Run(f", {cited.address.split('://')[-1]}"),
    ]
    if cited.number:
        runs.append(Run(f". {cited.number[:1].upper()}{cited.number[1:]}"))
    return _closed(runs)


def _mla_places(cited: Cited) -> list[str]:
    first, last = cited.pages
    pages = [f"{'p.' if first == last else 'pp.'} {page_range(first, last, 'mla')}"] if first else []
    return [*pages, *([_note_words(cited)] if cited.note else [])]


def _bluebook(cited: Cited) -> list[Run]:
    date = date_words(cited.date, "short") if cited.date else ""
    title = cited.title + (f", {cited.number[:1].upper()}{cited.number[1:]}" if cited.number else "")
    runs = [Run(f"{title} ({date})" if date else title)]
    first, last = cited.pages
    pages = f"at {page_range(first, last, 'bluebook')}" if first else ""
    if cited.note:
        note = _note_words(cited).replace("n. ", "n.")
        pages = " ".join(filter(None, (pages, note)))
    if not cited.volume:
        return _closed([*runs, *_tail(", ", [*([pages] if pages else []), *cited.original, cited.address])])
    runs += [Run(", "), Run("in ", "italic")]
    name = cited.volume_name
    if cited.in_series and name:
        runs.append(Run(f"{name.volume} " if name.volume else ""))
        runs += [Run("U.S. Dep’t of State", "small-caps"), Run(", ")]
        subject = f": {cited.volume.subject}" if cited.volume.subject and not name.volume else ""
        runs += [Run(f"Foreign Relations of the United States, {name.years}{subject}", "small-caps")]
        runs.append(Run(f", pt. {name.part}" if name.part else ""))
    else:
        runs.append(Run(cited.volume.title, "small-caps"))
    runs += _tail(", ", [words for words in (*_numbered(cited), pages) if words])
    runs.append(Run(f" ({cited.published})" if cited.published else ""))
    return _closed([*runs, Run(f", {cited.address}")])


def _archive(cited: Cited) -> list[Run]:
    numbers = "; ".join(number.printed for number in cited.record.file_numbers)
    runs = [
        Run(f"{numbers}. " if numbers else ""),
        Run(", ".join(_named(cited, date_words(cited.date) if cited.date else ""))),
    ]
    if cited.volume:
        runs += [Run(". "), Run(cited.volume.title, "italic")]
        first, last = cited.pages
        places = list(_numbered(cited))
        if first:
            places.append(f"{'p.' if first == last else 'pp.'} {page_range(first, last)}")
        if cited.note:
            places.append(_note_words(cited))
        runs += _tail(", ", places)
    else:
        kept = [words for words in cited.original if words not in {n.printed for n in cited.record.file_numbers}]
        runs += _tail(", ", [*_mla_places(cited), *kept])
    runs.append(Run(f". {cited.archive}, {cited.address}"))
    return _closed(runs)


STYLES = (
    Style("chicago-note", "Chicago, footnote", _chicago_note),
    Style("chicago-bibliography", "Chicago, bibliography", _chicago_bibliography),
    Style("turabian", "Turabian", _turabian),
    Style("mla", "MLA", _mla),
    Style("bluebook", "Bluebook", _bluebook),
    Style("archive", "With the file number", _archive),
)


# --- parts ----------------------------------------------------------------------------------------------------------


def _named(cited: Cited, date: str) -> list[str]:
    return [words for words in (cited.title, cited.number, date) if words]


def _numbered(cited: Cited) -> list[str]:
    return [f"doc. {cited.record.document_number}"] if cited.volume and cited.record.document_number else []


def _locator(cited: Cited) -> list[str]:
    """Return document, pages and note as Chicago writes them: "doc. 239", "308–9"; "309n3" for a note."""
    first, last = cited.pages
    pages = page_range(first, last) if first else ""
    if pages and not cited.volume:
        pages = f"{'p.' if first == last else 'pp.'} {pages}"
    if cited.note:
        joined = pages and cited.page and cited.note not in {"source", "summary"}
        pages = f"{pages}n{cited.note}" if joined else ", ".join(filter(None, (pages, _note_words(cited))))
    return [*_numbered(cited), *([pages] if pages else [])]


def _note_words(cited: Cited) -> str:
    """Return the note by its number or sign; a note printed without one by its kind: "source note"."""
    return f"{cited.note.lower()} note" if cited.note in {"source", "summary"} else f"n. {cited.note}"


def _editors(cited: Cited, words: str) -> str:
    editors = cited.volume.editors if cited.volume else ()
    if not editors:
        return ""
    named = (
        editors[0]
        if len(editors) == 1
        else f"{', '.join(editors[:-1])}{',' if len(editors) > 2 else ''} and {editors[-1]}"
    )
    return words + named


def _imprint(cited: Cited) -> str:
    place, publisher = cited.publisher
    printed = ": ".join(words for words in (place, publisher) if words)
    printed = ", ".join(words for words in (printed, cited.published) if words)
    return f" ({printed})" if printed else ""


def _quoted(title: str) -> str:
    inner = title.replace("“", "‘").replace("”", "’")
    return f"“{inner}{'' if inner.endswith(('.', '?', '!')) else '.'}”"


def _tail(joint: str, parts: list[str]) -> list[Run]:
    return [Run(f"{joint}{part}") for part in parts if part]


def _closed(runs: list[Run]) -> list[Run]:
    """Return the runs without empty ones, ended by a full stop."""
    runs = [run for run in runs if run.text]
    return runs if as_text(runs).endswith(".") else [*runs, Run(".")]
