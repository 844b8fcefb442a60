"""Volumes that figures are given of apart: used since the beginning, or new and read while rules were made, or new and not read."""

from __future__ import annotations

from pathlib import Path


def parts(old: Path | None, new: Path | None) -> dict[str, str]:
    """Return by slug of each volume in these folders its part: "old"; and, in the order of names and in turn, "read" and "unread"."""
    files = {folder: sorted(folder.glob("*.xml")) if folder else [] for folder in (old, new)}
    found = {file.stem: "old" for file in files[old]}
    return found | {file.stem: ("read", "unread")[place % 2] for place, file in enumerate(files[new])}


def add_arguments(parser) -> None:
    """Add the options that name the folders."""
    parser.add_argument("--old", type=Path, metavar="FOLDER", help="the volumes used since the beginning")
    parser.add_argument("--new", type=Path, metavar="FOLDER", help="those of which every other one was not read")
