"""Laws that no sequence of commands may break: valid ones, wrong ones, from anybody, over clusters that share people.

A move is a name and a few small numbers, so that a counterexample reads as a story and shrinks to its point.
"""

from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.cluster.case import Stage
from domain.commands import EngineCommand, PersonCommand, engine_commands, person_commands
from domain.frozen import Frozen
from domain.levels import Level
from tests.domain.asking import ASKED, asked
from tests.domain.cast import AURORA, bronze
from tests.domain.moves import ASKS, Move, starts, stories
from tests.domain.setting import Setting
from tests.domain.starts import PLACES, Start, opened
from tests.domain.telling import Teller

EXAMPLES = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def at(level: Level) -> list[tuple[Level, Stage]]:
    return [place for place in PLACES if place[0] is level]


@EXAMPLES
@given(starts(*at(Level.BRONZE)), stories(chapters=4))
def test_no_story_of_a_bronze_breaks_a_law(start: Start, story: tuple[Move, ...]) -> None:
    Teller(opened(start)).tell(story)


@EXAMPLES
@given(starts(*at(Level.SILVER)), stories(chapters=5))
def test_no_story_of_a_silver_breaks_a_law(start: Start, story: tuple[Move, ...]) -> None:
    Teller(opened(start)).tell(story)


@EXAMPLES
@given(starts(*at(Level.GOLD)), stories(chapters=6))
def test_no_story_of_a_gold_breaks_a_law(start: Start, story: tuple[Move, ...]) -> None:
    Teller(opened(start)).tell(story)


@pytest.mark.drill
@settings(EXAMPLES, max_examples=1500)
@given(starts(*PLACES), stories(chapters=12))
def test_no_long_story_breaks_a_law(start: Start, story: tuple[Move, ...]) -> None:
    Teller(opened(start)).tell(story)


@settings(EXAMPLES, max_examples=30)
@given(starts(*PLACES), st.integers(0, 1200))
def test_a_case_left_alone_runs_into_its_deadlines_and_never_stalls(start: Start, days: int) -> None:
    Teller(opened(start)).let_pass(days)


def test_the_stories_know_every_command_a_person_may_give() -> None:
    assert set(ASKED) == {each.model_fields["type"].default for each in get_args(PersonCommand)}


@pytest.mark.parametrize("command", get_args(EngineCommand), ids=lambda each: str(each.__name__))
def test_an_engine_command_is_never_a_persons(command: type[Frozen]) -> None:
    with pytest.raises(ValidationError):
        person_commands.validate_python({"type": command.model_fields["type"].default})
    assert command not in get_args(PersonCommand)


@given(ASKS)
def test_a_persons_command_is_never_the_engines(move: Move) -> None:
    command = asked(move.command, Setting(bronze(Stage.APPLIED), AURORA), move.n)
    with pytest.raises(ValidationError):
        engine_commands.validate_python(command.model_dump(mode="json"))
    assert person_commands.validate_json(command.model_dump_json()) == command
