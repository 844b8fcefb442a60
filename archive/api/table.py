"""All operations of this version, in the order in which they are described."""

from __future__ import annotations

from archive.api.authorities import MISSIONS, OFFICES, PEOPLE, PLACES
from archive.api.holdings import HOLDINGS
from archive.api.operations import list_of, one_of
from archive.api.papers import FOOTNOTES, PAPERS
from archive.api.parameters import MODIFIED_SINCE
from archive.api.references import NOT_HELD, REFERENCES, THREADS
from archive.api.searching import RESOLVED, SEARCH
from archive.api.shelf import EXPLAINED, FILE_NUMBERS, FILES, SHELF
from archive.api.topics import TOPICS
from archive.api.volumes import DIVISIONS, VOLUMES

RESOURCES = (
    PAPERS,
    FOOTNOTES,
    REFERENCES,
    PEOPLE,
    OFFICES,
    MISSIONS,
    PLACES,
    TOPICS,
    HOLDINGS,
    FILES,
    FILE_NUMBERS,
    VOLUMES,
    NOT_HELD,
)

OPERATIONS = (
    SEARCH,
    list_of(PAPERS, MODIFIED_SINCE),
    one_of(PAPERS, "vol-d1"),
    list_of(FOOTNOTES),
    one_of(FOOTNOTES, "vol-d1~1"),
    list_of(REFERENCES),
    one_of(REFERENCES, "vol-d1~1"),
    THREADS,
    RESOLVED,
    list_of(PEOPLE),
    one_of(PEOPLE, "quill"),
    list_of(OFFICES),
    one_of(OFFICES, "secretary-of-state"),
    list_of(MISSIONS),
    one_of(MISSIONS, "embassy-in-ruritania"),
    list_of(PLACES),
    one_of(PLACES, "strelsau"),
    list_of(TOPICS),
    one_of(TOPICS, "relief"),
    list_of(HOLDINGS),
    one_of(HOLDINGS, "department-of-state"),
    SHELF,
    list_of(FILES),
    one_of(FILES, "decimal-1910:840.48-refugees"),
    list_of(FILE_NUMBERS),
    EXPLAINED,
    list_of(VOLUMES),
    one_of(VOLUMES, "vol"),
    DIVISIONS,
    list_of(NOT_HELD),
    one_of(NOT_HELD, "telegram-1-abc"),
)
