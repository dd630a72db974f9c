"""On site: observers, audit days, validation of each indicator, and the end of the audit (R10, R31, R43, R47)."""

from datetime import date

import pytest

from domain.cluster.case import Stage
from domain.cluster.commands.application import WithdrawApplication
from domain.cluster.commands.approvals import GiveConsent
from domain.cluster.commands.audit import AdmitObserver, ConcludeAudit, ValidateIndicator
from domain.cluster.events.application import ApplicationWithdrawn
from domain.cluster.events.approvals import ConsentGiven
from domain.cluster.events.audit import (
    AuditConducted,
    AuditDayConducted,
    IndicatorNotValidated,
    IndicatorValidated,
    ObserverAdmitted,
)
from domain.elsewhere import Elsewhere
from domain.person.events import DaysReleased
from domain.person.state import TieKind
from tests.domain.audited import (
    GOLD_CODES,
    SILVER_CODES,
    SILVER_VISIT,
    VISIT,
    gold_audit_due,
    gold_audited,
    gold_on_site,
    gold_scheduled,
    held,
    silver_scheduled,
)
from tests.domain.cast import AURORA, CLARA, EMIL, ESTHER, KNUD, OLGA, interview, tie
from tests.domain.specification import World, given, sealed

FIRST, SECOND = VISIT
CONSENT, ADMIT = GiveConsent(to="observer", subject=KNUD), AdmitObserver(observer=KNUD)
ALL = ValidateIndicator(day=SECOND, validated=GOLD_CODES)


def day_held(day: date, *observers: str) -> AuditDayConducted:
    return AuditDayConducted(case_id="gold-1", day=day, experts=(EMIL, ESTHER), observers=observers)


def observed() -> World:
    return gold_scheduled().does(CLARA, CONSENT, on=AURORA).does(OLGA, ADMIT, on=AURORA)


def test_an_observer_to_whom_the_applicant_consented_is_admitted_and_told_the_days() -> None:
    world = gold_scheduled().does(CLARA, CONSENT, on=AURORA)
    given(world).when(ADMIT, by=OLGA).then(ObserverAdmitted(case_id="gold-1", observer=KNUD)).with_letters(
        (KNUD, "observer-admitted")
    )
    assert world.pay().mails[-1].details["days"] == "2026-02-16,2026-02-17"


def test_without_the_applicants_consent_nobody_observes() -> None:
    given(gold_scheduled()).when(ADMIT, by=OLGA).then_rejected("consent-missing")


def test_whoever_is_tied_to_the_cluster_does_not_observe() -> None:
    world = gold_scheduled().does(CLARA, CONSENT, on=AURORA)
    world.does(KNUD, tie(TieKind.EMPLOYED), on=f"person-{KNUD}")
    given(world).when(ADMIT, by=OLGA).then_rejected("hard-conflict")


def test_an_observer_is_known() -> None:
    consented = ConsentGiven(case_id="gold-1", to="observer", subject="nobody", given_by=CLARA)
    world = gold_scheduled().happens(AURORA, consented)
    given(world).when(AdmitObserver(observer="nobody"), by=OLGA).then_rejected("person-unknown")


@pytest.mark.parametrize("attending", [EMIL, KNUD])
def test_whoever_attends_already_is_not_admitted(attending: str) -> None:
    given(observed()).when(AdmitObserver(observer=attending), by=OLGA).then_rejected("attends-already")


def test_an_expert_admits_nobody() -> None:
    given(gold_scheduled()).when(ADMIT, by=EMIL).then_rejected("not-permitted")


def test_an_observer_gives_no_verdict() -> None:
    world = observed().until(FIRST)
    given(world).when(ValidateIndicator(day=FIRST, validated=("2.1",)), by=KNUD).then_rejected(
        "not-permitted"
    )


def test_an_audit_day_is_recorded_with_who_was_there() -> None:
    given(observed().until(FIRST)).when(held(FIRST, observers=(KNUD,)), by=EMIL).then(day_held(FIRST, KNUD))


def test_a_day_may_be_recorded_later() -> None:
    given(gold_scheduled().until(date(2026, 2, 18))).when(held(FIRST), by=EMIL).then(day_held(FIRST))


def test_a_day_in_the_future_is_refused() -> None:
    given(gold_scheduled()).when(held(FIRST), by=EMIL).then_rejected("date-in-future")


@pytest.mark.parametrize("day", [date(2026, 2, 13), FIRST])
def test_a_day_that_was_not_planned_or_was_recorded_already_is_refused(day: date) -> None:
    given(gold_on_site()).when(held(day), by=EMIL).then_rejected(
        "day-not-planned", f"day: {day} is not planned; still to be held: 2026-02-17."
    )


def test_days_are_recorded_in_order() -> None:
    given(gold_scheduled().until(SECOND)).when(held(SECOND), by=EMIL).then_rejected("day-out-of-order")


def test_without_one_of_its_experts_a_day_does_not_count() -> None:
    given(gold_scheduled().until(FIRST)).when(held(FIRST, EMIL), by=EMIL).then_rejected("expert-absent")


def test_nobody_but_the_team_audits() -> None:
    given(gold_scheduled().until(FIRST)).when(held(FIRST, EMIL, ESTHER, KNUD), by=EMIL).then_rejected(
        "not-on-team"
    )


def test_an_observer_who_was_not_admitted_does_not_attend() -> None:
    given(gold_scheduled().until(FIRST)).when(held(FIRST, observers=(KNUD,)), by=EMIL).then_rejected(
        "observer-not-admitted"
    )


def test_only_the_lead_records_a_day() -> None:
    given(gold_scheduled().until(FIRST)).when(held(FIRST), by=ESTHER).then_rejected("not-permitted")


def test_an_expert_tied_on_that_day_holds_no_audit() -> None:
    world = gold_on_site().does(ESTHER, tie(TieKind.EMPLOYED, since=SECOND), on=f"person-{ESTHER}")
    given(world).when(held(SECOND), by=EMIL).then_rejected("hard-conflict")


def test_a_tie_that_began_after_a_day_does_not_touch_it() -> None:
    world = gold_scheduled().until(SECOND)
    world.does(ESTHER, tie(TieKind.EMPLOYED, since=SECOND), on=f"person-{ESTHER}")
    given(world).when(held(FIRST), by=EMIL).then(day_held(FIRST))


def test_a_lead_who_got_tied_since_records_no_day() -> None:
    world = gold_scheduled().until(SECOND)
    world.does(EMIL, tie(TieKind.EMPLOYED, since=SECOND), on=f"person-{EMIL}")
    given(world).when(held(FIRST), by=EMIL).then_rejected("hard-conflict")


def test_each_indicator_is_validated_on_site_or_not() -> None:
    command = ValidateIndicator(day=FIRST, validated=("2.1", "2.3"), not_validated=("3.1",))
    given(gold_on_site()).when(command, by=ESTHER).then(
        IndicatorValidated(case_id="gold-1", expert=ESTHER, day=FIRST, indicators=("2.1", "2.3")),
        IndicatorNotValidated(case_id="gold-1", expert=ESTHER, day=FIRST, indicators=("3.1",)),
    )


def test_a_verdict_is_given_on_a_day_under_way() -> None:
    given(gold_on_site()).when(ALL, by=EMIL).then(
        IndicatorValidated(case_id="gold-1", expert=EMIL, day=SECOND, indicators=GOLD_CODES)
    )


def test_a_verdict_may_be_changed_until_the_audit_is_over() -> None:
    world = gold_on_site().does(EMIL, ALL, on=AURORA)
    given(world).when(ValidateIndicator(day=SECOND, not_validated=("3.1",)), by=EMIL)
    audit = world.case("aurora", "gold-1").audit
    assert audit is not None
    assert (set(GOLD_CODES) - audit.validated, audit.not_validated) == ({"3.1"}, frozenset({"3.1"}))


@pytest.mark.parametrize("day", [SECOND, date(2026, 2, 13)])
def test_a_verdict_on_no_audit_day_is_refused(day: date) -> None:
    world = gold_scheduled().until(FIRST)
    given(world).when(ValidateIndicator(day=day, validated=("2.1",)), by=EMIL).then_rejected(
        "outside-audit-days"
    )


def test_a_planned_day_that_was_not_held_takes_no_verdict_afterwards() -> None:
    world = gold_scheduled().until(SECOND)
    given(world).when(ValidateIndicator(day=FIRST, validated=("2.1",)), by=EMIL).then_rejected(
        "outside-audit-days"
    )


def test_a_verdict_about_no_indicator_is_refused() -> None:
    given(gold_on_site()).when(ValidateIndicator(day=FIRST), by=EMIL).then_rejected("no-verdict")


def test_an_indicator_is_not_both_validated_and_not() -> None:
    command = ValidateIndicator(day=FIRST, validated=("2.1",), not_validated=("2.1",))
    given(gold_on_site()).when(command, by=EMIL).then_rejected("verdict-repeated")


def test_silver_validates_its_19_indicators_only() -> None:
    (day,) = SILVER_VISIT
    command = ValidateIndicator(day=day, validated=("1.2",))
    given(silver_scheduled().until(day)).when(command, by=EMIL).then_rejected("out-of-scope")


def both_days() -> World:
    return gold_on_site().does(EMIL, held(SECOND), on=AURORA)


def test_the_last_day_on_site_is_the_assessment_day_and_everything_after_counts_from_it() -> None:
    world = both_days().does(EMIL, ALL, on=AURORA).until(date(2026, 2, 18))
    command = ConcludeAudit(preliminary="96 of 100, we believe.")
    given(world).when(command, by=EMIL).then(
        AuditConducted(
            case_id="gold-1",
            last_day=SECOND,
            experts=(EMIL, ESTHER),
            preliminary=sealed("96 of 100, we believe."),
        )
    ).with_letters((EMIL, "scores-due"), (ESTHER, "scores-due")).with_limits(
        ("scores", date(2026, 2, 24)),
        ("scores", date(2026, 2, 24)),
        ("draft", date(2026, 3, 3)),
        ("final_report", date(2026, 3, 24)),
        ("consensus", date(2026, 3, 3)),
    )
    case = world.case("aurora", "gold-1")
    assert (case.stage, case.assessment_day) == (Stage.AUDIT_CONDUCTED, SECOND)


def test_what_was_told_at_the_end_of_the_visit_is_used_by_no_rule() -> None:
    world = both_days().does(EMIL, ALL, on=AURORA)
    told, untold = world.copy(), world.copy()
    told.does(EMIL, ConcludeAudit(preliminary="96 of 100."), on=AURORA)
    untold.does(EMIL, ConcludeAudit(), on=AURORA)
    assert told.state(AURORA) == untold.state(AURORA)


def test_with_a_day_missing_the_audit_is_not_over() -> None:
    world = gold_on_site().does(EMIL, ALL, on=AURORA)
    given(world).when(ConcludeAudit(), by=EMIL).then_rejected("days-missing")


def test_with_an_indicator_without_verdict_the_audit_is_not_over() -> None:
    world = both_days().does(EMIL, ValidateIndicator(day=SECOND, validated=GOLD_CODES[1:]), on=AURORA)
    given(world).when(ConcludeAudit(), by=EMIL).then_rejected("verdict-missing")


def test_only_the_lead_ends_the_audit() -> None:
    world = both_days().does(EMIL, ALL, on=AURORA)
    given(world).when(ConcludeAudit(), by=ESTHER).then_rejected("not-permitted")


def test_a_silver_audit_ends_with_its_benchmark_recorded_and_without_consensus() -> None:
    (day,) = SILVER_VISIT
    world = silver_scheduled().until(day)
    world.does(EMIL, held(day, EMIL), ValidateIndicator(day=day, validated=SILVER_CODES), on=AURORA)
    given(world).when(ConcludeAudit(), by=EMIL).then_rejected("benchmark-not-recorded")
    world.does(EMIL, interview(day), on=AURORA)
    given(world).when(ConcludeAudit(), by=EMIL).then(
        AuditConducted(case_id="silver-1", last_day=day, experts=(EMIL,))
    ).with_limits(
        ("scores", date(2026, 2, 23)), ("draft", date(2026, 3, 2)), ("final_report", date(2026, 3, 23))
    )


def test_an_expert_who_got_tied_neither_validates_nor_ends_the_audit() -> None:
    world = both_days().does(EMIL, ALL, on=AURORA).does(EMIL, tie(TieKind.FAMILY), on=f"person-{EMIL}")
    given(world).when(ALL, by=EMIL).then_rejected("hard-conflict")
    given(world).when(ConcludeAudit(), by=EMIL).then_rejected("hard-conflict")


def test_after_the_audit_no_verdict_is_given() -> None:
    given(gold_audited()).when(ALL, by=EMIL).then_rejected("wrong-stage")


def test_a_case_withdrawn_frees_its_experts_and_calls_the_visit_off() -> None:
    free = DaysReleased(case="aurora/gold-1")
    given(observed()).when(WithdrawApplication(), by=CLARA).then(
        ApplicationWithdrawn(case_id="gold-1", cluster_id="aurora"),
        Elsewhere(f"person-{EMIL}", free),
        Elsewhere(f"person-{ESTHER}", free),
    ).with_letters(
        (CLARA, "application-withdrawn"),
        (EMIL, "application-withdrawn"),
        (ESTHER, "application-withdrawn"),
        (CLARA, "audit-cancelled"),
        (EMIL, "audit-cancelled"),
        (ESTHER, "audit-cancelled"),
        (KNUD, "audit-cancelled"),
    )


def test_a_visit_called_off_is_a_later_version_of_its_calendar_entry() -> None:
    world = gold_scheduled().does(CLARA, WithdrawApplication(), on=AURORA).pay()
    last = world.mails[-1].details
    assert (last["method"], last["sequence"], last["uid"]) == ("CANCEL", "1", "aurora/gold-1")


@pytest.mark.parametrize("world", [gold_audit_due, gold_audited])
def test_without_a_visit_to_come_nothing_is_called_off(world: object) -> None:
    assert callable(world)
    given(world()).when(WithdrawApplication(), by=CLARA).then(
        ApplicationWithdrawn(case_id="gold-1", cluster_id="aurora")
    )
