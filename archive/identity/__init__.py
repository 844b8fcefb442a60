"""Who people are: names and the lines beside them in volumes' lists of persons, compared without asking anybody else."""

from archive.identity.evidence import years_of
from archive.identity.joining import Entry, Groups, Join, join_entries, read_entry
from archive.identity.meaning import entry_meant
from archive.identity.names import spoken_surnames, surname

__all__ = [
    "Entry",
    "Groups",
    "Join",
    "entry_meant",
    "join_entries",
    "read_entry",
    "spoken_surnames",
    "surname",
    "years_of",
]
