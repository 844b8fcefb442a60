"""Withdraws papers of the archive of the settings and publishes them again, until it is ended: for a copy, to be harvested meanwhile.

Prints the word in the address of each paper before it changes it.
"""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from django.contrib.auth.models import User  # noqa: E402

from archive import workflow  # noqa: E402
from archive.models import Document  # noqa: E402

#: So many papers are withdrawn at a time.
_AWAY = 20


def main() -> None:
    user, _ = User.objects.get_or_create(username="changing", defaults={"is_superuser": True})
    ids = list(Document.objects.public().values_list("pk", flat=True))
    random.shuffle(ids)
    for place, pk in enumerate(ids):
        steps = [(pk, "withdraw")]
        if place >= _AWAY:
            steps.append((ids[place - _AWAY], "reinstate"))
        for key, step in steps:
            paper = Document.objects.get(pk=key)
            print(paper.slug, flush=True)
            workflow.take(paper, step, user=user, comment="Changed to be harvested.")
        time.sleep(0.05)


if __name__ == "__main__":
    main()
