"""The rows of one stream: a pure function of its folded state."""

from typing import Any, assert_never

from domain.cluster.state import Case, Cluster
from domain.organisations import organisation_slug
from domain.permissions import State
from domain.person.state import Person
from domain.round.state import Round
from domain.standing import Standing, Task

Rows = dict[str, list[dict[str, Any]]]


def rows_of(state: State, standing: Standing, tasks: tuple[Task, ...]) -> Rows:
    """Table name to rows, for every table the stream has rows in."""
    match state:
        case Cluster():
            return _cluster_rows(state, standing, tasks)
        case Round():
            return _round_rows(state, tasks)
        case Person():
            return _person_rows(state)
        case _:
            assert_never(state)


def _cluster_rows(cluster: Cluster, standing: Standing, tasks: tuple[Task, ...]) -> Rows:
    stream = standing.stream
    return {
        "clusters": [
            {
                "stream": stream,
                "cluster_id": cluster.cluster_id,
                "version": cluster.version,
                "name": cluster.name,
                "normalised_name": organisation_slug(cluster.name),
                "country": cluster.country,
                "region": cluster.region,
                "sector": cluster.sector,
                "website": cluster.website,
                "language": cluster.language,
                "managers": cluster.managers,
                "stage": standing.stage,
                "due_at": standing.due.at if standing.due else None,
                "labels": _labels(cluster),
                "pending": [level for level in cluster.labels if cluster.pending(level)],
                "stalled": standing.stalled,
            }
        ],
        "cases": [{"stream": stream, **_case_row(case)} for case in cluster.cases],
        "tasks": _task_rows(stream, tasks),
        "benchmarks": [
            {
                "stream": stream,
                "case_id": case.case_id,
                "cluster_id": cluster.cluster_id,
                **case.benchmark.model_dump(mode="json", exclude={"event_id", "expert"}),
            }
            for case in cluster.cases
            if case.benchmark
        ],
    }


def _labels(cluster: Cluster) -> dict[str, Any]:
    return {
        level.value: [term.model_dump(mode="json") for term in terms]
        for level, terms in cluster.labels.items()
    }


def _case_row(case: Case) -> dict[str, Any]:
    names = ("case_id", "level", "kind", "edition", "stage", "since", "opened_on", "round_id", "closed_as")
    return {name: getattr(case, name) for name in names}


def _task_rows(stream: str, tasks: tuple[Task, ...]) -> list[dict[str, Any]]:
    return [{"stream": stream, **task.model_dump(mode="json")} for task in tasks]


def _round_rows(committee_round: Round, tasks: tuple[Task, ...]) -> Rows:
    stream = committee_round.round_id
    return {
        "rounds": [
            {
                "stream": stream,
                "version": committee_round.version,
                "opens_on": committee_round.opens_on,
                "closes_on": committee_round.closes_on,
                "closed": committee_round.closed,
                "waiting": len(committee_round.unconcluded),
            }
        ],
        "tasks": _task_rows(stream, tasks),
    }


def _person_rows(person: Person) -> Rows:
    return {
        "persons": [
            {
                "stream": f"person-{person.person_id}",
                "person_id": person.person_id,
                "version": person.version,
                "language": person.language,
                "country": person.country,
                "name": person.name,
                "email": person.email,
                "offices": person.offices,
                "seated": bool(person.seats),
            }
        ]
    }
