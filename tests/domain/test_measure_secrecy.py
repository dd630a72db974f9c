"""What a measure is about is read by whom it concerns and who decides; how somebody votes by nobody meanwhile."""

import pytest

from domain.cluster.visible_state import visible_state
from domain.confidential import WITHHELD, visible_payload
from domain.events import payload_of
from domain.person.state import TieKind
from tests.domain.cast import AURORA, CARL, CLARA, EMIL, ESTHER, KNUD, MAX, MONA, OLGA, SVEN, VERA, tie
from tests.domain.measuring import MEASURE_TURNS, suspended, voted_for, withdrawn
from tests.domain.specification import World
from tests.domain.teams import OTTO

RESERVED = {
    "MeasureAnnounced": "cause",
    "DeadlineExtended": "reason",
    "MeasureAnswered": "answer",
    "MeasureDropped": "reasons",
    "LabelSuspended": "reasons",
    "CauseSettled": "documents",
    "LabelRestored": "reasons",
    "LabelWithdrawn": "reasons",
    "LabelRelinquished": "reason",
    "TermCorrected": "reasons",
}


def read_by(world: World, viewer: str | None, event_type: str, field: str) -> bool:
    """Whether the viewer is shown the field of each such event."""
    events = [event for event in world.events(AURORA) if event.type == event_type]
    person = world.person(viewer) if viewer else None
    shown = {
        visible_payload(event.type, payload_of(event), viewer=person, cluster=world.cluster("aurora"))[field]
        != WITHHELD
        for event in events
    }
    assert len(shown) == 1
    return shown.pop()


def readers(world: World, event_type: str, field: str) -> set[str | None]:
    everybody = (None, OLGA, OTTO, SVEN, CLARA, KNUD, EMIL, ESTHER, CARL, VERA, MONA, MAX)
    return {each for each in everybody if read_by(world, each, event_type, field)}


@pytest.mark.parametrize(("event_type", "field"), RESERVED.items())
def test_a_measure_is_read_by_holder_operators_and_committee_alone(event_type: str, field: str) -> None:
    worlds = [world for turn in MEASURE_TURNS if event_type in _types(world := turn())]
    assert worlds != []
    for world in worlds:
        assert readers(world, event_type, field) == {None, OLGA, OTTO, CLARA, CARL, VERA, MONA, MAX}


def _types(world: World) -> set[str]:
    return {event.type for event in world.events(AURORA)}


def test_a_member_with_a_tie_reads_nothing_of_a_measure() -> None:
    world = suspended().does(OLGA, tie(TieKind.FAMILY), on=f"person-{MONA}")
    assert MONA not in readers(world, "LabelSuspended", "reasons")


def test_a_running_vote_is_its_casters_alone() -> None:
    assert readers(voted_for(suspended(), MONA), "MeasureVoteCast", "vote") == {MONA}


def test_a_vote_is_read_with_the_measure_once_the_label_is_withdrawn() -> None:
    world = withdrawn(voted_for(suspended(), MONA))
    assert readers(world, "MeasureVoteCast", "vote") >= {None, OLGA, CLARA, CARL, MONA}
    assert EMIL not in readers(world, "MeasureVoteCast", "vote")


def test_how_a_member_voted_stands_in_no_state_shown_to_others_while_the_vote_runs() -> None:
    world = voted_for(suspended(), MONA)
    told = {
        viewer: [ballot["vote"] for ballot in _ballots(world, viewer)] for viewer in (MONA, CARL, OLGA, CLARA)
    }
    assert told == {MONA: ["yes"], CARL: [WITHHELD], OLGA: [WITHHELD], CLARA: [WITHHELD]}


def _ballots(world: World, viewer: str) -> list[dict[str, str]]:
    shown = visible_state(world.cluster("aurora"), world.person(viewer))
    return shown["measures"][0]["ballots"]  # type: ignore[index,call-overload,return-value]
