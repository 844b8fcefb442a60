"""The subject that a paper prints: "SUBJECT" above a line of its own, or "Subject: …" at the beginning of its text."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from archive.parsing.plain import characters, local_name, plain_text

#: Parts of the text that are looked at, from its beginning; what comes later is part of something quoted.
_MOST_PARTS = 40
_LONGEST_PART = 2000
#: Longer than any subject; what is longer is text.
LONGEST_SUBJECT = 400

#: What every label below has.
_IN_LABELS = "ubj"
_LABEL = re.compile(r"(?:subjects?|subj)\s*[:.—–-]*\s*$", re.IGNORECASE)
_LINE = re.compile(r"(?:SUBJECTS?|Subjects?|SUBJ|Subj)\s*[:—–]\s*(\S.*)", re.DOTALL)
#: The same after a telegram's number and whom it is for.
_AFTER_NUMBER = re.compile(r"[^:]{0,80}?\d[^:]{0,80}?[.)]\s+(?:SUBJECT|Subject|SUBJ|Subj)\s*[:—–]\s*(\S.*)", re.DOTALL)
#: What follows a subject on its line.
_REFERENCES = re.compile(
    r"\s*[.;]?\s+(?:Refs?|References?|REFS?|REFERENCES?|Reftels?|PARTICIPANTS|Participants)\b[:. ].*", re.DOTALL
)
#: The end of a sentence, which no initial and no usual abbreviation is.
_SENTENCE_END = re.compile(
    r"(?<![A-Z]\.[A-Z])(?<!\b[A-Z])(?<!\b(?:Mr|Dr|St|No|vs))(?<!\b(?:Mrs|Amb|Gen|Gov|Jan|Feb|Mar|Apr|Aug|Oct|Nov|Dec))(?<!\bSept)\.(?=\s|$)"
)


def read_subject(element: etree._Element) -> str:
    """Return the subject as printed, on one line; ``""`` if none is printed. The element's notes must be anchors already."""
    for part in islice(element.iter("{*}list", "{*}p"), _MOST_PARTS):
        if next(part.iterancestors("{*}attachment"), None) is not None:
            break
        if _IN_LABELS not in characters(part).lower():
            continue  # looking for it is many times quicker than making the printed line
        if found := (_of_list(part) if local_name(part) == "list" else _of_line(part)):
            return found
    return ""


def _of_list(part: etree._Element) -> str:
    head = part.find("{*}head")
    item = part.find("{*}item")
    if head is None or item is None or not _LABEL.match(_printed(head)):
        return ""
    return _tidied(_printed(item))


def _of_line(part: etree._Element) -> str:
    line = _printed(part)
    if match := _LINE.match(line):
        return _tidied(_first_sentence(match[1]) if len(match[1]) > LONGEST_SUBJECT else match[1])
    match = _AFTER_NUMBER.match(line)
    return _tidied(_first_sentence(match[1])) if match else ""


def _first_sentence(words: str) -> str:
    end = _SENTENCE_END.search(words)
    return words[: end.start()] if end else words


def _tidied(words: str) -> str:
    words = _REFERENCES.sub("", words).strip(" .;:")
    return words if len(words) <= LONGEST_SUBJECT else ""


def _printed(part: etree._Element) -> str:
    return " ".join(plain_text(part).split())[:_LONGEST_PART]
