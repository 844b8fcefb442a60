"""Places in volumes as people cite them: "FRUS 1944, I, p. 1017", "FRUS 1948, 5:532", "frus1948v05p1#d120", an address on the web."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from archive.parsing.citations.volumes import VolumeName, full_year, part_number, read_volume_id, volume_number

_DASH = "[-–—]"


@dataclass(frozen=True, slots=True)
class VolumeCitation:
    """A place in a volume: a document by its number there, a page, a footnote. ``volume`` is ``None`` where only the
    context can tell the volume; ``slug`` is set where the volume's own id was typed."""

    volume: VolumeName | None = None
    slug: str = ""
    document: str = ""
    page: str = ""
    note: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether it names a document or a page, and not a volume as a whole."""
        return bool(self.document or self.page)

    def __str__(self) -> str:
        volume = self.slug
        if not volume and self.volume:
            volume = f"Foreign Relations, {self.volume.years}" if self.volume.first else "Foreign Relations"
            volume += f", volume {self.volume.volume}" if self.volume.volume else ""
            volume += f", part {self.volume.part}" if self.volume.part else ""
        parts = [
            volume,
            self.document and f"document {self.document}",
            self.page and f"page {self.page}",
            self.note and f"footnote {self.note}",
        ]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class PaperAddress:
    """The address of a paper in an archive like this one: its slug, and the place in it ("page-1017"), if any."""

    slug: str
    fragment: str = ""

    def __str__(self) -> str:
        return self.slug


SERIES_NAME = (
    r"(?:F\.?\s?R\.?\s?U\.?\s?S(?![A-Za-z])\.?"
    r"|(?:foreign\s+relations|for\.?\s*rels?\.)(?:\s+of\s+the\s+united\s+states)?(?:\s+of\s+america)?)"
)
_HEREAFTER = re.compile(r"[\[(](?:hereafter|hereinafter|henceforth)[^\])]{0,60}[\])]", re.IGNORECASE)
_SERIES = re.compile(
    r"(?:see\s+)?(?:(?:U\.?\s?S\.?\s+)?Department\s+of\s+State,?\s+)?(?:papers\s+relating\s+to\s+the\s+)?"
    rf"{SERIES_NAME}(?P<between>[\s,:]*(?:diplomatic\s+papers)?[\s,:]*)",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?P<first>1[89]\d\d|20\d\d)(?:\s?[-–—/]\s?(?P<last>\d{4}|\d\d))?(?![\w/])")
#: What may stand between the series and the years: a volume's number, or the words of its title.
_BEFORE_YEARS = re.compile(r"(?:[^\d();]|\bvol(?:ume)?\.?\s*\d{1,2}){0,120}(?=\b(?:1[89]|20)\d\d)", re.IGNORECASE)
_VOLUME = re.compile(
    rf"\bv(?:ols?|olume)?\b\.?\s*(?P<volume>E\s?{_DASH}?\s?\d{{1,2}}|\d{{1,2}}|[IVXLC]+)\b", re.IGNORECASE
)
#: A number without the word "volume" is one only directly after the years; letters only in capitals.
_BARE_VOLUME = re.compile(
    rf"[\s,:]*(?P<volume>E\s?{_DASH}?\s?\d{{1,2}}|[IVXLC]+|\d{{1,2}}(?=\s*[,:;/]|\s+(?:part|pt|p|pp|doc|no|at)\b|$))(?=[\s,:;/]|$)"
)
_PART = re.compile(r"\b(?:part|pt\.?)\s*(?P<part>\d|[IV]+|one|two|three|four)\b", re.IGNORECASE)
_SLASH_PART = re.compile(r"\s?/\s?(?P<part>\d)\b")
_MORE = rf"(?:\s?(?:{_DASH}+|,|;|and|&)\s?[A-Z]?\d{{1,4}}[a-z]?){{0,9}}"
_DOCUMENT = rf"(?:\b(?:documents?|docs?\.?|nos?\.|number|item)|№|\#\s?d?)\s*(?P<document>\d{{1,4}}(?:[A-Za-z](?![A-Za-z]))?){_MORE}"
_PAGE = rf"(?:\b(?:pages?|pp?\.?|at)\s*)(?P<page>[A-Z]?\d{{1,4}}|[IVXLC]{{1,8}}){_MORE}"
_NOTE = r"(?:\b(?:footnote|note|fn\.?|n\.?)|(?<=\d)n\.?)\s*(?P<note>\d{1,3}|[*†‡])"
_AT_END = {
    "note": re.compile(rf"(?:^|[\s,;:]+|(?<=\d)){_NOTE}[\s,;.)]*$", re.IGNORECASE),
    "page": re.compile(rf"(?:^|[\s,;:(]+)(?:{_PAGE})[\s,;.)]*$", re.IGNORECASE),
    "document": re.compile(rf"(?:^|[\s,;:(]+){_DOCUMENT}[\s,;.)]*$", re.IGNORECASE),
}
_BARE_PAGE = re.compile(rf"(?:^|[\s,;:]+)(?P<page>\d{{1,4}}){_MORE}[\s,;.]*$")
#: "5:532", "V/1:532": a volume and a page, in the short form of historians.
_VOLUME_AND_PAGE = re.compile(
    rf"[\s,]*(?:vols?\.?\s*)?(?P<volume>E\s?{_DASH}?\s?\d{{1,2}}|\d{{1,2}}|[IVXLC]+)(?:\s?(?:/|[,.]?\s?(?:part|pt\.?))\s?(?P<part>\d|[IV]+))?"
    rf"\s?:\s?(?:pp?\.\s?)?(?P<page>\d{{1,4}}){_MORE}[\s,;.]*"
)
_ONE_ID = re.compile(
    r"(?P<id>frus\d{4}[\w-]*?)[\s#/:,-]+d(?P<document>\d{1,4}(?:[A-EG-Za-eg-z])?)(?:fn(?P<note>\d{1,3}))?",
    re.IGNORECASE,
)
_BY_ID = re.compile(r"(?P<id>frus\d{4}[\w-]*)(?P<rest>(?:[\s#/:,].*)?)", re.IGNORECASE)
_OWN_PLACE = re.compile(r"[\s#/:,]*d?(?P<document>\d{1,4}(?:[A-EG-Za-eg-z])?)(?:fn(?P<note>\d{1,3}))?")
#: Editors and imprint among a volume's title words: "ed. A. Writer (Washington: Government Printing Office, 1975)".
_IMPRINT = re.compile(
    r"\([^()]*\b(?:1[89]|20)\d\d\)|\bWashington(?:,? ?D\.? ?C\.?)?: [^:;()]{2,60}, (?:1[89]|20)\d\d", re.IGNORECASE
)
_SUPPLEMENT = re.compile(r"\bsupplement\b", re.IGNORECASE)
#: An address on the web, up to a space or a bracket, and the two kinds that lead to papers.
ADDRESS = re.compile(r"(?:https?://|www\.|history\.state\.gov/)[^\s<>\"“”\])]{1,300}", re.IGNORECASE)
_HISTORICAL = re.compile(
    r"/historicaldocuments/(?P<id>frus\d{4}[\w-]*)(?:/(?:d(?P<document>\d{1,4}[a-z]?)|pg_(?P<page>[\w]{1,8})|[\w-]*))?(?:fn\d*)?/?"
    r"(?:[?#].*)?",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"(?:(?:https?://)?[^/\s]{0,200})/(?P<kind>documents|volumes)/(?P<slug>[\w-]{1,200})(?:/[\w.]*)?/?(?:\?[^#]*)?"
    r"(?:\#(?P<fragment>(?:page|fn)-[\w-]{1,20}))?",
    re.IGNORECASE,
)


def read_address(text: str) -> VolumeCitation | PaperAddress | None:
    """Return what an address on the web or a path names, if the whole text is one: on the site of the series, or of this archive."""
    text = unquote(text.strip(" .,;<>()[]"))
    if match := re.search(_HISTORICAL.pattern + "$", text, re.IGNORECASE):
        named = read_volume_id(match["id"])
        document, page = match["document"] or "", match["page"] or ""
        return VolumeCitation(named, match["id"], document, page) if named and " " not in text else None
    if match := _OWN.fullmatch(text):
        if match["kind"].lower() == "volumes":
            return VolumeCitation(read_volume_id(match["slug"]), match["slug"])
        return PaperAddress(match["slug"].lower(), match["fragment"] or "")
    return None


def read_place(text: str) -> VolumeCitation | None:
    """Return the place in a volume that the whole text cites."""
    text = " ".join(_HEREAFTER.sub(" ", text).split())
    if match := _ONE_ID.fullmatch(text):
        named = read_volume_id(match["id"])
        if named:
            return VolumeCitation(named, match["id"], match["document"], "", match["note"] or "")
    if match := _BY_ID.fullmatch(text):
        named = read_volume_id(match["id"])
        own = _OWN_PLACE.fullmatch(match["rest"])
        if named and own:
            return VolumeCitation(named, match["id"], own["document"], "", own["note"] or "")
        place, rest = _place(match["rest"])
        if named and not place["page"] and not place["document"] and (own := _OWN_PLACE.fullmatch(rest)):
            place["document"], rest = own["document"], ""
        if named and not rest.strip(" ,.;:"):
            return VolumeCitation(named, match["id"], **place)
    if match := _SERIES.match(text):
        return _in_series(text[match.end() :])
    # "1948, V/1, 532": without the series, years need a volume's number and a page or document after them.
    if _YEARS.match(text) and (found := _in_series(text)) and found.volume and found.is_exact and found.volume.volume:
        return found
    if (match := _VOLUME_AND_PAGE.fullmatch(text)) and len(match["page"]) > 2:
        return VolumeCitation(_numbered("", "", match), "", page=match["page"])
    place, rest = _place(text)
    alone = (
        not rest
        and (place["document"] or place["page"])
        and not re.match(r"nos?\.|number|item|at|#|№", text, re.IGNORECASE)
    )
    return VolumeCitation(None, "", **place) if alone else None


def read_place_again(text: str, before: VolumeCitation) -> VolumeCitation | None:
    """Return the place that the words after "ibid." cite in the volume that was cited before: "p. 533", "533–35", "" for the same."""
    if not text.strip(" ,.;:"):
        return before
    place, rest = _place(text)
    if not place["page"] and not place["document"] and (bare := _BARE_PAGE.fullmatch(rest.strip(" ,.;:"))):
        place["page"], rest = bare["page"], ""
    if rest.strip(" ,.;:") or not (place["page"] or place["document"]):
        return None
    return VolumeCitation(before.volume, before.slug, **place)


def _place(text: str) -> tuple[dict[str, str], str]:
    """Return note, page and document, taken from the end of the words, and the words before them."""
    place = dict.fromkeys(_AT_END, "")
    for name, pattern in _AT_END.items():
        if match := pattern.search(text):
            place[name] = match[name]
            text = text[: match.start()]
    return place, text


def _numbered(first: str, last: str, match: re.Match[str]) -> VolumeName:
    part = part_number(match["part"]) if match["part"] else ""
    return VolumeName(first, last, volume_number(match["volume"]), part)


def _in_series(text: str) -> VolumeCitation | None:
    years = _YEARS.match(text)
    before = ""
    if not years and (title := _BEFORE_YEARS.match(text)):
        before, years = text[: title.end()], _YEARS.match(text, title.end())
    if not years:
        return None
    first, last = years["first"], full_year(years["first"], years["last"])
    text = _IMPRINT.sub(" ", text[years.end() :])
    if short := _VOLUME_AND_PAGE.fullmatch(text):
        return VolumeCitation(_numbered(first, last, short), "", page=short["page"])
    place, rest = _place(text)
    volume = _VOLUME.search(rest) or _BARE_VOLUME.match(rest)
    part = None
    if volume:
        part = _SLASH_PART.match(rest, volume.end()) or _PART.search(rest, volume.end())
        ahead, after = rest[: volume.start()], rest[(part or volume).end() :]
        if not place["page"] and not place["document"] and (bare := _BARE_PAGE.search(after)):
            place["page"], after = bare["page"], after[: bare.start()]
        rest = ahead + after
    elif part := _PART.search(rest):
        rest = rest[: part.start()] + rest[part.end() :]
    elif not place["page"] and not place["document"] and (bare := _BARE_PAGE.fullmatch(rest)) and len(bare["page"]) > 2:
        place["page"], rest = bare["page"], ""
    volume = volume or _VOLUME.search(before)
    number = volume_number(volume["volume"]) if volume else ""
    if (volume and not number) or (
        not volume and (words := rest.strip(" ,.;:()")) and not _SUPPLEMENT.fullmatch(words)
    ):
        return None  # words that are no title of a numbered volume: a search, not a citation
    if before and not number:
        return None
    supplement = "supp" if _SUPPLEMENT.search(rest) else ""
    name = VolumeName(first, last, number, part_number(part["part"]) if part else "", supplement)
    return VolumeCitation(name, "", **place)
