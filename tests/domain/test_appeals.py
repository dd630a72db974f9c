"""Appeals: in time, acknowledged, admitted by who had no part in it, decided by a panel of three (R34 to R36)."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.cluster.appeal import AppealState
from domain.cluster.case import ClosedAs, Stage
from domain.cluster.commands.appeals import (
    AdmitAppeal,
    AppointPanel,
    LodgeAppeal,
    RejectAppeal,
    WithdrawAppeal,
)
from domain.cluster.commands.application import (
    AcceptApplication,
    DeclineApplication,
    RecheckEligibility,
    WithdrawApplication,
)
from domain.cluster.commands.clock import ExtendDeadline
from domain.cluster.commands.effects import FailNotice, SendNotice, SkipEffect
from domain.cluster.commands.organisation import UpdateProfile
from domain.cluster.events.appeals import (
    AppealAcknowledged,
    AppealAdmitted,
    AppealDecided,
    AppealLodged,
    AppealRejected,
    AppealWithdrawn,
    CaseRemitted,
    PanelAppointed,
)
from domain.cluster.events.clock import DeadlineEscalated, DeadlinePassed
from domain.cluster.events.committee import MemberRecused
from domain.cluster.events.effects import EffectSkipped, NoticeSent
from domain.cluster.events.review import DecisionAnnulled
from domain.cluster.tasks import tasks_of
from domain.elsewhere import Elsewhere
from domain.levels import Level
from domain.person.state import TieKind
from tests.domain import measuring
from tests.domain.appealed import (
    APPOINT,
    GROUNDS,
    LODGE,
    PANEL,
    PAUL,
    PETRA,
    PIA,
    acknowledged,
    admitted,
    appeal,
    before_panel,
    decided,
    deciding,
    declined,
    in_time_until,
    lodged,
    refuse,
    refused,
    with_panel,
)
from tests.domain.cast import (
    ACCEPT,
    AURORA,
    CARL,
    CLARA,
    CRITERIA,
    EMIL,
    MONA,
    MONDAY,
    OLGA,
    PROFILE,
    SVEN,
    VERA,
    bronze,
    labelled,
    tie,
)
from tests.domain.specification import Outcome, World, at_midnight_ending, given, sealed
from tests.domain.teams import OTTO
from tests.domain.walked import golden

DECLINE = DeclineApplication(failed=("committed_members",), reason="Nine.")


def types(outcome: Outcome) -> list[str]:
    return [event.type for event in outcome.events if not isinstance(event, Elsewhere)]


def decision(world: World) -> object:
    return world.cluster("aurora").contestable[-1].decision


def named(task: str, world: World) -> list[tuple[str, str | None, tuple[str, ...]]]:
    found = tasks_of(world.cluster("aurora"))
    return [(each.party, each.case_id, each.persons) for each in found if each.task == task]


# In time


def test_a_refusal_is_appealed_against_by_its_case() -> None:
    world = refused()
    until = in_time_until(world)
    given(world).when(LODGE, by=CLARA).then(
        AppealLodged(
            appeal_id="appeal-1",
            decision=world.cluster("aurora").contestable[-1].decision,
            matter="refused",
            level=Level.GOLD,
            case_id="gold-1",
            edition="ecei-2019",
            lodged_on=world.today,
            delivered_on=world.today,
            until_on=until,
            grounds=sealed(GROUNDS),
        )
    ).with_letters((CLARA, "appeal-acknowledged")).with_limits(("appeal_acknowledgement", date(2026, 2, 24)))


def test_the_time_for_an_appeal_ends_with_the_day_on_which_the_appellants_calendar_has_it_end() -> None:
    world = refused()
    last = at_midnight_ending(in_time_until(world), "DK")
    given(world.copy()).when(LODGE, by=CLARA, at=last).then_rejected("appeal-late")
    outcome = given(world).when(LODGE, by=CLARA, at=last - timedelta(seconds=1))
    assert types(outcome) == ["AppealLodged"]


def test_the_time_runs_from_the_delivery_and_not_from_the_decision() -> None:
    world = refused_untold()
    world.until(world.today + timedelta(days=90)).pay()
    assert given(world).when(LODGE, by=CLARA).events


def refused_untold() -> World:
    return with_panel(refuse(golden(Stage.ON_AGENDA)))


def ineligible_untold() -> World:
    """Members left while Aurora's report was drafted, and Olga found too few."""
    few = PROFILE.model_copy(update={"committed_members": 9})
    world = with_panel(bronze(Stage.DRAFT)).does(CLARA, UpdateProfile(profile=few), on=AURORA)
    lost = RecheckEligibility(criteria={**CRITERIA, "committed_members": False})
    return world.does(OLGA, lost, on=AURORA)


def bounced(world: World, letter: str) -> UUID:
    """The letter to the applicant, which is owed, comes back."""
    (lost,) = [
        debt
        for debt in world.cluster("aurora").debts
        if debt.notice and (debt.notice.notice, debt.notice.recipient) == (letter, CLARA)
    ]
    world.carry_out(FailNotice(notice_id=lost.debt_id, cause="mailbox unknown"), by=None, on=AURORA)
    return lost.debt_id


@pytest.mark.parametrize(
    ("told", "letter"),
    [
        (lambda: with_panel(bronze(Stage.APPLIED)).does(OLGA, DECLINE, on=AURORA), "application-declined"),
        (ineligible_untold, "eligibility-lost"),
        (refused_untold, "label-refused"),
        (measuring.suspended, "label-suspended"),
        (measuring.withdrawn, "label-withdrawn"),
        (measuring.term_corrected, "term-corrected"),
        (lambda: acknowledged().does(OTTO, RejectAppeal(reason="No grounds."), on=AURORA), "appeal-rejected"),
        (lambda: decided(deciding()), "appeal-upheld"),
        (lambda: decided(deciding("partly")), "appeal-upheld-in-part"),
        (lambda: decided(deciding("dismissed", None)), "appeal-dismissed"),
    ],
)
def test_the_letter_of_what_may_be_appealed_against_or_of_the_appeal_is_never_given_up(
    told: Callable[[], World], letter: str
) -> None:
    world = told()
    skip = SkipEffect(notice_id=bounced(world, letter), reason="Told on the telephone.")
    given(world).when(skip, by=OLGA).then_rejected("never-skipped")


def test_a_letter_that_bounced_starts_no_time() -> None:
    world = refused_untold()
    bounced(world, "label-refused")
    world.until(world.today + timedelta(days=200))
    (event,) = given(world).when(LODGE, by=CLARA).events
    assert isinstance(event, AppealLodged)
    assert (event.delivered_on, event.until_on) == (None, None)


def test_only_who_acts_for_the_cluster_appeals() -> None:
    given(refused()).when(LODGE, by=EMIL).then_rejected("not-permitted")


@pytest.mark.parametrize("named", ["gold-2", "silver", "no-such-decision"])
def test_what_is_no_decision_of_the_kind_is_not_appealable(named: str) -> None:
    asked = LodgeAppeal(decision=named, grounds=GROUNDS)
    given(refused()).when(asked, by=CLARA).then_rejected("not-appealable")


def test_a_decision_is_named_by_the_id_of_its_event_too() -> None:
    world = refused()
    asked = LodgeAppeal(decision=str(decision(world)), grounds=GROUNDS)
    (event,) = given(world).when(asked, by=CLARA).events
    assert isinstance(event, AppealLodged)
    assert event.case_id == "gold-1"


def test_while_an_appeal_is_open_there_is_no_second_one_against_the_decision() -> None:
    given(lodged()).when(LODGE, by=CLARA).then_rejected("appealed-already")


def test_an_inadmissible_appeal_is_appealable_no_further() -> None:
    world = acknowledged().does(OTTO, RejectAppeal(reason="No grounds are given."), on=AURORA)
    given(world).when(LODGE, by=CLARA).then_rejected("appealed-before")


def test_a_dismissed_appeal_is_the_last_word() -> None:
    given(decided(deciding("dismissed", None))).when(LODGE, by=CLARA).then_rejected("appealed-before")


def test_an_appeal_taken_back_may_be_lodged_again_in_time() -> None:
    world = lodged().does(CLARA, WithdrawAppeal(), on=AURORA)
    (event,) = given(world).when(LODGE, by=CLARA).events
    assert isinstance(event, AppealLodged)
    assert event.appeal_id == "appeal-2"


def test_an_upheld_appeal_leaves_nothing_to_appeal_against() -> None:
    given(decided(deciding())).when(LODGE, by=CLARA).then_rejected("not-appealable")


def test_a_computed_term_is_appealable_by_its_level() -> None:
    world = with_panel(labelled(MONDAY).pay())
    asked = LodgeAppeal(decision="bronze", grounds="The interview was in March.")
    (event,) = given(world).when(asked, by=CLARA).events
    assert isinstance(event, AppealLodged)
    assert (event.matter, event.term, event.case_id) == ("term", 1, "bronze-1")


# Acknowledged


def test_an_appeal_is_acknowledged_once_its_letter_is_out() -> None:
    world = lodged()
    ((_, debt),) = world.owed()
    sent = SendNotice(notice_id=debt.debt_id, message_id="<1@laurel.example>")
    given(world).when(sent, by=None).then(
        NoticeSent(
            notice_id=debt.debt_id,
            notice="appeal-acknowledged",
            recipient=CLARA,
            message_id="<1@laurel.example>",
        ),
        AppealAcknowledged(appeal_id="appeal-1"),
    ).with_limits(("appeal_admission", date(2026, 3, 3)))


def test_an_acknowledgement_given_up_does_not_hold_the_appeal_up() -> None:
    world = lodged()
    ((stream, debt),) = world.owed()
    world.carry_out(FailNotice(notice_id=debt.debt_id, cause="mailbox unknown"), by=None, on=stream)
    given(world).when(SkipEffect(notice_id=debt.debt_id, reason="Told on the telephone."), by=OLGA).then(
        EffectSkipped(notice_id=debt.debt_id, reason=sealed("Told on the telephone.")),
        AppealAcknowledged(appeal_id="appeal-1"),
    )


# Admitted


def test_an_operator_without_part_in_it_admits_the_appeal() -> None:
    world = acknowledged()
    assert named("admit-appeal", world) == [("secretariat", "appeal-1", ())]
    given(world).when(AdmitAppeal(), by=OTTO).then(AppealAdmitted(appeal_id="appeal-1")).with_letters(
        (CLARA, "appeal-admitted")
    ).with_limits(("appeal_panel", date(2026, 3, 17)))


@pytest.mark.parametrize("command", [AdmitAppeal(), RejectAppeal(reason="No grounds.")])
def test_who_acted_in_the_case_does_not_say_whether_it_is_admissible(
    command: AdmitAppeal | RejectAppeal,
) -> None:
    given(acknowledged()).when(command, by=OLGA).then_rejected(
        "had-part",
        "olga-operator acted in gold-1. Another operator says whether the appeal is admissible (R34).",
    )


def test_who_is_tied_to_the_appellant_does_not_say_so_either() -> None:
    world = acknowledged().does(OTTO, tie(TieKind.PARTNER), on=f"person-{OTTO}")
    given(world).when(AdmitAppeal(), by=OTTO).then_rejected("decider-tied")


def test_an_inadmissible_appeal_is_rejected_with_a_reason() -> None:
    given(acknowledged()).when(RejectAppeal(reason="No grounds."), by=OTTO).then(
        AppealRejected(appeal_id="appeal-1", reason=sealed("No grounds."))
    ).with_letters((CLARA, "appeal-rejected"))


def test_before_its_acknowledgement_nobody_admits_an_appeal() -> None:
    given(lodged()).when(AdmitAppeal(), by=OTTO).then_rejected("not-to-be-admitted")


def test_what_is_admitted_is_not_admitted_again() -> None:
    given(admitted()).when(AdmitAppeal(), by=OTTO).then_rejected("not-to-be-admitted")


def test_an_appeal_that_is_over_is_not_gone_on_with() -> None:
    world = lodged().does(CLARA, WithdrawAppeal(), on=AURORA)
    given(world.copy()).when(AdmitAppeal(), by=OTTO).then_rejected("no-open-appeal")
    given(world.copy()).when(AdmitAppeal(appeal_id="appeal-1"), by=OTTO).then_rejected("appeal-over")
    given(world).when(AdmitAppeal(appeal_id="appeal-7"), by=OTTO).then_rejected("appeal-unknown")


def test_of_two_open_appeals_one_is_named() -> None:
    world = with_panel(labelled(MONDAY).pay())
    world.does(CLARA, LodgeAppeal(decision="bronze", grounds=GROUNDS), on=AURORA).pay()
    world.happens(AURORA, _another(world))
    given(world).when(AdmitAppeal(), by=OTTO).then_rejected("appeal-unclear")


def _another(world: World) -> AppealLodged:
    first = next(event for event in world.events(AURORA) if isinstance(event, AppealLodged))
    return first.model_copy(update={"appeal_id": "appeal-2", "notices": ()})


# The panel


def test_a_panel_of_three_is_appointed_and_told_until_when_it_decides() -> None:
    given(admitted()).when(APPOINT, by=SVEN).then(
        PanelAppointed(appeal_id="appeal-1", panel=PANEL)
    ).with_letters(
        *((member, "panel-appointed") for member in PANEL), (CLARA, "appeal-at-panel")
    ).with_limits(("appeal_decision", date(2026, 5, 18)))


@pytest.mark.parametrize("panel", [(PETRA, PAUL), (PETRA, PAUL, PAUL), (*PANEL, OTTO)])
def test_a_panel_has_three_members_each_once(panel: tuple[str, ...]) -> None:
    given(admitted()).when(AppointPanel(panel=panel), by=OLGA).then_rejected("panel-number")


@pytest.mark.parametrize(
    ("who", "part"),
    [
        (EMIL, "panel: emil-expert took part in the assessment of gold-1 (R35)."),
        (VERA, "panel: vera-vice took part in deciding gold-1 (R35)."),
        (OLGA, "panel: olga-operator acted in gold-1 (R35)."),
    ],
)
def test_who_assessed_or_voted_or_acted_in_the_case_is_not_on_its_panel(who: str, part: str) -> None:
    given(admitted()).when(AppointPanel(panel=(PETRA, PAUL, who)), by=OLGA).then_rejected(
        "panel-had-part", part
    )


@pytest.mark.parametrize("kind", [TieKind.BOARD, TieKind.PARTNER])
def test_who_is_tied_to_the_appellant_is_not_on_its_panel(kind: TieKind) -> None:
    world = admitted().does(PIA, tie(kind), on=f"person-{PIA}")
    given(world).when(APPOINT, by=OLGA).then_rejected("panel-tied")


def test_who_is_not_registered_is_not_on_a_panel() -> None:
    panel = (PETRA, PAUL, "nobody-known")
    given(admitted()).when(AppointPanel(panel=panel), by=OLGA).then_rejected("person-unknown")


def test_before_it_is_admitted_an_appeal_has_no_panel() -> None:
    given(acknowledged()).when(APPOINT, by=OLGA).then_rejected("not-admitted")


def test_another_panel_decides_in_what_is_left_of_the_time() -> None:
    world = before_panel().until(date(2026, 4, 1))
    due_at = appeal(world).limits[0].due_at
    given(world).when(AppointPanel(panel=(PETRA, PAUL, OTTO)), by=OLGA).then(
        PanelAppointed(appeal_id="appeal-1", panel=(PETRA, PAUL, OTTO))
    ).with_letters(
        (PIA, "panel-ended"),
        *((member, "panel-appointed") for member in (PETRA, PAUL, OTTO)),
        (CLARA, "appeal-at-panel"),
    ).with_limits()
    assert [limit.due_at for limit in appeal(world).limits] == [due_at]


# Decided


def test_the_presiding_member_states_what_the_panel_decided() -> None:
    world = before_panel()
    assert named("decide-appeal", world) == [("appeal panel", "appeal-1", PANEL)]
    given(world).when(deciding("dismissed", None), by=PETRA).then(
        AppealDecided(
            appeal_id="appeal-1",
            outcome="dismissed",
            votes=dict.fromkeys(PANEL, "dismissed"),
            reason=sealed("It was shown."),
        )
    ).with_letters((CLARA, "appeal-dismissed"))
    assert (appeal(world).state, appeal(world).limits) == (AppealState.DECIDED, ())


def test_another_member_of_the_panel_does_not_state_it() -> None:
    given(before_panel()).when(deciding(), by=PAUL).then_rejected("not-presiding")


def test_who_is_not_on_the_panel_decides_nothing() -> None:
    given(before_panel()).when(deciding(), by=OTTO).then_rejected("not-permitted")


def test_a_panel_that_lacks_a_member_decides_nothing() -> None:
    asked = deciding(votes={PETRA: "upheld", PAUL: "upheld"})
    given(before_panel()).when(asked, by=PETRA).then_rejected("panel-incomplete")


def test_nobody_else_votes_on_a_panel() -> None:
    asked = deciding(votes={**dict.fromkeys(PANEL, "upheld"), OTTO: "upheld"})
    given(before_panel()).when(asked, by=PETRA).then_rejected("not-on-panel")


@pytest.mark.parametrize(
    "votes",
    [
        {PETRA: "upheld", PAUL: "dismissed", PIA: "dismissed"},
        {PETRA: "upheld", PAUL: "partly", PIA: "dismissed"},
    ],
)
def test_the_outcome_is_what_most_of_the_panel_voted(votes: dict[str, str]) -> None:
    given(before_panel()).when(deciding(votes=votes), by=PETRA).then_rejected("votes-say-otherwise")


def test_two_of_three_votes_carry_the_outcome() -> None:
    world = decided(deciding(votes={PETRA: "dismissed", PAUL: "upheld", PIA: "upheld"}))
    assert appeal(world).outcome == "upheld"


def test_a_member_of_the_panel_who_got_tied_since_does_not_decide() -> None:
    world = before_panel().does(PIA, tie(TieKind.BOARD), on=f"person-{PIA}")
    given(world).when(deciding(), by=PETRA).then_rejected("panel-tied")


def test_no_panel_decides_before_it_is_appointed() -> None:
    world = admitted()
    world.happens(AURORA, PanelAppointed(appeal_id="appeal-1", panel=PANEL))
    world.happens(AURORA, AppealAdmitted(appeal_id="appeal-1"))
    given(world).when(deciding(), by=PETRA).then_rejected("no-panel")


@pytest.mark.parametrize(
    "asked",
    [
        deciding(relief=None),
        deciding(relief="restore"),
        deciding("dismissed", "remit"),
        deciding("dismissed", None, new_month=True),
    ],
)
def test_the_relief_fits_what_was_decided(asked: object) -> None:
    given(before_panel()).when(asked, by=PETRA).then_rejected("relief-unfit")  # type: ignore[arg-type]


def test_a_last_day_is_said_of_a_corrected_term_only() -> None:
    asked = deciding(last_day=date(2028, 1, 31))
    given(before_panel()).when(asked, by=PETRA).then_rejected("last-day-unfit")


# Remitted


def test_an_upheld_refusal_goes_back_to_members_who_did_not_vote() -> None:
    world = before_panel()
    case = world.case("aurora", "gold-1")
    assert case.decision is not None
    fallen = DecisionAnnulled(
        case_id="gold-1",
        decision=case.decision.event_id,
        cluster_id="aurora",
        round_id=case.round_id or "",
        panel_finding=sealed("It was shown."),
        reopened=True,
    )
    given(world).when(deciding(), by=PETRA).then(
        AppealDecided(
            appeal_id="appeal-1",
            outcome="upheld",
            votes=dict.fromkeys(PANEL, "upheld"),
            relief="remit",
            reason=sealed("It was shown."),
        ),
        fallen,
        Elsewhere(case.round_id or "", fallen.model_copy(update={"panel_finding": None})),
        CaseRemitted(
            case_id="gold-1", appeal_id="appeal-1", relief="remit", decided_before=(CARL, MONA, VERA)
        ),
        *(MemberRecused(case_id="gold-1", member=member, rule="R36") for member in (CARL, MONA, VERA)),
    ).with_letters(
        (CLARA, "appeal-upheld"), *((member, "member-recused") for member in (CARL, MONA, VERA))
    ).with_limits(("agenda", date(2026, 3, 3)))
    again = world.case("aurora", "gold-1")
    assert (again.stage, again.closed_as, sorted(again.recused)) == (
        Stage.REPORT_FINAL,
        None,
        [CARL, MONA, VERA],
    )


def test_a_re_audit_is_held_by_a_new_team() -> None:
    world = decided(deciding("partly", "re-audit"))
    case = world.case("aurora", "gold-1")
    assert (case.stage, case.team, case.resumes_at, case.result) == (Stage.SIGNED, (), Stage.AUDIT_DUE, None)
    assert [limit.name for limit in case.limits] == ["team"]


def test_an_appeal_against_a_decline_leads_to_another_operator() -> None:
    world = before_panel(declined(), "bronze-1")
    world.does(PETRA, deciding(), on=AURORA)
    case = world.case("aurora")
    assert (case.stage, case.closed_as, [limit.name for limit in case.limits]) == (
        Stage.APPLIED,
        None,
        ["eligibility"],
    )
    given(world.copy()).when(ACCEPT, by=OLGA).then_rejected(
        "decided-before",
        "olga-operator took part in what appeal-1 has undone, and takes none in it again (R36).",
    )
    given(world.copy()).when(DECLINE, by=OLGA).then_rejected("decided-before")
    accepted = given(world).when(AcceptApplication(criteria=CRITERIA), by=OTTO)
    assert types(accepted) == ["ApplicationAccepted"]


def ineligible() -> World:
    return ineligible_untold().pay()


def test_eligibility_that_was_lost_is_judged_again_by_another_operator() -> None:
    world = before_panel(ineligible(), "bronze-1")
    assert appeal(world).matter == "ineligible"
    again = RecheckEligibility(criteria=CRITERIA)
    given(world.copy()).when(again, by=OTTO).then_rejected("nothing-changed")
    world.does(PETRA, deciding(), on=AURORA)
    assert named("recheck-eligibility", world) == [("secretariat", "bronze-1", ())]
    given(world.copy()).when(again, by=OLGA).then_rejected("decided-before")
    confirmed = given(world).when(again, by=OTTO)
    assert types(confirmed) == ["EligibilityConfirmed"]


def found_eligible_again(world: World) -> World:
    """A firm joined since Olga found too few members."""
    world.does(CLARA, UpdateProfile(profile=PROFILE), on=AURORA)
    return world.does(OLGA, RecheckEligibility(criteria=CRITERIA), on=AURORA)


def test_eligibility_that_was_found_again_is_not_appealable_any_more() -> None:
    world = found_eligible_again(ineligible())
    given(world).when(LodgeAppeal(decision="bronze-1", grounds=GROUNDS), by=CLARA).then_rejected(
        "not-appealable"
    )


def test_eligibility_that_was_found_again_meanwhile_is_judged_by_nobody_else() -> None:
    world = before_panel(ineligible(), "bronze-1")
    decision = given(found_eligible_again(world)).when(deciding(), by=PETRA)
    assert types(decision) == ["AppealDecided"]


def test_a_case_closed_for_another_reason_since_is_not_opened_for_its_eligibility() -> None:
    world = before_panel(ineligible(), "bronze-1")
    world.does(CLARA, WithdrawApplication(), on=AURORA)
    decision = given(world).when(deciding(), by=PETRA)
    assert types(decision) == ["AppealDecided"]
    assert world.case("aurora").closed_as is ClosedAs.WITHDRAWN


def test_a_new_month_is_ordered_for_a_first_case_alone() -> None:
    world = before_panel(declined(), "bronze-1")
    given(world).when(deciding(new_month=True), by=PETRA).then_rejected("new-month-unfit")


# Withdrawn, late, never extended


def test_the_appellant_takes_the_appeal_back_before_it_is_decided() -> None:
    given(before_panel()).when(WithdrawAppeal(reason="Settled."), by=CLARA).then(
        AppealWithdrawn(appeal_id="appeal-1", reason=sealed("Settled."))
    ).with_letters((CLARA, "appeal-withdrawn"), *((member, "appeal-withdrawn") for member in PANEL))


def test_a_decided_appeal_is_not_taken_back() -> None:
    given(decided(deciding("dismissed", None))).when(
        WithdrawAppeal(appeal_id="appeal-1"), by=CLARA
    ).then_rejected("appeal-over")


def test_a_panel_that_is_late_is_told_and_then_the_secretariat() -> None:
    world = before_panel()
    mails = len(world.mails)
    world.until(date(2026, 6, 30)).pay()
    told = [event for event in world.events(AURORA) if isinstance(event, DeadlinePassed | DeadlineEscalated)]
    assert [(event.limit, event.subject, event.moments) for event in told] == [
        ("appeal_decision", "appeal-1", 1),
        ("appeal_decision", "appeal-1", 2),
    ]
    assert [(mail.recipient, mail.notice) for mail in world.mails[mails:] if "appeal" in mail.details] == [
        *((who, "deadline-passed") for who in (*PANEL, "secretariat")),
        ("secretariat", "deadline-escalated"),
    ]


def test_a_secretariat_that_is_late_to_admit_is_told_so() -> None:
    world = acknowledged()
    mails = len(world.mails)
    world.until(date(2026, 3, 5)).pay()
    late = [mail for mail in world.mails[mails:] if "appeal" in mail.details]
    assert [(mail.recipient, mail.notice, mail.details["task"]) for mail in late] == [
        ("secretariat", "deadline-passed", "admit-appeal")
    ]


def test_the_time_of_an_appeal_is_never_extended() -> None:
    asked = ExtendDeadline(
        case_id="bronze-1",
        limit="appeal_panel",
        subject="appeal-1",
        until_on=date(2026, 12, 1),
        reason="Busy.",
    )
    given(admitted(with_panel(labelled(MONDAY).pay()), "bronze")).when(asked, by=OLGA).then_rejected(
        "case-closed"
    )
