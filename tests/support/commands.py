"""Commands of the archive, each in a process of its own, with an environment of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.support.paths import ROOT


def manage(*arguments: str, cwd: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run ``manage.py`` with these variables of the archive and no others."""
    inherited = {
        k: v for k, v in os.environ.items() if not k.startswith(("CHANCERY_", "DJANGO_")) and k != "DATABASE_URL"
    }
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        cwd=cwd, env=inherited | variables, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
