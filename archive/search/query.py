"""Understanding what was typed: words, "phrases", -not, OR, prefix*, words near each other, and fields.

Nothing that can be typed is an error. What can't be used is said in ``messages``; what was understood, in ``understood``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from archive import filing
from archive.folding import stem, words
from archive.search.entries import PREFIXES, field_tokens, number_token
from archive.search.tree import And, Near, Node, Not, Or, Words, leaves

LONGEST_QUERY = 500
MOST_TERMS = 32
MOST_DISTANCE = 20

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
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
_FIELD_WORDS = {
    "from": "from", "to": "to", "person": "the person", "office": "the office", "place": "written at", "kind": "of the kind",
    "volume": "in the volume", "classification": "marked", "year": "of the year", "title": "in the heading:",
    "note": "in a footnote:", "file": "file number with",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """What holds for an entry beside its words: days from ``low`` to ``high`` or a range of the shelf.

    ``kind`` is ``"before"``, ``"after"``, ``"date"`` (day numbers) or ``"file"`` (sort keys, ``high`` excluded).
    """

    kind: str
    low: int | str
    high: int | str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood. ``understood`` and ``messages`` are words for people."""

    text: str = ""
    tree: Node | None = None
    conditions: tuple[Condition, ...] = ()
    understood: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    number: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing."""
        return self.tree is None and not self.conditions

    @property
    def terms(self) -> list[Words | Near]:
        """What is looked for, without what is excluded."""
        return leaves(self.tree)


def understand(text: str) -> Query:
    """Reads what was typed. Never raises, and needs no database."""
    messages = []
    text = " ".join(text.replace("\0", " ").translate(_QUOTES).split())
    if len(text) > LONGEST_QUERY:
        text = text[:LONGEST_QUERY]
        messages.append(f"Only the first {LONGEST_QUERY} characters were used.")
    reader = _Reader(messages)
    matches = list(_ITEM.finditer(text))
    if len(matches) > MOST_TERMS:
        matches = matches[:MOST_TERMS]
        messages.append(f"Only the first {MOST_TERMS} words were used.")
    for match in matches:
        reader.take(match)
    tree = reader.tree()
    number = _number(text) if tree else ""
    if number:
        # The paper that bears the number is found in whatever spelling the number was typed.
        tree = Or((tree, Words((number_token(number),), printed=number)))
    understood = [*reader.understood()]
    if number:
        understood.append(f"or the file number {number}")
    return Query(text, tree, tuple(reader.conditions), tuple(understood), tuple(messages), number)


def _number(text: str) -> str:
    if ":" in text or '"' in text or not re.search(r"\d", text):
        return ""
    query = filing.parse_query(text)
    if query is None or query.words or query.kind not in ("number", "file") or query.number is None:
        return ""
    return query.number.normal


class _Reader:
    """Takes items one by one and makes groups of them: what is joined by OR is one group; groups are joined by AND."""

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
        printed = match["phrase"] if match["phrase"] is not None else word
        if field and field not in FIELDS:
            printed, field = f"{match['field']}:{printed}", ""
        joining, self._joining = self._joining, ""
        if field in _DATES or field == "file":
            if self._condition(field, printed, bool(match["minus"])):
                if joining:
                    self.messages.append(f"{field}: applies to the whole search, not to one side of OR.")
                return
            if field in _DATES:
                self.messages.append(f"{field}:{printed} is not a date; write 1944, 1944-06 or 1944-06-30.")
                return
        node = self._node(field, printed, match)
        if node is None:
            return
        told = f"{_FIELD_WORDS[field]} “{printed}”" if field else self._told(printed, node)
        if match["minus"]:
            node, told = Not(node), f"not {told}"
        self._join(joining, node, told)

    def _join(self, joining: str, node: Node, told: str) -> None:
        if joining == "or":
            self._groups[-1].append((node, told))
            return
        if joining.startswith("near"):
            last, words_told = self._groups[-1][-1]
            distance = int(joining[4:])
            if all(isinstance(n, Words) and len(n.tokens) == 1 and not n.prefix and not n.column for n in (last, node)):
                near = Near((*last.tokens, *node.tokens), distance, f"{last.printed} {node.printed}")
                self._groups[-1][-1] = (near, f"{words_told} within {distance} words of {told}")
                return
            self.messages.append("NEAR stands between two single words; it was read as AND.")
        self._groups.append([(node, told)])

    def _node(self, field: str, printed: str, match: re.Match) -> Words | Near | None:
        prefix = bool(match["star"]) or (match["phrase"] is None and printed.endswith("*"))
        found = list(field_tokens(field, printed)) if field in PREFIXES else [stem(word) for word in words(printed)]
        if not found:
            return None
        if prefix:
            # What is only begun has no stem: "ministerial*" is the beginning of "ministeri", which all its kind share.
            last = words(printed)[-1]
            begun = stem(last)
            found[-1] = PREFIXES.get(field, "") + (begun if last.startswith(begun) else last)
        column = _COLUMNS.get(field, "")
        if match["slop"] and len(found) > 1 and field not in PREFIXES and not column:
            return Near(tuple(found), max(1, min(int(match["slop"]), MOST_DISTANCE)), printed)
        return Words(tuple(found), prefix, column, printed)

    def _told(self, printed: str, node: Words | Near) -> str:
        if isinstance(node, Near):
            return f"“{printed}” within {node.distance} words of each other"
        return f"“{printed}”" if len(node.tokens) > 1 else printed

    def _condition(self, field: str, printed: str, negated: bool) -> bool:
        if field == "file":
            condition, told = _file_condition(printed)
        else:
            condition, told = _date_condition(field, printed)
        if condition is None:
            return False
        self.conditions.append(replace(condition, negated=negated))
        self._notes.append(f"not {told}" if negated else told)
        return True

    def tree(self) -> Node | None:
        groups = [Or(tuple(n for n, _ in group)) if len(group) > 1 else group[0][0] for group in self._groups]
        if not groups:
            return None
        return groups[0] if len(groups) == 1 and not isinstance(groups[0], Not) else And(tuple(groups))

    def understood(self) -> list[str]:
        return [" or ".join(told for _, told in group) for group in self._groups] + self._notes


def _file_condition(printed: str) -> tuple[Condition | None, str]:
    found = filing.parse_query(printed)
    if found is None or not found.low:
        return None, ""
    if found.kind == "file":
        # A file's qualified files belong to it for a searcher: 840.48 holds 840.48 Refugees.
        found = filing.prefix_query(printed) or found
    return Condition("file", found.low, found.high), found.understood


def _date_condition(field: str, printed: str) -> tuple[Condition | None, str]:
    span = span_of_days(printed)
    if span is None:
        return None, ""
    first, last = span
    told = {"before": "before", "after": "after", "date": "dated"}[field]
    return Condition(field, first, last), f"{told} {printed}"


def span_of_days(text: str) -> tuple[int, int] | None:
    """First and last day number of "1944", "1944-06" or "1944-06-30"; None if it is no date."""
    match = _DAY.match(text)
    if not match or not text.isascii():
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year, month or 1, day or 1)
        if day:
            last = first.toordinal()
        elif month:
            last = (date(year, month + 1, 1) if month < 12 else date(year + 1, 1, 1)).toordinal() - 1
        else:
            last = date(year, 12, 31).toordinal()
    except ValueError:
        return None
    return first.toordinal(), last
