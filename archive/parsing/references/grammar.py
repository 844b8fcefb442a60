"""The grammar of references as a whole: the families in the order in which they are tried."""

from archive.parsing.references import paper_patterns as _papers  # noqa: F401
from archive.parsing.references import print_patterns as _printed  # noqa: F401  registers its families first
from archive.parsing.references.paper_patterns import continued
from archive.parsing.references.patterns import FoundReference, matches

__all__ = ["FoundReference", "continued", "matches"]
