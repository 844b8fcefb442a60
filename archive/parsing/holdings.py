"""Where the original of a paper is, as the collection of its source note says: record group, series, box and folder."""

from __future__ import annotations

import re
from dataclasses import dataclass

_GROUP = re.compile(r"(?:RG|Record Group) ?(\d{1,3})")
_BOX = re.compile(r"Box(?:es)? ([\w–/-]{1,12}(?: ?(?:and|&) ?[\w–-]{1,12})?)")
_FOLDER = re.compile(r"Folders? (.{1,80})")
#: A collection that ends here was cut at the stop of the abbreviation.
_CUT = re.compile(r",? (?:Vol|No)$")


@dataclass(frozen=True, slots=True)
class Holding:
    """Record group ("RG 59"), series, box ("12", "H-194") and folder as printed; each ``""`` if it is not stated."""

    record_group: str = ""
    series: str = ""
    box: str = ""
    folder: str = ""


def read_holding(collection: str) -> Holding:
    """Return where a collection says that a paper is. Never raises.

    What stands before the box is its series. What stands after it is the folder: a folder that is printed before its box can't be told
    from a series, and stays in it.

    >>> read_holding("RG 330, OSD Files: FRC 70 A 4443, Box 12, Vietnam, 1968")
    Holding(record_group='RG 330', series='OSD Files: FRC 70 A 4443', box='12', folder='Vietnam, 1968')
    """
    group = box = ""
    series: list[str] = []
    folder: list[str] = []
    for piece in _CUT.sub("", " ".join(collection.split())).split(", "):
        if not group and not series and (found := _GROUP.fullmatch(piece)):
            group = f"RG {found[1]}"
        elif not box and (found := _BOX.fullmatch(piece)):
            box = found[1]
        elif found := _FOLDER.fullmatch(piece):
            folder.append(found[1])
        else:
            (folder if box or folder else series).append(piece)
    return Holding(group, ", ".join(series), box, ", ".join(folder))
