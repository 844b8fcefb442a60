"""Reader of name authority files: tables of people, of the entries of lists that speak of them, and of their terms of office.

A folder holds tables as text in UTF-8, a line a row, with tabs between the columns and the columns' names in the first line. What a
table is follows from its columns, not from its name; ``docs/authorities.md`` describes them. All is read before anything is written,
and a row that can't be read is refused with its file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from archive.dating import parse_edtf
from archive.identifiers import CATALOGUES, clean_identifier
from archive.parsing.errors import SourceError

MANIFEST = "MANIFEST.tsv"
_MOST_BYTES = 64 * 2**20
_MOST_ROWS = 1_000_000
_LONGEST_NAME = 300
#: Other names of columns, as tables that are already there have them.
_ALIASES = {"frus": "entries", "pocom": "also", "altnames": "variants", "gen": "suffix"}
#: How a kind ends whose rows are about people who were named for an office and never held it.
_NEVER_SERVED = ("nominee", "appointee")
#: In which order a term began, the surest first.
_BEGAN = ("presented", "arrived", "appointed")


@dataclass(frozen=True, slots=True)
class TablePerson:
    """A person of an authority file: names, years as EDTF, identifiers, and the entries of lists as (volume, id)."""

    key: str
    name: str
    dates: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    entries: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TableTerm:
    """A term of office: whose (key), under which title, of which post or mission in the words of the table, and its days as EDTF.

    ``appointed`` and ``began`` are the day of appointment and the one when the term began; ``left`` is the last day.
    """

    id: str
    person: str
    title: str
    post: str
    of_mission: bool
    appointed: str = ""
    began: str = ""
    left: str = ""
    note: str = ""

    @property
    def days(self) -> tuple[date | None, date | None]:
        """The first and last day on which papers may name the holder: from the appointment, as far as that is known."""
        return parse_edtf(self.appointed or self.began)[0], parse_edtf(self.left)[1]


@dataclass(frozen=True, slots=True)
class AuthorityTables:
    """All that a folder holds. ``never_served`` counts rows of people who were named for an office and did not take it."""

    people: tuple[TablePerson, ...]
    terms: tuple[TableTerm, ...]
    sources: tuple[Mapping[str, str], ...]
    never_served: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    """A row by its columns' names, which raises what is wrong with it with its place."""

    table: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def refused(self, sentence: str) -> SourceError:
        return SourceError(sentence, self.table, self.line)

    def day(self, column: str) -> str:
        """Return a date of a column in EDTF. Raises :class:`SourceError`."""
        text = self[column]
        try:
            parse_edtf(text)
        except ValueError as error:
            raise self.refused(f"“{text}” in the column “{column}” is no date, such as 1948-08-06 or 1948.") from error
        return text


def read_authority_tables(folder: Path) -> AuthorityTables:
    """Return all people and terms of a folder's tables. Raises :class:`SourceError` for what can't be read, with file and line."""
    if not folder.is_dir():
        raise SourceError("There is no such folder.", str(folder))
    paths = [path for path in sorted(folder.glob("*.tsv")) if path.name != MANIFEST]
    people: dict[str, TablePerson] = {}
    also: dict[str, str] = {}
    terms: list[tuple[_Row, TableTerm]] = []
    named: dict[str, _Row] = {}
    never_served = 0
    read = [(path, columns, rows) for path in paths for columns, rows in [_rows(path)]]
    for path, columns, rows in sorted(read, key=lambda table: "entries" not in table[1]):
        if {"person", "left"} <= columns:
            for row in rows:
                if row["kind"].endswith(_NEVER_SERVED):
                    never_served += 1
                else:
                    terms.append((row, _term(row)))
        elif "key" in columns and columns & {"name", "surname"}:
            for row in rows:
                _add_person(row, people, also, named)
        else:
            raise SourceError(
                "is neither a table of people (columns key and name, or surname) nor one of terms (columns person and left).",
                path.name,
                1,
            )
    _check_entries(people, named)
    found = []
    for row, term in terms:
        key = also.get(term.person, term.person)
        if key not in people:
            if not row["surname"]:
                raise row.refused(f"The person “{term.person}” is in no table of people, and the row gives no surname.")
            people[key] = TablePerson(key, _inverted(row))
        found.append(replace(term, person=key))
    if not people:
        raise SourceError("holds no table of people or terms (files that end in .tsv).", str(folder))
    return AuthorityTables(
        tuple(people.values()), tuple(found), tuple(_sources(folder, [path.name for path in paths])), never_served
    )


def _rows(path: Path) -> tuple[set[str], Iterator[_Row]]:
    """Return the names of a table's columns, and its rows. Raises :class:`SourceError`."""
    if path.stat().st_size > _MOST_BYTES:
        raise SourceError(f"is larger than {_MOST_BYTES // 2**20} MB.", path.name)
    lines = path.read_bytes().split(b"\n")
    if lines and not lines[-1].strip():
        lines.pop()
    if len(lines) > _MOST_ROWS:
        raise SourceError(f"has more than {_MOST_ROWS:,} rows.", path.name)
    names = [_ALIASES.get(name, name) for name in _cells(lines[0] if lines else b"", path.name, 1)]
    if len(set(names)) < len(names):
        raise SourceError("has two columns of one name.", path.name, 1)

    def rows() -> Iterator[_Row]:
        for number, line in enumerate(lines[1:], 2):
            cells = _cells(line, path.name, number)
            if len(cells) != len(names):
                raise SourceError(
                    f"has {len(cells)} columns, and not {len(names)} as the first line.", path.name, number
                )
            yield _Row(path.name, number, dict(zip(names, cells, strict=True)))

    return set(names), rows()


def _cells(line: bytes, table: str, number: int) -> list[str]:
    try:
        text = line.removesuffix(b"\r").decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        raise SourceError("is not in UTF-8.", table, number) from error
    if not text.replace("\t", "").isprintable() and any(ord(letter) < 32 for letter in text.replace("\t", "")):
        raise SourceError("holds a control character.", table, number)
    return [cell.strip() for cell in text.split("\t")]


def _add_person(row: _Row, people: dict[str, TablePerson], also: dict[str, str], named: dict[str, _Row]) -> None:
    """Add a row of a table of people; one that another table names under another key completes that one."""
    key = row["key"]
    if not key:
        raise row.refused("has no key.")
    person = _person(row)
    if first := people.get(also.get(key, "")):
        names = dict.fromkeys((*first.names, person.name, *person.names))
        names.pop(first.name, None)
        people[first.key] = replace(first, dates=first.dates or person.dates, names=tuple(names))
        return
    if key in people:
        raise row.refused(f"The key “{key}” stands in {named[key].table}, line {named[key].line}, too.")
    people[key], named[key] = person, row
    for other in row["also"].split():
        if other in also:
            raise row.refused(f"“{other}” is another key of “{also[other]}” already.")
        also[other] = key


def _person(row: _Row) -> TablePerson:
    name = row["name"] or _inverted(row)
    if not name:
        raise row.refused("has no name.")
    if len(name) > _LONGEST_NAME:
        raise row.refused(f"The name is longer than {_LONGEST_NAME} characters.")
    entries = []
    for text in row["entries"].split():
        volume, mark, id = text.partition("#")
        if not (volume and mark and id):
            raise row.refused(f"“{text}” is no entry of a list, such as frus1948v01#p_MGC1.")
        entries.append((volume, id))
    identifiers = {}
    for catalogue in CATALOGUES:
        if row[catalogue]:
            try:
                identifiers[catalogue] = clean_identifier(catalogue, row[catalogue])
            except ValueError as error:
                raise row.refused(str(error)) from error
    names = dict.fromkeys(part.strip()[:_LONGEST_NAME] for part in row["variants"].split("|"))
    dates = f"{row.day('birth')}/{row.day('death')}" if row["birth"] or row["death"] else ""
    try:
        parse_edtf(dates)
    except ValueError as error:
        raise row.refused(f"“{row['birth']}” and “{row['death']}” are no years of birth and death.") from error
    return TablePerson(row["key"], name, dates, identifiers, tuple(n for n in names if n and n != name), tuple(entries))


def _inverted(row: _Row) -> str:
    return ", ".join(filter(None, (row["surname"], row["forename"], row["suffix"])))


def _term(row: _Row) -> TableTerm:
    if not row["person"]:
        raise row.refused("names no person.")
    of_mission = bool(row["mission"]) and row["kind"] in ("country", "mission", "")
    post = row["mission"] if of_mission else row["office"] or _office(row["mission"], row["kind"])
    if not post:
        raise row.refused("names neither a mission nor an office.")
    appointed, left = row.day("appointed"), row.day("left")
    began = next(filter(None, map(row.day, _BEGAN)), "")
    return TableTerm(
        row["id"],
        row["person"],
        row["role_name"] or row["title"],
        post,
        of_mission=of_mission,
        appointed=appointed,
        began=began,
        left=left,
        note=row["note"],
    )


def _office(role: str, kind: str) -> str:
    """Return the words of an office that a table gives as "under-secretary", of the department of state whose table it is."""
    words = re.sub(r"\d+$", "", role.replace("-", " "))
    if kind == "principal":
        words = re.sub(r"secretary\b|^counselor$", r"\g<0> of state", words)
    return words


def _check_entries(people: Mapping[str, TablePerson], named: Mapping[str, _Row]) -> None:
    """Refuse an entry that two people have."""
    seen: dict[tuple[str, str], str] = {}
    for key, person in people.items():
        for entry in person.entries:
            if seen.setdefault(entry, key) != key:
                raise named[key].refused(f"The entry “{'#'.join(entry)}” is given to “{seen[entry]}”, too.")


def _sources(folder: Path, names: list[str]) -> Iterator[Mapping[str, str]]:
    """Yield what the folder's manifest says of each table; of one that it does not name, the name alone."""
    path = folder / MANIFEST
    said = {}
    if path.exists():
        columns, rows = _rows(path)
        if "file" not in columns:
            raise SourceError("has no column “file”.", MANIFEST, 1)
        said = {Path(row["file"]).name: {k: v for k, v in row.cells.items() if v} for row in rows}
    for name in names:
        yield said.get(name, {}) | {"file": name}
