"""Words of editions in German, French and Italian for kinds of papers."""

from __future__ import annotations

import re

_WORDS = {
    "letter": "brief schreiben kabinettschreiben privatbrief postkarte karte ansichtskarte kartenbrief bildpostkarte korrespondenzkarte"
    " lettre carte lettera cartolina letter postcard",
    "telegram": "telegramm kabel télégramme telegramme dépêche câble telegramma cable telegram",
    "report": "bericht rapport rapporto relazione report",
    "memorandum": "notiz aufzeichnung memorandum mémorandum notice appunto promemoria",
    "note": "note nota verbalnote",
    "minutes": "protokoll verhandlungsprotokoll procès-verbal verbale minutes",
    "circular": "kreisschreiben rundschreiben circulaire circolare",
    "agreement": "vertrag abkommen vereinbarung traité accord convention trattato accordo",
    "statement": "erklärung déclaration dichiarazione",
    "press release": "pressemitteilung communiqué comunicato",
    "other": "antrag proposition proposta vortrag mitbericht article artikel articolo",
    "memorandum of conversation": "entretiens entretien gespräche gespräch unterredung colloqui colloquio",
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENCLOSED = re.compile(r"(?:Beilage|Anlage|Anhang|Annexe|Pièce jointe|Allegato|Attachment|Enclosure)\b", re.IGNORECASE)
#: Words before a kind: "Interne Notiz", "Politischer Brief".
_MOST_BEFORE = 3


def kind_of(text: str) -> str:
    """Return the kind of paper that the first words of a title or description name; ``""`` if none.

    Of "Beilage 5 zu Brief 25. Oktober: Bericht …" that is what is enclosed.
    """
    if _ENCLOSED.match(text):
        text = text.partition(":")[2]
    for count, found in enumerate(_WORD.finditer(text[:200])):
        if kind := _KINDS.get(found[0].casefold()):
            return kind
        if count >= _MOST_BEFORE:
            break
    return ""
