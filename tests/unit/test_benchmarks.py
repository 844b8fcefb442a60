"""The arguments of benchmarks, as their own pages write them."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT


@pytest.fixture(scope="module")
def measure_import():
    spec = importlib.util.spec_from_file_location("measure_import", ROOT / "benchmarks" / "import" / "measure.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("words", "numbers", "volumes"),
    [
        ("--readers 0 1 2 a.xml b.xml", [0, 1, 2], "a.xml b.xml"),
        ("--readers 2 a.xml", [2], "a.xml"),
        ("a.xml b.xml --readers 0 4", [0, 4], "a.xml b.xml"),
        ("a.xml --readers 1 b.xml", [1], "a.xml b.xml"),
        ("a.xml", [0, 2], "a.xml"),
        ("--readers 1 a.xml 2", [1], "a.xml 2"),
    ],
)
def test_numbers_of_readers_may_stand_before_and_after_the_volumes(measure_import, words, numbers, volumes):
    assert measure_import.arguments(words.split()) == (numbers, [Path(name) for name in volumes.split()])


@pytest.mark.parametrize("words", ["", "--readers 0 1", "--readers a.xml", "--readers", "a.xml --readers -1"])
def test_arguments_without_a_number_or_a_volume_are_refused(measure_import, words, capsys):
    with pytest.raises(SystemExit):
        measure_import.arguments(words.split())
    assert "usage:" in capsys.readouterr().err
