"""Codes of languages (BCP 47), as sources state them and as the archive keeps them: the shortest code of each language."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.errors import Refused

#: A code by its form; what it means is not looked up. RFC 5646, section 2.1, without private use and grandfathered tags.
_CODE = re.compile(r"(?P<language>[A-Za-z]{2,3})(?P<rest>(?:[-_][A-Za-z0-9]{1,8}){0,6})", re.ASCII)
#: The three letters of ISO 639-2 (both kinds) and 639-3 where a language has two letters, which then are its code.
_SHORTER = dict(
    pair.split("=")
    for pair in (
        "ara=ar bul=bg cat=ca ces=cs cze=cs chi=zh zho=zh dan=da deu=de ger=de dut=nl nld=nl ell=el gre=el eng=en est=et fas=fa per=fa"
        " fin=fi fra=fr fre=fr gle=ga heb=he hin=hi hrv=hr hun=hu ice=is isl=is ind=id ita=it jpn=ja kor=ko lat=la lav=lv lit=lt"
        " mac=mk mkd=mk may=ms msa=ms nor=no pol=pl por=pt roh=rm ron=ro rum=ro rus=ru slk=sk slo=sk slv=sl spa=es sqi=sq alb=sq srp=sr"
        " swe=sv tha=th tur=tr ukr=uk urd=ur vie=vi yid=yi"
    ).split()
)
#: Codes that name no language: undetermined, none, several, not coded.
_NONE = frozenset({"und", "zxx", "mul", "mis"})
LONGEST = 35
#: The language in which a paper's words are pronounced and cited where its source states none.
DEFAULT_LANGUAGE = "en"


def language_code(stated: str) -> str:
    """Return the code of a language that a source states ("deu", "de_at"), as BCP 47 writes it ("de", "de-AT"); ``""`` if it is no code."""
    match = _CODE.fullmatch(stated.strip()) if len(stated) <= LONGEST else None
    if not match:
        return ""
    language = match["language"].lower()
    if language in _NONE:
        return ""
    parts = [_SHORTER.get(language, language)]
    for part in match["rest"].replace("_", "-").split("-")[1:]:
        parts.append(
            part.upper() if len(part) == 2 else part.title() if len(part) == 4 and part.isalpha() else part.lower()
        )
    return "-".join(parts)


def language_codes(stated: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of the languages that a source states, each once, in order; what is no code is left out."""
    return tuple(dict.fromkeys(code for one in stated if (code := language_code(one))))


def typed_codes(words: str) -> tuple[str, ...]:
    """Return the codes that somebody typed, separated by commas, semicolons or blanks.

    Raises :class:`archive.errors.Refused` for what is no code.
    """
    typed = re.split(r"[,;\s]+", words.strip()) if words.strip() else []
    if wrong := next((one for one in typed if not language_code(one)), ""):
        raise Refused(f"“{wrong[:LONGEST]}” is no code of a language, such as de, fr-CH or ota.")
    return language_codes(typed)
