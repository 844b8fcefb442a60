"""Where the original of a paper is, as the collection of its source note says: record group, series, box and folder."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_GROUP = re.compile(r"(?:RG|Record Group) ?(\d{1,3})")
_BOX = re.compile(r"Box(?:es)? ([\w–/-]{1,12}(?: ?(?:and|&) ?[\w–-]{1,12})?)")
_FOLDER = re.compile(r"Folders? (.{1,80})")
_DASHES = re.compile("[‐-―−]")
#: From the top: a level that is not stated is left out.
LEVELS = ("repository", "group", "series", "subseries", "box", "folder")
#: What says that the words before a comma are a series, so that those after it are a part of it: "Kaysen Papers, Wool".
_WHOLE_SERIES = re.compile(r"\b(?:Files?|Papers|Records|Series|Collections?|Materials|Diar(?:y|ies)|Lot \d+)\b")
#: A collection that ends here was cut at the stop of the abbreviation.
_CUT = re.compile(r",? (?:Vol|No)$")


@dataclass(frozen=True, slots=True)
class Holding:
    """Record group ("RG 59"), series, box ("12", "H-194") and folder as printed; each ``""`` if it is not stated."""

    record_group: str = ""
    series: str = ""
    box: str = ""
    folder: str = ""


def read_holding(collection: str, numbers: Collection[str] = ()) -> Holding:
    """Return where a collection says that a paper is. Never raises. The paper's own file ``numbers`` are left out of it.

    What stands before the box is its series. What stands after it is the folder: a folder that is printed before its box can't be told
    from a series, and stays in it.

    >>> read_holding("RG 330, OSD Files: FRC 70 A 4443, Box 12, Vietnam, 1968")
    Holding(record_group='RG 330', series='OSD Files: FRC 70 A 4443', box='12', folder='Vietnam, 1968')
    """
    group = box = ""
    series: list[str] = []
    folder: list[str] = []
    own = {_plain(number) for number in numbers}
    for piece in _CUT.sub("", " ".join(collection.split())).split(", "):
        if _plain(piece) in own:
            continue
        if not group and not series and (found := _GROUP.fullmatch(piece)):
            group = f"RG {found[1]}"
        elif not box and (found := _BOX.fullmatch(piece)):
            box = found[1]
        elif found := _FOLDER.fullmatch(piece):
            folder.append(found[1])
        else:
            (folder if box or folder else series).append(piece)
    return Holding(group, ", ".join(series), box, ", ".join(folder))


def _plain(words: str) -> str:
    return _DASHES.sub("-", "".join(words.split())).lower()


def levels_of(repository: str, collection: str, numbers: Collection[str] = ()) -> tuple[tuple[str, str], ...]:
    """Return level and name of each unit in which a paper is, from the repository down; none if no repository is known.

    >>> levels_of("National Archives", "RG 59, Central Files 1967–69, POL 27, Box 12", ["POL 27"])
    (('repository', 'National Archives'), ('group', 'RG 59'), ('series', 'Central Files 1967–69'), ('box', '12'))
    >>> levels_of("Johnson Library", "National Security File, Country File, Vietnam")[1:]
    (('series', 'National Security File'), ('subseries', 'Country File, Vietnam'))
    """
    if not (repository := " ".join(repository.split())):
        return ()
    held = read_holding(collection, numbers)
    series, _, part = held.series.partition(", ")
    if not _WHOLE_SERIES.search(series):
        series, part = held.series, ""
    names = (repository, held.record_group, series, part, held.box, held.folder)
    return tuple((level, name) for level, name in zip(LEVELS, names, strict=True) if name)
