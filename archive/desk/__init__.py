"""What the pages of the desk in :mod:`archive.admin` are built on: its site, entries, edits, differences, refusals."""
