"""Fields that behave the same on both databases."""

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
