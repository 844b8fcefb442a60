"""Load, soak and faults on both databases, by one command. See README.md beside it.

    python benchmarks/service/measure.py [--minutes 30] [--clerks 8] [--database sqlite|postgresql]

It makes archives of its own. It ends with 1 if any part did.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_BEFORE = {"sqlite": [], "postgresql": [str(ROOT / "script" / "postgres")]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--clerks", type=int, default=8)
    parser.add_argument("--database", choices=list(_BEFORE), action="append")
    options = parser.parse_args()
    soak = ["benchmarks/soak/measure.py", "--minutes", str(options.minutes), "--clerks", str(options.clerks)]
    code = 0
    for database in options.database or _BEFORE:
        for words in (soak, ["benchmarks/service/faults.py"]):
            print(f"\n# {' '.join(words)}: {database}\n", flush=True)
            with tempfile.TemporaryDirectory() as folder:
                environment = os.environ | {"CHANCERY_VAR": folder}
                environment.pop("DATABASE_URL", None)
                command = [*_BEFORE[database], sys.executable, *words]
                code |= subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode
    return code


if __name__ == "__main__":
    sys.exit(main())
