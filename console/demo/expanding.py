"""The demo as acts: each cluster is led along the path of its level to the stage it stands at."""

from datetime import date, datetime
from typing import Any

from console.demo.paths import HERE, VISITED, Stage, stages_to, table
from console.demo.words import DemoCluster, documents_of, visit_days, words_of
from console.journeys.acts import Act, acts_of, secretariat_day
from console.journeys.format import Journey, Person, Step, read_journey

OPERATOR = HERE / "operator.toml"
OFFICE = HERE / "office.toml"
# Before everything else that has a day.
OPENED_DAYS_AGO = 240
_CLUSTERS = ("clusters.toml", "clusters-on-site.toml")


def demo_acts(now: datetime) -> tuple[tuple[Act, ...], ...]:
    """The office's acts, then those of each cluster."""
    at = f"-{OPENED_DAYS_AGO}d"
    first, office = (acts_of(read_journey(file), now, name=file.name, at=at) for file in (OPERATOR, OFFICE))
    today = secretariat_day(now)
    return (
        (*first, *office),
        *(acts_of(journey_of(cluster, today), now, name=cluster.id) for cluster in demo_clusters()),
    )


def demo_clusters() -> tuple[DemoCluster, ...]:
    return tuple(DemoCluster.model_validate(each) for file in _CLUSTERS for each in table(file)["cluster"])


def journey_of(cluster: DemoCluster, today: date) -> Journey:
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
    stages = stages_to(cluster.stage or "held", cluster.level)
    begun = _begun_days_ago(cluster, stages, today)
    past = [
        _step(step, cluster, f"-{begun - stage.day}d")
        for stage in stages
        if stage.day is not None
        for step in stage.step
    ]
    present = [_step(step, cluster, None) for stage in stages if stage.day is None for step in stage.step]
    return Journey(
        title=cluster.name,
        persons=(manager,),
        steps=(*past, Step(at="-1d"), *present),
        values=words_of(cluster, today),
    )


def _begun_days_ago(cluster: DemoCluster, stages: tuple[Stage, ...], today: date) -> int:
    """How long ago day 0 of the path lies: by the visit where one was held, else by the last stage before today."""
    for stage in stages:
        if stage.name == VISITED and stage.day is not None:
            return (today - visit_days(cluster, today)[-1]).days + stage.day
    # A label held already is brought in when the office opens.
    last = [stage.day for stage in stages if stage.day is not None][-1]
    return cluster.days + last if cluster.days else OPENED_DAYS_AGO


def _step(step: dict[str, Any], cluster: DemoCluster, at: str | None) -> Step:
    own = {
        "{stream}": f"cluster-{cluster.id}",
        "{manager}": cluster.manager_id,
        "{expert}": cluster.expert,
        "{second}": cluster.second,
    }
    given = {key: value for key, value in step.items() if key != "evidence"}
    files = documents_of(cluster) if step.get("evidence") else step.get("files", {})
    named = {key: own.get(step[key], step[key]) for key in ("as", "to")}
    return Step.model_validate({**given, **named, "files": files, "at": at})
