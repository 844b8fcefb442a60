"""Names of people as lists of persons and headings print them, taken apart so that two of them can be compared.

``read_name("Dulles, John F.")`` and ``read_spoken_name("Mr. John Foster Dulles")`` agree; so do ``read_name("Adenauer, Dr. Konrad")`` and
``read_name("Adenauer, Konrad")``. Nothing is looked up: what cannot be told from the words of the names is left to the lines beside them
(:mod:`archive.identity.evidence`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz import fuzz

from archive.folding import fold

#: Ranks, honours and forms of address, which no one is born with. Abbreviations stand without their full stop.
_TITLES = frozenset(
    """adm admiral air ambassador archbishop baron baroness bishop brig brigadier capt captain cardinal chancellor chief cmdr col colonel
    commander commodore congressman congresswoman count countess crown dame doctor dr duke earl emir emperor ensign excellency father
    field first fleet gen general generalissimo governor hon honorable imam judge justice king lady lieutenant lord lt madame maj major
    marquess marquis marshal master minister miss monsignor mr mrs ms pandit pope premier president prime prince princess prof professor
    queen rabbi rear representative ret retired rev reverend right rt secretary sen senator sergeant shah sheik sheikh shaykh sir squadron
    sultan tunku usa usaf usmc usn vice vicount viscount wing""".split()
)
_WIVES = frozenset({"madame", "mme", "mrs"})
_SUFFIXES = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
#: Which of the kings of a name; higher numbers are read as suffixes.
_REGNAL = frozenset({"i", "v", "vi"})
#: Short forms of given names in English, by the name that they stand for.
_SHORT_FORMS = {
    "abigail": "abby", "albert": "al bert", "alexander": "alec alex sandy", "alfred": "al fred alf", "andrew": "andy", "anthony": "tony",
    "archibald": "archie", "arthur": "art", "augustus": "gus", "barbara": "barb", "benjamin": "ben", "bernard": "bernie",
    "bradford": "brad", "charles": "charlie chuck", "chester": "chet", "christopher": "chris", "clifford": "cliff", "daniel": "dan",
    "david": "dave", "donald": "don", "douglas": "doug", "edmund": "ed ted", "edward": "ed eddie ned ted", "elizabeth": "betty liz",
    "eugene": "gene", "frances": "fran", "francis": "frank fran", "franklin": "frank", "frederick": "fred freddie", "gerald": "gerry jerry",
    "gregory": "greg", "harold": "hal harry", "henry": "hal hank harry", "herbert": "bert herb", "hubert": "bert", "irving": "irv",
    "jacob": "jack jake", "james": "jamie jim jimmy", "jeffrey": "jeff", "jerome": "jerry", "john": "jack johnny", "jonathan": "jon",
    "joseph": "joe", "joshua": "josh", "katherine": "kate kathy", "kenneth": "ken", "lawrence": "larry", "leonard": "len leo",
    "leslie": "les", "lewis": "lew", "louis": "lou louie", "margaret": "maggie peggy", "martin": "marty", "matthew": "matt",
    "maxwell": "max", "michael": "mike mickey", "nathaniel": "nat nate", "nicholas": "nick", "norman": "norm", "oliver": "ollie",
    "patricia": "pat", "patrick": "pat", "peter": "pete", "philip": "phil", "phillip": "phil", "randolph": "randy", "raymond": "ray",
    "reginald": "reg", "richard": "dick rick", "robert": "bob bobby rob", "ronald": "ron", "roger": "rog", "russell": "russ",
    "samuel": "sam", "stanley": "stan", "stephen": "steve", "steven": "steve", "stuart": "stu", "susan": "sue", "theodore": "ted theo",
    "thomas": "tom tommy", "timothy": "tim", "victor": "vic", "vincent": "vin vince", "walter": "walt wally", "wilbur": "will",
    "william": "bill billy will", "zachary": "zach",
}  # fmt: skip
_SHORT = {(short, full) for full, shorts in _SHORT_FORMS.items() for short in shorts.split()}
#: Frequent given names that have no short form.
_NO_SHORT_FORM = frozenset(
    """alan allan allen anne bruce carl cecil clarence claude dean dennis donovan dwight earl elmer eric ernest francois george gordon
    graham guy harvey hans helen herman homer horace howard hugh ivan jean jose juan julian julius karl keith louise marshall mary max
    melvin mohammed muhammad milton neil nelson oscar owen paul pierre ralph rene robin roy ruth scott sidney simon walton warren wayne
    wesley willis winston""".split()
)
_GIVEN = frozenset(word for pair in _SHORT for word in pair) | _NO_SHORT_FORM
_WORD = re.compile(r"(?:[^\W_]|(?<=\w)'(?=\w))+")
#: What a list puts beside a name: another spelling, a pseudonym, what friends said.
_BESIDE = re.compile(r"[(\[]([^()\[\]]*)[)\]]|[“\"]([^“”\"]*)[”\"]")
#: In a shorter word, one letter more or less makes another name: Lee and Leeb.
SHORTEST = 5
_NEAR = 80


class Agreement(IntEnum):
    """How far two names agree: the more, the less the lines beside them have to say."""

    CONTRADICTED = 0
    #: One has a surname alone: nothing to compare.
    SILENT = 1
    #: They differ in what is often misprinted: one initial of several, a short name, the generation.
    MISPRINTED = 2
    #: Spelled alike, a short form, or a first name left out.
    ALIKE = 3
    #: Initials that agree with names.
    INITIALS = 4
    #: The same first name, and no second one on one side.
    FIRST = 5
    #: The same in full, as far as more than a first name is given on both sides.
    FULL = 6


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name taken apart: folded ``surname`` without spaces, given names, ``suffix`` (``jr``, ``iii``), and what stood beside them."""

    surname: str
    given: tuple[str, ...] = ()
    suffix: str = ""
    beside: tuple[str, ...] = ()
    #: Not inverted and without a comma, so that nothing says which word is the surname: "Nguyen Chanh Thi".
    whole: bool = False
    #: "Madame Chiang Kai-shek": the name is her husband's.
    wife: bool = False

    @property
    def letters(self) -> str:
        """All its words as one, for names of which lists disagree where the surname ends."""
        return self.surname + "".join(self.given)

    @property
    def spoken(self) -> str:
        """All its words as one, in the order in which they are spoken."""
        return "".join(self.given) + self.surname


def read_name(text: str) -> PersonName | None:
    """Return the parts of a printed name, or ``None`` if there is no word in it."""
    folded = fold(text)
    beside = tuple(" ".join(_words(a or b)) for a, b in _BESIDE.findall(folded))
    first, *rest = [part for part in _BESIDE.sub(" ", folded).split(",") if _words(part)] or [""]
    words, suffix = _split_suffix([word for part in rest for word in _words(part)])
    given = [word for word in words if word not in _TITLES]
    surname, first_suffix = _split_suffix(_words(first))
    surname = [word for word in surname if word not in _TITLES] or surname
    if len(surname) > 1 and surname[-1] in _REGNAL:
        surname = surname[:-1]  # "Hussein I, ibn Talal"
    whole = not given and len(surname) > 1
    if not given and len(surname) > 2 and all(len(word) == 1 for word in surname[1:]):
        surname, given, whole = surname[:1], surname[1:], False  # "Jackson C. D."
    if not surname:
        return None
    return PersonName(
        "".join(surname),
        tuple(given),
        suffix or first_suffix,
        tuple(filter(None, beside)),
        whole,
        not _WIVES.isdisjoint(_words(folded)),
    )


def read_spoken_name(text: str) -> PersonName | None:
    """Return the parts of a name as it is spoken, such as a heading has it: "Mr. John Foster Dulles", "Dulles"."""
    words, suffix = _split_suffix(_words(fold(text)))
    return read_name(f"{words[-1]}, {' '.join(words[:-1])}, {suffix}") if words else None


def read_full_name(text: str) -> PersonName | None:
    """Return the parts of a spoken name with a first name and another one or an initial: "John C. Ross"; ``None`` of any other."""
    found = read_spoken_name(text)
    return found if found and len(found.given) > 1 and len(found.given[0]) > 1 and not found.wife else None


def is_given_name(word: str) -> bool:
    """Whether a folded word is a frequent given name or a short form of one."""
    return word in _GIVEN


def has_title(text: str) -> bool:
    """Whether a printed name has a rank, an honour or a form of address in it."""
    return not _TITLES.isdisjoint(_words(fold(text)))


def surname(text: str) -> str:
    """Return the folded surname of a printed name, by which names to compare with it are found; ``""`` if it has none."""
    found = read_name(text)
    return found.surname if found else ""


def spoken_surnames(text: str) -> set[str]:
    """Return what a list can have for the surname of a name as it is spoken: its last word, and all of it ("Ngo Dinh Diem")."""
    found = read_spoken_name(text)
    return {found.surname, found.spoken} if found else set()


def agreement(one: PersonName, other: PersonName) -> Agreement:
    """Return how far two names agree whose surnames are the same or spelled alike."""
    if one.wife != other.wife:
        return Agreement.CONTRADICTED
    if is_inverted(one, other):
        return Agreement.ALIKE
    if one.whole != other.whole and one.spoken == other.spoken:
        return Agreement.FULL  # "Souvanna Phouma" and "Phouma, Souvanna"
    if not one.given or not other.given:
        # "Ushiba Nobuhiko" and "Ushiba, Nobuhiko".
        same = (one.whole or other.whole) and one.letters == other.letters
        found = Agreement.FULL if same else Agreement.SILENT
    else:
        found = _given_names(one, other)
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return Agreement.MISPRINTED if found >= Agreement.FIRST else Agreement.CONTRADICTED
    return found


def is_inverted(one: PersonName, other: PersonName) -> bool:
    """Whether one name has the surname of the other for its given name and the other way round: "Stabler, Wells", "Wells, Stabler"."""
    return one.given == (other.surname,) and other.given == (one.surname,)


def _given_names(one: PersonName, other: PersonName) -> Agreement:
    if len(one.given) > 1 and sorted(one.given) == sorted(other.given):
        return Agreement.FULL  # "Berry, Lampton J." and "Berry, J. Lampton"
    shorter, longer = sorted((one.given, other.given), key=len)
    agreed = [_word_agreement(a, b) for a, b in zip(shorter, longer, strict=False)]
    if all(agreed):
        if len(agreed) > 1 and (shorter == longer or (agreed[0] == 1 and len(shorter[0]) > 1)):
            return Agreement.FULL
        if agreed[0] == 1 and len(shorter[0]) > 1:
            return Agreement.FIRST
        if agreed[0] > _ALIKE:
            return Agreement.INITIALS if len(agreed) > 1 else Agreement.ALIKE
        return Agreement.ALIKE
    # "J. Selwyn" and "Selwyn"; "Michael J. “Mike”" and "Mike".
    called = {word for name in (one, other) for beside in name.beside for word in beside.split()}
    if any(_word_agreement(shorter[0], word) == 1 and len(word) > 1 for word in longer[1:]) or called & {
        shorter[0],
        longer[0],
    }:
        return Agreement.ALIKE
    if agreed[0] in (1, _ALIKE) and len(shorter[0]) > 1:
        return Agreement.MISPRINTED
    nearly = shorter[0][0] == longer[0][0] or fuzz.ratio(shorter[0], longer[0]) >= _NEARLY
    return Agreement.MISPRINTED if nearly and all(agreed[1:]) else Agreement.CONTRADICTED


_ALIKE = 0.5
_NEARLY = 70


def _word_agreement(one: str, other: str) -> float:
    """Return how far two given names agree: 1 the same, 0.7 an initial, 0.5 a short form or a spelling, 0 not at all."""
    if one == other:
        return 1
    if len(one) == 1 or len(other) == 1:
        return 0.7 if one[0] == other[0] else 0
    if (one, other) in _SHORT or (other, one) in _SHORT:
        return _ALIKE
    return _ALIKE if spelled_alike(one, other) else 0


def spelled_alike(one: str, other: str) -> bool:
    """Whether two words may be spellings of one name."""
    one, other = one.replace("ks", "x"), other.replace("ks", "x")
    return one == other or (min(len(one), len(other)) >= SHORTEST and fuzz.ratio(one, other) >= _NEAR)


def _words(text: str) -> list[str]:
    # "Ch'ang-huan" and "Chang-huan" are one name, and so are "O'Connor" and "OConnor".
    return [word.replace("'", "") for word in _WORD.findall(text)]


def _split_suffix(words: list[str]) -> tuple[list[str], str]:
    found = next((_SUFFIXES[word] for word in words if word in _SUFFIXES), "")
    return [word for word in words if word not in _SUFFIXES], found
