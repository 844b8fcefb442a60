"""The papers of a synthetic volume, each with everything that is derived from it, made quickly.

A paper's outline (how many paragraphs, footnotes and page breaks it has) is rendered once by the real renderer with blanks to fill
in; its tokens are those of its sentences, worked out once by the real search. So what is stored is what the renderer and the search
would make of the finished paper, which the tests and ``check_archive`` prove.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from archive import filing
from archive.parsing.references import find
from archive.records import (
    DateRecord,
    DocumentRecord,
    FileNumberRecord,
    FootnoteRecord,
    PageBreakRecord,
    ReferenceRecord,
)
from archive.search.entries import entry_of
from archive.search.folding import tokens
from archive.store.bulk import NewDocument, NewFileNumber, NewVolume
from archive.synthetic.language import COUNTRIES, MARK, sentences_of
from archive.synthetic.outlines import outline_of
from archive.synthetic.plan import Chapter, VolumePlan, is_serial, party

_WORDS_OF_PAGE = 380
_MARKINGS = ("Secret", "Confidential", "Top Secret", "Official Use Only", "Unclassified")
_MONTHS = "January February March April May June July August September October November December".split()

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
_ROLLED = [sum(kind[4] for kind in _KINDS[: n + 1]) for n in range(len(_KINDS))]
_NUMBERED = frozenset({"telegram", "despatch", "airgram", "instruction"})


@dataclass(frozen=True, slots=True)
class Known:
    """An authority or file in the database, as a search entry sees it."""

    pk: int
    name: str
    slug: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file in the database, as a search entry sees it."""

    pk: int
    scheme: str
    class_code: str
    country_code: str
    second_country_code: str
    subject: str
    qualifier: str
    normal: str
    sort_key: str
    slug: str


@dataclass(frozen=True)
class Holdings:
    """What the papers point at, by the words of the source: offices, people, places and files that are there already.

    ``numbers`` are those of files whose papers all bear the same number.
    """

    parties: dict[str, tuple[Known | None, Known | None, Known | None]]
    places: dict[str, Known]
    files: dict[tuple[str, str], KnownFile]
    numbers: dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    tokens: str
    found: tuple = ()


class _Rows(list):
    """A list that can be asked like a related manager."""

    def all(self):
        return self


@dataclass(slots=True)
class _Correspondent:
    role: str
    printed: str
    office_read: str
    person_read: str
    office: Known | None
    person: Known | None
    place: Known | None


@dataclass(slots=True)
class _Number:
    printed: str
    pk: int
    normal: str
    scheme: str
    sort_key: str
    file: KnownFile

    @property
    def file_number(self):
        return self


@dataclass(slots=True)
class _Indexed:
    """What a search entry needs of a document."""

    pk: int
    volume: Known
    kind: str
    classification: str
    place_printed: str
    place: Known | None
    date_earliest: date | None
    date_latest: date | None
    correspondents: _Rows
    document_file_numbers: _Rows


class _VolumeName(Known):
    @property
    def title(self) -> str:
        return self.name


class Maker:
    """Makes the papers of volumes. ``words`` is the median of a paper's words; ``holdings`` what they point at."""

    def __init__(self, seed: int, holdings: Holdings, words: int) -> None:
        self._seed, self._holdings, self._words = seed, holdings, words
        stock = sentences_of(seed)
        self._stock = [_Sentence(text, " ".join(tokens(text))) for text in stock]
        self._average = sum(len(text.split()) for text in stock) / len(stock)
        self._mark_tokens = " ".join(tokens(MARK))

    def volume(
        self, volume: VolumePlan, volume_id: int, divisions: list[int], first_pk: int, first_number: int
    ) -> NewVolume:
        """All papers of a volume. Documents and file numbers take ids from ``first_pk`` and ``first_number`` on."""
        random = Random(f"{self._seed} {volume.slug}")
        name = _VolumeName(volume_id, volume.record().title, volume.slug)
        made, new_numbers, page, position = [], [], random.randint(1, 9), 0
        for chapter, division_id in zip(volume.chapters, divisions, strict=True):
            days = sorted(date(volume.year, 1, 1) + timedelta(random.randrange(365)) for _ in range(chapter.papers))
            numbers = self._numbers(chapter, volume.year, days, first_number + len(new_numbers), new_numbers)
            cited = self._cited(random, chapter, volume.year, numbers)
            for day, number in zip(days, numbers, strict=True):
                position += 1
                paper = self._paper(random, name, chapter, volume, day, number, cited, page, position)
                document = NewDocument(
                    pk=first_pk + position - 1, slug=f"{volume.slug}-d{position}", volume_id=volume_id, division_id=division_id,
                    position=position, **paper(first_pk + position - 1),
                )  # fmt: skip
                page = int(document.record.pages[-1].label) + (random.random() < 0.6)
                made.append(document)
        return NewVolume(made, new_numbers)

    # --- file numbers ----------------------------------------------------------------------------------------------------

    def _numbers(self, chapter: Chapter, year: int, days: list[date], first_id: int, new: list) -> list[_Number]:
        """The number of each paper of a chapter; those that are new to the archive are added to ``new``."""
        found: dict[str, _Number] = {}
        numbers = []
        for place, day in enumerate(days):
            if year >= 1964:
                printed = chapter.file
            elif is_serial(year):
                printed = f"{chapter.file}/{chapter.first_serial + place}"
            else:
                printed = f"{chapter.file}/{day.month}–{day.day}{day.year % 100:02d}"
            if printed not in found:
                parsed = filing.parse(printed, year)
                known = self._holdings.numbers.get((parsed.scheme, parsed.normal))
                file = self._holdings.files[parsed.scheme, parsed.file]
                pk = known or first_id + len(found)
                found[printed] = _Number(printed, pk, parsed.normal, parsed.scheme, parsed.sort_key, file)
                if not known:
                    new.append(
                        NewFileNumber(
                            pk, file.pk, parsed.scheme, parsed.normal, parsed.enclosure, parsed.date, parsed.sort_key
                        )
                    )
            numbers.append(found[printed])
        return numbers

    # --- what is cited ---------------------------------------------------------------------------------------------------

    def _cited(self, random: Random, chapter: Chapter, year: int, numbers: list[_Number]) -> list[_Sentence]:
        """Footnotes of a chapter that cite something, with what they cite."""
        capital = COUNTRIES[chapter.country][1]
        by_words = {number.printed: number.pk for number in numbers}
        found = []
        for _ in range(12):
            number, day = random.choice(numbers), f"{random.choice(_MONTHS)} {random.randint(1, 28)}"
            text = random.choice(
                (
                    f"Not printed ({number.printed}).",
                    f"Telegram {random.randint(20, 2000)} from {capital}, {day}, not printed.",
                    f"Despatch {random.randint(20, 900)}, {day}, {year}, is not printed.",
                    f"See Document {random.randint(1, 300)}.",
                    f"See footnote {random.randint(1, 5)}, Document {random.randint(1, 300)}.",
                    f"See ante, p. {random.randint(1, 300)}.",
                    f"For text, see Foreign Relations, {year - random.randint(1, 9)}, vol. II, p. {random.randint(1, 900)}.",
                )
            )  # fmt: skip
            matches = [
                (m, by_words.get(text[m.start : m.end]) if m.kind == "file number" else None) for m in find(text)
            ]
            found.append(_Sentence(text, " ".join(tokens(text)), tuple(matches)))
        return found

    # --- one paper -------------------------------------------------------------------------------------------------------

    def _paper(self, random, volume, chapter, planned, day, number, cited, page, position):
        kind, type_word, sender, recipient, _ = _KINDS[bisect_right(_ROLLED, random.randrange(_ROLLED[-1]))]
        year = planned.year
        old = year < 1950
        country, capital = COUNTRIES[chapter.country][:2]
        sides = {
            role: (party(self._seed, who, chapter.country, year),) if who else ()
            for role, who in (("sender", sender), ("recipient", recipient))
        }
        own = str(random.randint(11, 2400)) if kind in _NUMBERED else ""
        heading = self._heading(kind, type_word, sides, own, position, old)
        editorial = kind == "editorial note"
        place = "" if editorial else capital if sender in {"ambassador", "embassy", "consul"} else "Washington"
        clock = f"{random.randint(1, 11)} {random.choice(('a.m.', 'p.m.'))}" if kind == "telegram" else ""
        printed_day = f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
        dateline = "" if editorial else f"{place}, {printed_day}" + (f", {clock}" if clock else "") + "."
        # --- the text: sentences, in paragraphs of about five
        count = max(1, round(random.lognormvariate(0, 0.89) * self._words / self._average))
        chosen = random.choices(self._stock, k=min(count, 700))
        width = random.randint(3, 6)
        paragraphs = [chosen[n : n + width] for n in range(0, len(chosen), width)]
        notes = random.choices(cited, k=min(len(paragraphs), random.choice((0, 0, 1, 1, 2, 3, 4))))
        breaks = min(len(paragraphs) - 1, int(count * self._average / _WORDS_OF_PAGE))
        outline = outline_of(old, editorial, len(paragraphs), len(notes), breaks)
        texts = [" ".join(sentence.text for sentence in paragraph) for paragraph in paragraphs]
        opening = f"{own}. " if own and old else ""
        texts[0] = opening + texts[0]
        classification, distribution, source_note, drafting = "", (), "", ""
        if not editorial:
            if old:
                source_note = f"{number.printed}: {type_word}" if own else number.printed
            else:
                classification = random.choice(_MARKINGS)
                distribution = (
                    (random.choice(("Priority", "Niact")),) if kind == "telegram" and position % 3 == 0 else ()
                )
                marking = "; ".join((classification, *distribution))
                drafting = (
                    f"Drafted by {sides['sender'][0].person}." if sides["sender"] and sides["sender"][0].person else ""
                )
                source_note = f"Source: Department of State, Central Files, {number.printed}. {marking}."
                source_note += f" {drafting}" if drafting else ""
        values = {
            "num": str(position), "head": heading, "place": place, "iso": day.isoformat(), "day": printed_day,
            "clock": f", {clock}" if clock else "", "source": source_note, "mark": MARK,
        }  # fmt: skip
        values.update((f"p{n}", text) for n, text in enumerate(texts))
        values.update((f"n{n}", note.text) for n, note in enumerate(notes))
        values.update((f"pg{n}", str(page + n + 1)) for n in range(breaks))
        footnotes = []
        for order, (label, template, note_kind, which) in enumerate(outline.notes, 1):
            anchor = _last_words(heading if not old else "") if which < 0 else _last_words(texts[outline.places[which]])
            source_id = f"d{position}fn{label}" if label else ""
            footnotes.append(FootnoteRecord(order, label, template.format_map(values), note_kind, source_id, anchor))
        references = []
        cited_numbers: dict[int, int] = {}
        for n, note in enumerate(notes):
            where = f"footnote:{outline.first_note + n}"
            for match, pk in note.found:
                if pk:
                    cited_numbers[len(references)] = pk
                references.append(
                    ReferenceRecord(
                        match.kind, note.text[match.start : match.end], where, match.start, match.end, match.details
                    )
                )
        record = DocumentRecord(
            source_id=f"{planned.slug}#d{position}",
            text=outline.tei.format_map(values),
            heading=heading,
            kind=kind,
            document_number=str(position),
            number=own,
            senders=sides["sender"],
            recipients=sides["recipient"],
            dateline=dateline,
            date=None
            if editorial
            else DateRecord(printed_day, day.isoformat(), day.isoformat(), day.isoformat(), clock),
            place=place,
            classification=classification,
            distribution=distribution,
            source_note=source_note,
            repository="Department of State" if source_note and not old else "",
            collection=f"Central Files, {number.printed}" if source_note and not old else "",
            drafting=drafting,
            file_numbers=() if editorial else (FileNumberRecord(number.printed, number.normal, number.scheme),),
            footnotes=tuple(footnotes),
            pages=(
                PageBreakRecord(str(page), within=False, source_id=f"pg_{page}"),
                *(PageBreakRecord(str(page + n), source_id=f"pg_{page + n}") for n in range(1, breaks + 1)),
            ),
            references=tuple(references),
        )
        links = {role: [self._holdings.parties[one.printed] for one in side] for role, side in sides.items()}
        found_place = self._holdings.places[place] if place else None
        columns = self._columns(record, paragraphs, notes, opening, links, sides)

        def finished(pk: int) -> dict:
            indexed = _Indexed(
                pk, volume, kind, classification, place, found_place,
                None if editorial else day, None if editorial else day,
                _Rows(
                    _Correspondent(role, one.printed, one.office, one.person, *known)
                    for role in ("sender", "recipient")
                    for one, known in zip(sides[role], links[role], strict=True)
                ),
                _Rows(() if editorial else (number,)),
            )  # fmt: skip
            return {
                "record": record,
                "place_id": found_place.pk if found_place else None,
                "links": {
                    role: [tuple(known.pk if known else None for known in three) for three in side]
                    for role, side in links.items()
                },
                "number_ids": () if editorial else (number.pk,),
                "cited_ids": cited_numbers,
                "html": outline.html.format_map(values),
                "notes_html": outline.notes_html.format_map(values),
                "entry": entry_of(indexed, columns, frozenset()),
            }

        return finished

    def _heading(self, kind, type_word, sides, own, position, old) -> str:
        if not sides["sender"]:
            return type_word if old else f"{position}. {type_word}"
        sender, recipient = sides["sender"][0].printed, sides["recipient"][0].printed
        if old and kind in _NUMBERED:
            return f"{sender[0].upper()}{sender[1:]} to {recipient}"
        number = f" {own}" if own else ""
        words = f"{type_word}{number} From {sender} to {recipient}"
        return words if old else f"{position}. {words}"

    def _columns(self, record: DocumentRecord, paragraphs, notes, opening, links, sides) -> list[str]:
        """The tokens of the texts that a search entry is made of."""
        heading, dateline = _tokens(record.heading), _tokens(record.dateline)
        names = [
            _tokens(words)
            for role in ("sender", "recipient")
            for one, known in zip(sides[role], links[role], strict=True)
            for words in (one.printed, *(k.name for k in (known[1], known[0], known[2]) if k))
        ]
        body = [dateline, heading, dateline, opening.strip(". ")]
        body += [sentence.tokens for paragraph in paragraphs for sentence in paragraph]
        body.append(self._mark_tokens)
        source = _tokens(record.source_note)
        beside = [source, *([source] if record.source_note else []), *(note.tokens for note in notes)]
        return [heading, " ".join(filter(None, names)), " ".join(filter(None, body)), " ".join(filter(None, beside))]


@cache
def _name_tokens(text: str) -> str:
    return " ".join(tokens(text))


def _tokens(text: str) -> str:
    return _name_tokens(text) if len(text) < 60 and not text[:1].isdigit() else " ".join(tokens(text))


def _last_words(text: str) -> str:
    """The words before an anchor, as a reader keeps them."""
    return text if len(text) <= 40 else text[-40:].partition(" ")[2]
