"""The papers beside which editors print where they are: "telegram 164, February 13, p. 227", or "Embtel 935" with the footnote
"See Document 45".

This is the truth that resolving is measured against. Its rule is its own and far simpler than the grammar that it measures: so
it also counts papers that are not found at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.dating import MONTH_ABBREVIATIONS, MONTHS
from archive.parsing.fragments import Fragments, MarkedText
from archive.parsing.references.markup import read_target
from archive.records import DocumentRecord

_MONTH = "|".join(sorted((*MONTHS, *MONTH_ABBREVIATIONS), key=len, reverse=True))
#: Besides telegrams, what stands before a number as a post or a series of telegrams does: "Paris 23331", "Delto 767", "CAP 80151".
_TELEGRAM = (
    r"\w{0,8}tel(?:egram)?s?|[Cc]ables?|[Aa]irgrams?"
    rf"|(?!(?i:{_MONTH}|From|Parts?|Documents?|Footnotes?|Enclosure|Tab|Annex|Section|Article)\b)"
    r"(?:USUN|MAC|CAP|CA|[A-Z][a-z]{3,7})(?=[ –-]\d)"
)
_OTHER = (
    r"[Dd][ei]spatch(?:es)?|[Ll]etters?|[Mm]emorand(?:um|a)|[Mm]essages?|[Nn]otes?|[Aa]ide-[Mm][ée]moire|[Rr]eports?"
    r"|[Ii]nstructions?|NSC(?=\s\d)|S?NIE(?=\s\d)|NS[ADS]M"
)
_KIND = re.compile(rf"(?<![\w–-])(?:(?P<telegram>{_TELEGRAM})|(?P<other>{_OTHER}))(?!\w)")
_SENTENCE = re.compile(r"(?<![ap])(?<!No)(?<!pp|Mr|Dr|Lt)(?<!Gen|Mrs|Nos)\.\s+(?=[A-Z])|[;\n“”]")
#: What may stand between a paper and the place that the editors name.
_BETWEEN = re.compile(
    r"[\s,;(\[]*(?:(?:is|are)\s)?(?:also\s)?(?:printed\s)?(?:as\s|in full\s|see\s)?(?:(?:ante|post|supra|infra),?\s)?$"
)
#: Words of a paper's name after its kind.
_SMALL = frozenset(
    {"from", "to", "of", "dated", "the", "on", "at", "p", "m", "a", "no", "nos", "number", "circular", "de", "and"}
)
_DAY = re.compile(rf"\b(?:{_MONTH})\.?\s\d{{1,2}}\b|\b\d{{1,2}}\s(?:{_MONTH})\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?:[\s–-]|No\.\s?)(?:[A-Z]{1,5}[–-])?\d{1,6}(?:[/.–-]\d+)*(?![\w:\]])")
_YEAR = re.compile(r"\b(?:1[89]\d\d|20\d\d)$")
#: How a footnote begins that says where the paper at its sign is printed.
_SEE = re.compile(r"\W*(?:(?:See|Printed as|Printed on)\s)?$")
#: What follows the first place of a list: which paper is where is not said.
_ANOTHER = re.compile(r"\s?(?:[–-]|,|,? and|,? or)\s?(?:(?:Documents?|pp?\.)\s?)?\d")
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class PrintedBeside:
    """A paper named in a passage (``where``, with its span), and the target of the markup that says where it is printed.

    ``kind`` is "telegram", "policy paper" or "other paper"; ``numbered`` whether a number names it, or only its day.
    """

    where: str
    start: int
    end: int
    words: str
    kind: str
    numbered: bool
    target: str


def printed_beside(record: DocumentRecord) -> Iterator[PrintedBeside]:
    """Yield the papers in a document beside which its markup says where they are printed. Lists of papers are left out."""
    read = Fragments().marked_text
    passages = {"text": read(record.text)}
    passages |= {f"footnote:{note.order}": read(note.text) for note in record.footnotes}
    for where, passage in passages.items():
        before = 0
        for mark in passage.marks:
            if mark.kind != "ref" or mark.start == mark.end or read_target(mark.value).kind not in {"document", "page"}:
                continue
            if _ANOTHER.match(passage.text, mark.end):
                before = mark.end
                continue
            opening = re.sub(r"(?:Documents?|pp?\.)\s?$", "", passage.text[before : mark.start])
            if before == 0 and _SEE.fullmatch(opening):
                yield from _at_sign(where.removeprefix("footnote:"), passages, mark.value)
            elif named := _named(
                where, passage, before + len(opening) - len(opening[-_LONGEST:]), before + len(opening), mark.value
            ):
                yield named
            before = mark.end


def _at_sign(order: str, passages: dict[str, MarkedText], target: str) -> Iterator[PrintedBeside]:
    """Yield the paper whose words end at the sign of a footnote."""
    for where, passage in passages.items():
        for mark in passage.marks:
            if (mark.kind, mark.value) == ("anchor", order):
                end = len(passage.text[: mark.start].rstrip(" ,.;:)"))
                if named := _named(where, passage, max(0, end - _LONGEST), end, target):
                    yield named


def _named(where: str, passage: MarkedText, low: int, high: int, target: str) -> PrintedBeside | None:
    """Return the one paper that is named by number or day at the end of a stretch of a passage."""
    text = passage.text[low:high]
    stops = list(_SENTENCE.finditer(text, 0, max(0, len(text) - 2)))
    low += stops[-1].end() if stops else 0
    text = passage.text[low:high]
    between = _BETWEEN.search(text)
    text = text[: between.start()] if between else text
    kinds = list(_KIND.finditer(text))
    if not kinds:
        return None
    kind = kinds[-1]
    rest = text[kind.end() :]
    words = re.findall(r"[^\W\d_]+", rest)
    if any(word.islower() and word not in _SMALL for word in words) or re.search(r"Documents?\b|[()]", rest):
        return None
    undated = _DAY.sub(" ", rest)
    numbers = [found[0] for found in _NUMBER.finditer(undated) if not _YEAR.search(found[0])]
    if len(numbers) > 1 or " and " in undated or not (numbers or _DAY.search(rest)):
        return None
    what = "telegram" if kind["telegram"] else "policy paper" if kind[0].isupper() else "other paper"
    start = low + kind.start()
    return PrintedBeside(where, start, low + len(text), text[kind.start() :], what, bool(numbers), target)
