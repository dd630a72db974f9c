"""Whoever is asked to decide an appeal: the rules and a naive reader of the trail agree on who may (R35)."""

from datetime import date
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.cluster.candidates import Fitness
from domain.cluster.candidates import panel as listed
from domain.cluster.commands.appeals import AppointPanel
from domain.events import payload_of
from domain.person.naming import named_in
from domain.person.state import Person, TieKind
from tests.domain.appealed import PANEL, admitted, appeal
from tests.domain.cast import AURORA, CARL, CLARA, EMIL, ESTHER, KNUD, MAX, MONA, OLGA, SVEN, VERA, tie
from tests.domain.specification import World
from tests.domain.specification import given as asked
from tests.domain.teams import EBBE, ERIK, INGA, OTTO
from tests.domain.test_candidates import asking

EVERYBODY = (
    *PANEL,
    *(CARL, VERA, MONA, MAX),
    *(EMIL, ESTHER, ERIK, INGA, EBBE),
    *(OLGA, OTTO, SVEN, CLARA, KNUD),
)
TIES = st.dictionaries(st.sampled_from(EVERYBODY), st.sampled_from(TieKind), max_size=4)
PANELS = st.lists(st.sampled_from(EVERYBODY), min_size=3, max_size=3, unique=True)
UNTOLD = frozenset({"AppealLodged", "ConflictReported"})
_ENDED_LONG_AGO = (date(2012, 1, 1), date(2015, 1, 1))


@cache
def _admitted() -> World:
    return admitted()


def had_part(world: World, person: str) -> bool:
    """Read off the trail alone: who gave a command about the case, assessed, or voted."""
    for entry in world.trail:
        payload = payload_of(entry.happened.event)
        if (
            entry.stream != AURORA
            or payload.get("case_id") != "gold-1"
            or "Appeal" in entry.happened.event.type
        ):
            continue
        named = named_in({name: payload[name] for name in ("expert", "experts", "member") if name in payload})
        assessed_or_voted = person in named and entry.happened.event.type != "MemberRecused"
        if entry.actor == person or assessed_or_voted:
            return True
    return False


@cache
def _had_part() -> frozenset[str]:
    return frozenset(each for each in EVERYBODY if had_part(_admitted(), each))


@settings(max_examples=150, deadline=None)
@given(PANELS, TIES, st.booleans())
def test_a_panel_is_appointed_exactly_where_nobody_in_it_had_part_or_is_tied(
    panel: list[str],
    ties: dict[str, TieKind],
    over: bool,  # noqa: FBT001 - an example
) -> None:
    world = _admitted().copy()
    began, ended = _ENDED_LONG_AGO if over else (date(2020, 1, 1), None)
    for person, kind in ties.items():
        world.does(person, tie(kind, "aurora", began, ended), on=f"person-{person}")
    tied = set() if over else set(ties)
    unfit = _had_part() | tied | {CLARA}
    persons = [each for each in world.states.values() if isinstance(each, Person) and each.registered]
    found = listed(persons, appeal(world), asking(world), workloads={})
    fit = {each.person_id for each in found if each.fitness is Fitness.ALLOWED}
    assert fit & {*EVERYBODY} == {*EVERYBODY} - unfit
    barred = [each for each in panel if each in unfit]
    outcome = asked(world).when(AppointPanel(panel=tuple(panel)), by=SVEN)
    code = outcome.rejected.code if outcome.rejected else None
    assert (code in ("panel-had-part", "panel-tied")) is bool(barred)
    assert bool(outcome.events) is not bool(barred)
