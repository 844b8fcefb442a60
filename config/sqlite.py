"""The SQLite library of every process: pysqlite3's, which is newer, where it is installed, else the one that Python is linked with.

There may be one only: closing a file in one copy of the library drops the locks that another copy in the same process has on it.
So this takes the place of Python's ``sqlite3`` before Django imports that. ``docs/decisions/sqlite.md`` has the reasons.
"""

import sys

try:
    import pysqlite3 as sqlite3
    from pysqlite3 import dbapi2
except ImportError:
    import sqlite3
else:
    sys.modules["sqlite3"], sys.modules["sqlite3.dbapi2"] = sqlite3, dbapi2

__all__ = ["sqlite3"]
