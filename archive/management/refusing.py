"""Commands that show a refusal as an error."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.errors import Refused


class RefusingCommand(BaseCommand):
    """A command that ends with the sentence of a refusal and exit code 2 where something can't be done."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run the command. Raises ``CommandError`` for a :class:`~archive.errors.Refused`."""
        try:
            return super().execute(*args, **options)
        except Refused as refused:
            raise CommandError(str(refused), returncode=2) from refused
