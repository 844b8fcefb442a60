"""Papers as an EPUB 3 book: chapters, footnotes that pop up, the printed pages as a list, and links between its papers."""

from archive.exports.epub.book import Book, BookChapter, write_book
from archive.exports.epub.chapters import chapters_of

__all__ = ["Book", "BookChapter", "chapters_of", "write_book"]
