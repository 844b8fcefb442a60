"""Backups: a copy of the whole database with a manifest of what is in it, and an empty place made into the same archive again.

A backup is for the same program and the same kind of database, quick and complete, with accounts and their passwords. What is to be read
without the program, or moved to the other database, is a bag (:mod:`archive.exports.bag`).
"""

from archive.backups.making import make_backup
from archive.backups.manifest import Manifest, newest
from archive.backups.restoring import restore_backup

__all__ = ["Manifest", "make_backup", "newest", "restore_backup"]
