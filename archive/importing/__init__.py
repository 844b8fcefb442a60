"""Imports: a source file into the archive, as one accountable run with a report.

Nothing is imported here: the processes that read sources load :mod:`archive.importing.processes` without Django.
"""
