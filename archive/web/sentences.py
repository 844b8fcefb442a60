"""Sentences of the rooms that know no Django, translated where a page shows them.

Those rooms return English ("No paper here has this file number."), which the database stores, files repeat and commands print. This
table has every such sentence, with ``%(name)s`` where its words vary. What varies stays as it is, except what
:data:`_VARIABLES` lists: a day is written as the reader's language writes days, and words that are sentences themselves are
translated in turn. What is not in the table, such as a name from a filing manual or an archivist's own reason, stays English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache, lru_cache

from django.utils.translation import get_language, gettext, gettext_noop

from archive import filing
from archive.records import KINDS
from archive.web.words import FIXED, day_in_words, filing_name

#: From :mod:`archive.filing.explaining`, :mod:`archive.filing.shelf_places` and :mod:`archive.filing.equivalents`.
_FILING = (
    gettext_noop("either %(years)s: %(words)s"),
    gettext_noop("%(words)s; or %(years)s: %(more_words)s"),
    gettext_noop("%(scheme)s: %(words)s"),
    gettext_noop("class %(code)s, not used in these years"),
    gettext_noop("class %(code)s, %(name)s"),
    gettext_noop("%(code)s, a country not in the list of these years"),
    gettext_noop("%(code)s, under %(wider)s, %(name)s"),
    gettext_noop("under %(wider)s, %(name)s"),
    gettext_noop("paper of %(day)s"),
    gettext_noop("enclosure %(number)s"),
    gettext_noop("case %(number)s"),
    gettext_noop("frame %(number)s"),
    gettext_noop("reel %(number)s of %(year)s"),
    gettext_noop("paper on microfilm"),
    gettext_noop("telegram, no distribution"),
    gettext_noop("retired in %(year)s"),
    gettext_noop("an office of the Department of State"),
    gettext_noop("a Foreign Service post"),
    gettext_noop("(US), by the United States"),
    gettext_noop("accession %(number)s of %(year)s"),
    gettext_noop("accession %(number)s"),
    gettext_noop("job %(number)s of %(year)s"),
    gettext_noop("job %(number)s"),
    gettext_noop("without a number"),
    gettext_noop("Class %(code)s"),
    gettext_noop("1950–January 1963"),
    gettext_noop("The file number cannot be read: %(words)s"),
    gettext_noop(
        "a number alone says no filing system; “File No.” before it, or a year of 1906–1910, makes it a numerical case."
    ),
    gettext_noop("it begins like a decimal number but has neither a point nor a date suffix."),
    gettext_noop("“%(code)s” is not a subject of the subject-numeric file."),
    gettext_noop("it is of no known filing system."),
    gettext_noop("its words can be taken in more than one way."),
    gettext_noop("A file number has digits."),
    gettext_noop("There is no number."),
    gettext_noop("The text is too long for a number."),
    gettext_noop("Inferred from the names of the codes, as no manual equates them: %(reasons)s."),
    gettext_noop("%(code)s stands for %(name)s"),
    gettext_noop("%(code)s answers to %(other)s"),
)
#: From :mod:`archive.filing.query`.
_NUMBER_QUERIES = (
    gettext_noop("file numbers beginning %(number)s"),
    gettext_noop("file numbers from %(first)s to %(last)s"),
    gettext_noop("%(words)s, with the words “%(typed)s”"),
    gettext_noop("file number %(number)s"),
    gettext_noop("file %(number)s"),
)
#: From :mod:`archive.browsing.kept_selections`.
_SELECTIONS = (
    gettext_noop("A selection holds at most %(most)s papers, and these are %(count)s. Nothing was kept."),
    gettext_noop("Too many selections were kept within the hour. Nothing was kept; please try again a little later."),
)
#: From :mod:`archive.references.matching`, :mod:`archive.references.rating` and :mod:`archive.references.resolving`.
_REASONS = (
    gettext_noop("The file number of the paper named before it."),
    gettext_noop("The editors say where it is printed."),
    gettext_noop("The one paper here with the file number given for it."),
    gettext_noop("The words do not say enough to look for it."),
    gettext_noop("It names this paper itself."),
    gettext_noop("The one paper here with this file number."),
    gettext_noop("The one paper here with this number."),
    gettext_noop("The one paper of this volume with this file number."),
    gettext_noop("The one paper of this volume with this number."),
    gettext_noop("The only paper of that kind and day in this volume."),
    gettext_noop("%(count)s papers here have this file number."),
    gettext_noop("%(count)s papers here have this number."),
    gettext_noop("No paper here has this file number."),
    gettext_noop("No paper here has this number."),
    gettext_noop("The marked target does not exist."),
    gettext_noop("The marked footnote does not exist."),
    gettext_noop("That document is not held."),
    gettext_noop("That paper has no footnote of this number."),
    gettext_noop("Marked in the source."),
    gettext_noop("Its number in the same volume."),
    gettext_noop("Its place."),
    gettext_noop("No paper here stands on that page."),
    gettext_noop("The one footnote of this number on that page."),
    gettext_noop("Several papers of that page have, or none has, a footnote of this number."),
    gettext_noop("The page of this volume."),
    gettext_noop("%(words)s %(count)s papers stand on it."),
    gettext_noop("That volume is not held."),
    gettext_noop("The page of that volume."),
    gettext_noop("Several parts of that volume have this page."),
    gettext_noop("Its number in that volume."),
    gettext_noop("Several parts of that volume have a document of this number."),
    gettext_noop("That volume."),
    gettext_noop("The volume has %(count)s parts here."),
    gettext_noop("No paper of this number from there is held."),
    gettext_noop("No paper of this day from there is held."),
    gettext_noop("%(count)s papers come into question."),
    gettext_noop("Only likely: %(words)s"),
    gettext_noop("Agrees in %(list)s; %(reasons)s."),
    gettext_noop("Agrees in %(list)s."),
    gettext_noop("agrees in %(list)s; %(reasons)s."),
    gettext_noop("agrees in %(list)s."),
    gettext_noop("number"),
    gettext_noop("sender"),
    gettext_noop("recipient"),
    gettext_noop("day"),
    gettext_noop("nothing else"),
    gettext_noop("the two correspondents"),
    gettext_noop("no correspondent is named"),
    gettext_noop("its sender is another"),
    gettext_noop("its recipient is another"),
    gettext_noop("its correspondents are not known"),
    gettext_noop("it is between others"),
    gettext_noop("its own date is unknown"),
    gettext_noop("its day is one day off"),
    gettext_noop("its day is %(count)s days off"),
    gettext_noop("no day is stated"),
    gettext_noop("written one day before"),
    gettext_noop("written %(count)s days before"),
    gettext_noop("written on the same day"),
    gettext_noop("written a day after"),
    gettext_noop("written %(count)s days after"),
    gettext_noop("Confirmed by an archivist. %(words)s"),
    gettext_noop("Confirmed by an archivist."),
    gettext_noop("Corrected by an archivist. %(words)s"),
    gettext_noop("Corrected by an archivist."),
    gettext_noop("Rejected: it leads to no paper by an archivist. %(words)s"),
    gettext_noop("Rejected: it leads to no paper by an archivist."),
)
#: From :mod:`archive.parsing.citations`, :mod:`archive.search.snippets` and :mod:`archive.parsing.tei`.
_PLACES = (
    gettext_noop("heading"),
    gettext_noop("text"),
    gettext_noop("footnote %(label)s"),
    gettext_noop("document %(label)s"),
    gettext_noop("page %(label)s"),
    gettext_noop("%(place)s, footnote %(label)s"),
    gettext_noop("%(place)s, page %(label)s"),
    gettext_noop("%(place)s, document %(label)s"),
    gettext_noop("%(place)s, part %(label)s"),
    gettext_noop("%(place)s, volume %(label)s"),
    gettext_noop("%(kind)s %(own_number)s from or to %(name)s"),
    gettext_noop("%(kind)s %(own_number)s from %(name)s"),
    gettext_noop("%(kind)s %(own_number)s to %(name)s"),
    gettext_noop("%(kind)s %(own_number)s"),
    gettext_noop("number %(own_number)s from or to %(name)s"),
    gettext_noop("number %(own_number)s from %(name)s"),
    gettext_noop("number %(own_number)s to %(name)s"),
    gettext_noop("number %(own_number)s"),
    gettext_noop("%(kind)s %(own_number)s of the Department, %(name)s"),
    gettext_noop("%(kind)s %(own_number)s of a mission, %(name)s"),
    gettext_noop("%(kind)s, %(name)s"),
    gettext_noop("the volume's markup of its date line"),
    gettext_noop("the volume's markup of the document"),
    gettext_noop("the volume's editors: %(name)s"),
)
SENTENCES = (*_FILING, *_NUMBER_QUERIES, *_REASONS, *_PLACES)


def sentence(english: str) -> str:
    """Return a sentence of the core in the reader's language."""
    language = get_language() or "en"
    return english if language.startswith("en") else _translated(english, language)


@lru_cache(maxsize=4096)
def _translated(english: str, language: str) -> str:
    """Return the sentence in the active language, whose name is here for the cache."""
    if english in _FIXED:
        return gettext(english)
    if " · " in english:
        return " · ".join(sentence(part) for part in english.split(" · "))
    for template, pattern in _patterns():
        if match := pattern.fullmatch(english):
            values = {name: _VARIABLES.get(name, (".", str))[1](value) for name, value in match.groupdict().items()}
            return gettext(template) % values
    code, comma, name = english.partition(", ")
    return f"{code}, {filing_name(name)}" if comma and _CODE.fullmatch(code) else english


#: The code of a country or subject, which its name follows: "90E, Lebanon", "POL, political affairs".
_CODE = re.compile(r"[0-9A-Z.]{1,6}")
_FIXED = frozenset(FIXED) | {template for template in SENTENCES if "%(" not in template}


def _each(separator: str) -> Callable[[str], str]:
    return lambda words: separator.join(sentence(part) for part in words.split(separator))


def _list(words: str) -> str:
    *some, last = re.split(r", | and ", words)
    some, last = [sentence(one) for one in some], sentence(last)
    return gettext("%(some)s and %(last)s") % {"some": ", ".join(some), "last": last} if some else last


def _day(words: str) -> str:
    try:
        return day_in_words(datetime.strptime(words, "%d %B %Y").date())
    except ValueError:
        return words


#: What varies in a sentence: the pattern of its words, and how they are translated.
_VARIABLES: dict[str, tuple[str, Callable[[str], str]]] = {
    "words": (".+?", sentence),
    "more_words": (".+", sentence),
    "years": ("19[0-9]{2}–[A-Za-z0-9 ]+", sentence),
    "reasons": (".+", _each("; ")),
    "list": ("[^;.]+", _list),
    "place": (".+", sentence),
    "day": (r"[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}", _day),
    "count": ("[0-9]+", str),
    "year": ("19[0-9]{2}", str),
    "scheme": ("|".join(re.escape(scheme.title) for scheme in filing.SCHEMES.values()), sentence),
    "kind": ("|".join(map(re.escape, KINDS)), sentence),
    "own_number": (r"(?:[A-Z]\w+ )?[\w-]*[0-9]\w*", str),
    "name": (".+?", filing_name),
    "label": (r"[^\s,]+", str),
    "code": (r"[^,;:]+?", str),
}


@cache
def _patterns() -> list[tuple[str, re.Pattern]]:
    return list(_compiled())


def _compiled() -> Iterator[tuple[str, re.Pattern]]:
    for template in SENTENCES:
        pieces = re.split(r"%\((\w+)\)s", template)
        if len(pieces) > 1:
            parts = [re.escape(pieces[0])]
            for name, literal in zip(pieces[1::2], pieces[2::2], strict=True):
                parts += [f"(?P<{name}>{_VARIABLES.get(name, ('.+?', str))[0]})", re.escape(literal)]
            yield template, re.compile("".join(parts))
