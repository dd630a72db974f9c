"""What an auditor asks of appeals and complaints: judged by nobody involved, and by the whole panel (R34, R35)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.cluster.commands.appeals import AppointPanel
from domain.cluster.decided import Entry
from domain.person.state import TieKind
from domain.questions.asking import irregularities
from domain.questions.complaint_acts import irregular_complaint
from domain.questions.irregularity import Irregularity, Question
from domain.questions.timeline import Known
from domain.rejected import Rejected
from domain.schemes import scheme
from tests.domain.appealed import (
    ODA,
    PANEL,
    PAUL,
    PETRA,
    PIA,
    admitted,
    before_panel,
    decided,
    deciding,
    declined,
)
from tests.domain.cast import (
    AURORA,
    CARL,
    CLARA,
    EMIL,
    ESTHER,
    KNUD,
    MAX,
    MONA,
    MONDAY,
    OLGA,
    SVEN,
    VERA,
    tie,
)
from tests.domain.naive_appeals import involved, partial_judges
from tests.domain.specification import World
from tests.domain.teams import OTTO
from tests.domain.turns_of_appeals import COMPLAINT, MISUSE, TURNS_OF_APPEALS, complained, rejected
from tests.domain.world import OnRecord

EVER = (date.min, date.max)


def histories(trail: Sequence[OnRecord]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for position, each in enumerate(trail, start=1):
        entry = Entry(position=position, happened=each.happened, actor=each.actor or "engine")
        found.setdefault(each.stream, []).append(entry)
    return found


def asked(trail: Sequence[OnRecord]) -> list[Irregularity]:
    """What is found of Aurora's appeals."""
    of_all = histories(trail)
    found = irregularities("aurora", of_all[AURORA], Known(of_all), scheme(), EVER)
    return [each for each in found if each.case_id.startswith("appeal-")]


def asked_of_complaint(trail: Sequence[OnRecord]) -> list[Irregularity]:
    of_all = histories(trail)
    return list(irregular_complaint(COMPLAINT, of_all[COMPLAINT], Known(of_all), EVER))


def forged(world: World, event_type: str, *, actor: str | None = None, **update: Any) -> list[OnRecord]:
    """The record as nobody could have written it by the rules."""
    return [
        each._replace(
            actor=actor or each.actor,
            happened=replace(each.happened, event=each.happened.event.model_copy(update=update)),
        )
        if each.happened.event.type == event_type
        else each
        for each in world.trail
    ]


def told(found: list[Irregularity]) -> list[tuple[Question, str, tuple[str, ...]]]:
    return [(each.question, each.rule, each.persons) for each in found]


@pytest.mark.parametrize("turn", TURNS_OF_APPEALS)
def test_of_appeals_and_complaints_in_order_neither_reader_finds_anything(turn: Callable[[], World]) -> None:
    trail = turn().trail
    streams = histories(trail)
    assert partial_judges(trail) == []
    if AURORA in streams:
        assert asked(trail) == []
    if COMPLAINT in streams:
        assert asked_of_complaint(trail) == []


@pytest.mark.parametrize(
    ("world", "event_type"), [(admitted, "AppealAdmitted"), (rejected, "AppealRejected")]
)
def test_an_appeal_judged_admissible_or_not_by_who_had_part_in_the_case_is_found(
    world: Callable[[], World], event_type: str
) -> None:
    trail = forged(world(), event_type, actor=OLGA)
    assert told(asked(trail)) == [(Question.KNOWN_THEN, "R34", (OLGA,))]
    assert partial_judges(trail) == [f"{event_type} by {OLGA}"]


def test_an_appeal_against_a_decline_admitted_by_who_declined_is_found() -> None:
    trail = forged(admitted(declined(), "bronze-1"), "AppealAdmitted", actor=OLGA)
    assert told(asked(trail)) == [(Question.KNOWN_THEN, "R34", (OLGA,))]
    assert partial_judges(trail) == [f"AppealAdmitted by {OLGA}"]


@pytest.mark.parametrize("member", [EMIL, CARL, OLGA])
def test_a_panel_with_somebody_who_assessed_voted_or_acted_is_found(member: str) -> None:
    trail = forged(before_panel(), "PanelAppointed", panel=(PETRA, PAUL, member))
    assert told(asked(trail)) == [(Question.KNOWN_THEN, "R35", (member,))]
    assert partial_judges(trail) == [f"PanelAppointed by {member}"]


@pytest.mark.parametrize("kind", [TieKind.EMPLOYED, TieKind.PARTNER])
def test_a_panel_with_somebody_tied_then_is_found(kind: TieKind) -> None:
    tied = admitted().does(OLGA, tie(kind, since=MONDAY), on=f"person-{KNUD}")
    world = tied.does(OLGA, AppointPanel(panel=PANEL), on=AURORA)
    trail = forged(world, "PanelAppointed", panel=(PETRA, PAUL, KNUD))
    assert told(asked(trail)) == [(Question.KNOWN_THEN, "R32", (KNUD,))]
    assert partial_judges(trail) == [f"PanelAppointed by {KNUD}"]


def test_a_panel_of_two_is_found() -> None:
    trail = forged(before_panel(), "PanelAppointed", panel=(PETRA, PAUL))
    assert told(asked(trail)) == [(Question.FOUR_EYES, "R35", (PETRA, PAUL))]
    assert partial_judges(trail) == ["PanelAppointed by 2"]


def test_an_appeal_decided_without_three_is_found() -> None:
    trail = forged(decided(deciding()), "AppealDecided", votes={PETRA: "upheld", PAUL: "upheld"})
    (found,) = asked(trail)
    assert (found.question, found.sentence) == (
        Question.FOUR_EYES,
        "appeal-1 was decided by 2 instead of 3 persons.",
    )
    assert partial_judges(trail) == ["AppealDecided by another panel", "AppealDecided by 2"]


def test_an_appeal_decided_by_who_is_not_on_its_panel_is_found() -> None:
    votes = dict.fromkeys((PETRA, PAUL, KNUD), "upheld")
    trail = forged(decided(deciding()), "AppealDecided", votes=votes)
    assert told(asked(trail)) == [(Question.FOUR_EYES, "R35", (KNUD,))]
    assert partial_judges(trail) == ["AppealDecided by another panel"]


def test_a_tie_of_a_panel_member_learned_later_is_told_with_where_it_was_learned() -> None:
    world = decided(deciding()).does(OLGA, tie(TieKind.FAMILY, since=MONDAY), on=f"person-{PIA}")
    learned = 1 + [each.happened.event.type for each in world.trail].index("TieDeclared")
    found = asked(world.trail)
    assert [(each.question, each.persons, each.learned_at) for each in found] == [
        (Question.KNOWN_NOW, (PIA,), (learned,))
    ]
    assert [act.type for act in found[0].acts] == ["PanelAppointed", "AppealDecided"]


def test_a_complaint_looked_into_by_who_is_complained_of_is_found_and_not_said_why() -> None:
    about_olga = MISUSE.model_copy(update={"about": "secretariat", "subject": OLGA})
    trail = forged(complained(about_olga, KNUD), "ComplaintInvestigated", actor=OLGA)
    (found,) = asked_of_complaint(trail)
    assert (found.question, found.cluster_id, found.case_id, found.sentence) == (
        Question.KNOWN_THEN,
        COMPLAINT,
        "",
        f"{OLGA} was concerned by the complaint.",
    )


def test_a_complaint_answered_by_somebody_without_the_office_is_found() -> None:
    trail = forged(complained(MISUSE, KNUD), "ComplaintClosed", actor=MAX)
    assert told(asked_of_complaint(trail)) == [(Question.FOUR_EYES, "§7", (MAX,))]


def test_a_tie_to_who_is_complained_of_that_was_learned_later_is_told() -> None:
    world = complained(MISUSE, KNUD).does(OLGA, tie(TieKind.BOARD, since=MONDAY), on=f"person-{OTTO}")
    (found,) = asked_of_complaint(world.trail)
    assert (found.question, found.persons, len(found.acts)) == (Question.KNOWN_NOW, (OTTO,), 2)


# The law: who may be on a panel is who an independent reader finds uninvolved.

ANYBODY = (PETRA, PAUL, PIA, ODA, OTTO, KNUD, MAX, SVEN, OLGA, CLARA, EMIL, ESTHER, CARL, VERA, MONA)
DECLARED = st.lists(st.tuples(st.sampled_from(ANYBODY), st.sampled_from(sorted(TieKind))), max_size=2)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(ANYBODY), min_size=3, max_size=3, unique=True), DECLARED)
def test_a_panel_is_appointed_iff_nobody_on_it_assessed_voted_acted_or_is_tied(
    panel: list[str], ties: list[tuple[str, TieKind]]
) -> None:
    world = admitted()
    for person, kind in ties:
        world.does(OLGA, tie(kind, since=MONDAY), on=f"person-{person}")
    decision = world.cluster("aurora").appeals[0].decision
    partial = [each for each in panel if involved(each, "aurora", decision, world.trail)]
    assert appointed(world, panel) == (not partial)


def appointed(world: World, panel: list[str]) -> bool:
    try:
        world.does(OLGA, AppointPanel(panel=tuple(panel)), on=AURORA)
    except Rejected:
        return False
    return True
