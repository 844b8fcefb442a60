"""The pages of documentation, and the help of commands in them; ``script/docs`` runs this module to write the blocks of help."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from tests.support.paths import ROOT

#: A block of help: the marker that names the command, what ``script/docs`` wrote, and the marker of the end.
_BLOCK = re.compile(r"(<!-- help: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def pages() -> list[Path]:
    """Return the pages of documentation: those at the root and those of ``docs/``."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def commands() -> list[str]:
    """Return the names of the archive's own commands."""
    return sorted(name for name, app in get_commands().items() if app == "archive")


def parser_of(command: str) -> argparse.ArgumentParser:
    """Return the parser of a command's arguments, Django's own options included."""
    return load_command_class(get_commands()[command], command).create_parser("manage.py", command)


def help_of(command: str) -> str:
    """Return what ``--help`` prints of a command, without the options that every command has."""
    parser = parser_of(command)
    common = {action.dest for action in BaseCommand().create_parser("manage.py", "")._actions}
    actions = [action for action in parser._actions if action.dest not in common]
    formatter = argparse.HelpFormatter(f"python manage.py {command}", max_help_position=24, width=100)
    formatter.add_usage(None, actions, [], prefix="")
    formatter.add_text(parser.description)
    formatter.start_section(None)
    formatter.add_arguments([action for action in actions if action.help])
    formatter.end_section()
    return formatter.format_help()


def with_help(text: str) -> str:
    """Return the text of a page with its blocks of help written again."""
    return _BLOCK.sub(lambda block: f"{block[1]}```text\n{help_of(block[2])}```\n{block[3]}", text)


def main() -> None:
    """Write the blocks of help in all pages."""
    for page in pages():
        text = page.read_text(encoding="utf-8")
        if (new := with_help(text)) != text:
            page.write_text(new, encoding="utf-8")
            print(f"{page.relative_to(ROOT)} is written.")


if __name__ == "__main__":
    import django

    django.setup()
    main()
