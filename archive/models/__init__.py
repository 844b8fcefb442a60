"""The archive's tables, by subject. Import models from here: ``from archive.models import Document``."""

from archive.models.authorities import Mission, Office, OfficeHolding, OldAddress, Person, PersonName, Place
from archive.models.authority_files import (
    AuthorityFile,
    AuthorityFileEntry,
    AuthorityFilePerson,
    AuthorityFileStep,
    OfficeTerm,
)
from archive.models.changes import PublicChange
from archive.models.corrections import Erratum, ErrorReport
from archive.models.curation import AuthorityKind, BulkChange, IdentityDecision, Merge, Removal
from archive.models.dismissals import DismissedRule
from archive.models.documents import Document
from archive.models.filing import DocumentFileNumber, File, FileNumber, FilingEdition, FilingTerm
from archive.models.fixity import Fixity, ScanFixity
from archive.models.holdings import DocumentHolding, Unit, UnitEvent
from archive.models.imports import ImportRun
from archive.models.jobs import Job, JobLine
from archive.models.notes import Note
from archive.models.originals import OriginalImage
from archive.models.parts import Correspondent, DocumentText, Footnote, PageBreak, PersonMention, plain_texts
from archive.models.references import DocumentKey, Reference, ReferenceDecision, UnheldPaper
from archive.models.restrictions import Redaction, Restriction
from archive.models.saved_searches import SavedSearch
from archive.models.search import (
    SearchColumn,
    SearchCount,
    SearchEntry,
    SearchFacet,
    SearchPosting,
    SearchText,
    SearchWord,
)
from archive.models.selections import KeptSelection
from archive.models.topics import DocumentTopic, Topic, TopicRefusal
from archive.models.volumes import Division, ListedPerson, Term, Volume
from archive.models.workflow import DocumentVersion, DocumentWarning, Entry, PendingEdit, State, Transition

__all__ = [
    "AuthorityFile",
    "AuthorityFileEntry",
    "AuthorityFilePerson",
    "AuthorityFileStep",
    "AuthorityKind",
    "BulkChange",
    "Correspondent",
    "DismissedRule",
    "Division",
    "Document",
    "DocumentFileNumber",
    "DocumentHolding",
    "DocumentKey",
    "DocumentText",
    "DocumentTopic",
    "DocumentVersion",
    "DocumentWarning",
    "Entry",
    "Erratum",
    "ErrorReport",
    "File",
    "FileNumber",
    "FilingEdition",
    "FilingTerm",
    "Fixity",
    "Footnote",
    "IdentityDecision",
    "ImportRun",
    "Job",
    "JobLine",
    "KeptSelection",
    "ListedPerson",
    "Merge",
    "Mission",
    "Note",
    "Office",
    "OfficeHolding",
    "OfficeTerm",
    "OldAddress",
    "OriginalImage",
    "PageBreak",
    "PendingEdit",
    "Person",
    "PersonMention",
    "PersonName",
    "Place",
    "PublicChange",
    "Redaction",
    "Reference",
    "Removal",
    "ReferenceDecision",
    "SavedSearch",
    "Restriction",
    "ScanFixity",
    "SearchColumn",
    "SearchCount",
    "SearchEntry",
    "SearchFacet",
    "SearchPosting",
    "SearchText",
    "SearchWord",
    "State",
    "Term",
    "Topic",
    "TopicRefusal",
    "Transition",
    "UnheldPaper",
    "Unit",
    "UnitEvent",
    "Volume",
    "plain_texts",
]
