"""Runs other people's clients on an archive's data: the arguments are the address of a server and the folder of a dump.

A third argument is the file in which benchmarks/data/changing.py names the papers that it changes meanwhile.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import duckdb
from oaipmh_scythe import Scythe
from sickle import Sickle


def main(address: str, dump: Path, changes: Path | None = None) -> int:
    oai = f"{address}/oai/"
    there = {header.identifier for header in Sickle(oai).ListIdentifiers(metadataPrefix="oai_dc")}
    records = Counter(record.header.identifier for record in Sickle(oai).ListRecords(metadataPrefix="oai_dc"))
    faults = harvested("sickle", records, there, changes)
    with Scythe(oai) as scythe:
        records = Counter(record.header.identifier for record in scythe.list_records(metadata_prefix="oai_dc"))
        faults += harvested("oaipmh-scythe", records, there, changes)
        print(f"oaipmh-scythe: {sum(1 for _ in scythe.list_sets())} sets")
    query = f"SELECT count(*), count(DISTINCT p.id) FROM '{dump}/papers.{{}}' p JOIN '{dump}/volumes.{{}}' v ON p.volume = v.id"
    rows = {
        form: duckdb.sql(query.format(form, form)).fetchall()[0]
        for form in ("parquet", "jsonl")
        if (dump / f"papers.{form}").exists()
    }
    print(f"DuckDB: {rows}")
    tables = subprocess.run(
        ["datasette", "inspect", dump / "tables.sqlite3"], check=True, capture_output=True, text=True
    ).stdout
    print(f"Datasette: opens tables.sqlite3, {tables.count('count')} tables")
    checked = subprocess.run(["frictionless", "validate", dump / "datapackage.json"], capture_output=True, text=True)
    print(f"frictionless validate: {'valid' if checked.returncode == 0 else checked.stdout + checked.stderr}")
    return int(faults > 0 or checked.returncode != 0)


def harvested(client: str, records: Counter[str], there: set[str], changes: Path | None) -> int:
    """Say what a client got of the papers that were there, and return how many it did not get, or got twice without a change."""
    changed = set(changes.read_text().split()) if changes else set()
    twice = {name for name, times in records.items() if times > 1}
    missing, untold = there - set(records), {name for name in twice if name.rpartition(":")[2] not in changed}
    meanwhile = f", {len(changed)} changed meanwhile, {len(twice)} came again for it" if changes else ""
    print(
        f"{client}: {sum(records.values())} records{meanwhile}; missing {len(missing)}, twice without a change {len(untold)}"
    )
    return len(missing) + len(untold)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(Path, sys.argv[2:])))
