"""The command ``chancery`` of an installed archive, and ``manage.py`` of a checkout: they run the same commands."""

import os
import sys

from django.core.management import execute_from_command_line

#: Shorter names of commands.
_SHORT = {"import": "import_volume"}


def main() -> None:
    """Run the command that the arguments name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line([sys.argv[0], *(_SHORT.get(word, word) for word in sys.argv[1:2]), *sys.argv[2:]])
