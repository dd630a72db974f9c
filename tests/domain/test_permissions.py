"""Authority: who may give which command, and which stream and stage it fits."""

from datetime import date
from typing import get_args

import pytest

from domain.cluster.case import Stage
from domain.cluster.commands.application import OfferAgreement, SignAgreement, WithdrawApplication
from domain.cluster.commands.assessment import FinaliseReport
from domain.cluster.commands.audit import ConcludeAudit
from domain.cluster.commands.committee import PlaceOnAgenda
from domain.cluster.commands.scores import SubmitScores
from domain.cluster.commands.team import AgreeTeam
from domain.commands import PersonCommand
from domain.permissions import PERMISSIONS, Relation
from domain.round.commands import CloseRound
from tests.domain.cast import (
    ACCEPT,
    APPLY,
    AURORA,
    BRONZE_PATH,
    CARL,
    CLARA,
    EMIL,
    ESTHER,
    KNUD,
    MONDAY,
    OLGA,
    RENEW,
    ROUND,
    SVEN,
    VERA,
    bronze,
    labelled,
    registration,
    stage_set,
)
from tests.domain.silver_gold import GOLD_FIRST
from tests.domain.specification import given
from tests.domain.walked import FINE, PATH, golden


def test_the_table_has_a_row_for_every_command_and_no_other() -> None:
    assert set(PERMISSIONS) == {each.model_fields["type"].default for each in get_args(PersonCommand)}


def test_every_relation_may_do_something() -> None:
    assert {relation for row in PERMISSIONS.values() for relation in row.relations} == set(Relation)


@pytest.mark.parametrize("actor", ["nobody-at-all", SVEN, CLARA, KNUD, EMIL, CARL, VERA])
def test_only_the_secretariat_judges_applications(actor: str) -> None:
    given(bronze(Stage.APPLIED)).when(ACCEPT, by=actor).then_rejected("not-permitted")


@pytest.mark.parametrize("actor", ["nobody-at-all", OLGA, SVEN, KNUD, EMIL, CARL])
def test_only_whoever_acts_for_a_cluster_applies_for_it(actor: str) -> None:
    given(stage_set()).when(APPLY, by=actor).then_rejected("not-permitted")


@pytest.mark.parametrize("stage", BRONZE_PATH[:-1])
def test_a_command_is_given_at_its_stage_only(stage: Stage) -> None:
    outcome = given(bronze(stage)).when(OfferAgreement(), by=OLGA)
    assert (outcome.rejected.code if outcome.rejected else None) == (
        None if stage is Stage.ACCEPTED else "wrong-stage"
    )


@pytest.mark.parametrize("stage", [stage for stage in PATH if stage is not Stage.CLOSED])
def test_an_expert_scores_at_its_stage_only(stage: Stage) -> None:
    outcome = given(golden(stage)).when(SubmitScores(scores=FINE), by=EMIL)
    assert (outcome.rejected.code if outcome.rejected else None) == (
        None if stage is Stage.AUDIT_CONDUCTED else "wrong-stage"
    )


@pytest.mark.parametrize("stage", [stage for stage in PATH if stage is not Stage.CLOSED])
@pytest.mark.parametrize("by", [OLGA, CLARA, CARL, VERA, SVEN, KNUD])
def test_nobody_but_the_team_scores(stage: Stage, by: str) -> None:
    given(golden(stage)).when(SubmitScores(scores=FINE), by=by).then_rejected("not-permitted")


@pytest.mark.parametrize("by", [ESTHER, OLGA, CLARA])
def test_only_the_lead_concludes_the_audit_and_finalises_the_report(by: str) -> None:
    given(golden(Stage.AUDIT_SCHEDULED)).when(ConcludeAudit(), by=by).then_rejected("not-permitted")
    given(golden(Stage.FACTS_CHECKED)).when(FinaliseReport(), by=by).then_rejected("not-permitted")


_APPLICANTS = "who acts for the cluster or an office accredited for it"


@pytest.mark.parametrize(
    ("command", "saying"),
    [
        (
            APPLY,
            f"carl-chair may not give SubmitApplication: only {_APPLICANTS} may.",
        ),
        (OfferAgreement(), "carl-chair may not give OfferAgreement: only an operator may."),
        (
            SubmitScores(scores=FINE),
            "carl-chair may not give SubmitScores: only an expert on the team may.",
        ),
        (ConcludeAudit(), "carl-chair may not give ConcludeAudit: only the lead expert may."),
        (
            SignAgreement(),
            "carl-chair may not give SignAgreement: only who acts for the cluster or an operator may.",
        ),
    ],
)
def test_who_may_not_learns_who_may(command: PersonCommand, saying: str) -> None:
    given(golden(Stage.AUDIT_SCHEDULED)).when(command, by=CARL).then_rejected("not-permitted", saying)


def test_at_the_wrong_stage_it_is_said_what_waits_for_whom() -> None:
    given(golden(Stage.AUDIT_CONDUCTED)).when(FinaliseReport(), by=EMIL).then_rejected(
        "wrong-stage",
        "FinaliseReport does not fit case gold-1, which is at 'audit conducted'; "
        "what waits: submit-scores (expert).",
    )


def test_what_waits_in_another_case_is_not_told() -> None:
    world = labelled(MONDAY).until(date(2028, 1, 3)).does(CLARA, RENEW, on=AURORA)
    world.does(OLGA, ACCEPT, on=AURORA).does(CLARA, GOLD_FIRST, on=AURORA)
    given(world).when(AgreeTeam(case_id="bronze-2"), by=CLARA).then_rejected(
        "wrong-stage",
        "AgreeTeam does not fit case bronze-2, which is at 'accepted'; "
        "what waits: offer-agreement (secretariat).",
    )


def test_a_command_to_the_wrong_kind_of_stream_is_refused() -> None:
    given(stage_set()).when(registration("Polaris"), by=OLGA, on=f"person-{EMIL}").then_rejected(
        "wrong-stream"
    )
    given(bronze(Stage.APPLIED)).when(CloseRound(), by=OLGA).then_rejected("wrong-stream")
    given(bronze(Stage.ON_AGENDA)).when(OfferAgreement(), by=OLGA, on=ROUND).then_rejected("wrong-stream")


def test_an_unknown_cluster_has_no_cases() -> None:
    place = PlaceOnAgenda(round_id=ROUND)
    given(stage_set()).when(place, by=OLGA, on="cluster-nowhere").then_rejected("cluster-unknown")


def test_with_two_cases_open_the_command_names_one() -> None:
    # R22: the renewal of a held label runs beside a first case.
    world = labelled(MONDAY).until(date(2028, 1, 3)).does(CLARA, RENEW, GOLD_FIRST, on=AURORA)
    assert [case.case_id for case in world.cluster("aurora").open_cases] == ["bronze-2", "gold-1"]
    given(world).when(WithdrawApplication(), by=CLARA).then_rejected("case-unclear")
