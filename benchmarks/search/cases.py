"""The cases of the comparison, as an address of Chancery, an address of Datasette, and as bare SQL on Datasette's database."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote_plus, urlencode

_MATCH = "FROM papers_fts JOIN papers p ON p.id = papers_fts.rowid WHERE papers_fts MATCH ?"
_RANKED = f"SELECT p.id, p.heading, p.date {_MATCH} ORDER BY rank LIMIT 20"
_FACETS = ("year", "kind", "place")


@dataclass(frozen=True)
class Case:
    """One row of the table: its name, both addresses, and the bare SQL with its parameters."""

    name: str
    chancery: str
    datasette: str
    sql: str
    parameters: tuple = ()


@dataclass(frozen=True)
class Samples:
    """Values to search for, taken from the archive at hand."""

    rare: str
    name: str
    number: str
    prefix: str
    year: str
    place: str
    place_slug: str
    thousand_place: str
    thousand_slug: str
    thousand_year: str
    rows: int
    slug: str
    pk: int
    deep_cursor: str
    deep_next: str


def cases(found: Samples) -> list[Case]:
    """Every row, in the order of the table."""
    in_year = {"year": found.thousand_year} if found.thousand_year else {}

    def words(name: str, text: str, match: str | None = None) -> Case:
        return Case(
            name,
            f"/search/?q={quote_plus(text)}",
            _table(_search=text),
            _RANKED,
            (match or text,),
        )

    number = f'"{found.number}"'
    return [
        words("common word", "government"),
        words("rare word", found.rare),
        words("two words", "oil refugees"),
        words("phrase", '"foreign minister"'),
        Case(
            "name",
            f"/search/?q=from%3A{quote_plus(found.name)}",
            _table(_search=found.name),
            _RANKED,
            (found.name,),
        ),
        Case(
            "file number",
            f"/search/?{urlencode({'q': 'file:' + number})}",
            _table(file_number=found.number),
            "SELECT id, heading, date FROM papers WHERE file_number = ? LIMIT 20",
            (found.number,),
        ),
        Case(
            "file prefix",
            f"/search/?{urlencode({'q': 'file:' + found.prefix})}",
            _table(file_number__startswith=found.prefix),
            "SELECT id, heading, date FROM papers WHERE file_number >= ? AND file_number < ? ORDER BY file_number LIMIT 20",
            (found.prefix, found.prefix + "~"),
        ),
        Case(
            "words with year and place",
            f"/search/?{urlencode({'q': 'government', 'year': found.year, 'place': found.place_slug})}",
            _table(_search="government", year=found.year, place=found.place),
            f"SELECT p.id, p.heading {_MATCH} AND p.year = ? AND p.place = ? ORDER BY rank LIMIT 20",
            ("government", int(found.year), found.place),
        ),
        Case(
            "facets only",
            "/search/?kind=telegram",
            _table(kind="telegram"),
            "SELECT year, count(*) FROM papers WHERE kind = 'telegram' GROUP BY year ORDER BY 2 DESC LIMIT 30",
        ),
        Case("home", "/", "/archive", "SELECT count(*) FROM papers"),
        Case(
            "document page",
            f"/documents/{found.slug}/",
            f"/archive/papers/{found.pk}",
            "SELECT * FROM papers WHERE id = ?",
            (found.pk,),
        ),
        Case("list, first page", "/search/", _table(), "SELECT id, heading, date FROM papers ORDER BY id LIMIT 20"),
        Case(
            "list, deep page",
            f"/search/?{urlencode({'cursor': found.deep_cursor})}",
            _table(_next=found.deep_next),
            "SELECT id, heading, date FROM papers WHERE id > ? ORDER BY id LIMIT 20",
            (int(found.deep_next),),
        ),
        Case(
            f"CSV of {found.rows:,} rows",
            f"/search.csv?{urlencode({'place': found.thousand_slug, **in_year})}",
            f"/archive/papers.csv?{urlencode({'place': found.thousand_place, **in_year, '_size': 'max'})}",
            "SELECT * FROM papers WHERE place = ?" + (" AND year = ?" if in_year else ""),
            (found.thousand_place, *map(int, in_year.values())),
        ),
    ]


def _table(**parameters: str) -> str:
    pairs = [*parameters.items(), ("_size", "20"), *(("_facet", facet) for facet in _FACETS)]
    return f"/archive/papers?{urlencode(pairs)}"
