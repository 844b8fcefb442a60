"""Small name authority files."""

from __future__ import annotations

from pathlib import Path

from archive.importing.authorities import Loaded, load_folder

_PEOPLE = ("key", "name", "birth", "death", "viaf", "also", "variants", "entries")
_TERMS = ("person", "title", "kind", "mission", "office", "appointed", "presented", "left")


def load(folder: Path, people=(), terms=(), manifest: str = "") -> Loaded:
    """Load a folder with these rows, each a dictionary of the columns that have a value."""
    folder.mkdir(exist_ok=True)
    (folder / "people.tsv").write_text(_table(_PEOPLE, people))
    (folder / "terms.tsv").write_text(_table(_TERMS, terms))
    if manifest:
        (folder / "MANIFEST.tsv").write_text(manifest)
    return load_folder(folder)


def _table(columns: tuple[str, ...], rows) -> str:
    return "\n".join(["\t".join(columns), *("\t".join(row.get(name, "") for name in columns) for row in rows)]) + "\n"
