"""Plain copies of the printed editions of other countries: British, Irish, Australian, Canadian, French and Swiss documents.

Their heads are not those of *Foreign Relations*: parties by name with their post in brackets, numbers and markings between heading and date
line, files in brackets or with the letters of a department.

- :mod:`archive.parsing.printed.pieces`: what the lines of a head are made of;
- :mod:`archive.parsing.printed.parties`: who wrote to whom, by the editions' own headings;
- :mod:`archive.parsing.printed.heads`: the head of a document as a whole, and whether it is one of these editions;
- :mod:`archive.parsing.printed.reader`: the reader. The text, its notes and pages are read as those of any transcription.
"""

from archive.parsing.printed.reader import PrintedReader, read_pasted

__all__ = ["PrintedReader", "read_pasted"]
