"""A thread: the papers of one exchange in order, which of them answers which, and the gaps between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from archive.models import Document, Reference, UnheldPaper
from archive.parsing.references.finding import NOT_PAPERS
from archive.parsing.references.missions import DEPARTMENT, mission_name, post_name
from archive.references.database_index import load_papers
from archive.references.papers import Paper
from archive.web.words import day_in_words

#: How many papers and how many gaps a thread shows, and how many steps it goes from where it began.
MOST_PAPERS = 40
MOST_GAPS = 40
STEPS = 6
#: References followed at one step.
_MOST_REFERENCES = 400

#: Kinds of unheld paper that are part of no exchange.
_NO_EXCHANGE = {"paper", "policy paper", "UN document", "report"}
#: Places in print that lead to a paper of the exchange, if the same two wrote it.
_POINTERS = {"document", "page", "nearby"}


@dataclass(slots=True, eq=False, repr=False)
class ThreadEntry:
    """A paper of the thread, held or not: ``document`` or ``unheld``."""

    key: str
    document: Document | None = None
    unheld: UnheldPaper | None = None
    paper: Paper | None = None
    answers: list[ThreadEntry] = field(default_factory=list)
    cites: list[ThreadEntry] = field(default_factory=list)
    cited_by: list[ThreadEntry] = field(default_factory=list)
    here: bool = False
    #: 1 for what the side wrote that wrote first, 2 for what any other wrote to it or to others, 0 where that is not known.
    side: int = 0

    @property
    def day(self) -> date | None:
        """Its day, the first of a span."""
        if self.document:
            return self.document.date_earliest
        return self.unheld.day if self.unheld else None

    @property
    def url(self) -> str:
        return (self.document or self.unheld).get_absolute_url()

    @property
    def sender(self) -> str:
        """The name of the side that wrote it."""
        if self.unheld:
            return self.unheld.sender
        return post_name(self.paper.senders) if self.paper else ""

    @property
    def recipient(self) -> str:
        if self.unheld:
            return self.unheld.recipient
        return post_name(self.paper.recipients) if self.paper else ""

    @property
    def name(self) -> str:
        """A short name: kind and number."""
        return name_of(self.unheld or self.document)

    @property
    def described(self) -> str:
        """Name, sides and day, in words."""
        words = self.name
        if self.sender:
            words = _("%(paper)s from %(side)s") % {"paper": words, "side": self.sender}
        if self.recipient:
            words = _("%(paper)s to %(side)s") % {"paper": words, "side": self.recipient}
        words += f", {day_in_words(self.day)}" if self.day else ""
        return words if self.document else _("%(paper)s, not held") % {"paper": words}


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, and how many days after the question it was written; ``None`` if the day of one is not known."""

    entry: ThreadEntry
    days: int | None


@dataclass(slots=True)
class Thread:
    """The entries in order of time; ``more`` is set if the exchange goes on beyond what is shown."""

    entries: list[ThreadEntry]
    more: bool = False

    @property
    def papers(self) -> list[ThreadEntry]:
        return [entry for entry in self.entries if entry.document]

    @property
    def gaps(self) -> list[ThreadEntry]:
        return [entry for entry in self.entries if entry.unheld]

    @property
    def exchanges(self) -> list[tuple[ThreadEntry, list[Answered]]]:
        """The papers that are answered, in order, each with its answers."""
        answers: dict[str, list[ThreadEntry]] = defaultdict(list)
        for entry in self.entries:
            for question in entry.answers:
                answers[question.key].append(entry)
        return [
            (question, [Answered(answer, _days_between(question, answer)) for answer in answers[question.key]])
            for question in self.entries
            if question.key in answers
        ]


def name_of(paper: Document | UnheldPaper) -> str:
    """Return the short name of a paper, held or not: its kind and its number."""
    return f"{capfirst(_(paper.kind or 'paper'))} {paper.number}".strip()


def thread(start: Document) -> Thread:
    """Return the exchange around a public paper. The number of queries is bounded, whatever its size."""
    links, found, more = _follow(start)
    documents = Document.objects.public().for_lines().in_bulk(found)
    papers = load_papers(documents)
    entries = {
        pk: ThreadEntry(f"d{pk}", document=documents[pk], paper=papers[pk], here=pk == start.pk)
        for pk in found
        if pk in documents
    }
    for citing, cited in sorted(links):
        if citing in entries and cited in entries and citing != cited:
            _link(entries[citing], entries[cited], is_answer(papers[citing], papers[cited]))
    gaps, more_gaps = _gaps(entries)
    everything = [*entries.values(), *gaps]
    everything.sort(key=lambda entry: (entry.day is None, entry.day or date.max, entry.document is not None, entry.key))
    first = next((entry.sender for entry in everything if entry.sender), "")
    for entry in everything:
        entry.side = (1 if entry.sender == first else 2) if entry.sender else 0
    return Thread(everything, more or more_gaps)


def _follow(start: Document) -> tuple[set[tuple[int, int]], list[int], bool]:
    """Follow references breadth first: return pairs of citing and cited, the papers, and whether there are more."""
    links: set[tuple[int, int]] = set()
    found, frontier, more = [start.pk], [start.pk], False
    known_papers = load_papers(found)
    for _step in range(STEPS):
        rows = list(
            Reference.objects.filter(
                Q(document__in=frontier) | Q(target_document__in=frontier),
                status=Reference.Status.RESOLVED,
            )
            .public()
            .to_public()
            .exclude(kind__in=sorted(NOT_PAPERS - _POINTERS))
            .order_by("document__position", "document", "order")
            .values_list("document", "target_document", "kind")[: _MOST_REFERENCES + 1]
        )
        more = more or len(rows) > _MOST_REFERENCES
        beside = {pk for row in rows for pk in row[:2]} - known_papers.keys()
        known_papers |= load_papers(beside)
        frontier = []
        for citing, cited, kind in rows[:_MOST_REFERENCES]:
            if kind in _POINTERS and not _same_two(known_papers[citing], known_papers[cited]):
                continue
            links.add((citing, cited))
            for pk in (cited, citing):
                if pk not in found:
                    if len(found) >= MOST_PAPERS:
                        more = True
                        continue
                    found.append(pk)
                    frontier.append(pk)
        if not frontier:
            break
    else:
        more = True
    return links, found, more


def _same_two(one: Paper, other: Paper) -> bool:
    if not (one.senders and one.recipients and other.senders and other.recipients):
        return False
    same = one.senders & other.senders and one.recipients & other.recipients
    return bool(same or (one.senders & other.recipients and one.recipients & other.senders))


def is_answer(citing: Paper, cited: Paper) -> bool:
    """Return whether a paper that cites another answers it: it comes from where that went."""
    return bool(citing.senders & cited.recipients) and not citing.senders & cited.senders


def _days_between(question: ThreadEntry, answer: ThreadEntry) -> int | None:
    days = (answer.day - question.day).days if question.day and answer.day else -1
    return days if days >= 0 else None


def _link(citing: ThreadEntry, cited: ThreadEntry, answers: bool) -> None:
    (citing.answers if answers else citing.cites).append(cited)
    cited.cited_by.append(citing)


def _gaps(entries: dict[int, ThreadEntry]) -> tuple[list[ThreadEntry], bool]:
    rows = (
        Reference.objects.filter(document__in=list(entries), unheld__isnull=False)
        .exclude(unheld__kind__in=sorted(_NO_EXCHANGE))
        .select_related("unheld__file_number")
        .order_by("document", "order")
    )
    gaps: dict[int, ThreadEntry] = {}
    more = False
    for row in rows[:_MOST_REFERENCES]:
        if row.unheld_id not in gaps:
            if len(gaps) >= MOST_GAPS:
                more = True
                continue
            gaps[row.unheld_id] = ThreadEntry(row.unheld.slug, unheld=row.unheld)
        gap, citing = gaps[row.unheld_id], entries[row.document_id]
        if citing not in gap.cited_by:
            whose = str(row.details.get("whose", "")).lower()
            _link(citing, gap, whose in {"your", "ur"} or _sent_by_recipient(citing, gap))
    return list(gaps.values()), more


def _sent_by_recipient(citing: ThreadEntry, gap: ThreadEntry) -> bool:
    return bool(gap.sender) and gap.sender == citing.recipient


def lanes(entries: Iterable[ThreadEntry], most: int = 4) -> list[str]:
    """Return the sides that wrote most, the Department first, and "" for a last lane if others wrote, too."""
    count: dict[str, int] = defaultdict(int)
    for entry in entries:
        count[entry.sender] += 1
    named = sorted(
        (name for name in count if name), key=lambda name: (name != mission_name(DEPARTMENT), -count[name], name)
    )
    first = named[:most]
    return [*first, ""] if "" in count or len(named) > most else first
