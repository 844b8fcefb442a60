"""Filters of lists: form fields, the papers that they select, and the filters in words."""

from archive.filters.documents import DocumentFilter, by_date

__all__ = ["DocumentFilter", "by_date"]
