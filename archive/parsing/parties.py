"""The two sides of a heading: where its sender ends and its recipient begins, and each of several parties of one side."""

from __future__ import annotations

import re

from archive.parsing.nationalities import NATIONALITY
from archive.parsing.office_words import has_title_of_one, is_body, is_office, opens_with_title, split_title
from archive.parsing.offices import has_title, read_correspondent
from archive.records import CorrespondentRecord

Side = tuple[CorrespondentRecord, ...]
#: What stands between the parties of one side where people type them.
PARTY_BREAK = "; "

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


#: "(Quill)to the Secretary", as older volumes sometimes print.
_GLUED_TO = re.compile(r"(?<=[a-z)])(?<!\b[io]n)to (?=the (?:Department|Secretary|Embassy|President|Acting))")
_FROM = re.compile(r"[,.]?\s*(?:Sent\s+)?From\s+", re.I)
_FOR = re.compile(r"[,.]?\s*(?i:Prepared\s)?(?i:To|for)\s+(?=(?:the|certain|all)\s|[A-Z\[])")
#: What says who wrote: "by", after a participle of writing at most, and "Prepared in". "Attended by" says something else.
_BY = re.compile(r"(?:^|(?<=[\s,.]))(?:(?P<how>\w+)\s+)?(?P<word>[Bb]y|[Ii]n)\s+(?=(?:the|an?)\s|[A-Z\[])")
_WRITTEN = re.compile(
    r"Prepared|Drafted|Submitted|Written|Issued|Adopted|Presented|Delivered|Recorded|Compiled|Transcribed|Made|Given",
    re.I,
)
_PARTICIPLE = re.compile(r"\w+(?:ed|en)$|Held|Made|Sent|Led")
_FOR_THE_FILE = re.compile(r"\s+for\s+the\s+(?:Record|Files?)$", re.I)
#: Kinds that "A to B" may be said of: "Letter, A to B".
_SENT = frozenset({"letter", "note", "message"})


def read_parties(kind: str, rest: str, author: str = "") -> tuple[str, Side, Side]:
    """Return family, senders and recipients of what follows the type words; ``author`` is who was named before them."""
    rest = _GLUED_TO.sub(" to ", rest)
    if match := _FROM.match(rest):
        sender, recipient = _split_at_to(rest[match.end() :], marked=True)
        if kind != "minutes" or recipient:
            return "from-to", _sides(_FOR_THE_FILE.sub("", sender)), _sides(recipient)
    if kind and (match := _FOR.match(rest)):
        recipient, sender = _split_at(r"\s+(?:From|(?:(?:Prepared|Drafted)\s+)?[Bb]y)\s+", rest[match.end() :])
        return "from-to", _sides(sender or author), _sides(recipient)
    if kind and (start := _author_at(rest)) is not None:
        return "by", *_author_and_reader(kind, _OF_CONVERSATION.sub("", rest[start:]))
    if author:
        return "by", _sides(author), ()
    if kind and kind not in _SENT:
        return "title", (), ()
    sender, recipient = _split_at_to(rest.strip(" ,."), marked=False)
    if _ONES_ASSISTANT.search(sender):
        return "title", (), ()  # "Ada Quill, Assistant to the Director" took part in something
    if recipient and len(rest) < 600 and _are_parties(sender, recipient):
        return "a-to-b", _sides(sender), _sides(recipient)
    return "title", (), ()


def typed_parties(text: str, present: Side) -> Side:
    """Return the parties of one side as somebody types them, with semicolons between; those that were there stay as they were read."""
    if text == PARTY_BREAK.join(party.printed for party in present):
        return present
    known = {party.printed: party for party in present}
    words = [part.strip() for part in text.split(PARTY_BREAK.strip())]
    return tuple(party for part in words if part for party in ((known[part],) if part in known else _sides(part)))


def _author_at(words: str) -> int | None:
    """Return where the author of "…, Prepared by the Joint Chiefs of Staff" begins."""
    for match in _BY.finditer(words):
        how = match["how"] or ""
        written = bool(_WRITTEN.fullmatch(how))
        if written if match["word"].lower() == "in" else written or not _PARTICIPLE.fullmatch(how):
            return match.end()
    return None


def _author_and_reader(kind: str, words: str) -> tuple[Side, Side]:
    """Return both sides of "the Special Assistant (Quill) to the President" after "by", without the occasion."""
    sender, recipient = _split_at_for(words)
    if not recipient:
        sender, recipient = _split_at_to(words, marked=False)
    recorded = kind in {"memorandum of conversation", "minutes"}
    if _ONES_ASSISTANT.search(sender) or (recorded and _TAKES_TO.search(sender, max(0, len(sender) - _LONGEST_WORD))):
        # "by Ada Quill, Adviser to the Delegation": that is who wrote it. A conversation is recorded and not sent.
        sender, recipient = words, ""
    return _sides(_without_occasion(sender)), _sides(_without_occasion(recipient))


#: "Ada Quill, Deputy" of "Ada Quill, Deputy to the Representative (Moss)".
_ONES_ASSISTANT = re.compile(
    r"(?:^|,\s+)(?:[A-Z][a-z]+\s+)*(?:Deputy|Assistant|Advis[eo]r|Aide|Consultant|Counsel|Emissary)$"
    r"|,\s+(?:[A-Z][a-z]+\s+)*(?:Secretary|Envoy|Attaché)$"
)
_OCCASION = re.compile(r"\s+(?:on|before|during|concerning|regarding|at\s+(?:the|a|an)|of\s+an?)\s", re.I)


def _without_occasion(party: str) -> str:
    """Return a party without where it spoke and about what, which follows a name: "Secretary of State Quill at the Meeting"."""
    for match in _OCCASION.finditer(party):
        before = party[: match.start()]
        person = read_correspondent(before).person
        if person and before.rstrip(")").rstrip().endswith(person):
            return before
    return party


#: "Memorandum by the Secretary of State of a Conversation With the Japanese Ambassador": the second party wrote nothing.
_OF_CONVERSATION = re.compile(
    r",?\s+of\s+(?:a\s+|his\s+)?(?:Telephone\s+)?Conversations?\s+(?:With|Between)\b.*$", re.I
)


def is_of_conversation(words: str) -> bool:
    """Return whether what follows a kind says that the paper is about a conversation."""
    return bool(_OF_CONVERSATION.search(words))


#: Things in a title that go "to" something: "Program to Prevent War", "Aid to Greece", "Translation of a note to the Porte".
_THINGS = re.compile(
    r"(?:the\s+)?(?:(?:Proposed|Draft|Further|New|American|British|U\.?S\.?|United States|Economic|Military)\s)*"
    r"(?:Access|Accession|Actions?|Address|Addend(?:um|a)|Adherence|Aid|Amendments?|Annex|Answers?|Appendix|Approach(?:es)?|Arms|Assistance"
    r"|Attempts?|Attitudes?|Authority|Background|(?:Telephone\s)?Calls?|Cop(?:y|ies)|Commitments?|Contributions?|Credits?|Decisions?|Efforts?|Exports?|Extracts?"
    r"|Failure|Grants?|Introduction|Invitations?|Key|Letters|Lists?|Loans?|Measures|Messages|Needs?|Notes|Objections?|Opposition|Payments?|Plans?|Polic(?:y|ies)"
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


#: Words of sentences, which no office and no name has: "The President has directed that a study be made …".
_SENTENCE = re.compile(
    r"\b(?:has|have|had|is|are|was|were|be|been|will|would|shall|should|can|could|may(?!,)|might|must|do|does|did|said|that|which|who|whom"
    r"|these|those|he|she|it|we|they|you|not|if|because|than)\b"
)


_GROUP = re.compile(r"(?:the\s+)?(?:Certain|All|Various|Other|Several)\s", re.I)


def _are_parties(sender: str, recipient: str) -> bool:
    """Return whether both sides of "A to B" are people or offices: at least one by office or title, since any two words may be names."""
    if _THINGS.match(sender) or _SAID_OF_A_PAPER.search(sender) or _DEED.match(recipient):
        return False
    if _SENTENCE.search(sender) or _SENTENCE.search(recipient):
        return False
    one, other = read_correspondent(sender), read_correspondent(recipient)
    if not all(read.person or is_office(read.office) or _GROUP.match(read.printed) for read in (one, other)):
        return False
    return any(is_body(read.printed) or has_title(read.printed) for read in (one, other))


_READER = re.compile(r"\s+for\s+(?=(?:the\s+)?(?P<reader>[A-Z].*))")
_CERTAIN_READER = re.compile(r"(?:Secretary|President|Under|Acting|Deputy|National Security Council\b)")


def _split_at_for(text: str) -> tuple[str, str]:
    """Return author and reader of "Paper prepared by A for B", where B is a person or an office, and A is not an office for something."""
    match = _READER.search(text)
    if not match:
        return text, ""
    author, reader = text[: match.start()], text[match.end() :]
    certain = _CERTAIN_READER.match(match["reader"]) and (reader.startswith("the ") or split_title(reader)[1])
    if certain or (reader.startswith("the ") and is_body(reader) and is_body(author) and not has_title_of_one(author)):
        return author, reader
    return text, ""


def _split_at(pattern: str, text: str) -> tuple[str, str]:
    match = re.search(pattern, text)
    return (text[: match.start()], text[match.end() :]) if match else (text, "")


def _split_at_to(text: str, *, marked: bool) -> tuple[str, str]:
    """Return sender and recipient of "A to B": split at the "to" between the two parties, not at one inside an office."""
    candidates = [m for m in re.finditer(r"\s+to\s+", text) if _depth(text, m.start()) <= 0]
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
    r"(?<=[)\]])\s*,?\s+and\s+(?:to\s+|by\s+)?(?=the\s|[A-Z])"
    r"|,?\s+and\s+to\s+(?=the\s|[A-Z])"
    r"|,?\s+and\s+(?=the\s+(?:Acting |Under |Deputy |Assistant |Vice )*(?:Secretary|Ambassador|Minister|Chargé|Consul|Embassy|Legation|Mission"
    r"|Consulate|Director|President|Department|Chief|Commander|Chairman)\b)"
    r"|,?\s+and\s+(?=(?:Mr|Mrs)\.\s|(?:Embassy|Legation|Consulate|Mission)\s+(?:in|at|to)\s)"
    r"|(?<=\)),\s+(?:and\s+)?(?=(?:the|His|Her)\s)"
    r"|,\s+(?=the\s+(?:Embass(?:y|ies)|Legations?|Consulates?|Missions?|Delegations?)\s)"
    r"|,?\s+and\s+(?=the\s+White House\b)"
    r"|;\s+(?:to\s+)?"
)
_BETWEEN_NAMES = re.compile(r",?\s+and\s+|,\s+(?![JjSs]r\b)")


def _sides(text: str) -> Side:
    """Return the parties of one side, in printed order."""
    text = text.strip(" ,.:;") + ("." if re.search(r"\b(?:[A-Z]|[JS]r)\.$", text.strip()) else "")
    if not text:
        return ()
    parts = [part for part in _BETWEEN_PARTIES.split(text) if part and part.strip(" ,.")]
    return tuple(read_correspondent(one) for part in parts for one in _each_of_several(part))


def _each_of_several(party: str) -> list[str]:
    """Return each of "Messrs. Hay and Choate" and of "Secretary of State Quill and Director Moss"; any other party unchanged."""
    if re.match(r"(?:Messrs|MM)\.?\s", party):
        return [party] if re.search(r"\bof\b|\(", party) else [name for name in _BETWEEN_NAMES.split(party) if name]
    names = _BETWEEN_NAMES.split(party)
    if 2 < len(names) <= _MOST_PARTIES and " and " in party and all(read_correspondent(n).person == n for n in names):
        return names
    for match in list(_BETWEEN_NAMES.finditer(party))[:_MOST_PARTIES]:
        before, after = party[: match.start()], party[match.end() :]
        if _depth(party, match.start()) or not (
            split_title(before)[1] or ("and" in match[0] and _ends_with_name(before))
        ):
            continue
        others = _each_of_several(after)
        if _opens_with_name(others[0]):
            return [before, *others]
    return [party]


#: So many commas of a side are looked at.
_MOST_PARTIES = 12


def _ends_with_name(party: str) -> bool:
    person = read_correspondent(party).person
    return bool(person) and party.rstrip(" )").endswith(person)


def _opens_with_name(party: str) -> bool:
    """Return whether a party is a person whose name or title is its first words."""
    person = read_correspondent(party).person
    return bool(person) and (
        bool(split_title(party)[1]) or has_title(party) or opens_with_title(party) or party.startswith(person)
    )
