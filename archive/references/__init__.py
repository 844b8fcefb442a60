"""What references lead to: resolving, papers known but not held, threads. Finding is :mod:`archive.parsing.references`.

``refresh`` keeps everything in step with a write, ``keys_of`` and ``forget`` with a removal; ``resolve_all`` makes all anew.
"""

from archive.references.resolving import forget, keys_of, refresh, resolve_all

__all__ = ["forget", "keys_of", "refresh", "resolve_all"]
