"""Numbers outside the decimal and subject-numeric files: numerical cases, lots, reels, record groups, collections."""

from __future__ import annotations

import re

from archive.filing import sort_keys
from archive.filing.file_number import FileNumber
from archive.filing.normal import digits_for_letters
from archive.filing.schemes import CFPF, COLLECTION, LOT, NUMERICAL, RECORD_GROUP, SCHEMES
from archive.records import ReadingWarning

_NUMERICAL = re.compile(r"(?:CASE )?([1-9]\d{0,4})(?:/(\d+)([¼½¾]?)(-\d+)?([A-Z]?))?$")
_REEL = re.compile(
    r"(?:(?:MICRO)?FILM(?: NO\.?| NUMBER)?:? )?([PDN]) ?([0-9OIL]{2} ?[0-9OIL]{4})(?: ?[-/ ] ?([0-9OIL]{3,4}))?$"
)
_LOT = re.compile(
    r"\bLOTS?(?: FILES?)?(?: NOS?\.?)?[ :]*(\d{2})[ -]*([A-Z])[ -]*([1-9IL][0-9OIL]{0,3}) ?([A-Z]?)(?=$|[ ,:;.(/-])(.*)$"
)
_BARE_LOT = re.compile(r"(\d{2})[ -]*([DF])[ -]*([1-9]\d{0,3})([A-Z]?)$")
_LETTER_LOT = re.compile(r"(?:\bLOTS?(?: FILES?)?[ :]*([A-Z])|^(M))[ -]*([1-9]\d{0,2})(?=$|[ ,:;(])(.*)$")
_RECORD_GROUP = re.compile(r"(?:RECORD GROUP|R\. ?G|RG)[ .-]*(\d{1,3})(?=$|[ ,;:(])(.*)$")
#: Accessions of the Washington National Records Center (FRC): record group where printed, year, A in older ones, serial.
_ACCESSION = re.compile(
    r"\b(?:FRC|ACCESSION)(?: NOS?\.?)?[ :]+(?:(\d{2,3})[ -]+)?(\d{2})(?:[ -]*(A)[ -]*|[ -]+)([1-9]\d{0,3}|0\d{1,3})"
    r"(?=$|[ ,:;.(])(.*)$"
)
#: Retirement jobs of the Central Intelligence Agency: year, letter in later ones, serial, letter.
_JOB = re.compile(r"\bJOB(?: NOS?\.?)?[ :]+(\d{2})(?:[ -]+|(?=[A-Z]))([A-Z]?)[ -]*(\d{4,5})([A-Z]?)(?=$|[ ,:;.(])(.*)$")
#: The American Commission to Negotiate Peace had decimal files of its own, now Record Group 256.
_PEACE_CONFERENCE = re.compile(r"PARIS PEACE CONF(?:ERENCE|\.)? ?(\d{3}\.[0-9A-Z]+)(?:/(\d+[A-Z]?))?$")
_REPOSITORY = re.compile(
    r"(?P<repository>(?:The )?Papers of (?:[A-Z][\w.’']+ ?){1,5}(?<! )|(?!\d)(?:[\w.’']+ ){0,5}?(?:Library of Congress"
    r"|Library|Historical (?:Office|Society|Institute)|Archives(?: and Records Administration)?|Records Cent(?:er|re)"
    r"|Presidential Materials|National Security Council|Central Intelligence Agency"
    r"|Department of (?!State (?:Bulletin|Press|Publication|Newsletter))\w+(?: \w+)?"
    r"|University|Center|Institution|Institute|Collection|Papers))(?= ?[,:;]|$)",
    re.IGNORECASE,
)
_BOX = re.compile(r"\b(?:Box|Folder|Reel|Container)(?:es|s)? [\w-]+", re.IGNORECASE)


def read_other(printed: str, text: str, year: int | None, labelled: bool) -> FileNumber | None:
    """Return a cleaned text as a number of one of the other systems, or None if it is not one."""
    upper = text.upper()
    return (
        _reel(printed, upper)
        or _lot(printed, upper, text)
        or _accession(printed, upper, text)
        or _job(printed, upper, text)
        or _record_group(printed, upper, text)
        or _peace_conference(printed, upper)
        or _numerical(printed, upper, year, labelled)
        or _collection(printed, text)
    )


def _reel(printed: str, text: str) -> FileNumber | None:
    match = _REEL.match(text)
    if not match:
        return None
    reel, frame = match[2].replace(" ", ""), match[3] or ""
    warnings = _letters(reel + frame)
    reel, frame = digits_for_letters(reel), digits_for_letters(frame)
    file = match[1] + reel
    return FileNumber(
        printed=printed,
        normal=f"{file}-{frame}" if frame else file,
        scheme=CFPF,
        class_=match[1],
        subject=reel,
        enclosure=frame,
        file=file,
        sort_key=f"{SCHEMES[CFPF].letter}{file}" + (sort_keys.serial_key(frame) if frame else ""),
        warnings=warnings,
    )


def _letters(digits: str) -> tuple[ReadingWarning, ...]:
    if digits.isdigit():
        return ()
    return (ReadingWarning("letter-for-digit", "A letter stands for a digit (O for 0, l or I for 1)."),)


def _lot(printed: str, text: str, original: str) -> FileNumber | None:
    match = _LOT.search(text) or _BARE_LOT.match(text)
    warnings: tuple[ReadingWarning, ...] = ()
    if match:
        year, letter, serial, tail = match.groups()[:4]
        warnings, serial = _letters(serial), digits_for_letters(serial)
        file = f"Lot {year} {letter} {int(serial)}{tail}"
        key = f"{SCHEMES[LOT].letter}{year}{letter}{int(serial):05d}{tail}"
        words = original[match.start(5) :] if match.re is _LOT else ""
    else:
        match = _LETTER_LOT.search(text)
        if not match:
            return None
        letter, words = match[1] or match[2], original[match.start(4) :]
        file, key = f"Lot {letter} {int(match[3])}", f"{SCHEMES[LOT].letter}00{letter}{int(match[3]):05d}"
    words = _words(words)
    return FileNumber(
        printed=printed,
        normal=f"{file}, {words}" if words else file,
        scheme=LOT,
        class_=letter,
        enclosure=words,
        file=file,
        sort_key=key + (f"!2{sort_keys.plain_key('', words)}" if words else ""),
        warnings=warnings,
    )


def _record_group(printed: str, text: str, original: str) -> FileNumber | None:
    match = _RECORD_GROUP.match(text)
    if not match:
        return None
    file, words = f"RG {int(match[1])}", _words(original[match.start(2) :])
    return FileNumber(
        printed=printed,
        normal=f"{file}, {words}" if words else file,
        scheme=RECORD_GROUP,
        class_=str(int(match[1])),
        enclosure=words,
        file=file,
        sort_key=f"{SCHEMES[RECORD_GROUP].letter}{int(match[1]):04d}"
        + (f"!2{sort_keys.plain_key('', words)}" if words else ""),
    )


def _peace_conference(printed: str, text: str) -> FileNumber | None:
    match = _PEACE_CONFERENCE.match(text)
    if not match:
        return None
    file, serial = f"Paris Peace Conf. {match[1]}", (match[2] or "").lower()
    return FileNumber(
        printed=printed,
        normal=f"{file}/{serial}" if serial else file,
        scheme=RECORD_GROUP,
        class_="256",
        subject=match[1],
        enclosure=serial,
        file=file,
        sort_key=f"{SCHEMES[RECORD_GROUP].letter}0256#{match[1]}" + (sort_keys.serial_key(serial) if serial else ""),
    )


def _numerical(printed: str, text: str, year: int | None, labelled: bool) -> FileNumber | None:
    """Return a case of the numerical file of 1906–10; the highest case number is below 26,000."""
    match = _NUMERICAL.match(text)
    if not match or not 0 < int(match[1]) < 26_000:
        return None
    in_time = SCHEMES[NUMERICAL].has_year(year)
    if not match[2] and not labelled and not in_time:
        return None
    warnings: tuple[ReadingWarning, ...] = ()
    if len(match[1]) == 3 and not labelled and not in_time:
        warnings = (ReadingWarning("system-doubtful", "This may also be a decimal number without its point."),)
    file = str(int(match[1]))
    serial = f"{int(match[2])}{match[3]}{match[4] or ''}{match[5].lower()}" if match[2] else ""
    return FileNumber(
        printed=printed,
        normal=f"{file}/{serial}" if serial else file,
        scheme=NUMERICAL,
        class_=file,
        enclosure=serial,
        file=file,
        sort_key=f"{SCHEMES[NUMERICAL].letter}{file.zfill(6)}" + (sort_keys.serial_key(serial) if serial else ""),
        warnings=warnings,
    )


def _collection(printed: str, text: str) -> FileNumber | None:
    """Return a citation by repository, collection and box: "Eisenhower Library, Dulles papers, White House memoranda"."""
    match = _REPOSITORY.match(text)
    if not match:
        return None
    parts = [part.strip(" .,:;") for part in re.split(r"[,:] ", text[match.end() :])]
    parts = [part for part in parts if part]
    collection = next((part for part in parts if not _BOX.fullmatch(part)), "")
    box = _BOX.search(text)
    file = ", ".join(filter(None, [match["repository"], collection]))
    rest = ", ".join(part for part in parts if part != collection)
    normal = f"{file}, {rest}" if rest else file
    return FileNumber(
        printed=printed,
        normal=normal,
        scheme=COLLECTION,
        class_=match["repository"],
        subject=collection,
        enclosure=box[0] if box else "",
        qualifier=rest,
        file=file,
        sort_key=sort_keys.plain_key(SCHEMES[COLLECTION].letter, file)
        + (f"!2{sort_keys.plain_key('', rest)}" if rest else ""),
    )


def _accession(printed: str, text: str, original: str) -> FileNumber | None:
    """Return a records center's accession, which names the agency by its record group: "FRC 330 70 A 6648"."""
    match = _ACCESSION.search(text)
    if not match:
        return None
    group, year, letter, serial = match.groups()[:4]
    file = " ".join(filter(None, ["FRC", group, year, letter, str(int(serial))]))
    return _retired(printed, "Washington National Records Center", file, original[match.start(5) :])


def _job(printed: str, text: str, original: str) -> FileNumber | None:
    """Return a job of the Central Intelligence Agency: "Job 79-01025A"."""
    match = _JOB.search(text)
    if not match:
        return None
    year, letter, serial, tail = match.groups()[:4]
    file = f"Job {year}-{letter}{serial.zfill(5)}{tail}"
    return _retired(printed, "Central Intelligence Agency", file, original[match.start(5) :])


def _retired(printed: str, repository: str, file: str, words: str) -> FileNumber:
    rest, box = _words(words), _BOX.search(words)
    return FileNumber(
        printed=printed,
        normal=f"{file}, {rest}" if rest else file,
        scheme=COLLECTION,
        class_=repository,
        subject=file,
        enclosure=box[0] if box else "",
        qualifier=rest,
        file=file,
        sort_key=sort_keys.plain_key(SCHEMES[COLLECTION].letter, f"{repository}, {file}")
        + (f"!2{sort_keys.plain_key('', rest)}" if rest else ""),
    )


def _words(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip(" ,:;.")
