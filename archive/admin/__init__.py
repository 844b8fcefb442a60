"""The archivists' desk: Django's admin, module by module as in ``archive/models``."""

from archive.admin import authorities, bulk, documents, filing, imports, queues, references, reports, volumes

__all__ = ["authorities", "bulk", "documents", "filing", "imports", "queues", "references", "reports", "volumes"]
