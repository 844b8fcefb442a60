"""The errors of volumes by the schema, and those of their exports. See README.md beside it.

    python benchmarks/schema/compare.py SCHEMA.rnc VOLUME.xml …

Each volume is read and exported as a whole and document by document; the errors of the exports are compared with those of the source.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from archive.exports.tei import document_file, volume_tei  # noqa: E402
from archive.parsing import tei  # noqa: E402
from tests.support.schema import Schema, added, parsed  # noqa: E402


def main(schema_path: str, *paths: str) -> int:
    schema, worse = Schema(Path(schema_path)), 0
    print(
        "| Volume | Documents | Invalid in the source | Errors of the whole, source and export | Added |\n|---|---|---|---|---|"
    )
    for path in map(Path, paths):
        reading = tei.read_volume(path)
        records = [record for record, _ in reading]
        source, out = parsed(path.read_bytes()), parsed("".join(volume_tei(reading.volume, records)).encode())
        whole, whole_out = schema.errors(source), schema.errors(out)
        before, after = list(schema.errors_by_document(source)), list(schema.errors_by_document(out))
        alone = [schema.errors(parsed(document_file(record).encode())) for record in records]
        more = sum(added(whole, whole_out).values())
        for (_, was), (_, now), single in zip(before, after, alone, strict=True):
            more += sum(added(was, now).values()) + sum(added(was, single).values())
        worse += more
        invalid = sum(bool(errors) for _, errors in before)
        print(f"| {path.stem} | {len(records)} | {invalid} | {len(whole)}, {len(whole_out)} | {more} |", flush=True)
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
