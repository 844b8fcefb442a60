"""The words that synthetic papers are composed of. All people in it are invented."""

from __future__ import annotations

from itertools import accumulate
from random import Random

#: The end of every synthetic text.
MARK = "[Synthetic text, made to try the archive with; not a historical document.]"

#: Country, capital, and its codes in the decimal files of 1910–1949 and 1950–1963 and in the subject-numeric files.
COUNTRIES = (
    ("Argentina", "Buenos Aires", "35", "35", "ARG"),
    ("Austria", "Vienna", "63", "63", "AUS"),
    ("Bolivia", "La Paz", "24", "24", "BOL"),
    ("Brazil", "Rio de Janeiro", "32", "32", "BRAZ"),
    ("Chile", "Santiago", "25", "25", "CHILE"),
    ("China", "Nanking", "93", "93", "CHINAT"),
    ("Colombia", "Bogotá", "21", "21", "COL"),
    ("Cuba", "Habana", "37", "37", "CUBA"),
    ("Denmark", "Copenhagen", "59", "59", "DEN"),
    ("Ecuador", "Quito", "22", "22", "ECUA"),
    ("Egypt", "Cairo", "83", "74", "UAR"),
    ("Ethiopia", "Addis Ababa", "84", "75", "ETH"),
    ("Finland", "Helsinki", "60d", "60E", "FIN"),
    ("France", "Paris", "51", "51", "FR"),
    ("Greece", "Athens", "68", "81", "GREECE"),
    ("Haiti", "Port-au-Prince", "38", "38", "HAI"),
    ("Iran", "Tehran", "91", "88", "IRAN"),
    ("Iraq", "Baghdad", "90g", "87", "IRAQ"),
    ("Italy", "Rome", "65", "65", "IT"),
    ("Japan", "Tokyo", "94", "94", "JAPAN"),
    ("Liberia", "Monrovia", "82", "76", "LIB"),
    ("Mexico", "Mexico City", "12", "12", "MEX"),
    ("Nicaragua", "Managua", "17", "17", "NIC"),
    ("Norway", "Oslo", "57", "57", "NOR"),
    ("Panama", "Panama City", "19", "19", "PAN"),
    ("Peru", "Lima", "23", "23", "PERU"),
    ("Poland", "Warsaw", "60c", "48", "POL"),
    ("Portugal", "Lisbon", "53", "53", "PORT"),
    ("Spain", "Madrid", "52", "52", "SP"),
    ("Sweden", "Stockholm", "58", "58", "SWE"),
    ("Switzerland", "Bern", "54", "54", "SWITZ"),
    ("Turkey", "Ankara", "67", "82", "TURK"),
    ("Uruguay", "Montevideo", "33", "33", "URUGUAY"),
    ("Venezuela", "Caracas", "31", "31", "VEN"),
)

#: Matters of a chapter, with the subject in the decimal files of 1910–1949 (class 8), of 1950–1963 (class 7) and in the later ones.
MATTERS = (
    ("Political conditions", "00", "00", "POL 15"),
    ("Military assistance", "20", "5", "DEF 19"),
    ("Supplies of military material", "24", "56", "DEF 12"),
    ("Relief of refugees", "48", "07", "REF 3"),
    ("Financial conditions and loans", "51", "2", "FN 9"),
    ("Petroleum concessions", "6363", "022", "PET 6"),
    ("Civil aviation", "796", "5622", "AV 4"),
    ("Merchant shipping", "85", "5621", "OS 4"),
    ("Telecommunications", "74", "34", "TEL 1"),
    ("Internal security", "105", "52", "POL 23"),
)

_SYLLABLES = (
    "hal ver tor min dal gren pol kas wen bra sil mor tan fel dru lan ost ker vin rod mel has por nim cor bel".split()
)
_WORD_ENDINGS = "al ance ed er ic ing ion ity ment ous s y".split()
_ENDINGS = "by ton ley man wick more stad field ham ford sen berg er ett ow worth".split()
_WHO = (
    "The Foreign Minister|The Prime Minister|The Director of Trade|My colleague of the other mission|The Finance Minister|The Embassy"
    "|The Department|The Government|The Cabinet|The General Staff|The Central Bank|The Committee of Experts|The delegation"
    "|The Under Secretary|The press of the capital|The opposition|The Commission|The Consul at the port|The Ministry"
    "|Responsible officials"
).split("|")
_DOES = (
    "stated last evening|told the Counselor in confidence|repeated with some warmth|let it be known|confirmed on inquiry"
    "|denied categorically|insisted|has now intimated|believes|was at pains to explain|reported to the Council|continues to hold"
    "|informed me orally|conceded after long discussion|has been persuaded|expressed the hope|made it clear|could not assure us"
    "|wishes it understood|fears"
).split("|")
_THAT = (
    "that the draft agreement on tariff schedules|that the proposed loan of the Bank|that the note of protest"
    "|that the withdrawal of the garrison|that the shipment of wheat and flour|that the boundary commission|that the question of transit"
    "|that the claims of the bondholders|that the conference of ministers|that the visa instructions|that the oil concession"
    "|that the exchange control decree|that the mission of inspection|that the release of the detained vessels"
    "|that the supply of aircraft engines|that the treaty of friendship|that the elections in the provinces"
    "|that the relief of refugees in the frontier zone|that the armistice terms|that the landing rights of the airline"
).split("|")
_WOULD = (
    "would be laid before the legislature without delay|could not be accepted in its present form|ought to await the return of the envoy"
    "|had been settled in principle|should be discussed between experts first|was open to grave objection on legal grounds"
    "|must depend upon the attitude of the neighboring powers|would be received with satisfaction|had given rise to rumors in the bazaar"
    "|might be postponed until the autumn session|was contrary to the assurances given in writing|required further study"
    "|would cost more than the treasury could bear|deserved our earnest support|had been referred to arbitration"
    "|would strengthen the moderate elements|could only be understood in the light of recent events|should remain strictly confidential"
    "|had lost much of its urgency|would in all likelihood be approved"
).split("|")
_AND = (
    "||||, and asked for an early reply|, although no date was mentioned|, as the attached memorandum shows"
    "|, notwithstanding earlier doubts"
    "|, which agrees with what we hear from other sources|, provided that publication is avoided|, but gave no reasons"
    "|, and I replied that I should report the matter|, in contrast with the view of the military attaché"
    "|, as soon as the rains permit travel|, so far as can be learned here|, unless instructions to the contrary are received"
).split("|")


_SENTENCES = 6_000
#: Of real papers' words, every fourth is none of the thousand most frequent; here these are invented, and as unequal in their frequency.
_RARE, _RARE_OF_SENTENCE, _ZIPF_FROM = 30_000, 6, 1_000
_LEADS = ("concerning", "in the matter of", "with regard to", "together with", "in addition to", "besides")


def sentences_of(seed: int) -> list[str]:
    """Return the sentences of a seed: plain words that need no escaping, in any order."""
    random, count = Random(f"{seed} sentences"), _SENTENCES
    names = [surname(random) for _ in range(count // 8)]
    lexicon = [rare_word(random) for _ in range(_RARE)]
    frequency = list(accumulate(1 / (_ZIPF_FROM + rank) for rank in range(_RARE)))
    made = []
    for number in range(count):
        words = f"{random.choice(_WHO)} {random.choice(_DOES)} {random.choice(_THAT)} {random.choice(_WOULD)}"
        if number % 5 == 0:
            words += f", as {random.choice(names)} and {random.choice(names)} had foreseen"
        rare = random.choices(lexicon, cum_weights=frequency, k=_RARE_OF_SENTENCE)
        words += f", {random.choice(_LEADS)} {' '.join(rare[:3])} and {' '.join(rare[3:])}"
        made.append(f"{words}{random.choice(_AND)}.")
    return made


def rare_word(random: Random) -> str:
    """Return an invented word that is nobody's name."""
    return "".join(random.choices(_SYLLABLES, k=random.randint(2, 3))) + random.choice(_WORD_ENDINGS)


def surname(random: Random) -> str:
    """Return an invented name."""
    middle = random.choice(["", "", random.choice(_SYLLABLES)])
    return (random.choice(_SYLLABLES) + middle + random.choice(_ENDINGS)).capitalize()
