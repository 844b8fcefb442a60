"""Whether a paper is of the kind, of the mission and by the people that a citation names."""

from __future__ import annotations

from archive.folding import fold, stem, words
from archive.models import Document, UnheldPaper
from archive.parsing.citations import PaperCitation
from archive.parsing.references.missions import names_of
from archive.records import TELEGRAM_KINDS
from archive.references.papers import family

_DEPARTMENT = frozenset({"department", "washington", "department of state"})
_OFFICES_OF_DEPARTMENT = ("secretary of state", "acting secretary of state", "department of state")
#: Words of a name by which nobody is told from another.
_TITLES = frozenset(
    "the of a an mr mrs miss ms dr sir lord lady president vice prime foreign minister premier secretary under assistant deputy acting"
    " ambassador charge consul general admiral colonel captain senator chairman king queen prince chancellor counselor jr sr ii iii".split()
)


def is_of_kind(paper: Document, cited: PaperCitation) -> bool:
    """Return whether a paper may be of the kind that is cited; a paper without a kind may be of any."""
    if not cited.kind or not paper.kind:
        return True
    if not cited.number:
        return family(paper.kind) == family(cited.kind)
    return paper.kind in TELEGRAM_KINDS if cited.kind == "telegram" else paper.kind == cited.kind


def is_of_side(paper: Document | UnheldPaper, cited: PaperCitation) -> bool:
    """Return whether a paper was written at, or sent to, the place that is cited, and is the Department's or a mission's if said."""
    if not cited.place and not cited.whose:
        return True
    senders, recipients = _sides(paper)
    if cited.place:
        names = names_of(cited.place)
        sides = {"from": senders, "to": recipients}
        if not any(names & others for side, others in sides.items() if cited.direction in {"", side}):
            return False
    if cited.whose:
        return not senders or bool(senders & _DEPARTMENT) == (cited.whose == "Department")
    return True


def _sides(paper: Document | UnheldPaper) -> tuple[frozenset[str], frozenset[str]]:
    """Return the places of both sides, under all their names."""
    if isinstance(paper, UnheldPaper):
        return names_of(paper.sender), names_of(paper.recipient)
    return _names(paper.senders) | names_of(paper.place_printed), _names(paper.recipients)


def _names(correspondents) -> frozenset[str]:
    """Return the places of one side: of missions, of offices, and where somebody was temporarily."""
    names: set[str] = set()
    for row in correspondents:
        for place in (row.place_read, row.temporary_place, str(row.place or "")):
            names |= names_of(place)
        if fold(row.office_read).startswith(_OFFICES_OF_DEPARTMENT):
            names |= _DEPARTMENT
    return frozenset(names)


def names_named(people: tuple[str, ...], paper: Document, text: str) -> int:
    """Return how many of these names a paper has in its heading, in its correspondents, or in the tokens of its text."""
    shown = [paper.heading, *(f"{row.printed} {row.person_read}" for row in paper.correspondents.all())]
    known = {stem(word) for words_shown in shown for word in words(words_shown)} | set(text.split())
    return sum(_is_named(name, known) for name in people)


def _is_named(name: str, known: set[str]) -> bool:
    tokens = [stem(word) for word in words(name) if word not in _TITLES and len(word) > 1]
    tokens = tokens or [stem(word) for word in words(name) if word not in ("the", "of")]
    # The surname is enough: a heading has "Secretary Dulles" for John Foster Dulles.
    return bool(tokens) and tokens[-1] in known
