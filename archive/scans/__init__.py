"""Scans: images of the pages of volumes in a folder, their tiles, and images that are attached to a paper."""

from archive.scans.folder import Scan, ScanFolder
from archive.scans.images import LARGEST_FILE, Checked, check_image

__all__ = ["LARGEST_FILE", "Checked", "Scan", "ScanFolder", "check_image"]
