"""Evidence per indicator, in at most two rounds; a round closes by word or as it stands (R28, R29, R48)."""

from datetime import date

import pytest

from domain.cluster.case import Stage
from domain.cluster.commands.clock import PassDeadline
from domain.cluster.commands.evidence import AcceptEvidence, SubmitEvidence
from domain.cluster.events.evidence import (
    DeskCheckClosed,
    EvidenceRoundClosed,
    EvidenceRoundOpened,
    EvidenceSubmitted,
)
from domain.cluster.events.shared import EvidenceItem
from tests.domain.audited import (
    AREAS,
    DECLARE,
    GOLD_CODES,
    SILVER_CODES,
    about,
    gold_desk_check,
    gold_evidence_open,
    handing_in,
    silver_evidence_open,
)
from tests.domain.cast import AURORA, CLARA, EMIL, ESTHER, MONDAY, QUESTIONNAIRE, bronze
from tests.domain.specification import World, at_midnight_ending, document, given

ROUND_ENDS = date(2026, 3, 2)
HALF_A_YEAR_ON = date(2026, 8, 3)
SILENCE = PassDeadline(case_id="gold-1", limit="evidence_round")


def submitted(*items: EvidenceItem, last: bool = False, number: int = 1) -> EvidenceSubmitted:
    return EvidenceSubmitted(case_id="gold-1", items=items, complete=last, round=number, received_on=MONDAY)


def test_evidence_keeps_the_day_it_speaks_of_and_the_day_received_and_restarts_the_clock() -> None:
    item = about("2.1", speaks_of=date(2025, 11, 30))
    given(gold_evidence_open()).when(SubmitEvidence(items=(item,)), by=CLARA).then(
        submitted(item)
    ).with_limits(("abandonment", HALF_A_YEAR_ON))


def test_a_later_document_about_an_indicator_is_kept_beside_the_earlier_one() -> None:
    world = gold_evidence_open()
    world.does(CLARA, handing_in("2.1", last=False), handing_in("2.1", version=2, last=False), on=AURORA)
    filed = world.case("aurora", "gold-1").dossier_items["2.1"]
    assert filed.versions == (about("2.1"), about("2.1", version=2))


@pytest.mark.parametrize("subject", ["9.9", "1.2", "area-1"])
def test_silver_asks_for_its_19_indicators_and_declared_areas_only(subject: str) -> None:
    given(silver_evidence_open()).when(handing_in(subject), by=CLARA).then_rejected("out-of-scope")


def test_a_declared_area_is_evidenced() -> None:
    world = silver_evidence_open().does(CLARA, DECLARE, on=AURORA)
    given(world).when(handing_in("area-1", last=False), by=CLARA).then(
        EvidenceSubmitted(
            case_id="silver-1", items=(about("area-1"),), complete=False, round=1, received_on=MONDAY
        )
    )


def test_a_success_story_is_no_evidence_of_a_gold_indicator() -> None:
    given(gold_evidence_open()).when(SubmitEvidence(items=(QUESTIONNAIRE,)), by=CLARA).then_rejected(
        "out-of-scope"
    )


def test_bronze_asks_for_no_evidence_of_single_indicators() -> None:
    given(bronze(Stage.EVIDENCE_OPEN)).when(handing_in("2.1"), by=CLARA).then_rejected("out-of-scope")


@pytest.mark.parametrize("last", [True, False])
def test_bronze_is_never_handed_in_empty(*, last: bool) -> None:
    given(bronze(Stage.EVIDENCE_OPEN)).when(SubmitEvidence(last=last), by=CLARA).then_rejected(
        "nothing-handed-in"
    )


def test_nothing_is_handed_in_while_more_is_to_come() -> None:
    given(gold_evidence_open()).when(SubmitEvidence(), by=CLARA).then_rejected("nothing-handed-in")


def test_a_document_without_the_day_it_speaks_of_is_refused() -> None:
    item = EvidenceItem(item="indicator", subject="2.1", document=document("undated"))
    given(gold_evidence_open()).when(SubmitEvidence(items=(item,)), by=CLARA).then_rejected("day-missing")


def test_a_document_speaks_of_no_day_in_the_future() -> None:
    item = about("2.1", speaks_of=date(2026, 2, 3))
    given(gold_evidence_open()).when(SubmitEvidence(items=(item,)), by=CLARA).then_rejected("date-in-future")


def test_a_document_is_handed_in_once_about_one_subject_and_one_day() -> None:
    world = gold_evidence_open().does(CLARA, handing_in("2.1", last=False), on=AURORA)
    given(world).when(SubmitEvidence(items=(about("2.1"),)), by=CLARA).then_rejected(
        "document-repeated",
        f"items: the document {about('2.1').document[:12]}… lies under 2.1 already, as of 2026-02-02.",
    )
    twice = SubmitEvidence(items=(about("2.3"), about("2.3")))
    given(world).when(twice, by=CLARA).then_rejected("document-repeated")


def test_one_document_may_be_evidence_of_several_indicators() -> None:
    shared = about("2.1").document
    items = tuple(
        EvidenceItem(item="indicator", subject=code, document=shared, speaks_of=MONDAY)
        for code in ("2.1", "2.3", "2.4")
    )
    world = gold_evidence_open().does(CLARA, SubmitEvidence(items=items[:2]), on=AURORA)
    given(world).when(SubmitEvidence(items=items[2:]), by=CLARA).then(submitted(items[2]))
    filed = world.case("aurora", "gold-1").dossier_items
    assert {code: each.versions[0].document for code, each in filed.items()} == dict.fromkeys(
        ("2.1", "2.3", "2.4"), shared
    )


def test_a_corrected_day_of_the_same_document_is_a_new_version() -> None:
    corrected = about("2.1", speaks_of=date(2025, 12, 31))
    world = gold_evidence_open().does(CLARA, handing_in("2.1", last=False), on=AURORA)
    given(world).when(SubmitEvidence(items=(corrected,)), by=CLARA).then(submitted(corrected))
    assert world.case("aurora", "gold-1").dossier_items["2.1"].versions == (about("2.1"), corrected)


def test_a_file_that_was_refused_is_no_evidence() -> None:
    world = gold_evidence_open()
    world.lost = frozenset({about("2.1").document})
    given(world).when(handing_in("2.1"), by=CLARA).then_rejected("document-unknown")


def test_an_expert_hands_nothing_in() -> None:
    given(gold_evidence_open()).when(handing_in("2.1"), by=EMIL).then_rejected("not-permitted")


def test_the_last_document_closes_the_round_and_the_desk_check_begins() -> None:
    given(gold_evidence_open()).when(handing_in("2.1"), by=CLARA).then(
        submitted(about("2.1"), last=True), EvidenceRoundClosed(case_id="gold-1", round=1)
    ).with_letters((EMIL, "desk-check-due"), (ESTHER, "desk-check-due")).with_limits(
        ("abandonment", HALF_A_YEAR_ON),
        ("desk_check", date(2026, 2, 16)),
        ("desk_check", date(2026, 2, 16)),
    )


def test_the_applicant_may_say_that_nothing_more_comes() -> None:
    world = gold_evidence_open().does(CLARA, handing_in("2.1", last=False), on=AURORA)
    given(world).when(SubmitEvidence(last=True), by=CLARA).then(
        EvidenceRoundClosed(case_id="gold-1", round=1)
    )


def test_after_20_working_days_the_round_closes_as_it_stands() -> None:
    world = gold_evidence_open().does(CLARA, handing_in("2.1", last=False), on=AURORA)
    given(world).when(SILENCE, by=None, at=at_midnight_ending(ROUND_ENDS, "DK")).then(
        EvidenceRoundClosed(case_id="gold-1", round=1, by_silence=True)
    ).with_limits(("desk_check", date(2026, 3, 17)), ("desk_check", date(2026, 3, 17)))


def test_once_its_time_is_over_a_round_takes_nothing_more() -> None:
    given(gold_evidence_open()).when(
        handing_in("2.1"), by=CLARA, at=at_midnight_ending(ROUND_ENDS, "DK")
    ).then_rejected("round-closed")


def test_a_round_with_nothing_at_all_opens_the_second_one() -> None:
    given(gold_evidence_open()).when(SILENCE, by=None, at=at_midnight_ending(ROUND_ENDS, "DK")).then(
        EvidenceRoundClosed(case_id="gold-1", round=1, by_silence=True),
        EvidenceRoundOpened(case_id="gold-1", round=2, open_subjects=GOLD_CODES),
    ).with_letters((CLARA, "evidence-round-opened")).with_limits(
        ("evidence_round", date(2026, 3, 31)), ("abandonment", date(2026, 9, 3))
    )


def test_a_second_round_with_nothing_at_all_leaves_everything_to_the_visit() -> None:
    world = silver_evidence_open().until(at_midnight_ending(ROUND_ENDS, "DK"))
    outcome = given(world).when(SubmitEvidence(last=True), by=CLARA)
    outcome.then(
        EvidenceRoundClosed(case_id="silver-1", round=2),
        DeskCheckClosed(case_id="silver-1", not_evidenced=(*SILVER_CODES, *AREAS)),
    ).with_letters((EMIL, "audit-due"))
    assert world.case("aurora", "silver-1").stage is Stage.AUDIT_DUE


def second_round() -> World:
    """Of two documents one was accepted, the other rejected."""
    world = gold_evidence_open().does(CLARA, handing_in("2.1"), on=AURORA)
    return world.does(EMIL, AcceptEvidence(subjects=("2.1",)), on=AURORA)


def test_the_second_round_is_about_what_is_open() -> None:
    given(second_round()).when(handing_in("2.1", version=2), by=CLARA).then_rejected("accepted-already")
    given(second_round()).when(handing_in("2.3"), by=CLARA).then(
        submitted(about("2.3"), last=True, number=2), EvidenceRoundClosed(case_id="gold-1", round=2)
    )


def test_there_is_no_third_round() -> None:
    world = second_round().does(CLARA, handing_in("2.3"), on=AURORA)
    world.does(EMIL, AcceptEvidence(subjects=("2.3",)), on=AURORA)
    given(world).when(handing_in("2.4"), by=CLARA).then_rejected("wrong-stage")


def test_nothing_is_handed_in_during_the_desk_check() -> None:
    given(gold_desk_check()).when(handing_in("2.1", version=2), by=CLARA).then_rejected("wrong-stage")


def test_a_round_left_alone_never_stalls_the_case() -> None:
    world = gold_evidence_open().until(date(2026, 4, 1))
    assert world.case("aurora", "gold-1").stage is Stage.AUDIT_DUE
