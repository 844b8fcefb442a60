"""References that have no row yet: what resolving reads and sets of a row, without the cost of a model's instance for each of thousands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from archive.models import Reference


@dataclass(slots=True)
class NewReference:
    """A reference as it was found, and what it leads to when it is resolved; see :class:`archive.models.Reference`."""

    document_id: int
    order: int
    where: str
    start: int
    end: int
    kind: str
    printed: str
    details: dict[str, Any]
    file_number_id: int | None = None
    status: str = Reference.Status.UNRESOLVED
    target_document_id: int | None = None
    target_footnote_id: int | None = None
    candidates: list[list] = field(default_factory=list)
    confidence: float | None = None
    reason: str = ""
    wanted: str = ""
    target_volume_id: int | None = None
    target_page: str = ""
    unheld_id: int | None = None
    unheld_key: str | None = None
    mention: dict[str, Any] | None = None
    decision_id: int | None = None
    #: It has no id before it is written.
    pk: None = None


#: What resolving works on: rows, and references that become rows.
AnyRow = Reference | NewReference
