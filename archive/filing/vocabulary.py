"""What the codes of file numbers mean, by scheme: classes, countries, subjects, headings, areas, qualifiers.

The words are in ``data/*.tsv``, one term a line, each with its source. Archivists' edits can be passed in as another
:class:`Vocabulary`. In a code, ``cc`` and ``dd`` are placeholders for a country's number: ``6 dd7`` is "military agreements with
dd". A ``context`` is the class that a subject belongs to, or the years ("1950-1956") in which a code had this meaning.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from itertools import product
from pathlib import Path

from archive.filing.schemes import DECIMAL_1950, DECIMAL_ERAS, SUBJECT_NUMERIC

_DATA = Path(__file__).parent / "data"
_YEARS = re.compile(r"(\d{4})-(\d{4})$")


@dataclass(frozen=True, slots=True)
class VocabularyTerm:
    """One word of a vocabulary; the fields are those of the filing vocabularies in the database."""

    scheme: str
    facet: str
    context: str
    code: str
    name: str
    equivalent: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """The meaning of a run of digits.

    ``exact`` is False where only the wider heading is known; ``code`` is then that heading's. ``countries`` are the
    country codes inside the digits.
    """

    code: str
    name: str
    exact: bool
    countries: tuple[str, ...] = ()
    equivalent: str = ""
    rest: str = ""
    source: str = ""


class Vocabulary:
    """A vocabulary to look codes up in. Unknown codes give ``""`` or ``None``, never a guess."""

    def __init__(self, terms: Iterable[VocabularyTerm]):
        self._names: dict[tuple[str, str, str], list[tuple[str, VocabularyTerm]]] = defaultdict(list)
        self._codes_by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._patterns: dict[tuple[str, str], list[tuple[re.Pattern[str], VocabularyTerm]]] = defaultdict(list)
        #: Digits with which both a country and longer subjects of a class begin: 11 in .11, United States, and .119.
        self._ambiguous: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._matched: dict[tuple[str, str, str], Meaning | None] = {}
        self._preceding: dict[tuple[str, str, str], list[VocabularyTerm]] = defaultdict(list)
        for term in terms:
            self._preceding[term.scheme, term.facet, term.equivalent].append(term)
            self._names[term.scheme, term.facet, _squeeze(term.code)].append((term.context, term))
            if term.facet == "country":
                self._codes_by_name[term.scheme, _short(term.name)].add(term.code)
            if term.facet in ("subject", "heading") and term.scheme != SUBJECT_NUMERIC:
                self._add_pattern(term)

    def codes(self, scheme: str, facet: str) -> list[str]:
        """Return every code of a facet, as the vocabulary spells it."""
        return [pairs[0][1].code for key, pairs in self._names.items() if key[:2] == (scheme, facet)]

    def knows_decimal(self, trunk: str) -> bool:
        """Whether a trunk ("891.00", "501.BB") has a class and, where its class needs one, a country of either era."""
        head = trunk.partition(".")[0]
        return bool(self.class_name(DECIMAL_1950, head[0])) and (
            head[0] in "01235"
            or any(self.heading(era, trunk) or self.has_country(era, head[1:]) for era in DECIMAL_ERAS)
        )

    def class_name(self, scheme: str, code: str) -> str:
        """Return the name of a class digit, or of a subject-numeric primary subject."""
        return self._name(scheme, "class", code)

    def country(self, scheme: str, code: str, year: int | None = None) -> str:
        """Return the country of a code, without its other names; alternatives by year are joined with "or".

        ``""`` for a code that isn't in the list, or not in that year's.
        """
        terms = self._names.get((scheme, "country", _squeeze(code)), [])
        if year is not None:
            # Offices used a code for a year or two before or after the manual's years, too.
            terms = [pair for pair in terms if _within(pair[0], year)] or [
                pair for pair in terms if any(_within(pair[0], near) for near in (year - 2, year + 2))
            ]
        if len(terms) == 1:
            return self._distinct_name(terms[0][1])
        return " or ".join(f"{self._distinct_name(term)} ({_years(context)})" for context, term in terms)

    def _distinct_name(self, country: VocabularyTerm) -> str:
        """Return a country's name without its bracket, unless another code has the same one: "Congo (Leopoldville)"."""
        short = _short(country.name)
        codes = self._codes_by_name.get((country.scheme, short), ())
        return country.name if len(codes) > 1 else short

    def has_country(self, scheme: str, code: str) -> bool:
        """Whether the era's list has the code, in any of its years."""
        return (scheme, "country", _squeeze(code)) in self._names

    def equivalent(self, scheme: str, facet: str, code: str) -> str:
        """Return the code for the same thing in the next scheme, or ``""``."""
        return next((t.equivalent for _, t in self._names.get((scheme, facet, _squeeze(code)), []) if t.equivalent), "")

    def preceding(self, scheme: str, facet: str, equivalent: str, context: str | None = None) -> list[str]:
        """Return the codes of a scheme whose equivalent in the next one is this, in the order of the vocabulary."""
        terms = self._preceding.get((scheme, facet, equivalent), [])
        return list(dict.fromkeys(term.code for term in terms if context is None or term.context == context))

    def source(self, scheme: str, facet: str, code: str) -> str:
        """Return the source of a code's meaning: a filing manual, a page, or that it is inferred; ``""`` if it isn't known."""
        return next((term.source for _, term in self._names.get((scheme, facet, _squeeze(code)), [])), "")

    def qualifier(self, scheme: str, words: str) -> str:
        """Return what a qualifier ("MSP") means."""
        return self._name(scheme, "qualifier", words)

    def spelling(self, facet: str, words: str) -> str:
        """Return the usual spelling of a qualifier or an area, whatever its spaces and case; ``""`` if it isn't known."""
        if facet == "area":
            for _, term in self._names.get((SUBJECT_NUMERIC, "area-spelling", _squeeze(words)), []):
                return term.name
            return next((t.code for _, t in self._names.get((SUBJECT_NUMERIC, "area", _squeeze(words)), [])), "")
        for scheme in DECIMAL_ERAS:
            for _, term in self._names.get((scheme, facet, _squeeze(words)), []):
                return term.code
        return ""

    def area(self, code: str) -> str:
        """Return the country or organization of a subject-numeric area."""
        return self._name(SUBJECT_NUMERIC, "area", code)

    def subject_numeric(self, subject: str, number: str, year: int | None = None) -> Meaning | None:
        """Return what "27-14" means under POL: in its years, else in the subject, else its main number."""
        for code in dict.fromkeys((number, number.partition("-")[0])):
            terms = self._names.get((SUBJECT_NUMERIC, "subject", _squeeze(code)), [])
            dated = [(c, t) for c, t in terms if c.startswith(f"{subject} ")]
            in_time = [(c, t) for c, t in dated if not year or _within(c, year)]
            own = in_time or dated or [(c, t) for c, t in terms if c == subject] or [(c, t) for c, t in terms if not c]
            if own:
                names = [f"{t.name} ({_years(c)})" if len(own) > 1 else t.name for c, t in own]
                return Meaning(code, " or ".join(names), code == number, source=own[0][1].source)
        return None

    def subject(self, scheme: str, class_: str, digits: str) -> Meaning | None:
        """Return the longest subject of a class that is a prefix of the digits after the point."""
        return self._match(scheme, class_, digits)

    def heading(self, scheme: str, trunk: str) -> Meaning | None:
        """Return the longest heading outside the country classes that is a prefix of a number ("501.BB")."""
        return self._match(scheme, "heading", trunk)

    def _name(self, scheme: str, facet: str, code: str) -> str:
        return next((term.name for _, term in self._names.get((scheme, facet, _squeeze(code)), [])), "")

    def _add_pattern(self, term: VocabularyTerm) -> None:
        key = (term.scheme, "heading" if term.facet == "heading" else term.context)
        pieces = re.split("cc|dd", re.escape(term.code))
        for slots in product(("([0-9]{2}[A-Z])", "([0-9]{2})"), repeat=len(pieces) - 1):
            pattern = pieces[0] + "".join(slot + piece for slot, piece in zip(slots, pieces[1:], strict=True))
            self._patterns[key].append((re.compile(pattern), term))
        if len(pieces) == 1 and len(term.code) > 2:
            self._ambiguous[key].add(term.code[:2])

    def _match(self, scheme: str, context: str, digits: str) -> Meaning | None:
        key = (scheme, context, digits)
        if key not in self._matched:
            if len(self._matched) > 50_000:
                self._matched.clear()
            self._matched[key] = self._search(scheme, context, digits)
        return self._matched[key]

    def _search(self, scheme: str, context: str, digits: str) -> Meaning | None:
        best, best_rank = None, (False, 0, 0)
        for pattern, term in self._patterns.get((scheme, context), []):
            match = pattern.match(digits)
            if not match or not all(self.has_country(scheme, code) for code in match.groups()):
                continue
            rest = digits[match.end() :]
            if rest and match.groups() and match[1] in self._ambiguous[scheme, context] and context != "heading":
                continue
            rank = (not rest, match.end(), match.end() - sum(map(len, match.groups())))
            if rank > best_rank:
                best = Meaning(term.code, term.name, not rest, match.groups(), term.equivalent, rest, term.source)
                best_rank = rank
        return best


@cache
def default_vocabulary() -> Vocabulary:
    """Return the vocabulary of the data files."""
    return Vocabulary(load_terms())


def load_terms() -> list[VocabularyTerm]:
    """Return every term of the data files, in their order."""
    terms = []
    for path in sorted(_DATA.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            terms += [VocabularyTerm(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return terms


def vocabulary_terms() -> list[dict[str, str]]:
    """Return every term of the data files as the fields of a row, for the fixture of the vocabularies."""
    return [asdict(term) for term in load_terms()]


def _squeeze(code: str) -> str:
    return re.sub(r"[\s.]+", "", code).upper()


def _short(name: str) -> str:
    return re.sub(r" \([^()]*\)$", "", name)


def _years(context: str) -> str:
    first, last = context[-9:].split("-")
    return first if first == last else f"{first}–{last}"


def _within(context: str, year: int) -> bool:
    match = _YEARS.search(context)
    return not match or int(match[1]) <= year <= int(match[2])
