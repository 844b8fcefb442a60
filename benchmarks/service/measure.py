"""Load, soak and faults on both databases, by one command. See README.md beside it.

    python benchmarks/service/measure.py [--minutes 30] [--database sqlite|postgresql] [--without-faults] [OPTIONS OF THE SOAK]

It makes archives of its own. It goes on where a part fails, says at the end how each ended, and ends with 1 if any part did.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_BEFORE = {"sqlite": [], "postgresql": [str(ROOT / "script" / "postgres")]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--database", choices=list(_BEFORE), action="append")
    parser.add_argument("--without-faults", dest="faults", action="store_false")
    options, of_soak = parser.parse_known_args()
    soak = ["benchmarks/soak/measure.py", "--minutes", str(options.minutes), *of_soak]
    parts = [soak, ["benchmarks/service/faults.py"]] if options.faults else [soak]
    codes = {}
    for database in options.database or _BEFORE:
        for words in parts:
            name = f"{' '.join(words)}: {database}"
            print(f"\n# {name}\n", flush=True)
            began = time.monotonic()
            with tempfile.TemporaryDirectory() as folder:
                environment = os.environ | {"CHANCERY_VAR": folder}
                environment.pop("DATABASE_URL", None)
                command = [*_BEFORE[database], sys.executable, *words]
                codes[name] = subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode
            print(f"\nThis took {(time.monotonic() - began) / 60:.0f} minutes.", flush=True)
    print("\n# How each part ended\n")
    print(*(f"- {name}: {'well' if not code else f'NOT well ({code})'}" for name, code in codes.items()), sep="\n")
    return int(any(codes.values()))


if __name__ == "__main__":
    sys.exit(main())
