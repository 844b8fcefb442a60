"""One spelling for a number, before any grammar: dashes, spaces, labels, letters for digits."""

from __future__ import annotations

import re
from pathlib import Path

DASHES = "-‐‑‒–—―−﹘﹣－"

#: Other slashes, with the one that numbers are printed with.
_SLASHES = str.maketrans("⁄∕／", "///")
_DASH = re.compile(f"[{DASHES}]")
_SPACE = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff]+")
_LABEL = re.compile(
    r"^[\s\[(,;:.]*(?:(?:dep(?:artmen)?t\.? of state )?file ?no[st]?\b|numerical file\b(?: no\b)?|case(?: no\b| (?=\d)))[.:]? ?",
    re.IGNORECASE,
)
#: The words that cite a central file before a number: "Department of State, Central Files, 1967–69, POL 27 VIET S".
_LEAD = re.compile(
    r"^[\s\[(]*(?:source ?: ?)?(?:(?:u\.?s\.? )?(?:national archives(?: and records administration)?|nara), )?(?:rg 59, )?"
    r"(?:department of state, )?(?:(?:central (?:decimal |foreign policy )?|decimal |numeric )files?|ibid\.?)[,:;]? "
    r"(?:(?:19)?\d\d-(?:19)?\d\d[,:;]? )?(?:box(?:es)? [\w-]+[,:;] )?(?=\w)"
    r"|^(?:(?:u\.?s\.? )?national archives(?: and records administration)?|nara), (?=(?:rg|record group) ?\d)",
    re.IGNORECASE,
)
_KIND_TAIL = re.compile(
    r" ?: ?(?:\w+ )?(?:telegram|airgram|despatch|instruction|letter|circular|memorandum)s?$", re.IGNORECASE
)
_FRACTION = re.compile(r"(/\d{1,6})[ -]([123]/[234])(?=[a-z]{0,2}$)")
_FRACTIONS = {"1/2": "½", "1/4": "¼", "3/4": "¾", "1/3": "⅓", "2/3": "⅔"}
_DIGITS = str.maketrans("OIL", "011")
_ACRONYMS = frozenset((Path(__file__).parent / "data" / "acronyms.txt").read_text(encoding="utf-8").split())
_SMALL = frozenset(("and", "for", "of", "in", "the", "to", "de", "la"))


def clean(text: str) -> str:
    """Return the text with one kind of dash, slash and space, without label ("File No."), brackets around it and final stop."""
    text = _SPACE.sub(" ", _DASH.sub("-", text)).translate(_SLASHES).strip()
    while text:
        before = text
        text = _LABEL.sub("", text)
        text = _KIND_TAIL.sub("", text).strip(" ,;:")
        if _in_brackets(text):
            text = text[1:-1]
        if text.endswith("."):
            text = text[:-1]
        if text == before:
            break
    return _FRACTION.sub(lambda match: match[1] + _FRACTIONS.get(match[2], f" {match[2]}"), text)


def _in_brackets(text: str) -> bool:
    """Whether the first character opens a bracket that the last one closes."""
    pair, depth = text[:1] + text[-1:], 0
    if pair not in ("[]", "()"):
        return False
    for place, character in enumerate(text):
        depth += (character == pair[0]) - (character == pair[1])
        if not depth:
            return place == len(text) - 1
    return False


def without_lead(text: str) -> str:
    """Return a cleaned text without the words that cite a central file or the National Archives before a number."""
    return clean(_LEAD.sub("", text))


def has_label(text: str) -> bool:
    """Whether the number has the words "File No." before it."""
    return bool(_LABEL.match(_SPACE.sub(" ", text).strip()))


def digits_for_letters(text: str) -> str:
    """Return 0 and 1 for the letters O, I and L (upper case) that a typist or a scanner put for them."""
    return text.translate(_DIGITS)


def qualifier(words: str) -> str:
    """Return the usual spelling of the words after a decimal number: "E. W." and "EW (39)" are "European War 1939"."""
    words = re.sub(r"(?<![A-Z])([A-Z])\. ?(?=[A-Z](?:\.|\b))", r"\1", words.upper())
    words = re.sub(r"[^\w()&'½-]+", " ", words.replace("’", "'").replace("&", " AND "))
    if words.count("(") != words.count(")"):
        words = re.sub(r"[()]", " ", words)
    words = re.sub(r"(?<=\w)\(", " (", words)
    words = re.sub(r" ?- ?", "-", words).strip(" -")
    words = re.sub(r"\( | (?=\))", lambda m: m[0].strip(), _SPACE.sub(" ", words)).strip(" '-")
    words = re.sub(r"^(?:EUROPEAN WAR|EW|E W)(?: ?\(?(?:19)?39\)?)?(?=$| |-|\()", "EUROPEAN WAR 1939", words)
    words = re.sub(r"^CONTROL \(?([A-Z]+)\)?$", r"CONTROL (\1)", words)
    words = re.sub(r"^(?:PW|P W)(?=$| |-|\()", "PACIFIC WAR", words)
    return re.sub(r"[^\W\d_]+(?:'[^\W\d_]+)?", _word_case, words)


def _word_case(match: re.Match[str]) -> str:
    word = match[0]
    if word in _ACRONYMS or (len(word) < 3 and word.lower() not in _SMALL) or not re.search("[AEIOUYÀ-Ý]", word):
        return word
    if word.lower() in _SMALL and match.start():
        return word.lower()
    return word[0] + word[1:].lower()
