"""What a file number means, in words: right for its era, and silent rather than wrong where the era isn't known."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from archive.dating import day_in_words
from archive.filing.file_number import FileNumber
from archive.filing.grammar_decimal import split
from archive.filing.reading import parse
from archive.filing.schemes import (
    CFPF,
    COLLECTION,
    DECIMAL,
    DECIMAL_1910,
    DECIMAL_1950,
    DECIMAL_ERAS,
    LOT,
    NUMERICAL,
    RECORD_GROUP,
    SCHEMES,
    SUBJECT_NUMERIC,
    UNKNOWN,
)
from archive.filing.vocabulary import Meaning, Vocabulary, default_vocabulary

#: The classes of relations, trade and claims between countries, in which no country is both sides.
_BETWEEN = {DECIMAL_1910: frozenset("467"), DECIMAL_1950: frozenset("456")}
_REELS = {"P": "paper on microfilm", "D": "telegram", "N": "telegram, no distribution"}


@dataclass(frozen=True, slots=True)
class Explanation:
    """A number and its meaning. ``parts`` are the words of ``sentence`` after its scheme; names are ``""`` where unknown."""

    number: FileNumber
    class_name: str = ""
    country_name: str = ""
    second_country_name: str = ""
    subject_name: str = ""
    parts: tuple[str, ...] = ()
    sentence: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return what ``explain_file_number --json`` prints: ``None`` for what the number doesn't have."""
        number = self.number
        values = {
            "printed": number.printed,
            "normal": number.normal,
            "scheme": number.scheme,
            "class": number.class_,
            "country": number.country,
            "country_name": self.country_name,
            "subject": number.subject,
            "subject_name": self.subject_name,
            "qualifier": number.qualifier,
            "enclosure": number.enclosure,
            "date": number.date,
            "sentence": self.sentence,
        }
        warnings = [{"code": warning.code, "message": warning.message} for warning in number.warnings]
        return {key: value or None for key, value in values.items()} | {"warnings": warnings}


def explain(number: FileNumber | str, year: int | None = None, vocabulary: Vocabulary | None = None) -> Explanation:
    """Explain what a number means. ``year`` is the paper's, for a number whose parts do not show its era.

    Where the era of a decimal number stays open, what both eras have in common is explained once and the rest for each era.
    """
    vocabulary = vocabulary or default_vocabulary()
    if isinstance(number, str):
        number = parse(number, year, vocabulary)
    elif year and number.scheme == DECIMAL:
        number = replace(parse(number.normal, year, vocabulary), printed=number.printed, warnings=number.warnings)
    if number.scheme in DECIMAL_ERAS:
        return _decimal(number, _year(number, year), vocabulary)
    if number.scheme == DECIMAL:
        return _either(number, vocabulary)
    if number.scheme == SUBJECT_NUMERIC:
        return _subject_numeric(number, year, vocabulary)
    return _other(number, vocabulary)


def _decimal(number: FileNumber, year: int | None, vocabulary: Vocabulary) -> Explanation:
    parts, names = _era_parts(number, number.scheme, year, vocabulary)
    parts += _tail_parts(number, number.scheme, vocabulary)
    return _explanation(number, parts, **names)


def _either(number: FileNumber, vocabulary: Vocabulary) -> Explanation:
    """Explain a number whose era is open by both meanings."""
    readings = {era: _era_parts(number, era, None, vocabulary) for era in DECIMAL_ERAS}
    (first, first_names), (second, second_names) = readings.values()
    names = {key: first_names[key] if first_names[key] == second_names[key] else "" for key in first_names}
    tail = _tail_parts(number, number.scheme, vocabulary)
    if first == second:
        return _explanation(number, first + tail, **names)
    either = [f"{SCHEMES[era].span}: {' · '.join(readings[era][0])}" for era in DECIMAL_ERAS]
    return _explanation(number, ["either " + "; or ".join(either), *tail], **names)


def _era_parts(
    number: FileNumber, era: str, year: int | None, vocabulary: Vocabulary
) -> tuple[list[str], dict[str, str]]:
    """Return the words for class, countries and subject in one era, and their names."""
    trunk = number.file[: -len(number.qualifier) - 1] if number.qualifier else number.file
    country, second, _ = split(era, trunk, vocabulary)
    class_name = vocabulary.class_name(era, number.class_)
    parts = [
        f"class {number.class_}, {class_name}" if class_name else f"class {number.class_}, not used in these years"
    ]
    names = {
        "class_name": class_name,
        "country_name": vocabulary.country(era, country, year) if country else "",
        "second_country_name": vocabulary.country(era, second, year) if second else "",
        "subject_name": "",
    }
    heading = vocabulary.heading(era, trunk)
    if heading and (heading.countries or trunk[0] not in SCHEMES[era].country_classes or not country or heading.exact):
        names["subject_name"] = heading.name
        shown = trunk if heading.exact else f"{trunk}, under {_numbers(heading, trunk)}"
        parts.append(f"{shown}, {heading.name}")
        parts += [_country(code, vocabulary.country(era, code, year)) for code in heading.countries]
        if country and not heading.countries:
            parts.insert(1, _country(country, names["country_name"]))
        return parts, names
    if country:
        parts.append(_country(country, names["country_name"]))
    tail = trunk.partition(".")[2]
    by_country = number.class_ in SCHEMES[era].country_classes
    meaning = vocabulary.subject(era, number.class_, tail) if tail and (country or not by_country) else None
    if meaning and second and second == country and number.class_ in _BETWEEN[era]:
        meaning, names["second_country_name"] = None, ""
    if meaning:
        names["subject_name"] = _filled(meaning.name, names["second_country_name"])
        code = f".{tail}" if meaning.exact else f".{tail}, under .{_numbers(meaning, tail)}"
        parts.append(f"{code}, {names['subject_name']}")
    elif tail:
        parts.append(f".{tail}, a subject not in the list of these years")
    return parts, names


def _country(code: str, name: str) -> str:
    return f"{code}, {name}" if name else f"{code}, a country not in the list of these years"


def _numbers(meaning: Meaning, tail: str) -> str:
    return tail[: len(tail) - len(meaning.rest)] if meaning.rest else tail


def _filled(name: str, country: str) -> str:
    """Return a name such as "relations with: aviation" with its country in place."""
    if not country:
        return name
    head, colon, rest = name.partition(":")
    if re.search(r" (?:with|of|in|by)$", head):
        return f"{head} {country}{colon}{rest}"
    return f"{name} ({country})"


def _tail_parts(number: FileNumber, scheme: str, vocabulary: Vocabulary) -> list[str]:
    parts = []
    if number.qualifier:
        eras = [scheme] if scheme in DECIMAL_ERAS else DECIMAL_ERAS
        meaning = next(filter(None, (vocabulary.qualifier(era, number.qualifier) for era in eras)), "")
        parts.append(f"{number.qualifier}, {meaning}" if meaning and meaning != number.qualifier else number.qualifier)
    if number.date:
        parts.append(f"paper of {day_in_words(date.fromisoformat(number.date))}")
    if number.enclosure:
        parts.append(f"enclosure {number.enclosure}")
    return parts


def _subject_numeric(number: FileNumber, year: int | None, vocabulary: Vocabulary) -> Explanation:
    class_name = vocabulary.class_name(SUBJECT_NUMERIC, number.class_)
    names = {
        "class_name": class_name,
        "country_name": vocabulary.area(number.country) if number.country else "",
        "second_country_name": vocabulary.area(number.second_country) if number.second_country else "",
    }
    parts = [f"{number.class_}, {class_name}"]
    if "(US)" in number.file:
        parts.append("(US), by the United States")
    if number.subject:
        meaning = vocabulary.subject_numeric(number.class_, number.subject, _year(number, year))
        names["subject_name"] = meaning.name if meaning else ""
        under = "" if not meaning or meaning.exact else f", under {meaning.code}"
        parts.append(f"{number.subject}{under}" + (f", {meaning.name}" if meaning else ""))
    for area, name in ((number.country, "country_name"), (number.second_country, "second_country_name")):
        if area:
            parts.append(
                f"{area}, {names[name]}" if names[name] and names[name].upper() != area else names[name] or area
            )
    if number.qualifier:
        parts.append(number.qualifier)
    return _explanation(number, parts, **names)


def _other(number: FileNumber, vocabulary: Vocabulary) -> Explanation:
    if number.scheme == NUMERICAL:
        parts = [f"case {number.file}"] + ([f"enclosure {number.enclosure}"] if number.enclosure else [])
    elif number.scheme == CFPF:
        parts = [_REELS[number.class_], f"reel {number.file} of 19{number.subject[:2]}"]
        parts += [f"frame {number.enclosure}"] if number.enclosure else []
    elif number.scheme == LOT:
        own = number.file.removeprefix("Lot ")
        parts = [own]
        parts += [f"retired in 19{own[:2]}"] if own[:2].isdigit() else []
        parts += {"D": ["an office of the Department of State"], "F": ["a Foreign Service post"]}.get(number.class_, [])
        parts += [number.enclosure] if number.enclosure else []
    elif number.scheme == RECORD_GROUP:
        parts = _record_group(number, vocabulary)
    elif number.scheme == COLLECTION and number.file == number.subject:
        parts = _retired(number, vocabulary)
    elif number.scheme == UNKNOWN:
        parts = [warning.message for warning in number.warnings]
    else:
        parts = [number.normal]
    return _explanation(number, parts)


def _record_group(number: FileNumber, vocabulary: Vocabulary) -> list[str]:
    title = vocabulary.class_name(RECORD_GROUP, number.class_)
    group = f"RG {number.class_}"
    rest = number.normal.removeprefix(group).lstrip(" ,")
    return [f"{group}, {title}" if title else group, *([rest] if rest else [])]


#: The number of an accession ("FRC 330 70 A 6648") or of a job ("Job 79-01025A"): its record group where printed, its year.
_RETIRED = re.compile(r"(?:FRC (?:(\d+) (?=\d\d (?:A )?\d+$))?|Job )(\d\d)")


def _retired(number: FileNumber, vocabulary: Vocabulary) -> list[str]:
    """Return the parts of an accession of a records center, or of a job: its repository, whose records they are if known, its year."""
    match = _RETIRED.match(number.file)
    group, year = (match[1] or "", match[2]) if match else ("", "")
    group = group.lstrip("0")
    kind = "job" if number.file.startswith("Job") else "accession"
    name = f"{kind} {number.file.partition(' ')[2]}" + (f" of 19{year}" if year >= "40" else "")
    title = vocabulary.class_name(RECORD_GROUP, group) if group else ""
    whose = (f"RG {group}, {title}" if title else f"RG {group}") if group else ""
    return [*filter(None, [number.class_, whose, name, number.qualifier])]


def _explanation(number: FileNumber, parts: list[str], **names: str) -> Explanation:
    sentence = f"{SCHEMES[number.scheme].title}: {' · '.join(parts)}"
    return Explanation(number=number, parts=tuple(parts), sentence=sentence, **names)


def _year(number: FileNumber, year: int | None) -> int | None:
    """Return the year by which codes that changed within an era are read: that of the number's own date, else the paper's."""
    if number.date:
        return int(number.date[:4])
    return year if number.scheme in (*DECIMAL_ERAS, SUBJECT_NUMERIC) and SCHEMES[number.scheme].has_year(year) else None
