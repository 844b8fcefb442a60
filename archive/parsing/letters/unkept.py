"""What a file in TEI says about a paper besides its text, and no field holds: it is listed, so that nothing is dropped in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from archive.parsing.letters.text import TEI_NAMES, words, words_apart
from archive.parsing.plain import local_name
from archive.records import ReadingWarning

#: Parts of the header that the record's fields hold, or that are listed by themselves.
_HELD = frozenset(
    "titleStmt/title sourceDesc/msDesc sourceDesc/listWit sourceDesc/bibl sourceDesc/biblStruct sourceDesc/biblFull sourceDesc/listBibl"
    " profileDesc/correspDesc profileDesc/langUsage profileDesc/abstract".split()
)
#: Parts of a manuscript's description that are held.
_HELD_OF_MANUSCRIPT = frozenset({"msIdentifier"})
#: Parts of the header whose own parts are looked at one by one.
_OPENED = frozenset({"fileDesc", "encodingDesc", "profileDesc", "titleStmt", "sourceDesc", "publicationStmt"})
_LONGEST, _LONGEST_WORDS = 2_000, 120


def not_kept(unkept: list[str], line: int) -> list[ReadingWarning]:
    """Return the doubt that lists what a file says and the record does not hold; none if there is nothing."""
    if not unkept:
        return []
    message = f"The file says more than the record holds: {'; '.join(unkept)[:_LONGEST]}."
    return [ReadingWarning("description-not-kept", message, line)]


def unkept_of_file(root: etree._Element) -> list[str]:
    """Return what a file's header and its other parts have and no field holds, each in words; equal names are counted."""
    found = [words_of for part in root.iterchildren("{*}*") for words_of in _of_part(part)]
    names: Counter[str] = Counter(name for name, _ in found)
    first = dict(reversed(found))
    return [
        f"<{name}>" + (f" × {count}" if count > 1 else "") + (f" {first[name]}" if first[name] else "")
        for name, count in names.items()
    ]


def _of_part(part: etree._Element) -> Iterator[tuple[str, str]]:
    if local_name(part) == "teiHeader":
        for section in part.iterchildren("{*}*"):
            yield from _of_header(section, local_name(part))
        for manuscript in part.iterfind(".//t:sourceDesc//t:msDesc", TEI_NAMES):
            for one in manuscript.iterchildren("{*}*"):
                if local_name(one) not in _HELD_OF_MANUSCRIPT and _says_something(one):
                    yield local_name(one), _short(one)
    elif local_name(part) != "text":
        yield local_name(part), ""


def _of_header(section: etree._Element, above: str) -> Iterator[tuple[str, str]]:
    name = local_name(section)
    if f"{above}/{name}" in _HELD:
        return
    if name in _OPENED:
        for one in section.iterchildren("{*}*"):
            yield from _of_header(one, name)
    elif _says_something(section):
        yield name, _short(section)


def _says_something(element: etree._Element) -> bool:
    return any(one.attrib for one in element.iter("{*}*")) or bool(words(element))


def _short(element: etree._Element) -> str:
    text = words_apart(element)
    return text if len(text) <= _LONGEST_WORDS else f"{text[:_LONGEST_WORDS].rpartition(' ')[0]} …"
