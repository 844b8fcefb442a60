"""Date lines: where and when a paper was written, and when it was received."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from archive.dating.feasts import FEAST
from archive.dating.months import ARTICLE, ENGLISH_MONTH, ORDINAL, WEEKDAY, WEEKDAYS
from archive.dating.reading import BRACKETS, LONGEST, ReadDate, is_impossible, read_date, read_with_form
from archive.dating.times import TIME_OF_DAY, without_time
from archive.records import DateRecord, ReadingWarning


@dataclass(frozen=True, slots=True)
class Dateline:
    """A date line as understood. ``place`` has no editors' brackets; ``place_supplied`` is true if it was in some.

    ``rest`` is what stands after the date and is neither a time nor a place: it is empty if the line is nothing but a date line.
    """

    place: str = ""
    place_supplied: bool = False
    date: DateRecord | None = None
    received: DateRecord | None = None
    warnings: tuple[ReadingWarning, ...] = ()
    rest: str = ""


_RECEIVED = re.compile(r"[\[(]\s*(?:Rec(?:eive|['’])d|Rec\.)\s*:?\s*(?P<when>[^\])]*)[\])]?", re.IGNORECASE)
_YEAR = r"(?:1[5-9]|20)\d\d"
#: A year in editors' brackets that corrects no other: "April 12 [1944]".
_SUPPLIED_YEAR = re.compile(rf"(?<!\d{{4}})(?<!\d{{4}}\s)\[\s*{_YEAR}\s*\??\s*\]")
_WORDS = re.compile(r"\b[^\W\d_]+")
#: A figure that may be a day, and no part of a file number.
_LONE_FIGURE = re.compile(r"(?<![\w./–-])\d{1,2}(?!\d|[./–-]\s?\d)")
_WEEKDAY = rf"(?:{WEEKDAY})(?:\s+(?:morning|noon|afternoon|evening|night))?"
#: Words that belong to the date after them, and to no place: "Friday, March 24", "the 3d", "early March", "Easter Sunday, March 28".
_LEADING = re.compile(
    rf"(?<![\w.])(?:(?:(?:{_WEEKDAY}|{FEAST}|on|dated|circa|ca|c|about|around|approximately|probably|presumably)(?!\w)[\s,.;:\[(–—-]*"
    rf"|(?:{ARTICLE}|\b(?:the|early|mid|middle|late|end|beginning|first\s+half|second\s+half|of|before|after|since|until|prior\s+to"
    r"|(?:not|no)\s+(?:later|earlier)\s+than|or)\b)[\s\[-]*))+$",
    re.IGNORECASE,
)
#: A date of another calendar before the same day in ours: "25 Esfand 1322 (March 16, 1944)", "Showa 19/".
_OTHER_CALENDAR = re.compile(r"(?<![^,;])\s*[^,;\d]*\d[^,;]*[(/=]\s*$")
#: Characters of a line that can be nothing but a date line, and the small words of places.
_LONGEST_LINE = 160
_SMALL_WORDS = frozenset("of the de la le du des on at in and del dated via".split())
#: Words before a date that are not a place: "Your October 4" refers to a paper.
_NO_PLACE = re.compile(
    r"\W*(?:Draft\s)?(?:Your|My|Our|His|See|Re|Ref|Sent|Received|From|To|For|In|On|Department|Embassy|Legation|Consulate|Embtels?|Deptels?|Telegram|Despatch"
    r"|Airgram|Circular|Letter|Note|Memorandum|Reference)\b",
    re.IGNORECASE,
)
#: What ends no place, but the heading of a meeting: "Council, Wednesday, March 25, 1953" below "Meeting of the Security".
_NO_TOWN = re.compile(r"\b(?:Council|Committee|Board)\b(?:\son)?\W*$")
_WEEKDAY_WORD = re.compile(rf"(?<![^\W\d_])({WEEKDAY})(?![^\W\d_])", re.IGNORECASE)
_LONE_WEEKDAY = re.compile(rf"(?<![^\W\d_]){_WEEKDAY}(?=[\W_]*$)", re.IGNORECASE)
#: A day whose month or year the words do not name: "the 3d instant", "March ’44".
_UNREADABLE = re.compile(
    rf"(?:\bthe\s+)?(?<!\d)\d{{1,2}}{ORDINAL}?\s+(?:inst|ult|prox)(?:ant|imo)?\b\.?|\b(?:{ENGLISH_MONTH})\.?\s*,?\s*['’]?\d\d(?!\d)",
    re.IGNORECASE,
)
#: A place that is printed after its date: "December 22, 1972, New York".
_PLACE_AFTER = re.compile(r"[A-Z][^\W\d_]{2,}(?:,? [A-Z][\w.’'-]+){0,3}")
_YEAR_OF_TWO_FIGURES = re.compile(r"['’]?\d\d")


#: A delegation's number of a paper before its place: "SecDel/MC/12 New York, September 25, 1962".
_SYMBOL = re.compile(r"[A-Z][A-Za-z]{0,11}(?:/[A-Z][A-Za-z]{0,11}){1,2}/\d{1,4}\s(?=[A-Z])")
#: An airgram's number: "A-1641" is of no year.
_LETTERED_NUMBER = re.compile(r"\W*[A-Z]{1,4}\s?[–-]\s?\d{1,6}\W*")


def read_dateline(text: str, *, year: int | None = None) -> Dateline:
    """Return place, date and time of a whole date line, and when the paper was received; ``year`` serves where the line has none.

    Never raises.
    """
    line = " ".join(text[: 2 * LONGEST].split())[:LONGEST]
    line = line[symbol.end() :] if (symbol := _SYMBOL.match(line)) else line
    received_words = _RECEIVED.search(line)
    body = (line[: received_words.start()] + line[received_words.end() :]) if received_words else line
    start, end, read = _find_date(body, year)
    place, place_supplied = _place(body[:start])
    rest = without_time(body)[end:].translate(BRACKETS).strip(" ,.;:?()—–-") if read else ""
    if read and read.form != "year" and not place and _PLACE_AFTER.fullmatch(rest) and not _WEEKDAY_WORD.search(rest):
        place, body, rest = rest, body[:end], ""
    elif read and not read.record.edtf and _YEAR_OF_TWO_FIGURES.fullmatch(rest):
        rest = ""
    found = read.record if read else None
    if found:
        printed = body[start:].strip(" ,;—–")
        time = found.time or ((match := TIME_OF_DAY.search(body)) and match[0].strip()) or ""
        found = replace(found, printed=printed, time=time)
        if found.certainty == "stated" and (_inside_brackets(body, start) or _SUPPLIED_YEAR.search(printed)):
            found = replace(found, certainty="supplied")
        found = replace(found, printed=_date_words(found))
    warnings = _doubts(replace(read, record=found)) if read and found else ()
    received = _received(received_words["when"], found) if received_words else None
    return Dateline(place, place_supplied, found, received, warnings, rest)


def is_dateline(text: str) -> bool:
    """Return whether a line has only a place and a date, perhaps with the time, and those of receipt."""
    if len(text) > _LONGEST_LINE or not re.search(r"\d|undated|n\. ?d\.", text, re.IGNORECASE):
        return False
    if _LETTERED_NUMBER.fullmatch(text):
        return False
    read = read_dateline(text)
    if (
        not read.date
        or read.rest
        or re.search(r"\d", read.place)
        or _NO_PLACE.match(read.place)
        or _NO_TOWN.search(read.place)
    ):
        return False
    if ".." in read.date.edtf and not re.search(rf"(?:^|[,\[(])\s*{re.escape(read.date.printed)}", text):
        return False  # "what was done since May 4, 1944"
    if _is_sentence(read):
        return False
    words = re.findall(r"[^\W\d_][\w’'.]*", read.place)
    return len(words) <= (4 if read.place.isupper() else 6) and all(
        not word[0].islower() or word in _SMALL_WORDS for word in words
    )


def _is_sentence(read: Dateline) -> bool:
    """Return whether words between a figure and a year, which alone is understood, are more than a month: "42. Yours came in 1936."."""
    if not read.date or not any(warning.code == "date-partly-read" for warning in read.warnings):
        return False
    printed = read.date.printed
    words = set(_WORDS.findall(printed, figure.end())) if (figure := _LONE_FIGURE.search(printed)) else set()
    return len(words - _SMALL_WORDS) > 1 and any(map(str.islower, words - _SMALL_WORDS))


def _find_date(body: str, year: int | None) -> tuple[int, int, ReadDate | None]:
    """Return where the date of a line begins and ends, the line's end if it has none, and the date."""
    read = read_with_form(body, year)
    if not read:
        if not (match := _UNREADABLE.search(body) or _LONE_WEEKDAY.search(body)):
            return len(body), len(body), None
        return match.start(), len(body), ReadDate(DateRecord(printed=body[match.start() :]), "day")
    start = read.start
    if read.form == "year" and (figure := _LONE_FIGURE.search(without_time(body[:start]))):
        # Figures before a lone year are a day that is not understood, and not part of the place.
        start = body.rfind(",", 0, figure.start()) + 1 or figure.start()
    before = body[:start]
    if match := _LEADING.search(before) or _OTHER_CALENDAR.search(before):
        start = match.start()
    return start, read.end, read


def _doubts(read: ReadDate) -> tuple[ReadingWarning, ...]:
    """Return what is doubtful about a date of a date line: one doubt at most."""
    found = read.record
    if read.is_ambiguous:
        message = f"The date “{found.printed}” can be read in two ways, so only its year is read."
        return (ReadingWarning("date-ambiguous", message),)
    if not found.edtf and read.form != "undated":
        reason = "no calendar holds it" if is_impossible(found.printed) else "it has no year in four figures"
        return (ReadingWarning("date-unreadable", f"The date “{found.printed}” is not understood: {reason}."),)
    if read.form == "year" and len(re.findall(r"\d", without_time(found.printed))) > 4:
        message = f"Of the date “{found.printed}” only the year is understood."
        return (ReadingWarning("date-partly-read", message),)
    if read.form == "season":
        message = f"Of the date “{found.printed}” only the year is certain: seasons have no first and last day."
        return (ReadingWarning("date-partly-read", message),)
    if found.earliest > date.today().isoformat():
        return (ReadingWarning("date-to-come", f"The date “{found.printed}” is still to come."),)
    if read.form == "day" and found.earliest and (named := _WEEKDAY_WORD.search(found.printed)):
        weekday = WEEKDAYS[date.fromisoformat(found.earliest).weekday()]
        if named[1].lower() != weekday.lower():
            message = f"The date “{found.printed}” names another day of the week than {weekday}, which it was."
            return (ReadingWarning("date-weekday-differs", message),)
    return ()


def _date_words(found: DateRecord) -> str:
    """Return the printed words of a date without the time, which has a field of its own."""
    words = found.printed
    if found.time:
        words = words.replace(found.time, "")
    words = words.strip(" ,.;—–-")
    return words.strip("[]. ,") if words.count("[") != words.count("]") else words


def _inside_brackets(text: str, position: int) -> bool:
    before = text[:position]
    return before.count("[") > before.count("]")


#: Institutions that older date lines name before their city: "Legation of the United States, Brussels".
_INSTITUTION = re.compile(
    r"^(?:the\s+)?(?:[A-Z][\w.’']*\s+){0,4}?(?:Embassy|Legation|Consulate|Department|Ministry|Mission|Office|Mansion|House|Headquarters"
    r"|Commission|Delegation|Admiralty|Palace|Yamen)\b[^,]*,\s*(?=[A-Z])",
    re.I,
)


#: What editors print in place of words that are still secret: "[place not declassified]".
_WITHHELD = re.compile(r"\[?[^\[\],]*\bnot declassified\b[^\[\],]*\]?")


def _place(words: str) -> tuple[str, bool]:
    stripped = _WITHHELD.sub("", TIME_OF_DAY.sub("", words)).strip(" ,;:—–-")
    supplied = stripped.startswith("[")
    bare = stripped.translate(BRACKETS).strip(" ,;:—–-")
    if bare.count(".") == 1 and not re.search(r"\b[A-Z]\.$", bare):
        bare = bare.rstrip(".")  # a final stop that is not an abbreviation's
    if re.search(r"(?:^|\s)(?:on|dated|of|the)$", bare) or not re.search(r"[A-Za-z]", bare):
        bare = re.sub(r"(?:^|\s)(?:on|dated|of|the)$", "", bare).strip(" ,")
    bare = _INSTITUTION.sub("", bare)
    return bare, supplied and bool(bare)


def _received(when: str, sent: DateRecord | None) -> DateRecord:
    """Return when a paper was received; a missing day is that of sending, as the printed editions say."""
    time = TIME_OF_DAY.search(when)
    sent_year = int(sent.earliest[:4]) if sent and sent.earliest else None
    found = read_date(when, year=sent_year) or DateRecord(printed=when.strip(), time=time[0].strip() if time else "")
    found = replace(found, printed=_date_words(found))
    if not found.earliest and not found.printed and sent and sent.earliest == sent.latest:
        found = replace(found, earliest=sent.earliest, latest=sent.latest, edtf=sent.edtf)
    if found.earliest and sent and sent.latest and found.latest < sent.earliest and not re.search(r"\d{4}", when):
        found = read_date(when, year=(sent_year or 0) + 1) or found  # sent in December, received in January
        found = replace(found, printed=_date_words(found))
    return found
