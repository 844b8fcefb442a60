"""Print a sample of the archive's authority records to look for words that are no name. See README.md beside it.

    python benchmarks/identity/sample.py [--number 200] [--seed 18] [--kind person|office|mission|place] [VOLUME …]

reads the archive that the settings name: of each kind, so many names chosen by chance of those that papers use, each with how many senders,
recipients, places of writing or mentions have it and the words of one. With ids of volumes, only names that papers of these use.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from django.db.models import QuerySet  # noqa: E402

from archive.models import Correspondent, Document, PersonMention  # noqa: E402

_KINDS = ("person", "office", "mission", "place")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("volumes", nargs="*", metavar="VOLUME")
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--seed", type=int, default=18)
    parser.add_argument("--kind", choices=_KINDS, action="append")
    options = parser.parse_args()
    for kind in options.kind or _KINDS:
        uses, example = _used(kind, options.volumes)
        chosen = random.Random(options.seed).sample(sorted(uses), min(options.number, len(uses)))
        print(f"# {kind}: {len(chosen)} of {len(uses)}")
        for name in sorted(chosen):
            print(f"{uses[name]:5}  {name}    <{example[name][:90]}>")


def _used(kind: str, volumes: list[str]) -> tuple[Counter[str], dict[str, str]]:
    """Return how often papers use each name of a kind, and the printed words of one use."""

    def among(rows: QuerySet, *columns: str) -> list[tuple[str, str]]:
        return list((rows.filter(**{f"{place}volume__slug__in": volumes}) if volumes else rows).values_list(*columns))

    place = "document__"
    name = "office__mission__name" if kind == "mission" else f"{kind}__name"
    found = among(Correspondent.objects.order_by(), name, "printed")
    if kind == "person":
        found += among(PersonMention.objects.order_by(), name, "entry__name")
    if kind == "place":
        place = ""
        found += among(Document.objects.order_by(), name, "dateline")
    found = [(one, " ".join((words or "").split())) for one, words in found if one]
    return Counter(one for one, _ in found), dict(reversed(found))


if __name__ == "__main__":
    main()
