"""What an auditor asks of acts about a label: two operators, a quorum with seats, and nobody tied."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.cluster.decided import Entry
from domain.person.state import TieKind
from domain.questions.asking import irregularities
from domain.questions.irregularity import Irregularity, Question
from domain.questions.timeline import Known
from domain.schemes import scheme
from tests.domain.cast import AURORA, CARL, CLARA, MONA, OLGA, VERA, tie
from tests.domain.measuring import (
    ANNOUNCED,
    MEASURE_TURNS,
    restored,
    suspended,
    term_corrected,
    withdrawn,
)
from tests.domain.specification import World
from tests.domain.teams import OTTO
from tests.domain.world import OnRecord

EVER = (date.min, date.max)
LATE = tie(TieKind.FAMILY, since=ANNOUNCED - timedelta(days=40))


def asked(trail: Sequence[OnRecord]) -> list[Irregularity]:
    """What is found of acts about Aurora's Bronze label."""
    histories: dict[str, list[Entry]] = {}
    for position, each in enumerate(trail, start=1):
        entry = Entry(position=position, happened=each.happened, actor=each.actor or "engine")
        histories.setdefault(each.stream, []).append(entry)
    found = irregularities("aurora", histories[AURORA], Known(histories), scheme(), EVER)
    return [each for each in found if each.case_id == "bronze"]


def changed(world: World, event_type: str, **update: Any) -> list[OnRecord]:
    """The record as nobody could have written it by the rules."""
    return [
        each._replace(happened=replace(each.happened, event=each.happened.event.model_copy(update=update)))
        if each.stream == AURORA and each.happened.event.type == event_type
        else each
        for each in world.trail
    ]


def told(found: list[Irregularity]) -> list[tuple[Question, tuple[str, ...], str]]:
    return [(each.question, each.persons, each.acts[0].type) for each in found]


def test_of_measures_in_order_nothing_is_found() -> None:
    for turn in MEASURE_TURNS:
        assert asked(turn().trail) == []


@pytest.mark.parametrize(
    ("world", "event_type"),
    [(suspended, "LabelSuspended"), (restored, "LabelRestored"), (term_corrected, "TermCorrected")],
)
def test_one_operator_is_not_two(world: Any, event_type: str) -> None:
    found = asked(changed(world(), event_type, endorsed_by=OLGA))
    assert told(found) == [(Question.FOUR_EYES, (OLGA,), event_type)]


def test_a_second_person_who_is_no_operator_does_not_count() -> None:
    found = asked(changed(suspended(), "LabelSuspended", endorsed_by=VERA))
    assert told(found) == [(Question.FOUR_EYES, (VERA,), "LabelSuspended")]


def test_a_withdrawal_by_fewer_than_a_quorum_is_found() -> None:
    found = asked(changed(withdrawn(), "LabelWithdrawn", in_favour=(CARL, VERA)))
    assert told(found) == [(Question.FOUR_EYES, (CARL, VERA), "LabelWithdrawn")]


def test_a_withdrawal_by_somebody_without_a_seat_is_found() -> None:
    found = asked(changed(withdrawn(), "LabelWithdrawn", in_favour=(CARL, VERA, OTTO)))
    assert told(found) == [(Question.FOUR_EYES, (OTTO,), "LabelWithdrawn")]


def test_a_measure_by_who_acts_for_the_cluster_was_known_to_be_wrong() -> None:
    found = asked(changed(suspended(), "LabelSuspended", endorsed_by=CLARA))
    assert told(found) == [
        (Question.FOUR_EYES, (CLARA,), "LabelSuspended"),
        (Question.KNOWN_THEN, (CLARA,), "LabelSuspended"),
    ]


def test_a_tie_learned_of_later_is_told_with_where_it_was_learned() -> None:
    world = withdrawn().does(OLGA, LATE, on=f"person-{MONA}")
    (found,) = asked(world.trail)
    learned = 1 + [each.happened.event.type for each in world.trail].index("TieDeclared")
    assert (found.question, found.persons, found.learned_at) == (
        Question.KNOWN_NOW,
        (MONA,),
        (learned,),
    )
