"""What a language model can ask for: six tools, whose arguments and answers are those of the interface for programs, in words.

Every paper comes with its citation and its address, and no answer is longer than :data:`LONGEST` characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from archive.api import parameters
from archive.api.operations import Asked
from archive.api.paper_parts import citation
from archive.api.papers import FILTERS, PAPERS
from archive.api.parameters import Parameter
from archive.api.problems import Problem
from archive.api.references import thread_of
from archive.api.searching import found, resolved
from archive.api.shelf import explained
from archive.browsing import chronology
from archive.browsing.chronology import Period
from archive.models import Document

#: Characters of an answer, and papers of a list.
LONGEST, MOST = 20_000, 20


@dataclass(frozen=True)
class Tool:
    """A tool: its name, what it is for, its arguments, and who answers in words."""

    name: str
    description: str
    arguments: tuple[Parameter, ...]
    answer: Callable[[Asked], str]

    @property
    def described(self) -> dict[str, Any]:
        """What a client is told of it."""
        properties = {one.name: {**one.schema, "description": str(one.description)} for one in self.arguments}
        schema = {"type": "object", "properties": properties, "additionalProperties": False}
        required = [one.name for one in self.arguments if one.required]
        return {
            "name": self.name,
            "description": self.description,
            "inputSchema": schema | ({"required": required} if required else {}),
            "annotations": {"readOnlyHint": True, "openWorldHint": False},
        }

    def call(self, sent: Mapping[str, Any], base: str) -> str:
        """Return the answer to these arguments. Raises :class:`Problem`."""
        known = {one.name for one in self.arguments}
        for name in sent:
            if name not in known:
                raise Problem(400, "There is no such argument.", str(name)[:100])
        values = {one.name: one.value_of(_texts(sent.get(one.name))) for one in self.arguments}
        text = self.answer(Asked(values, base))
        if len(text) <= LONGEST:
            return text
        return f"{text[:LONGEST]}\n… (cut here; the address has all of it)"


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _cited(ids: Iterable[str], asked: Asked) -> dict[str, str]:
    """Return a line with id and citation for each of these papers, in their order."""
    ids = list(ids)
    papers = {one.slug: one for one in Document.objects.public().for_page().filter(slug__in=ids)}
    return {slug: f"- [{slug}] {citation(papers[slug], asked)}" for slug in ids if slug in papers}


def _search(asked: Asked) -> str:
    every = {one.name: [] if one.many else None for one in FILTERS}
    narrowed = {"since": asked["since"], "until": asked["until"], "q": asked["query"]}
    plain = asked.with_values(
        **every | narrowed, sort="relevance", cursor=None, facets=None, fields=["heading"], include=None
    )
    answer = found(plain)
    cited = _cited((one["paper"]["id"] for one in answer["items"]), asked)
    parts = [f"{answer['count']} papers match; the first {len(cited)}:", *answer["messages"]]
    for one in answer["items"]:
        snippets = (f"    {snippet['where']}: {snippet['text']}" for snippet in one["snippets"])
        parts += [cited.get(one["paper"]["id"], ""), *snippets]
    return "\n".join(parts)


def _read(asked: Asked) -> str:
    values = {"fields": ["heading", "url"], "include": ["citation", "text", "footnotes", "details"]}
    one = PAPERS.one(asked.with_values(**values))
    inferred = one["details"]["date_reason"]
    parts = [f"Cite as: {one['citation']}", f"Address: {one['url']}"]
    parts += [f"The date is inferred: {inferred}"] if inferred else []
    parts += ["", one["text"], *(f"[{note['label'] or note['kind']}] {note['text']}" for note in one["footnotes"])]
    return "\n".join(parts)


def _thread(asked: Asked) -> str:
    thread = thread_of(asked)
    parts = ["The exchange in order of time:"]
    for one in thread["entries"]:
        answers = f", answers {', '.join(one['answers'])}" if one["answers"] else ""
        parts.append(f"- [{one['id']}] {one['described']}{answers}. {one['url']}")
    return "\n".join([*parts, *(["There is more of it."] if thread["more"] else [])])


def _resolve(asked: Asked) -> str:
    answer = resolved(asked.with_values(fields=["heading"], include=None))
    groups = [
        ("It means", [answer["paper"]] if answer["paper"] else []),
        ("It may mean", answer["papers"]),
        ("Near it", answer["near"]),
    ]
    parts = [f"Read as: {answer['understood']}"] if answer["understood"] else []
    parts += [answer["message"]] if answer["message"] else []
    for words, papers in groups:
        parts += [f"{words}:", *_cited((one["id"] for one in papers), asked).values()] if papers else []
    parts += [f"Known, but not held: {one['name']}. {one['url']}" for one in answer["not_held"]]
    return "\n".join(parts)


def _explain(asked: Asked) -> str:
    answer = explained(asked)
    parts = [answer["sentence"] or "This was not read as a file number."]
    parts += [f"File: {one['number']}, {one['papers']} papers. {one['url']}" for one in answer["files"]]
    return "\n".join([*parts, *_cited(answer["papers"][:MOST], asked).values()])


def _day(asked: Asked) -> str:
    parts = asked["day"].split("-")
    if len(parts) != 3:
        raise Problem(400, "It is no day such as 1944-06-30.", "day")
    period = Period.of(*map(int, parts))
    papers = list(chronology.of_period(period).values_list("slug", flat=True)[: MOST + 1])
    lines = list(_cited(papers[:MOST], asked).values()) or ["No published paper is of exactly this day."]
    more = [f"There are more: {asked.url(period.url)}"] if len(papers) > MOST else []
    return "\n".join([*lines, *more])


_DAY = Parameter(
    "day", "The day: 1944-06-30.", {"type": "string", "format": "date"}, parameters.day("day", "").read, required=True
)
_ID = parameters.words("id", "The id of a paper, as the other tools give it in brackets.", required=True)
TOOLS = {
    tool.name: tool
    for tool in (
        Tool(
            "search",
            "Find papers by words; the best come first. Words of one field: from:Harriman, to:, place:, file:, title:.",
            (
                parameters.words("query", "Words, phrases in quotes, fields.", longest=500, required=True),
                parameters.day("since", "Dated from: 1944, 1944-06 or 1944-06-30."),
                parameters.day("until", "Dated until."),
                parameters.whole("limit", "How many papers.", 1, MOST, 10),
            ),
            _search,
        ),
        Tool("read_paper", "Read a paper with its footnotes, and how to cite it.", (_ID,), _read),
        Tool(
            "follow_thread",
            "See the exchange of a paper: what it answers, what answers it, what is missing.",
            (_ID,),
            _thread,
        ),
        Tool(
            "resolve_citation",
            "Find the paper that a citation names: volume and page, telegram number and date, file number.",
            (parameters.words("citation", "A citation in any style.", longest=500, required=True),),
            _resolve,
        ),
        Tool(
            "explain_file_number",
            "Learn what a file number of the Department of State means in its era, and which papers have it.",
            (parameters.words("number", "A file number in any spelling.", required=True),),
            _explain,
        ),
        Tool(
            "chronology_of_day",
            "List the papers of one day.",
            (_DAY,),
            _day,
        ),
    )
}
