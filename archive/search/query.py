"""Reading a typed query: words, "phrases", -not, OR, prefix*, words near each other, and fields.

Nothing that can be typed is an error. ``messages`` tell what could not be used; ``understood`` tells how the rest was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from archive import filing
from archive.dating import read_days
from archive.deadline import check
from archive.folding import compound, stem, words
from archive.search.entries import PREFIXES, field_tokens, number_token
from archive.search.limits import LONGEST_QUERY, MOST_DISTANCE, MOST_TERMS
from archive.search.query_tree import And, Near, Node, Not, Or, Words, leaves
from archive.web.sentences import sentence

_ITEM = re.compile(
    r"""(?P<minus>-)?(?:(?P<field>[A-Za-z]{2,14}):[ ]?)?
        (?:"(?P<phrase>[^"]*)"?(?:~(?P<slop>\d{1,3}))?(?P<star>\*)?|(?P<word>[^\s"]+))""",
    re.VERBOSE,
)
_QUOTES = str.maketrans("“”„‟«»＂", '"""""""')
_COLUMNS = {"title": "title", "note": "notes"}
_DATES = {"before", "after", "date"}
FIELDS = frozenset({*PREFIXES, *_COLUMNS, *_DATES})
_NEAR = re.compile(r"NEAR(?:/(\d{1,3}))?$")
#: What the words of a field are, for people.
_FIELD_WORDS = {
    "from": gettext_noop("from “%(words)s”"),
    "to": gettext_noop("to “%(words)s”"),
    "person": gettext_noop("the person “%(words)s”"),
    "office": gettext_noop("the office “%(words)s”"),
    "subject": gettext_noop("with the subject “%(words)s”"),
    "topic": gettext_noop("on the topic “%(words)s”"),
    "mentions": gettext_noop("mentions “%(words)s”"),
    "place": gettext_noop("written at “%(words)s”"),
    "kind": gettext_noop("of the kind “%(words)s”"),
    "volume": gettext_noop("in the volume “%(words)s”"),
    "classification": gettext_noop("marked “%(words)s”"),
    "language": gettext_noop("in the language “%(words)s”"),
    "year": gettext_noop("of the year “%(words)s”"),
    "title": gettext_noop("in the heading: “%(words)s”"),
    "note": gettext_noop("in a footnote: “%(words)s”"),
    "file": gettext_noop("file number with “%(words)s”"),
    "before": gettext_noop("before %(words)s"),
    "after": gettext_noop("after %(words)s"),
    "date": gettext_noop("dated %(words)s"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be true of an entry besides its words: days from ``low`` to ``high``, or a range of the shelf.

    ``kind`` is ``"before"``, ``"after"``, ``"date"`` (day numbers) or ``"file"`` (sort keys, ``high`` excluded).
    """

    kind: str
    low: int | str
    high: int | str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was read. ``text`` is what was typed, tidied; ``understood`` and ``messages`` are words for people.

    ``number`` is the file number, in its normal form, that the whole text is, or "".
    """

    text: str = ""
    tree: Node | None = None
    conditions: tuple[Condition, ...] = ()
    understood: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    number: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it has neither words nor conditions."""
        return self.tree is None and not self.conditions

    @property
    def terms(self) -> list[Words | Near]:
        """Words and phrases to find, without those that are excluded."""
        return leaves(self.tree)

    @property
    def distinct_terms(self) -> list[Words | Near]:
        """Its terms, the first of each that is repeated."""
        found: list[Words | Near] = []
        for term in self.terms:
            if not any(one == term or isinstance(one, Words) and one.is_same_term(term) for one in found):
                found.append(term)
        return found

    def with_replaced(self, term: Words | Near, other: str) -> str:
        """Return the text with other words in place of a term, wherever that term occurs as a whole."""
        text = self.text
        same = [one for one in self.terms if isinstance(one, Words) and one.place and one.is_same_term(term)]
        for start, end in sorted((one.place for one in same), reverse=True):
            text = text[:start] + other + text[end:]
        return text


def understand(text: str) -> Query:
    """Read what was typed. Refuses nothing, and needs no database."""
    messages = []
    text = " ".join(text.replace("\0", " ").translate(_QUOTES).split())
    if len(text) > LONGEST_QUERY:
        text = text[:LONGEST_QUERY]
        messages.append(_("Only the first %(count)s characters were used.") % {"count": LONGEST_QUERY})
    reader = _Reader(messages)
    matches = list(_ITEM.finditer(text))
    if len(matches) > MOST_TERMS:
        matches = matches[:MOST_TERMS]
        messages.append(_("Only the first %(count)s words were used.") % {"count": MOST_TERMS})
    for match in matches:
        check()
        reader.take(match)
    tree = reader.tree()
    number = _number(text) if tree else ""
    if number:
        # The paper with the number is found in whatever spelling the number was typed.
        tree = Or((tree, Words((number_token(number),), printed=number)))
    understood = [*reader.understood()]
    if number:
        understood.append(_("or the file number %(number)s") % {"number": number})
    return Query(text, tree, tuple(reader.conditions), tuple(understood), tuple(messages), number)


def _number(text: str) -> str:
    if ":" in text or '"' in text or not re.search(r"\d", text):
        return ""
    query = filing.parse_query(filing.without_surroundings(text))
    if query is None or query.words or query.kind not in ("number", "file") or query.number is None:
        return ""
    return query.number.normal


class _Reader:
    """Reads items one by one and groups them: what is joined by OR is one group; groups are joined by AND."""

    def __init__(self, messages: list[str]) -> None:
        self.messages = messages
        self.conditions: list[Condition] = []
        self._groups: list[list[tuple[Node, str]]] = []
        self._notes: list[str] = []
        self._joining = ""

    def take(self, match: re.Match) -> None:
        word, field = match["word"] or "", (match["field"] or "").lower()
        if not field and not match["minus"]:
            if word == "OR":
                self._joining = "or" if self._groups else ""
                return
            if word in ("AND", "&"):
                return
            if near := _NEAR.match(word):
                self._joining = f"near{min(int(near[1] or 5), MOST_DISTANCE)}" if self._groups else ""
                return
        place = match.span("phrase" if match["phrase"] is not None else "word")
        printed = match.string[slice(*place)]
        if field and field not in FIELDS:
            printed, field = f"{match['field']}:{printed}", ""
            place = match.start("field"), match.end()
        joining, self._joining = self._joining, ""
        if field in _DATES or field == "file":
            if self._condition(field, printed, bool(match["minus"])):
                if joining:
                    message = _("%(field)s: applies to the whole search, not to one side of OR.")
                    self.messages.append(message % {"field": field})
                return
            if field in _DATES:
                message = _("%(typed)s is not a date; write 1944, 1944-06, 1944-06-30 or June 30, 1944.")
                self.messages.append(message % {"typed": f"{field}:{printed}"})
                return
        node = self._node(field, printed, match, place)
        if node is None:
            return
        described = _(_FIELD_WORDS[field]) % {"words": printed} if field else self._described(printed, node)
        if match["minus"]:
            node, described = Not(node), _("not %(words)s") % {"words": described}
        self._join(joining, node, described)

    def _join(self, joining: str, node: Node, described: str) -> None:
        if joining == "or":
            self._groups[-1].append((node, described))
            return
        if joining.startswith("near"):
            last, described_before = self._groups[-1][-1]
            distance = int(joining[4:])
            if all(isinstance(n, Words) and len(n.tokens) == 1 and not n.prefix and not n.column for n in (last, node)):
                near = Near((*last.tokens, *node.tokens), distance, f"{last.printed} {node.printed}")
                words_near = _("%(words)s within %(count)s words of %(others)s")
                values = {"words": described_before, "count": distance, "others": described}
                self._groups[-1][-1] = (near, words_near % values)
                return
            self.messages.append(_("NEAR works between two single words only; it was read as AND."))
        self._groups.append([(node, described)])

    def _node(self, field: str, printed: str, match: re.Match, place: tuple[int, int]) -> Words | Near | None:
        prefix = bool(match["star"]) or (match["phrase"] is None and printed.endswith("*"))
        found = list(field_tokens(field, printed)) if field in PREFIXES else [stem(word) for word in words(printed)]
        if not found:
            return None
        of_field, whole = PREFIXES.get(field, ""), compound(printed.rstrip("*"))
        if prefix:
            found[-1] = of_field + _begun(words(printed)[-1])
        if whole:
            whole = of_field + (_begun(whole) if prefix else stem(whole))
        column = _COLUMNS.get(field, "")
        if match["slop"] and len(found) > 1 and field not in PREFIXES and not column:
            return Near(tuple(found), max(1, min(int(match["slop"]), MOST_DISTANCE)), printed)
        return Words(tuple(found), prefix, column, printed, place, whole)

    def _described(self, printed: str, node: Words | Near) -> str:
        if isinstance(node, Near):
            return _("“%(words)s” within %(count)s words of each other") % {"words": printed, "count": node.distance}
        return f"“{printed}”" if len(node.tokens) > 1 else printed

    def _condition(self, field: str, printed: str, negated: bool) -> bool:
        if field == "file":
            condition, described = _file_condition(printed)
        else:
            condition, described = _date_condition(field, printed)
        if condition is None:
            return False
        self.conditions.append(replace(condition, negated=negated))
        self._notes.append(_("not %(words)s") % {"words": described} if negated else described)
        return True

    def tree(self) -> Node | None:
        groups = [Or(tuple(n for n, _ in group)) if len(group) > 1 else group[0][0] for group in self._groups]
        if not groups:
            return None
        return groups[0] if len(groups) == 1 and not isinstance(groups[0], Not) else And(tuple(groups))

    def understood(self) -> list[str]:
        joined = _("or")
        either = f" {joined} "
        return [either.join(described for _node, described in group) for group in self._groups] + self._notes


def _begun(word: str) -> str:
    """Return a prefix as it is compared with stems: "ministerial*" begins like "ministeri", the stem of "ministerial"."""
    stemmed = stem(word)
    return stemmed if word.startswith(stemmed) else word


def _file_condition(printed: str) -> tuple[Condition | None, str]:
    found = filing.parse_query(printed)
    if found is None or not found.low:
        return None, ""
    if found.kind == "file":
        # For a searcher, a file contains its qualified files: 840.48 has 840.48 Refugees.
        found = filing.prefix_query(printed) or found
    return Condition("file", found.low, found.high), sentence(found.understood)


def _date_condition(field: str, printed: str) -> tuple[Condition | None, str]:
    span = span_of_days(printed)
    if span is None:
        return None, ""
    first, last = span
    return Condition(field, first, last), _(_FIELD_WORDS[field]) % {"words": printed}


def span_of_days(text: str) -> tuple[int, int] | None:
    """Return first and last day number of a date as people type it; None if it is none."""
    days = read_days(text)
    return (days[0].toordinal(), days[1].toordinal()) if days else None
