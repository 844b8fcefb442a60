"""What differs between the two databases: how tokens are stored and queried, and how time is limited."""

from django.db import connection

from archive.search.backends import postgresql, sqlite
from archive.search.backends.protocol import SearchBackend


def backend() -> SearchBackend:
    """Return the module for the database in use."""
    return postgresql if connection.vendor == "postgresql" else sqlite
