"""Fields and indexes that behave the same on both databases."""

from django.db import models


class OrderedTextField(models.CharField):
    """Text whose order is the order of its bytes, on SQLite (by nature) and on PostgreSQL (collation "C") alike.

    For keys that are compared as ranges: ``low <= key < high`` then finds the same rows on both, through the index.
    """

    def db_parameters(self, connection):
        """The column's parameters, with PostgreSQL's bytewise collation there."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


def where_set(field: str, name: str, *more: str) -> models.Index:
    """The index of a link that few rows have, over those rows alone: use it with ``db_index=False``, instead of Django's own index.

    With ``more`` fields, what is asked for these is read from the index alone.

    It costs nothing where the link is not set. And SQLite's planner, which takes an index of nothing but nulls for useless and reads
    the whole table instead, uses it.
    """
    return models.Index(fields=[field, *more], name=name, condition=models.Q(**{f"{field}__isnull": False}))
