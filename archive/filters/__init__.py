"""Filters of lists: form fields, the papers that they select, and what is filtered in words."""

from archive.filters.documents import DocumentFilter, by_date

__all__ = ["DocumentFilter", "by_date"]
