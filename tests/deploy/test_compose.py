"""The compose file: valid by the published schema, and in agreement with the settings it fills in."""

import json
import re
from datetime import timedelta
from functools import cache
from hashlib import sha256
from importlib import util
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

import worker
from console.embedded.temporal import SEARCH_ATTRIBUTES
from console.migrating import MigrationSettings
from console.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
SCHEMA = Path(__file__).parent / "compose-spec" / "compose-spec.json"
SCHEMA_SHA256 = "46b7d35f19dd93a05f8fea530291bf84d881c1791ec167ecf0e6fb94e639d496"
OURS = ("worker", "laurel", "migrate", "mail")


@cache
def _compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return read


def _services() -> dict[str, dict[str, Any]]:
    services: dict[str, dict[str, Any]] = _compose()["services"]
    return services


def _names_of(model: type[Settings | MigrationSettings]) -> set[str]:
    return {f"LAUREL_{field.upper()}" for field in model.model_fields}


def _faults(compose: dict[str, Any]) -> list[str]:
    validator = Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(compose)]


def test_the_schema_is_the_published_one() -> None:
    assert sha256(SCHEMA.read_bytes()).hexdigest() == SCHEMA_SHA256


def test_the_compose_file_is_valid() -> None:
    assert _faults(_compose()) == []


def test_the_schema_finds_a_misspelt_key() -> None:
    worse = _compose() | {"services": _services() | {"worker": {"imgae": "laurel"}}}
    assert _faults(worse) != []


def test_every_file_it_names_is_in_the_repository_or_made_by_the_script() -> None:
    configs = [DEPLOY / config["file"] for config in _compose()["configs"].values()]
    assert [file for file in configs if not file.is_file()] == []
    made = re.findall(r"\| write (\S+)|^write (\S+)", _script("make-secrets.sh"), re.MULTILINE)
    secrets = {secret["file"].removeprefix("secrets/") for secret in _compose()["secrets"].values()}
    assert {first or second for first, second in made} == secrets


def test_whatever_a_service_refers_to_is_defined_and_used() -> None:
    for kind in ("configs", "secrets", "networks"):
        referred = {
            each["source"] if isinstance(each, dict) else each
            for service in _services().values()
            for each in service.get(kind, ())
        }
        assert referred == _compose()[kind].keys()
    named = {mount.split(":")[0] for service in _services().values() for mount in service.get("volumes", ())}
    assert named == _compose()["volumes"].keys()
    awaited = {each for service in _services().values() for each in service.get("depends_on", ())}
    assert awaited - _services().keys() == set()


@pytest.mark.parametrize("service", ["worker", "laurel"])
def test_a_worker_is_given_settings_that_exist(service: str) -> None:
    given = {name for name in _services()[service]["environment"] if name.startswith("LAUREL_")}
    assert given - _names_of(Settings) == {"LAUREL_ENV_FILE"}


def test_every_setting_without_a_default_is_given() -> None:
    secret = set(
        re.findall(r"^(LAUREL_\w+)=", _script("make-secrets.sh").split("write laurel.env")[1], re.MULTILINE)
    )
    given = secret | _services()["worker"]["environment"].keys()
    required = {
        f"LAUREL_{name.upper()}" for name, field in Settings.model_fields.items() if field.is_required()
    }
    assert required - given == set()
    assert secret - _names_of(Settings) == set()


def test_the_variables_to_fill_in_are_the_ones_of_the_example() -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    example = (DEPLOY / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^(\w+)=", example, re.MULTILINE)) == set(re.findall(r"\$\{(\w+)", text))


@pytest.mark.parametrize("service", OURS)
def test_laurel_s_own_containers_can_write_nowhere_and_gain_no_rights(service: str) -> None:
    ours = _services()[service]
    held = (ours["read_only"], ours["cap_drop"], ours["security_opt"])
    assert held == (True, ["ALL"], ["no-new-privileges:true"])


def test_every_program_they_run_exists() -> None:
    modules = [
        service["command"][2]
        for name, service in _services().items()
        if name in OURS and service.get("command", [""])[0] == "python"
    ]
    assert modules == ["console.migrating", "aiosmtpd"]
    assert [module for module in modules if util.find_spec(module) is None] == []


def test_a_worker_is_left_the_time_it_takes_to_finish() -> None:
    grace = timedelta(seconds=int(_services()["worker"]["stop_grace_period"].removesuffix("s")))
    assert grace > worker.DRAIN


def test_no_image_floats() -> None:
    images = {name: service["image"] for name, service in _services().items() if name not in OURS}
    floating = [
        name for name, image in images.items() if not re.search(r":[v\d]", image) or "latest" in image
    ]
    assert floating == []


def test_the_namespace_gets_the_search_attributes_of_the_embedded_server() -> None:
    created = re.findall(r"(Laurel\w+):(\w+)", _script("temporal/namespace.sh"))
    assert dict(created) == SEARCH_ATTRIBUTES


def _script(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")
