"""Questions whose answer is known: words of a paper, as somebody who looks for it again may remember them. Repeatable from a seed."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

from archive.folding import fold, stem, words
from archive.models import Document, SearchText

#: What the words of each set are.
SETS = {
    "distinctive": "three distinctive words",
    "four": "four middling words",
    "two": "two middling words",
    "subject": "the words of the printed subject",
    "person": "a correspondent and two words of the subject",
    "phrase": "seven words in a row, one forgotten and two exchanged",
}


@dataclass(frozen=True, slots=True)
class Question:
    """Words, as tokens of the index and as typed, and the paper that they are of."""

    paper: int
    tokens: tuple[str, ...]

    @property
    def typed(self) -> str:
        """The question as somebody types it."""
        return " ".join(self.tokens)


def questions(seed: int, most: int) -> dict[str, list[Question]]:
    """Return up to ``most`` questions of each set."""
    chance = random.Random(seed)
    texts = dict(SearchText.objects.order_by("pk").values_list("pk", "body"))
    having = Counter(token for body in texts.values() for token in set(body.split()))
    found: dict[str, list[Question]] = {name: [] for name in SETS}
    papers = list(Document.objects.public().order_by("pk").values_list("pk", "subject", "correspondents__person__name"))
    known = {pk: (subject, name) for pk, subject, name in reversed(papers)}
    order = sorted(known)
    chance.shuffle(order)
    for pk in order:
        body, (subject, name) = texts[pk].split(), known[pk]
        if len(body) < 80:
            continue
        # Stems that are words: typed, they find themselves.
        telling = [
            token for token in dict.fromkeys(body) if token.isalpha() and len(token) >= 4 and stem(token) == token
        ]
        rare = [token for token in telling if 2 <= having[token] <= len(texts) * 0.005]
        middling = [token for token in telling if len(texts) * 0.01 <= having[token] <= len(texts) * 0.1]
        for name_of_set, chosen in (
            ("distinctive", _some(chance, rare, 3)),
            ("four", _some(chance, middling, 4)),
            ("two", _some(chance, middling, 2)),
            ("phrase", _remembered(chance, body)),
            ("subject", _of_subject(subject)),
            ("person", _of_person(chance, subject, name, having, len(texts) * 0.25)),
        ):
            if chosen and len(found[name_of_set]) < most:
                found[name_of_set].append(Question(pk, chosen))
    return found


def _some(chance: random.Random, tokens: list[str], count: int) -> tuple[str, ...]:
    return tuple(chance.sample(tokens, count)) if len(tokens) >= count else ()


def _remembered(chance: random.Random, body: list[str]) -> tuple[str, ...]:
    start = chance.randrange(len(body) - 8)
    row = body[start : start + 7]
    del row[chance.randrange(1, 6)]
    place = chance.randrange(5)
    row[place], row[place + 1] = row[place + 1], row[place]
    return tuple(dict.fromkeys(row)) if all(stem(token) == token and token[0] != "0" for token in row) else ()


def _of_subject(subject: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(words(subject)))
    return found if len(found) >= 3 else ()


def _of_person(chance: random.Random, subject: str, name: str | None, having: Counter, most: float) -> tuple[str, ...]:
    surname = fold((name or "").split(",")[0]).split()[-1:]
    told = [word for word in _of_subject(subject) if word.isalpha() and len(word) >= 4 and having[word] < most]
    told = [word for word in told if word not in surname]
    return (*surname, *chance.sample(told, 2)) if surname and surname[0].isalpha() and len(told) >= 2 else ()
