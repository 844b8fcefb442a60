"""The grammar of references as a whole: the families in the order in which they are tried."""

from archive.parsing.references import papers as _papers  # noqa: F401
from archive.parsing.references import printed as _printed  # noqa: F401  registers its families first
from archive.parsing.references.papers import continued
from archive.parsing.references.pieces import Match, matches

__all__ = ["Match", "continued", "matches"]
