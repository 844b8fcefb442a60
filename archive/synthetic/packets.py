"""A packet of work: what a process needs to make the rows of one volume."""

from __future__ import annotations

from dataclasses import dataclass

from archive.synthetic.contents import SyntheticVolume
from archive.synthetic.papers import Maker
from archive.synthetic.writing import TableRows, rows_of

#: The reason in the history of every synthetic document.
REASON = "make_archive"


@dataclass(frozen=True, slots=True)
class Packet:
    """A planned volume with the ids that its rows are to have."""

    volume: SyntheticVolume
    volume_id: int
    divisions: list[int]
    first_pk: int
    first_number: int
    run_id: int


def rows_of_packet(maker: Maker, packet: Packet) -> tuple[TableRows, int]:
    """Return the rows of a packet's documents, and the number of documents."""
    made = maker.volume(packet.volume, packet.volume_id, packet.divisions, packet.first_pk, packet.first_number)
    return rows_of(made, run_id=packet.run_id, reason=REASON), len(made.documents)
