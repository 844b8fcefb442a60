"""The structure of the code: which room may know which, how long a module and a line may be, and where imports are."""

import ast
from collections.abc import Iterator
from pathlib import Path

from importlinter.cli import lint_imports

from tests.support.paths import ROOT

#: The functions that import something of the archive themselves, and why.
LATE = {
    "archive/apps.py: _grant_roles": "they need models, which cannot be imported before all applications are loaded",
    "archive/apps.py: _keep_triggers": "it needs models, too",
    "archive/apps.py: _place_papers": "it needs models, too",
    "archive/apps.py: _update_search": "it needs models, too",
    "archive/synthetic/worker.py: make": "the process that runs it has to set Django up first",
    "archive/synthetic/worker.py: start": "the process that runs it has to set Django up first",
}
MODULES = sorted((ROOT / "archive").rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Yield the name of every module that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def test_tests_share_only_what_is_in_support():
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for name in imported(path)
        if name.startswith(("tests", ".", "conftest", "test_")) and not name.startswith("tests.support")
    ]
    assert wrong == []


def test_nothing_imports_another_copy_of_sqlite():
    """Two copies of the library in one process drop each other's locks; everything takes the one that ``config/sqlite.py`` chose."""
    wrong = [
        str(path.relative_to(ROOT))
        for folder in ("archive", "benchmarks", "config", "tests")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if {name.partition(".")[0] for name in imported(path)} & {"sqlite3", "pysqlite3", "_sqlite3"}
    ]
    assert wrong == ["config/sqlite.py"]


def test_each_room_knows_only_what_it_may(capfd):
    """No circle, no arrow up, and a core without Django: the contracts of ``pyproject.toml``."""
    kept = lint_imports(str(ROOT / "pyproject.toml"), no_cache=True) == 0
    assert kept, capfd.readouterr().out


def test_no_module_is_longer_than_400_lines():
    long = {str(path.relative_to(ROOT)) for path in MODULES if len(path.read_text(encoding="utf-8").splitlines()) > 400}
    assert not {name for name in long if not name.startswith("archive/migrations/")}


def late_imports() -> Iterator[str]:
    """Yield the functions of the archive that import something of the archive."""
    for path in MODULES:
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and any(
                isinstance(node, ast.ImportFrom) and (node.module or "archive").startswith("archive")
                for node in ast.walk(function)
            ):
                yield f"{path.relative_to(ROOT)}: {function.name}"


def test_modules_import_at_their_top():
    assert set(late_imports()) == set(LATE)


def test_no_line_of_templates_styles_and_scripts_is_longer_than_200_columns():
    files = [path for folder in ("templates", "archive/static") for path in sorted((ROOT / folder).rglob("*"))]
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        if path.suffix in (".html", ".css", ".js", ".txt", ".xml") and not path.name.endswith(".min.js")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > 200
    ]
    assert long == []
