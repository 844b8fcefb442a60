"""The shapes by which file numbers are found in a text, and the words that cite them.

Every repetition is bounded, so that no text can make a search slow.
"""

from __future__ import annotations

import re

from archive.dating import SHORT_MONTHS
from archive.filing import schemes
from archive.filing.vocabulary import default_vocabulary

DASH = "[-‐‑‒–—―−]"
_BEFORE = rf"(?<![{DASH[1:-1]}\w.$£€/])"
_END = r"(?![\w½])(?![/.,:;]{1,2}\d)"

_DATE = (
    rf"(?:[0-9IlO]{{1,2}} ?{DASH}{{1,2}} ?[0-9IlOS]{{3,4}}"
    rf"|\d{{1,2}}{DASH}\d{{1,2}}{DASH}\d{{2,3}}(?!\d))"
)
_SERIAL = r"(?:\d{1,6}(?! \d{3})(?: ?[½¼¾⅓⅔]|[ -]?[13]/[24](?!\d))?[a-zA-Z]{0,2})"
#: What may follow a suffix: the editors' correction of it, and remarks on the paper.
_MARK = r"(?: ?\[\d{1,2}[-–—]\d{3,4}\])?(?:,? \(?(?:[Bb]ulky|FW)\)?)?"

_POINTED = r"[0-9][0-9IlO]{2} ?[A-Za-z?]?\.(?:[0-9A-Za-z]| (?=[0-9]|[A-Z]{2}\b))[0-9A-Za-z]{0,11}(?: [A-Z] ?\d{1,3})?"
_TRUNK = (
    r"(?:"
    r"[0-9]{3}\. [A-Z]\.[0-9Il]{1,4}"  # 786. A.l1
    r"|[0-9]{3}[A-Z] [0-9]{2,4}(?= ?/)"  # 751K 00/
    rf"|{_POINTED}"
    r"|[0-9]{3}\. ?[A-Z] \d{1,3}"  # 550. S 1
    r")(?:\([A-Z]\))?"
)
_WORD = r"(?:\(?[A-Z0-9][\w.’'&]{0,24}\)?,?|and|of|for|the|arctic)"
_GAP = rf"(?: ?{DASH} ?| )"
_WORDS = rf"(?:(?:{_GAP}| ?(?=\()){_WORD}(?:{_GAP}{_WORD}){{0,5}})"
_NUMBER = rf"(?P<trunk>(?:FW ?)?{_TRUNK})(?P<words>{_WORDS}?)"

#: Decimal numbers by their shape.
WITH_SUFFIX = re.compile(rf"{_BEFORE}{_NUMBER} ?/ ?(?:FW ?)?(?P<suffix>{_DATE}|{_SERIAL}){_END}{_MARK}")
WITHOUT_POINT = re.compile(rf"(?<!:){_BEFORE}[0-9]{{3}}{_WORDS}? ?/ ?\d{{1,2}} ?{DASH} ?\d{{3,4}}{_END}")
_SURNAME = r"[A-Z][\w’'-]{1,24}"
#: A personnel file by name or by letter and number: "123 Ward, Angus I.", "123–Hare, Raymond A.", "123 F 84/16".
PERSON = re.compile(
    rf"{_BEFORE}123 ?(?:{DASH}|,)? ?(?:(?P<name>{_SURNAME} ?, ?{_SURNAME}(?: (?:[A-Z]\.|{_SURNAME})(?=[\s.,;:/)\]]|$))?)"
    rf"|[A-Z] ?\d{{2,3}})(?P<suffix>/ ?(?:{_DATE}|\d{{1,4}}))?{_END}"
)
GARBLED = re.compile(rf"{_BEFORE}{_NUMBER} ?/ ?[\dIl](?:[\w;:–—-]| (?=\d)){{1,9}}(?![\w/])")
BARE = re.compile(rf"{_BEFORE}{_NUMBER}(?![\w/])(?!\.\d)(?! (?:percent|per cent|million|billion))")
MORE = re.compile(rf"(?:,? and |[,;] |, and )(?P<suffix>{_DATE}|{_SERIAL}){_END}(?! ?[-–—]\d)(?!\.\d)")

NUMERICAL = re.compile(
    rf"(?i:File ?Nos?\.? ?)(?P<number>\d{{1,5}}(?:/\d{{1,5}}(?:{DASH}\d{{1,5}})?(?: ?[½¼¾])?[a-z]?)?){_END}(?!\. ?\d)"
)
WHOLE_NUMERICAL = re.compile(r"^[\s\[(]*(?P<number>\d{2,5}/\d{1,5}(?:[-–]\d{1,5})?[½a-z]?)(?=[\s\]).]*$)")
REEL = re.compile(rf"(?<![\w/])[PDN](?:7[3-9]|8\d)\d{{4}} ?{DASH} ?\d{{3,4}}(?![\w/])")
#: Quick patterns: a text without a match of them has no match of the slower ones.
SOME_SUFFIX = re.compile("/ ?(?:FW ?)?[0-9IlO]")
SOME_REEL = re.compile(r"[PDN]\d{6}")
OF_LOTS = ("Lot", "lot", "1ot", "Iot", "LOT")
PEACE_CONFERENCE = re.compile(r"Paris Peace Conf(?:erence|\.)? ?\d{3}\.\d{1,8}(?:/\d{1,5}[a-z]?)?(?![\w/])")
RECORD_GROUP = re.compile(r"(?:RG|Record Group) \d{1,3}\b")

_LOT_NUMBER = rf"\d{{2}} ?{DASH}? ?[A-Z] ?{DASH}? ?\d{{1,4}}[A-Z]?(?!\w)"
LOT = re.compile(
    rf"(?<!\w)(?:[Ll1I]ot|LOT)s?(?: [Ff]iles?)?:? (?:No\. )?(?:{_LOT_NUMBER}|[A-Z] ?{DASH}? ?\d{{1,3}}(?!\w))"
)
MORE_LOTS = re.compile(rf"(?:,? and |[,;] )(?P<lot>{_LOT_NUMBER})")
BARE_LOT = re.compile(
    rf"(?:(?<=[:,] )\d{{2}} ?{DASH}? ?[DF] ?{DASH}? ?\d{{1,4}}[A-Z]?|(?<![\w.])M ?{DASH} ?88)(?![\w-])"
)

_BREAK = rf"(?: ?{DASH} ?| )"
#: Accessions of the Washington National Records Center and jobs of the Central Intelligence Agency.
RETIRED = re.compile(
    rf"\b(?:FRC:? (?:\d{{2,3}}{_BREAK})?\d{{2}}(?:{_BREAK}?A{_BREAK}?|{_BREAK})\d{{1,4}}"
    rf"|Job(?: No\.)?:? \d{{2}}(?: ?{DASH} ?|(?=[A-Z]))[A-Z]?\d{{4,5}}[A-Z]?)(?![\w/]|{DASH}\d|\.\d)"
)

_CITED = (
    r"Central (?:Decimal |Foreign Policy )?Files?|[Ii]bid\.?|(?:[Dd]ecimal|[Nn]umeric) [Ff]iles?|\bFile ?No[st]?\b"
    r"|\bRG 59\b|Department of State|\b[Ff]iles? "
)
#: A part of each of the words that cite a file, and what every number of the subject-numeric file has.
OF_CITATIONS = ("file", "File", "Ibid", "ibid", "RG 59", "Department of State")
SOME_SUBJECT = re.compile(rf"[A-Z)](?: | ?{DASH})\d")
#: Words that cite a central file, and the same directly before a number.
CITES = re.compile(_CITED)
LEADS = re.compile(
    rf"(?:{_CITED})[,:;.]{{0,2}} ?(?:(?:19)?\d\d\d?\d?[-–—](?:19)?\d\d[,:;]? ?)?(?:Box(?:es)? [\w–-]+[,:;] )?[\[(“\"]?$"
)
#: Words that cite another collection, whose labels may look like file numbers.
ELSEWHERE = re.compile(
    r"White House Central Files?|[Ll]ots?(?: [Ff]iles?:?)? [A-Z0-9]|\bEntry \d|\bFRC\b|\bRG (?!59\b)\d|Library|\bOSD\b"
    r"|\bJCS\b|Subject Files?|Papers\b"
)
SENTENCE = re.compile(r"(?<![Ii]bid)(?<![ .][A-Z])(?<!Nos)(?<!No)(?<!vol)[.;)] +(?=[A-Z“(])")
_NO_MONTH = "".join(rf"(?<!\b{month.rstrip('.')})" for month in SHORT_MONTHS if month.endswith("."))
#: Where the citation of a source note ends: at its classification or remarks, or at the first full stop.
CITATION_END = re.compile(
    r"[.;] +(?=(?:Top|Secret|Confidential|Restricted|Unclassified|Limited|Official|No (?:classification|drafting)"
    r"|Personal|Eyes|Sensitive|Drafted|Sent|Received|Also|Copies|A copy|Printed|Published)\b)"
    rf"|(?<![ .][A-Z])(?<![Ii]bid)(?<!\b[Vv]ol)(?<!\bNo)(?<!\bNos){_NO_MONTH}\. +(?=[A-Z])|\.?$"
)
#: What is before the citation: "Source:" after editors' words, or brackets.
CITATION_LEADS = (re.compile(r".{0,200}?(?<=[.;)] )Source ?:\s*"), re.compile(r"[\s\[(]*(?:[Ss]ource ?:\s*)?"))


def _subjects() -> re.Pattern[str]:
    subjects = "|".join(sorted(default_vocabulary().codes(schemes.SUBJECT_NUMERIC, "class"), key=len, reverse=True))
    area = r"[A-Z]{1,12}\b(?: [A-Z]{1,9}\b(?!’|')){0,4}"
    return re.compile(
        rf"(?<![\w/.&-])(?P<subject>{subjects})(?![\w&])(?: ?\([A-Z]{{2,4}}\))?"
        rf"(?:(?: | ?{DASH})(?P<number>\d{{1,2}}(?: ?{DASH} ?\d{{1,2}})?)(?![\w/]|[.,]\d| ?{DASH} ?\d))?"
        rf"(?:{_GAP}(?P<areas>{area}(?: ?{DASH} ?{area}){{0,5}}))?"
        rf"(?P<city> [A-Z][a-z]{{2,12}}(?=[.;,)]))?"
        rf"(?P<place> ?\([A-Z][A-Za-z]{{1,10}}\))?(?P<case> ?/ ?[A-Z][A-Za-z]+(?: [A-Z]{{2,}})?)?(?![\w/])"
    )


SUBJECT_NUMERIC = _subjects()
