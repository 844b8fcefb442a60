"""The limits of a search, each once: docs/search.md and the README state the same numbers, and a test compares them."""

#: What is read of a query: characters, words and phrases, and the words that may lie between near words.
LONGEST_QUERY = 500
MOST_TERMS = 32
MOST_DISTANCE = 20

#: Values of one facet that a search may be narrowed to, and the characters of one.
MOST_FILTER_VALUES = 20
LONGEST_FILTER_VALUE = 300

#: The best papers by their words, among which nearness of the words decides as well.
MOST_COMPARED = 200
#: For papers like one: blocks of the archive by which it is estimated how rare a word is, and what is read of postings: papers of all words
#: together, where each row (one for a word and block) takes as long as so many papers.
BLOCKS_LOOKED_AT = 2
MOST_SHARING = 800_000
PAPERS_A_ROW = 100
#: The papers on one page.
LARGEST_PAGE = 500

#: Values of a facet that are offered: of most facets, and of years and decades.
MOST_VALUES = 15
MOST_YEARS = 200
#: Pairs of correspondents that are counted.
MOST_PAIRS = 2_000

#: Milliseconds: for the counts of all facets, and for explaining why nothing matches.
FACETS_TIME = 1000
EXPLAIN_TIME = 1000

#: Snippets for one paper, and the characters of a text that they are taken from.
MOST_SNIPPETS = 3
LONGEST_TEXT = 60_000

#: What PostgreSQL's ``tsvector`` holds: the last position of a word in a paper, and the positions of one word.
LAST_POSITION = 16_383
MOST_POSITIONS = 255
