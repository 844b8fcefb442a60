"""The documentation: every link leads somewhere, every name exists, and the help of commands is what they print."""

from __future__ import annotations

import ast
import importlib
import io
import re
import shlex
import tokenize
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands

from archive.parsing.transcription.lines import LARGEST
from archive.search import limits
from tests.support.documentation import commands, pages, parser_of, with_help
from tests.support.paths import ROOT

PAGES = pages()
READMES = sorted((ROOT / "benchmarks").rglob("*.md"))
SOURCES = sorted(
    path for folder in ("archive", "config", "tests", "benchmarks") for path in (ROOT / folder).rglob("*.py")
)
TOP = sorted(path.name for path in ROOT.iterdir() if path.is_dir() and path.name not in ("var", ".venv", ".git"))

LINK = re.compile(r"\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
#: A block of code: fenced, or indented by four spaces after an empty line.
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"(?<=\n\n)(?: {4}\S.*\n)+")
DOTTED = re.compile(r"[a-z_]\w*(?:\.\w+)+")
PATH = re.compile(r"[\w.*{},-]+(?:/[\w.*{},-]+)*/?")
ROLE = re.compile(r":(?:mod|func|class|meth|data|attr):`~?([\w.]+)`")
QUOTED = re.compile(r"``((?:archive|config|tests)\.[\w.]+)(?:\(\))?``")
#: Programs of others that documents name.
OTHERS = {"pg_dump"}
SUFFIXES = (".py", ".md", ".html", ".css", ".js", ".txt", ".tsv", ".toml", ".in", ".json", ".po", ".yaml")

parametrized = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def slug(heading: str) -> str:
    """Return the anchor of a heading, as forges make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower().replace("`", "")).replace(" ", "-")


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """Yield the file and the anchor of each link of a page that stays in the checkout."""
    for match in LINK.finditer(FENCED.sub("", page.read_text(encoding="utf-8"))):
        target, _, anchor = (match[1] or match[2]).partition("#")
        if ":" not in target:
            yield (page.parent / target).resolve() if target else page, anchor


@pytest.mark.parametrize("page", PAGES + READMES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files_and_headings(page):
    for target, anchor in links(page):
        assert target.exists(), target
        if anchor:
            assert anchor in map(slug, HEADING.findall(target.read_text(encoding="utf-8"))), f"{target}#{anchor}"


def test_every_document_can_be_reached_from_the_readme():
    waiting, reached = [ROOT / "README.md"], set()
    while waiting:
        page = waiting.pop()
        if page.is_dir():
            page /= "README.md"
        if page.suffix != ".md" or page in reached or not page.exists():
            continue
        reached.add(page)
        waiting += [target for target, _ in links(page)]
    assert [str(page.relative_to(ROOT)) for page in PAGES if page not in reached] == []


def spans(page: Path) -> list[str]:
    """Return what a page quotes as code in its sentences."""
    return SPAN.findall(FENCED.sub("", page.read_text(encoding="utf-8")))


@cache
def words_of_the_code() -> frozenset[str]:
    """Return every word of the code, templates, scripts and tables."""
    files = [*SOURCES, *(ROOT / "templates").rglob("*.html"), *(ROOT / "script").iterdir(), ROOT / "pyproject.toml"]
    files += [*(ROOT / "archive" / "static").rglob("*.js"), *(ROOT / "archive" / "static").rglob("*.css")]
    words = (word for path in files for word in re.findall(r"\w+", path.read_text(encoding="utf-8")))
    return frozenset(words) | {path.stem for path in SOURCES} | OTHERS


def found(name: str) -> bool:
    """Return whether a dotted name can be imported, or is an attribute of what can."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            thing = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for part in parts[end:]:
            fields = {**getattr(thing, "__annotations__", {}), **getattr(thing, "__dataclass_fields__", {})}
            if part not in fields and not hasattr(thing, part):
                return False
            thing = getattr(thing, part, None)
        return True
    return False


def dotted(text: str) -> Iterator[str]:
    """Yield the dotted names of the archive's code in a piece of code, each from ``archive`` on."""
    rooms = {path.stem for path in (ROOT / "archive").iterdir()}
    for name in DOTTED.findall(text):
        first = name.split(".")[0]
        if name.endswith(SUFFIXES):
            continue
        if first in ("archive", "config", "tests"):
            yield name
        elif first in rooms:
            yield f"archive.{name}"


@parametrized
def test_names_of_the_code_exist(page):
    assert [name for span in spans(page) for name in dotted(span) if "/" not in span and not found(name)] == []


@parametrized
def test_words_of_the_code_exist(page):
    """A word with an underscore, or two capitals as in ``FilingTerm``, is a name of something."""
    if page.name == "CHANGELOG.md":
        pytest.skip("it names what was there once")
    names = (
        name
        for span in spans(page)
        for name in re.findall(r"(?<![\w/.-])(?:[A-Za-z]\w*_\w+|[A-Z][a-z]+[A-Z]\w*)(?![\w/-])", span)
    )
    assert sorted({name for name in names if name not in words_of_the_code()}) == []


@pytest.mark.parametrize("page", PAGES + READMES, ids=lambda page: str(page.relative_to(ROOT)))
def test_paths_exist(page):
    missing = []
    for span in spans(page):
        path = span.split()[0].removeprefix("./")
        if not PATH.fullmatch(path) or path.startswith("var/"):
            continue
        if path.split("/")[0] in TOP and "/" in path:
            missing += [] if any(any(ROOT.glob(each.rstrip("/"))) for each in braced(path)) else [path]
        elif path.endswith((".py", ".html", ".css", ".js")) or ("/" in path and path.endswith(SUFFIXES)):
            missing += [] if any(ROOT.glob(f"*/**/{path}")) or (ROOT / path).exists() else [path]
    assert missing == []


def braced(path: str) -> list[str]:
    """Return the paths that one with ``{a,b}`` means."""
    if match := re.search(r"\{([^}]*)\}", path):
        return [path.replace(match[0], each) for each in match[1].split(",")]
    return [path]


def command_lines(text: str) -> Iterator[list[str]]:
    """Yield the words after ``manage.py`` of each command line of a page, comments left out."""
    blocks = [*FENCED.findall(text), *INDENTED.findall(text), *SPAN.findall(text)]
    for line in "\n".join(blocks).splitlines():
        if match := re.search(r"manage\.py ([a-z_]+.*)", re.sub(r"\s#.*|\|.*", "", line)):
            yield shlex.split(match[1].replace("[", " ").replace("]", " "))


@pytest.mark.parametrize("page", PAGES + READMES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_and_their_options_exist(page):
    for command, *rest in command_lines(page.read_text(encoding="utf-8")):
        assert command in get_commands(), command
        options = set(parser_of(command)._option_string_actions)
        assert {word.split("=")[0] for word in rest if re.match(r"--\w", word)} <= options, f"{command} {rest}"


def test_every_command_has_its_help_in_the_docs():
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [name for name in commands() if f"<!-- help: {name} -->" not in text] == []


@parametrized
def test_the_help_of_commands_is_up_to_date(page):
    text = page.read_text(encoding="utf-8")
    assert with_help(text) == text, "run script/docs"


def near(name: str, module: str) -> bool:
    """Return whether a module has the name, or one of its classes does."""
    classes = [thing for thing in vars(importlib.import_module(module)).values() if isinstance(thing, type)]
    return found(f"{module}.{name}") or any(hasattr(each, name) for each in classes)


def test_names_in_docstrings_and_comments_exist():
    wrong = []
    for path in SOURCES:
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for token in tokenize.tokenize(io.BytesIO(path.read_bytes()).readline):
            if token.type in (tokenize.STRING, tokenize.COMMENT):
                for name in ROLE.findall(token.string) + QUOTED.findall(token.string):
                    if not (found(name) if name.startswith(("archive.", "config.", "tests.")) else near(name, module)):
                        wrong.append(f"{path.relative_to(ROOT)}:{token.start[0]}: {name}")
    assert "\n".join(wrong) == ""


def variables() -> dict[str, str]:
    """Return the variables that ``docs/settings.md`` lists in its table, with their defaults."""
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", text, re.MULTILINE))


LIMITS = {
    "A query": f"{limits.LONGEST_QUERY} characters, {limits.MOST_TERMS} terms, {limits.MOST_FILTER_VALUES} values for each filter",
    "Time": f"{int(variables()['CHANCERY_QUERY_TIME_LIMIT'].strip('`')) // 1000} seconds for a query (`CHANCERY_QUERY_TIME_LIMIT`), "
    f"{limits.FACETS_TIME // 1000} second of it for facets",
    "A transcription": f"{LARGEST // 1024**2} MB",
}


@pytest.mark.parametrize("row", LIMITS)
def test_the_limits_of_the_readme_are_those_of_the_code(row):
    (cells,) = re.findall(rf"^\| {row}[^|]*\|(.*)\|$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert LIMITS[row] in cells


def test_the_defaults_of_settings_are_those_of_the_code():
    code = (ROOT / "config" / "settings.py").read_text(encoding="utf-8")
    defaults = dict(re.findall(r'environment\.(?:number|words|text|address|choice)\(\s*"(\w+)", ("[^"]*"|\w+)', code))
    defaults |= dict.fromkeys(re.findall(r'environment\.flag\("(\w+)"\)', code), "0")
    defaults = {name: default.strip('"') for name, default in defaults.items()}
    documented = {name: default.strip("`") for name, default in variables().items()}
    assert {name: documented[name] for name in defaults if "://" not in defaults[name]} == {
        name: default for name, default in defaults.items() if "://" not in default
    }


def test_every_variable_that_is_documented_is_read():
    files = [path for folder in ("config", "script", "tests") for path in (ROOT / folder).rglob("*") if path.is_file()]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files if path.suffix in ("", ".py"))
    named = re.findall(r"`([A-Z]+(?:_[A-Z]+)*)`", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"))
    assert len(named) > 10
    assert [name for name in named if not re.search(rf"\b{name}\b", code)] == []


def cells(page: str, heading: str) -> list[list[str]]:
    """Return the cells of the rows of the table under a heading of a page."""
    section = re.split(rf"^#+ {heading}$", (ROOT / page).read_text(encoding="utf-8"), flags=re.MULTILINE)[1]
    table = re.findall(r"^\|(.*)\|$", re.split(r"^#", section, flags=re.MULTILINE)[0], re.MULTILINE)
    return [[cell.strip() for cell in row.split("|")] for row in table[2:]]


def test_the_rooms_are_drawn_as_the_linter_holds_them():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = [layer.split(" | ") for contract in contracts for layer in contract.get("layers", [])]
    assert [SPAN.findall(rooms) for rooms, _ in cells("docs/architecture.md", "The rooms")] == layers


def test_every_rule_is_where_the_architecture_says():
    rules = cells("docs/architecture.md", "Where a rule is")
    assert len(rules) >= 12
    for rule, module, name in rules:
        path = ROOT / SPAN.findall(module)[0]
        defined = {
            target.id if isinstance(target, ast.Name) else getattr(target, "name", "")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            for target in [*getattr(node, "targets", []), getattr(node, "target", None), node]
        }
        assert SPAN.findall(name)[0] in defined, rule
