"""Who people are: names and the lines beside them in volumes' lists of persons, compared without asking anybody else."""

from archive.identity.evidence import years_of
from archive.identity.joining import Entry, Groups, Join, join_entries, read_entry
from archive.identity.names import surname

__all__ = ["Entry", "Groups", "Join", "join_entries", "read_entry", "surname", "years_of"]
