"""How much a word weighs by where it occurs in a paper: the one table, from which both databases derive their own weights."""

from __future__ import annotations

#: The columns of an entry's tokens, in the order of the tables, with the weight of a word in each; the text weighs 1.
WEIGHTS = {
    "title": 8.0,  # the heading
    "correspondents": 4.0,
    "body": 1.0,
    "notes": 0.5,  # footnotes
    "fields": 4.0,  # names, kind, place, file numbers … for searches such as from:Harriman
}
COLUMNS = tuple(WEIGHTS)
