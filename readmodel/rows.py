"""The rows of one stream: a pure function of its folded state."""

from datetime import datetime
from typing import Any, assert_never

from domain.cluster.case import Case
from domain.cluster.state import Cluster
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
        "clusters": [{"stream": stream, **_cluster_row(cluster, standing, tasks)}],
        "cases": [{"stream": stream, **_case_row(case)} for case in cluster.cases],
        "tasks": _task_rows(stream, tasks),
        "benchmarks": _benchmark_rows(stream, cluster),
        "results": _result_rows(stream, cluster),
    }


def _cluster_row(cluster: Cluster, standing: Standing, tasks: tuple[Task, ...]) -> dict[str, Any]:
    return {
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
        "due_at": _first_end(cluster, tasks),
        "labels": _labels(cluster),
        "pending": [level for level in cluster.labels if cluster.pending(level)],
        "stalled": standing.stalled,
    }


def _first_end(cluster: Cluster, tasks: tuple[Task, ...]) -> datetime | None:
    """By when the first of all that is open ends or, overdue, ended; not the clock's next moment, often a warning."""
    limits = (limit.due_at for case in cluster.cases for limit in case.limits)
    ends = (*(task.due_at for task in tasks if task.due_at), *limits)
    return min(ends, default=None)


def _labels(cluster: Cluster) -> dict[str, Any]:
    return {
        level.value: [term.model_dump(mode="json") for term in terms]
        for level, terms in cluster.labels.items()
    }


def _case_row(case: Case) -> dict[str, Any]:
    names = ("case_id", "level", "kind", "edition", "stage", "since", "opened_on", "round_id", "closed_as")
    return {name: getattr(case, name) for name in names}


def _benchmark_rows(stream: str, cluster: Cluster) -> list[dict[str, Any]]:
    return [
        {
            "stream": stream,
            "case_id": case.case_id,
            "cluster_id": cluster.cluster_id,
            **case.benchmark.model_dump(mode="json", exclude={"event_id", "expert"}),
        }
        for case in cluster.cases
        if case.benchmark
    ]


def _result_rows(stream: str, cluster: Cluster) -> list[dict[str, Any]]:
    return [
        {
            "stream": stream,
            "case_id": case.case_id,
            "assessed_on": case.assessment_day,
            "scores": case.result.scores,
        }
        for case in cluster.cases
        if case.result and case.assessment_day
    ]


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
