"""Everything public as files for other programs: tables of records, all texts as TEI, and a data package that describes them."""

from archive.exports.dump.dumping import FORMATS, dump
from archive.exports.dump.package import PACKAGE, is_held_back, read_package

__all__ = ["FORMATS", "PACKAGE", "dump", "is_held_back", "read_package"]
