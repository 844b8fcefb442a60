"""The archivists' desk: Django's admin, module by module as in ``archive/models``."""

from archive.admin import (
    accounts,
    authorities,
    bulk,
    documents,
    filing,
    front,
    identity_decisions,
    imports,
    jobs,
    no_names,
    notes,
    queues,
    references,
    reports,
    state,
    volumes,
)

__all__ = [
    "accounts",
    "authorities",
    "bulk",
    "documents",
    "filing",
    "front",
    "identity_decisions",
    "imports",
    "jobs",
    "no_names",
    "notes",
    "queues",
    "references",
    "reports",
    "state",
    "volumes",
]
