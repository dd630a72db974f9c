"""The rows of one stream: a pure function of its folded state."""

from collections import Counter
from datetime import datetime
from typing import Any, assert_never

from domain.cluster.case import Case
from domain.cluster.standing import stage_of, stalled_cases
from domain.cluster.state import Cluster
from domain.complaint.state import Complaint
from domain.conflicts import organisations_ever
from domain.editions.state import Editions
from domain.ledger.state import Ledger
from domain.office.state import AccreditedOffice
from domain.organisations import organisation_slug
from domain.permissions import State
from domain.person.state import Person
from domain.programme.state import Programme
from domain.round.state import Round
from domain.standing import Task
from domain.streams import OFFICE, PERSON, tasks
from readmodel.recording import since
from readmodel.rows_of_complaints import complaint_row
from readmodel.rows_of_programmes import programme_rows

# What rules ask of a person, kept in columns of these names.
PARTS_OF_A_PERSON = ("qualifications", "ties", "seats", "bookings", "absences", "erased")
Row = dict[str, Any]
Rows = dict[str, dict[str, Row]]


def rows_of(state: State) -> Rows:
    """Table name to key to row, for every table the stream has rows in; none before its first event."""
    if not state.version:
        return {}
    match state:
        case Cluster():
            return _cluster_rows(state)
        case Round():
            return {
                "rounds": {state.round_id: _round_row(state)},
                "tasks": _task_rows(state.round_id, tasks(state)),
            }
        case Complaint():
            return {
                "complaints": {state.complaint_id: complaint_row(state)},
                "tasks": _task_rows(state.complaint_id, tasks(state)),
            }
        case Person():
            stream = f"{PERSON}{state.person_id}"
            return {"persons": {stream: _person_row(stream, state)}}
        case AccreditedOffice():
            stream = f"{OFFICE}{state.office_id}"
            return {"offices": {stream: _office_row(stream, state)}}
        case Programme():
            return programme_rows(state)
        case Editions() | Ledger():
            return {}
        case _:
            assert_never(state)


def _cluster_rows(cluster: Cluster) -> Rows:
    stream, open_tasks = f"cluster-{cluster.cluster_id}", tasks(cluster)
    cases = {case.case_id: case for case in cluster.cases}
    return {
        "clusters": {stream: _cluster_row(stream, cluster, open_tasks)},
        "cases": {key: _case_row(stream, case) for key, case in cases.items()},
        "tasks": _task_rows(stream, open_tasks),
        "benchmarks": {
            key: _benchmark_row(stream, cluster, case) for key, case in cases.items() if case.benchmark
        },
        "results": {
            key: _result_row(stream, case)
            for key, case in cases.items()
            if case.result and case.assessment_day
        },
    }


def _cluster_row(stream: str, cluster: Cluster, open_tasks: tuple[Task, ...]) -> Row:
    return {
        "stream": stream,
        "cluster_id": cluster.cluster_id,
        "name": cluster.name,
        "normalised_name": organisation_slug(cluster.name),
        "country": cluster.country,
        "region": cluster.region,
        "sector": cluster.sector,
        "website": cluster.website,
        "language": cluster.language,
        "managers": cluster.managers,
        "stage": stage_of(cluster),
        "due_at": _first_end(cluster, open_tasks),
        "labels": {level.value: terms for level, terms in cluster.labels.items()},
        "pending": tuple(level.value for level in cluster.labels if cluster.pending(level)),
        "stalled": stalled_cases(cluster, open_tasks),
        "organisations": sorted(organisations_ever(cluster)),
    }


def _first_end(cluster: Cluster, open_tasks: tuple[Task, ...]) -> datetime | None:
    """By when the first of all that is open ends or, overdue, ended; not the clock's next moment, often a warning."""
    limits = (limit.due_at for case in cluster.cases for limit in case.limits)
    ends = (*(task.due_at for task in open_tasks if task.due_at), *limits)
    return min(ends, default=None)


def _case_row(stream: str, case: Case) -> Row:
    names = ("case_id", "level", "kind", "edition", "stage", "opened_on", "round_id", "closed_as")
    handling = {"office": case.office, "handed_over": case.handed_over}
    return {
        "stream": stream,
        "since": since(case.since),
        **{name: getattr(case, name) for name in names},
        **handling,
        "experts": case.experts,
        "assessors": sorted(case.assessors),
        "members": case.members,
        "assessed_on": case.assessment_day,
    }


def _benchmark_row(stream: str, cluster: Cluster, case: Case) -> Row:
    names = ("catalogue", "interview_on", "complete", "values")
    held = {name: getattr(case.benchmark, name) for name in names}
    return {"stream": stream, "case_id": case.case_id, "cluster_id": cluster.cluster_id, **held}


def _result_row(stream: str, case: Case) -> Row:
    scores = case.result.scores if case.result else {}
    return {"stream": stream, "case_id": case.case_id, "assessed_on": case.assessment_day, "scores": scores}


def _task_rows(stream: str, open_tasks: tuple[Task, ...]) -> dict[str, Row]:
    """Tasks have no name of their own: the second of a case and kind is known as such."""
    met: Counter[str] = Counter()
    rows: dict[str, Row] = {}
    for task in open_tasks:
        kind = f"{task.case_id or ''}/{task.task}"
        met[kind] += 1
        key = f"{kind}/{met[kind]}"
        rows[key] = {
            "stream": stream,
            "key": key,
            "case_id": task.case_id,
            "task": task.task,
            "party": task.party,
            "persons": task.persons,
            "since": since(task.since),
            "due_at": task.due_at,
        }
    return rows


def _round_row(committee_round: Round) -> Row:
    return {
        "stream": committee_round.round_id,
        "opens_on": committee_round.opens_on,
        "closes_on": committee_round.closes_on,
        "closed": committee_round.closed,
        "waiting": len(committee_round.unconcluded),
    }


def _person_row(stream: str, person: Person) -> Row:
    return {
        "stream": stream,
        "person_id": person.person_id,
        "language": person.language,
        "country": person.country,
        "name": person.name,
        "email": person.email,
        "offices": person.offices,
        "seated": bool(person.seats),
        **{name: getattr(person, name) for name in PARTS_OF_A_PERSON},
    }


def _office_row(stream: str, office: AccreditedOffice) -> Row:
    names = ("office_id", "name", "accreditations", "staff")
    return {"stream": stream, **{name: getattr(office, name) for name in names}}
