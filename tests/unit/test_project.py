"""The project's own description: what is stated twice agrees."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from config import places
from tests.support.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def required(name: str) -> dict[str, Requirement]:
    """Return the requirements of a file by name, without those that it takes from another."""
    lines = (line.split("#")[0].strip() for line in text(name).splitlines())
    found = (Requirement(line) for line in lines if line and not line.startswith("-"))
    return {canonicalize_name(each.name): each for each in found}


def pinned(name: str) -> dict[str, str]:
    """Return the pinned versions of a file by name."""
    return {
        canonicalize_name(n): v for n, v in re.findall(r"^([\w.-]+)(?:\[.*\])?==([^ ;]+)", text(name), re.MULTILINE)
    }


def test_the_least_python_is_the_same_everywhere():
    least = PROJECT["project"]["requires-python"].removeprefix(">=")
    major, minor = least.split(".")
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py{major}{minor}"
    assert PROJECT["tool"]["mypy"]["python_version"] == least
    assert f"version_info < ({major}, {minor})" in text("script/setup")
    assert f"needs Python {least} or newer" in text("script/setup")
    assert f"--python-version {least} " in text("script/lock")
    assert f"Python {least} or newer" in text("README.md")
    assert f"Programming Language :: Python :: {least}" in PROJECT["project"]["classifiers"]


def test_every_requirement_is_pinned_as_required():
    for name in ("requirements", "requirements-dev", "requirements-docs"):
        versions = pinned(f"{name}.txt")
        for package, requirement in required(f"{name}.in").items():
            assert package in versions, f"{name}.txt lacks {package}: run script/lock"
            assert requirement.specifier.contains(versions[package]), f"{package} {versions[package]}"


def test_all_files_of_requirements_pin_the_same_versions():
    run, develop, site = (pinned(f"requirements{what}.txt") for what in ("", "-dev", "-docs"))
    assert {name: version for name, version in run.items() if develop.get(name) != version} == {}
    assert {name: version for name, version in site.items() if develop.get(name, version) != version} == {}


def test_the_project_takes_its_dependencies_from_the_requirements():
    assert "dependencies" in PROJECT["project"]["dynamic"]
    assert PROJECT["tool"]["hatch"]["metadata"]["hooks"]["requirements_txt"]["files"] == ["requirements.in"]


def test_the_classifiers_name_the_django_that_is_required():
    (framework,) = (each for each in PROJECT["project"]["classifiers"] if each.startswith("Framework :: Django ::"))
    series = framework.split()[-1]
    assert pinned("requirements.txt")["django"].startswith(f"{series}.")
    assert required("requirements.in")["django"].specifier.contains(f"{series}.1")


def test_the_licence_is_the_one_that_is_kept():
    assert text("LICENSE").startswith("BSD 3-Clause License")
    assert PROJECT["project"]["license"] == "BSD-3-Clause"


def test_the_paths_that_tools_are_told_exist():
    tools = PROJECT["tool"]
    paths = [*tools["ruff"]["lint"]["per-file-ignores"], *tools["ruff"]["extend-exclude"], *tools["mypy"]["files"]]
    assert [path for path in paths if not any(ROOT.glob(path))] == []


def test_the_wheel_carries_all_that_the_archive_needs(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("chancery_archive-*.whl")
    with ZipFile(wheel) as opened:
        carried = {name for name in opened.namelist() if ".dist-info/" not in name}
        (points,) = (opened.read(name).decode() for name in opened.namelist() if name.endswith("/entry_points.txt"))
    folders = {"archive": "", "config": "", "templates": "config/", "fixtures": "config/", "seeds": "config/"}
    assert carried == {
        f"{where}{path.relative_to(ROOT)}"
        for folder, where in folders.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert "chancery = config.command:main" in points


def test_the_data_of_an_installed_archive_are_in_the_folder_of_its_user(monkeypatch):
    for name in ("CHANCERY_VAR", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/clerk")
    assert places.data_folder(is_checkout=True) == ROOT / "var"
    assert places.data_folder(is_checkout=False) == Path("/home/clerk/.local/share/chancery")
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert places.data_folder(is_checkout=False) == Path("/home/clerk/.local/share/chancery")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert places.data_folder(is_checkout=False) == Path("/data/chancery")
    monkeypatch.setenv("CHANCERY_VAR", "/srv/archive")
    assert places.data_folder(is_checkout=False) == places.data_folder(is_checkout=True) == Path("/srv/archive")
