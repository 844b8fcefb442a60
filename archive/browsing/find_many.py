"""A bibliography or the footnotes of a book: what each citation is: held, known, ambiguous, not here or not understood.

Citations are looked up in batches, so the number of queries grows with the batches and not with the lines; reading stops when most of
the request's time is over, and the page tells how far it came.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from archive import deadline
from archive.browsing.cited_papers import Found, look_up
from archive.models import Document, UnheldPaper, Volume
from archive.parsing.citations import Citation, read_notes

#: Characters and citations that are read at once.
LONGEST, MOST = 200_000, 500
_AT_ONCE = 100
#: Papers that are shown for a citation that may mean several.
_MOST_SHOWN = 8
#: The share of the request's time after which no other batch is begun: the rest is for the page.
_SHARE = 0.5

#: What a citation can be, in the order in which the page counts them.
OUTCOMES = {
    "held": gettext_noop("held"),
    "volume": gettext_noop("a volume that is here"),
    "known": gettext_noop("known, but not held"),
    "several": gettext_noop("several papers may be meant"),
    "not here": gettext_noop("understood, but not here"),
    "not understood": gettext_noop("not understood"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One citation and what it is. ``note`` tells what else there is to say, such as what "ibid." was taken for."""

    citation: Citation
    outcome: str
    papers: tuple[Document, ...] = ()
    more: bool = False
    volume: Volume | None = None
    unheld: tuple[UnheldPaper, ...] = ()
    note: str = ""

    @property
    def outcome_in_words(self) -> str:
        """The outcome for people, in English; the page translates it."""
        return OUTCOMES[self.outcome]


@dataclass(frozen=True, slots=True)
class Bibliography:
    """What was read of a text: a line for each citation. ``left_out`` is true if there is more than was read."""

    lines: tuple[Line, ...] = ()
    left_out: bool = False
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def held(self) -> list[Document]:
        """The papers that are held, each once, in the order of the citations."""
        return list(dict.fromkeys(line.papers[0] for line in self.lines if line.outcome == "held"))

    @property
    def summary(self) -> list[tuple[str, int]]:
        """Every outcome that there is, with its number of citations."""
        return [(words, self.counts[name]) for name, words in OUTCOMES.items() if self.counts[name]]


def find_many(text: str) -> Bibliography:
    """Return what each citation of a text is, as far as there is time."""
    citations = islice(read_notes(text[:LONGEST]), MOST + 1)
    begun, lines, left_out = deadline.left(), [], len(text) > LONGEST
    while batch := list(islice(citations, _AT_ONCE)):
        if lines and begun and (deadline.left() or 0) < begun * (1 - _SHARE):
            left_out = True
            break
        lines += map(_line, batch, look_up(batch))
    if len(lines) > MOST:
        lines, left_out = lines[:MOST], True
    return Bibliography(tuple(lines), left_out, Counter(line.outcome for line in lines))


def _line(citation: Citation, found: Found) -> Line:
    if not citation:
        return Line(citation, "not understood", note=_not_understood(citation))
    volume = found.volumes[0] if len(found.volumes) == 1 else None
    note = _note(citation, found)
    if len(found.papers) == 1:
        return Line(citation, "held", found.papers, volume=volume, note=note)
    if found.papers:
        shown = found.papers[:_MOST_SHOWN]
        return Line(citation, "several", shown, len(found.papers) > _MOST_SHOWN, volume, note=note)
    if found.unheld:
        return Line(citation, "known", unheld=found.unheld[:_MOST_SHOWN], volume=volume, note=note)
    is_volume = volume and citation.place and not citation.place.is_exact
    return Line(citation, "volume" if is_volume else "not here", volume=volume, note=note)


def _not_understood(citation: Citation) -> str:
    if "ibid" in citation.text.lower():
        return _("“Ibid.” is understood only after a citation whose place is known, with a page or a document.")
    return ""


def _note(citation: Citation, found: Found) -> str:
    if not found.was_read:
        return _("There was too much to look through; try this line alone.")
    if citation.is_again:
        return _("“Ibid.” was taken for what the citation before it names.")
    if citation.numbers and found.papers and not found.is_sure:
        return _("No paper here has this file number; the paper was found by what else is said of it.")
    if citation.place and not found.volumes and found.papers:
        return _("The volume is not here; the paper was found by what else is said of it.")
    if citation.place and not found.volumes:
        return _("The volume is not here.")
    if citation.place and citation.place.is_exact and not found.papers:
        return _("The volume is here, but no paper of it is at this place.")
    return ""
