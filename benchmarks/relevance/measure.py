"""How early a search finds a paper that is known, beside plain bm25 over one column.

    python benchmarks/relevance/measure.py [--seed 7] [--questions 300] [--half tuning|report] [--old FOLDER --new FOLDER]

Uses the archive of ``DATABASE_URL``. Questions are made from its papers (``questions.py``); every other one is for tuning, the rest
only for the report. Prints the mean reciprocal rank: 1 if the paper always comes first, 0.5 if it always comes second.
"""

import argparse
import os
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from questions import SETS, Question, questions  # noqa: E402

from archive import search  # noqa: E402
from archive.models import Document, SearchText  # noqa: E402
from archive.search.matches import select  # noqa: E402
from archive.search.ranking import ranked  # noqa: E402
from benchmarks.parts import add_arguments, parts  # noqa: E402
from config.sqlite import sqlite3  # noqa: E402

#: A paper that comes later than this is not found.
_LAST = 200


def plain() -> sqlite3.Connection:
    """The same tokens in one column of FTS5, which ranks them by plain bm25."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE papers USING fts5(words, tokenize='ascii')")
    columns = ("pk", "title", "correspondents", "body", "notes")
    rows = SearchText.objects.order_by("pk").values_list(*columns)
    db.executemany("INSERT INTO papers(rowid, words) VALUES (?, ?)", ((pk, " ".join(texts)) for pk, *texts in rows))
    return db


def by_plain(db: sqlite3.Connection, question: Question) -> list[int]:
    query = search.understand(question.typed)
    match = " AND ".join(f'"{" ".join(term.tokens)}"' for term in query.terms)
    ranked_rows = db.execute(
        "SELECT rowid FROM papers WHERE papers MATCH ? ORDER BY rank, rowid LIMIT ?", [match, _LAST]
    )
    return [pk for (pk,) in ranked_rows]


def by_search(question: Question) -> list[int]:
    query = search.understand(question.typed)
    return [pk for pk, _ in ranked(query, select(query, search.Filters()), "", _LAST)[0]]


def reciprocal(found: list[int], paper: int) -> float:
    return 1 / (found.index(paper) + 1) if paper in found else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--questions", type=int, default=300, help="of each set, before they are halved")
    parser.add_argument("--half", choices=("tuning", "report"), default="report")
    add_arguments(parser)
    given = parser.parse_args()
    part_of, volumes = parts(given.old, given.new), dict(Document.objects.values_list("pk", "volume__slug"))
    db = plain()
    print(f"{SearchText.objects.count():,} papers, seed {given.seed}, half for the {given.half}\n")
    print("| Questions | how many | plain bm25 | Chancery | gain |\n|---|---|---|---|---|")
    for name, made in questions(given.seed, given.questions).items():
        ranks: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for one in made[given.half == "report" :: 2]:
            both = reciprocal(by_plain(db, one), one.paper), reciprocal(by_search(one), one.paper)
            for part in {"", part_of.get(volumes[one.paper], "")}:
                ranks[part].append(both)
        for part, rows in sorted(ranks.items()):
            theirs, ours = (sum(side) / len(rows) for side in zip(*rows, strict=True))
            row = f"{SETS[name]}{part and f', {part} volumes'} | {len(rows)}"
            print(f"| {row} | {theirs:.3f} | {ours:.3f} | {ours - theirs:+.3f} |", flush=True)


if __name__ == "__main__":
    main()
