"""What changed between two moments: nothing more, nothing less, and each change with the event that made it."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.cluster.case import Stage
from domain.cluster.visible_state import visible_state
from domain.confidential import WITHHELD
from domain.particulars import particulars
from domain.person.state import TieKind
from readmodel.differences import Change, Differences, differences
from readmodel.past import Then, past_of
from tests.domain.cast import AURORA, CLARA, EMIL, ESTHER, KNUD, OLGA, bronze
from tests.domain.moves import Move, starts, stories
from tests.domain.specification import World
from tests.domain.starts import PLACES, Start, opened
from tests.domain.telling import Teller
from tests.domain.ties_learned import on_board
from tests.domain.walked import golden
from tests.readmodel.stored import stored


def between(
    world: World, stream: str, first: int, last: int | None = None, viewer: str | None = None
) -> Differences:
    past = past_of(stream, stored(world, stream), Then(at=world.now, position=last))
    return differences(past, first, world.person(viewer) if viewer else None)


def told(change: Change) -> tuple[str, object, object]:
    return change.what, change.before, change.after


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(starts(*PLACES), stories(chapters=3), st.data())
def test_the_changes_lead_from_what_was_to_what_is(
    start: Start, story: tuple[Move, ...], data: st.DataObject
) -> None:
    world = Teller(opened(start)).tell(story).world
    for stream in (AURORA, f"person-{EMIL}"):
        events = stored(world, stream)
        positions = sorted(
            data.draw(st.tuples(*[st.sampled_from(events)] * 2), label=stream), key=lambda e: e.position
        )
        first, last = (event.position for event in positions)
        before, after = (_particulars(world, stream, position) for position in (first, last))
        found = between(world, stream, first, last).changes
        for change in found:
            assert (before.get(change.what), after.get(change.what)) == (change.before, change.after)
            assert all(first < deed.position <= last for deed in change.by)
        unlike = {what for what in {**before, **after} if before.get(what) != after.get(what)}
        nothing = {what for what in unlike if not before.get(what) and not after.get(what)}
        assert {change.what for change in found} == unlike - nothing


def _particulars(world: World, stream: str, position: int) -> dict[str, object]:
    past = past_of(stream, stored(world, stream), Then(at=world.now, position=position))
    return dict(particulars(visible_state(past.state, None, past.now)))


def test_a_tie_that_was_declared_is_told_with_who_declared_it() -> None:
    world = bronze(Stage.APPLIED)
    before = len(world.trail)
    found = between(on_board(world, EMIL), f"person-{EMIL}", before)
    assert [told(change) for change in found.changes] == [
        ("tie tie-1: from on", None, "2020-01-01"),
        ("tie tie-1: organisation", None, "aurora"),
        ("tie tie-1: kind", None, TieKind.BOARD),
        ("tie tie-1: declared by", None, OLGA),
    ]
    (by,) = {deed for change in found.changes for deed in change.by}
    assert (by.position, by.type, by.actor, by.on) == (before + 1, "TieDeclared", OLGA, world.today)


def test_a_stage_that_changed_twice_is_told_once_with_both_events() -> None:
    world = bronze(Stage.OFFERED)
    events = {event.type: event.position for event in stored(world, AURORA)}
    (stage,) = [
        change
        for change in between(world, AURORA, events["ApplicationSubmitted"]).changes
        if change.what == "case bronze-1: stage"
    ]
    assert (stage.before, stage.after) == ("applied", "offered")
    assert [deed.type for deed in stage.by] == ["ApplicationAccepted", "AgreementOffered"]


def test_scores_are_withheld_from_whom_the_trail_withholds_them() -> None:
    world = golden(Stage.CONSENSUS)
    events = stored(world, AURORA)
    audited = next(event.position for event in events if event.type == "AuditConducted")
    for_clara = {
        change.what: change.after for change in between(world, AURORA, audited, viewer=CLARA).changes
    }
    for_emil = {change.what: change.after for change in between(world, AURORA, audited, viewer=EMIL).changes}
    assert for_clara[f"case gold-1: scores of {ESTHER}: scores"] == WITHHELD
    assert for_emil[f"case gold-1: scores of {ESTHER}: score of 2.1"] == 4


def test_an_event_that_changed_nothing_the_viewer_may_see_is_named() -> None:
    world = golden(Stage.DESK_CHECK)
    events = stored(world, AURORA)
    agreed = next(event.position for event in events if event.type == "TeamAgreed")
    stranger = between(world, AURORA, agreed, viewer=KNUD)
    assert "EvidenceSubmitted" in {deed.type for deed in stranger.withheld}
