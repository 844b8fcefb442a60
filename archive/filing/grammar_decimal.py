"""The grammar of the central decimal file, 1910–January 1963: trunk, qualifier, enclosure or date suffix.

``840.48 Refugees/5425``: trunk 840.48, qualifier Refugees, serial 5425. From 1944 the paper's date replaces the
serial (``891.00/8-548``: 5 August 1948). Spelling doesn't depend on the era; what the digits mean does (``split``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from archive.filing import normal, sort_keys
from archive.filing.file_number import FileNumber
from archive.filing.schemes import DECIMAL, DECIMAL_1910, DECIMAL_1950, DECIMAL_ERAS, SCHEMES, SUFFIX_YEARS, decimal_era
from archive.filing.vocabulary import Vocabulary
from archive.records import ReadingWarning

#: The most papers that one number with a run of serials ("123-125") can mean.
_LONGEST_RUN = 1_000

#: Numbers of the country classes that are not a country's: general files of representation, boards and conferences.
_GENERAL = {
    DECIMAL_1910: re.compile(r"(?:70[1-9]|710)\b"),
    DECIMAL_1950: re.compile(r"(?:60[1-9]|70[2-9]|701(?=\.0))\b"),
}
_PERSONNEL = ("123", "130")

_TRUNK = re.compile(
    r"""(?P<head>[0-9OIL]{3})\ ?(?P<letter>[A-Z?](?=\ ?\.|$))?
        (?:\ ?(?P<point>\.)\ ?(?P<tail>[A-Z]{3,}(?![0-9A-Z])|
            (?:[A-Z]\ (?=[0-9]+(?![0-9-])))?[0-9A-Z]+(?:\ [A-Z](?:\ ?[0-9]+)?(?=[ /(-]|$))*(?:\ ?\([A-Z]\)(?=$|[/\ -]))?))?
        (?P<words>(?:[\ (-]|(?<=[0-9])\.).*)?$""",
    re.VERBOSE,
)
_LOST_POINT = re.compile(r"([0-9OIL]{3}[A-Z]) ([0-9OIL]{2,6})(?=$|[ -])")
_POINT_BEFORE_LETTER = re.compile(r"([0-9OIL]{3})\. ?([A-Z])\.(?=[0-9OIL])")
_PERSON = re.compile(r"(123|130)(?: ?- ?| ?)([A-Z]) ?([0-9]+[A-Z]?)$")
#: A person's name after a comma or in brackets: "123, Ward, Angus I.", "123 [Ward, Angus I.]".
_PERSON_APART = re.compile(r"(123|130)(?: ?, ?| ?[\[(](?=[^\])]*[\])]$))(?=[A-Z]{2})")
_FILED_WITH = re.compile(r"(?:FW\b|F\. ?W\.) ?")
#: "793.5/MSP/12-3155", and a date suffix whose slash is lost: "793.5-MSP 12-3155".
_TAG_AFTER_SLASH = re.compile(r"(?<=[0-9])/(?=[A-Z]{2,3}$)")
_LOST_SLASH = re.compile(r"([0-9]{3}[A-Z]?\..*[0-9A-Z]) ([0-9]{1,2} ?- ?[0-9]{3,4})$")
_WORDS = re.compile(r"[\w .,'’()&½-]*$")
_DATE = re.compile(r"(\d{1,2})-(\d{1,2}?)(\d{2})$")
_SERIAL = re.compile(r"(\d+)([¼½¾⅓⅔]?)([A-Z]{0,2})$")


@dataclass(slots=True)
class _Suffix:
    text: str = ""
    day: str = ""
    #: The year of a date suffix whose month is lost ("–1958" is the 19th of a month of 1958).
    year: int | None = None
    key: str = ""
    serial: bool = False
    marks: str = ""
    warnings: list[ReadingWarning] = field(default_factory=list)


def read_decimal(printed: str, text: str, year: int | None, vocabulary: Vocabulary) -> FileNumber | None:
    """Return a cleaned text as a decimal number, or None if it is not one."""
    warnings: list[ReadingWarning] = []
    words, slash, end = _halves(text.upper(), warnings)
    filed_with = bool(_FILED_WITH.match(words))
    words = _FILED_WITH.sub("", words, count=1) if filed_with else words
    words = _repair_trunk(_TAG_AFTER_SLASH.sub("-", words), warnings)
    if _PERSON_APART.match(words):
        words = _PERSON_APART.sub(r"\1 ", words).rstrip("])")
    words = _PERSON.sub(r"\1 \2\3", words)
    match = _TRUNK.match(words)
    if not match or not re.search(r"[0-9]", match["head"]) or not _WORDS.match(match["words"] or ""):
        return None
    trunk, qualifier = _trunk(match, warnings, vocabulary)
    stray = re.search(r"-([0-9]{1,2})$", qualifier)
    if slash and stray and re.fullmatch(r"[0-9]{3,4}", end):
        end, qualifier = f"{stray[1]}-{end}", qualifier[: stray.start()]
        warnings.append(_doubt("suffix-garbled", "The stroke stands inside the date suffix."))
    suffix = _suffix(end, filed_with) if slash or filed_with else _Suffix()
    if not match["point"] and not (
        _stands_without_point(trunk, qualifier, suffix, bool(slash))
        or (qualifier and not slash and _is_tagged_heading(trunk, qualifier, vocabulary))
        or (not slash and not filed_with and _is_heading(words, year, vocabulary))
    ):
        return None
    file = trunk + _joint(trunk, qualifier) + qualifier
    scheme = _scheme(trunk, qualifier, suffix, year, vocabulary)
    country, second, subject = split(scheme, trunk, vocabulary)
    warnings += suffix.warnings
    if suffix.serial and (scheme == DECIMAL_1950 or _lost_dash(suffix.text, year)):
        warnings.append(_doubt("dash-lost", f"“{suffix.text}” is a serial, where a date suffix is expected."))
    return FileNumber(
        printed=printed,
        normal=file + (f"/{suffix.text}{suffix.marks}" if suffix.text or suffix.marks else ""),
        scheme=scheme,
        class_=trunk[0],
        country=country,
        second_country=second,
        subject=subject,
        qualifier=qualifier,
        enclosure="" if suffix.day else (suffix.text + suffix.marks).strip(),
        date=suffix.day,
        file=file,
        sort_key=sort_keys.decimal_key(trunk, qualifier) + suffix.key,
        warnings=tuple(warnings),
    )


def split(scheme: str, trunk: str, vocabulary: Vocabulary) -> tuple[str, str, str]:
    """Return country, second country and subject of a trunk in an era; of both eras what they have in common if it is unknown."""
    if scheme == DECIMAL:
        first, other = (split(era, trunk, vocabulary) for era in DECIMAL_ERAS)
        if first == other:
            return first
        country = first[0] if first[0] == other[0] else ""
        return country, "", trunk.partition(".")[2]
    head, _, tail = trunk.partition(".")
    heading = vocabulary.heading(scheme, trunk)
    if heading and heading.countries:
        return heading.countries[0], "".join(heading.countries[1:2]), heading.rest
    if head[0] not in SCHEMES[scheme].country_classes or _GENERAL[scheme].match(trunk):
        return "", "", tail
    meaning = vocabulary.subject(scheme, head[0], tail)
    if meaning and meaning.countries:
        second = meaning.countries[0]
        return head[1:], second, tail.replace(second, "", 1) if tail.startswith(second) else tail
    return head[1:], "", tail


def _halves(text: str, warnings: list[ReadingWarning]) -> tuple[str, str, str]:
    """Return the text before the last slash, the slash, and what follows it."""
    if "/" in text:
        words, slash, end = text.rpartition("/")
        return words.strip(), slash, end.strip()
    lost = _LOST_SLASH.match(text)
    iso = _suffix_day(lost[2].replace(" ", "")) if lost else ""
    if not lost or not iso or int(iso[:4]) not in SUFFIX_YEARS:
        return text, "", ""
    warnings.append(_doubt("suffix-garbled", "The stroke before the date suffix is lost."))
    return lost[1], "/", lost[2]


def _repair_trunk(words: str, warnings: list[ReadingWarning]) -> str:
    repaired = _POINT_BEFORE_LETTER.sub(r"\1\2.", words)
    lost = _LOST_POINT.match(repaired)
    if lost and not lost[1].startswith(_PERSONNEL):
        repaired = f"{lost[1]}.{lost[2]}{repaired[lost.end() :]}"
    if repaired != words:
        warnings.append(_doubt("point-misplaced", "The point of the decimal number is lost or misplaced."))
    return repaired


def _trunk(match: re.Match[str], warnings: list[ReadingWarning], vocabulary: Vocabulary) -> tuple[str, str]:
    """Return the trunk and the qualifier in their usual spelling."""
    head, letter, tail = normal.digits_for_letters(match["head"]), match["letter"] or "", match["tail"] or ""
    words = match["words"] or ""
    code = re.match(r" ?-? ?([A-Z]{1,2}[0-9]*)(?=$| [A-Z])", words) if not tail and head not in _PERSONNEL else None
    if code:
        tail, words = code[1], words[code.end() :]
    tail = tail.replace(" ", "")
    if re.fullmatch(r"[A-Z]{3,}", tail) and not re.fullmatch("O+", tail):
        words, tail = f" {tail}{words}", ""
    run = tail[: len(tail) - len(tail.lstrip("0123456789OIL"))]
    run = re.sub(r"^[IL](?=[0-9IL])|(?<=^[0-9IL])[IL](?=[0-9]|$)", "1", run) if len(run) <= 4 else run
    fixed = re.sub(r"O(?=[0-9O])|(?<=[0-9O])O", "0", run) + tail[len(run) :]
    fixed = re.sub(r"(?<=[0-9])O(?=[0-9])|^O(?=0)", "0", fixed)
    fixed = "5" if fixed == "S" and head[0] in "789" else fixed  # S alone is no subject, 5 is national defense
    if fixed != tail or head != match["head"]:
        warnings.append(_doubt("letter-for-digit", "A letter stands for a digit (O for 0, l or I for 1, S for 5)."))
    run_on = re.match(r"([0-9]+)([A-Z]{2,})$", fixed)
    if run_on and (
        (len(run_on[2]) > 3 and words) or (not words and vocabulary.spelling("qualifier", normal.qualifier(run_on[2])))
    ):
        fixed, words = run_on[1], f" {run_on[2]}{words}"
    if letter == "?":
        warnings.append(_doubt("unreadable-character", "A character of the number could not be read."))
    qualifier = normal.qualifier(words)
    tag = qualifier[1:-1] if re.fullmatch(r"\([A-Z]{2,4}\)", qualifier) else qualifier
    qualifier = vocabulary.spelling("qualifier", tag) or qualifier
    if fixed and re.fullmatch(r"[A-Z][0-9]*" if len(fixed) > 1 else r"[A-Z]?[0-9]*", qualifier):
        fixed, qualifier = fixed + qualifier, ""
    return head + letter + (f".{fixed}" if fixed else ""), qualifier


def _joint(trunk: str, qualifier: str) -> str:
    """Return what separates a qualifier: the point if the trunk has none, so that the number can still be recognised."""
    if qualifier and "." not in trunk and trunk not in _PERSONNEL:
        return "."
    return "" if not qualifier else "-" if re.fullmatch("[A-Z]{2,3}", qualifier) else " "


def _stands_without_point(trunk: str, qualifier: str, suffix: _Suffix, has_suffix: bool) -> bool:
    """Whether a number without point (320/9-1960, 123 Ward) is a decimal number rather than any other figure."""
    if trunk in _PERSONNEL:
        return bool(qualifier or suffix.day)
    named = bool(re.match(r"[A-Za-z]{3,}(?![\w')])", qualifier))
    if qualifier and not named and "." not in trunk:
        return False
    dated = suffix.day or any(warning.code == "suffix-year-impossible" for warning in suffix.warnings)
    return bool(dated) or (has_suffix and bool(suffix.text) and (named or "." in trunk))


def _is_heading(words: str, year: int | None, vocabulary: Vocabulary) -> bool:
    """Whether three digits alone ("320") are a known heading in the years of the decimal file."""
    era = decimal_era(year)
    if not era or not re.fullmatch(r"[0-9]{3}", words):
        return False
    heading = vocabulary.heading(era, words)
    return bool(heading and heading.exact)


def _is_tagged_heading(trunk: str, qualifier: str, vocabulary: Vocabulary) -> bool:
    """Whether this is the file of a board or agency under a heading of three digits ("103-XMB")."""
    return any(
        (heading := vocabulary.heading(era, trunk)) and heading.exact and vocabulary.qualifier(era, qualifier)
        for era in DECIMAL_ERAS
    )


def _suffix(text: str, filed_with: bool) -> _Suffix:
    """Read what follows the slash."""
    found = _Suffix()
    text = re.sub(r"[ ,;]*\(?\b(?:WITH )?ENCLOSURES?\b(?: NO\.?)?(?: ?[0-9]{1,2}$)?\)?[ ,;]*", "", text)
    text, bulky = re.subn(r"[ ,;]*\(?(?<![A-Z])BULKY(?: (?:FILE|PACKAGE))?\b\)?[ ,;]*", "", text)
    text, fw = re.subn(r"(?:^(?:FW|F\. ?W\.)(?![A-Z]) ?|[ ,;]+(?:FW|F\. ?W\.?)$)", "", text)
    found.marks = (" FW" if fw or filed_with else "") + (" Bulky" if bulky else "")
    corrected = re.search(r"\[([^\]]*)\]$", text)
    if corrected:
        text = corrected[1]
        found.warnings.append(_doubt("editor-correction", "The editors corrected the suffix."))
    text = re.sub(r" ?- ?", "-", text)
    headless = re.match(r"[ \[(.,;:]*-(?=\d)", text)
    text = ("-" if headless else "") + text.strip(" -[]().,;:") if text != "-" else text
    if re.fullmatch(r"[0-9OIL-]+", text) and re.search("[OIL](?!$)", text):
        text = re.sub("[OIL](?!$)", lambda m: normal.digits_for_letters(m[0]), text)
        found.warnings.append(_doubt("letter-for-digit", "A letter stands for a digit in the suffix."))
    spaced = re.fullmatch(r"(\d{1,2}) (\d{3,4})", text)
    if spaced and _suffix_day(f"{spaced[1]}-{spaced[2]}"):
        text = f"{spaced[1]}-{spaced[2]}"
        found.warnings.append(_doubt("dash-lost", "The dash of the date suffix is lost."))
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    dated, serial = _DATE.match(text), _SERIAL.match(text)
    if dated:
        _dated(found, *dated.groups())
    elif serial:
        found.text, found.serial = f"{int(serial[1])}{serial[2]}{serial[3].lower()}", True
        found.key = sort_keys.serial_key(found.text + found.marks)
    else:
        found.text = re.sub(r"\s+", " ", text)
        found.key = f"!2{sort_keys.plain_key('', found.text + found.marks)}" if found.text + found.marks else ""
        headless = re.fullmatch(r"-(?:[12]?[0-9]|3[01])([0-9]{2})", text)
        if headless and 1900 + int(headless[1]) in SUFFIX_YEARS:
            found.year = 1900 + int(headless[1])
        found.serial = _is_run(text)
        if not found.serial:
            what = f"“{found.text}” is neither a serial nor a date." if found.text else "Nothing follows the stroke."
            found.warnings.append(_doubt("suffix-garbled", what))
    return found


def _is_run(text: str) -> bool:
    """Whether this is a run of serials ("123-125", "1593-95"), not a date with a digit too many ("12-28455")."""
    run = re.fullmatch(r"(\d+)[A-Z]?-(\d+)[A-Z]?", text)
    if not run or len(run[2]) < len(run[1]):
        return bool(run)
    return 0 < int(run[2]) - int(run[1]) <= _LONGEST_RUN


def _dated(found: _Suffix, month: str, day: str, year: str) -> None:
    found.text = f"{int(month)}-{int(day)}{year}"
    iso = _day(month, day, year)
    if iso and int(iso[:4]) in SUFFIX_YEARS:
        found.day, found.key = iso, sort_keys.date_key(iso, found.marks)
        return
    found.key = f"!2{sort_keys.plain_key('', found.text + found.marks)}"
    if iso:
        message = f"“{found.text}” would be a paper of {iso[:4]}; date suffixes run from 1944 to January 1963."
        found.warnings.append(_doubt("suffix-year-impossible", message))
    else:
        found.warnings.append(_doubt("suffix-date-impossible", f"“{found.text}” is not a day of the calendar."))


def _suffix_day(text: str) -> str:
    """Return the day of a date suffix, ``""`` if the text is not one."""
    match = _DATE.match(text)
    return _day(*match.groups()) if match else ""


def _day(month: str, day: str, year: str) -> str:
    try:
        return date(1900 + int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _scheme(trunk: str, qualifier: str, suffix: _Suffix, year: int | None, vocabulary: Vocabulary) -> str:
    """Return the era: of the date suffix, else of the paper, else of the serial, else of codes that only one era has."""
    known = int(suffix.day[:4]) if suffix.day else suffix.year or year
    if suffix.serial and not _lost_dash(suffix.text, year):
        known = None
    if era := decimal_era(known):
        return era
    only = {
        era
        for era in DECIMAL_ERAS
        if _possible(era, trunk, vocabulary) and (not qualifier or not _of_other_era(era, qualifier, vocabulary))
    }
    if len(only) == 1:
        return only.pop()
    return DECIMAL_1910 if suffix.serial else DECIMAL


def _lost_dash(serial: str, year: int | None) -> bool:
    """Whether a serial is rather a date suffix of the paper's year without its dash (21751: 17 February 1951)."""
    date_like = re.fullmatch(r"(1[0-2]|[1-9])([0-3]?[0-9])([0-9]{2})", serial)
    return bool(date_like and year and year >= SUFFIX_YEARS[0] and abs(1900 + int(date_like[3]) - year) <= 1)


def _possible(era: str, trunk: str, vocabulary: Vocabulary) -> bool:
    """Whether an era has the class of a trunk, and the country in a class that is arranged by countries.

    Letters after the point of class 5 name organizations (501.BB); from 1950 that class is arranged by countries.
    """
    if trunk[0] == "9" and era == DECIMAL_1910:
        return False
    if re.match(r"5\d\d\.[A-Z]", trunk):
        return era == DECIMAL_1910
    if trunk[0] not in SCHEMES[era].country_classes or _GENERAL[era].match(trunk) or vocabulary.heading(era, trunk):
        return True
    return vocabulary.has_country(era, trunk.partition(".")[0][1:])


def _of_other_era(era: str, qualifier: str, vocabulary: Vocabulary) -> bool:
    other = DECIMAL_1950 if era == DECIMAL_1910 else DECIMAL_1910
    return bool(vocabulary.qualifier(other, qualifier)) and not vocabulary.qualifier(era, qualifier)


def _doubt(code: str, message: str) -> ReadingWarning:
    return ReadingWarning(code, message)
