"""Editions of single papers in TEI, each paper a file of its own: markup first, grammar only where the markup is silent.

- :mod:`archive.parsing.letters.correspondence`: letters whose header describes them by ``correspDesc``;
- :mod:`archive.parsing.letters.dodis`: documents of the Diplomatic Documents of Switzerland, whose head describes them;
- :mod:`archive.parsing.letters.described`: what a description of correspondence says;
- :mod:`archive.parsing.letters.unkept`: what a file says and no field holds;
- :mod:`archive.parsing.letters.languages`: the language of a text whose source states none;
- :mod:`archive.parsing.letters.text`: what both have: the text with anchors in place of its notes, pages, marked dates.

What such a file has and the archive has no place for is listed among the doubts of its record.
"""
