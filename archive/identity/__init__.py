"""Who people are: names and the lines beside them in volumes' lists of persons, compared without asking anybody else."""

from archive.identity.best_name import best_name, without_beside
from archive.identity.elsewhere import Candidate, Meaning, is_another, person_meant
from archive.identity.evidence import leads_on, years_of
from archive.identity.joining import NAMED_TOGETHER, Entry, Groups, Join, join_entries, read_entry, with_near
from archive.identity.meaning import entry_meant, same_name
from archive.identity.names import PersonName, has_title, read_full_name, spoken_surnames, surname
from archive.identity.places import NamedPlace, same_places
from archive.identity.posts import office_key, read_post, term_key
from archive.identity.terms import HeldTerm, contradicted, holder

__all__ = [
    "NAMED_TOGETHER",
    "Candidate",
    "Entry",
    "Groups",
    "HeldTerm",
    "Join",
    "Meaning",
    "NamedPlace",
    "PersonName",
    "best_name",
    "contradicted",
    "entry_meant",
    "has_title",
    "is_another",
    "holder",
    "join_entries",
    "leads_on",
    "office_key",
    "person_meant",
    "read_entry",
    "read_full_name",
    "read_post",
    "same_name",
    "same_places",
    "spoken_surnames",
    "surname",
    "term_key",
    "with_near",
    "without_beside",
    "years_of",
]
