#!/usr/bin/env bash
# Harvests the archive, and opens a dump and a bag of it, with other people's programs: sickle, oaipmh-scythe, DuckDB, Datasette,
# frictionless, bagit. They are installed into an environment of their own, CLIENTS_VENV. With MAY_CHANGE=1, which is for a copy of an
# archive, papers are withdrawn and published again while they are harvested.
set -euo pipefail
cd "$(dirname "$0")/../.."
. script/setup requirements-dev
clients="${CLIENTS_VENV:-$here/var/clients-venv}"
if ! "$clients/bin/python" -c "import sickle, oaipmh_scythe, duckdb, datasette, frictionless, bagit" 2>/dev/null; then
  "$python" -m venv "$clients"
  "$clients/bin/pip" install --quiet sickle oaipmh-scythe duckdb datasette "frictionless[json,pandas,parquet]" bagit
fi
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
"$python" manage.py dump "$folder/dump"
"$python" manage.py bag "$folder/bag"
"$clients/bin/python" -m bagit --validate --quiet "$folder/bag" && echo "bagit: the bag is valid"
changes=()
if [ -n "${MAY_CHANGE:-}" ]; then
  "$python" benchmarks/data/changing.py >"$folder/changes" &
  trap 'kill "$!"; rm -rf "$folder"' EXIT
  changes=("$folder/changes")
fi
PATH="$clients/bin:$PATH" "$clients/bin/python" benchmarks/data/clients.py "$1" "$folder/dump" "${changes[@]}"
