"""Patterns of references to places in print: volumes, documents, footnotes, pages, and "supra", "infra", "ibid."."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from archive.parsing.references.patterns import Before, FoundReference, PatternList, Reading, each, one, stated

PATTERNS = PatternList()

_ROMAN = r"[IVXLC]+|[ivxlc]+"
_AND = r"(?:,\s|\sand\s|,\sand\s|\s&\s)"
_TO = r"\s?[–-]\s?"
_PAGE = r"\d{1,4}"
_PAGES = (
    rf"(?:pp?\.|[Pp]ages?)\s?(?P<pages>{_PAGE}(?:{_TO}{_PAGE})?(?!\d)"
    rf"(?:{_AND}{_PAGE}(?:{_TO}{_PAGE})?(?![\d:])(?!\s*(?:\[|[A-Z])))*)(?:n(?!\w)|\sff\.)?"
)
_DOCUMENT = r"\d{1,4}[A-Za-z]?(?!\w)"
_DOCUMENTS = rf"D(?:ocument|oc\.)s?\s(?:[Nn]os?\.\s)?(?P<documents>{_DOCUMENT}(?:(?:{_AND}|{_TO}){_DOCUMENT})*)(?![/])"
_THE_DOCUMENT = rf"[Dd]oc(?:ument|\.)s?\s(?:[Nn]o\.\s)?(?P<document>{_DOCUMENT})(?![/])"
_LABEL = r"(?:\d{1,3}[a-z]?(?!\w)|\*+|†+|‡+)"
_PAGE_OF_FOOTNOTE = r"(?P<page_place>supra|infra|ante|post)?,?\s?(?:pp?\.|[Pp]ages?)\s?(?P<page>\d{1,4})(?!\d)"
_PAGE_OF_FOOTNOTE += r"(?:\sand\s(?P<page2>\d{1,4})(?![\d:])(?!\s*(?:\[|[A-Z])))?"
_VOLUME = (
    rf"[Vv]ol(?:ume|\.)?s?\s?(?P<volume>{_ROMAN}|\d{{1,2}})(?!\w)(?:,?\s[Pp](?:ar)?t\.?\s(?P<part>\d|{_ROMAN})(?!\w))?"
)
_VOLUME_ALONE = _VOLUME.replace("<volume>", "<volume1>").replace("<part>", "<part1>")


def _volume_details(match: re.Match[str]) -> dict[str, Any]:
    details = stated(match, years="years", volume="volume", part="part", subject="subject", series="series")
    if "part2" in match.re.groupindex and match["part2"]:
        details["part"] = match["part2"]
    if "volume" in details:
        details["volume"] = details["volume"].upper()
    if "ibid" in match.re.groupindex and match["ibid"]:
        details["ibid"] = True
    return details


def _in_volume(match: re.Match[str]) -> list[FoundReference]:
    details = _volume_details(match)
    if match["documents"]:
        return each(match, "documents", _DOCUMENT, "volume", lambda item: {**details, "document": item})
    if match["pages"]:
        return _each_page(match, "volume", details)
    return one(match, "volume", details)


def _each_page(match: re.Match[str], kind: str, details: dict[str, Any]) -> list[FoundReference]:
    last = ""

    def page(item: str) -> dict[str, Any]:
        nonlocal last
        # The end of a range may leave out what it shares with the beginning: "1012–15".
        full = last[: len(last) - len(item)] + item if len(item) < len(last) and int(item) < int(last) else item
        last = full
        return {**details, "page": full}

    return each(match, "pages", r"\d+", kind, page)


_AFTER_VOLUME = rf"(?:,?\s(?:at\s)?(?:{_PAGES}|{_DOCUMENTS}))?(?![\w])"


_SUBJECT = r"(?!Doc|[Vv]ol|[Pp]art|Page)[A-Z][^.;,()\0]{2,80}"


@PATTERNS.add(
    rf"Foreign Relations(?: of the United States)?,\s(?:(?P<series>[A-Z][A-Za-z ,]*?),\s)?"
    rf"\[?(?P<years>{'1[789]'}\d\d(?:[–-]\d{{2,4}})?)\]?"
    rf"(?:,\s{_VOLUME}\.?)?"
    rf"(?:,\s(?P<subject>{_SUBJECT}(?:,\s{_SUBJECT})?))?"
    rf"(?:,\s[Vv]ol(?:ume|\.)?s?\s?(?P<volume2>{_ROMAN})(?!\w)(?:,?\s[Pp](?:ar)?t\.?\s(?P<part2>\d|{_ROMAN})(?!\w))?)?"
    rf"{_AFTER_VOLUME}",
    needs=["foreign relations"],
)
def _volume(match: re.Match[str]) -> Reading:
    found = _in_volume(match)
    if match["volume2"]:
        for item in found:
            item.details["volume"] = match["volume2"].upper()
    return found


@PATTERNS.add(
    rf"(?P<ibid>[Ii]bid\.?),\s(?:(?P<years>1[789]\d\d(?:[–-]\d{{2,4}})?)(?:,\s{_VOLUME})?|{_VOLUME_ALONE})"
    rf"{_AFTER_VOLUME}",
    needs=["ibid"],
)
def _volume_of_same_series(match: re.Match[str]) -> Reading:
    if (match["volume"] or match["volume1"] or "").isdigit():
        return None  # volumes of the series have Roman numbers
    found = _in_volume(match)
    for item in found:
        if match["volume1"]:
            item.details["volume"] = match["volume1"].upper()
        if match["part1"]:
            item.details["part"] = match["part1"]
    return found


#: Other publications, whose volumes and pages lead nowhere in the archive.
_ELSEWHERE = Before(
    re.compile(r"(?=[A-Z1(vby])(?:Bulletin|U\.?N\.? [Dd]oc|Public Papers|"
    r"Papers of|Current Documents|Congressional Record|Cong\.|Stat\.|\bUST|TIAS|LNTS|UNTS|Hansard|Debates"
    r"|\bRecords?\b|Official Journal|Yearbook|Press|\(\w[\w ]+, 1\d\d\d\)|1\d\d\d\)|Book\s[IVX]+|History of|Gazette|Times|Post|Annuaire"
    r"|Pamphlet|Decade|Documents on|Treat(?:y|ies)|Memoirs|Sess\.?|[Vv]ol(?:ume|\.)\s\d+|Suppl(?:ement|\.)|\byr\."
    r"|(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth) (?:Year|Session)|Meetings"
    r"|\bSC|\bGA)"),
    re.compile(r"[;()\0]|\.\s(?:See|For|The|This|In|On)\b"), 110, 70,
)  # fmt: skip


_SENT_THERE = re.compile(r"(?:[Ss]ee(?: also)?|printed in|[Ii]bid\.,|volumes \w+ and) $")


def _of_another_publication(match: re.Match[str]) -> bool:
    return _ELSEWHERE.is_at(match.string, match.start())


@PATTERNS.add(
    r"(?<!\w)[Vv]ol(?:ume|\.)\s\d{1,3}(?!\w)(?:,\spp?\.\s?\d+(?:[–-]\d+)?(?:,\sn\.\s?\d+)?)?", begins=["vol", "volume"]
)
def _volume_of_another_publication(match: re.Match[str]) -> Reading:
    return None  # volumes of the series have Roman numbers


@PATTERNS.add(
    # It begins with a class of letters, by which a search leaps from one to the next.
    rf"[VvP](?<!\w.)(?:{_VOLUME.replace('[Vv]ol', '(?<=[Vv])ol', 1)}|(?<=P)art\s(?P<part2>\d)(?=,\s(?:pp?\.|pages?|Doc))){_AFTER_VOLUME}",
    needs=["vol", *(f"part {number}" for number in range(10))],
)
def _another_volume(match: re.Match[str]) -> Reading:
    if _of_another_publication(match):
        return None
    if not (match["pages"] or match["documents"]) and not _SENT_THERE.search(
        match.string[max(0, match.start() - 20) : match.start()]
    ):
        return []  # a volume of a file or of another work
    return _in_volume(match)


@PATTERNS.add(
    rf"(?<![\w.])(?:pp?\.|[Pp]ages?)\s?(?P<page>\d{{1,4}}),?\s(?:footnote|note|n\.|fn\.)\s?(?P<label>{_LABEL})",
    begins=["p", "pp", "page", "pages"],
)
def _footnote_of_page(match: re.Match[str]) -> Reading:
    return one(match, "footnote", {"label": match["label"], "page": match["page"]})


@PATTERNS.add(
    rf"(?<![\w.]){_THE_DOCUMENT}(?P<between>,?\s(?:and\s)?(?:its\s|in\s)?)(?P<noted>[Ff]ootnotes?\s(?P<labels>{_LABEL}(?:{_AND}{_LABEL})*)"
    r"(?:\sthereto)?)(?![\w]|,?\s(?:to\s)?(?:[Dd]oc(?:ument|\.)|pp?\.))",
    begins=["document", "doc"],
)
def _document_and_its_footnote(match: re.Match[str]) -> Reading:
    details = {"document": match["document"]}
    notes = each(match, "labels", _LABEL, "footnote", lambda item: {"label": item, **details})
    if "and" not in match["between"]:
        return notes
    notes[0] = replace(notes[0], start=match.start("noted"))
    return [FoundReference(match.start(), match.start("between"), "document", details), *notes]


@PATTERNS.add(
    rf"(?<!\w)(?P<first>first\s)?(?:[Ff]ootnotes?|[Ff]n\.|(?<=[Ss]ee )[Nn]otes?|(?<=in )[Nn]otes?|(?<=also )[Nn]otes?)\s"
    rf"(?P<labels>{_LABEL}(?:{_AND}{_LABEL})*)"
    rf"(?:,?\s(?:to\s)?(?:{_THE_DOCUMENT}|{_PAGE_OF_FOOTNOTE})|,\s(?P<place2>supra|infra|ante|post)(?!\w)|,\s(?P<ibid>[Ii]bid\b\.?))?"
    rf"(?:,?\s(?P<where>above|below|supra|infra))?(?![\w])",
    begins=["first", "footnote", "footnotes", "fn", "note", "notes"],
)
def _footnote(match: re.Match[str]) -> Reading:
    details = stated(match, document="document", page="page")
    if where := match["where"] or match["page_place"] or match["place2"]:
        details["where"] = where
    if match["first"]:
        details["first"] = True
    if match["ibid"]:
        details["ibid"] = True
    found = each(match, "labels", _LABEL, "footnote", lambda item: {"label": item, **details})
    if match["page2"]:  # "footnotes 3 and 6, pp. 69 and 70"
        first, last = found[0], found[-1]
        found = [replace(first, end=match.end("page"))] if first is last else found[:-2] + [first]
        found[-1] = replace(found[-1], end=match.end("page"))
        found.append(
            FoundReference(match.start("page2"), match.end(), "footnote", {**last.details, "page": match["page2"]})
        )
    return found


@PATTERNS.add(rf"(?<![\w.]){_DOCUMENTS}", begins=["document", "documents", "doc"])
def _document(match: re.Match[str]) -> Reading:
    return each(match, "documents", _DOCUMENT, "document", lambda item: {"document": item})


@PATTERNS.add(
    rf"(?:(?P<where>[Aa]nte|[Pp]ost|[Ss]upra|[Ii]nfra),?\s|(?P<ibid>[Ii]bid\.?),\s)?(?<![\w.]){_PAGES}",
    begins=["ante", "post", "supra", "infra", "ibid", "p", "pp", "page", "pages"],
)
def _page(match: re.Match[str]) -> Reading:
    if not match["where"] and _of_another_publication(match):
        return None
    details: dict[str, Any] = {"where": match["where"].lower()} if match["where"] else {}
    if match["ibid"]:
        details["ibid"] = True
    return _each_page(match, "page", details)


@PATTERNS.add(
    r"(?<!\w)(?:(?P<where>[Ss]upra|[Ii]nfra)(?![\w,])"
    r"|(?:[Tt]he\s)?(?P<next>immediately preceding|preceding|previous|immediately following|following|next)\s[Dd]ocument(?!s?\s\d|\w))",
    needs=["supra", "infra", "ing document", "ous document", "next document"],
)
def _nearby(match: re.Match[str]) -> Reading:
    where = (match["where"] or match["next"]).lower()
    return one(
        match,
        "nearby",
        {"where": "supra" if where in {"supra", "preceding", "previous", "immediately preceding"} else "infra"},
    )


@PATTERNS.add(r"(?<!\w)[Ii]bid\.?(?!\w)", needs=["ibid"])
def _same_place(match: re.Match[str]) -> Reading:
    return one(match, "ibid", {})
