"""Programmes as shipped, and counts the sources state: read from the data beside this file."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from domain.programmes.rules import ProgrammeRules, StatedCount
from domain.schemes import cited

_STATED = "stated-counts.toml"


@cache
def programmes() -> tuple[ProgrammeRules, ...]:
    """Every programme, by its key. Raises ValueError at the first value without mark and source."""
    names = sorted(each.name for each in files(__name__).iterdir() if each.name.endswith(".toml"))
    found = [ProgrammeRules.model_validate(_read(name)) for name in names if name != _STATED]
    return tuple(sorted(found, key=lambda each: each.key))


def programme(key: str) -> ProgrammeRules | None:
    """The programme of that key; None when there is none."""
    return next((each for each in programmes() if each.key == key), None)


@cache
def stated_counts() -> tuple[StatedCount, ...]:
    """What the sources say of how many labels there were."""
    return tuple(StatedCount.model_validate(each) for each in _read(_STATED)["counts"])


def _read(name: str) -> dict[str, Any]:
    return cited(tomllib.loads((files(__name__) / name).read_text(encoding="utf-8")))
