"""The stages a demo cluster may be brought to: `path.toml`, with what its level does otherwise."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field

from domain.frozen import Frozen
from domain.levels import Level

HERE = Path(__file__).parent
# The stage that is reached on the last day of the visit.
VISITED = "audit conducted"


class Stage(Frozen):
    """A stage of the path; without `day` it is reached today."""

    name: str
    at: str | None = Field(default=None, description="what the record calls it, where that is something else")
    after: str | None = None
    day: int | None = None
    step: tuple[dict[str, Any], ...]

    @property
    def recorded_as(self) -> str:
        return self.at or self.name


def stages_to(name: str, level: Level) -> tuple[Stage, ...]:
    """The stages up to this one, in their order."""
    path = _path(level)
    stage, before = path[name], path[name].after
    return (stage,) if before is None else (*stages_to(before, level), stage)


@cache
def table(name: str) -> dict[str, Any]:
    """One of the demo's files, to be read only."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


@cache
def _path(level: Level) -> dict[str, Stage]:
    common = table("path.toml")
    own = {} if level is Level.BRONZE else table(f"{level}.toml")
    merged = {name: {**common.get(name, {}), **own.get(name, {})} for name in (*common, *own)}
    return {name: Stage.model_validate({"name": name, **stage}) for name, stage in merged.items()}
