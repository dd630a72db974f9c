"""The application: who may apply for what, and when (R18, R22, R23, R39, R42)."""

from datetime import date

from domain.cluster.case import Stage
from domain.cluster.commands.application import SubmitApplication, WithdrawApplication
from domain.cluster.commands.organisation import ChangeManager
from domain.cluster.events.application import ApplicationSubmitted, ApplicationWithdrawn
from domain.cluster.events.organisation import ManagerChanged
from domain.elsewhere import Elsewhere
from domain.levels import Kind, Level
from domain.terms import Interval
from tests.domain.cast import (
    APPLY,
    AURORA,
    CARL,
    CLARA,
    EMIL,
    KNUD,
    MONA,
    MONDAY,
    NO,
    OLGA,
    POLARIS,
    REFUSE,
    RENEW,
    ROUND,
    VERA,
    bronze,
    gold_elsewhere,
    labelled,
    stage_set,
    walk,
)
from tests.domain.specification import World, given, sealed


def submitted(case_id: str, kind: Kind, day: date, changed: str | None = None) -> ApplicationSubmitted:
    return ApplicationSubmitted(
        case_id=case_id,
        level=Level.BRONZE,
        kind=kind,
        edition="ecei-2019",
        opened_on=day,
        what_changed=changed,
    )


def refused(on: date = MONDAY) -> World:
    world = bronze(Stage.ON_AGENDA, on)
    for member in (CARL, VERA, MONA):
        world.does(member, NO, on=AURORA)
    return world.does(CARL, REFUSE, on=AURORA)


def test_an_application_opens_a_case_under_the_edition_of_the_day() -> None:
    given(stage_set()).when(APPLY, by=CLARA).then(submitted("bronze-1", Kind.FIRST, MONDAY)).with_letters(
        (CLARA, "application-received")
    ).with_limits(("eligibility", date(2026, 2, 16)))


def test_an_application_of_the_last_day_of_the_old_edition_is_bound_by_it() -> None:
    world = stage_set(date(2019, 11, 14))
    given(world).when(APPLY, by=CLARA).then(
        submitted("bronze-1", Kind.FIRST, date(2019, 11, 14)).model_copy(update={"edition": "ecei-2013"})
    )


def test_an_unknown_cluster_applies_for_nothing() -> None:
    given(stage_set()).when(APPLY, by=CLARA, on=POLARIS).then_rejected("not-permitted")


def test_an_imported_cluster_names_carrier_and_managers_before_it_applies() -> None:
    world = stage_set().does(OLGA, ChangeManager(managers=(KNUD,)), on="cluster-borealis")
    given(world).when(APPLY, by=KNUD, on="cluster-borealis").then_rejected("profile-incomplete")


def test_the_operator_names_who_acts_for_an_imported_cluster() -> None:
    given(stage_set()).when(ChangeManager(managers=(KNUD, KNUD)), by=OLGA, on="cluster-borealis").then(
        ManagerChanged(managers=(KNUD,))
    )


def test_a_second_first_case_is_refused_while_one_is_open() -> None:
    given(bronze(Stage.APPLIED)).when(APPLY, by=CLARA).then_rejected("case-open")


def test_a_first_application_is_refused_while_the_label_is_valid() -> None:
    given(labelled(MONDAY)).when(APPLY, by=CLARA).then_rejected("label-held")


def test_a_first_application_is_refused_in_grace() -> None:
    given(labelled(MONDAY).until(date(2029, 2, 28))).when(APPLY, by=CLARA).then_rejected("label-held")


def test_a_lapsed_label_is_applied_for_as_if_it_were_new() -> None:
    given(labelled(MONDAY).until(date(2029, 3, 1))).when(APPLY, by=CLARA).then(
        submitted("bronze-2", Kind.FIRST, date(2029, 3, 1))
    )


def test_there_is_nothing_to_renew_without_a_label() -> None:
    given(stage_set()).when(RENEW, by=CLARA).then_rejected("nothing-to-renew")


def test_there_is_nothing_to_renew_after_grace() -> None:
    given(labelled(MONDAY).until(date(2029, 3, 1))).when(RENEW, by=CLARA).then_rejected("nothing-to-renew")


def test_a_renewal_waits_until_twelve_months_before_the_end() -> None:
    given(labelled(MONDAY).until(date(2027, 2, 27))).when(RENEW, by=CLARA).then_rejected("window-closed")


def test_a_renewal_opens_twelve_months_before_the_end() -> None:
    given(labelled(MONDAY).until(date(2027, 3, 1))).when(RENEW, by=CLARA).then(
        submitted("bronze-2", Kind.RENEWAL, date(2027, 3, 1))
    ).with_limits(("eligibility", date(2027, 3, 15)), ("late_recording", date(2029, 3, 14)))


def test_a_second_renewal_is_refused_while_one_is_open() -> None:
    world = labelled(MONDAY).until(date(2028, 3, 1)).does(CLARA, RENEW, on=AURORA)
    given(world).when(RENEW, by=CLARA).then_rejected("case-open")


def test_a_first_application_waits_for_an_undecided_renewal_though_grace_is_over() -> None:
    world = walk(labelled(MONDAY).until(date(2029, 2, 27)), Stage.REPORT_FINAL).pay().until(date(2029, 3, 5))
    given(world).when(APPLY, by=CLARA).then_rejected("case-open")


def test_a_label_that_sleeps_below_a_higher_one_is_not_renewed() -> None:
    world = labelled(MONDAY).until(date(2028, 1, 3)).does(OLGA, gold_elsewhere("Aurora", "DK"), on=AURORA)
    given(world).when(RENEW, by=CLARA).then_rejected("label-dormant")


def test_a_label_that_sleeps_below_a_higher_one_is_held() -> None:
    world = labelled(MONDAY).does(OLGA, gold_elsewhere("Aurora", "DK"), on=AURORA)
    given(world).when(APPLY, by=CLARA).then_rejected("label-held")


def imported(until: Interval) -> World:
    label = gold_elsewhere("Aurora", "DK", until, Level.BRONZE)
    return stage_set().does(OLGA, label, on=AURORA)


def test_a_label_of_unknown_end_is_confirmed_before_anything_is_applied_for() -> None:
    given(imported(Interval.unknown())).when(APPLY, by=CLARA).then_rejected("label-unconfirmed")
    given(imported(Interval.unknown())).when(RENEW, by=CLARA).then_rejected("label-unconfirmed")


def test_a_label_known_to_be_in_grace_but_not_until_when_is_confirmed_before_its_renewal() -> None:
    ended = Interval(earliest=date(2025, 6, 30), latest=date(2025, 12, 31))
    given(imported(ended)).when(RENEW, by=CLARA).then_rejected("label-unconfirmed")


def test_a_label_that_lapsed_on_every_reading_may_be_applied_for() -> None:
    ended = Interval(earliest=date(2024, 6, 30), latest=date(2024, 12, 31))
    given(imported(ended)).when(APPLY, by=CLARA).then(submitted("bronze-1", Kind.FIRST, MONDAY))


def test_after_a_refusal_the_next_application_says_what_has_changed() -> None:
    given(refused()).when(APPLY, by=CLARA).then_rejected("what-changed-missing")
    again = SubmitApplication(level=Level.BRONZE, kind=Kind.FIRST, what_changed="Members asked again.")
    given(refused()).when(again, by=CLARA).then(
        submitted("bronze-2", Kind.FIRST, MONDAY, sealed("Members asked again."))
    )


def test_an_application_withdrawn_since_does_not_make_a_refusal_forgotten() -> None:
    again = SubmitApplication(level=Level.BRONZE, kind=Kind.FIRST, what_changed="Members asked again.")
    world = refused().does(CLARA, again, WithdrawApplication(), on=AURORA)
    given(world).when(APPLY, by=CLARA).then_rejected("what-changed-missing")


def withdrawn(reason: str | None = None) -> ApplicationWithdrawn:
    return ApplicationWithdrawn(case_id="bronze-1", cluster_id="aurora", reason=reason)


def test_an_application_may_be_withdrawn_until_the_decision_and_the_experts_hear_of_it() -> None:
    given(bronze(Stage.REPORT_FINAL)).when(WithdrawApplication(reason="We merge."), by=CLARA).then(
        withdrawn(sealed("We merge."))
    ).with_letters((CLARA, "application-withdrawn"), (EMIL, "application-withdrawn"))


def test_a_case_withdrawn_from_the_agenda_leaves_its_round() -> None:
    given(bronze(Stage.ON_AGENDA)).when(WithdrawApplication(), by=CLARA).then(
        withdrawn(), Elsewhere(ROUND, withdrawn())
    )


def test_nothing_is_withdrawn_after_the_decision() -> None:
    given(labelled(MONDAY)).when(WithdrawApplication(case_id="bronze-1"), by=CLARA).then_rejected(
        "case-closed"
    )


def test_a_case_that_does_not_exist_is_not_withdrawn() -> None:
    given(bronze(Stage.APPLIED)).when(WithdrawApplication(case_id="bronze-7"), by=CLARA).then_rejected(
        "case-unknown"
    )
    given(stage_set()).when(WithdrawApplication(), by=CLARA).then_rejected("no-open-case")
