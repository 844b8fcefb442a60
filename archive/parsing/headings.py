"""The grammar of headings: who wrote to whom, and what kind of paper it is.

Headings of printed diplomatic papers come in a few families ("Telegram 12 From A to B", "The A (Name) to the B", "Memorandum by
A", "Memorandum of Conversation, by A", plain titles); :func:`read_heading` names the family that it recognised.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.dating import MONTHS, TIME
from archive.parsing.markings import CLASSIFICATIONS
from archive.parsing.nationalities import NATIONALITY
from archive.parsing.offices import as_printed_in_lower_case, has_title, read_correspondent
from archive.records import CorrespondentRecord, ReadingWarning


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as read. ``family`` is "from-to", "a-to-b", "by", "conversation", "meeting", "series", "editorial note" or "title"."""

    kind: str = ""
    family: str = "title"
    document_number: str = ""
    number: str = ""
    senders: tuple[CorrespondentRecord, ...] = ()
    recipients: tuple[CorrespondentRecord, ...] = ()
    place: str = ""
    date_text: str = ""
    warnings: tuple[ReadingWarning, ...] = ()

    @property
    def title_only(self) -> bool:
        """Whether only a free title was recognised."""
        return self.family == "title"


#: Type words at the opening of a heading or on a file line, the longest first, with the kind that they name.
_TYPES: list[tuple[str, str]] = [
    (r"Editorial Note", "editorial note"),
    (r"Memorand(?:um|a) (?:of|for|on)(?: the)? (?:a )?(?:Telephone )?(?:Conversations?|Conference With|Private Conversation)", "memorandum of conversation"),
    (r"Memorandum of (?:a )?(?:Telephone )?Conversation", "memorandum of conversation"),
    (r"Memorandum for (?:the )?(?:Record|Files?)", "memorandum for the record"),
    (r"Memorandum of (?:a |the )?(?:Discussion|Conference|Meeting|Briefing)", "minutes"),
    (r"(?:Telephone )?Conversation", "transcript"),
    (r"Transcript", "transcript"),
    (r"(?:United States |U\.?S\.? |Agreed |Draft |Verbatim |Combined |Informal |Summary )*(?:Minutes|Notes|Record|Memorandum of Record|Summary Record|Summary) (?:of|on|for|from) ", "minutes"),
    (r"(?:Special )?National Intelligence Estimate|Special (?:Intelligence )?Estimate|S?NIE[ –-]|Interagency Intelligence Memorandum", "intelligence estimate"),
    (r"National Security (?:Action|Study|Decision) Memorandum|NS[ADS]M[ –-]|(?:Presidential|National Security|National Security Decision) (?:Review )?Directive\b|Presidential Review Memorandum|Statement of Policy by the National Security Council|NSC \d", "policy paper"),
    (r"Circular (?:Telegram|Cable)", "circular telegram"),
    (r"Circular (?:Information )?Airgram", "circular airgram"),
    (r"Circular (?:Note|Instruction|Despatch|Letter)?", "circular"),
    (r"(?:Backchannel |Intelligence Information |Joint )?(?:Telegram|Cable|Radiogram|Cablegram)", "telegram"),
    (r"Airgram", "airgram"),
    (r"D[ei]spatch", "despatch"),
    (r"Instructions?", "instruction"),
    (r"(?:Backchannel |Electronic )?Message", "message"),
    (r"(?:Personal )?Letter", "letter"),
    (r"Note Verbale", "note verbale"),
    (r"Aide[- ]M[ée]moire", "aide-mémoire"),
    (r"(?:Diplomatic |Intelligence |Verbal |Personal |Covering )?Note", "note"),
    (r"(?:Briefing |Action |Information |Draft |Editorial |Airgram |Office |Staff |Informal |Joint |Covering |Secret |Confidential |Top Secret |Diplomatic |Intelligence |Policy )*Memorand(?:um|a)", "memorandum"),
    (r"(?:Intelligence |Field |Information |Study |Progress |Special |Staff |Joint |Final |Interim |Situation )*Report", "report"),
    (r"(?:Position |Background |Discussion |Working |Policy |Draft |Briefing |Planning |Staff |Talking |Study |Research |Options |Issues? |Contingency |Interagency |Interdepartment(?:al)? )*(?:Paper|Study)", "paper"),
    (r"(?:Treaty|Agreement|Protocol|Convention|Exchange of Notes)", "agreement"),
    (r"(?:Draft |Policy )*Statement", "statement"),
    (r"Press Release", "press release"),
]  # fmt: skip
_TYPE_PATTERNS = [(re.compile(pattern, re.I), kind) for pattern, kind in _TYPES]
#: Any of them, so that few lines are tried with each.
_ANY_TYPE = re.compile("|".join(f"(?:{pattern})" for pattern, _ in _TYPES), re.I)
#: What may be printed before a type word: markings ("Top Secret", "Personal and Confidential") and words for the state of the text.
_BEFORE_TYPE = re.compile(
    rf"^(?:\[?(?:{'|'.join(CLASSIFICATIONS)}|Action|Information|Draft|Joint|Priority|Urgent|Strictly Personal|Personal|Private|Eyes Only"
    r"|Paraphrase of|Extract(?:s)? From|Unsigned|Undated|Oral|Informal|Editorial|The Text of)\]?(?:,|\sand)?\s)+",
    re.I,
)
_NUMBER = re.compile(
    r"\s*(?:,\s*)?(?:No\.?\s*)?(?P<number>(?:[A-Z]{1,6}[ –-]?)?\d[\dA-Z]*(?:[–-]\d+)?(?:/\s?[A-Z][a-z]+ \d+)?|(?:[A-Z][a-z]+)\s\d+)(?=\s+(?:From|To|by|for|from|to)\b|\s*[,.]|\s*$)"
)
_DOCUMENT_NUMBER = re.compile(
    r"^(?:\[?(?P<number>\d{1,4}[A-Za-z]?)\.\]?\s+(?=\S)|No\.\s*(?P<other>\d{1,4}[a-z]?)\.?\s*(?=[A-Z][\w.]))"
)
#: What older volumes print before the parties, and remarks after them: "[Inclosure 1 in No. 5.]", "[Telegram.]".
_INCLOSURE = re.compile(r"^\[(?:Sub-?)?[EI]nclosure\b[^\]]*\]\s*(?=\w)", re.I)
_REMARK = re.compile(
    r"\.?\s*[\[(](?P<word>Telegram|Tel\.|Cable(?:gram)?|Circular|Extracts?|Translation|Paraphrase|Confidential|Private|Personal|Copy)"
    r"[^\])]{0,40}[\])]\.?$",
    re.I,
)
_MONTH = rf"(?:{'|'.join(MONTHS)})"
_DATE = rf"(?P<date>(?:{_MONTH}\s+\d[^()]*|\d{{1,2}}\s{_MONTH}\s\d{{4}}[^()]*|[Uu]ndated\.?|{_MONTH}\s\d{{4}})(?:,\s*{TIME}[^()]*)?)$"
_DATED = re.compile(_DATE)
_TAIL = re.compile(rf"[,.]?\s*(?P<tail>(?:(?P<place>\[?[A-Z][\w.’' ]*?(?:,\s[A-Z][\w. ]*?)?\]?),\s*)?{_DATE})")
#: The characters before a heading's date in which its place is looked for.
_LONGEST_PLACE = 200
#: Offices that take "to": "Ambassador to Morocco", "Assistant to the President".
_TAKES_TO = re.compile(
    r"\b(?:Ambassadors?|Ministers?|Envoys?|Representatives?|Advis[eo]rs?|Assistants?|Delegates?|Delegations?|Missions?|Observers?|Consultants?"
    r"|Counsel(?:l?or)?s?|Deput(?:y|ies)|Secretar(?:y|ies)|Liaison|Attachés?|Aides?|Accredited|Chargé|Affaires|Aide)$",
    re.I,
)
_LONGEST_WORD = 20
_PARTY_AHEAD = re.compile(
    r"(?:the\s+)?(?:Acting |Deputy |Assistant |Under |Vice |Certain |All |President|Secretary|Department|Embass|Legation|Consul|Mission|Ambassador"
    r"|Minister|Chargé|Director|Chief|Chairman|Counselor|Administrator|Delegat|Representative|White House|Prime|King|Mr\.|Mrs\.|Foreign"
    rf"|{NATIONALITY}\s(?!(?:and|at|for|in|to)\b)\w|Diplomatic|United States|Officer|Commander|Commissioner|High|General|Senator|Members?|Governor)",
    re.I,
)


#: Characters of a heading that are read, far more than any printed one has.
LONGEST = 1_000


def read_heading(text: str) -> Heading:
    """Return kind, number, senders, recipients, place and date of a heading, each empty if it has none. Never raises."""
    words = " ".join(text[: 2 * LONGEST].split())[:LONGEST]
    document_number = ""
    if match := _DOCUMENT_NUMBER.match(words):
        document_number, words = match["number"] or match["other"], words[match.end() :]
    words = words.strip(" []") if words.startswith("[") and words.endswith("]") else words
    words, remark = _without_remarks(words)
    if words.isupper():
        words = as_printed_in_lower_case(words)
    kind, number, rest = _read_type(words)
    if kind == "editorial note":
        return Heading(kind, "editorial note", document_number)
    place, date_text, parties = "", "", rest
    if (dated := _DATED.search(rest)) and (match := _TAIL.search(rest, max(0, dated.start() - _LONGEST_PLACE))):
        place, date_text = (match["place"] or "").strip("[] "), match["date"].strip(" ,")
        parties = rest[: match.start()]
        if place and not _plausible_place(place):
            last = place.rsplit(", ", 1)[-1]
            place, parties = (
                last if last != place and _plausible_place(last) else "",
                rest[: match.start("date")].rstrip(" ,"),
            )
    family, senders, recipients = _read_parties(kind, parties)
    if kind in {"memorandum of conversation", "transcript"} and family in {"title", "a-to-b"}:
        family, senders, recipients = "conversation", (), ()
    elif kind == "minutes" and family in {"title", "a-to-b"}:
        family, senders, recipients = "meeting", (), ()
    elif kind in {"intelligence estimate", "policy paper"} and family == "title":
        family = "series"
    if not kind and family == "a-to-b" and remark:
        kind = _read_type(remark)[0]
    elif kind == "memorandum" and family == "by" and _OF_CONVERSATION.search(parties):
        kind = "memorandum of conversation"
    warnings = _doubts(senders, "sender") + _doubts(recipients, "recipient")
    return Heading(kind, family, document_number, number, senders, recipients, place, date_text, warnings)


def _without_remarks(words: str) -> tuple[str, str]:
    """Return a heading without the brackets before and after its parties, and the word in the last of them, such as "Telegram"."""
    words = words[match.end() :] if (match := _INCLOSURE.match(words)) else words
    match = _REMARK.search(words)
    return (words[: match.start()], match["word"]) if match and match.start() else (words, "")


def _plausible_place(place: str) -> bool:
    """Return whether words before a date are a place and not the last words of an office."""
    not_places = r"\b(?:Affairs|State|Secretary|Council|Meeting|President|Department|Staff|Conversation|From|from|to|the|in|by|for|with|and"
    not_places += r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
    return not re.search(not_places, place)


def _read_type(words: str) -> tuple[str, str, str]:
    """Return the kind, own number and rest of a heading that opens with a type word; otherwise the heading itself as the rest.

    Type words are tried in the order of their table, each at the opening and after the markings printed there, so that "Secret
    Memorandum of Conversation" is a memorandum of conversation and not a "Secret Memorandum".
    """
    before = _BEFORE_TYPE.match(words)
    openings = [opening for opening in ((0, before.end()) if before else (0,)) if _ANY_TYPE.match(words, opening)]
    for pattern, kind in _TYPE_PATTERNS:
        for opening in openings:
            match = pattern.match(words, opening)
            if not match or (match.end() < len(words) and words[match.end()].isalnum() and not match[0].endswith(" ")):
                continue
            rest = words[match.end() :]
            number = ""
            if found := _NUMBER.match(rest):
                number, rest = found["number"], rest[found.end() :]
            return kind, number, rest.strip(" ")
    return "", "", words


def read_type_line(text: str) -> tuple[str, str]:
    """Return the rest and the kind of a file line: "840.48 Refugees/5425: Telegram" gives its number and ``"telegram"``."""
    line = " ".join(text.split())
    match = re.match(r"(?P<rest>.*?)\s*(?::|—|–\s|\s-\s)\s*(?P<type>[A-Za-zé -]+?)\s*(?:\(.*\))?\.?$", line)
    candidates = [(match["rest"], match["type"])] if match else []
    for rest, words in [*candidates, ("", line.strip(" .[]"))]:
        for pattern, kind in _TYPE_PATTERNS:
            if pattern.fullmatch(words.strip()) or pattern.fullmatch(words.strip() + " "):
                return rest.strip(), kind
    return line, ""


def _read_parties(kind: str, rest: str) -> tuple[str, tuple[CorrespondentRecord, ...], tuple[CorrespondentRecord, ...]]:
    """Return family, senders and recipients of what follows the type words."""
    rest = re.sub(r"(?<=[a-z)])(?<!\b[io]n)to (?=the (?:Department|Secretary|Embassy|President|Acting))", " to ", rest)
    if match := re.match(r"(?:[,.]?\s*)(?:Sent\s+)?From\s+", rest, re.I):
        sender, recipient = _split_at_to(rest[match.end() :], marked=True)
        return "from-to", _sides(sender), _sides(recipient)
    by = r"[,.]?\s*(?:\w+\s){0,2}?(?:(?:Prepared |Drafted |Submitted |Written )?by|Prepared in|Drafted in)\s+(?=the\s|[A-Z])"
    if kind and (match := re.match(by, rest)):
        rest = _OF_CONVERSATION.sub("", rest)
        sender, recipient = _split_at_to(rest[match.end() :], marked=False)
        if kind == "memorandum of conversation" and _TAKES_TO.search(sender, max(0, len(sender) - _LONGEST_WORD)):
            # "by Ada Quill, Adviser to the Delegation": a conversation is recorded and not sent.
            sender, recipient = rest[match.end() :], ""
        sender, wished = _split_at_for(sender) if not recipient else (sender, "")
        return "by", _sides(sender), _sides(recipient or wished)
    if kind and (match := re.match(r"[,.]?\s*(?:Prepared\s)?(?:To|for)\s+(?=the\s|[A-Z])", rest)):
        recipient, sender = _split_at(r"\s+(?:From|by)\s+", rest[match.end() :])
        return "from-to", _sides(sender), _sides(recipient)
    if kind and kind not in {"letter", "note", "message"}:
        return "title", (), ()
    sender, recipient = _split_at_to(rest.strip(" ,."), marked=False)
    if recipient and len(rest) < 600 and _are_parties(sender, recipient):
        return "a-to-b", _sides(sender), _sides(recipient)
    return "title", (), ()


#: "Memorandum by the Secretary of State of a Conversation With the Japanese Ambassador": the second party wrote nothing.
_OF_CONVERSATION = re.compile(
    r",?\s+of\s+(?:a\s+|his\s+)?(?:Telephone\s+)?Conversations?\s+(?:With|Between)\b.*$", re.I
)


#: Things in a title that go "to" something: "Program to Prevent War", "Aid to Greece", "Translation of a note to the Porte".
_THINGS = re.compile(
    r"(?:the\s+)?(?:(?:Proposed|Draft|Further|New|American|British|U\.?S\.?|United States|Economic|Military)\s)*"
    r"(?:Access|Accession|Actions?|Address|Addend(?:um|a)|Adherence|Aid|Amendments?|Annex|Answers?|Appendix|Approach(?:es)?|Arms|Assistance"
    r"|Attempts?|Attitudes?|Authority|Background|Cop(?:y|ies)|Commitments?|Contributions?|Credits?|Decisions?|Efforts?|Exports?|Extracts?"
    r"|Failure|Grants?|Introduction|Invitations?|Key|Lists?|Loans?|Measures|Needs?|Objections?|Opposition|Payments?|Plans?|Polic(?:y|ies)"
    r"|Preface|Prelude|Programs?|Programme|Proposals?|Protests?|Questions?|Reasons?|Recommendations?|References?|Refusal|Relations(?:hip)?"
    r"|Repl(?:y|ies)|Representations|Requests?|Resistance|Responses?|Returns?|Rights?|Road|Sales?|Shipments?|Speech|Steps?|Suggestions?"
    r"|Supplements?|Support|Texts?|Threats?|Transfers?|Transition|Translations?|Trips?|Views|Visits?|Ways?)\b",
    re.I,
)
#: "Establish a Commission", "Prevent the Government …": a deed and not a person.
_DEED = re.compile(r"(?!the\b)[\w’-]+\s+(?:a|an|the|its|their|his|her|our|this)\s", re.I)
#: "A communication addressed to the legation" is about a paper.
_SAID_OF_A_PAPER = re.compile(
    r"\b(?:addressed|sent|submitted|transmitted|given|handed|made|presented|delivered|relating|according|pursuant)$",
    re.I,
)


def _are_parties(sender: str, recipient: str) -> bool:
    """Return whether both sides of "A to B" are people or offices: at least one by office or title, since any two words may be names."""
    if _THINGS.match(sender) or _SAID_OF_A_PAPER.search(sender) or _DEED.match(recipient):
        return False
    one, other = read_correspondent(sender), read_correspondent(recipient)
    if not (one.office or one.person):
        return False
    return any(read.office or has_title(read.printed) for read in (one, other))


def _split_at_for(text: str) -> tuple[str, str]:
    """Return author and reader of "Paper prepared by A for B", where B is a person or an office."""
    match = re.search(
        r"\s+for\s+(?=the\s+(?:Secretary|President|Under|Acting|Deputy|National Security Council\b)|President\s)", text
    )
    return (text[: match.start()], text[match.end() :]) if match else (text, "")


def _split_at(pattern: str, text: str) -> tuple[str, str]:
    match = re.search(pattern, text)
    return (text[: match.start()], text[match.end() :]) if match else (text, "")


def _split_at_to(text: str, *, marked: bool) -> tuple[str, str]:
    """Return sender and recipient of "A to B": split at the "to" between the two parties, not at one inside an office."""
    candidates = [m for m in re.finditer(r"\s+to\s+", text) if _depth(text, m.start()) == 0]
    best, best_score = None, 0.0
    for place, match in enumerate(candidates):
        left, right = text[: match.start()], text[match.end() :]
        if left.endswith(" and"):
            continue
        score = 1.0 - 0.01 * place
        if left.rstrip().endswith((")", "]")):
            score += 3
        if _PARTY_AHEAD.match(right):
            score += 2
        if _TAKES_TO.search(left, max(0, len(left) - _LONGEST_WORD)):
            others = len(candidates) > place + 1
            score -= (
                2.5
                if others or not re.match(r"the\s+(?:Acting |Under )?(?:Secretary|Department|Minister|Foreign)", right)
                else 0.5
            )
            if not _PARTY_AHEAD.match(right):
                score -= 2
        if not marked and not _PARTY_AHEAD.match(right) and not re.match(r"(?:the\s+)?[A-Z\[]", right):
            score -= 3
        if score > best_score:
            best, best_score = match, score
    if best is None:
        return text, ""
    return text[: best.start()], text[best.end() :]


def _depth(text: str, position: int) -> int:
    before = text[:position]
    return before.count("(") - before.count(")")


_BETWEEN_PARTIES = re.compile(
    r"(?<=[)\]])\s*,?\s+and\s+(?:to\s+)?(?=the\s|[A-Z])"
    r"|,?\s+and\s+to\s+(?=the\s|[A-Z])"
    r"|,?\s+and\s+(?=the\s+(?:Acting |Under |Deputy |Assistant |Vice )*(?:Secretary|Ambassador|Minister|Chargé|Consul|Embassy|Legation|Mission"
    r"|Consulate|Director|President|Department|Chief|Commander|Chairman)\b)"
    r"|,?\s+and\s+(?=(?:Mr|Mrs)\.\s|(?:Embassy|Legation|Consulate|Mission)\s+(?:in|at|to)\s)"
    r"|(?<=\)),\s+(?=the\s)"
    r"|,\s+(?=the\s+(?:Embass(?:y|ies)|Legations?|Consulates?|Missions?|Delegations?)\s)"
    r"|,?\s+and\s+(?=the\s+White House\b)"
    r"|;\s+(?:to\s+)?"
)
_BETWEEN_NAMES = re.compile(r",?\s+and\s+|,\s+")


def _sides(text: str) -> tuple[CorrespondentRecord, ...]:
    """Return the parties of one side, in printed order."""
    text = text.strip(" ,.:;") + ("." if re.search(r"\b[A-Z]\.$", text.strip()) else "")
    if not text:
        return ()
    parts = [part for part in _BETWEEN_PARTIES.split(text) if part and part.strip(" ,.")]
    return tuple(read_correspondent(one) for part in parts for one in _each_of_several(part))


def _each_of_several(party: str) -> list[str]:
    """Return each of "Messrs. Hay and Choate"; any other party unchanged."""
    if not re.match(r"(?:Messrs|MM)\.?\s", party) or re.search(r"\bof\b|\(", party):
        return [party]
    return [name for name in _BETWEEN_NAMES.split(party) if name]


def _doubts(side: tuple[CorrespondentRecord, ...], role: str) -> tuple[ReadingWarning, ...]:
    return tuple(
        ReadingWarning(
            f"{role}-not-recognised", f"The {role} “{party.printed}” is not recognised as an office or a person."
        )
        for party in side
        if not party.office and not party.person
    )
