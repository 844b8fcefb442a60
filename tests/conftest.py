"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

from tests.support.paths import ROOT

# A machine that is busy is no error of the code, and a suite that decides says the same every time. To look for more:
# script/test --hypothesis-profile=explore
hypothesis.settings.register_profile("chancery", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2000)
hypothesis.settings.load_profile("chancery")


@pytest.fixture(autouse=True)
def _static_files_by_their_plain_names(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def seed_path() -> Path:
    """The first document's transcription, as it was received."""
    return ROOT / "seeds" / "harriman-to-secretary-of-state-840.48-refugees-5425.txt"


@pytest.fixture(scope="session")
def frus_dir() -> Path:
    """The folder of real volumes: ``CHANCERY_FRUS``, or ``shared/frus`` beside the checkout. Skips where there is none."""
    folder = Path(os.environ.get("CHANCERY_FRUS") or ROOT.parent / "shared" / "frus")
    if not any(folder.glob("frus*.xml")):
        pytest.skip("the real volumes are not here; CHANCERY_FRUS may name their folder")
    return folder
