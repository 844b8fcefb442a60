"""Finding references in the text of documents: their spans and what is stated there, never what it means.

Finding is the first of three steps. What "my 935" leads to depends on who wrote and when, and is resolved by a later
pass that can be repeated (:mod:`archive.references`); marking up is the third.
"""

from archive.parsing.references.finding import find, find_references

__all__ = ["find", "find_references"]
