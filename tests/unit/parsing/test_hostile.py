"""Hostile files and files that are no volumes: each kind is refused with file, line and reason, in little memory."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from tests.support.hostile import COSTLY, KINDS
from tests.support.paths import ROOT

MEMORY = 256 * 1024 * 1024

#: Reads, in a process that may have so much memory and no more, each file named on its standard input, and says what became of it.
READER = r"""
import json, resource, sys
from pathlib import Path
from archive.parsing.errors import SourceError
from archive.parsing.formats import open_reading
most = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_AS, (most, most))
for path in map(Path, sys.stdin.read().split()):
    try:
        print(json.dumps([path.name, "read", "", sum(1 for _ in open_reading(path))]), flush=True)
    except SourceError as error:
        print(json.dumps([error.name, "refused", error.sentence, error.line]), flush=True)
    except MemoryError:
        print(json.dumps([path.name, "out of memory", "", None]), flush=True)
"""


#: All in one process of the suite: reading the files takes seconds.
pytestmark = pytest.mark.xdist_group("hostile")


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """What became of each kind of file, by its name."""
    folder = tmp_path_factory.mktemp("hostile")
    written = {kind.write(folder): kind for kind in (*KINDS, *COSTLY)}
    try:
        run = subprocess.run(
            [sys.executable, "-c", READER, str(MEMORY)],
            input="\n".join(map(str, written)),
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=os.environ,
        )
    finally:
        for path in written:
            path.unlink()
    lines = map(json.loads, run.stdout.splitlines())
    found = {written[folder / name].name: outcome for name, *outcome in lines}
    assert len(found) == len(written), run.stderr[-2000:]
    return found


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name.replace(" ", "-"))
def test_each_kind_is_refused_with_its_reason_and_line(outcomes, kind):
    outcome, reason, line = outcomes[kind.name]
    assert outcome == "refused"
    assert kind.line in (None, line)
    assert re.search(kind.reason, reason)


@pytest.mark.parametrize("kind", COSTLY, ids=lambda kind: kind.name.replace(" ", "-"))
def test_what_would_be_costly_is_read(outcomes, kind):
    assert outcomes[kind.name][0] == "read"
