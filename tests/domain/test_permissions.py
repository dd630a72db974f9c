"""Authority: who may give which command, and which stream and stage it fits."""

from datetime import date
from typing import get_args

import pytest

from domain.cluster.commands.application import OfferAgreement, WithdrawApplication
from domain.cluster.commands.committee import PlaceOnAgenda
from domain.cluster.state import Cluster, Stage
from domain.commands import PersonCommand
from domain.levels import Kind, Level
from domain.permissions import PERMISSIONS, Relation
from domain.rejected import Rejected
from domain.round.commands import CloseRound
from tests.domain.cast import (
    ACCEPT,
    APPLY,
    AURORA,
    CARL,
    CLARA,
    EMIL,
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
from tests.domain.specification import given


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


@pytest.mark.parametrize("stage", [each for each in Stage if each not in (Stage.ADJOURNED, Stage.CLOSED)])
def test_a_command_is_given_at_its_stage_only(stage: Stage) -> None:
    outcome = given(bronze(stage)).when(OfferAgreement(), by=OLGA)
    assert (outcome.rejected.code if outcome.rejected else None) == (
        None if stage is Stage.ACCEPTED else "wrong-stage"
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
    # Silver cannot be applied for yet: the second case is folded as a later Laurel would record it.
    world = labelled(MONDAY).until(date(2028, 1, 3)).does(CLARA, RENEW, on=AURORA)
    cluster = world.cluster("aurora")
    silver = cluster.cases[-1].model_copy(
        update={"case_id": "silver-1", "level": Level.SILVER, "kind": Kind.FIRST}
    )
    two = cluster.model_copy(update={"cases": (*cluster.cases, silver)})
    assert isinstance(two, Cluster)
    with pytest.raises(Rejected) as refused:
        two.open_case(None)
    assert refused.value.code == "case-unclear"
    world.states[AURORA] = two
    given(world).when(WithdrawApplication(), by=CLARA).then_rejected("case-unclear")
