"""Papers as an EPUB 3 book: chapters, footnotes that pop up, the printed pages as a list, and links between its papers."""

from archive.exports.epub.book import Book, Chapter, write_book
from archive.exports.epub.papers import chapters_of

__all__ = ["Book", "Chapter", "chapters_of", "write_book"]
