"""A stream as it was: as-of at every prefix is the fold of that prefix, and the rights are those of today."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings

from domain.cluster.case import Stage
from domain.cluster.state import Cluster
from domain.confidential import WITHHELD
from domain.effective import so_at
from domain.levels import Level
from domain.person.commands import DeclareTie
from domain.person.state import Person, TieKind
from domain.streams import blank, fold
from readmodel.past import Past, Then, past_of, visible_payloads
from tests.domain.cast import AURORA, CLARA, EMIL, bronze
from tests.domain.moves import Move, starts, stories
from tests.domain.specification import World
from tests.domain.starts import PLACES, Start, opened
from tests.domain.telling import Teller
from tests.domain.ties_learned import THREE_IN_FAVOUR, told
from tests.domain.walked import golden
from tests.readmodel.stored import stored


def then(world: World, position: int | None = None, effective: date | None = None) -> Then:
    moment = world.now - (world.today - effective) if effective else None
    return Then(at=world.now, position=position, effective=moment)


def past(world: World, stream: str, position: int | None = None, effective: date | None = None) -> Past:
    return past_of(stream, stored(world, stream), then(world, position, effective))


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(starts(*PLACES), stories(chapters=3))
def test_as_of_every_position_a_stream_is_the_fold_of_what_was_known(
    start: Start, story: tuple[Move, ...]
) -> None:
    world = Teller(opened(start)).tell(story).world
    for stream, history in world.histories.items():
        events = stored(world, stream)
        state = blank(stream)
        for number, (event, happened) in enumerate(zip(events, history, strict=True), start=1):
            state = fold(state, [happened])
            seen = past_of(stream, events, Then(at=world.now, position=event.position))
            assert seen.state == state
            assert len(seen.stored) == number
            if number in (1, len(events)):
                assert seen.now == world.states[stream]


def test_between_two_events_of_a_stream_it_stands_as_after_the_first() -> None:
    world = golden(Stage.CLOSED)
    first, second = [event.position for event in stored(world, f"person-{EMIL}")][:2]
    assert second > first + 1
    assert past(world, f"person-{EMIL}", second - 1).state == past(world, f"person-{EMIL}", first).state


def test_before_its_first_event_nothing_is_known_of_a_stream() -> None:
    world = golden(Stage.CLOSED)
    before = past(world, AURORA, stored(world, AURORA)[0].position - 1)
    assert (before.stored, before.state) == ((), blank(AURORA))
    assert before.now == world.states[AURORA]


def test_what_was_so_is_told_by_what_is_known_now() -> None:
    world = bronze(Stage.APPLIED).let_pass(days=30)
    began = world.today - timedelta(days=10)
    declared = DeclareTie(organisation="aurora", kind=TieKind.BOARD, from_on=began)
    world.does(EMIL, declared, on=f"person-{EMIL}")
    before, since = (
        past(world, f"person-{EMIL}", effective=day).state for day in (began - timedelta(days=1), began)
    )
    assert isinstance(before, Person)
    assert isinstance(since, Person)
    assert (len(before.ties), len(since.ties)) == (0, 1)


def test_both_questions_together_ask_what_was_so_as_known_then() -> None:
    world = bronze(Stage.APPLIED).let_pass(days=30)
    known = len(world.trail)
    declared = DeclareTie(organisation="aurora", kind=TieKind.BOARD, from_on=world.today - timedelta(days=10))
    world.does(EMIL, declared, on=f"person-{EMIL}")
    seen = past(world, f"person-{EMIL}", known, world.today)
    assert list(seen.history) == list(so_at(world.histories[f"person-{EMIL}"][:-1], world.now))


def test_a_vote_is_shown_as_of_before_the_decision_to_whom_it_is_shown_today() -> None:
    world = told(*THREE_IN_FAVOUR)
    events = stored(world, AURORA)
    decided = next(event.position for event in events if event.type == "DecisionTaken")
    as_of = past(world, AURORA, decided - 1)
    assert isinstance(as_of.state, Cluster)
    assert as_of.state.cases[0].decision is None
    for viewer, votes in ((None, ["yes"] * 3), (CLARA, ["yes"] * 3), (EMIL, ["yes"] * 3)):
        person = world.person(viewer) if viewer else None
        shown = visible_payloads(as_of, person)
        assert [payload["vote"] for payload in shown if "vote" in payload] == votes
    running = World(now=world.now, trail=world.trail[: decided - 1])
    before = past(running, AURORA)
    assert [payload["vote"] for payload in visible_payloads(before, None) if "vote" in payload] == [
        WITHHELD
    ] * 3


def test_a_label_is_held_since_its_first_day() -> None:
    world = told(*THREE_IN_FAVOUR)
    state = past(world, AURORA, effective=world.today - timedelta(days=1)).state
    assert isinstance(state, Cluster)
    assert state.labels.get(Level.BRONZE, ()) == ()
