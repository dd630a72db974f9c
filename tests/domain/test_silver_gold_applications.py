"""Who may apply for Silver and Gold, and what follows on the way to the agreement (R2, R18 to R20, R22, R23, R42)."""

from datetime import date

import pytest

from domain.cluster.case import ClosedAs, Stage
from domain.cluster.commands.application import OfferAgreement, SubmitApplication, WithdrawApplication
from domain.cluster.events.application import (
    AgreementOffered,
    ApplicationAccepted,
    ApplicationDeclined,
    ApplicationSubmitted,
    ApplicationWithdrawn,
)
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.entitlement import earlier_steps_taken
from domain.elsewhere import Elsewhere
from domain.facts import Facts
from domain.levels import Kind, Level
from domain.person.events import DaysReleased
from domain.rejected import Rejected
from domain.schemes import scheme
from domain.terms import Interval
from tests.domain.cast import (
    ACCEPT,
    APPLY,
    AURORA,
    CLARA,
    CRITERIA,
    EMIL,
    ESTHER,
    MONDAY,
    OLGA,
    RENEW,
    gold_elsewhere,
    labelled,
    stage_set,
)
from tests.domain.silver_gold import (
    BENCHED,
    GOLD_FIRST,
    GOLD_RENEWAL,
    SILVER_FIRST,
    SILVER_RENEWAL,
    elsewhere,
    gold,
    silver,
    visit_planned,
)
from tests.domain.specification import World, given, sealed


def submitted(
    level: Level, kind: Kind = Kind.FIRST, day: date = MONDAY, changed: str | None = None, number: int = 1
) -> ApplicationSubmitted:
    return ApplicationSubmitted(
        case_id=f"{level}-{number}",
        level=level,
        kind=kind,
        edition="ecei-2019",
        opened_on=day,
        what_changed=changed,
    )


def held(level: Level, until: date) -> World:
    """A label of elsewhere that is valid, awarded long ago."""
    awarded = Interval.exactly(date(2015, 6, 3))
    label = elsewhere(level, awarded=awarded, until=Interval.exactly(until))
    return stage_set().does(OLGA, label, on=AURORA)


# Gold


def test_gold_may_be_applied_for_without_a_silver() -> None:
    given(stage_set()).when(GOLD_FIRST, by=CLARA).then(submitted(Level.GOLD)).with_letters(
        (CLARA, "application-received")
    ).with_limits(("eligibility", date(2026, 2, 16)))


def waiting_scheme(months: int) -> Asked:
    """What is asked where an edition reads the wait after Silver as the rival source does."""
    silver, shipped = elsewhere(Level.SILVER, awarded=Interval.exactly(date(2024, 2, 2))), scheme()
    world = stage_set().does(OLGA, silver, on=AURORA)
    edition = shipped.on(MONDAY)
    procedure = edition.procedure(Level.GOLD, Kind.FIRST)
    assert procedure.months_after_silver is not None
    wait = procedure.months_after_silver.model_copy(update={"value": months})
    waits = tuple(
        column.model_copy(update={"months_after_silver": wait}) if column == procedure else column
        for column in edition.procedures
    )
    changed = shipped.model_copy(
        update={"editions": (shipped.editions[0], edition.model_copy(update={"procedures": waits}))}
    )
    return Asked(world.cluster("aurora"), changed, Facts(), world.now, CLARA)


def test_the_rival_reading_of_a_wait_after_silver_is_edition_data_and_off() -> None:
    column = scheme().on(MONDAY).procedure(Level.GOLD, Kind.FIRST)
    assert column.months_after_silver is not None
    wait = column.months_after_silver
    assert (wait.value, [rival.value for rival in wait.rivals]) == (0, [24])


def test_switched_on_the_wait_after_silver_is_kept_to_the_day() -> None:
    earlier_steps_taken(Level.GOLD, Kind.FIRST, waiting_scheme(24))
    with pytest.raises(Rejected, match="Silver is held for less than 25 months"):
        earlier_steps_taken(Level.GOLD, Kind.FIRST, waiting_scheme(25))


def test_gold_is_renewed_within_twelve_months_before_its_end() -> None:
    world = held(Level.GOLD, date(2026, 12, 31))
    given(world).when(GOLD_RENEWAL, by=CLARA).then(submitted(Level.GOLD, Kind.RENEWAL)).with_limits(
        ("eligibility", date(2026, 2, 16)), ("late_recording", date(2028, 1, 14))
    )


def test_gold_is_not_applied_for_anew_while_it_is_held() -> None:
    world = held(Level.GOLD, date(2026, 12, 31))
    given(world).when(GOLD_FIRST, by=CLARA).then_rejected("label-held")


# Cases beside each other


def test_one_first_case_is_open_at_a_time_whatever_its_level() -> None:
    given(gold(Stage.APPLIED)).when(APPLY, by=CLARA).then_rejected("case-open")


def test_a_renewal_may_run_beside_the_first_case_of_another_level() -> None:
    world = silver(Stage.APPLIED)
    given(world).when(RENEW, by=CLARA).then(submitted(Level.BRONZE, Kind.RENEWAL, number=2))


def test_silver_may_be_applied_for_beside_the_renewal_of_bronze() -> None:
    world = labelled(BENCHED).until(MONDAY).does(CLARA, RENEW, on=AURORA)
    given(world).when(SILVER_FIRST, by=CLARA).then(submitted(Level.SILVER))


def test_a_silver_that_sleeps_below_gold_is_not_renewed() -> None:
    world = held(Level.SILVER, date(2026, 6, 30))
    world.does(OLGA, gold_elsewhere("Aurora", "DK"), on=AURORA)
    given(world).when(SILVER_RENEWAL, by=CLARA).then_rejected("label-dormant")


def test_a_declined_gold_says_at_the_next_application_what_has_changed() -> None:
    world = gold(Stage.APPLIED).happens(AURORA, declined())
    assert world.case("aurora", "gold-1").closed_as is ClosedAs.DECLINED
    given(world).when(GOLD_FIRST, by=CLARA).then_rejected("what-changed-missing")
    again = SubmitApplication(level=Level.GOLD, kind=Kind.FIRST, what_changed="A website in English.")
    given(world).when(again, by=CLARA).then(
        submitted(Level.GOLD, changed=sealed("A website in English."), number=2)
    )


def test_a_refusal_at_one_level_asks_nothing_of_an_application_at_another() -> None:
    given(gold(Stage.APPLIED).happens(AURORA, declined())).when(APPLY, by=CLARA).then(submitted(Level.BRONZE))


def declined() -> ApplicationDeclined:
    return ApplicationDeclined(
        case_id="gold-1", edition="ecei-2019", failed=("english_website",), reason=sealed("Danish only.")
    )


# The gate


def test_an_accepted_gold_is_tested_first() -> None:
    given(gold(Stage.APPLIED)).when(ACCEPT, by=OLGA).then(
        ApplicationAccepted(
            case_id="gold-1", edition="ecei-2019", profile_version=1, criteria=CRITERIA, test_due=True
        )
    ).with_letters((CLARA, "test-invited")).with_limits(
        ("test", date(2026, 4, 7)), ("abandonment", date(2026, 8, 3))
    )


def test_an_accepted_silver_is_offered_its_agreement_without_a_test() -> None:
    given(silver(Stage.APPLIED)).when(ACCEPT, by=OLGA).then(
        ApplicationAccepted(case_id="silver-1", edition="ecei-2019", profile_version=1, criteria=CRITERIA)
    ).with_letters((CLARA, "application-accepted")).with_limits(("agreement", date(2026, 2, 16)))


def test_no_agreement_is_offered_before_the_test_is_passed() -> None:
    given(gold(Stage.TEST_DUE)).when(OfferAgreement(), by=OLGA).then_rejected("wrong-stage")
    given(gold(Stage.TEST_PASSED)).when(OfferAgreement(), by=OLGA).then(AgreementOffered(case_id="gold-1"))


def test_no_gold_case_ever_becomes_a_lower_label_by_itself() -> None:
    world = gold(Stage.TEST_DUE).until(date(2026, 8, 4))
    assert [(case.case_id, case.closed_as) for case in world.cluster("aurora").cases] == [
        ("gold-1", ClosedAs.ABANDONED)
    ]


# Withdrawing


def withdrawn() -> ApplicationWithdrawn:
    return ApplicationWithdrawn(case_id="gold-1", cluster_id="aurora")


def test_a_case_may_be_withdrawn_before_its_test() -> None:
    given(gold(Stage.TEST_DUE)).when(WithdrawApplication(), by=CLARA).then(withdrawn()).with_letters(
        (CLARA, "application-withdrawn")
    )


def test_a_case_withdrawn_before_its_visit_calls_it_off_and_frees_the_experts() -> None:
    days = (date(2026, 3, 10), date(2026, 3, 11))
    world = visit_planned(gold(Stage.SIGNED), *days)
    outcome = given(world).when(WithdrawApplication(), by=CLARA)
    outcome.then(
        withdrawn(),
        *(Elsewhere(f"person-{each}", DaysReleased(case="aurora/gold-1")) for each in (EMIL, ESTHER)),
    ).with_letters(
        *((each, "application-withdrawn") for each in (CLARA, EMIL, ESTHER)),
        *((each, "audit-cancelled") for each in (CLARA, EMIL, ESTHER)),
    )
    assert world.person(EMIL).booked_on(days, except_for="") == ()
