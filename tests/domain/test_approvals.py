"""What a second person endorses and the applicant consents to, before another acts on it."""

from datetime import date

from domain.cluster.case import Case, Stage
from domain.cluster.commands.approvals import EndorseAct, GiveConsent
from domain.cluster.events.approvals import ActEndorsed, ConsentGiven
from domain.cluster.events.review import ConflictReported, ConflictResolved
from domain.person.state import Office, TieKind
from tests.domain.cast import (
    AURORA,
    CARL,
    CLARA,
    EMIL,
    ESTHER,
    KNUD,
    MONDAY,
    OLGA,
    RENEW,
    bronze,
    labelled,
    person,
    tie,
)
from tests.domain.silver_gold import gold, silver
from tests.domain.specification import World, given, sealed

OTTO = "otto-operator"
SOFT = EndorseAct(act="soft-conflict", subject=ESTHER, reason="Nobody else is free.")
INTERVAL = EndorseAct(act="benchmark-interval", reason="The interviewer was ill.")
OBSERVER = GiveConsent(to="observer", subject=ESTHER)


def endorsed(command: EndorseAct, by: str, case_id: str = "gold-1") -> ActEndorsed:
    return ActEndorsed(
        case_id=case_id,
        act=command.act,
        subject=command.subject,
        covers=("tie-1",) if command is SOFT else (),
        endorsed_by=by,
        reason=sealed(command.reason),
    )


def consented(command: GiveConsent, case_id: str = "gold-1") -> ConsentGiven:
    return ConsentGiven(case_id=case_id, to=command.to, subject=command.subject, given_by=CLARA)


def case_of(world: World, case_id: str = "gold-1") -> Case:
    return world.case("aurora", case_id)


def softly_tied() -> World:
    """Esther works for a partner of Aurora, whose Gold case waits for a team."""
    return gold(Stage.SIGNED).does(OLGA, tie(TieKind.PARTNER), on=f"person-{ESTHER}")


def with_otto(world: World) -> World:
    return world.does(OLGA, person(OTTO, Office.OPERATOR), on=f"person-{OTTO}")


# Endorsements


def test_a_second_operator_endorses_a_soft_conflict_with_a_reason() -> None:
    given(softly_tied()).when(SOFT, by=OLGA).then(endorsed(SOFT, OLGA))


def test_an_endorsement_counts_for_another_person_only() -> None:
    case = case_of(softly_tied().does(OLGA, SOFT, on=AURORA))
    assert case.endorsed("soft-conflict", ESTHER, not_by=OLGA) is None
    assert case.endorsed("soft-conflict", ESTHER, not_by=OTTO) == case.endorsements[0]


def test_an_endorsement_counts_for_its_act_and_subject_only() -> None:
    case = case_of(softly_tied().does(OLGA, SOFT, on=AURORA))
    assert case.endorsed("soft-conflict", EMIL, not_by=OTTO) is None
    assert case.endorsed("conflict-resolution", ESTHER, not_by=OTTO) is None


def test_nobody_endorses_the_same_twice() -> None:
    world = softly_tied().does(OLGA, SOFT, on=AURORA)
    given(world).when(SOFT, by=OLGA).then_rejected("endorsed-already")


def test_another_operator_may_endorse_the_same() -> None:
    world = with_otto(softly_tied()).does(OLGA, SOFT, on=AURORA)
    given(world).when(SOFT, by=OTTO).then(endorsed(SOFT, OTTO))


def test_only_operators_endorse() -> None:
    for name in (CLARA, EMIL, CARL):
        given(softly_tied()).when(SOFT, by=name).then_rejected("not-permitted")


def test_what_came_since_is_endorsed_once_more() -> None:
    world = softly_tied().does(OLGA, SOFT, on=AURORA)
    world.does(OLGA, tie(TieKind.OFFICER), on=f"person-{ESTHER}")
    both = endorsed(SOFT, OLGA).model_copy(update={"covers": ("tie-1", "tie-2")})
    given(world).when(SOFT, by=OLGA).then(both)


def test_where_there_is_no_soft_conflict_there_is_none_to_endorse() -> None:
    given(gold(Stage.SIGNED)).when(SOFT, by=OLGA).then_rejected("no-soft-conflict")


def test_an_endorsement_says_beside_whom_an_expert_of_the_same_country_is_accepted() -> None:
    beside = EndorseAct(act="soft-conflict", subject=EMIL, beside=(KNUD,), reason="Nobody else is free.")
    covering = endorsed(beside, OLGA).model_copy(update={"covers": (f"beside {KNUD}",)})
    given(gold(Stage.SIGNED)).when(beside, by=OLGA).then(covering)


def test_a_soft_conflict_is_somebodys() -> None:
    nobodys = EndorseAct(act="soft-conflict", reason="Why not.")
    given(gold(Stage.SIGNED)).when(nobodys, by=OLGA).then_rejected("subject-missing")
    unknown = EndorseAct(act="soft-conflict", subject="nobody-at-all", reason="Why not.")
    given(gold(Stage.SIGNED)).when(unknown, by=OLGA).then_rejected("person-unknown")


def test_an_interval_beyond_the_usual_is_endorsed_for_a_first_silver() -> None:
    given(silver(Stage.SIGNED)).when(INTERVAL, by=OLGA).then(endorsed(INTERVAL, OLGA, "silver-1"))


def test_where_no_interval_binds_there_is_none_to_endorse() -> None:
    given(gold(Stage.SIGNED)).when(INTERVAL, by=OLGA).then_rejected("interval-unbound")


def test_an_interval_has_no_subject() -> None:
    about = EndorseAct(act="benchmark-interval", subject=ESTHER, reason="The interviewer was ill.")
    given(silver(Stage.SIGNED)).when(about, by=OLGA).then_rejected("subject-needless")


def reported(world: World, case_id: str) -> World:
    conflict = ConflictReported(case_id=case_id, person=EMIL, reported_by=CARL, reason=sealed("A cousin."))
    return world.happens(AURORA, conflict)


def test_the_resolution_of_a_reported_conflict_is_endorsed() -> None:
    resolution = EndorseAct(act="conflict-resolution", subject=EMIL, reason="I asked them both.")
    given(reported(gold(Stage.SIGNED), "gold-1")).when(resolution, by=OLGA).then(endorsed(resolution, OLGA))


def test_a_conflict_nobody_reported_is_not_resolved() -> None:
    resolution = EndorseAct(act="conflict-resolution", subject=EMIL, reason="I asked them both.")
    given(gold(Stage.SIGNED)).when(resolution, by=OLGA).then_rejected("conflict-unknown")
    resolved = ConflictResolved(
        case_id="gold-1", person=EMIL, resolution="unfounded", reason=sealed("No cousin.")
    )
    world = reported(gold(Stage.SIGNED), "gold-1").happens(AURORA, resolved)
    given(world).when(resolution, by=OLGA).then_rejected("conflict-unknown")


def test_an_exception_is_not_endorsed_in_a_case_that_is_closed() -> None:
    soft = EndorseAct(case_id="bronze-1", act="soft-conflict", subject=ESTHER, reason="Too late.")
    given(labelled(MONDAY)).when(soft, by=OLGA).then_rejected("case-closed")


# Consents


def test_the_applicant_consents_to_an_observer() -> None:
    given(gold(Stage.SIGNED)).when(OBSERVER, by=CLARA).then(consented(OBSERVER))


def test_only_those_who_act_for_the_cluster_consent() -> None:
    given(gold(Stage.SIGNED)).when(OBSERVER, by=OLGA).then_rejected("not-permitted")


def test_a_consent_counts_for_its_subject_only() -> None:
    case = case_of(gold(Stage.SIGNED).does(CLARA, OBSERVER, on=AURORA))
    assert (case.consented("observer", ESTHER), case.consented("observer", EMIL)) == (True, False)


def test_nobody_consents_twice() -> None:
    world = gold(Stage.SIGNED).does(CLARA, OBSERVER, on=AURORA)
    given(world).when(OBSERVER, by=CLARA).then_rejected("consented-already")


def test_an_observer_is_a_known_person() -> None:
    given(gold(Stage.SIGNED)).when(GiveConsent(to="observer"), by=CLARA).then_rejected("subject-missing")
    unknown = GiveConsent(to="observer", subject="nobody-at-all")
    given(gold(Stage.SIGNED)).when(unknown, by=CLARA).then_rejected("person-unknown")


def test_the_applicant_consents_to_the_conversion_of_a_renewal_only() -> None:
    conversion = GiveConsent(to="conversion")
    given(gold(Stage.SIGNED)).when(conversion, by=CLARA).then_rejected("not-a-renewal")
    renewing = labelled(MONDAY).until(date(2028, 3, 1)).does(CLARA, RENEW, on=AURORA)
    given(renewing).when(conversion, by=CLARA).then(consented(conversion, "bronze-2"))


def test_a_conversion_has_no_subject() -> None:
    about = GiveConsent(to="conversion", subject=ESTHER)
    given(gold(Stage.SIGNED)).when(about, by=CLARA).then_rejected("subject-needless")


def test_the_applicant_consents_to_an_edition_of_the_scheme() -> None:
    known, unknown = (GiveConsent(to="edition", subject=key) for key in ("ecei-2019", "ecei-2031"))
    given(bronze(Stage.APPLIED)).when(known, by=CLARA).then(consented(known, "bronze-1"))
    given(bronze(Stage.APPLIED)).when(unknown, by=CLARA).then_rejected("edition-unknown")
