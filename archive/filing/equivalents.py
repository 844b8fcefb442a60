"""Under which numbers the matter of a file number was filed before and after the renumberings of 1950 and 1963."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.filing.explaining import explain
from archive.filing.file_number import FileNumber
from archive.filing.reading import parse
from archive.filing.schemes import DECIMAL_1910, DECIMAL_1950, SCHEMES, SUBJECT_NUMERIC
from archive.filing.vocabulary import Vocabulary, default_vocabulary


@dataclass(frozen=True, slots=True)
class Equivalent:
    """The file of the same matter in another scheme, and the reason for equating them.

    ``inferred`` is true where no manual equates them.
    """

    number: FileNumber
    inferred: bool = True
    reason: str = ""


def equivalents(number: FileNumber, vocabulary: Vocabulary | None = None) -> tuple[Equivalent, ...]:
    """Return the same matter before and after the renumberings of 1950 and 1963, as far as the vocabularies show; oldest first.

    A class 8 file of 1910–49 is followed to its 1950 file by its country and its subject: 891.00 (Iran, political) to
    788.00, and that to POL IRAN. The equivalences are inferences from the names of the codes.
    """
    vocabulary = vocabulary or default_vocabulary()
    numbers: list[FileNumber | None] = []
    if number.scheme == DECIMAL_1910:
        middle = _to_1950(number, vocabulary)
        numbers = [middle, _to_1963(middle, vocabulary) if middle else None]
    elif number.scheme == DECIMAL_1950:
        numbers = [_to_1910(number, vocabulary), _to_1963(number, vocabulary)]
    elif number.scheme == SUBJECT_NUMERIC:
        middle = _from_1963(number, vocabulary)
        numbers = [_to_1910(middle, vocabulary) if middle else None, middle]
    return tuple(Equivalent(found, reason=_reason(number, found, vocabulary)) for found in numbers if found)


def _reason(number: FileNumber, other: FileNumber, vocabulary: Vocabulary) -> str:
    """Return why two numbers may be of the same matter: what their parts are called in each scheme."""
    one, two = explain(number, None, vocabulary), explain(other, None, vocabulary)
    ours = [(number.country, one.country_name), (number.second_country, one.second_country_name)]
    theirs = [(other.country, two.country_name), (other.second_country, two.second_country_name)]
    if ours[0][1] == theirs[1][1] or ours[1][1] == theirs[0][1]:
        theirs.reverse()
    reasons = [
        f"{code} stands for {name}" if code == other_code else f"{code} ({name}) answers to {other_code} ({other_name})"
        for (code, name), (other_code, other_name) in zip(ours, theirs, strict=True)
        if code and other_code
    ]
    subjects = [meaning.subject_name or meaning.class_name for meaning in (one, two)]
    if all(subjects):
        reasons.append(f"“{subjects[0]}” answers to “{subjects[1]}”")
    return f"Inferred from the names of the codes, as no manual equates them: {'; '.join(reasons)}."


def _to_1950(number: FileNumber, vocabulary: Vocabulary) -> FileNumber | None:
    country = vocabulary.equivalent(DECIMAL_1910, "country", number.country) if number.country else ""
    if not country or number.qualifier:
        return None
    if number.class_ == "8":
        meaning = vocabulary.subject(DECIMAL_1910, "8", number.subject)
        pattern = meaning.equivalent if meaning and meaning.exact else ""
        return parse(pattern.replace("cc", country, 1), SCHEMES[DECIMAL_1950].first, vocabulary) if pattern else None
    second = vocabulary.equivalent(DECIMAL_1910, "country", number.second_country) if number.second_country else ""
    if number.class_ == "7" and second and not number.subject and number.file[1:].startswith(number.country):
        return parse(f"6{country}.{second}", SCHEMES[DECIMAL_1950].first, vocabulary)
    return None


def _to_1910(number: FileNumber, vocabulary: Vocabulary) -> FileNumber | None:
    if number.class_ not in SCHEMES[DECIMAL_1950].country_classes or not number.country or number.qualifier:
        return None
    countries = vocabulary.preceding(DECIMAL_1910, "country", number.country)
    if not number.file[1:].startswith(number.country):
        return None
    if number.class_ == "6" and number.second_country and not number.subject:
        seconds = vocabulary.preceding(DECIMAL_1910, "country", number.second_country)
        pairs = sorted((*countries[:1], *seconds[:1]))
        return parse(f"7{pairs[0]}.{pairs[1]}", SCHEMES[DECIMAL_1910].first, vocabulary) if len(pairs) == 2 else None
    subjects = vocabulary.preceding(DECIMAL_1910, "subject", f"{number.class_}cc.{number.subject}")
    return (
        parse(f"8{countries[0]}.{subjects[0]}", SCHEMES[DECIMAL_1910].first, vocabulary)
        if countries and subjects
        else None
    )


def _to_1963(number: FileNumber, vocabulary: Vocabulary) -> FileNumber | None:
    area = vocabulary.equivalent(DECIMAL_1950, "country", number.country) if number.country else ""
    if not area or (number.qualifier and number.qualifier != "MSP"):
        return None
    second = vocabulary.equivalent(DECIMAL_1950, "country", number.second_country) if number.second_country else ""
    if number.class_ == "6" and second and not number.subject and number.file[1:].startswith(number.country):
        # Parties are usually in alphabetical order.
        return parse(f"POL {'-'.join(sorted((area, second)))}", SCHEMES[SUBJECT_NUMERIC].first, vocabulary)
    if number.second_country or not number.subject:
        return None
    meaning = vocabulary.subject(DECIMAL_1950, number.class_, number.subject)
    if not meaning or not meaning.exact or not re.match(r"[A-Z]", meaning.equivalent):
        return None
    subject = "DEF 19" if number.qualifier == "MSP" and meaning.equivalent == "DEF" else meaning.equivalent
    return parse(f"{subject} {area}", SCHEMES[SUBJECT_NUMERIC].first, vocabulary)


def _from_1963(number: FileNumber, vocabulary: Vocabulary) -> FileNumber | None:
    """Return the file of 1950–63 from which :func:`_to_1963` leads here."""
    if not number.country or number.qualifier or "(" in number.file:
        return None
    countries = vocabulary.preceding(DECIMAL_1950, "country", number.country)
    seconds = vocabulary.preceding(DECIMAL_1950, "country", number.second_country) if number.second_country else []
    if number.second_country:
        if (number.class_, number.subject) != ("POL", "") or not countries or not seconds:
            return None
        # The United States come first in class 6, else the lower number.
        first, second = sorted((countries[0], seconds[0]), key=lambda code: (code != "11", code))
        return parse(f"6{first}.{second}", SCHEMES[DECIMAL_1950].first, vocabulary)
    wanted = f"{number.class_} {number.subject}".strip()
    for class_ in ("7", "8", "9"):
        for code in vocabulary.preceding(DECIMAL_1950, "subject", wanted, class_):
            if countries and "dd" not in code:
                return parse(f"{class_}{countries[0]}.{code}", SCHEMES[DECIMAL_1950].first, vocabulary)
    return None
