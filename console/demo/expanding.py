"""The demo as acts: each cluster of `clusters.toml` is led along `path.toml` to the stage it stands at."""

import tomllib
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import Field

from console.journeys.acts import Act, acts_of
from console.journeys.format import Journey, Person, Step, read_journey
from domain.frozen import Frozen
from domain.organisations import organisation_slug

HERE = Path(__file__).parent
OPERATOR = HERE / "operator.toml"
# Before everything else that has a day.
OPENED_DAYS_AGO = 240
_PROFILE = {
    "staff_fte_hundredths": 150,
    "english_website": True,
    "committed_members": 42,
    "member_types": 3,
}


class DemoCluster(Frozen):
    """One fictional cluster. `days`: how long ago the last stage before today was reached."""

    id: str
    name: str
    country: str
    language: str
    sector: str
    manager: str
    expert: str
    stage: str | None = None
    days: int = Field(default=0, ge=0)
    interview: str = "{today-7d}"
    benchmark: str | None = None
    held: str | None = Field(default=None, description="the last day of a label held already")

    @property
    def manager_id(self) -> str:
        return organisation_slug(self.manager)


class Stage(Frozen):
    """A stage of the path; without `day` it is reached today."""

    after: str | None = None
    day: int | None = None
    step: tuple[dict[str, Any], ...]


def demo_acts(now: datetime) -> tuple[tuple[Act, ...], ...]:
    """The office's acts, then those of each cluster."""
    at = f"-{OPENED_DAYS_AGO}d"
    first, office = (
        acts_of(read_journey(file), now, name=file.name, at=at) for file in (OPERATOR, HERE / "office.toml")
    )
    return (
        (*first, *office),
        *(acts_of(journey_of(cluster), now, name=cluster.id) for cluster in demo_clusters()),
    )


def demo_clusters() -> tuple[DemoCluster, ...]:
    return tuple(DemoCluster.model_validate(each) for each in _toml("clusters.toml")["cluster"])


def journey_of(cluster: DemoCluster) -> Journey:
    """The cluster's way to its stage, as a journey file would say it; the clock runs until yesterday."""
    manager = Person.model_validate(
        {
            "id": cluster.manager_id,
            "name": cluster.manager,
            "email": f"{cluster.manager_id}@{cluster.id}.example",
            "language": cluster.language,
            "country": cluster.country,
        }
    )
    stages = _chain(cluster)
    days = [stage.day for stage in stages if stage.day is not None]
    past = [
        _step(step, cluster, _ago(cluster, stage.day, days[-1]))
        for stage in stages
        if stage.day is not None
        for step in stage.step
    ]
    today = [_step(step, cluster, None) for stage in stages if stage.day is None for step in stage.step]
    return Journey(
        title=cluster.name,
        persons=(manager,),
        steps=(*past, Step(at="-1d"), *today),
        values=_words(cluster),
    )


def _chain(cluster: DemoCluster) -> list[Stage]:
    path = {name: Stage.model_validate(stage) for name, stage in _toml("path.toml").items()}
    name, chain = cluster.stage or "held", list[Stage]()
    while True:
        chain.insert(0, path[name])
        if (before := path[name].after) is None:
            return chain
        name = before


def _ago(cluster: DemoCluster, day: int, last: int) -> str:
    # A label held already is brought in when the office opens.
    return f"-{cluster.days + last - day}d" if cluster.days else f"-{OPENED_DAYS_AGO}d"


def _step(step: dict[str, Any], cluster: DemoCluster, at: str | None) -> Step:
    own = {"{stream}": f"cluster-{cluster.id}", "{manager}": cluster.manager_id, "{expert}": cluster.expert}
    named = {key: own.get(step[key], step[key]) for key in ("as", "to")}
    return Step.model_validate({**step, **named, "at": at})


def _words(cluster: DemoCluster) -> dict[str, Any]:
    words: dict[str, Any] = cluster.model_dump(mode="json", exclude_none=True)
    benchmarks = _toml("benchmarks.toml")
    return {
        **words,
        "managers": [cluster.manager_id],
        "carrier": f"{cluster.name} Association",
        "profile": {**_PROFILE, "eccp_address": f"https://cluster-platform.example/{cluster.id}"},
        "benchmark": benchmarks.get(cluster.benchmark or ""),
        "assessed": "{today-30m}",
        "row_key": sha256(cluster.id.encode()).hexdigest(),
    }


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
