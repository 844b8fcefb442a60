"""A day hour by hour: what each post wrote and received, and which answers came late.

Hours are those that papers print. Each is by the clock of whoever wrote it, in a zone that is not known, except where Greenwich time is
printed; so the two are never in one table, and the order of two posts' hours may not be that of events. Nothing is set to an hour that
prints none.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from archive.browsing.chronology import Period, of_period
from archive.dating import hour_of
from archive.folding import fold
from archive.models import Document, Reference, UnheldPaper, public
from archive.parsing.references.finding import NOT_PAPERS
from archive.parsing.references.missions import DEPARTMENT, mission_name, post_name
from archive.references.database_index import load_papers
from archive.references.papers import Paper
from archive.references.threads import is_answer, name_of

#: A day with more papers than this shows its first ones.
MOST_PAPERS = 400
#: Posts with a column of their own; the others share the last.
MOST_POSTS = 7
_MOST_UNHELD = 100
_MOST_ANSWERS = 60
_MOST_REFERENCES = 2000
#: Papers written so many days before are looked at for whether they were received on the day.
_ON_THE_WAY = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Event:
    """That a post wrote a paper, or received it, with the time as printed (``""`` for none) and the post on the other side."""

    document: Document
    post: str
    other: str
    time: str
    received: bool = False

    @property
    def name(self) -> str:
        """The paper's kind and number, or its heading where these would not say who wrote or what it is."""
        return name_of(self.document) if self.post and (self.document.number or self.other) else self.document.title


@dataclass(frozen=True, slots=True)
class Hour:
    """A row: the hour (0–23, or 24 for midnight as the end of the day), and each post with what it did."""

    number: int
    cells: list[tuple[str, list[Event]]]


@dataclass(frozen=True, slots=True)
class Clock:
    """The hours of one sort of clock: Greenwich's, or the posts' own.

    ``posts`` are the columns, the last of them ``""`` if other posts, or papers of no known post, share it.
    """

    greenwich: bool
    posts: list[str]
    hours: list[Hour]


@dataclass(frozen=True, slots=True)
class Answer:
    """A paper that answers another, who asked and who answered; one of the two papers is of the day."""

    question: Document
    answer: Document
    asked_by: str
    answered_by: str

    @property
    def days(self) -> int:
        """The days between the two."""
        return (self.answer.date_earliest - self.question.date_earliest).days


@dataclass(frozen=True, slots=True)
class DayBook:
    """A day: hours, what has none, answers to its papers and those among them, papers not held; ``more`` if not all are in it."""

    clocks: list[Clock]
    without_time: list[Event]
    answers: list[Answer]
    unheld: list[UnheldPaper]
    more: bool


def day_book(day: date, most_posts: int = MOST_POSTS) -> DayBook:
    """Return the book of a day. The number of queries does not depend on how many papers it has."""
    written = list(_shown(of_period(Period.of(day.year, day.month, day.day)))[: MOST_PAPERS + 1])
    more, written = len(written) > MOST_PAPERS, written[:MOST_PAPERS]
    arrived = list(_shown(_received_on(day))[:MOST_PAPERS])
    papers = load_papers({document.pk for document in (*written, *arrived)})
    events = [_written(document, papers[document.pk]) for document in written]
    events += [_received(document, papers[document.pk]) for document in arrived]
    timed: dict[bool, list[tuple[int, Event]]] = {True: [], False: []}
    without_time = []
    for event in events:
        if hour := hour_of(event.time):
            timed[hour.greenwich].append((hour.minutes, event))
        else:
            without_time.append(event)
    return DayBook(
        [_clock(greenwich, rows, most_posts) for greenwich, rows in timed.items() if rows],
        without_time,
        _answers({document.pk: document for document in written}, papers),
        list(public.unheld().filter(day=day).select_related("file_number").order_by("sender", "pk")[:_MOST_UNHELD]),
        more,
    )


def _received_on(day: date) -> QuerySet[Document]:
    """Return the papers of which the print says that they were received on a day."""
    lately = Document.objects.public().filter(date_earliest__gte=day - _ON_THE_WAY, date_earliest__lte=day)
    of_day = lately.filter(received__earliest=day.isoformat(), received__latest=day.isoformat())
    return of_day.order_by("date_earliest", "pk")


def _shown(rows: QuerySet[Document]) -> QuerySet[Document]:
    return rows.only(
        "source_id", "slug", "heading", "document_number", "subject", "kind", "number", "languages", "date_earliest",
        "date_time", "received",
    )  # fmt: skip


def _written(document: Document, paper: Paper) -> Event:
    return Event(document, _sender(paper), _recipient(paper), paper.time)


def _received(document: Document, paper: Paper) -> Event:
    return Event(document, _recipient(paper), _sender(paper), document.received["time"], received=True)


def _sender(paper: Paper) -> str:
    """Return the post that wrote: a Secretary who wrote from Paris was in Paris."""
    away = paper.place if paper.senders <= {DEPARTMENT} and fold(paper.place) != "washington" else ""
    return away or post_name(paper.senders - {DEPARTMENT} or paper.senders) or paper.place


def _recipient(paper: Paper) -> str:
    return post_name(paper.recipients - {DEPARTMENT} or paper.recipients)


def _clock(greenwich: bool, rows: list[tuple[int, Event]], most: int) -> Clock:
    posts = _columns([event for _, event in rows], most)
    table: dict[int, dict[str, list[Event]]] = {}
    for minutes, event in sorted(rows, key=lambda row: row[0]):
        cells = table.setdefault(minutes // 60, {post: [] for post in posts})
        cells[event.post if event.post in cells else ""].append(event)
    return Clock(greenwich, posts, [Hour(number, list(cells.items())) for number, cells in table.items()])


def _columns(events: list[Event], most: int) -> list[str]:
    count = Counter(event.post for event in events)
    department = mission_name(DEPARTMENT)
    named = sorted((post for post in count if post), key=lambda post: (post != department, -count[post], post))
    shared = "" in count or len(named) > most
    return [*sorted(named[:most], key=lambda post: (post != department, post)), *([""] if shared else [])]


def _answers(of_day: dict[int, Document], papers: dict[int, Paper]) -> list[Answer]:
    """Return the answers to papers of the day and those that are of the day, the latest first."""
    rows = (
        Reference.objects.filter(
            Q(document__in=of_day) | Q(target_document__in=of_day), status=Reference.Status.RESOLVED
        )
        .public()
        .to_public()
        .exclude(kind__in=sorted(NOT_PAPERS))
        .order_by()
        .values_list("document", "target_document")
        .distinct()[:_MOST_REFERENCES]
    )
    pairs = [pair for pair in rows if pair[0] != pair[1]]
    others = {pk for pair in pairs for pk in pair} - papers.keys()
    papers = papers | load_papers(others)
    pairs = [(one, other) for one, other in pairs if _came_later(papers[one], papers[other])]
    beside = {pk for pair in pairs for pk in pair} - of_day.keys()
    documents = of_day | Document.objects.public().for_link().in_bulk(beside)
    found = [
        Answer(documents[question], documents[answer], _sender(papers[question]), _sender(papers[answer]))
        for answer, question in pairs
        if answer in documents and question in documents
    ]
    return sorted(found, key=lambda row: (-row.days, row.question.pk, row.answer.pk))[:_MOST_ANSWERS]


def _came_later(answer: Paper, question: Paper) -> bool:
    days = [paper.earliest for paper in (question, answer) if paper.earliest and paper.earliest == paper.latest]
    return len(days) == 2 and days[0] <= days[1] and is_answer(answer, question)
