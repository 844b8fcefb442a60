"""Finding references in the text of documents: spans and what they say, never what they mean.

Finding is the first of three steps. What "my 935" leads to depends on who wrote and when, and is decided by a later
pass that can be repeated (:mod:`archive.references`); marking up is a third.
"""

from archive.parsing.references.finding import find, find_references

__all__ = ["find", "find_references"]
