"""What a document's search entry contains: its tokens by column, its facets, its place in every order.

``fields`` has tokens with a prefix that no word has, so that ``from:Harriman`` is just another word to both databases and means
the same on both.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Prefetch

from archive import filing
from archive.deriving import SearchTexts, plain_or_nothing, search_texts
from archive.folding import GAP, compound_tokens, fold, indexed, stem, tokens, words
from archive.models import PersonMention
from archive.search.weights import SUBJECT_PREFIX

#: The prefix of each field's tokens: no stem of a word begins with a zero and a letter by chance.
PREFIXES = {
    "from": "0f", "to": "0t", "person": "0p", "office": "0o", "place": "0l", "kind": "0k", "volume": "0v",
    "classification": "0c", "year": "0y", "file": "0n", "language": "0i", "mentions": "0m", "topic": "0h", "subject": SUBJECT_PREFIX,
}  # fmt: skip
EVERYTHING = "0all"
#: Of what entries contain, at the beginning of each digest: raise it with every change, and ``migrate`` makes older entries again.
VERSION = "6"
UNDATED = 4_000_000

#: Facets whose counts are shown, in order, with their names.
FACETS = {
    "decade": "Decade", "year": "Year", "volume": "Volume", "kind": "Kind", "sender": "Sender (person)",
    "sender-office": "Sender (office)", "recipient": "Recipient (person)", "recipient-office": "Recipient (office)",
    "mentioned": "Mentioned", "place": "Place", "class": "File class", "country": "Country in the file number",
    "classification": "Classification", "language": "Language", "topic": "Topic",
}  # fmt: skip
NUMBER = "number"
ALL = "all"
#: Steps of the shelf and the files on it: counted for browsing (see ``archive.browsing.file_shelf``), not a filter.
SHELF = "shelf"
FILE = "file"
#: Units of the archives with originals in them (see ``archive.browsing.units``), counted in the same way.
UNIT = "unit"
#: Who held which office: the slugs of an office and of a person as whom one correspondent is identified, and the same the other way round.
HOLDER = "holder"
HELD = "held"
#: What to fetch of documents besides ``for_page()``: whom they mention.
MENTIONS = Prefetch("mentions", queryset=PersonMention.objects.select_related("entry", "person"))

_LONGEST_SPAN_IN_YEARS = 20


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """Everything that is written to the tables of search entries for one document. Facets are (facet, value)."""

    document_id: int
    first_day: int | None
    last_day: int | None
    day: int
    shelf: str
    facets: tuple[tuple[str, str], ...]
    title: str
    correspondents: str
    body: str
    notes: str
    fields: str
    words: frozenset[str]

    @property
    def days(self) -> tuple[int | None, int | None, int]:
        """First and last day, and the place in the order of days."""
        return self.first_day, self.last_day, self.day

    @property
    def columns(self) -> tuple[str, str, str, str, str]:
        """The texts of tokens, in the order of :data:`archive.search.weights.COLUMNS`."""
        return self.title, self.correspondents, self.body, self.notes, self.fields

    @property
    def digest(self) -> str:
        """The version of what entries contain, and a fingerprint of the whole entry in 32 hexadecimal digits."""
        parts = [*self.columns, self.shelf, repr((self.first_day, self.last_day, self.day)), repr(self.facets)]
        found = hashlib.sha256("\0".join(parts).encode("utf-8", "replace"))
        return f"{VERSION}-{found.hexdigest()[:32]}"


def make_entry(document, texts: SearchTexts | None = None) -> IndexEntry:
    """Return the entry of a document fetched with ``for_page()`` and :data:`MENTIONS`; ``texts`` are its tokens, if they are known."""
    if texts is None:
        notes = [text for _, text in notes_of(document)]
        texts = search_texts(document.heading, document.dateline, text_of(document), document.source_note, notes)
    names, found = indexed(" \n ".join(_names(c) for side in _sides(document).values() for c in side))
    return entry_from_tokens(document, [texts.title, names, texts.body, texts.notes], texts.words | found)


def entry_from_tokens(document, columns: list[str], found: frozenset[str]) -> IndexEntry:
    """Return the entry of a document whose texts are tokens already: heading, correspondents, text and notes."""
    sides, numbers = _sides(document), _numbers(document)
    facets = _facets(document, sides, numbers)
    first = document.date_earliest.toordinal() if document.date_earliest else None
    last = document.date_latest.toordinal() if document.date_latest else None
    day = first if first is not None else last if last is not None else UNDATED
    return IndexEntry(
        document.pk,
        first,
        last,
        day,
        numbers[0].sort_key if numbers else "~",
        facets,
        *columns,
        _fields(document, sides, facets),
        found,
    )


def _sides(document) -> dict[str, list]:
    sides: dict[str, list] = {"sender": [], "recipient": []}
    for correspondent in document.correspondents.all():
        sides[correspondent.role].append(correspondent)
    return sides


def _numbers(document) -> list:
    return [row.file_number for row in document.document_file_numbers.all()]


def text_of(document) -> str:
    """Return the plain text of a document, or "" if it has none."""
    try:
        return plain_or_nothing(document.text.tei)
    except document.__class__.text.RelatedObjectDoesNotExist:
        return ""


def notes_of(document) -> Iterator[tuple[str, str]]:
    """Yield label and plain text of each footnote."""
    for note in document.footnotes.all():
        yield note.label or str(note.order), plain_or_nothing(note.text)


def field_tokens(field: str, text: str) -> tuple[str, ...]:
    """Return the tokens by which a field's words are indexed and searched. Searches may be for anything, so nothing is cached here."""
    return tuple(PREFIXES[field] + stem(word) for word in words(text))


def number_token(scheme_free_normal: str) -> str:
    """Return one token for a whole file number in its normal form."""
    return "0x" + re.sub(r"[\W_]+", "q", fold(scheme_free_normal)).strip("q")[:200]


def place_of(file) -> filing.ShelfPlace | None:
    """Return the place of a file on the shelf, from its row."""
    parts = (file.class_code, file.country_code, file.subject, file.qualifier)
    return filing.place_of(file.scheme, file.normal, *parts)


def file_value(file) -> str:
    """Return a file as a facet's value; the values of one scheme sort in shelf order."""
    return f"{file.scheme}/{file.sort_key} {file.slug}"


def step_value(step: filing.ShelfPlace) -> str:
    """Return a step of the shelf as a facet's value: what is below a step begins with the step's parts."""
    parts = (step.scheme, step.class_, step.country, step.subject)[: step.depth]
    return f"{step.depth} {'/'.join(parts)}"


def pair_value(one: str, other: str) -> str:
    """Return two slugs as a facet's value: the pairs of one begin with its slug and a space, which no slug has."""
    return f"{one} {other}"


def _names(correspondent) -> str:
    known = (correspondent.person, correspondent.office, correspondent.place)
    return " \n ".join([correspondent.printed, *(str(row) for row in known if row)])


def _spoken_names(mention) -> Iterator[str]:
    """Yield the names of whom a paper mentions, so that they are phrases both as lists print them and as they are spoken."""
    for row in (mention.entry, mention.person):
        if row:
            surname, comma, given = row.name.partition(",")
            yield f"{surname} {given} {surname}" if comma else surname


def _fields(document, sides, facets) -> str:
    found: list[str] = [EVERYTHING]

    def add(field: str, texts: Iterable[str]) -> None:
        found.extend([_field_text(field, text) for text in texts])

    everybody = sides["sender"] + sides["recipient"]
    add("from", (_names(c) for c in sides["sender"]))
    add("to", (_names(c) for c in sides["recipient"]))
    add("person", [t for c in everybody for t in (c.person_read, str(c.person or "")) if t])
    add("office", [t for c in everybody for t in (c.office_read, str(c.office or "")) if t])
    add("place", [t for t in (document.place_printed, str(document.place or "")) if t])
    if document.subject:
        add("subject", [document.subject])
        # As words of no field, too: an archivist's subject may be in no text.
        found.extend([*tokens(document.subject), GAP])
    for row in document.document_topics.all():
        for _, term, others in row.topic.chain:
            add("topic", [term, *others])
            # As words of no field, too: a topic may be in no text.
            found.extend([*tokens(term), GAP])
    add("kind", [document.kind])
    add("classification", [document.classification])
    add("language", document.languages)
    if document.volume:
        add("volume", [document.volume.slug, document.volume.title])
    add("mentions", sorted({words for mention in document.mentions.all() for words in _spoken_names(mention)}))
    add("year", (value for facet, value in facets if facet == "year"))
    for row in document.document_file_numbers.all():
        normal = row.file_number.normal
        of_printed, of_normal, prefix = tokens(row.printed), tokens(normal), PREFIXES["file"]
        found.extend([*[prefix + token for token in of_printed], GAP, *[prefix + token for token in of_normal], GAP])
        found.extend([*of_normal, GAP, *of_printed, GAP, number_token(normal)])
    return " ".join(found)


@lru_cache(maxsize=50_000)
def _field_text(field: str, text: str) -> str:
    """Return a field's words and compounds with gaps, so that no phrase runs from one name into the next."""
    compounds = [PREFIXES[field] + token if token != GAP else GAP for token in compound_tokens(text)]
    return " ".join([*field_tokens(field, text), *compounds, GAP])


def _facets(document, sides, numbers) -> tuple[tuple[str, str], ...]:
    found = {(ALL, "")}

    def add(facet: str, value: str) -> None:
        if value and value.strip():
            found.add((facet, " ".join(value.split())))

    if document.volume:
        add("volume", document.volume.slug)
    add("kind", document.kind)
    add("classification", document.classification)
    for code in document.languages:
        add("language", code.partition("-")[0])
    if document.place:
        add("place", document.place.slug)
    for role, side in sides.items():
        for correspondent in side:
            if correspondent.person:
                add(role, correspondent.person.slug)
            if correspondent.office:
                add(f"{role}-office", correspondent.office.slug)
            if correspondent.person and correspondent.office:
                found.add((HOLDER, pair_value(correspondent.office.slug, correspondent.person.slug)))
                found.add((HELD, pair_value(correspondent.person.slug, correspondent.office.slug)))
    for mention in document.mentions.all():
        if mention.person:
            add("mentioned", mention.person.slug)
    for row in document.document_topics.all():
        for slug, _, _ in row.topic.chain:
            add("topic", slug)
    if document.held_in:
        found.update((UNIT, slug) for slug, _, _ in document.held_in.chain)
    for number in numbers:
        file = number.file
        found.add((NUMBER, number.sort_key))
        found.add((FILE, file_value(file)))
        found.update(_shelf(file.scheme, file.normal, file.class_code, file.country_code, file.subject, file.qualifier))
    for year in _years(document):
        add("year", f"{year:04d}")
        add("decade", f"{year // 10 * 10:04d}")
    return tuple(sorted(found))


@lru_cache(maxsize=10_000)
def _shelf(scheme: str, normal: str, class_code: str, country_code: str, *parts: str) -> tuple[tuple[str, str], ...]:
    """Return the facets of a file from its parts: its class, its country and the steps of the shelf down to it."""
    found = [("class", f"{scheme}:{class_code}")] if class_code else []
    if country_code:
        found.append(("country", f"{scheme}:{country_code}"))
    place = filing.place_of(scheme, normal, class_code, country_code, *parts)
    return (*found, *((SHELF, step_value(step)) for step in (filing.steps_of(place) if place else ())))


def _years(document) -> range:
    first, last = document.date_earliest or document.date_latest, document.date_latest or document.date_earliest
    if not first or last.year - first.year > _LONGEST_SPAN_IN_YEARS:
        return range(0)
    return range(first.year, last.year + 1)
