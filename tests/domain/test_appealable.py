"""Which decisions are listed as open to an appeal, and until when (R34)."""

from datetime import date, datetime, timedelta

from domain.cluster.appeal import Matter
from domain.cluster.appealable import open_to_appeal
from domain.cluster.case import Stage
from domain.cluster.commands.appeals import WithdrawAppeal
from domain.cluster.commands.effects import FailNotice
from domain.schemes import scheme
from tests.domain.appealed import decided, deciding, in_time_until, lodged, refuse, refused
from tests.domain.cast import AURORA, CLARA
from tests.domain.specification import World, at_midnight_ending, calendar
from tests.domain.walked import golden

Listed = list[tuple[Matter, date | None, date | None]]


def listed(world: World, at: datetime | None = None) -> Listed:
    cluster = world.cluster("aurora")
    found = open_to_appeal(cluster, scheme(), calendar(cluster.country), at or world.now)
    return [(each.matter, time.delivered_on, time.until_on) for each, time in found]


def test_a_refusal_is_open_to_an_appeal_until_the_last_day_of_its_time_is_over() -> None:
    world = refused()
    until = in_time_until(world)
    night = at_midnight_ending(until, "DK")
    assert listed(world) == [("refused", world.today, until)]
    assert listed(world, night - timedelta(seconds=1)) == [("refused", world.today, until)]
    assert listed(world, night) == []


def test_of_a_refusal_nobody_was_told_no_time_runs() -> None:
    world = refuse(golden(Stage.ON_AGENDA))
    for debt in world.cluster("aurora").debts:
        world.carry_out(FailNotice(notice_id=debt.debt_id, cause="bounced"), by=None, on=AURORA)
    assert listed(world) == [("refused", None, None)]


def test_what_is_appealed_against_or_decided_on_is_not_listed() -> None:
    assert listed(lodged()) == []
    assert listed(decided(deciding("dismissed", None))) == []
    assert listed(decided(deciding())) == []


def test_an_appeal_taken_back_leaves_the_decision_open_to_another() -> None:
    world = lodged().does(CLARA, WithdrawAppeal(), on=AURORA)
    assert listed(world) == [("refused", world.today, in_time_until(world))]
