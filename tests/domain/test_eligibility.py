"""Eligibility: judged at application, and again when edition or profile changed (R19, R33)."""

from datetime import date

from domain.cluster.case import Stage
from domain.cluster.commands.application import AcceptApplication, DeclineApplication, RecheckEligibility
from domain.cluster.commands.organisation import ChangeManager, RegisterCluster, UpdateProfile
from domain.cluster.events.application import (
    ApplicationAccepted,
    ApplicationDeclined,
    EligibilityConfirmed,
    EligibilityLost,
)
from domain.cluster.events.organisation import ClusterRegistered, ProfileUpdated
from domain.cluster.tasks import tasks_of
from domain.levels import Party
from domain.person.state import TieKind
from tests.domain.cast import (
    ACCEPT,
    APPLY,
    AURORA,
    CLARA,
    CRITERIA,
    KNUD,
    MONDAY,
    OLGA,
    POLARIS,
    PROFILE,
    bronze,
    registration,
    stage_set,
    tie,
    walk,
)
from tests.domain.specification import World, given, sealed

FEW_MEMBERS = {**CRITERIA, "committed_members": False}
SMALLER = PROFILE.model_copy(update={"committed_members": 12})


def with_profile(**facts: object) -> World:
    profile = UpdateProfile(profile=PROFILE.model_copy(update=facts))
    return bronze(Stage.APPLIED).does(CLARA, profile, on=AURORA)


def test_a_cluster_is_registered_with_all_that_is_known_of_it() -> None:
    given(stage_set()).when(registration("Polaris", manager=KNUD), by=OLGA, on=POLARIS).then(
        ClusterRegistered(
            name="Polaris",
            country="DK",
            sector="ICT",
            carrier="Polaris Association",
            language="da",
            managers=(KNUD,),
            profile=PROFILE,
        )
    )


def test_a_cluster_is_registered_once() -> None:
    given(stage_set()).when(registration("Zenith"), by=OLGA).then_rejected("cluster-exists")


def test_a_name_is_taken_once_in_a_country_however_it_is_written() -> None:
    given(stage_set()).when(registration("  AURORA! "), by=OLGA, on=POLARIS).then_rejected("same-name")


def test_the_same_name_may_be_taken_in_another_country() -> None:
    elsewhere = registration("Aurora", country="DE")
    assert len(given(stage_set()).when(elsewhere, by=OLGA, on=POLARIS).events) == 1


def test_only_registered_persons_act_for_a_cluster() -> None:
    by_nobody = registration("Polaris", manager="nobody-at-all")
    given(stage_set()).when(by_nobody, by=OLGA, on=POLARIS).then_rejected("person-unknown")


def test_an_application_is_accepted_when_every_criterion_is_met() -> None:
    given(bronze(Stage.APPLIED)).when(ACCEPT, by=OLGA).then(
        ApplicationAccepted(case_id="bronze-1", edition="ecei-2019", profile_version=1, criteria=CRITERIA)
    ).with_letters((CLARA, "application-accepted")).with_limits(("agreement", date(2026, 2, 16)))


def test_every_criterion_is_answered() -> None:
    unanswered = AcceptApplication(criteria={"eccp_listing": True})
    given(bronze(Stage.APPLIED)).when(unanswered, by=OLGA).then_rejected("criterion-unanswered")


def test_a_criterion_the_edition_does_not_know_is_refused() -> None:
    unknown = AcceptApplication(criteria={**CRITERIA, "charm": True})
    given(bronze(Stage.APPLIED)).when(unknown, by=OLGA).then_rejected("criterion-unknown")


def test_an_application_that_misses_a_criterion_is_not_accepted() -> None:
    given(bronze(Stage.APPLIED)).when(AcceptApplication(criteria=FEW_MEMBERS), by=OLGA).then_rejected(
        "criterion-failed"
    )


def test_a_nationally_recognised_cluster_may_have_few_members() -> None:
    waiving = AcceptApplication(criteria=FEW_MEMBERS, waived=("committed_members",))
    given(with_profile(nationally_recognised=True)).when(waiving, by=OLGA).then(
        ApplicationAccepted(
            case_id="bronze-1",
            edition="ecei-2019",
            profile_version=2,
            criteria=FEW_MEMBERS,
            waived=("committed_members",),
        )
    )


def test_others_get_no_waiver() -> None:
    waiving = AcceptApplication(criteria=FEW_MEMBERS, waived=("committed_members",))
    given(bronze(Stage.APPLIED)).when(waiving, by=OLGA).then_rejected("waiver-not-allowed")


def test_no_recognition_waives_the_english_website() -> None:
    waiving = AcceptApplication(criteria={**CRITERIA, "english_website": False}, waived=("english_website",))
    given(with_profile(nationally_recognised=True)).when(waiving, by=OLGA).then_rejected("waiver-not-allowed")


def test_a_listing_is_met_only_with_its_address() -> None:
    given(with_profile(eccp_address=None)).when(ACCEPT, by=OLGA).then_rejected("eccp-address-missing")


def test_without_a_profile_nothing_can_be_judged() -> None:
    bare = RegisterCluster(name="Polaris", country="DK", carrier="P", language="da", managers=(CLARA,))
    world = stage_set().does(OLGA, bare, on=POLARIS).does(CLARA, APPLY, on=POLARIS)
    given(world).when(ACCEPT, by=OLGA, on=POLARIS).then_rejected("profile-missing")


def test_whoever_coached_the_cluster_does_not_judge_it() -> None:
    world = bronze(Stage.APPLIED).does(OLGA, tie(TieKind.COACHED, until=MONDAY), on=f"person-{OLGA}")
    given(world).when(ACCEPT, by=OLGA, at=date(2028, 2, 2)).then_rejected("decider-tied")


def test_whoever_is_tied_to_the_cluster_does_not_judge_it_in_any_way() -> None:
    decline = DeclineApplication(failed=("committed_members",), reason="Nine members.")
    again = RecheckEligibility(criteria=CRITERIA)
    applied, later = bronze(Stage.APPLIED), bronze(Stage.DRAFT)
    for world in (applied, later):
        world.does(OLGA, tie(TieKind.EMPLOYED), on=f"person-{OLGA}")
    given(applied).when(ACCEPT, by=OLGA).then_rejected("decider-tied")
    given(applied).when(decline, by=OLGA).then_rejected("decider-tied")
    later.does(CLARA, UpdateProfile(profile=PROFILE.model_copy(update={"committed_members": 43})), on=AURORA)
    given(later).when(again, by=OLGA).then_rejected("decider-tied")


def test_an_operator_who_acts_for_the_cluster_does_not_judge_it() -> None:
    world = bronze(Stage.APPLIED).does(CLARA, ChangeManager(managers=(CLARA, OLGA)), on=AURORA)
    given(world).when(ACCEPT, by=OLGA).then_rejected("decider-tied")


def test_two_years_after_the_coaching_ended_the_coach_may_judge() -> None:
    world = bronze(Stage.APPLIED).does(OLGA, tie(TieKind.COACHED, until=MONDAY), on=f"person-{OLGA}")
    assert len(given(world).when(ACCEPT, by=OLGA, at=date(2028, 2, 3)).events) == 1


def test_a_decline_names_the_criterion_and_closes_the_case() -> None:
    decline = DeclineApplication(failed=("english_website",), reason="Danish only.")
    given(bronze(Stage.APPLIED)).when(decline, by=OLGA).then(
        ApplicationDeclined(
            case_id="bronze-1",
            edition="ecei-2019",
            failed=("english_website",),
            reason=sealed("Danish only."),
        )
    ).with_letters((CLARA, "application-declined"))


def test_a_decline_without_a_criterion_is_refused() -> None:
    decline = DeclineApplication(failed=(), reason="No.")
    given(bronze(Stage.APPLIED)).when(decline, by=OLGA).then_rejected("no-failed-criterion")


def test_a_decline_names_a_criterion_of_the_edition() -> None:
    decline = DeclineApplication(failed=("charm",), reason="No.")
    given(bronze(Stage.APPLIED)).when(decline, by=OLGA).then_rejected("criterion-unknown")


def test_a_changed_profile_is_a_new_version() -> None:
    given(stage_set()).when(UpdateProfile(profile=SMALLER, carrier="Aurora Ltd"), by=CLARA).then(
        ProfileUpdated(profile=SMALLER, carrier="Aurora Ltd", website="")
    )


def test_a_profile_that_says_the_same_changes_nothing() -> None:
    given(stage_set()).when(UpdateProfile(profile=PROFILE), by=CLARA).then_rejected("nothing-changed")


def test_an_unknown_cluster_has_no_profile_to_update() -> None:
    given(stage_set()).when(UpdateProfile(profile=PROFILE), by=OLGA, on=POLARIS).then_rejected(
        "cluster-unknown"
    )


def test_eligibility_is_not_judged_again_while_nothing_changed() -> None:
    given(bronze(Stage.DRAFT)).when(RecheckEligibility(criteria=CRITERIA), by=OLGA).then_rejected(
        "nothing-changed"
    )


def rechecks(world: World) -> list[tuple[Party, str | None]]:
    tasks = tasks_of(world.cluster("aurora"))
    return [(task.party, task.case_id) for task in tasks if task.task == "recheck-eligibility"]


def test_a_changed_profile_asks_the_secretariat_for_another_check_until_it_is_made() -> None:
    world = bronze(Stage.SIGNED)
    assert rechecks(world) == []
    changed = PROFILE.model_copy(update={"committed_members": 40})
    world.does(CLARA, UpdateProfile(profile=changed), on=AURORA)
    assert rechecks(world) == [(Party.SECRETARIAT, "bronze-1")]
    assert rechecks(world.does(OLGA, RecheckEligibility(criteria=CRITERIA), on=AURORA)) == []


def test_a_changed_profile_asks_nothing_where_eligibility_is_still_to_be_judged() -> None:
    assert rechecks(with_profile(committed_members=40)) == []


def test_eligibility_is_confirmed_under_the_changed_profile() -> None:
    world = bronze(Stage.DRAFT).does(CLARA, UpdateProfile(profile=SMALLER), on=AURORA)
    given(world).when(RecheckEligibility(criteria=CRITERIA), by=OLGA).then(
        EligibilityConfirmed(case_id="bronze-1", edition="ecei-2019", profile_version=2, criteria=CRITERIA)
    )


def test_eligibility_may_be_lost_on_the_way_without_ending_the_case() -> None:
    world = bronze(Stage.DRAFT).does(CLARA, UpdateProfile(profile=SMALLER), on=AURORA)
    given(world).when(RecheckEligibility(criteria=FEW_MEMBERS), by=OLGA).then(
        EligibilityLost(
            case_id="bronze-1",
            edition="ecei-2019",
            profile_version=2,
            criteria=FEW_MEMBERS,
            failed=("committed_members",),
        )
    ).with_letters((CLARA, "eligibility-lost"))


def test_a_new_edition_asks_for_another_check_while_the_case_keeps_its_own() -> None:
    world = walk(stage_set(date(2019, 11, 11)), Stage.DRAFT).until(date(2019, 11, 18))
    given(world).when(RecheckEligibility(criteria=CRITERIA), by=OLGA).then(
        EligibilityConfirmed(case_id="bronze-1", edition="ecei-2019", profile_version=1, criteria=CRITERIA)
    )
    assert world.case("aurora").edition == "ecei-2013"
