"""Volumes in TEI, as the Office of the Historian and others publish them, read into records; streaming, without Django."""

from archive.parsing.tei.volume import VolumeReading, read_volume

__all__ = ["VolumeReading", "read_volume"]
