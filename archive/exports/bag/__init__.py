"""The whole archive as a BagIt bag, to be kept elsewhere and made into an archive again (:mod:`archive.importing.restoring`)."""

from archive.exports.bag.bagging import make_bag
from archive.exports.bag.rows import kept_models, lines, read_line

__all__ = ["kept_models", "lines", "make_bag", "read_line"]
