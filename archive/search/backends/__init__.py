"""What differs between the two databases: how tokens are stored, how a question is put, how time is limited."""

from django.db import connection

from archive.search.backends import postgresql, sqlite


def backend():
    """The module for the database in use; both have the same functions."""
    return postgresql if connection.vendor == "postgresql" else sqlite
