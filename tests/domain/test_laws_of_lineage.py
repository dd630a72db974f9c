"""Laws of descent over random mergers, transfers, splits and dissolutions, in any order and with any mistake (R37)."""

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.cluster.commands.lineage import LineageCommand
from domain.cluster.events.lineage import CaseEnded, LabelEnded
from domain.cluster.state import Cluster
from domain.levels import Level
from domain.rejected import Rejected
from domain.status import StatusState, status_on
from domain.streams import CLUSTER
from tests.domain.cast import APPLY, MONDAY, OLGA, registration
from tests.domain.merging import (
    dissolution,
    endorsed,
    holding,
    merger,
    scene,
    split,
    transfer,
)
from tests.domain.specification import World

_STARS = ("aurora", "polaris", "deneb", "vega", "lyra", "mira")
_COUNTING = frozenset(StatusState) - {StatusState.NONE, StatusState.LAPSED, StatusState.ENDED}
_DAYS = 4


class Act(NamedTuple):
    """Something that is recorded of a cluster, with others, so many days ago, possibly wrongly."""

    what: str
    on: str
    others: tuple[str, ...]
    days_ago: int


acts = st.builds(
    Act,
    st.sampled_from(("formation", "absorption", "transfer", "split", "split-and-live", "dissolution")),
    st.sampled_from(_STARS),
    st.lists(st.sampled_from(_STARS), min_size=1, max_size=3).map(tuple),
    st.integers(-1, _DAYS),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(acts, min_size=1, max_size=8), st.lists(st.sampled_from(_STARS), max_size=4))
def test_no_lineage_breaks_a_law(story: list[Act], applying: list[str]) -> None:
    world = _begun(applying)
    before = {star: world.cluster(star) for star in _STARS}
    for act in story:
        _recorded(world, act)
        world.let_pass(days=1)
    after = {star: world.cluster(star) for star in _STARS}
    _each_cluster_ends_once_at_most(world, after)
    _nobody_descends_from_itself(after)
    _both_ends_tell_the_same(after)
    for cluster in after.values():
        _what_ended_counts_no_more(cluster, world.today)
        _who_ended_waits_for_nothing(cluster, world)
    _labels_only_end(before, after, world)


def _begun(applying: list[str]) -> World:
    world = scene()
    for star in ("lyra", "mira"):
        world.does(OLGA, registration(star.title()), on=CLUSTER + star)
    for star, level in (("aurora", Level.GOLD), ("polaris", Level.SILVER), ("lyra", Level.GOLD)):
        world.does(OLGA, holding(star.title(), level), on=CLUSTER + star)
    world.does(OLGA, holding("Aurora", Level.BRONZE), on="cluster-aurora")
    for star in applying:
        with suppress(Rejected):
            world.does(world.cluster(star).managers[0], APPLY, on=CLUSTER + star)
    return world


def _recorded(world: World, act: Act) -> None:
    """What is refused leaves every stream as it was."""
    command, on = _command(act, world.today), CLUSTER + act.on
    states = dict(world.states)
    with suppress(Rejected):
        endorsed(world, command, on)
        states = dict(world.states)
        world.carry_out(command, by=OLGA, on=on)
        return
    assert world.states == states


def _command(act: Act, today: date) -> LineageCommand:
    day = today - timedelta(days=act.days_ago)
    match act.what:
        case "formation":
            return merger(*act.others, since=day)
        case "absorption":
            return merger(*act.others, kind="absorption", since=day)
        case "transfer":
            return transfer(act.others[0], since=day)
        case "split":
            return split(*act.others, since=day)
        case "split-and-live":
            return split(*act.others, ended=False, since=day)
        case _:
            return dissolution(day)


def _each_cluster_ends_once_at_most(world: World, clusters: dict[str, Cluster]) -> None:
    for star, cluster in clusters.items():
        ends = [bond for bond in cluster.descent if bond.ended and bond.role == "successor"]
        dissolved = [event for event in world.events(CLUSTER + star) if event.type == "ClusterDissolved"]
        acts_of_ending = len({bond.event_id for bond in ends}) + len(dissolved)
        assert acts_of_ending == (1 if cluster.ended else 0)


def _nobody_descends_from_itself(clusters: dict[str, Cluster]) -> None:
    """Following only what ended, no way leads back to where it began."""
    for star, cluster in clusters.items():
        reached: set[str] = set()
        ahead = list(cluster.ended.into) if cluster.ended else []
        while ahead:
            following = ahead.pop()
            assert following != star
            if following not in reached:
                reached.add(following)
                later = clusters[following].ended
                ahead += later.into if later else ()


def _both_ends_tell_the_same(clusters: dict[str, Cluster]) -> None:
    downwards = Counter(
        (bond.kin.cluster_id, star, bond.act, bond.effective_on, bond.ended)
        for star, cluster in clusters.items()
        for bond in cluster.descent
        if bond.role == "predecessor"
    )
    upwards = Counter(
        (star, bond.kin.cluster_id, bond.act, bond.effective_on, bond.ended)
        for star, cluster in clusters.items()
        for bond in cluster.descent
        if bond.role == "successor"
    )
    assert downwards == upwards


def _what_ended_counts_no_more(cluster: Cluster, today: date) -> None:
    if cluster.ended is None:
        return
    counting = [
        (level, day)
        for level in Level
        for day in (cluster.ended.on, today, date(2027, 6, 1))
        if status_on(cluster.labels, level, day).state in _COUNTING
    ]
    assert counting == []
    assert cluster.open_cases == ()


def _who_ended_waits_for_nothing(cluster: Cluster, world: World) -> None:
    stands = world.stands[CLUSTER + cluster.cluster_id]
    if cluster.ended:
        assert (stands.due, stands.tasks) == (None, 0)


def _labels_only_end(before: dict[str, Cluster], after: dict[str, Cluster], world: World) -> None:
    """No label appears, none is lost: each counts as it did, or has ended with its cluster, by one event."""
    for star, cluster in after.items():
        numbers = {level: [term.number for term in terms] for level, terms in cluster.labels.items()}
        assert numbers == {
            level: [term.number for term in terms] for level, terms in before[star].labels.items()
        }
        told = [event for event in world.events(CLUSTER + star) if isinstance(event, LabelEnded)]
        closed = [event for event in world.events(CLUSTER + star) if isinstance(event, CaseEnded)]
        if cluster.ended:
            assert sorted(event.level for event in told) == sorted(before[star].labels)
            assert len(closed) == len(before[star].open_cases)
        else:
            assert (told, closed) == ([], [])
            assert all(terms[-1].ended is None for terms in cluster.labels.values())
            for level in cluster.labels:
                was = status_on(before[star].labels, level, MONDAY)
                assert status_on(cluster.labels, level, MONDAY) == was
