"""Source notes: where the printed edition took a paper from, and its editors' words on the original."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from archive.parsing.markings import CLASSIFICATIONS, Marking, is_marking_line, read_marking

_OPENING = re.compile(r"^\s*+(?:\[\s*+)?[Ss]ource:?\s*")
#: What may stand before a classification in its own sentence.
_PRIVATE = r"(?:(?:Strictly )?Personal(?: and|[;,]) )?"
_MARKED = rf"{_PRIVATE}(?:{'|'.join(CLASSIFICATIONS)})\b"
#: A marking opens a sentence after any full stop, that of an abbreviation ("NSAMs. Secret.") too; after a comma if it is all that follows.
_SENTENCE = re.compile(
    r"(?<=[^A-Z][^A-Z.]\.)\s+(?=[A-Z\[“])|(?<=[\d)]\.)\s+(?=[A-Z])|(?<=[A-Z]{4}\.)\s+(?=[A-Z])"
    rf"|(?<=\.)\s+(?={_MARKED}|Drafted\b)|(?<=,)\s+(?={_MARKED}[.;])"
)
#: A code word or a restriction in the sentence of a marking: "Harvan Double Plus", "Official-Informal".
_HANDLING = re.compile(r"[A-Z][\w.’'–-]*(?: [\w.’'–-]+){0,3}$")
_DRAFTING = re.compile(
    r"\b(?:[Dd]rafted|[Cc]leared|[Aa]pproved|[Ss]igned by|[Pp]repared (?:by|in)|[Ii]nitialed|[Rr]epeated to|[Ss]ent (?:also )?to"
    r"|[Tt]ransmitted|[Tt]yped|[Aa]uthori[sz]ed by|[Aa]lso (?:sent|repeated))"
)
_RECEIVED = re.compile(
    r"\b[Rr]eceived (?:in the Department )?(?:at|on)\s+(?P<when>\d[\d:]*\s?[ap]\.\s?m\.[^.;]*|[^.;]+)"
)
_REPOSITORIES = re.compile(
    r"^(?P<repository>(?:Department of State|National Archives(?: and Records Administration)?|[A-Z][\w. ]*? (?:Presidential )?Library"
    r"|Nixon Presidential Materials|Washington National Records Center|Central Intelligence Agency|Library of Congress"
    r"|National Security Council|Department of Defense|Department of the Treasury|Naval Historical Center|U\.?S\.? Army[^,]*"
    r"|National Defense University|Princeton University[^,]*|Yale University[^,]*|Public Record Office|Ford Library|Carter Library"
    r"|Johnson Library|Kennedy Library|Eisenhower Library|Truman Library|Hoover Institution|United States Mission[^,]*))"
    r"\s*,\s*(?P<rest>.*)$"
)


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A source note as read; every field is as printed, and empty if the note lacks it."""

    citation: str = ""
    repository: str = ""
    collection: str = ""
    marking: Marking = Marking()
    drafting: str = ""
    received: str = ""


def is_source_note(text: str) -> bool:
    """Return whether an untyped footnote is a source note: it opens with "Source:"."""
    return bool(re.match(r"\s*+(?:\[\s*+)?[Ss]ource:?\s+(?=[A-Z])", text)) and len(text) > 12


def read_source_note(text: str) -> SourceNote:
    """Return the parts of a source note: citation, repository and collection, marking, drafting, receipt. Never raises."""
    words = " ".join(_OPENING.sub("", text).strip(" ]").split())
    sentences = [sentence for sentence in _SENTENCE.split(words) if sentence]
    if not sentences:
        return SourceNote()
    citation, rest = sentences[0], sentences[1:]
    repository, collection = "", ""
    if match := _REPOSITORIES.match(citation):
        repository, collection = match["repository"], match["rest"].rstrip(" .,;")
    marking = next((m for sentence in rest[:4] if (m := _marking(sentence)).classification), Marking())
    drafting = " ".join(sentence for sentence in rest if _DRAFTING.search(sentence))
    received = next((found["when"].strip(" ,") for s in rest if (found := _RECEIVED.search(s))), "")
    return SourceNote(citation, repository, collection, marking, drafting, received)


def _marking(sentence: str) -> Marking:
    """Return the marking that a sentence is, with each handling word between its semicolons; none if it merely has such a word in it."""
    marking = read_marking(sentence)
    opening = re.sub(rf"^{_PRIVATE}", "", sentence).lower()
    if not marking.classification or not (
        opening.startswith(marking.classification.lower()) or is_marking_line(sentence)
    ):
        return Marking()
    parts = (part.strip(" .") for part in sentence.split(";")[1:])
    others = [part for part in parts if _HANDLING.match(part) and not read_marking(part).printed]
    return replace(marking, distribution=tuple(dict.fromkeys((*marking.distribution, *others))))
