"""Finding public documents by words, fields and facets: one contract, a thin backend for each database."""

from archive.search.folding import fold
from archive.search.indexing import check, index, rebuild, remove

__all__ = ["check", "fold", "index", "rebuild", "remove"]
