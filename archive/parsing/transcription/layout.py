"""Lines to paragraphs, and what each is by its form alone: a file line, a date line, a page number, a rule."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from archive import filing
from archive.dating import MONTH_NUMBERS, is_dateline
from archive.deadline import check
from archive.parsing.headings import read_heading
from archive.parsing.kinds import read_type_line
from archive.parsing.markings import is_marking_line
from archive.parsing.plain import without_invisible
from archive.parsing.source_notes import is_source_note
from archive.parsing.tei.catalogue import is_catalogue_line
from archive.parsing.tei.enclosures import LABEL
from archive.parsing.tei.lines import LONGEST_LINE
from archive.parsing.transcription.lines import Block, is_broken, split_blocks
from archive.parsing.transcription.notes import Label, is_list_heading, item_label
from archive.parsing.transcription.running_heads import without_running_heads
from archive.parsing.transcription.tables import is_row

#: No line above a paper's text is longer.
_LONGEST_HEAD_LINE = 300
#: No heading is shorter than "Note".
_SHORTEST_HEADING = 4
#: The longest line above a heading that names files.
_LONGEST_BEFORE = 200
#: The least and the most characters at which lines are broken at a page's width.
_NARROWEST, _WIDEST = 40, 120

_PAGE_NUMBER = r"(?P<{0}>\d{{1,4}}[a-z]?|\[\d{{1,4}}\]|[ivxlcdm]{{1,9}}|[IVXLCDM]{{1,9}})"
#: A page break in the running text; in brackets only, for "page 12" may be the text's own words.
PAGE_BREAK = re.compile(rf"[\[{{<]\s*(?:[Pp]age|PAGE|[Pp]g\.?|[Pp]\.|pb)\s*{_PAGE_NUMBER.format('label')}\s*[\]}}>]")
#: A number that is said to be nothing but a number: "[=12]".
PLAIN_NUMBER = re.compile(r"\[=(\d{1,20})\]")
_PAGE_LINE = re.compile(
    rf"(?:{PAGE_BREAK.pattern}|(?:Page|PAGE|page|[Pp]g\.?|[Pp]\.)\s+{_PAGE_NUMBER.format('bare')}"
    r"|[-–—]{1,3}\s*(?P<dashed>\d{1,4})\s*[-–—]{1,3}|\[(?P<boxed>\d{2,4})\])"
)
_LONE_NUMBER = re.compile(r"[\[(]?(?:No|Nos|NO)\.?\s?\d[\w–/-]*\.?[\])]?")
_DOCUMENT_NUMBER = re.compile(
    r"(?:\[(?:Document|Doc\.)?\s*(?P<boxed>\d{1,4}[A-Za-z]?)\]|(?P<stop>\d{1,4}[A-Za-z]?)\.|Document (?P<word>\d{1,4}[A-Za-z]?))"
)
_RECEIVED = re.compile(r"[\[(]\s*Rec(?:eive|['’])d\b[^\])]*[\])]?", re.IGNORECASE)
_SALUTE = re.compile(
    r"(?:(?:My\s)?Dear\s[^.!?]{2,60}|Sirs?|Gentlemen|(?:Your\s)?Excellency|Monsieur[^.!?]{0,40}|Mr\.\s(?:Ambassador|Minister|Secretary|President)"
    r"|Madam|Honorable Sir)\s?[:,]\s?[–—-]?",
)
_KIND_LINE = re.compile(
    r"(?:[\[(][^\[\]()]{4,60}[\])]\.?|[A-Z][A-Za-zé -]{4,40})(?:,? (?:No|NO)\. ?[\w–-]{1,12})?[.\]]{0,2}"
)
#: A note's sign or number at the end of a line, which its form must not depend on.
_GLUED = re.compile(
    r"(?:\[\^[^\]\s]{1,20}\]|(?<=[^\W\d_.])\d{1,3}|(?<=[a-z][,:;!?])\d{1,3}|(?<=[a-z)\]][.)\]])\d{1,3}|(?<=\b1[5-9]\d\d)\d{1,3}|(?<=\b20[0-2]\d)\d{1,3}"
    r"|(?<=[^\s\[(])\[(?:\d{1,3}|[ivxlc]{1,7}|[a-z]|[*†‡§#]{1,3})\]|(?<=\d[.,])\d{1,2}|[⁰¹²³⁴-⁹]{1,3}|[*†‡§#]{1,3})$"
)
_ELLIPSIS = re.compile(r"[*.•·\s…]+")

#: Roles that a line above a paper's text can have, besides its heading.
HEAD_ROLES = frozenset(
    {"page", "file", "kind", "number", "document number", "marking", "place", "dateline", "received"}
)


@dataclass
class Paragraph:
    """A paragraph: its text with places, its column, its role by form, and its label if it may begin a footnote.

    A page's ``running_head`` has the words that stood in place of the page mark.
    """

    block: Block
    role: str = ""
    item: Label | None = None
    group: int = 0
    running_head: str = ""

    @property
    def text(self) -> str:
        """Its words on one line."""
        return self.block.text

    @property
    def column(self) -> int:
        """The column of its first character."""
        return self.block.place(0)[1]

    @property
    def is_ellipsis(self) -> bool:
        """Whether it is only stars or points."""
        return bool(_ELLIPSIS.fullmatch(self.text))


def split_paragraphs(text: str, first_line: int = 1) -> list[Paragraph]:
    """Return the paragraphs of a text: lines broken at a page's width are joined; in other texts each line is a paragraph."""
    groups = split_blocks(text, first_line)
    heads = without_running_heads(groups)
    width = _page_width(groups)
    found: list[Paragraph] = []
    for number, group in enumerate(groups):
        for block in _joined(group, width):
            check()
            item = None if _ELLIPSIS.fullmatch(block.text) or is_row(block.text) else item_label(block)
            found.append(Paragraph(block, role_of(block), item, number, heads.get(block.line, "")))
    return _with_places(found)


def _with_places(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Give lines with a comma at their end right above a date line the role "place": "Department of State," above "Lima, May 4, 1862"."""
    below = ""
    for place in range(len(paragraphs) - 1, 0, -1):
        paragraph, before = paragraphs[place], paragraphs[place - 1]
        below = f"{paragraph.text} {below}" if paragraph.role in {"dateline", "place"} else ""
        together = below and not before.role and before.group == paragraph.group and before.text.endswith(",")
        if together and is_dateline(f"{before.text} {below}".strip()):
            paragraphs[place - 1] = replace(before, role="place")
    return paragraphs


def _page_width(groups: list[list[Block]]) -> int:
    """Return at how many characters the lines were broken; 0 if they were not, and each line is a paragraph."""
    broken = sorted(len(line.text) for group in groups for line in group[:-1])
    # A line or two may be longer: of a table, or pasted.
    width = broken[-1 - len(broken) // 20] if broken else 0
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    lengths = [len(line.text) for group in groups for line in group]
    longer = sum(length > width * 1.2 for length in lengths)
    return width if longer <= len(lengths) // 20 else 0


def _joined(group: list[Block], width: int) -> list[Block]:
    """Return the paragraphs of a group of lines without a blank line between them."""
    if not width:
        return group
    first = next((line for line in group if not is_list_heading(line)), group[0])
    latest = item_label(first)
    listed = latest is not None
    joined = [group[0]]
    last = group[0]
    for line in group[1:]:
        check()
        label = item_label(line)
        if is_list_heading(last):
            listed, latest = label is not None, None  # below a rule begins a list of its own
        if label and listed and not _continues_list(label, latest, last):
            label = None  # "Lot" or "vol." at the end of the line before, "64 D 199" or "3." in this one
        if _begins_paragraph(line, last, width, listed, label):
            joined.append(line)
            latest = label or latest
        else:
            joined[-1].join(line)
        last = line
    return joined


#: What a number goes with: "vol.", "April"; and a line that is only the number at the end of a sentence: "27.".
_NUMBER_FOLLOWS = re.compile(
    rf"\b(?:[Vv]ols?\.|[Nn]os?\.|pp?\.|[Aa]rts?\.|[Ss]ecs?\.|[Pp]ars?\.|[Pp]aras?\.|Part|Lot|Box|(?:{'|'.join(MONTH_NUMBERS)})\.?)$",
    re.IGNORECASE,
)
_LONGEST_WORD = 12
_NUMBER_ENDS = re.compile(r"\d{1,4}\.")


def _continues_list(label: Label, latest: Label | None, last: Block) -> bool:
    """Return whether a line with a label in a list is a footnote of its own, after that with the ``latest`` label and the line ``last``."""
    if latest is None or label.style not in {"plain", "number"}:
        return True
    return label.continues(latest, gap=1) and not _NUMBER_FOLLOWS.search(last.text[-_LONGEST_WORD:])


def _begins_paragraph(line: Block, last: Block, width: int, listed: bool, label: Label | None) -> bool:
    """Return whether a line of a group begins a paragraph of its own; ``label`` if it may begin a footnote."""
    if listed:
        return label is not None or is_list_heading(last) or role_of(line) in {"page", "rule"}
    # If the line's first word would still have fitted above, the break was meant.
    room = len(last.text) + 1 + len(line.text.split(" ", 1)[0])
    role = role_of(line)
    cut = role == "file" or _NUMBER_ENDS.fullmatch(line.text)
    if cut and re.search(r"[\w,]$", last.text) and not role_of(last) and room > 0.85 * width:
        return False  # the end of a sentence
    if role or role_of(last) or (label and label.explicit):
        return True
    if is_broken(last.text):
        return False
    if (
        len(last.text) < 0.9 * width
        and room <= width
        and re.match(r"[A-Z\d“\"]", line.text)
        and is_whole_heading(last.text)
    ):
        return True
    indented = line.place(0)[1] - last.place(0)[1]
    ended = re.search(r"[.!?:;”’\"')\]\d*]$", last.text) is not None
    if ended and (2 <= indented <= 12 or (label and indented)):
        return True
    if line.text[0].islower():
        return False
    return room <= 0.85 * width


def role_of(block: Block) -> str:
    """Return what a whole line is by its form: one of :data:`HEAD_ROLES`, "rule", "row" of a table, "enclosure", "salute", or ``""``."""
    if is_row(block.text):
        return "row"
    return "rule" if is_list_heading(block) else _role(block.text)


@lru_cache(maxsize=2_000)
def _role(text: str) -> str:
    """Return the role of a line; cached, because a line is looked at with those before and after it."""
    if is_catalogue_line(text[:LONGEST_LINE]):
        return ""  # It names its file, but is the paper's heading.
    if len(text) > _LONGEST_HEAD_LINE:
        return "source" if is_source_note(text) else ""
    if page_label(text):
        return "page"
    bare = bare_line(text)
    if is_file_line(bare):
        return "file"
    if is_source_note(bare):
        return "source"
    if _LONE_NUMBER.fullmatch(bare):
        return "number"
    if _DOCUMENT_NUMBER.fullmatch(bare):
        return "document number"
    if is_marking_line(bare):
        return "marking"
    if is_kind_line(bare):
        return "kind"
    if LABEL.fullmatch(bare):
        return "enclosure"
    if _RECEIVED.fullmatch(bare):
        return "received"
    # "National Security Study Memorandum 1851" is of no year.
    if is_dateline(bare) and read_heading(bare).family != "series":
        return "dateline"
    return "salute" if _SALUTE.fullmatch(bare) else ""


def is_kind_line(text: str) -> bool:
    """Return whether a line is only a kind of paper, perhaps with its number: "[Telegram.]", "Circular No. 14"."""
    if not _KIND_LINE.fullmatch(text):
        return False
    rest, kind = read_type_line(_OWN_NUMBER.sub("", text))
    return bool(kind and not rest)


_FILES = re.compile(r"\b[Ff]iles?\b|\b[Ll]ot \d|\bPapers\b")
_OWN_NUMBER = re.compile(r",? (?:No|NO)\. ?[\w–-]{1,12}(?=\W*$)")


def bare_line(text: str) -> str:
    """Return a line without the footnote's number or sign at its end, and without characters that nobody sees."""
    return _GLUED.sub("", without_invisible(text)).rstrip()


def page_label(text: str) -> str:
    """Return the page that a line announces ("[Page 1017]", "Page 1017", "— 1017 —"), ``""`` if it does not."""
    match = _PAGE_LINE.fullmatch(text.strip())
    return break_label(match) if match else ""


def break_label(match: re.Match[str]) -> str:
    """Return the page of a match of :data:`PAGE_BREAK`."""
    return next((found for found in match.groups() if found), "")


def document_number(text: str) -> str:
    """Return the number in the volume that a line is: "[290]", "290.", "Document 290"."""
    match = _DOCUMENT_NUMBER.fullmatch(bare_line(text))
    return next((found for found in match.groups() if found), "") if match else ""


def is_file_line(text: str) -> bool:
    """Return whether a line has only file numbers, perhaps with the kind of paper: "840.48 Refugees/5425: Telegram"."""
    if not re.search(r"\d", text):
        return False
    rest, kind = read_type_line(text.strip("[]() "))
    if kind and rest and len(rest) <= 80 and re.match(r"[\[(]?(?:File\b|[A-Z]{1,6} \d|\d{2,3}[A-Za-z]?[.\d/ -])", rest):
        return True
    numbers = filing.find_numbers(text, source_note=True)
    for found in reversed(numbers):
        text = text[: found.start] + text[found.end :]
    left = re.sub(r"\b(?:File|Files|Nos?|Numbers?|Bulky|and|Telegram|Central|Decimal)\b", "", text)
    return bool(numbers) and not re.search(r"\w", left)


def is_lot(text: str) -> bool:
    """Return whether a line above a heading names the files that a paper is in: "PPS files, lot 63 D 351"."""
    if len(text) > _LONGEST_BEFORE or text.endswith(".") or not _FILES.search(text) or is_heading(text):
        return False
    return any(found.number.scheme != "unknown" for found in filing.find_numbers(text, source_note=True))


#: Characters of a title with a number in its volume or its series: "5. Paper Agreed Upon at the Conference".
_LONGEST_NUMBERED = 80


def is_heading(text: str) -> bool:
    """Return whether a line names sender and recipient as headings do, or opens with a kind of paper."""
    words = bare_line(text)
    if is_catalogue_line(words[:LONGEST_LINE]):
        return True
    if not _SHORTEST_HEADING <= len(words) <= 500 or re.search(r"[a-z)]{3}[.?!] [A-Z][a-z]+ [a-z]", words):
        return False
    read = read_heading(words)
    if read.family not in {"title", "series"} or read.kind == "editorial note":
        return True
    if not read.kind:
        return False
    numbered = bool(read.number if read.family == "series" else read.document_number) and words[-1] not in ".;:"
    return bool(_AFTER_TYPE.search(words)) or len(words) <= (_LONGEST_NUMBERED if numbered else 40)


def is_whole_heading(text: str) -> bool:
    """Return whether a line is a heading that names both sides and does not end in the middle of one."""
    return (
        is_heading(text)
        and bool(read_heading(bare_line(text)).recipients)
        and not re.search(r"\b(?:the|of|for|in|to|and|at)$", text)
    )


_AFTER_TYPE = re.compile(
    r"^(?:\S+ ){0,5}?(?:[Ff]rom|[Tt]o|[Bb]y|[Oo]f|[Ff]or|[Oo]n|[Bb]etween|[Pp]repared|[Dd]rafted|[Cc]oncerning|[Rr]egarding|No\.|NO\.|\d)\b"
)
