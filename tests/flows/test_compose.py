"""The compose file and the deployments say only what is there: commands, settings, services. Nothing is started."""

from __future__ import annotations

import subprocess
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

from desk.cli.app import COMMANDS

_ROOT = Path(__file__).resolve().parents[2]
_ROOMS = ("desk", "flows", "pipeline", "search", "extractors")


def _yaml(name: str) -> Any:
    return yaml.safe_load((_ROOT / name).read_text(encoding="utf-8"))


def test_services_wait_only_for_services_that_can_tell_how_they_are() -> None:
    services = _yaml("compose.yaml")["services"]
    for name, service in services.items():
        for awaited, how in service.get("depends_on", {}).items():
            assert awaited in services, name
            assert how["condition"] != "service_healthy" or "healthcheck" in services[awaited], awaited


def test_only_the_desk_is_open_to_others_and_nothing_is_fetched() -> None:
    compose = _yaml("compose.yaml")
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["desk"]
    assert {service["pull_policy"] for service in compose["services"].values()} == {"never"}
    outside = [name for name, service in compose["services"].items() if service["networks"] != ["inside"]]
    assert (outside, compose["networks"]["inside"]["internal"]) == (["desk"], True)


def test_its_settings_and_commands_are_known_to_the_program() -> None:
    services = _yaml("compose.yaml")["services"]
    settings = {key for each in services.values() for key in each["environment"] if key.startswith("HESHU_")}
    sources = [str(_ROOT / room) for room in _ROOMS]
    for setting in settings - {"HESHU_HOME"}:
        found = subprocess.run(["grep", "-rqF", "--include=*.py", f'"{setting}"', *sources], check=False)
        assert found.returncode == 0, setting
    started = [each["command"] for each in services.values() if each.get("command", [""])[0] == "heshu"]
    assert {command[1] for command in started} <= set(COMMANDS)


def test_deployments_name_flows_that_are_there() -> None:
    deployments = _yaml("prefect.yaml")["deployments"]
    for each in deployments:
        file, flow = each["entrypoint"].split(":")
        module = file.removesuffix(".py").replace("/", ".")
        assert import_module(module).__dict__[flow].name in ("heshu-batch", "heshu-submission")
    assert _yaml("compose.yaml")["x-heshu"]["environment"]["HESHU_SUBMISSION_DEPLOYMENT"] == "heshu-submission/heshu"
