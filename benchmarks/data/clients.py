"""Runs other people's clients on an archive's data: the arguments are the address of a server and the folder of a dump."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
from oaipmh_scythe import Scythe
from sickle import Sickle


def main(address: str, dump: Path) -> int:
    oai = f"{address}/oai/"
    found = {header.identifier for header in Sickle(oai).ListIdentifiers(metadataPrefix="oai_dc")}
    print(f"sickle: {len(found)} records")
    with Scythe(oai) as scythe:
        again = [record.header.identifier for record in scythe.list_records(metadata_prefix="oai_dc")]
        sets = sum(1 for _ in scythe.list_sets())
    print(f"oaipmh-scythe: {len(again)} records, {sets} sets")
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
    return int(len(found) != len(again) or set(again) != found or checked.returncode != 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
