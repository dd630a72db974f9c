"""Accredited offices: who acts for them where and when, whose a case is, and how it is handed over (domain §1)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from domain.cluster.case import Stage
from domain.cluster.commands.application import DeclineApplication, OfferAgreement
from domain.cluster.commands.handover import HandOverCase
from domain.cluster.commands.team import ProposeTeam
from domain.cluster.events.application import ApplicationAccepted, ApplicationSubmitted
from domain.cluster.events.handover import CaseHandedOver
from domain.commands import PersonCommand
from domain.confidential import Reserve, Sight
from domain.elsewhere import Elsewhere
from domain.erasure import ErasureGround
from domain.levels import Kind, Level
from domain.office.commands import AccreditOffice, AppointStaff, EndAccreditation, EndStaff
from domain.office.events import AccreditationEnded, OfficeAccredited, StaffAppointed, StaffEnded
from domain.office.scope import countries_seen, require_in_scope
from domain.office.state import Accreditation
from domain.person.commands import ErasePerson
from domain.person.events import OfficeJoined, OfficeLeft
from domain.person.state import Office, TieKind
from domain.rejected import Rejected
from domain.secretariat import SECRETARIAT
from tests.domain.cast import (
    ACCEPT,
    APPLY,
    AURORA,
    CLARA,
    CRITERIA,
    EMIL,
    KNUD,
    MONDAY,
    OLGA,
    SVEN,
    bronze,
    person,
    registration,
    tie,
)
from tests.domain.offices import (
    DANISH,
    LUISE,
    NILS,
    NINA,
    NORDLYS,
    accepted_by_nordlys,
    applied_for_by_nordlys,
    nordlys_at,
    to_nordlys,
    with_offices,
)
from tests.domain.specification import World, given, sealed
from tests.domain.walked import silvern

DECLINE = DeclineApplication(failed=("committed_members",), reason="Nine members.")
TEAM = ProposeTeam(experts=(EMIL,))
TO_SECRETARIAT = HandOverCase(reason="Its office closes.")
TOMORROW = MONDAY + timedelta(days=1)
OF_THE_SECRETARIAT = [
    (SECRETARIAT, "deadline-near"),
    (SECRETARIAT, "deadline-passed"),
    (SECRETARIAT, "deadline-escalated"),
]


def ending(until: date) -> EndAccreditation:
    return EndAccreditation(until_on=until, reason="It closes.")


# Accreditation


@pytest.mark.parametrize("by", [OLGA, SVEN])
def test_an_office_is_accredited_for_procedures_countries_and_days(by: str) -> None:
    given(with_offices()).when(
        AccreditOffice(
            name="Fjord",
            procedures=(Level.GOLD, Level.GOLD),
            countries=("NO", "IS", "NO"),
            from_on=date(2026, 3, 1),
            until_on=date(2028, 2, 29),
        ),
        by=by,
        on="office-fjord",
    ).then(
        OfficeAccredited(
            name="Fjord",
            procedures=(Level.GOLD,),
            countries=("NO", "IS"),
            from_on=date(2026, 3, 1),
            until_on=date(2028, 2, 29),
        )
    )


def test_an_accreditation_does_not_end_before_it_begins() -> None:
    reversed_days = DANISH.model_copy(update={"until_on": date(2025, 12, 31)})
    given(with_offices()).when(reversed_days, by=OLGA, on="office-fjord").then_rejected("end-before-start")


def test_no_office_takes_the_name_of_the_secretariat() -> None:
    given(with_offices()).when(DANISH, by=OLGA, on="office-secretariat").then_rejected("name-taken")


def test_a_change_takes_the_place_of_what_was_before_from_its_first_day_on() -> None:
    wider = DANISH.model_copy(update={"countries": ("DK", "IS"), "from_on": TOMORROW})
    office = with_offices().does(OLGA, wider, on=NORDLYS).office("nordlys")
    assert office.accreditations == (
        Accreditation(
            procedures=(Level.BRONZE, Level.GOLD),
            countries=("DK",),
            from_on=date(2026, 1, 1),
            until_on=MONDAY,
        ),
        Accreditation(procedures=(Level.BRONZE, Level.GOLD), countries=("DK", "IS"), from_on=TOMORROW),
    )
    assert [office.accredited("IS", Level.GOLD, day) for day in (MONDAY, TOMORROW)] == [False, True]


def test_a_change_does_not_rewrite_who_might_act_before() -> None:
    yesterday = DANISH.model_copy(update={"from_on": MONDAY - timedelta(days=1)})
    given(with_offices()).when(yesterday, by=OLGA, on=NORDLYS).then_rejected("accreditation-backdated")
    given(with_offices()).when(ending(MONDAY - timedelta(days=1)), by=OLGA, on=NORDLYS).then_rejected(
        "accreditation-backdated"
    )


@pytest.mark.parametrize(
    "narrower", [{"countries": ("IS",)}, {"procedures": (Level.GOLD,)}], ids=["countries", "procedures"]
)
def test_a_change_leaves_no_open_case_behind(narrower: dict[str, object]) -> None:
    change = DANISH.model_copy(update={**narrower, "from_on": TOMORROW})
    given(applied_for_by_nordlys()).when(change, by=OLGA, on=NORDLYS).then_rejected(
        "cases-not-handed-over", "Nordlys still handles aurora/bronze-1: hand over first (HandOverCase)."
    )


def test_an_accreditation_ends_with_a_day() -> None:
    given(with_offices()).when(ending(MONDAY), by=SVEN, on=NORDLYS).then(
        AccreditationEnded(until_on=MONDAY, reason=sealed("It closes."))
    )


def test_an_accreditation_that_is_over_does_not_end_again() -> None:
    world = with_offices().does(OLGA, ending(MONDAY), on=NORDLYS)
    given(world).when(ending(TOMORROW), by=OLGA, on=NORDLYS).then_rejected("not-accredited")
    given(world).when(ending(MONDAY), by=OLGA, on="office-fjord").then_rejected("office-unknown")


def test_an_accreditation_does_not_end_while_cases_are_not_handed_over() -> None:
    world = applied_for_by_nordlys()
    given(world).when(ending(date(2026, 12, 31)), by=OLGA, on=NORDLYS).then_rejected(
        "cases-not-handed-over", "Nordlys still handles aurora/bronze-1: hand over first (HandOverCase)."
    )
    world.does(OLGA, TO_SECRETARIAT, on=AURORA)
    given(world).when(ending(date(2026, 12, 31)), by=OLGA, on=NORDLYS).then(
        AccreditationEnded(until_on=date(2026, 12, 31), reason=sealed("It closes."))
    )


def test_a_closed_case_is_not_handed_over() -> None:
    world = applied_for_by_nordlys().does(NINA, DECLINE, on=AURORA).does(OLGA, ending(MONDAY), on=NORDLYS)
    assert world.office("nordlys").countries_on(TOMORROW) == frozenset()


# Staff


def test_who_comes_and_goes_stands_in_both_streams() -> None:
    world = with_offices().does(OLGA, person("nora-nordlys"), on="person-nora-nordlys")
    given(world).when(AppointStaff(person="nora-nordlys"), by=OLGA, on=NORDLYS).then(
        StaffAppointed(person="nora-nordlys"),
        Elsewhere("person-nora-nordlys", OfficeJoined(office="nordlys")),
    )
    given(world).when(EndStaff(person="nora-nordlys"), by=SVEN, on=NORDLYS).then(
        StaffEnded(person="nora-nordlys"), Elsewhere("person-nora-nordlys", OfficeLeft(office="nordlys"))
    )
    assert (world.office("nordlys").staff, world.person("nora-nordlys").employers) == ((NINA, NILS), ())


def test_nobody_is_appointed_twice_unknown_or_where_there_is_no_office() -> None:
    given(with_offices()).when(AppointStaff(person=NINA), by=OLGA, on=NORDLYS).then_rejected("already-staff")
    given(with_offices()).when(AppointStaff(person="nobody"), by=OLGA, on=NORDLYS).then_rejected(
        "person-unknown"
    )
    given(with_offices()).when(AppointStaff(person=NINA), by=OLGA, on="office-fjord").then_rejected(
        "office-unknown"
    )


def test_who_does_not_work_there_does_not_leave() -> None:
    given(with_offices()).when(EndStaff(person=LUISE), by=OLGA, on=NORDLYS).then_rejected("not-staff")


def test_who_left_acts_for_the_office_no_more() -> None:
    world = applied_for_by_nordlys().does(OLGA, EndStaff(person=NINA), on=NORDLYS)
    given(world).when(ACCEPT, by=NINA).then_rejected("not-permitted")


@pytest.mark.parametrize("by", [NINA, CLARA, EMIL])
def test_an_office_neither_accredits_itself_nor_appoints_its_staff(by: str) -> None:
    for command in (DANISH, AppointStaff(person=EMIL), EndStaff(person=NILS), ending(MONDAY)):
        given(with_offices()).when(command, by=by, on=NORDLYS).then_rejected("not-permitted")


def test_who_works_at_an_office_is_not_erased() -> None:
    world = with_offices().does(
        OLGA, person("dora-officer", Office.DATA_PROTECTION), on="person-dora-officer"
    )
    given(world).when(
        ErasePerson(ground=ErasureGround.CONSENT_WITHDRAWN), by="dora-officer", on=f"person-{NINA}"
    ).then_rejected("person-needed", f"{NINA} works at nordlys: end that first (EndStaff).")


# What staff may do: own countries, own procedures, own cases, on a day of the accreditation


def test_staff_register_clusters_of_their_countries_alone() -> None:
    danish, german = registration("Polaris"), registration("Polaris", "DE", KNUD)
    given(with_offices()).when(german, by=NINA, on="cluster-polaris").then_rejected("not-permitted")
    world = with_offices().does(NINA, danish, on="cluster-polaris")
    assert world.cluster("polaris").country == "DK"


def test_staff_apply_for_a_cluster_and_the_case_is_the_office_s() -> None:
    given(with_offices()).when(APPLY, by=NINA).then(
        ApplicationSubmitted(
            case_id="bronze-1",
            level=Level.BRONZE,
            kind=Kind.FIRST,
            edition="ecei-2019",
            opened_on=MONDAY,
            office="nordlys",
        )
    )


def test_what_a_cluster_applies_for_itself_is_no_office_s() -> None:
    assert with_offices().does(CLARA, APPLY, on=AURORA).case("aurora").office is None


def test_the_office_that_accepts_an_application_handles_the_case() -> None:
    given(with_offices(bronze(Stage.APPLIED))).when(ACCEPT, by=NINA).then(
        ApplicationAccepted(
            case_id="bronze-1", edition="ecei-2019", profile_version=1, criteria=CRITERIA, office="nordlys"
        )
    )
    assert accepted_by_nordlys().case("aurora").office == "nordlys"


def test_an_operator_who_accepts_takes_the_case_from_nobody() -> None:
    of_nordlys = applied_for_by_nordlys().does(OLGA, ACCEPT, on=AURORA)
    of_nobody = with_offices(bronze(Stage.APPLIED)).does(OLGA, ACCEPT, on=AURORA)
    assert [world.case("aurora").office for world in (of_nordlys, of_nobody)] == ["nordlys", None]


def test_an_operator_who_works_at_an_office_accepts_as_operator() -> None:
    world = with_offices(bronze(Stage.APPLIED)).does(OLGA, AppointStaff(person=OLGA), on=NORDLYS)
    assert world.does(OLGA, ACCEPT, on=AURORA).case("aurora").office is None


def test_an_office_proposes_the_team_of_its_own_cases_alone() -> None:
    given(with_offices(bronze(Stage.SIGNED))).when(TEAM, by=NINA).then_rejected("not-permitted")
    world = nordlys_at(Stage.SIGNED).does(NILS, TEAM, on=AURORA)
    assert world.case("aurora").stage is Stage.TEAM_PROPOSED


def test_an_office_does_no_more_than_it_is_accredited_to() -> None:
    given(nordlys_at(Stage.ACCEPTED)).when(OfferAgreement(), by=NINA).then_rejected(
        "not-permitted", f"{NINA} may not give OfferAgreement: only an operator may."
    )


def in_another_country(_: World) -> str:
    return LUISE


def narrowed(world: World) -> str:
    """Nordlys is accredited for Gold alone from today on."""
    only_gold = DANISH.model_copy(update={"procedures": (Level.GOLD,), "from_on": MONDAY})
    world.does(OLGA, only_gold, on=NORDLYS)
    return NINA


def ended(world: World) -> str:
    world.does(OLGA, ending(MONDAY), on=NORDLYS).until(TOMORROW)
    return NINA


def to_begin(world: World) -> str:
    later = DANISH.model_copy(update={"name": "Fjord", "from_on": TOMORROW})
    world.does(OLGA, later, on="office-fjord").does(OLGA, person("frida-fjord"), on="person-frida-fjord")
    world.does(OLGA, AppointStaff(person="frida-fjord"), on="office-fjord")
    return "frida-fjord"


@pytest.mark.parametrize("outside", [in_another_country, narrowed, ended, to_begin])
@pytest.mark.parametrize(
    ("stage", "command"),
    [(None, APPLY), (Stage.APPLIED, ACCEPT), (Stage.APPLIED, DECLINE)],
    ids=["apply", "accept", "decline"],
)
def test_outside_its_accreditation_an_office_may_nothing(
    outside: Callable[[World], str], stage: Stage | None, command: PersonCommand
) -> None:
    world = with_offices(bronze(stage) if stage else None)
    given(world).when(command, by=outside(world)).then_rejected("not-permitted")


def test_one_who_coached_the_cluster_does_not_judge_it_for_an_office() -> None:
    world = applied_for_by_nordlys().does(NINA, tie(TieKind.COACHED), on=f"person-{NINA}")
    for command in (ACCEPT, DECLINE):
        given(world).when(command, by=NINA).then_rejected(
            "decider-tied", f"{NINA} is tied to aurora: coached (R33). Another operator decides this."
        )
    assert world.does(NILS, ACCEPT, on=AURORA).case("aurora").office == "nordlys"


def test_one_who_coached_the_cluster_is_sent_by_no_office() -> None:
    world = nordlys_at(Stage.SIGNED).does(EMIL, tie(TieKind.COACHED), on=f"person-{EMIL}")
    given(world).when(TEAM, by=NINA).then_rejected("hard-conflict")


# Handing over


def test_a_case_is_handed_over_to_an_office_and_everybody_is_told() -> None:
    given(with_offices(bronze(Stage.SIGNED))).when(to_nordlys(), by=OLGA).then(
        CaseHandedOver(case_id="bronze-1", to_office="nordlys", reason=sealed("It is nearer."))
    ).with_letters(
        (CLARA, "case-handed-over"),
        (SECRETARIAT, "case-handed-over"),
        (NINA, "case-handed-over"),
        (NILS, "case-handed-over"),
    )


def test_a_case_goes_back_to_the_secretariat() -> None:
    world = nordlys_at(Stage.SIGNED)
    given(world).when(TO_SECRETARIAT, by=OLGA).then(
        CaseHandedOver(case_id="bronze-1", from_office="nordlys", reason=sealed("Its office closes."))
    )
    given(world).when(TEAM, by=NINA).then_rejected("not-permitted")


def test_what_was_taken_from_an_office_it_does_not_take_again() -> None:
    world = applied_for_by_nordlys().does(OLGA, TO_SECRETARIAT, on=AURORA)
    given(world).when(ACCEPT, by=NINA).then_rejected("not-permitted")


def test_a_case_is_handed_over_to_an_office_that_may_handle_it_today() -> None:
    world = with_offices(bronze(Stage.SIGNED))
    for to, code in (("limes", "not-accredited"), ("fjord", "office-unknown")):
        given(world).when(HandOverCase(to=to, reason="It asked."), by=OLGA).then_rejected(code)
    silver = with_offices(silvern(Stage.DESK_CHECK))
    given(silver).when(to_nordlys(), by=OLGA).then_rejected("not-accredited")
    world.does(OLGA, ending(MONDAY), on=NORDLYS).until(TOMORROW)
    given(world).when(to_nordlys(), by=OLGA).then_rejected("not-accredited")


def test_a_case_is_not_handed_over_to_who_has_it() -> None:
    given(bronze(Stage.SIGNED)).when(TO_SECRETARIAT, by=OLGA).then_rejected(
        "nothing-changed", "to: case bronze-1 is handled by the secretariat already."
    )
    given(nordlys_at(Stage.SIGNED)).when(to_nordlys(), by=OLGA).then_rejected(
        "nothing-changed", "to: case bronze-1 is handled by nordlys already."
    )


@pytest.mark.parametrize("by", [NINA, CLARA, SVEN])
def test_only_an_operator_hands_a_case_over(by: str) -> None:
    given(nordlys_at(Stage.SIGNED)).when(TO_SECRETARIAT, by=by).then_rejected("not-permitted")


def test_a_case_of_an_office_whose_accreditation_ran_out_stays_with_it_until_handed_over() -> None:
    until_today = DANISH.model_copy(update={"from_on": MONDAY, "until_on": MONDAY})
    world = nordlys_at(Stage.SIGNED).does(OLGA, until_today, on=NORDLYS).until(TOMORROW)
    given(world).when(TEAM, by=NINA).then_rejected("not-permitted")
    assert world.case("aurora").office == "nordlys"
    assert world.does(OLGA, TEAM, on=AURORA).case("aurora").stage is Stage.TEAM_PROPOSED


def test_staff_are_told_of_the_limits_of_what_they_have_to_do_and_the_secretariat_once_one_has_passed() -> (
    None
):
    assert _letters_of_limits(applied_for_by_nordlys()) == [
        (NINA, "deadline-near"),
        (NILS, "deadline-near"),
        (NINA, "deadline-passed"),
        (NILS, "deadline-passed"),
        (SECRETARIAT, "deadline-passed"),
        (SECRETARIAT, "deadline-escalated"),
    ]


def test_what_an_office_cannot_do_the_secretariat_alone_is_told_of() -> None:
    assert _letters_of_limits(nordlys_at(Stage.ACCEPTED)) == OF_THE_SECRETARIAT


def test_an_office_whose_accreditation_ran_out_is_told_of_no_limit_any_more() -> None:
    until_today = DANISH.model_copy(update={"from_on": MONDAY, "until_on": MONDAY})
    world = applied_for_by_nordlys().does(OLGA, until_today, on=NORDLYS)
    assert _letters_of_limits(world) == OF_THE_SECRETARIAT


def _letters_of_limits(world: World) -> list[tuple[str, str]]:
    """Those of the next month, in which nobody does anything."""
    before, until = len(world.mails), world.today + timedelta(days=35)
    mails = world.until(until).pay().mails[before:]
    return [(mail.recipient, mail.notice) for mail in mails if mail.notice.startswith("deadline-")]


# What staff may see


def test_staff_see_clusters_of_their_countries_alone() -> None:
    world = with_offices().does(OLGA, registration("Polaris", "DE", KNUD), on="cluster-polaris")
    seen = {
        (who, each): _sees(who, world, each)
        for who in (NINA, LUISE, OLGA, CLARA)
        for each in ("aurora", "polaris")
    }
    assert seen == {
        (NINA, "aurora"): True,
        (NINA, "polaris"): False,
        (LUISE, "aurora"): False,
        (LUISE, "polaris"): True,
        **{(who, each): True for who in (OLGA, CLARA) for each in ("aurora", "polaris")},
    }


def _sees(who: str, world: World, cluster: str) -> bool:
    offices = (world.office("nordlys"), world.office("limes"))
    try:
        require_in_scope(world.person(who), offices, world.cluster(cluster), MONDAY)
    except Rejected:
        return False
    return True


def test_who_may_not_look_learns_where_they_may() -> None:
    world = with_offices().does(OLGA, registration("Polaris", "DE", KNUD), on="cluster-polaris")
    with pytest.raises(Rejected) as refused:
        require_in_scope(world.person(NINA), [world.office("nordlys")], world.cluster("polaris"), MONDAY)
    assert (refused.value.code, refused.value.sentence) == (
        "outside-the-office",
        "nina-nordlys sees clusters of the office's own countries only (DK on 2026-02-02); polaris is in DE.",
    )


def test_staff_who_take_part_elsewhere_see_that_too() -> None:
    world = with_offices().does(OLGA, registration("Polaris", "DE", NINA), on="cluster-polaris")
    require_in_scope(world.person(NINA), [world.office("nordlys")], world.cluster("polaris"), MONDAY)


def test_an_office_whose_accreditation_ran_out_sees_nothing() -> None:
    world = with_offices().does(OLGA, ending(MONDAY), on=NORDLYS)
    offices, nina = [world.office("nordlys")], world.person(NINA)
    assert [countries_seen(nina, offices, day) for day in (MONDAY, TOMORROW)] == [
        frozenset({"DK"}),
        frozenset(),
    ]
    assert countries_seen(world.person(CLARA), offices, MONDAY) is None


def test_the_dossier_is_for_the_office_that_handles_the_case() -> None:
    world = nordlys_at(Stage.EVIDENCE_OPEN)
    case = world.case("aurora")
    seen = {who: Sight(world.person(who), world.cluster("aurora")) for who in (NINA, LUISE)}
    assert [seen[who].of(Reserve.DOSSIER, case) for who in (NINA, LUISE)] == [True, False]
    assert [seen[NINA].of(each, case) for each in (Reserve.APPLICANT, Reserve.NOTES, Reserve.VOTE)] == [
        False
    ] * 3
    world.does(OLGA, TO_SECRETARIAT, on=AURORA)
    assert not Sight(world.person(NINA), world.cluster("aurora")).of(Reserve.DOSSIER, world.case("aurora"))
