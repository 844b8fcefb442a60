"""What the notation has beyond paragraphs: the words in braces and their elements."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word in braces at the beginning of a paragraph, and its element with its wrapper and attributes."""

    word: str
    element: str
    wrapper: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


KEYWORDS = (
    Keyword("file line", "seg", "opener", {"rend": "flushleft", "type": "source"}),
    Keyword("line", "seg", "opener", {"rend": "flushleft"}),
    Keyword("date line", "dateline", "opener"),
    Keyword("salutation", "salute", "opener"),
    Keyword("farewell", "salute", "closer"),
    Keyword("signed", "signed", "closer"),
    Keyword("closing date line", "dateline", "closer"),
    Keyword("centered", "p", "", {"rend": "center"}),
)
BY_WORD = {keyword.word: keyword for keyword in KEYWORDS}

#: Words in braces that are alone on their line.
ENCLOSURE, END_OF_ENCLOSURE = "enclosure", "end of enclosure"
#: Words in braces after a footnote's label that name the kind of note.
NOTE_KINDS = ("source", "summary")

ITALIC, BOLD = "*", "__"
RENDERING = {ITALIC: "italic", BOLD: "strong"}
MARK_OF = {rend: mark for mark, rend in RENDERING.items()}

#: A page in the notation; the printed number is between the brackets.
PAGE = r"\[Page (?P<page>[^\]\[\\\n]{1,20})\]"
#: An anchor or, with a colon at the beginning of a paragraph, a footnote. "#3" after the label distinguishes equal labels.
LABEL = r"\[\^(?P<label>[^\]\[#\\\s]{0,20})(?:#(?P<order>\d{1,5}))?\]"
