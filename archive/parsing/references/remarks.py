"""What editors remark on papers in the same sentence: that they are not printed, or not found."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from archive.parsing.references.patterns import FoundReference

#: "Latter not printed" is said of one of two papers, and not of all before it.
_ALL = r"(?<!atter .)(?<!ormer .)(?<!atter is .)(?<!ormer is .)(?<!atter was .)(?<!ormer was .)"
NOT_PRINTED = re.compile(rf"[Nn]{_ALL}(?:ot|either|one|either is) printed")
NOT_FOUND = re.compile(rf"[Nn]{_ALL}(?:ot|either|one) (?:been )?(?:found|identified|located)")
_ONE_OF_TWO = re.compile(
    r"[LlFf](?<!\w.)(?P<which>atter|ormer) (?:is |was )?not (?:been )?(?:(?P<printed>printed)|found|identified|located)"
)
#: Words without which a text has no such remark.
_PRINTED, _FOUND = (" printed",), (" found", " identified", " located")
_SENTENCE_END = re.compile(r"\.(?<![ap]\.m\.)(?<!No\.)(?<!\bpp\.)(?<!\bp\.)(?<!vol\.)\s+(?=[A-Z])|;\s|\n")
#: Characters after a reference in which its sentence ends.
_LONGEST_SENTENCE = 600


def add_remarks(found: list[FoundReference], papers: list[FoundReference], text: str) -> None:
    """Add ``printed: False`` or ``found: False`` to the references of which the editors state it; ``papers`` are those to papers."""
    _add_to_all(found, text)
    _add_to_one(papers, text)


def _add_to_all(found: list[FoundReference], text: str) -> None:
    """Add ``printed: False`` or ``found: False`` to references of which the same sentence states it."""
    for name, remark, words in (("printed", NOT_PRINTED, _PRINTED), ("found", NOT_FOUND, _FOUND)):
        if not (found and any(word in text for word in words)):
            continue  # looking for a word alone is many times quicker
        remarks = [match.span() for match in remark.finditer(text)]
        for reference in found if remarks else ():
            following = bisect_left(remarks, (reference.end,))
            if following < len(remarks) and remarks[following][1] <= reference.end + _LONGEST_SENTENCE:
                sentence = _sentence_after(text, reference.end)
                if remarks[following][1] <= reference.end + len(sentence):
                    reference.details[name] = False


def _add_to_one(papers: list[FoundReference], text: str) -> None:
    """Add ``printed: False`` or ``found: False`` to the one of the last two papers of which it is stated: "Latter not printed."."""
    if not (papers and ("atter " in text or "ormer " in text)):
        return
    ends = [reference.end for reference in papers]
    for remark in _ONE_OF_TWO.finditer(text):
        before = bisect_right(ends, remark.start()) - (1 if remark["which"] == "atter" else 2)
        if before >= 0 and remark.start() - ends[before] <= _LONGEST_SENTENCE:
            papers[before].details["printed" if remark["printed"] else "found"] = False


def _sentence_after(text: str, place: int) -> str:
    after = text[place : place + _LONGEST_SENTENCE]
    end = _SENTENCE_END.search(after)
    return after[: end.start()] if end else after
