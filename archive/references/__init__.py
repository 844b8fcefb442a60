"""What references lead to: resolving, papers known but not held, threads. Finding is :mod:`archive.parsing.references`.

One reference goes through four modules: a pattern finds it (:mod:`archive.parsing.references`), :mod:`~archive.references.lookups`
works out what it looks for, :mod:`~archive.references.matching` what it leads to, and :mod:`~archive.references.resolving` writes that.

``refresh`` keeps everything in step with a write, ``forget`` with a removal, both with the ``standing`` of the papers before it;
``resolve_all`` rebuilds it all, and ``differences`` compares everything with what that would give.
"""

from archive.references.resolving import Standing, differences, forget, refresh, resolve_all, standing

__all__ = ["Standing", "differences", "forget", "refresh", "resolve_all", "standing"]
