"""The limits of a search, each once: docs/search.md and the README state the same numbers, and a test compares them."""

#: What is read of a query: characters, words and phrases, and the words that may lie between near words.
LONGEST_QUERY = 500
MOST_TERMS = 32
MOST_DISTANCE = 20

#: Values of one facet that a search may be narrowed to, and the characters of one.
MOST_FILTER_VALUES = 20
LONGEST_FILTER_VALUE = 300

#: Matches that are counted, and whose facets are counted.
MOST_COUNTED = 10_000
#: Matches that are ranked by relevance.
MOST_RANKED = 2_000
#: How far pages ordered by relevance go, and the papers on one page.
MOST_PAGED = 10_000
LARGEST_PAGE = 500
#: If more papers than this have a filter's values, each match is examined for them; fewer are listed first.
MOST_LISTED = 10_000

#: Values of a facet that are offered: of most facets, and of years and decades.
MOST_VALUES = 15
MOST_YEARS = 200
#: Pairs of correspondents that are counted.
MOST_PAIRS = 2_000

#: Milliseconds: for the counts of all facets, for one exact count of many matches, and for explaining why nothing matches.
FACETS_TIME = 1000
COUNT_TIME = 700
EXPLAIN_TIME = 1000

#: Snippets for one paper, and the characters of a text that they are taken from.
MOST_SNIPPETS = 3
LONGEST_TEXT = 60_000

#: What PostgreSQL's ``tsvector`` holds: the last position of a word in a paper, and the positions of one word.
LAST_POSITION = 16_383
MOST_POSITIONS = 255
