"""Dates in the reader's language, and the fixed words of the archive that are translated where they are shown."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_noop, pgettext
from django.utils.translation import gettext as _

from archive import filing
from archive.dating import DateStyle, in_words, parse_edtf
from archive.records import DateRecord

#: Words of Python code that templates translate: kinds, facets, orders, titles of errors.
FIXED = (
    gettext_noop("telegram"), gettext_noop("circular telegram"), gettext_noop("airgram"), gettext_noop("circular airgram"),
    gettext_noop("despatch"), gettext_noop("instruction"), gettext_noop("circular"), gettext_noop("letter"),
    gettext_noop("message"), gettext_noop("note"), gettext_noop("note verbale"), gettext_noop("aide-mémoire"),
    gettext_noop("memorandum"), gettext_noop("memorandum of conversation"), gettext_noop("memorandum for the record"),
    gettext_noop("minutes"), gettext_noop("report"), gettext_noop("paper"), gettext_noop("intelligence estimate"),
    gettext_noop("policy paper"), gettext_noop("agreement"), gettext_noop("statement"), gettext_noop("press release"),
    gettext_noop("transcript"), gettext_noop("editorial note"), gettext_noop("other"),
    gettext_noop("Decade"), gettext_noop("Year"), gettext_noop("Volume"), gettext_noop("Kind"),
    gettext_noop("Sender (person)"), gettext_noop("Sender (office)"), gettext_noop("Recipient (person)"),
    gettext_noop("Recipient (office)"), gettext_noop("Mentioned"), gettext_noop("Place"), gettext_noop("File class"),
    gettext_noop("Country in the file number"), gettext_noop("Classification"), gettext_noop("Language"),
    gettext_noop("Topic"),
    gettext_noop("Dated from"), gettext_noop("Dated until"),
    gettext_noop("relevance"), gettext_noop("oldest first"), gettext_noop("newest first"), gettext_noop("shelf"),
    gettext_noop("This address cannot be read"), gettext_noop("You do not have access to this page"),
    gettext_noop("This form was out of date"), gettext_noop("There is no such page"), gettext_noop("This paper was withdrawn"),
    gettext_noop("Something went wrong on our side"),
    gettext_noop("Chicago, footnote"), gettext_noop("Chicago, bibliography"), gettext_noop("Turabian"), gettext_noop("MLA"),
    gettext_noop("Bluebook"), gettext_noop("With the file number"),
    gettext_noop("Classes"), gettext_noop("Countries"), gettext_noop("Subjects"),
    gettext_noop("Numerical file 1906–1910"), gettext_noop("Central decimal file 1910–1949"),
    gettext_noop("Central decimal file 1950–January 1963"), gettext_noop("Central decimal file 1910–January 1963"),
    gettext_noop("Subject-numeric file February 1963–1973"), gettext_noop("Central Foreign Policy File 1973–1979"),
    gettext_noop("Lot file"), gettext_noop("Record group"), gettext_noop("Collection"), gettext_noop("Not understood"),
    gettext_noop("waiting for an answer"), gettext_noop("corrected"), gettext_noop("printed so; nothing to correct"),
    gettext_noop("not taken up"),
    gettext_noop("embassy"), gettext_noop("legation"), gettext_noop("consulate or consulate general"),
    gettext_noop("delegation or permanent mission"), gettext_noop("other post"),
    gettext_noop("the same name in full"), gettext_noop("named together in an authority file"),
    gettext_noop("names that agree, and lines that do"),
    gettext_noop("names that agree, and nobody else of that surname in any list"),
    gettext_noop("names that agree, and nobody else of that surname and first name in any list"),
    gettext_noop("the only one of that name in any list of persons"),
    gettext_noop("nobody else of that surname is in any list of persons, and the office agrees"),
    gettext_noop("nobody else of that surname in any list of persons held that office"),
    gettext_noop("the office agrees, and the papers have the name in full"),
    gettext_noop("nobody else of that surname is in any list of persons, and the papers have the name in full"),
    gettext_noop("nobody else of that surname is in the lists of persons of these years"),
    gettext_noop("names spelled alike, and the same line"), gettext_noop("names that nearly agree, and the same line"),
    gettext_noop("the list itself leads from one to the other"),
)  # fmt: skip


def filing_name(name: str) -> str:
    """Return the name of a class or country of file numbers in the reader's language; the English one if that has none."""
    return filing.name_in(get_language() or "en", name) or name


def day_in_words(day: date, pattern: str = "j F Y") -> str:
    """A day, month or year in the reader's language; ``pattern`` is how English writes it, one of the three below."""
    patterns = {
        "j F Y": pgettext("date format", "j F Y"),
        "F Y": pgettext("date format", "F Y"),
        "j F": pgettext("date format", "j F"),
    }
    return date_format(day, patterns.get(pattern, pattern))


def date_in_words(record: DateRecord) -> str:
    """Return a date in the reader's language, as :func:`archive.dating.in_words` does in English; what is printed if no day is known."""
    words = in_words(record, None if (get_language() or "en").startswith("en") else _style())
    return words or record.printed or _("no date")


def edtf_in_words(edtf: str) -> str:
    """Return a date or a span in EDTF in the reader's language: "about 1891 – about 1986"; as it is if it is none that can be read."""
    first, joint, last = edtf.partition("/")
    try:
        sides = [_edtf_day(side) for side in (first, last)]
    except ValueError:
        return edtf
    if not joint:
        return sides[0]
    if first in {"", ".."} or last in {"", ".."}:
        pattern = _("until %(day)s") if first in {"", ".."} else _("since %(day)s")
        return pattern % {"day": sides[0] or sides[1]}
    return " – ".join(sides)


def _edtf_day(edtf: str) -> str:
    if edtf in {"", ".."}:
        return ""
    first, last = (day.isoformat() if day else "" for day in parse_edtf(edtf))
    words = date_in_words(DateRecord(edtf, first, last))
    marks = {"~": _("about %(day)s"), "?": _("%(day)s, uncertain"), "%": _("about %(day)s, uncertain")}
    return marks.get(edtf[-1], "%(day)s") % {"day": words}


def _style() -> DateStyle:
    """Return how dates are written in the reader's language."""
    marks = {"?": _("uncertain"), "~": _("about"), "%": _("about, uncertain")}
    return DateStyle(
        day=day_in_words,
        month=lambda day: day_in_words(day, "F Y"),
        span=lambda first, last: f"{day_in_words(first)} – {day_in_words(last)}",
        since=_("on or after %(day)s") % {"day": "{}"},
        until=_("on or before %(day)s") % {"day": "{}"},
        marks={sign: f"{{}} ({words})" for sign, words in marks.items()},
    )
