"""The papers of a synthetic volume, each with everything that is derived from it, made quickly.

The real renderer renders the template of a shape (how many paragraphs, footnotes and page breaks) once, with blanks; the real
search makes the tokens of each sentence once. So what is stored is what the renderer and the search would make of the
finished paper, which the tests and ``check_archive`` prove.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from html import unescape
from itertools import accumulate
from random import Random

from archive.dating import MONTHS
from archive.records import (
    CorrespondentRecord,
    DateRecord,
    DocumentRecord,
    FileNumberRecord,
    FootnoteRecord,
    PageBreakRecord,
    ReferenceRecord,
)
from archive.search.entries import entry_from_tokens
from archive.synthetic.contents import Chapter, SyntheticVolume, party
from archive.synthetic.language import COUNTRIES, MARK
from archive.synthetic.numbers import numbers_of
from archive.synthetic.stand_ins import (
    KnownRecords,
    KnownVolume,
    RelatedList,
    StandInCorrespondent,
    StandInDocument,
    StandInNumber,
)
from archive.synthetic.stock_texts import WIDEST, StockText, StockTexts, joined_tokens, last_words, tokens_of
from archive.synthetic.templates import template_of
from archive.synthetic.writing import NewDocument, NewFileNumber, NewVolume

#: Where the originals of papers with a source note are, besides their file numbers.
REPOSITORY, COLLECTION = "Department of State", "Central Files"
_WORDS_OF_PAGE = 380
_MARKINGS = ("Secret", "Confidential", "Top Secret", "Official Use Only", "Unclassified")

#: Kind, sender, recipient and share of the papers; the first words of a heading that has a type word.
_KINDS = (
    ("telegram", "Telegram", "ambassador", "secretary", 26),
    ("telegram", "Telegram", "secretary", "ambassador", 16),
    ("despatch", "Despatch", "ambassador", "secretary", 7),
    ("airgram", "Airgram", "embassy", "department", 4),
    ("instruction", "Instruction", "department", "embassy", 3),
    ("memorandum", "Memorandum", "assistant", "secretary", 9),
    ("memorandum", "Memorandum", "director", "under", 6),
    ("memorandum of conversation", "Memorandum of Conversation", "", "", 11),
    ("letter", "Letter", "ambassador", "under", 4),
    ("letter", "Letter", "president", "ambassador", 1),
    ("despatch", "Despatch", "consul", "secretary", 3),
    ("editorial note", "Editorial Note", "", "", 7),
    ("report", "Report", "", "", 3),
)  # fmt: skip
_ROLLED = list(accumulate(share for *_, share in _KINDS))
_NUMBERED = frozenset({"telegram", "despatch", "airgram", "instruction"})


_BY_NAME = frozenset({"ambassador", "embassy", "consul"})
_MOST_SENTENCES = 700
_CITING_OF_CHAPTER = 12
#: How many of a thousand papers have 0, 1, 2 … footnotes besides that of their source, in 32 volumes of Foreign Relations.
_NOTES_OF_PAPER = (269, 234, 163, 113, 90, 55, 25, 15, 11, 8, 4, 3, 10)
_NOTES_ROLLED = list(accumulate(_NOTES_OF_PAPER))
#: How far the lengths of papers lie apart there: the standard deviation of the logarithm of their words.
_SPREAD = 1.1

# Names of the blanks of a template; no paper has more.
_PARAGRAPHS = [f"p{n}" for n in range(_MOST_SENTENCES)]
_NOTES = [f"n{n}" for n in range(len(_NOTES_OF_PAPER))]


@dataclass(frozen=True, slots=True)
class _Exchange:
    """Who writes to whom, in one kind of paper from one country within some years."""

    senders: tuple[CorrespondentRecord, ...]
    recipients: tuple[CorrespondentRecord, ...]
    links: dict[str, list[tuple]]
    rows: RelatedList
    names: str
    words: str
    drafting: str


class Maker:
    """Makes the papers of volumes. ``words`` is the median of a paper's words; ``known_records`` are the rows that they point at."""

    def __init__(self, seed: int, known_records: KnownRecords, words: int) -> None:
        self._seed, self._known_records = seed, known_records
        self._stock = StockTexts(seed)
        self._sentences = words / self._stock.average
        self._exchanges: dict[tuple[str, ...], _Exchange] = {}

    def volume(
        self, volume: SyntheticVolume, volume_id: int, divisions: list[int], first_pk: int, first_number: int
    ) -> NewVolume:
        """Return all papers of a volume. The ids of documents and file numbers begin with ``first_pk`` and ``first_number``."""
        random = Random(f"{self._seed} {volume.slug}")
        name = KnownVolume(volume_id, volume.record().title, volume.slug)
        made, new_numbers, page, position = [], [], random.randint(1, 9), 0
        for chapter, division_id in zip(volume.chapters, divisions, strict=True):
            days = sorted(date(volume.year, 1, 1) + timedelta(random.randrange(365)) for _ in range(chapter.papers))
            numbers = self._numbers(chapter, volume.year, days, first_number + len(new_numbers), new_numbers)
            printed = [number.printed for number in numbers]
            cited = self._stock.notes(random, chapter.country, volume.year, printed, _CITING_OF_CHAPTER)
            paper = _Papers(self, random, name, chapter, volume, cited, {n.printed: n.pk for n in numbers})
            kinds = random.choices(_KINDS, cum_weights=_ROLLED, k=chapter.papers)
            for day, number, kind in zip(days, numbers, kinds, strict=True):
                document = paper.made(first_pk + position, position + 1, division_id, day, number, kind, page)
                position += 1
                page = int(document.record.pages[-1].label) + (random.random() < 0.6)
                made.append(document)
        return NewVolume(made, new_numbers)

    def _numbers(self, chapter: Chapter, year: int, days: list[date], first_id: int, new: list) -> list[StandInNumber]:
        """Return the number of each paper of a chapter; those that are new to the archive are added to ``new``."""
        found: dict[str, StandInNumber] = {}
        numbers = []
        for one in numbers_of(chapter, year, days):
            if one.printed not in found:
                known = self._known_records.numbers.get((one.scheme, one.normal))
                file = self._known_records.files[one.scheme, one.file]
                pk = known or first_id + len(found)
                found[one.printed] = StandInNumber(one.printed, pk, one.normal, one.scheme, one.sort_key, file)
                if not known:
                    new.append(
                        NewFileNumber(pk, file.pk, one.scheme, one.normal, one.enclosure, one.date, one.sort_key)
                    )
            numbers.append(found[one.printed])
        return numbers

    def exchange(self, sender: str, recipient: str, country: int, year: int) -> _Exchange:
        """Return who writes to whom, by their roles."""
        senders, recipients = (
            (party(self._seed, role, country, year),) if role else () for role in (sender, recipient)
        )
        key = (*[one.printed for one in senders], "", *[one.printed for one in recipients])
        if key not in self._exchanges:
            self._exchanges[key] = self._exchanged(senders, recipients)
        return self._exchanges[key]

    def _exchanged(self, senders: tuple, recipients: tuple) -> _Exchange:
        sides = {"sender": senders, "recipient": recipients}
        known = {role: [self._known_records.parties[one.printed] for one in side] for role, side in sides.items()}
        rows = RelatedList(
            StandInCorrespondent(role, one.printed, one.office, one.person, *three)
            for role, side in sides.items()
            for one, three in zip(side, known[role], strict=True)
        )
        names = [words for c in rows for words in (c.printed, *(k.name for k in (c.person, c.office, c.place) if k))]
        links = {
            role: [tuple(row.pk if row else None for row in three) for three in side] for role, side in known.items()
        }
        words = f"{senders[0].printed} to {recipients[0].printed}" if senders else ""
        drafting = f"Drafted by {senders[0].person}." if senders and senders[0].person else ""
        return _Exchange(senders, recipients, links, rows, joined_tokens(map(tokens_of, names)), words, drafting)


class _Papers:
    """The papers of a chapter."""

    def __init__(self, maker, random, volume, chapter, planned, cited, numbers) -> None:
        self._maker, self._random, self._volume, self._chapter = maker, random, volume, chapter
        self._slug, self._year, self._old = planned.slug, planned.year, planned.year < 1950
        self._capital = COUNTRIES[chapter.country][1]
        self._cited, self._numbers = cited, numbers

    def made(self, pk: int, position: int, division_id: int, day: date, number: StandInNumber, kind: tuple, page: int):
        """Return a paper with everything that is derived from it."""
        kind, type_word, sender, recipient, _ = kind
        random, old = self._random, self._old
        exchange = self._maker.exchange(sender, recipient, self._chapter.country, self._year)
        editorial = kind == "editorial note"
        own = str(random.randint(11, 2400)) if kind in _NUMBERED else ""
        opening = f"{own}. " if own and old else ""
        heading, heading_tokens = _heading(kind, type_word, exchange, own, position, old)
        place = "" if editorial else self._capital if sender in _BY_NAME else "Washington"
        clock = f"{random.randint(1, 11)} {random.choice(('a.m.', 'p.m.'))}" if kind == "telegram" else ""
        month, iso = MONTHS[day.month - 1], day.isoformat()
        printed_day = f"{month} {day.day}, {day.year}"
        dateline = "" if editorial else f"{place}, {printed_day}, {clock}" if clock else f"{place}, {printed_day}."
        paragraphs = self._paragraphs()
        (wanted,) = random.choices(range(len(_NOTES_OF_PAPER)), cum_weights=_NOTES_ROLLED)
        notes = random.choices(self._cited, k=min(len(paragraphs), wanted))
        words = sum([paragraph.words for paragraph in paragraphs])
        breaks = min(len(paragraphs) - 1, words // _WORDS_OF_PAGE)
        template = template_of(old, editorial, len(paragraphs), len(notes), breaks)
        texts = [paragraph.text for paragraph in paragraphs]
        texts[0] = opening + texts[0]
        classification, distribution, source_note, source_tokens, drafting = "", (), "", "", ""
        if not editorial and old:
            source_note = f"{number.printed}: {type_word}" if own else number.printed
            source_tokens = joined_tokens((tokens_of(number.printed), _tokens(type_word) if own else ""))
        elif not editorial:
            classification, drafting = random.choice(_MARKINGS), exchange.drafting
            if kind == "telegram" and position % 3 == 0:
                distribution = (random.choice(("Priority", "Niact")),)
            marking = "; ".join((classification, *distribution))
            source_note = f"Source: Department of State, Central Files, {number.printed}. {marking}."
            source_note += f" {drafting}" if drafting else ""
            parts = (_tokens("Source: Department of State, Central Files"), tokens_of(number.printed), _tokens(marking))
            source_tokens = joined_tokens((*parts, _tokens(drafting)))
        values = {
            "num": position, "head": heading, "place": place, "iso": iso, "day": printed_day,
            "clock": f", {clock.rstrip('.')}" if clock else "", "source": source_note, "mark": MARK,
            **dict(zip(_PARAGRAPHS, texts, strict=False)),
            **dict(zip(_NOTES, [note.text for note in notes], strict=False)),
            **{f"pg{n}": page + n + 1 for n in range(breaks)},
        }  # fmt: skip
        references, cited_ids = self._references(notes, template.first_note)
        record = DocumentRecord(
            source_id=f"{self._slug}#d{position}",
            text=template.tei.format_map(values),
            heading=heading,
            kind=kind,
            document_number=str(position),
            number=own,
            senders=exchange.senders,
            recipients=exchange.recipients,
            dateline=dateline,
            date=None if editorial else DateRecord(printed_day, iso, iso, iso, clock),
            place=place,
            classification=classification,
            distribution=distribution,
            source_note=source_note,
            repository=REPOSITORY if source_note and not old else "",
            collection=f"{COLLECTION}, {number.printed}" if source_note and not old else "",
            drafting=drafting,
            file_numbers=() if editorial else (FileNumberRecord(number.printed, number.normal, number.scheme),),
            footnotes=tuple(self._footnotes(template, values, heading, texts, paragraphs, position)),
            pages=(
                PageBreakRecord(str(page), within=False, source_id=f"pg_{page}"),
                *[PageBreakRecord(str(n), source_id=f"pg_{n}") for n in range(page + 1, page + breaks + 1)],
            ),
            references=tuple(references),
        )
        known_place = self._maker._known_records.places[place] if place else None
        bare = day if not editorial else None
        holding = self._maker._known_records.holding if record.repository else None
        indexed = StandInDocument(
            pk, self._volume, kind, classification, place, known_place, bare, bare, exchange.rows,
            RelatedList(() if editorial else (number,)), held_in=holding,
        )  # fmt: skip
        date_tokens = ""
        if not editorial:
            date_tokens = joined_tokens((_tokens(place), _tokens(month), str(day.day), str(day.year), _tokens(clock)))
        body = [date_tokens, heading_tokens, date_tokens, opening[:-2], *[p.tokens for p in paragraphs], _tokens(MARK)]
        # The source note is a note, and a field of the document too.
        note_tokens = [source_tokens, source_tokens, *[note.tokens for note in notes]]
        columns = [heading_tokens, exchange.names, joined_tokens(body), joined_tokens(note_tokens)]
        return NewDocument(
            pk=pk,
            slug=f"{self._slug}-d{position}",
            volume_id=self._volume.pk,
            division_id=division_id,
            position=position,
            record=record,
            place_id=known_place.pk if known_place else None,
            links=exchange.links,
            unit_id=holding and holding.pk,
            number_ids=() if editorial else (number.pk,),
            plain=unescape(template.plain.format_map(values)),
            html=template.html.format_map(values),
            notes_html=template.notes_html.format_map(values),
            entry=entry_from_tokens(indexed, columns, frozenset()),
            cited_ids=cited_ids,
        )

    def _paragraphs(self) -> list[StockText]:
        """Return as many sentences as papers of this median have, in paragraphs of one length."""
        random, stock = self._random, self._maker._stock.paragraphs
        count = min(max(1, round(random.lognormvariate(0, _SPREAD) * self._maker._sentences)), _MOST_SENTENCES)
        width = random.randint(3, WIDEST)
        whole, rest = divmod(count, width)
        chosen = random.choices(stock[width], k=whole) if whole else []
        return [*chosen, random.choice(stock[rest])] if rest else chosen

    def _footnotes(self, template, values, heading, texts, paragraphs, position):
        """Yield the notes of a template, filled in."""
        for order, (label, text, kind, which) in enumerate(template.notes, 1):
            if which < 0:
                anchor = "" if self._old else last_words(heading)
            else:
                place = template.places[which]
                anchor = paragraphs[place].tail if place else last_words(texts[0])
            source_id = f"d{position}fn{label}" if label else ""
            yield FootnoteRecord(order, label, text.format_map(values), kind, source_id, anchor)

    def _references(self, notes: list[StockText], first_note: int) -> tuple[list[ReferenceRecord], dict[int, int]]:
        """Return what the notes cite, and the ids of cited file numbers of the archive by the reference's place."""
        found: list[ReferenceRecord] = []
        ids: dict[int, int] = {}
        for order, note in enumerate(notes, first_note):
            for kind, printed, start, end, details in note.found:
                if kind == "file number" and printed in self._numbers:
                    ids[len(found)] = self._numbers[printed]
                found.append(ReferenceRecord(kind, printed, f"footnote:{order}", start, end, details))
        return found, ids


def _heading(kind: str, type_word: str, exchange: _Exchange, own: str, position: int, old: bool) -> tuple[str, str]:
    """Return a paper's heading in the style of its years, and its tokens."""
    if exchange.words and old and kind in _NUMBERED:
        words = exchange.words[0].upper() + exchange.words[1:]
        return words, _tokens(words)
    after = f"From {exchange.words}" if exchange.words else ""
    words = " ".join(filter(None, (type_word, own, after)))
    found = joined_tokens((_tokens(type_word), own, _tokens(after)))
    return (words, found) if old else (f"{position}. {words}", f"{position} {found}")


#: The tokens of words that many papers have.
_tokens = cache(tokens_of)
