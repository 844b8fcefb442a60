"""What others run the archive with (``config/deploy``): containers, units of systemd, the proxy."""

import re
from configparser import ConfigParser

import pytest
import yaml
from django.core.management import get_commands

from tests.support.paths import ROOT

DEPLOY = ROOT / "config" / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
UNITS = sorted((DEPLOY / "systemd").rglob("*.*"))
TEXTS = [path for path in sorted(DEPLOY.rglob("*")) if path.is_file()]


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_containers_have_no_rights_and_write_to_volumes_only(name):
    service = COMPOSE["services"][name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    # The image of the proxy names its user itself.
    assert name == "proxy" or service["user"].split(":")[0] not in ("root", "0")
    mounted = [volume.split(":")[0] for volume in service.get("volumes", [])]
    assert {one for one in mounted if not one.startswith("./")} <= set(COMPOSE["volumes"])
    assert set(service.get("depends_on", {})) <= set(COMPOSE["services"])
    assert set(service["networks"]) <= set(COMPOSE["networks"])


def test_the_database_is_asked_from_inside_only():
    published = [name for name, service in COMPOSE["services"].items() if "ports" in service]
    assert published == ["proxy"]
    outside = [name for name, service in COMPOSE["services"].items() if "outside" in service["networks"]]
    assert outside == ["web", "proxy"]


def test_commands_and_variables_exist():
    texts = {path: path.read_text(encoding="utf-8") for path in TEXTS}
    typed = re.compile(r"(?:manage\.py |\[chancery, |[\"; ]chancery )([a-z]\w+)")
    called = {name for text in texts.values() for name in typed.findall(text)}
    assert called >= {"prepare", "run_jobs", "backup", "restore", "check_fixity", "check_state"}
    assert called <= set(get_commands())
    documented = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    named = {name for text in texts.values() for name in re.findall(r"\bCHANCERY_[A-Z_]+", text)}
    assert [name for name in sorted(named) if f"`{name}`" not in documented] == []
    variables = set(re.findall(r"\$\{(\w+):", texts[DEPLOY / "compose.yaml"]))
    assert variables == set(re.findall(r"^(\w+)=", texts[DEPLOY / "environment.example"], re.MULTILINE))


def test_units_belong_together():
    units = {}
    for path in UNITS:
        units[path.name] = ConfigParser(strict=False, interpolation=None)
        units[path.name].optionxform = str
        units[path.name].read(path, encoding="utf-8")
    timers = {name.removesuffix(".timer") for name in units if name.endswith(".timer")}
    assert timers == {"chancery-backup", "chancery-drill", "chancery-fixity", "chancery-state"}
    assert {f"{name}.service" for name in timers} <= set(units)
    common = units["common.conf"]
    assert common["Unit"]["OnFailure"] == "archive-alarm@%n.service"
    assert common["Service"]["User"] == "chancery"
    assert common["Service"]["ProtectSystem"] == "strict"
    writes = {name for name, unit in units.items() if unit.has_option("Service", "ReadWritePaths")}
    assert writes == {"chancery-backup.service", "chancery-drill.service"}
    for name, unit in units.items():
        for other in (unit.get("Unit", "Requires", fallback=""), unit.get("Unit", "After", fallback="")):
            assert {one for one in other.split() if one.startswith("chancery-")} <= set(units), name
