"""What the lines of a printed head are made of: numbers, files, markings, place and date, each a piece of its line.

Forms are those of the printed series: "No. 215 Telegraphic [U 4412/20/70]", "Cablegram 312 LONDON, 9 October 1946", "TELEGRAM WA-1234",
"T. nos 123-125. Réservé. Washington, 5 mai 1948", "Vertraulich Bern, 12. Juni 1942".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from archive.dating import Dateline, read_date, read_dateline
from archive.records import DateRecord


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line from ``start`` to ``end``. ``role`` is what it is; ``kind``, ``number``, ``words`` and ``dated`` what it says."""

    role: str
    start: int
    end: int
    kind: str = ""
    number: str = ""
    words: tuple[str, ...] = ()
    dated: Dateline | None = None
    received: DateRecord | None = None


#: No line of a head is longer.
LONGEST = 300
#: Notes' labels and what stands between pieces.
_BETWEEN = re.compile(r"(?:[\s.,;:–—-]|\[\^?\d{1,3}\]|[⁰¹²³⁴-⁹]|\*)*")
MARKS = re.compile(r"\[\^?\d{1,3}\]|[⁰¹²³⁴-⁹]{1,3}|\*+$|(?<=[a-zà-ÿ)])\d{1,2}(?=$|[\s,(])")

#: Words for kinds before a number, and the kind of each.
_KINDS = {
    "telegram": "telegram", "cablegram": "telegram", "cable": "telegram", "tel": "telegram", "telno": "telegram",
    "télégramme": "telegram", "t": "telegram",
    "telegramm": "telegram", "fernschreiben": "telegram", "drahtbericht": "telegram", "drahterlass": "telegram", "drahterlaß": "telegram",
    "telegramma": "telegram", "teleprinter message": "telegram", "saving telegram": "telegram", "savingram": "telegram",
    "circular telegram": "circular telegram", "circular cablegram": "circular telegram", "despatch": "despatch", "dispatch": "despatch",
    "desp": "despatch", "dépêche": "despatch", "d": "despatch", "letter": "letter", "lettre": "letter", "l": "letter",
    "schreiben": "letter", "brief": "letter", "memorandum": "memorandum", "bericht": "report", "circular": "circular", "n": "note",
    "politischer bericht": "report", "politischer brief": "letter", "airgram": "airgram", "message": "message",
    "circular despatch": "circular", "circular letter": "circular",
}  # fmt: skip
_KIND = "|".join(re.escape(word) for word in sorted(_KINDS, key=len, reverse=True) if len(word) > 1)
_NUMBER_SIGN = r"(?:Nos?\b\.?|Nrn?\b\.?|n\s?(?:os?\b|[º°])\.?|N[º°]\.?|N\.)"
_NUMBER = (
    r"(?P<number>(?:[A-Z]{1,4}[. -]?)?\d{1,6}(?:[A-Z]\b)?(?:/[A-Z\d]{1,6})?"
    r"(?:\s?(?:[-–]|à|to|bis)\s?\d{1,6})?)(?!\w)(?!/\d)(?!\s(?:à|bis|to)\s)"
)
#: "No. 215 Telegraphic", "Telegram 12", "(No. 214.)", "T. nos 123-125", "Tel. (No. 102)"; a number alone needs its sign.
_NUMBERED = re.compile(
    rf"\(?(?:(?P<kind>{_KIND})\b\.?\s?,?\s?\(?(?:{_NUMBER_SIGN}\s?)?|(?P<letter>[TDL])\.?\s(?:{_NUMBER_SIGN}\s?)|{_NUMBER_SIGN}\s?)"
    rf"{_NUMBER}[.)\]]{{0,2}}(?:\s(?:Saving\s)?(?P<after>Telegraphic|Saving|Tel\.?|Despatch|Dispatch)(?:\s?:\s?by\s\w{{2,12}})?(?!\w))?",
    re.IGNORECASE,
)
_AFTER = {
    "telegraphic": "telegram",
    "saving": "telegram",
    "tel": "telegram",
    "despatch": "despatch",
    "dispatch": "despatch",
}
#: A kind alone, as an abbreviation before place and date: "L. Paris, 5 mai 1948", or as a word: "TELEGRAM".
_KIND_ALONE = re.compile(
    rf"(?:(?P<letter>[TDLN])\.(?=\s)|\[?(?P<kind>(?i:{_KIND}|Telegraphic|By Telegraph))\b\]?(?:(?=\.?\s*$|\.\s|\s{{2}})|\sunnumbered\b))"
)

_CLASSES = (
    "Streng geheim|Strengstens geheim|Geheim|Streng vertraulich|Vertraulich|Très secret|Très confidentiel|Confidentielle|"
    "Confidentiel|Secrète|Réservée|Réservé|Très réservé|Diffusion réservée|Segretissimo|Segreto|Riservatissimo|Riservato|"
    "Confidenziale|Strettamente confidenziale|Most Secret|Top Secret|Secret|Very Confidential|Strictly Confidential|"
    "Confidential|Restricted|Unclassified|Intern"
).split("|")
_HANDLING = (
    "Most Immediate|Immediate|Very Urgent|Most Urgent|Urgent|Important|Emergency|Priority|Routine|Flash|Clear the Line|Private|"
    "Personal|Guard|En clair|Cypher|Cipher|Code|By bag|By air mail|By airmail|By wireless|By telephone|Dedip|Eyes only|"
    "Operational|Extrême urgence|Priorité absolue|Très urgent|Urgente|Urgentissimo|Immédiat|Priorité|Personnelle|Personnel|"
    "Chiffré|Persönlich|Personale|Dringend|Citissime|Cito|Handschriftlich|Manuscrite|Manuscrit|Handwritten|Kopie|Copie|Copia|"
    "Copy|Auszug|Extraits|Extrait|Estratto|Extracts|Extract|Übersetzung|Traduction|Traduzione|Translation|Paraphrase|Entwurf|"
    "Draft|Projet"
).split("|")
#: Words of :data:`_HANDLING` that tell how a text is preserved and not how it was handled.
_STATES = frozenset(
    "handschriftlich manuscrite manuscrit handwritten kopie copie copia copy auszug extraits extrait estratto extracts extract übersetzung"
    " traduction traduzione translation paraphrase entwurf draft projet".split()
)
_CLASS_NAMES = {word.lower(): word for word in _CLASSES}
#: Perhaps after a letter that stands for how the text is preserved: "S Vertraulich".
_MARKING = re.compile(
    rf"\(?(?:[A-Z]\s)?(?P<word>{'|'.join(sorted(map(re.escape, _CLASSES + _HANDLING), key=len, reverse=True))})(?!\w)"
    r"(?:\s(?:and|et|und|e)(?=\s))?\)?",
    re.IGNORECASE,
)

_FILES = re.compile(
    r"\[(?P<british>[A-Z]{1,4}\s?\d{1,6}(?:/[\w.]{1,12}){1,4}(?:[;,]?\s?[A-Z]{1,4}\s?\d{1,6}(?:/[\w.]{1,12}){1,4}){0,3})\]"
    r"|\(?(?P<british2>(?:F\.?O\.?|FCO|CAB|PREM|DEFE|DO|CO|WO|T)\s?\d{1,4}/[\w/-]{1,20}(?:\.\d{1,5})?)\)?"
    r"|(?P<irish>(?:NAI|UCDA|NLI)\s[A-Z]\S{0,12}(?:\s[\w./’'()-]{1,16}){0,6}$)"
    # A department's file, or the volume of a fonds: other letters with a stroke are papers of conferences.
    r"|(?P<canadian>(?:DEA|EA)/[\dA-Z][\w.()-]{0,20}|(?:[A-Z]{2,6}|(?:[A-Z]\.){2,5}|[A-Z]{1,3}\.[A-Z]{1,3}\.)/[Vv]ol\.?\s?\d{1,5}(?:,\s\d{1,4})?"
    r"|PCO(?=\s*$))"
)
#: The file at the end of an Australian document: "[AA : A1068, E46/11/2]", "[NAA: A1838, 401/2/2, ii]", "[FA:A3300, 219]".
AUSTRALIAN_FILE = re.compile(r"\[(?P<file>(?:N?AA|FA|AWM|NLA)\s?:\s?[A-Z]{1,3}\s?\d[^\[\]]{1,80})\]\.?")
ADDRESS = re.compile(r"(?:https?://)?dodis\.ch/[A-Z]?\d{1,6}", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"(?:Doc(?:ument)?\.?\s)?(?:(?:No|Nr|N[º°]|n[º°])\.?\s?)?(?P<number>\d{1,4}[A-Za-z]?)\.?"
    r"(?=\s*$|\s{2,}|\s(?=[A-Z]{2,6}(?:[/ ]|$)|[A-Z]\.[A-Z]))"
)

_VOLUME = re.compile(
    r"(?:Volume|Vol\.|Band|Bd\.|Tome)\s(?:\d{1,3}|[IVXL]{1,7})(?:,\s\d{4}(?:[–-]\d{2,4})?)?$", re.IGNORECASE
)
_RECEIPT = re.compile(
    r"\(?\b(?:Received|Rec[’']?d|Reçue?|Eingegangen|Ankunft|Ricevut[oa])\b(?:\s?(?:on|le|am|at|in\s[A-Z]\w+|à\s[A-Z]\w+))?\s?:?\s?"
    r"(?P<date>[^()]{3,60})\)?\.?",
)
#: Hours of despatch and receipt: "D. 1.50 P.M. R. 3.30 P.M."
_HOURS = re.compile(
    r"D\.\s(?P<sent>\d{1,2}[.:]?\d{0,2}\s?[AP]\.?M\.?)(?:\s+R\.\s(?:[A-Z]\w+\s\d{1,2},\s)?\d{1,2}[.:]?\d{0,2}\s?[AP]\.?M\.?)?",
    re.IGNORECASE,
)
_REPEATED = re.compile(
    r"(?:Repeated|Rptd\.?|Repeat|Copied|Also|Répété|Communiqué)(?=\s(?:to|for|à)\b|\s[A-Z])", re.IGNORECASE
)
_SMALL = frozenset("to for and the of by no nos saving à et aux au le la".split())
_SMALL_IN_PLACES = frozenset(
    "of the de la le du des les den der am an im in on sur near bei près at upon di del".split()
)
#: Hours as they are printed in French, German and Italian: "20 h.", "16 Uhr 30", "ore 8.15".
_HOUR = re.compile(
    r"(?:à |um |alle )?(?:\d{1,2}(?:[.:]\d\d)?\s?(?:h|heures?|Uhr)\.?(?:\s?\d{1,2})?|ore \d{1,2}(?:[.,:]\d\d)?)",
    re.IGNORECASE,
)


def pieces_of(line: str) -> tuple[Piece, ...]:
    """Return the pieces that a line is made of, in order; none if there is anything else in it."""
    if len(line) > LONGEST:
        return ()
    found: list[Piece] = []
    at = _next(line, 0)
    while at < len(line):
        piece = next((piece for read in _READERS if (piece := read(line, at))), None)
        if piece is None:
            return ()
        found.append(piece)
        at = _next(line, piece.end)
    return tuple(found)


def document_number(line: str, at: int = 0) -> Piece | None:
    """Return the number of a document in its volume, alone on its line or before a file."""
    match = _DOCUMENT.match(line, at)
    return Piece("document number", *match.span(), number=match["number"]) if match else None


def address(line: str, at: int = 0) -> Piece | None:
    """Return a permanent address of a document of Dodis."""
    match = ADDRESS.match(line, at)
    return Piece("address", *match.span(), words=(match[0],)) if match else None


def _volume(line: str, at: int) -> Piece | None:
    match = _VOLUME.match(line, at)
    return Piece("kind", *match.span()) if match else None


def _next(line: str, at: int) -> int:
    between = _BETWEEN.match(line, at)
    return between.end() if between else at


def _file(line: str, at: int) -> Piece | None:
    match = _FILES.match(line, at)
    if not match:
        return None
    printed = match[match.lastgroup or 0]
    words = tuple(re.split(r"[;,]\s?(?=[A-Z])", printed)) if match["british"] else (printed,)
    return Piece("file", *match.span(), words=words, kind=match.lastgroup or "")


def _numbered(line: str, at: int) -> Piece | None:
    match = _NUMBERED.match(line, at)
    if not match:
        return None
    word = (match["kind"] or match["letter"] or "").lower()
    kind = _KINDS.get(word, "") or _AFTER.get((match["after"] or "").lower().rstrip("."), "")
    if match["after"] and match["after"].lower().startswith("tel"):
        kind = kind or "telegram"
    return Piece(
        "number", *match.span(), kind=kind, number=" ".join(match["number"].split()), words=(word, match["after"] or "")
    )


def _letter(line: str, at: int) -> Piece | None:
    piece = _kind(line, at)
    return piece if piece and piece.end - piece.start == 2 else None


def _kind(line: str, at: int) -> Piece | None:
    match = _KIND_ALONE.match(line, at)
    if not match:
        return None
    word = (match["letter"] or match["kind"]).lower()
    return Piece("kind", *match.span(), kind=_KINDS.get(word, "telegram"))


def _marking(line: str, at: int) -> Piece | None:
    match = _MARKING.match(line, at)
    if not match:
        return None
    word = match["word"].lower()
    if word in _CLASS_NAMES:
        return Piece("marking", *match.span(), kind=_CLASS_NAMES[word])
    words = () if word in _STATES else (match["word"].capitalize(),)
    return Piece("marking", *match.span(), words=words)


def _hours(line: str, at: int) -> Piece | None:
    match = _HOURS.match(line, at)
    return Piece("received", *match.span(), words=(match["sent"],)) if match else None


def _received(line: str, at: int) -> Piece | None:
    match = _RECEIPT.match(line, at)
    if not match or not re.search(r"\d", match["date"]):
        return None
    words = match["date"].strip()
    date = read_date(words)
    # "le 6, 1 h. 15" has neither month nor year; they are those of the day of writing.
    return Piece("received", *match.span(), number=words, received=date or DateRecord(words))


def _repeated(line: str, at: int) -> Piece | None:
    """Return a line that names to whom else a telegram went: no word of it begins with a small letter, besides "to" and "and"."""
    if not _REPEATED.match(line, at):
        return None
    words = re.findall(r"[^\W\d_][\w’'.-]*", line[at:])
    plain = all(word[0].isupper() or word.lower().rstrip(".") in _SMALL for word in words[1:])
    return Piece("kind", at, len(line)) if plain else None


def _dateline(line: str, at: int) -> Piece | None:
    receipt = _RECEIPT.search(line, at)
    hours = _HOURS.search(line, at)
    end = min([one.start() for one in (receipt, hours) if one] or [len(line)])
    return dateline(line[:end], at)


def dateline(line: str, at: int = 0) -> Piece | None:
    """Return place and date if a line has nothing else from ``at``; a word for the kind may stand before the place."""
    bare = MARKS.sub("", line[at:]).strip(" ,;")
    if not bare or len(bare) > 120 or not re.search(r"\d", bare):
        return None
    read = read_dateline(bare)
    if read.date is None or not read.date.edtf or not is_place(read.place):
        return None
    hour = _HOUR.fullmatch(read.rest.strip(" ,.")) if read.rest else None
    if read.rest and not hour:
        return None
    if hour and not read.date.time:
        read = replace(read, date=replace(read.date, time=hour[0]), rest="")
    return Piece("dateline", at, len(line), dated=read)


def is_place(words: str) -> bool:
    """Return whether words may be a place: none, or a few with capitals and without digits."""
    if not words:
        return True
    parts = re.findall(r"[^\W\d_][\w’'.-]*", words)
    if len(parts) > 6 or re.search(r"\d", words) or not parts or parts[0].lower() in _KINDS:
        return False
    return parts[0][0].isupper() and all(part[0].isupper() or part in _SMALL_IN_PLACES for part in parts)


_READERS: tuple[Callable[[str, int], Piece | None], ...] = (
    _file, _numbered, _marking, _hours, _received, _repeated, _letter, _dateline, _kind,
)  # fmt: skip


def lead_of(line: str) -> Iterator[Piece]:
    """Yield the pieces that stand above a heading: an address, the number in the volume, files."""
    at = _next(line, 0)
    while at < len(line):
        piece = address(line, at) or document_number(line, at) or _file(line, at) or _volume(line, at)
        if piece is None:
            return
        yield piece
        at = _next(line, piece.end)
