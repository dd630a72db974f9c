"""A label ends before its time: withdrawn by the committee, or given up by its holder (R23 to R25, R30)."""

from datetime import date

from domain.cluster.case import ClosedAs, Stage
from domain.cluster.commands.measures import RelinquishLabel, WithdrawLabel
from domain.cluster.events.application import RenewalOvertaken
from domain.cluster.events.label import LabelExpired, LabelLapsed
from domain.cluster.events.measures import LabelRelinquished, LabelWithdrawn, MeasureVoteCast
from domain.elsewhere import Elsewhere
from domain.levels import Kind, Level
from domain.person.state import TieKind
from domain.round.state import AgendaItem
from domain.secretariat import SECRETARIAT
from domain.standing import Debt
from domain.status import StatusState, status_on
from domain.terms import Ending
from tests.domain.cast import (
    APPLY,
    AURORA,
    CARL,
    CLARA,
    EMIL,
    MAX,
    MONA,
    OLGA,
    RENEW,
    VERA,
    bronze,
    tie,
    walk,
)
from tests.domain.measuring import (
    AGAINST,
    ANNOUNCED,
    EXPIRES,
    FOR,
    WITHDRAW,
    above_silver,
    announced,
    gold_heard,
    heard,
    held,
    suspended,
    voted_for,
    withdrawn,
)
from tests.domain.specification import World, given, sealed

WITHDRAWN = LabelWithdrawn(
    level=Level.BRONZE,
    term=1,
    withdrawn_on=ANNOUNCED,
    revives=False,
    reasons=sealed(WITHDRAW.reasons),
    in_favour=(CARL, VERA, MONA),
    against=(),
)
RELINQUISH = RelinquishLabel(level=Level.BRONZE)
RELINQUISHED = LabelRelinquished(level=Level.BRONZE, term=1, relinquished_on=ANNOUNCED)
OF_GOLD = RelinquishLabel(level=Level.GOLD, reason="We are too small for it.")


def state(world: World, level: Level = Level.BRONZE, day: date | None = None) -> StatusState:
    return status_on(world.cluster("aurora").labels, level, day or world.today).state


# Votes


def test_a_member_votes_on_a_withdrawal_behind_the_hearing() -> None:
    given(heard()).when(FOR, by=MONA).then(MeasureVoteCast(level=Level.BRONZE, member=MONA, vote="yes"))


def test_no_vote_is_cast_before_the_holder_was_heard() -> None:
    given(announced()).when(FOR, by=MONA).then_rejected("hearing-open")
    given(held()).when(FOR, by=MONA).then_rejected("measure-missing")


def test_only_members_of_the_committee_vote() -> None:
    for name in (OLGA, CLARA, EMIL):
        given(heard()).when(FOR, by=name).then_rejected("not-permitted")


def test_a_member_with_a_tie_does_not_vote_not_even_with_one_two_persons_might_accept() -> None:
    for kind in (TieKind.FAMILY, TieKind.PARTNER):
        world = heard().does(OLGA, tie(kind), on=f"person-{MONA}")
        given(world).when(FOR, by=MONA).then_rejected("voter-tied")


def test_a_seat_does_not_stand_without_the_gold_it_rests_on() -> None:
    lost = WITHDRAWN.model_copy(update={"level": Level.GOLD})
    world = heard().happens("cluster-corona", lost)
    given(world).when(FOR, by=MAX).then_rejected("not-entitled")
    given(world).when(FOR, by=MONA).then(MeasureVoteCast(level=Level.BRONZE, member=MONA, vote="yes"))


def test_a_later_vote_takes_the_place_of_an_earlier_one() -> None:
    world = heard().does(MONA, FOR, AGAINST, on=AURORA)
    assert [(each.member, each.vote) for each in world.cluster("aurora").measures[0].ballots] == [
        (MONA, "no")
    ]


# Withdrawing


def test_who_presides_withdraws_the_label_as_the_votes_say() -> None:
    outcome = given(voted_for(suspended())).when(WITHDRAW, by=CARL)
    outcome.then(WITHDRAWN).with_letters((CLARA, "label-withdrawn"), (SECRETARIAT, "label-withdrawn"))


def test_a_label_may_be_withdrawn_without_having_been_suspended() -> None:
    given(voted_for(heard())).when(WITHDRAW, by=CARL).then(WITHDRAWN)


def test_no_label_is_withdrawn_without_a_hearing() -> None:
    given(held()).when(WITHDRAW, by=CARL).then_rejected("measure-missing")
    given(announced()).when(WITHDRAW, by=CARL).then_rejected("hearing-open")


def test_a_withdrawal_takes_a_quorum() -> None:
    given(voted_for(suspended(), CARL, VERA)).when(WITHDRAW, by=CARL).then_rejected("no-quorum")


def test_a_withdrawal_takes_more_votes_for_than_against() -> None:
    world = voted_for(suspended(), MAX)
    for member in (CARL, VERA, MONA):
        world.does(member, AGAINST, on=AURORA)
    given(world).when(WITHDRAW, by=CARL).then_rejected("votes-say-otherwise")


def test_a_tie_of_votes_goes_to_who_presides() -> None:
    world = voted_for(suspended(), CARL, VERA).does(MONA, AGAINST, on=AURORA).does(MAX, AGAINST, on=AURORA)
    tied = {"in_favour": (CARL, VERA), "against": (MAX, MONA), "decided_by_casting_vote_of": CARL}
    given(world).when(WITHDRAW, by=CARL).then(WITHDRAWN.model_copy(update=tied))


def test_the_vote_of_a_member_who_became_tied_counts_no_more() -> None:
    world = voted_for(suspended()).does(OLGA, tie(TieKind.FAMILY), on=f"person-{MONA}")
    given(world).when(WITHDRAW, by=CARL).then_rejected("no-quorum")


def test_where_the_chair_is_tied_the_vice_chair_presides() -> None:
    world = voted_for(suspended(), VERA, MONA, MAX).does(OLGA, tie(TieKind.FAMILY), on=f"person-{CARL}")
    given(world).when(WITHDRAW, by=CARL).then_rejected("not-presiding")
    by_others = WITHDRAWN.model_copy(update={"in_favour": (VERA, MAX, MONA)})
    given(world).when(WITHDRAW, by=VERA).then(by_others)


def test_only_who_presides_withdraws_a_label() -> None:
    given(voted_for(suspended())).when(WITHDRAW, by=VERA).then_rejected("not-presiding")
    for name in (OLGA, CLARA, EMIL):
        given(voted_for(suspended())).when(WITHDRAW, by=name).then_rejected("not-permitted")


# What has ended


def test_a_withdrawn_label_has_ended_from_that_day_and_was_valid_before() -> None:
    world = withdrawn(voted_for(heard()))
    assert state(world, day=date(2026, 3, 1)) is StatusState.VALID
    assert [state(world, day=day) for day in (ANNOUNCED, EXPIRES, date(2028, 6, 1), date(2030, 1, 1))] == [
        StatusState.ENDED
    ] * 4


def test_an_ended_label_has_no_grace_and_the_clock_is_silent_about_it() -> None:
    for world in (withdrawn(), held().does(CLARA, RELINQUISH, on=AURORA)):
        assert world.stands[AURORA].due is None
        world.until(date(2030, 1, 2))
        assert not [each for each in world.events(AURORA) if isinstance(each, LabelExpired | LabelLapsed)]


def test_an_ended_label_is_not_renewed_but_may_be_applied_for_anew() -> None:
    for world in (withdrawn(), held().does(CLARA, RELINQUISH, on=AURORA)):
        given(world).when(RENEW, by=CLARA).then_rejected("nothing-to-renew")
        walk(world.does(CLARA, APPLY, on=AURORA), Stage.CLOSED, after=Stage.APPLIED)
        assert [term.kind for term in world.cluster("aurora").labels[Level.BRONZE]] == [Kind.FIRST] * 2
        assert state(world) is StatusState.VALID


def test_the_certificate_of_an_ended_label_is_void() -> None:
    world = withdrawn()
    assert [each.void for each in world.cluster("aurora").certificates] == [True]
    assert world.cluster("aurora").certificate_of(Level.BRONZE, 1) is None


def test_a_certificate_not_issued_yet_is_owed_no_more_when_the_label_ends() -> None:
    world = walk(bronze(Stage.ON_AGENDA), Stage.CLOSED, after=Stage.ON_AGENDA)
    assert _certificates_owed(world) == ["certificate"]
    assert _certificates_owed(world.does(CLARA, RELINQUISH, on=AURORA)) == []


def _certificates_owed(world: World) -> list[str]:
    owed: tuple[Debt, ...] = world.cluster("aurora").debts
    return [debt.document.kind for debt in owed if debt.document and debt.document.kind == "certificate"]


def test_an_open_renewal_is_overtaken_and_its_experts_days_are_free_again() -> None:
    world = walk(held().until(date(2027, 4, 1)), Stage.INTERVIEW_DUE).pay()
    outcome = given(world).when(RELINQUISH, by=CLARA)
    on_that_day = RELINQUISHED.model_copy(update={"relinquished_on": date(2027, 4, 1)})
    outcome.then(on_that_day, RenewalOvertaken(case_id="bronze-2", cluster_id="aurora"))
    outcome.with_letters(
        (CLARA, "label-relinquished"),
        (SECRETARIAT, "label-relinquished"),
        (CLARA, "renewal-overtaken"),
        (EMIL, "renewal-overtaken"),
    )
    assert world.case("aurora", "bronze-2").closed_as is ClosedAs.OVERTAKEN


def test_a_round_waits_no_longer_for_a_renewal_that_is_overtaken() -> None:
    world = walk(held().until(date(2027, 4, 1)), Stage.ON_AGENDA)
    outcome = given(world).when(RELINQUISH, by=CLARA)
    overtaken = RenewalOvertaken(case_id="bronze-2", cluster_id="aurora")
    on_that_day = RELINQUISHED.model_copy(update={"relinquished_on": date(2027, 4, 1)})
    outcome.then(on_that_day, overtaken, Elsewhere("round-2027-04", overtaken))
    assert world.round("round-2027-04").agenda == (
        AgendaItem(cluster_id="aurora", case_id="bronze-2", concluded=True),
    )


# Relinquishing


def test_the_holder_gives_a_label_up() -> None:
    outcome = given(held()).when(RELINQUISH, by=CLARA)
    outcome.then(RELINQUISHED)
    outcome.with_letters((CLARA, "label-relinquished"), (SECRETARIAT, "label-relinquished"))


def test_nobody_else_gives_a_label_up() -> None:
    for name in (OLGA, EMIL, CARL):
        given(held()).when(RELINQUISH, by=name).then_rejected("not-permitted")


def test_a_label_that_is_over_is_not_given_up() -> None:
    given(withdrawn()).when(RELINQUISH, by=CLARA).then_rejected("label-over")
    given(held().until(date(2029, 3, 2))).when(RELINQUISH, by=CLARA).then_rejected("label-over")
    given(held()).when(OF_GOLD, by=CLARA).then_rejected("label-unknown")


def test_a_suspended_label_may_be_given_up_and_nothing_stays_open_against_it() -> None:
    world = suspended().does(CLARA, RELINQUISH, on=AURORA)
    assert world.cluster("aurora").measures == ()
    assert state(world) is StatusState.ENDED


def test_a_label_in_grace_may_be_given_up() -> None:
    world = held().until(date(2028, 6, 1)).does(CLARA, RELINQUISH, on=AURORA)
    assert world.cluster("aurora").labels[Level.BRONZE][0].ended == Ending(
        on=date(2028, 6, 1), how="relinquished", revives=True
    )


# Who wakes


def test_a_lower_label_wakes_when_the_higher_one_is_given_up() -> None:
    outcome = given(above_silver()).when(OF_GOLD, by=CLARA)
    outcome.with_letters(
        (CLARA, "label-relinquished"), (SECRETARIAT, "label-relinquished"), (CLARA, "label-awake")
    )
    assert state(outcome.world, Level.SILVER) is StatusState.VALID


def test_a_lower_label_sleeps_on_to_its_end_when_the_higher_one_is_withdrawn() -> None:
    world = voted_for(gold_heard(), level=Level.GOLD)
    outcome = given(world).when(WithdrawLabel(level=Level.GOLD, reasons="They never joined."), by=CARL)
    outcome.with_letters((CLARA, "label-withdrawn"), (SECRETARIAT, "label-withdrawn"))
    days = (ANNOUNCED, date(2027, 10, 1), date(2028, 6, 30))
    assert [state(world, Level.SILVER, day) for day in days] == [StatusState.DORMANT] * 3
    world.until(date(2029, 7, 10))
    assert not [each for each in world.events(AURORA) if isinstance(each, LabelExpired | LabelLapsed)]


def test_a_lower_label_wakes_from_a_withdrawal_that_says_so() -> None:
    world = voted_for(gold_heard(), level=Level.GOLD)
    waking = WithdrawLabel(level=Level.GOLD, revives=True, reasons="They never joined.")
    outcome = given(world).when(waking, by=CARL)
    outcome.with_letters((CLARA, "label-withdrawn"), (SECRETARIAT, "label-withdrawn"), (CLARA, "label-awake"))
    assert state(world, Level.SILVER) is StatusState.VALID


def test_a_lower_label_awarded_behind_a_withdrawal_does_not_sleep_for_it() -> None:
    world = voted_for(gold_heard(), level=Level.GOLD)
    world.does(CARL, WithdrawLabel(level=Level.GOLD, reasons="They never joined."), on=AURORA)
    world.until(date(2026, 3, 3)).does(CLARA, APPLY, on=AURORA)
    walk(world, Stage.CLOSED, after=Stage.APPLIED)
    assert state(world) is StatusState.VALID
