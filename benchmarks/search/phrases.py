"""The phrases that at least one of a hundred papers of an archive has: what ``archive/search/data/phrases.txt`` was made by.

    python benchmarks/search/phrases.py > archive/search/data/phrases.txt

Printed are tokens, a phrase on a line, and not what is part of a longer one nor what :mod:`archive.search.phrases` has anyway. Whoever
prints another list has to make the postings of the archives that there are again.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

#: The part of the papers that have a phrase of the list, and the columns that are read: names of correspondents are in these, too.
_PART, _COLUMNS = 0.01, ("title", "body", "notes")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from archive.models import SearchText
    from archive.search.phrases import COMMON

    papers = [[text.split() for text in texts] for texts in SearchText.objects.values_list(*_COLUMNS)]
    having = Counter(token for texts in papers for token in {token for text in texts for token in text})
    least, found = _PART * len(papers), set()
    of_length = {(token,) for token, count in having.items() if count >= least and token.isalpha()}
    length = 1
    while of_length:
        found |= of_length
        length += 1
        counts: Counter[tuple[str, ...]] = Counter()
        for texts in papers:
            counts.update({phrase for text in texts for phrase in _of_length(text, length, of_length)})
        of_length = {phrase for phrase, count in counts.items() if count >= least}
    parts = {part for phrase in found for part in (phrase[:-1], phrase[1:])}
    for phrase in sorted(found - parts):
        if len(phrase) > 2 or len(phrase) == 2 and not COMMON.issuperset(phrase):
            print(" ".join(phrase))


def _of_length(text: list[str], length: int, shorter: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """Return the phrases of so many tokens in a text of which both shorter ones are among these."""
    phrases = (tuple(text[start : start + length]) for start in range(len(text) - length + 1))
    return {phrase for phrase in phrases if phrase[:-1] in shorter and phrase[1:] in shorter}


if __name__ == "__main__":
    main()
