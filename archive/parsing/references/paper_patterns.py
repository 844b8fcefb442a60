"""Patterns of references to papers by whose they are, kind, number, series and date: "my 935", "telegram 41 to Bern", "letter of May 3"."""

from __future__ import annotations

import re
from dataclasses import replace

from archive.dating import MONTH_NUMBERS
from archive.parsing.references.missions import POSTS
from archive.parsing.references.paper_pieces import (
    BY_NAME,
    DATED,
    FIRST_OF_KIND,
    FIRST_OF_OFFICE,
    FIRST_OF_POST,
    FIRST_OF_SERIES,
    FIRST_OF_WHOSE,
    FROM_TO,
    HANDLING,
    KIND,
    NAME,
    NO,
    NO_COUNT,
    NO_OTHER_SERIES,
    NUMBER,
    NUMBERS,
    OF_OFFICE,
    OFFICE,
    THEN_FROM_TO,
    WHOSE,
    YEAR,
    details_of,
    papers_in,
    repeats,
    whose_before,
    with_ranges,
)
from archive.parsing.references.patterns import (
    DATE,
    DAY,
    MONTH,
    THE,
    FoundReference,
    PatternList,
    Reading,
    date_of,
    each,
    one,
)
from archive.parsing.references.words import (
    OFFICE_PAPERS,
    PAPER_SERIES,
    SERIES,
    alternatives,
    any_word,
    tokens_of,
)

PATTERNS = PatternList()


@PATTERNS.add(
    rf"(?<!\w)(?P<office>{any_word(OFFICE_PAPERS)})(?:[’']s)?\.?\s(?P<circular>(?i:circ(?:ular|r)?\.?)\s)?{NO}{NUMBERS}"
    rf"{FROM_TO}?{DATED}?{THEN_FROM_TO}?",
    begins=OFFICE_PAPERS,
)
def _papers_of_office(match: re.Match[str]) -> Reading:
    kind, whose = OFFICE_PAPERS[match["office"].lower()]
    found = papers_in(match, f"circular {kind}" if match["circular"] and kind == "telegram" else kind, whose)
    if found[0].kind.startswith("circular") and len(found) > 1 and match["way"] == "to":
        # A circular goes to no one place: "Depcirtel 397 and 8377 to London".
        for reference in found[:-1]:
            del reference.details["to"]
        found[-1] = replace(found[-1], kind=kind.removeprefix("circular "))
    return found


@PATTERNS.add(rf"(?<!\w)(?P<office>{any_word(OFFICE_PAPERS)})\s(?:of\s)?{DATE}", begins=OFFICE_PAPERS)
def _dated_paper_of_office(match: re.Match[str]) -> Reading:
    return papers_in(match, *OFFICE_PAPERS[match["office"].lower()])


@PATTERNS.add(
    rf"(?<!\w)(?P<series>(?i:{alternatives(set(SERIES) - HANDLING)}))s?[ /–-]\s?"
    r"(?P<numbers>(?:\d{1,5}(?!\d)(?:(?:,\s(?:and\s)?|\sand\s|\sthrough\s|[–-])\d{1,5}(?!\d))*))"
    rf"{NO_COUNT}{FROM_TO}?{DATED}?",
    begins=FIRST_OF_SERIES,
)
def _series_telegram(match: re.Match[str]) -> Reading:
    if match["series"][0].islower():
        return []
    if repeats(match):
        return None
    details = details_of(match)
    details["series"] = details["series"].capitalize() if not details["series"].isupper() else details["series"]
    return with_ranges(
        each(match, "numbers", r"\d+", "telegram", lambda item: {"number": item, **details}), match.string
    )


@PATTERNS.add(
    rf"(?<!\w){WHOSE}\s(?:(?:immediately\s)?(?:preceding|secret|confidential|urgent)\s)?(?:(?i:{KIND})\s)?{NO}{NUMBERS}"
    rf"{NO_COUNT}{FROM_TO}?{DATED}?",
    begins=FIRST_OF_WHOSE,
)
def _somebodys_paper(match: re.Match[str]) -> Reading:
    return papers_in(match)


@PATTERNS.add(rf"(?<!\w){WHOSE}\s(?:[a-z]+\s)?(?i:{KIND})\s(?:{FROM_TO}\s)?(?:of|dated)\s{DATE}", begins=FIRST_OF_WHOSE)
def _somebodys_dated_paper(match: re.Match[str]) -> Reading:
    return papers_in(match)


@PATTERNS.add(
    r"(?<!\w)National Security (?P<what>Action|Study|Decision) Memorandum\s(?:No\.\s?)?(?P<number>\d{1,3})(?!\w)",
    begins=["national"],
)
def _security_memorandum(match: re.Match[str]) -> Reading:
    series = {"Action": "NSAM", "Study": "NSSM", "Decision": "NSDM"}[match["what"]]
    return one(match, "policy paper", {"series": series, "number": match["number"]})


@PATTERNS.add(
    r"(?<!\w)(?P<special>Special\s)?National Intelligence Estimate\s(?:No\.\s?)?(?P<number>\d{1,3}(?:[./–-]\d{1,4})*)(?!\w)",
    begins=["special", "national"],
)
def _estimate(match: re.Match[str]) -> Reading:
    series = "SNIE" if match["special"] else "NIE"
    return one(match, "policy paper", {"series": series, "number": match["number"].replace("–", "-")})


# An office without possessive, before a kind: "Department telegram 12", "Embassy despatch 456".
@PATTERNS.add(
    rf"(?<!\w)(?P<whose>(?:{OFFICE}))\s(?i:{KIND})\s{NO}{NUMBERS}{FROM_TO}?{DATED}?{THEN_FROM_TO}?",
    begins=FIRST_OF_OFFICE,
)
def _office_paper(match: re.Match[str]) -> Reading:
    return papers_in(match)


# "Note 3" may be a verb or a footnote: words like it are papers only with "No.".
@PATTERNS.add(
    rf"(?<!\w)(?!(?i:notes?|reports?|letters?)\s\d|(?i:messages?|cables?)\s\d\d?\b)(?i:{KIND})\s{NO}{NUMBERS}"
    rf"{NO_COUNT}{FROM_TO}?{DATED}?{THEN_FROM_TO}?",
    begins=FIRST_OF_KIND,
)
def _numbered_paper(match: re.Match[str]) -> Reading:
    return papers_in(match)


@PATTERNS.add(
    rf"(?<!\w)(?=[A-Z])(?P<post>{alternatives(POSTS)}|(?<!Department\sof\s)(?<!Secretary\sof\s)State(?=\s\d{{4,6}}(?!\w)))(?:[’']s)?\s(?:(?i:{KIND})\s)?{NO}{NUMBERS}"
    rf"{NO_COUNT}{DATED}?",
    begins=FIRST_OF_POST | {"state"},
)
def _posts_telegram(match: re.Match[str]) -> Reading:
    return None if repeats(match) else papers_in(match)


@PATTERNS.add(
    rf"(?<!\w)(?=[A-Z])(?:(?P<post>{alternatives(POSTS)})(?:[’']s)?\s)?(?P<numbers>(?:CA|CG|CW)[-–]\d{{1,5}})(?!\w){FROM_TO}?{DATED}?",
    begins=FIRST_OF_POST | {"ca", "cg", "cw"},
)
def _circular_airgram(match: re.Match[str]) -> Reading:
    return papers_in(match, "airgram")


@PATTERNS.add(
    rf"(?<![\w–/-])(?P<numbers>A[-–]\d{{1,4}})(?![\w–-])(?=,?\s(?:from|to|of|dated|{MONTH})\s){FROM_TO}?{DATED}?",
    begins=["a"],
)
def _airgram(match: re.Match[str]) -> Reading:
    return papers_in(match, "airgram")


@PATTERNS.add(
    rf"(?<!\w)(?i:{KIND}){BY_NAME}(?:,?\s(?:(?:of|dated)\s)?){DATE}{FROM_TO}?{THEN_FROM_TO}?",
    begins=FIRST_OF_KIND,
)
def _dated_paper(match: re.Match[str]) -> Reading:
    return papers_in(match, whose=match["by"] or whose_before(match))


@PATTERNS.add(
    rf"(?<!\w)(?i:{KIND})\s(?P<way>from|to)\s(?:the\s)?{OF_OFFICE}(?P<place>(?!{MONTH}\s\d){NAME})(?:\s(?P<way2>from|to)\s(?:the\s)?(?P<place2>{NAME}))?"
    rf"(?:,?\s(?:(?:of|dated)\s)?){DATE}",
    begins=FIRST_OF_KIND,
)
def _sent_paper(match: re.Match[str]) -> Reading:
    return papers_in(match, whose=whose_before(match))


@PATTERNS.add(
    rf"(?<!\w){DATE}\s(?!(?i:notes?|reports?|circulars?|instructions?)\s)(?P<paper>(?i:letter|memorandum|telegram|cable|despatch|message|airgram"
    rf"|aide-mémoire))(?!\w)(?:\s(?P<way>from|to)\s(?:the\s)?(?P<place>{NAME}))?",
    begins=[*MONTH_NUMBERS, DAY, THE],
)
def _paper_of_day(match: re.Match[str]) -> Reading:
    return papers_in(match)


@PATTERNS.add(
    r"(?<!\w)(?i:(?:dep|emb)?ref\s?(?:cir)?tels?|refdes|refair(?:gram)?|ref\scable)(?!\w)",
    needs=["reftel", "ref tel", "refcir", "ref cir", "refdes", "refair", "ref cable"],
)
def _reference_telegram(match: re.Match[str]) -> Reading:
    return one(match, "telegram", {"whose": "reference"})


# A word that is no post's before a number is a series, where a kind stands before it: "telegram CAP 63560", "messages MAGTN–PO 1432".
@PATTERNS.add(
    rf"(?<!\w)(?i:{KIND})\s{NO}(?P<series>[A-Z][A-Za-z]{{1,9}}(?:[–-][A-Z]{{1,4}})?)\s(?P<numbers>\d{{1,6}}(?![\w/–-]))"
    rf"{NO_COUNT}{FROM_TO}?{DATED}?",
    begins=FIRST_OF_KIND,
)
def _named_series(match: re.Match[str]) -> Reading:
    return [] if match["series"].lower() in NO_OTHER_SERIES else papers_in(match)


# --- papers known by a symbol --------------------------------------------------------------------------------------


@PATTERNS.add(
    r"(?<![\w/.-])(?:US(?:\([A-Z]\))?/)?(?:S|A|E|T|DC|CD|ID|SC)/(?:(?:[A-Z]{1,6}[.\d]*|\d+)(?:\([\w-]+\))?/)*"
    r"(?:[A-Z]{1,4}\.)?\d{1,5}(?:/(?:Rev|Add|Corr|SR|L)\.?\s?\d+|/\d+)*(?![\w/])",
    begins=["us", "s", "a", "e", "t", "dc", "cd", "id", "sc"],
)
def _united_nations(match: re.Match[str]) -> Reading:
    return one(match, "UN document", {"symbol": match[0].replace(" ", "")})


@PATTERNS.add(
    rf"(?<![\w-])(?P<series>{alternatives(PAPER_SERIES)})(?P<action>\sAction)?(?:\s(?:No\.\s?|Memorandum\s(?:No\.\s)?)?|[-–])"
    r"(?P<number>\d{1,5}(?:[./–-]\d{1,4})*(?:[a-z](?!\w))?)(?!\w)",
    begins=tokens_of(PAPER_SERIES),
)
def _policy_paper(match: re.Match[str]) -> Reading:
    return one(
        match,
        "policy paper",
        {"series": match["series"] + (match["action"] or ""), "number": match["number"].replace("–", "-")},
    )


# These two begin with a class of signs, by which a search leaps from one to the next.
# Without a kind only what has the shape of a series: "Cahto 115", "Todel 1287", "CAP 63560". It may be something else.
@PATTERNS.add(
    r"(?P<series>[A-Z](?=[A-Za-z]{2,6}\s[0-9])(?<![\w/.–-].)(?:(?<=T)o[a-z]{2,5}|[a-z]{1,5}to|[A-Z]{2,5}))s?"
    r"\s(?P<numbers>\d{1,6}(?![\w/–-]|[.,:]\d))"
    rf"{NO_COUNT}{FROM_TO}?{DATED}?",
    needs=[str(digit) for digit in range(10)],
)
def _shape_of_series(match: re.Match[str]) -> Reading:
    name, number = match["series"], match["numbers"]
    if name.lower() in NO_OTHER_SERIES or (name.isupper() and (len(number) < 4 or YEAR.fullmatch(number))):
        return []
    if repeats(match):
        return None
    found = papers_in(match, "telegram")
    for reference in found:
        reference.details["unsure"] = True
    return found


@PATTERNS.add(
    rf"(?P<numbers>[0-9](?=[0-9]{{2,4}}\s(?:to|from)\s[A-Z])(?<![\w$£#.,:/–-].)[0-9]+)"
    rf"\s(?P<way>to|from)\s(?P<place>{alternatives(POSTS)})(?!\w){DATED}?",
    needs=[str(digit) for digit in range(10)],
)
def _number_to_post(match: re.Match[str]) -> Reading:
    if YEAR.fullmatch(match["numbers"]):
        return []
    if repeats(match):
        return None
    found = papers_in(match, "telegram")
    found[0].details["unsure"] = True
    return found


# --- more of the same ----------------------------------------------------------------------------------------------

_MORE = re.compile(
    rf"(?:;|,|,?\sand|,?\sor)\s(?:{NO})(?P<number>{NUMBER})"
    rf"(?=,?\s(?:(?:of|dated)\s)?(?:the\s)?(?:\d|{MONTH}|from\s|to\s))(?:\s(?P<way>from|to)\s(?P<place>{alternatives(POSTS)}))?{DATED}?"
)
#: A number without a day or a place in a list where others have them: "Embtels 411, June 1, 1620 and 425, June 3".
_BARE = re.compile(rf"(?:,|,?\sand)\s(?P<number>{NUMBER})(?=(?:,|,?\sand)\s\d)")
_SEVERAL = re.compile(r"[A-Za-z]+s\s")
#: What a following number shares with the reference before it.
_SHARED = ("whose", "series", "from", "to", "unsure")


def continued(match: FoundReference, text: str) -> list[FoundReference]:
    """Return further papers after a reference that share its words.

    "my 935, March 20, and 940, March 22"; "41 to Bern and 8377 to London".
    """
    found: list[FoundReference] = []
    if "number" not in match.details or not match.details.keys() & {"date", "from", "to"}:
        return found
    end = match.end
    several = _SEVERAL.match(text, match.start)
    while more := _MORE.match(text, end) or (several and _BARE.match(text, end)):
        details = {"number": more["number"].replace("–", "-")}
        details |= {name: match.details[name] for name in _SHARED if name in match.details}
        if more.re is _BARE:
            found.append(FoundReference(more.start("number"), more.end(), match.kind, details))
            end = more.end()
            continue
        if more["way"]:
            details = {name: value for name, value in details.items() if name not in {"from", "to"}}
            details[more["way"]] = more["place"]
        date = date_of(more)
        if not (date or more["way"]):
            break
        found.append(
            FoundReference(more.start("number"), more.end(), match.kind, details | ({"date": date} if date else {}))
        )
        end = more.end()
    return found
