"""Erasing a person, and redacting one free text: who may, when not, and what the record says afterwards."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from pydantic import JsonValue, ValidationError

from domain.cluster.case import Stage
from domain.cluster.commands.organisation import ChangeManager
from domain.erasure import ErasureGround, RedactText, TextRedacted
from domain.events import payload_of
from domain.person.commands import EndSeat, ErasePerson
from domain.person.events import PersonErased
from domain.person.naming import named_in
from domain.person.state import Office, Person
from domain.schemes import scheme
from tests.domain.cast import (
    AURORA,
    CARL,
    CLARA,
    DRAFT,
    EMIL,
    ESTHER,
    KNUD,
    OLGA,
    ROUND,
    SVEN,
    bronze,
    person,
    seat,
    stage_set,
)
from tests.domain.specification import World, document, given, sealed
from tests.domain.walked import golden

DORA = "dora-officer"
ON_EMIL, ON_CLARA, ON_CARL = f"person-{EMIL}", f"person-{CLARA}", f"person-{CARL}"
ERASE = ErasePerson(ground=ErasureGround.NO_LONGER_NECESSARY)
REDACT = RedactText(commitment=sealed(DRAFT.summary), ground=ErasureGround.UNLAWFUL)
KEPT_UNTIL = date(2029, 2, 2)  # 36 months after Monday


def with_an_officer(world: World) -> World:
    return world.does(OLGA, person(DORA, Office.DATA_PROTECTION), on=f"person-{DORA}")


def awarded() -> World:
    """Aurora holds Bronze since Monday: its expert has nothing left to do."""
    return with_an_officer(bronze(Stage.CLOSED))


def after_retention() -> World:
    return awarded().until(KEPT_UNTIL).let_pass(days=1)


# Persons


def test_a_person_is_erased_when_the_time_of_keeping_is_over() -> None:
    given(after_retention()).when(ERASE, by=DORA, on=ON_EMIL).then(
        PersonErased(ground=ErasureGround.NO_LONGER_NECESSARY)
    )


def test_documents_that_name_the_person_are_kept_for_the_officer_to_see_to() -> None:
    naming = ERASE.model_copy(update={"documents": (document("report"),)})
    given(after_retention()).when(naming, by=DORA, on=ON_EMIL).then(
        PersonErased(ground=ErasureGround.NO_LONGER_NECESSARY, documents=(document("report"),))
    )


def test_until_the_last_day_of_keeping_nobody_is_erased() -> None:
    given(awarded().until(KEPT_UNTIL)).when(ERASE, by=DORA, on=ON_EMIL).then_rejected(
        "retention-not-over",
        "What is kept on emil-expert must be kept until 2029-02-02: 36 months after their last part,"
        " on 2026-02-02.",
    )


def test_how_long_data_is_kept_is_the_edition_s_and_assumed() -> None:
    kept = [edition.retention.after_last_part_months for edition in scheme().editions]
    assert [(each.value, each.assumed) for each in kept] == [(36, True), (36, True)]


def test_who_never_took_part_in_anything_may_be_erased_at_once() -> None:
    world = with_an_officer(stage_set())
    given(world).when(ERASE, by=DORA, on=f"person-{ESTHER}").then(
        PersonErased(ground=ErasureGround.NO_LONGER_NECESSARY)
    )


def test_who_acts_for_a_cluster_is_not_erased_before_somebody_else_does() -> None:
    world = after_retention()
    given(world).when(ERASE, by=DORA, on=ON_CLARA).then_rejected(
        "person-needed",
        "clara-manager acts for aurora: name somebody else first (ChangeManager).",
    )
    world.does(OLGA, ChangeManager(managers=(KNUD,)), on=AURORA)
    given(world).when(ERASE, by=DORA, on=ON_CLARA).then_rejected("retention-not-over")


def test_nobody_is_erased_in_the_middle_of_a_case() -> None:
    world = with_an_officer(bronze(Stage.INTERVIEW_DUE))
    given(world).when(ERASE, by=DORA, on=ON_EMIL).then_rejected(
        "person-needed", "emil-expert takes part in aurora/bronze-1: that must be over first."
    )


def test_nobody_is_erased_while_the_case_waits_for_their_vote() -> None:
    world = with_an_officer(bronze(Stage.ON_AGENDA))
    given(world).when(ERASE, by=DORA, on=ON_CARL).then_rejected(
        "person-needed", "carl-chair takes part in aurora/bronze-1: that must be over first."
    )


def test_a_seat_on_the_committee_ends_before_its_holder_is_erased() -> None:
    world = after_retention()
    given(world).when(ERASE, by=DORA, on=ON_CARL).then_rejected(
        "person-needed", "carl-chair holds a seat on the committee: end it first (EndSeat)."
    )
    world.does(SVEN, EndSeat(until_on=world.today, reason="He moved away."), on=ON_CARL)
    world.let_pass(days=1)
    given(world).when(ERASE, by=DORA, on=ON_CARL).then(PersonErased(ground=ErasureGround.NO_LONGER_NECESSARY))


@pytest.mark.parametrize("actor", [OLGA, SVEN, EMIL, CARL])
def test_only_the_data_protection_officer_erases(actor: str) -> None:
    given(after_retention()).when(ERASE, by=actor, on=ON_EMIL).then_rejected("not-permitted")


def test_nobody_is_erased_without_one_of_the_grounds_the_law_knows() -> None:
    with pytest.raises(ValidationError):
        ErasePerson.model_validate({"type": "ErasePerson"})
    assert [str(ground) for ground in ErasureGround] == [
        "no-longer-necessary",
        "consent-withdrawn",
        "objection",
        "unlawful",
        "legal-obligation",
    ]


def test_an_erased_person_is_nobody_any_more_and_does_not_come_back() -> None:
    world = after_retention().does(DORA, ERASE, on=ON_EMIL)
    given(world).when(ERASE, by=DORA, on=ON_EMIL).then_rejected("person-erased")
    given(world).when(person(EMIL), by=OLGA, on=ON_EMIL).then_rejected("person-erased")
    given(world).when(seat("member", "borealis"), by=SVEN, on=ON_EMIL).then_rejected("person-erased")
    given(world).when(ERASE, by=EMIL, on=f"person-{ESTHER}").then_rejected("not-permitted")


def test_an_office_ends_with_its_holder() -> None:
    world = with_an_officer(stage_set()).does(OLGA, person("otto", Office.OPERATOR), on="person-otto")
    world.does(DORA, ERASE, on="person-otto")
    assert (world.person("otto").registered, world.person("otto").offices) == (False, ())


# Free texts


def test_a_free_text_of_any_stream_is_redacted() -> None:
    world = with_an_officer(bronze(Stage.CLOSED))
    given(world).when(REDACT, by=DORA, on=AURORA).then(
        TextRedacted(commitment=REDACT.commitment, ground=ErasureGround.UNLAWFUL)
    )
    training = REDACT.model_copy(update={"commitment": sealed("Course of 2012.")})
    given(world).when(training, by=DORA, on=ON_EMIL).then(
        TextRedacted(commitment=training.commitment, ground=ErasureGround.UNLAWFUL)
    )


def test_what_the_officer_notes_is_sealed_like_any_text() -> None:
    noting = REDACT.model_copy(update={"note": "It named a patient."})
    given(awarded()).when(noting, by=DORA, on=AURORA).then(
        TextRedacted(
            commitment=REDACT.commitment, ground=ErasureGround.UNLAWFUL, note=sealed("It named a patient.")
        )
    )


def test_a_text_is_redacted_once_and_in_its_own_stream() -> None:
    world = awarded()
    given(world).when(REDACT, by=DORA, on=ROUND).then_rejected("text-not-kept")
    world.does(DORA, REDACT, on=AURORA)
    given(world).when(REDACT, by=DORA, on=AURORA).then_rejected("text-not-kept")


def test_a_name_or_an_address_goes_with_its_person_only() -> None:
    world = awarded()
    for text in (world.person(EMIL).name, world.person(EMIL).email):
        personal = REDACT.model_copy(update={"commitment": text})
        given(world).when(personal, by=DORA, on=ON_EMIL).then_rejected("personal-text")


@pytest.mark.parametrize("actor", [OLGA, CLARA, EMIL, CARL])
def test_only_the_data_protection_officer_redacts(actor: str) -> None:
    given(awarded()).when(REDACT, by=actor, on=AURORA).then_rejected("not-permitted")


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.ON_AGENDA, Stage.CLOSED])
def test_a_redaction_changes_nothing_but_the_version(stage: Stage) -> None:
    world = bronze(stage)
    before = world.state(AURORA)
    world.happens(AURORA, TextRedacted(commitment=sealed("any"), ground=ErasureGround.OBJECTION))
    assert world.state(AURORA) == before.model_copy(update={"version": before.version + 1})


def test_a_round_s_text_is_redacted_in_the_round() -> None:
    world = bronze(Stage.ON_AGENDA)
    before = world.round(ROUND)
    world.happens(ROUND, TextRedacted(commitment=sealed("any"), ground=ErasureGround.OBJECTION))
    assert world.round(ROUND) == before.model_copy(update={"version": before.version + 1})


# Whom an event names


@pytest.mark.parametrize("walked", [bronze(Stage.CLOSED), golden(Stage.CLOSED)], ids=["bronze", "gold"])
def test_every_person_an_event_names_is_found_in_it(walked: World) -> None:
    persons = {state.person_id for state in walked.states.values() if isinstance(state, Person)}
    for each in walked.trail:
        payload = payload_of(each.happened.event)
        assert set(named_in(payload)) & persons == _leaves(payload) & persons, each.happened.event.type


def _leaves(value: Any) -> set[str]:
    """Every text in a payload, wherever it stands, the names of fields apart."""
    if isinstance(value, Mapping):
        return {text for part in value.values() for text in _leaves(part)}
    if isinstance(value, list):
        return {text for part in value for text in _leaves(part)}
    return {value} if isinstance(value, str) else set()


def test_a_soft_conflict_that_was_endorsed_names_whom_it_was_with() -> None:
    payload: dict[str, JsonValue] = {
        "covers": ["tie-1", "beside emil-expert"],
        "endorsed_by": "otto-operator",
    }
    assert named_in(payload) == {"emil-expert": ("covers",), "otto-operator": ("endorsed_by",)}
