"""How a cluster changes with cases begun elsewhere, and with days that are known exactly now."""

from typing import Any, assert_never

from domain.cluster.case import Case, Stage
from domain.cluster.events.imports import CaseImported, FactConfirmed, ImportEvent
from domain.cluster.state import Cluster
from domain.happened import Happened

_STAGES = {"applied": Stage.APPLIED, "test-passed": Stage.TEST_PASSED, "signed": Stage.SIGNED}


def evolve(cluster: Cluster, happened: Happened[Any], event: ImportEvent) -> Cluster:
    match event:
        case CaseImported():
            return cluster.model_copy(
                update={
                    "cases": (*cluster.cases, _case(event, happened)),
                    "imported_rows": cluster.imported_rows | {event.row_key},
                }
            )
        case FactConfirmed():
            return _confirmed(cluster, event)
        case _:
            assert_never(event)


def _case(event: CaseImported, happened: Happened[Any]) -> Case:
    """The case at the stage from which it is carried on."""
    accepted = Stage.TEST_DUE if event.test_due else Stage.ACCEPTED
    return Case(
        case_id=event.case_id,
        level=event.level,
        kind=event.kind,
        edition=event.edition,
        opened_on=event.opened_on,
        stage=_STAGES.get(event.stage, accepted),
        since=happened.recorded_at,
        limits=event.limits,
        judged_elsewhere=event.stage != "applied",
    )


def _confirmed(cluster: Cluster, event: FactConfirmed) -> Cluster:
    """The term as it is known now; the clock watches a label's latest term alone."""
    level, number = event.level, event.term.number
    terms = tuple(event.term if term.number == number else term for term in cluster.labels.get(level, ()))
    clocks = {other: clock for other, clock in cluster.clocks.items() if other is not level}
    if terms and terms[-1].number != number:
        clocks = cluster.clocks
    elif event.clock is not None:
        clocks[level] = event.clock
    confirmed = cluster.model_copy(update={"labels": {**cluster.labels, level: terms}, "clocks": clocks})
    return confirmed.without_endorsements("fact", f"{level}/{number}/{event.fact}/{event.day}")
