"""Since when an event holds: the table is total, and any part of a history that it chooses folds."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.cluster.events.audit import AuditDayConducted
from domain.cluster.events.label import LabelAnnulled, LabelRenewed
from domain.cluster.events.organisation import CarrierChanged, ClusterRegistered, LabelImported
from domain.cluster.overview import overview
from domain.cluster.state import Cluster
from domain.cluster.visible_state import visible_state
from domain.effective import RULES, Since, effective_at, so_at
from domain.events import Event
from domain.happened import Happened
from domain.levels import Kind, Level
from domain.person.events import TieDeclared, TieEnded
from domain.person.state import TieKind
from domain.schemes import scheme
from domain.status import StatusState, status_on
from domain.streams import blank, fold, standing, tasks
from domain.terms import Interval, Term, imported_term
from tests.domain.moves import Move, starts, stories
from tests.domain.specification import at_midnight_ending, at_nine
from tests.domain.starts import PLACES, Start, opened
from tests.domain.telling import Teller

RECORDED = at_nine(date(2026, 3, 2))
EVER = datetime.min.replace(tzinfo=UTC)


def effective(event: Event) -> datetime:
    return effective_at(recorded(event))


def recorded(event: Event, at: datetime = RECORDED) -> Happened[Any]:
    return Happened(event_id=uuid4(), recorded_at=at, event=event)


def imported(first_day: Interval, kind: Kind = Kind.FIRST) -> LabelImported:
    return LabelImported(
        level=Level.GOLD,
        kind=kind,
        assessed=Interval.unknown(),
        awarded=first_day,
        term=term(first_day, kind),
        clock=None,
        marks="",
        source="a page of the holder",
        row_key="f" * 64,
    )


def term(first_day: Interval, kind: Kind = Kind.FIRST) -> Term:
    until = Interval.exactly(date(2028, 1, 31))
    return imported_term(
        scheme().editions[-1],
        number=1,
        kind=kind,
        last_assessment=Interval.unknown(),
        decided=first_day,
        last_day=until,
    )


def test_every_event_says_since_when_it_holds() -> None:
    assert set(RULES) == {event.model_fields["type"].default for event in get_args(Event)}


@pytest.mark.parametrize("event", get_args(Event), ids=lambda event: str(event.__name__))
def test_a_day_that_is_named_is_a_field_of_the_event(event: type[Event]) -> None:
    rule = RULES[event.model_fields["type"].default]
    names_a_day = rule.since in (Since.DAY, Since.AFTER)
    assert (rule.field.partition(".")[0] in event.model_fields) == names_a_day


def test_a_tie_declared_late_holds_since_the_day_it_began() -> None:
    declared = TieDeclared(
        tie_id="tie-1",
        organisation="Aurora",
        kind=TieKind.COACHED,
        from_on=date(2025, 6, 1),
        declared_by="olga-operator",
    )
    assert effective(declared) == at_midnight_ending(date(2025, 5, 31))


def test_the_end_of_a_tie_holds_once_its_last_day_is_over() -> None:
    ended = TieEnded(tie_id="tie-1", until_on=date(2025, 6, 1))
    assert effective(ended) == at_midnight_ending(date(2025, 6, 1)) - timedelta(microseconds=1)


def test_what_begins_on_a_day_to_come_does_not_hold_before() -> None:
    declared = TieDeclared(
        tie_id="tie-1",
        organisation="Aurora",
        kind=TieKind.BOARD,
        from_on=date(2026, 9, 1),
        declared_by="olga-operator",
    )
    assert effective(declared) == at_midnight_ending(date(2026, 8, 31))


def test_what_was_recorded_on_its_own_day_holds_since_it_was_recorded() -> None:
    held = AuditDayConducted(case_id="gold-1", day=RECORDED.date(), experts=("emil",))
    assert effective(held) == RECORDED


def test_an_event_without_a_day_holds_since_it_was_recorded() -> None:
    assert effective(CarrierChanged(carrier="Aurora e. V.", former_carrier="Aurora GmbH")) == RECORDED


def test_who_the_stream_is_about_is_so_ever_since() -> None:
    assert effective(ClusterRegistered(name="Aurora", country="DK", language="da")) == EVER


def test_a_label_held_elsewhere_holds_since_its_award() -> None:
    awarded = imported(Interval.exactly(date(2024, 1, 15)))
    assert effective(awarded) == at_midnight_ending(date(2024, 1, 14))


def test_of_a_label_whose_first_day_is_an_interval_the_earliest_counts() -> None:
    awarded = imported(Interval(earliest=date(2024, 1, 15), latest=date(2024, 3, 1)))
    assert effective(awarded) == at_midnight_ending(date(2024, 1, 14))


def test_a_label_of_unknown_beginning_holds_ever_since() -> None:
    assert effective(imported(Interval.exactly(date(2024, 1, 15)), Kind.RENEWAL)) == EVER


def test_a_renewal_decided_late_holds_since_the_old_end() -> None:
    renewed = LabelRenewed(
        case_id="gold-1", level=Level.GOLD, term=term(Interval.exactly(date(2026, 1, 1))), clock=None
    )
    assert effective(renewed) == at_midnight_ending(date(2025, 12, 31))


def test_an_annulled_term_never_was() -> None:
    history = [
        recorded(imported(Interval.exactly(date(2024, 1, 15)))),
        recorded(LabelAnnulled(level=Level.GOLD, term=1, clock=None)),
    ]
    then = fold(blank("cluster-aurora"), so_at(history, at_nine(date(2025, 1, 1))))
    assert isinstance(then, Cluster)
    assert status_on(then.labels, Level.GOLD, date(2025, 1, 1)).state is StatusState.NONE


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(starts(*PLACES), stories(chapters=4), st.data())
def test_what_was_so_at_any_time_of_any_story_folds_and_can_be_shown(
    start: Start, story: tuple[Move, ...], data: st.DataObject
) -> None:
    world = Teller(opened(start)).tell(story).world
    for stream, history in world.histories.items():
        moments = sorted({moment for each in history for moment in (each.recorded_at, effective_at(each))})
        chosen = data.draw(st.lists(st.sampled_from(moments), max_size=4), label=stream)
        for moment in (*chosen, moments[0], moments[-1]):
            so_then = list(so_at(history, moment))
            state = fold(blank(stream), so_then)
            assert state.version == len(so_then)
            standing(state), tasks(state), visible_state(state, None, world.states[stream])
            if isinstance(state, Cluster):
                shown = [overview(so_then, state, case, scheme(), None).case_id for case in state.cases]
                assert shown == [case.case_id for case in state.cases]
        assert list(so_at(history, world.now)) == [
            each for each in history if effective_at(each) <= world.now
        ]
