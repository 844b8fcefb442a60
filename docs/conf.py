"""How Sphinx makes a site of the documentation: ``script/docs site``.

Its pages are the same files that a forge shows. Their order in the contents is that of the table "Read on" in README.md.
"""

import re
from pathlib import Path

project = "Chancery"
copyright = "the Chancery developers"  # noqa: A001 (Sphinx's name)
extensions = ["myst_parser"]
myst_enable_extensions = ["html_image"]
myst_heading_anchors = 4
root_doc = "README"
source_suffix = {".md": "markdown"}
include_patterns = ["*.md", "docs/**.md", "benchmarks/**.md"]
exclude_patterns = [".venv", "var", "build", "archive", "seeds", "tests"]
html_theme = "furo"
html_title = "Chancery"
html_copy_source = False
# Code blocks of search queries, filters of nginx and the like are in no language.
highlight_language = "none"


def setup(app):
    """Register what adds the contents, and the page that a site begins with."""
    app.connect("source-read", _add_contents)
    app.connect("build-finished", _add_beginning)


def _add_beginning(app, error) -> None:
    """Lead from the site's own address to README, whose name a forge knows and a server of files doesn't."""
    if error is None:
        page = '<!doctype html><title>Chancery</title><meta http-equiv="refresh" content="0; url=README/">'
        Path(app.outdir, "index.html").write_text(page, encoding="utf-8")


def _add_contents(app, name: str, source: list[str]) -> None:
    """Add the contents to the pages that lead to others."""
    if name == "README":
        for caption, pages in _read_on(source[0]):
            source[0] += _toctree(caption, pages)
        source[0] += _toctree("Measurements", ["benchmarks/*/README"])
    elif name == "docs/decisions/README":
        source[0] += _toctree("", ["*"])


def _read_on(text: str) -> list[tuple[str, list[str]]]:
    """Return from the table of README.md who each row is for, and the pages that it names."""
    table = re.findall(r"^\| (For [^|]+?) \|(.*)\|$", text.partition("## Read on")[2], re.MULTILINE)
    return [
        (caption, [Path(page).with_suffix("").as_posix() for page in re.findall(r"\]\(([^)]+\.md)\)", cells)])
        for caption, cells in table
    ]


def _toctree(caption: str, pages: list[str]) -> str:
    return "\n\n" + "\n".join(
        ["```{toctree}", ":hidden:", ":glob:", *([f":caption: {caption}"] if caption else []), "", *pages, "```", ""]
    )
