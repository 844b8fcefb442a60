"""File numbers in running text and in source notes, with their places.

A number with a suffix (``611.93/3-158``) is known by its shape. A bare one (``891.00``, ``POL 7``) looks like a price or
a label, so it counts only where words before it cite a central file. In source notes a record group or a collection
counts where nothing more exact follows it; in running text "RG 59" alone is no file number.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter

from archive.filing import patterns
from archive.filing.file_number import FileNumber, FoundNumber
from archive.filing.reading import parse
from archive.filing.schemes import COLLECTION, DECIMAL_SCHEMES, LOT, NUMERICAL, RECORD_GROUP, SUBJECT_NUMERIC
from archive.filing.vocabulary import default_vocabulary

_DIGIT = re.compile(r"[0-9]")
_BREAKS = re.compile(r"[^\S ]")
_WIDE = re.compile(r"\s{2,}|[^\S ]")
#: Other offices number files too ("OCB File No. 41"), so a bare case counts in the years of the numerical file only.
_NUMERICAL_CITED_UNTIL = 1914
#: The most characters between a number that cites a file and the next one of the same citation.
_NEAR = 6

_MARKINGS = frozenset(
    ("Secret", "Confidential", "Top", "Unclassified", "Restricted", "Limited", "Official", "No", "Personal", "Drafted")
)

#: Subjects whose letters are also words or other labels: they need a citation before them, or an area known for sure.
_WEAK = frozenset(
    ("E", "V", "IT", "SP", "TV", "OS", "PO", "PR", "TR", "TP", "UN", "NATO", "EEC", "OAS", "OECD", "SEATO", "CENTO")
    + ("INT", "ORG", "PER", "BG", "EP", "ES", "AE", "PS", "AV", "FIN", "CON", "RAD", "REF")
)


def find_numbers(text: str, *, source_note: bool = False, year: int | None = None) -> list[FoundNumber]:
    """Return the file numbers in a text, in order and without overlaps; ``text[start:end]`` is what was printed.

    ``source_note`` is true for a source note: bare numbers, record groups and collections then count too.
    ``year`` is the paper's, for numbers whose parts do not show their era.
    """
    if not source_note and not _DIGIT.search(text) and not _may_cite(text):
        return []
    found: list[FoundNumber] = []
    plain, places = _on_one_line(text)
    for start, end, number in _candidates(plain, source_note, year):
        # What is found stays in order and apart, so that only its neighbours can overlap a candidate.
        place = bisect(found, start, key=attrgetter("start"))
        if (place == 0 or found[place - 1].end <= start) and (place == len(found) or end <= found[place].start):
            found.insert(place, FoundNumber(start, end, number))
    if source_note:
        found += _citation(plain, found)
    found.sort(key=lambda item: item.start)
    return [_placed(item, text, places) for item in found] if places else found


def _on_one_line(text: str) -> tuple[str, list[int]]:
    """Return the text with single spaces only, and the place of each of its characters in the original if any changed."""
    if "  " not in text and not _BREAKS.search(text):
        return text, []
    pieces: list[str] = []
    places: list[int] = []
    position = 0
    for match in _WIDE.finditer(text):
        pieces.append(text[position : match.start()])
        places.extend(range(position, match.start() + 1))
        position = match.end()
    places.extend(range(position, len(text) + 1))
    return " ".join([*pieces, text[position:]]), places


def _placed(item: FoundNumber, text: str, places: list[int]) -> FoundNumber:
    start, end = places[item.start], places[item.end]
    return FoundNumber(start, end, replace(item.number, printed=text[start:end]))


def _candidates(text: str, source_note: bool, year: int | None) -> Iterator[tuple[int, int, FileNumber]]:
    if "Peace" in text:
        yield from _peace_conference(text)
    if "/" in text and patterns.SOME_SUFFIX.search(text):
        yield from _with_suffix(text, source_note, year)
    if "123" in text:
        yield from _persons(text, source_note, year)
    if source_note or "file" in text.lower():
        yield from _labelled(text, source_note, year)
    yield from _reels_and_lots(text, source_note)
    # Without suffix, in running text only words that cite a file make digits a number, or a subject with number and area.
    if source_note or _may_cite(text):
        yield from _bare(text, source_note, year)
        yield from _subjects(text, source_note)
    elif patterns.SOME_SUBJECT.search(text):
        yield from _subjects(text, source_note)


def _may_cite(text: str) -> bool:
    """Whether a text has any part of the words that cite a central file: quick, and never wrong in returning False."""
    return any(map(text.__contains__, patterns.OF_CITATIONS))


def _with_suffix(text: str, source_note: bool, year: int | None) -> Iterator[tuple[int, int, FileNumber]]:
    shapes = [patterns.WITH_SUFFIX, patterns.WITHOUT_POINT]
    for pattern in [*shapes, patterns.GARBLED] if source_note else shapes:
        for match in pattern.finditer(text):
            start, end = _trim(text, *match.span())
            number = parse(text[start:end], year)
            if (
                number.scheme not in DECIMAL_SCHEMES
                or not _credible(number, source_note)
                or _elsewhere(text, start, source_note)
            ):
                continue
            yield start, end, number
            if pattern is patterns.WITH_SUFFIX:
                yield from _series(text, start, end, number, year)


def _persons(text: str, source_note: bool, year: int | None) -> Iterator[tuple[int, int, FileNumber]]:
    """Yield personnel files; a name without suffix needs words that cite a file before it ("telegram 123 Paris, May 5")."""
    opening = _openings(text) if source_note else ()
    for match in patterns.PERSON.finditer(text):
        start, end = match.span()
        cited = match["suffix"] or patterns.LEADS.search(text, max(0, start - 60), start) or start in opening
        number = parse(text[start:end], year) if cited else None
        if number and number.scheme in DECIMAL_SCHEMES and not _elsewhere(text, start, source_note):
            yield start, end, number


def _openings(text: str) -> tuple[int, ...]:
    """Return where a source note begins: after "Source:", and after brackets and blanks."""
    return tuple(match.end() for pattern in patterns.CITATION_LEADS if (match := pattern.match(text)))


def _series(
    text: str, start: int, end: int, first: FileNumber, year: int | None
) -> Iterator[tuple[int, int, FileNumber]]:
    """Yield further suffixes of the same file: "817.00/1593, 1594, 1595"."""
    several = bool(re.search(r"Nos\.?\s*$", text[max(0, start - 8) : start]))
    last = first
    while match := patterns.MORE.match(text, end):
        printed = match["suffix"]
        number = parse(f"{first.file}/{printed}", year)
        dated = bool(number.date and re.search(r"/\d+-\d+$", first.normal))
        near = (
            first.enclosure[:1].isdigit()
            and number.enclosure[:1].isdigit()
            and last.enclosure[:1].isdigit()
            and (several or 0 < _leading(number.enclosure) - _leading(last.enclosure) <= 20)
        )
        if not dated and not near:
            return
        yield match.start("suffix"), match.end("suffix"), replace(number, printed=printed)
        end, last = match.end(), number


def _labelled(text: str, source_note: bool, year: int | None) -> Iterator[tuple[int, int, FileNumber]]:
    for pattern in (patterns.NUMERICAL, patterns.WHOLE_NUMERICAL) if source_note else (patterns.NUMERICAL,):
        for match in pattern.finditer(text):
            number = parse(f"File No. {match['number']}", year)
            in_time = source_note or (year is not None and year <= _NUMERICAL_CITED_UNTIL)
            if number.scheme == NUMERICAL and (number.enclosure or in_time):
                start, end = match.span("number") if "/" in match["number"] else _trim(text, *match.span())
                yield start, end, replace(number, printed=text[start:end])


def _peace_conference(text: str) -> Iterator[tuple[int, int, FileNumber]]:
    for match in patterns.PEACE_CONFERENCE.finditer(text):
        yield match.start(), match.end(), parse(match[0])


def _reels_and_lots(text: str, source_note: bool) -> Iterator[tuple[int, int, FileNumber]]:
    if patterns.SOME_REEL.search(text):
        for match in patterns.REEL.finditer(text):
            yield match.start(), match.end(), parse(match[0])
    for match in patterns.LOT.finditer(text) if any(map(text.__contains__, patterns.OF_LOTS)) else ():
        number = parse("L" + match[0][1:])
        if number.scheme != LOT:
            continue
        yield match.start(), match.end(), replace(number, printed=match[0])
        end = match.end()
        while more := patterns.MORE_LOTS.match(text, end):
            yield *more.span("lot"), parse(more["lot"])
            end = more.end()
    if "FRC" in text or "Job" in text:
        for match in patterns.RETIRED.finditer(text):
            yield match.start(), match.end(), parse(match[0])
    if source_note:
        for match in patterns.BARE_LOT.finditer(text):
            if not patterns.ELSEWHERE.search(text, max(0, match.start() - 40), match.start()):
                yield match.start(), match.end(), parse(match[0])


def _bare(text: str, source_note: bool, year: int | None) -> Iterator[tuple[int, int, FileNumber]]:
    """Yield decimal numbers without suffix, where a central file is cited just before or the note begins with them."""
    chain = -_NEAR - 1
    opening = _openings(text) if source_note else ()
    for match in patterns.BARE.finditer(text):
        start, end = _trim(text, *match.span())
        leads = patterns.LEADS.search(text, max(0, start - 60), start)
        opens = start in opening
        follows = 0 <= start - chain <= _NEAR and not re.search(r"\w{4}", text[chain:start])
        if (
            re.search(r"\. \D", match["trunk"])
            or not (leads or opens or follows)
            or _elsewhere(text, start, source_note)
        ):
            continue
        end = _bare_end(text, match, end)
        number = parse(text[start:end], year)
        if number.scheme in DECIMAL_SCHEMES and _credible(number, source_note):
            chain = end
            yield start, end, number


def _bare_end(text: str, match: re.Match[str], end: int) -> int:
    """Return the end of a bare number: the words after it belong to it only where they end the citation or are a known qualifier."""
    words = match["words"]
    if not words:
        return end
    vocabulary = default_vocabulary()
    for stop in range(len(words), 0, -1):
        head = words[:stop]
        if (stop == len(words) or not words[stop].isalnum()) and vocabulary.spelling("qualifier", head.strip(" -–—")):
            return _trim(text, match.start(), match.end("trunk") + stop)[1]
    first = words.split()[0].strip(".,;")
    if re.match(rf" ?{patterns.DASH} ?[A-Z]{{2,3}}$", words) or (
        re.fullmatch(r" [A-Z]\w+(?: [A-Z]\w+)?", words)
        and first not in _MARKINGS
        and re.match(r"[.,;)\]]|$", text[end:])
    ):
        return end
    return match.end("trunk")


def _subjects(text: str, source_note: bool) -> Iterator[tuple[int, int, FileNumber]]:
    vocabulary = default_vocabulary()
    chain = -_NEAR - 1
    opening = _openings(text) if source_note else ()
    for match in patterns.SUBJECT_NUMERIC.finditer(text):
        if not match["number"] and not match["areas"]:
            continue
        start, end = match.span()
        if match["city"] and (match["city"].strip() in _MARKINGS or not source_note):
            end = match.start("city")
        areas = re.split(rf" ?{patterns.DASH} ?", match["areas"] or "")
        known = bool(match["areas"]) and all(vocabulary.spelling("area", area) for area in areas)
        if _elsewhere(text, start, True):
            continue
        cited = _cited(text, start) or start in opening
        cited = cited or (0 <= start - chain <= _NEAR)
        strong = bool(match["number"]) and known and match["subject"] not in _WEAK
        if not (cited and (match["number"] or known)) and not strong:
            continue
        start, end = _trim(text, start, end)
        number = parse(text[start:end])
        if number.scheme == SUBJECT_NUMERIC:
            chain = end
            yield start, end, number


def _cited(text: str, start: int) -> bool:
    """Whether a central file is cited before this place in the same sentence."""
    return bool(patterns.CITES.search(_sentence_before(text, start)))


def _elsewhere(text: str, start: int, source_note: bool) -> bool:
    """Whether the citation is of another archive's or a lot's own numbering."""
    if not source_note:
        before = text[max(0, start - 60) : start]
        return bool(re.search(r"\bFRC\b|White House Central Files?[^.]*$", before))
    before = _sentence_before(text, start)
    others = list(patterns.ELSEWHERE.finditer(before))
    if not others:
        return False
    own = [match for match in patterns.CITES.finditer(before) if not before[: match.start()].endswith("White House ")]
    return not own or own[-1].start() < others[-1].start()


def _sentence_before(text: str, start: int) -> str:
    window = text[max(0, start - 240) : start]
    ends = [match.end() for match in patterns.SENTENCE.finditer(window)]
    return window[ends[-1] :] if ends else window


def _credible(number: FileNumber, source_note: bool) -> bool:
    """Whether the digits are those of a real class and country, which is rare for a price or a measure."""
    codes = {warning.code for warning in number.warnings}
    if "." not in number.file and codes & {"suffix-date-impossible", "suffix-year-impossible"} and not source_note:
        return False
    return "?" in number.file or default_vocabulary().knows_decimal(number.file.split()[0].split("-")[0])


def _citation(text: str, found: list[FoundNumber]) -> list[FoundNumber]:
    """Return the record group or collection that a source note cites, where it has no more exact number."""
    start = _openings(text)[0]
    stop = patterns.CITATION_END.search(text, start)
    end = stop.start() if stop else len(text)
    if any(item.start < end for item in found):
        return []
    group = patterns.RECORD_GROUP.search(text, start, end)
    start, end = _trim(text, group.start() if group else start, min(end, start + 300))
    number = parse(text[start:end]) if start < end else None
    return [FoundNumber(start, end, number)] if number and number.scheme in (RECORD_GROUP, COLLECTION) else []


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in " ,;:.":
        end -= 1
    while start < end and text[start] in " ,;:.":
        start += 1
    return start, end


def _leading(serial: str) -> int:
    return int(re.findall(r"\d+", serial)[0])
