"""The texts that synthetic papers are composed of: paragraphs, and footnotes that cite, each read once.

The real search makes the tokens of a text and the real finder finds its references: once for each text, and not for each
paper that has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from archive.dating import MONTHS
from archive.folding import GAP, indexed
from archive.parsing.references import find
from archive.synthetic.language import COUNTRIES, sentences_of

#: Sentences of a paragraph, at most.
WIDEST = 6
_PARAGRAPHS_OF_A_WIDTH = 5_000
#: How many footnotes of a kind there are about one country or year, and how many that are about neither.
_NOTES, _NOTES_OF_ALL = 8, 80

#: What footnotes cite: some cite by a country or a year; those under "" cite file numbers of the chapter.
_CITING = {
    "": None,
    "telegram": lambda random, country: (
        f"Telegram {random.randint(20, 2000)} from {COUNTRIES[country][1]}, {_day(random)}, not printed."
    ),
    "despatch": lambda random, year: f"Despatch {random.randint(20, 900)}, {_day(random)}, {year}, is not printed.",
    "volume": lambda random, year: (
        f"For text, see Foreign Relations, {year - random.randint(1, 9)}, vol. II, p. {random.randint(1, 900)}."
    ),
    "document": lambda random, _: f"See Document {random.randint(1, 300)}.",
    "footnote": lambda random, _: f"See footnote {random.randint(1, 5)}, Document {random.randint(1, 300)}.",
    "page": lambda random, _: f"See ante, p. {random.randint(1, 300)}.",
}


def _day(random: Random) -> str:
    return f"{random.choice(MONTHS)} {random.randint(1, 28)}"


@dataclass(frozen=True, slots=True)
class StockText:
    """A text with its tokens, its last words as a reader keeps them before an anchor, and the references found in it."""

    text: str
    tokens: str
    tail: str
    words: int
    found: tuple = ()


class StockTexts:
    """The texts of a seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        sentences = sentences_of(seed)
        #: The average number of words of a sentence.
        self.average = sum(len(text.split()) for text in sentences) / len(sentences)
        tokens = cache(tokens_of)
        #: Paragraphs by the number of their sentences.
        self.paragraphs = {
            width: _Paragraphs(f"{seed} paragraphs {width}", sentences, width, tokens) for width in range(1, WIDEST + 1)
        }
        self._notes = cache(self._made)

    def notes(self, random: Random, country: int, year: int, numbers: list[str], count: int) -> list[StockText]:
        """Return footnotes of a chapter that cite something; ``numbers`` are file numbers that they may name."""
        found = []
        about = {"telegram": country, "despatch": year, "volume": year}
        for kind in random.choices(list(_CITING), k=count):
            if kind:
                found.append(random.choice(self._notes(kind, about.get(kind))))
            else:
                found.append(stock_text(f"Not printed ({random.choice(numbers)})."))
        return found

    def _made(self, kind: str, about: int | None) -> list[StockText]:
        random = Random(f"{self._seed} {kind} {about}")
        return [stock_text(_CITING[kind](random, about)) for _ in range(_NOTES_OF_ALL if about is None else _NOTES)]


class _Paragraphs(Sequence[StockText]):
    """The paragraphs of so many sentences; each is made when it is first taken, because a small archive takes few."""

    def __init__(self, seed: str, sentences: list[str], width: int, tokens: Callable[[str], str]) -> None:
        self._seed, self._sentences, self._width, self._tokens = seed, sentences, width, tokens
        self._made: dict[int, StockText] = {}

    def __len__(self) -> int:
        return _PARAGRAPHS_OF_A_WIDTH

    def __getitem__(self, index):
        if index not in self._made:
            self._made[index] = self._paragraph(Random(f"{self._seed} {index}"))
        return self._made[index]

    def _paragraph(self, random: Random) -> StockText:
        sentences = random.choices(self._sentences, k=self._width)
        text = " ".join(sentences)
        tokens = joined_tokens([self._tokens(sentence) for sentence in sentences])
        return StockText(text, tokens, last_words(text), text.count(" ") + 1)


def stock_text(text: str) -> StockText:
    """Return a text with its tokens and references."""
    found = tuple((m.kind, text[m.start : m.end], m.start, m.end, m.details) for m in find(text))
    return StockText(text, tokens_of(text), last_words(text), text.count(" ") + 1, found)


def tokens_of(text: str) -> str:
    """Return what the search indexes of a text."""
    return indexed(text)[0]


def joined_tokens(parts: Iterable[str]) -> str:
    """Return what the search indexes of several texts one after the other, from their :func:`tokens_of`: the compounds of all come last."""
    cut = [part.partition(f" {GAP} ") for part in parts if part]
    compounds = dict.fromkeys(token for _, _, after in cut for token in after.split())
    return " ".join([*(words for words, _, _ in cut), *([GAP, *compounds] if compounds else [])])


def last_words(text: str) -> str:
    """Return the words before an anchor, as a reader keeps them."""
    return text if len(text) <= 40 else text[-40:].partition(" ")[2]
