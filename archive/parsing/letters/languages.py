"""The language of a text whose source states none, if its commonest words leave no doubt."""

from __future__ import annotations

import re
from collections import Counter

from archive.records import ReadingWarning

#: Small words that are frequent in one of these languages and in none of the others.
_WORDS = {
    "de": "der und das den nicht dass daß mit auf für ist wurde sich zur zum dem",
    "fr": "les ces et du dans est pour une qui que aux cette nous vous sur pas",
    "it": "di che della il per non gli con alla sono dei nel delle dal",
    "en": "the of and to that was with by which would this from",
}
_LANGUAGE = {word: code for code, words in _WORDS.items() for word in words.split()}
_NAMES = {"de": "German", "fr": "French", "it": "Italian", "en": "English"}
_WORD = re.compile(r"[^\W\d_]+")
#: Characters that are looked at; the least such words, how many times as many as of any other language, and their least share of all words.
_LOOKED_AT, _LEAST, _TIMES, _SHARE = 6_000, 12, 8, 0.1


def inferred_language(text: str, line: int) -> tuple[tuple[str, ...], list[ReadingWarning]]:
    """Return the code of a text's language and the doubt that it is inferred; nothing where it is not certain."""
    words = _WORD.findall(text[:_LOOKED_AT].lower())
    counted = Counter(code for word in words if (code := _LANGUAGE.get(word))).most_common(2)
    if not counted or counted[0][1] < max(_LEAST, _SHARE * len(words)):
        return (), []
    if len(counted) > 1 and counted[0][1] < _TIMES * counted[1][1]:
        return (), []
    code = counted[0][0]
    message = f"The source states no language; by the words of the text it is {_NAMES[code]}."
    return (code,), [ReadingWarning("language-inferred", message, line)]
