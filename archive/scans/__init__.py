"""Scans: images of the pages of volumes in a folder, their tiles, and images of originals that are attached to a paper."""

from archive.scans.folder import MEDIA, Scan, ScanFolder
from archive.scans.images import LARGEST_FILE, Checked, check_image
from archive.scans.keeping import drop_image, keep_image, kept_image

__all__ = [
    "LARGEST_FILE",
    "MEDIA",
    "Checked",
    "Scan",
    "ScanFolder",
    "check_image",
    "drop_image",
    "keep_image",
    "kept_image",
]
