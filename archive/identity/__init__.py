"""Who people are: names and the lines beside them in volumes' lists of persons, compared without asking anybody else."""

from archive.identity.evidence import years_of
from archive.identity.joining import NAMED_TOGETHER, Entry, Groups, Join, join_entries, read_entry
from archive.identity.meaning import entry_meant, same_name
from archive.identity.names import spoken_surnames, surname
from archive.identity.posts import office_key, read_post, term_key

__all__ = [
    "NAMED_TOGETHER",
    "Entry",
    "Groups",
    "Join",
    "entry_meant",
    "join_entries",
    "office_key",
    "read_entry",
    "read_post",
    "same_name",
    "spoken_surnames",
    "surname",
    "term_key",
    "years_of",
]
