"""The examples of docs/api.md, run as they are printed, against a server: those whose language is at hand."""

import re
import shutil
import subprocess
import sys

import pytest
from lxml import etree

from archive.models import State
from tests.support.papers import save
from tests.support.paths import ROOT
from tests.support.records import dated, document_record

EXAMPLES = re.findall(
    r"^```(\w+)\n(.*?)^```", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)
#: What Zotero has in its own window: here it keeps what it is given.
_ZOTERO = """globalThis.Zotero = { Translate: { Import: class {
  setString(text) { this.text = text; } setTranslator(one) { this.translator = one; }
  async getTranslators() { return ["RIS"]; } async translate() { console.log(this.translator, this.text); } } } };
"""


@pytest.fixture
def papers(transactional_db):
    """Two papers of two years."""
    save(
        document_record("vol#d1", subject="Refugees"),
        document_record("vol#d2", subject="Refugees", date=dated("1940-02-01")),
        state=State.PUBLISHED,
    )


def test_the_examples_do_what_they_say(papers, live_server, tmp_path):
    assert [language for language, _ in EXAMPLES] == ["python", "r", "js", "python"]
    assert [sum(map(bool, text.splitlines())) for _, text in EXAMPLES[:3]] == [5, 5, 5]
    listed, _r, zotero, figure = (text.replace("https://archive.example", live_server.url) for _, text in EXAMPLES)
    assert "1938-03-05  The Ambassador in Ruritania" in _run([sys.executable, "-c", listed], tmp_path)
    _run([sys.executable, "-c", figure], tmp_path)
    assert len(etree.parse(tmp_path / "years.svg").findall("{*}rect")) == 3
    if node := shutil.which("node"):
        (tmp_path / "zotero.mjs").write_text(_ZOTERO + zotero)
        assert _run([node, "zotero.mjs"], tmp_path).count("TY  - ") == 2
    if rscript := shutil.which("Rscript"):
        (tmp_path / "papers.R").write_text(_r)
        _run([rscript, "papers.R"], tmp_path)


def _run(command: list[str], folder) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
