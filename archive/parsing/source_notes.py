"""Source notes: where the printed edition took a paper from, and its editors' words on the original."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.parsing.markings import Marking, read_marking

_OPENING = re.compile(r"^\s*\[?\s*[Ss]ource:?\s*")
_SENTENCE = re.compile(
    r"(?<=[^A-Z][^A-Z.]\.)\s+(?=[A-Z\[“])|(?<=[\d)]\.)\s+(?=[A-Z])"
    r"|(?<=[A-Z]\.)\s+(?=(?:Top )?Secret\b|(?:Personal and )?Confidential\b|(?:Limited )?Official Use|Unclassified"
    r"|No classification|Drafted)"
)
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
    return bool(re.match(r"^\s*\[?\s*[Ss]ource:?\s+(?=[A-Z])", text)) and len(text) > 12


def read_source_note(text: str) -> SourceNote:
    """Return the parts of a source note: citation, repository and collection, marking, drafting, receipt. Never raises."""
    words = " ".join(_OPENING.sub("", text).strip(" ]").split())
    sentences = [sentence for sentence in _SENTENCE.split(words) if sentence]
    if not sentences:
        return SourceNote()
    citation, rest = sentences[0], sentences[1:]
    repository, collection = "", ""
    if match := _REPOSITORIES.match(citation):
        repository, collection = match["repository"], match["rest"].rstrip(".")
    marking = next((m for s in rest[:4] if (m := read_marking(s)).classification and _opens_with(m, s)), Marking())
    drafting = " ".join(sentence for sentence in rest if _DRAFTING.search(sentence))
    received = next((found["when"].strip(" ,") for s in rest if (found := _RECEIVED.search(s))), "")
    return SourceNote(citation, repository, collection, marking, drafting, received)


def _opens_with(marking: Marking, sentence: str) -> bool:
    """Return whether a sentence is a marking, and does not merely have such a word in it."""
    return sentence.lower().removeprefix("personal and ").startswith(marking.classification.lower())
