"""Everybody's calendar entry of a visit: whoever leaves and returns is never sent an older version than before."""

from domain.cluster.commands.team import AgreeTeam, DeclineAssignment, ObjectToTeam
from tests.domain.audited import NEXT_WEEK, gold_scheduled, reschedule
from tests.domain.cast import AURORA, CLARA, EMIL, ESTHER, OLGA
from tests.domain.specification import World
from tests.domain.teams import ACCEPT_IT, INGA, proposing, replacing, staffed


def entries(world: World, person: str) -> list[tuple[str, str]]:
    """Method and sequence of each calendar entry the person was sent."""
    details = [mail.details for mail in world.pay().mails if mail.recipient == person]
    return [(each["method"], each["sequence"]) for each in details if "sequence" in each]


def returned() -> World:
    """Esther was replaced before the visit; her successor declined, and she takes the assignment again."""
    world = staffed(gold_scheduled()).does(OLGA, replacing(ESTHER, INGA), on=AURORA)
    world.does(INGA, DeclineAssignment(), on=AURORA).does(OLGA, proposing(EMIL, ESTHER), on=AURORA)
    return world.does(ESTHER, ACCEPT_IT, on=AURORA)


def test_an_expert_who_returns_is_sent_a_later_version_than_the_cancellation() -> None:
    assert entries(returned(), ESTHER) == [("REQUEST", "0"), ("CANCEL", "1"), ("REQUEST", "2")]


def test_a_visit_moved_afterwards_is_a_later_version_for_everybody() -> None:
    world = returned().does(CLARA, AgreeTeam(), on=AURORA).does(EMIL, reschedule(*NEXT_WEEK), on=AURORA)
    assert [entries(world, each)[-1] for each in (CLARA, EMIL, ESTHER)] == [("REQUEST", "3")] * 3
    assert entries(world, EMIL) == [("REQUEST", "0"), ("REQUEST", "3")]


def test_whoever_accepted_and_is_objected_to_or_left_out_counts_the_entry_up_too() -> None:
    world = staffed(gold_scheduled()).does(OLGA, replacing(ESTHER, INGA), on=AURORA)
    world.does(INGA, ACCEPT_IT, on=AURORA).does(CLARA, ObjectToTeam(reason="A rival."), on=AURORA)
    assert entries(world, INGA) == [("REQUEST", "2"), ("CANCEL", "3")]
    world.does(OLGA, proposing(INGA, ESTHER), on=AURORA).does(INGA, ACCEPT_IT, on=AURORA)
    assert entries(world, EMIL) == [("REQUEST", "0"), ("CANCEL", "4")]
    assert entries(world, INGA) == [("REQUEST", "2"), ("CANCEL", "3"), ("REQUEST", "5")]


def test_whoever_never_accepted_has_no_entry_to_be_struck_out() -> None:
    world = staffed(gold_scheduled()).does(OLGA, replacing(ESTHER, INGA), on=AURORA)
    world.does(INGA, DeclineAssignment(), on=AURORA)
    assert entries(world, INGA) == []
    audit = world.case("aurora", "gold-1").audit
    assert audit is not None
    assert audit.sequence == 1
