"""What references lead to: resolving, papers known but not held, threads. Finding is :mod:`archive.parsing.references`.

One reference goes through four modules: a pattern finds it (:mod:`archive.parsing.references`), :mod:`~archive.references.lookups`
works out what it looks for, :mod:`~archive.references.matching` what it leads to, and :mod:`~archive.references.resolving` writes that.

``refresh`` keeps everything in step with a write, ``keys_of`` and ``forget`` with a removal; ``resolve_all`` rebuilds it all.
"""

from archive.references.resolving import forget, keys_of, refresh, resolve_all

__all__ = ["forget", "keys_of", "refresh", "resolve_all"]
