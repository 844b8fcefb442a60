"""The kinds of papers that headings and file lines name: by a phrase that opens them, or by the noun that a title is built around.

"Telegram 12 From …" opens with its kind. "National Security Council Report" and "Off-the-Record Remarks by …" do not: there the kind is
the first noun of the table that ends a phrase, and what is before it is a body that wrote the paper, or says more of its kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.parsing.markings import CLASSIFICATIONS
from archive.parsing.office_words import is_body
from archive.parsing.offices import read_correspondent

#: Phrases at the opening of a heading or on a file line, the longest first, with the kind that they name.
_PHRASES: list[tuple[str, str]] = [
    (r"Editorial Note", "editorial note"),
    (r"Memorand(?:um|a) (?:of|for|on)(?: the)? (?:a )?(?:Telephone )?(?:Conversations?|Conference With|Private Conversation)", "memorandum of conversation"),
    (r"Memorandum of (?:a )?(?:Telephone )?Conversation", "memorandum of conversation"),
    (r"Memorand\w{1,3} for (?:the )?(?:Record|Files?)", "memorandum for the record"),
    (r"Memorandum of (?:a |the )?(?:Discussion|Conference|Meeting|Briefing)", "minutes"),
    (r"(?:Telephone )?Conversation", "transcript"),
    (r"(?:United States |U\.?S\.? |Agreed |Draft |Verbatim |Combined |Informal |Summary )*(?:Minutes|Notes|Record|Memorandum of Record|Summary Record|Summary) (?:of|on|for|from) ", "minutes"),
    (r"(?:Special )?National Intelligence Estimate|Special (?:Intelligence )?Estimate|S?NIE[ –-]|Interagency Intelligence Memorandum", "intelligence estimate"),
    (r"National Security (?:Action|Study|Decision) Memorandum|NS[ADS]M[ –-]|(?:Presidential|National Security|National Security Decision) (?:Review )?Directive\b|Presidential Review Memorandum|Statement of Policy by the National Security Council|NSC \d", "policy paper"),
    (r"Circular (?:Telegram|Cable)", "circular telegram"),
    (r"Circular (?:Information )?Airgram", "circular airgram"),
    (r"Circular (?:Note|Instruction|Despatch|Letter)?", "circular"),
    (r"Exchange of Notes", "agreement"),
]  # fmt: skip
#: Nouns that a heading may open with, whatever follows, and that a title is built around.
_NOUNS: list[tuple[str, str]] = [
    (r"Note Verbale", "note verbale"),
    (r"Aide[- ]M[ée]moire", "aide-mémoire"),
    (r"Press (?:Release|Communiqu[ée])", "press release"),
    (r"Telegrams(?= From)|Telegram|Radiogram|Cable(?:gram)?", "telegram"),
    (r"Airgram", "airgram"),
    (r"D[ei]spatch", "despatch"),
    (r"Instructions?", "instruction"),
    (r"Messages(?= From)|Message", "message"),
    (r"Letters(?= From)|Letter", "letter"),
    (r"Note", "note"),
    (r"Memorand\w{1,3}", "memorandum"),
    (r"Report", "report"),
    (r"Paper|Study", "paper"),
    (r"Treaty|Agreement|Protocol|Convention", "agreement"),
    (r"Statement", "statement"),
]
#: Nouns that only a title is built around.
_OTHER_NOUNS: list[tuple[str, str]] = [
    (r"(?:Press|News) (?:Conference|Briefing)|Interview|Briefing|Transcript|Testimony|Questions and Answers", "transcript"),
    (r"Diary(?: (?:Entry|Entries))?|Journal Entry", "other"),
    (r"Minutes|Notes|Record|Highlights|Proceedings", "minutes"),
    (r"Estimate", "intelligence estimate"),
    (r"Survey|Review|Analysis|Assessment|Appraisal|Evaluation|Chronology|Summary|Developments", "report"),
    (r"Papers(?=\s*$|\s+[Pp]repared)|Document|Essay|Article|Plan|Outline|Checklist|Agenda|Terms of Reference|Guidelines|Talking Points", "paper"),
    (r"Address|Remarks|Speech|Toast|Declaration|Proclamation|Announcement|Broadcast|Communiqu[ée]", "statement"),
    (r"Resolution|Decree|(?:Executive )?Order|Drafts?", "other"),
]  # fmt: skip
_OPENING_PATTERNS = [(re.compile(pattern, re.I), kind) for pattern, kind in (*_PHRASES, *_NOUNS)]
_NOUN_PATTERNS = [(re.compile(pattern, re.I), kind) for pattern, kind in (*_NOUNS, *_OTHER_NOUNS)]
#: Any of them at the opening, so that few lines are tried with each.
_ANY = re.compile("|".join(f"(?:{pattern})" for pattern, _ in (*_PHRASES, *_NOUNS)), re.I)
#: A noun that ends its phrase: after it the title ends, a number follows, or a word that says whose, to whom or about what.
_NOUN_AT_END = re.compile(
    rf"\b(?P<noun>{'|'.join(pattern for pattern, _ in (*_OTHER_NOUNS, *_NOUNS))})(?=\s*(?:$|[,.;:(\[])|\s+(?:No\.|(?:[A-Z]{{1,6}}[ /–-]?)?\d"
    r"|(?i:by|of|for|from|to|on|at|in|with|before|between|concerning|regarding|prepared|submitted|drafted|written|issued|adopted|approved"
    r"|presented|made|delivered|given|circulated|relating|entitled)\b))"
)
#: Words of a title that are no body, though they are in capitals: they say what sort of paper, and belong to its kind.
_SORTS = (
    "Action Agreed Airgram Alert Annual Background Backchannel Biographic Biweekly Briefing Combined Confidential Contact Contingency"
    " Covering Current Daily Diplomatic Discussion Draft Economic Editorial Electronic Extemporaneous Field Final First Fourth Handwritten Informal"
    " Information Intelligence Interagency Interdepartmental Interim Intermediate Internal Issues Joint Monthly National Off-the-Record"
    " Official Options Oral Outline Personal Planning Policy Position Preliminary Private Problem Progress Quarterly Radio Research Revised Second"
    " Secret Situation Special Stage Status Study Summary Supplementary Talking Technical Telephone Television Tentative Third Top Unsigned"
    " Verbal Verbatim Weekly Working Written One Two Three"
).split()
_SORT = re.compile(rf"(?:{'|'.join(_SORTS)})(?:[/ ]+(?:and )?(?:{'|'.join(_SORTS)}))*", re.I)
_SORT_AT_END = re.compile(rf"(?:^|(?<=\s))(?:(?:{'|'.join(_SORTS)})\b[/ ]*)+$")
#: Words of bodies that alone, or with a word of the sort of a paper, name none: "Special Staff Note".
_NO_BODY = re.compile(r"(?:Special )?\w+", re.I)
#: What may be printed before a type word: markings ("Top Secret", "Personal and Confidential") and words for the state of the text.
_BEFORE_TYPE = re.compile(
    rf"^(?:\[?(?:{'|'.join(CLASSIFICATIONS)}|Action|Information|Draft|Joint|Priority|Urgent|Strictly Personal|Personal|Private|Eyes Only"
    r"|Paraphrase of|Extract(?:s)? From|Unsigned|Undated|Oral|Informal|Editorial|The Text of)\]?(?:,|\sand)?\s)+",
    re.I,
)
#: Words that no phrase before its noun has: what is before them is another phrase, or a sentence.
_ANOTHER_PHRASE = re.compile(
    r"[,;:()]|\b(?:to|from|by|with|at|on|for|that|which|has|have|had|is|are|was|were|be|been|will|would|should)\b"
)
_OWNER = re.compile(r"(?P<owner>[^’']+)[’']s?(?:\s|$)")
#: Words in small letters that a phrase in capitals has.
_SMALL = frozenset({"of", "the", "and", "a"})
#: "of" belongs to the name of a body or an office, or to a copy of the paper: "Department of State Paper", "Text of Statement".
_OF = re.compile(r"(?P<before>[\w’'-]+)\s+of\b")
_COPY = re.compile(r"Text|Cop(?:y|ies)|Translation|Paraphrase|Extracts?|Draft|Excerpts?", re.I)
_NUMBER = re.compile(
    r"\s*(?:,\s*)?(?:No\.?\s*)?(?P<number>(?:[A-Z]{1,6}[ /–—-]?)?\d[\dA-Z]*(?:[–-]\d+)*(?:/\s?[A-Z][A-Za-z]+ \d+)?|[A-Z][a-z]+\s\d+(?:/\d+)?)(?=\s+(?:From|To|by|for|from|to|Prepared)\b|\s*[,.]|\s*$|/[A-Z]|\s\()"
)


#: Characters of a file line, more than any printed one has.
_LONGEST_LINE = 500


@dataclass(frozen=True, slots=True)
class Type:
    """The kind that a heading names, its own number, and the words after and before them (what says only of which sort it is left out)."""

    kind: str = ""
    number: str = ""
    rest: str = ""
    author: str = ""


def read_type(words: str) -> Type:
    """Return the kind of a heading; without one, the heading itself as ``rest``.

    Phrases are tried in the order of their table, each at the opening and after the markings printed there, so that "Secret
    Memorandum of Conversation" is a memorandum of conversation and not a "Secret Memorandum".
    """
    before = _BEFORE_TYPE.match(words)
    openings = [opening for opening in ((0, before.end()) if before else (0,)) if _ANY.match(words, opening)]
    for pattern, kind in _OPENING_PATTERNS if openings else ():
        for opening in openings:
            match = pattern.match(words, opening)
            if match and not (match.end() < len(words) and words[match.end()].isalnum() and not match[0].endswith(" ")):
                return _numbered(kind, words[match.end() :])
    match = _NOUN_AT_END.search(words)
    leading = words[: match.start()] if match else ""
    if match and _is_one_phrase(leading):
        return _numbered(_kind_of(match), words[match.end() :], _author(_SORT_AT_END.sub("", leading).strip()))
    return Type(rest=words)


def _numbered(kind: str, rest: str, author: str = "") -> Type:
    found = _NUMBER.match(rest)
    return Type(kind, found["number"] if found else "", rest[found.end() if found else 0 :].strip(" "), author)


def _kind_of(noun: re.Match[str]) -> str:
    """Return the kind of the first pattern of the table that matches where a noun is, to its end at least."""
    found = ((pattern.match(noun.string, noun.start()), kind) for pattern, kind in _NOUN_PATTERNS)
    return next(kind for match, kind in found if match and match.end() >= noun.end("noun"))


def _is_one_phrase(words: str) -> bool:
    """Return whether the words before a noun belong to it: "Department of State Briefing ", but not "Views on the "."""
    if _ANOTHER_PHRASE.search(words) or any(word[0].islower() and word not in _SMALL for word in words.split()):
        return False
    if (owner := _OWNER.match(words)) and not read_correspondent(owner["owner"]).person:
        return False  # "Secretary's Memoranda" are a file.
    return all(_COPY.fullmatch(match["before"]) or is_body(match["before"]) for match in _OF.finditer(words))


def _author(words: str) -> str:
    """Return the body or the person of "National Security Council Report" or "Premier Quill's Toast"; "" if it is neither."""
    if owner := _OWNER.match(words):
        return owner["owner"]
    return words if is_body(words) and not _NO_BODY.fullmatch(words) else ""


def read_type_line(text: str) -> tuple[str, str]:
    """Return the rest and the kind of a file line: "840.48 Refugees/5425: Telegram" gives its number and ``"telegram"``."""
    line = " ".join(text.split())
    if len(line) > _LONGEST_LINE:
        return line, ""
    match = re.match(r"(?P<rest>.*?)\s*(?::|—|–\s|\s-\s)\s*(?P<type>[A-Za-zé -]+?)\s*(?:\(.*\))?\.?$", line)
    candidates = [(match["rest"], match["type"])] if match else []
    for rest, words in [*candidates, ("", line.strip(" .[]"))]:
        words = words.strip()
        sort = _SORT.match(words)
        for opening in {0, sort.end() if sort else 0}:
            for pattern, kind in _OPENING_PATTERNS:
                if pattern.fullmatch(words[opening:].strip()) or pattern.fullmatch(words[opening:].strip() + " "):
                    return rest.strip(), kind
    return line, ""
