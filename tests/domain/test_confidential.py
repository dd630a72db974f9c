"""Who may see what: a test is the applicant's alone (R4), a sheet its author's until all are in (R7)."""

import re
from datetime import date
from typing import Any, get_args

import pytest
from pydantic import JsonValue

from domain.cluster.case import Stage
from domain.cluster.commands.committee import CastVote
from domain.cluster.commands.findings import ProposeCorrectiveAction, RecordFinding
from domain.cluster.commands.scores import AgreeConsensus, SubmitScores
from domain.cluster.events.application import ApplicationAccepted, ApplicationSubmitted
from domain.cluster.events.audit import AuditScheduled
from domain.cluster.events.benchmark_test import TestPassed, TestSubmitted
from domain.cluster.events.clock import DeadlineWarned
from domain.cluster.events.committee import CasePlacedOnAgenda, MemberRecused
from domain.cluster.events.team import AssignmentDeclined, TeamMemberReplaced
from domain.confidential import OPEN, RESERVED, WITHHELD, Reserve, may_see, visible_payload
from domain.events import Event, payload_of
from domain.levels import Kind, Level
from domain.person.events import PersonRegistered
from domain.person.state import Office
from tests.domain.cast import (
    AURORA,
    CARL,
    CLARA,
    CRITERIA,
    EMIL,
    ESTHER,
    KNUD,
    MONA,
    OLGA,
    VERA,
    person,
    stage_set,
)
from tests.domain.scored import (
    AUDITED,
    EDDA,
    SOLID,
    agreed,
    audited,
    both_scored,
    changed,
    replaced,
    reported,
    silver_scored,
)
from tests.domain.specification import World, document, sealed
from tests.domain.walked import golden, silvern

HASH = re.compile(r"[0-9a-f]{64}")
THEIRS = changed(SOLID, i2_1=5)
EVERYBODY = (EMIL, ESTHER, EDDA, CLARA, OLGA, CARL, MONA, None)


def seen(world: World, type_: str, field: str, viewer: str | None, n: int = 0) -> JsonValue:
    """What a person sees in a field of the n-th event of a type; None is nobody in particular."""
    event = [each for each in world.events(AURORA) if each.type == type_][n]
    payload = visible_payload(
        type_,
        payload_of(event),
        viewer=world.person(viewer) if viewer else None,
        cluster=world.cluster("aurora"),
    )
    return payload.get(field)


def who_sees(world: World, type_: str, field: str, n: int = 0) -> list[str | None]:
    return [viewer for viewer in EVERYBODY if seen(world, type_, field, viewer, n) != WITHHELD]


def on_agenda(world: World) -> World:
    """Carl and Vera are invited to decide, and Mona stepped aside."""
    placed: dict[str, Any] = {"case_id": "gold-1", "cluster_id": "aurora", "round_id": "round-2026-02"}
    return world.happens(
        AURORA,
        CasePlacedOnAgenda(**placed, members=(CARL, VERA, MONA)),
        MemberRecused(case_id="gold-1", member=MONA, rule="R30"),
    )


def test_every_kind_of_event_is_either_open_or_says_what_it_reserves() -> None:
    types = {each.model_fields["type"].default for each in get_args(Event)}
    assert OPEN | set(RESERVED) == types
    assert OPEN & set(RESERVED) == set()


@pytest.mark.parametrize("type_", RESERVED)
def test_what_is_reserved_is_a_field_of_the_event(type_: str) -> None:
    (event,) = (each for each in get_args(Event) if each.model_fields["type"].default == type_)
    assert set(RESERVED[type_]) - set(event.model_fields) == set()


def test_an_event_nobody_classified_is_withheld_whole() -> None:
    assert visible_payload("SecretTold", {"secret": 7}, viewer=None, cluster=None) == {"secret": WITHHELD}


def test_an_open_event_is_shown_as_it_is_to_nobody_in_particular() -> None:
    event = PersonRegistered(
        name=sealed("A"), email=sealed("B"), language="en", country="DE", offices=(Office.OPERATOR,)
    )
    payload = payload_of(event)
    assert visible_payload(event.type, payload, viewer=None, cluster=None) == payload


# The sheets


def test_a_sheet_is_its_authors_until_the_other_is_in() -> None:
    world = audited(Level.GOLD).does(EMIL, SubmitScores(scores=SOLID), on=AURORA)
    assert who_sees(world, "ScoresSubmitted", "scores") == [EMIL]
    assert seen(world, "ScoresSubmitted", "scores", EMIL) == SOLID
    assert seen(world, "ScoresSubmitted", "expert", None) == EMIL


def test_the_team_sees_both_sheets_once_both_are_in() -> None:
    world = both_scored(SOLID, THEIRS)
    assert who_sees(world, "ScoresSubmitted", "scores", 0) == [EMIL, ESTHER]
    assert who_sees(world, "ScoresSubmitted", "scores", 1) == [EMIL, ESTHER]


def test_the_sheet_of_a_silvers_one_expert_waits_for_the_final_report() -> None:
    assert who_sees(silver_scored(), "ScoresSubmitted", "scores") == [EMIL]
    assert who_sees(silver_scored(), "ScoresSubmitted", "areas") == [EMIL]


def test_behind_the_final_report_operators_see_the_sheets_and_the_applicant_never() -> None:
    assert who_sees(reported(Stage.FACTS_CHECKED), "ScoresSubmitted", "scores") == [EMIL, ESTHER]
    assert who_sees(reported(Stage.REPORT_FINAL), "ScoresSubmitted", "scores") == [
        EMIL,
        ESTHER,
        OLGA,
    ]


def test_the_one_sheet_of_a_silver_is_its_result_and_the_applicants_with_the_draft() -> None:
    assert who_sees(silvern(Stage.DRAFT), "ScoresSubmitted", "scores") == [ESTHER]
    assert who_sees(silvern(Stage.FACT_CHECK), "ScoresSubmitted", "scores") == [ESTHER, CLARA]


def test_a_running_vote_is_its_casters_until_the_decision() -> None:
    world = golden(Stage.ON_AGENDA).does(
        CARL, CastVote(vote="yes", report_version=1, reason="Fine."), on=AURORA
    )
    for field in ("vote", "reason"):
        assert who_sees(world, "VoteCast", field) == [CARL]
    decided = golden(Stage.CLOSED)
    assert set(who_sees(decided, "VoteCast", "vote")) >= {None, CLARA, OLGA, EMIL, ESTHER, CARL}


def test_a_member_invited_to_decide_sees_the_sheets_and_one_who_stepped_aside_does_not() -> None:
    world = on_agenda(reported(Stage.REPORT_FINAL))
    assert who_sees(world, "ScoresSubmitted", "scores") == [EMIL, ESTHER, OLGA, CARL]


def test_an_audit_reader_reads_what_a_final_report_rests_on() -> None:
    world = reported(Stage.REPORT_FINAL)
    world.does(OLGA, person("rita-reader", Office.AUDIT_READER), on="person-rita-reader")
    assert seen(world, "ScoresSubmitted", "scores", "rita-reader") == SOLID
    assert seen(reported(Stage.FACT_CHECK), "ScoresSubmitted", "scores", "rita-reader") == WITHHELD


def test_a_replaced_expert_sees_the_own_sheet_and_no_other() -> None:
    world = replaced(both_scored(SOLID, THEIRS), EMIL)
    assert seen(world, "ScoresSubmitted", "scores", EMIL, 0) == SOLID
    assert seen(world, "ScoresSubmitted", "scores", EMIL, 1) == WITHHELD
    assert seen(world, "ScoresSubmitted", "scores", EDDA, 0) == SOLID


def test_a_successor_who_declines_does_not_lift_the_veil() -> None:
    world = audited(Level.GOLD).does(EMIL, SubmitScores(scores=SOLID), on=AURORA)
    check = {"person": EDDA, "person_version": 1, "country": "IS"}
    left = TeamMemberReplaced.model_validate(
        {"case_id": "gold-1", "expert": EMIL, "successor": EDDA, "checked": check, "reason": sealed("A tie.")}
    )
    world.happens(AURORA, left, AssignmentDeclined(case_id="gold-1", expert=EDDA))
    assert world.case("aurora", "gold-1").experts == (ESTHER,)
    assert who_sees(world, "ScoresSubmitted", "scores") == [EMIL]


# The consensus


def test_a_proposal_is_the_teams() -> None:
    world = both_scored().does(EMIL, AgreeConsensus(scores=SOLID), on=AURORA)
    assert who_sees(world, "ConsensusProposed", "scores") == [EMIL, ESTHER]
    assert who_sees(world, "ConsensusProposed", "reasons") == [EMIL, ESTHER]


def test_the_scores_that_count_are_the_teams_until_a_draft_tells_the_applicant() -> None:
    assert who_sees(agreed(), "ConsensusReached", "scores") == [EMIL, ESTHER]
    assert who_sees(reported(Stage.FACT_CHECK), "ConsensusReached", "scores") == [EMIL, ESTHER, CLARA]
    final = on_agenda(reported(Stage.REPORT_FINAL))
    assert who_sees(final, "ConsensusReached", "scores") == [EMIL, ESTHER, CLARA, OLGA, CARL]


@pytest.mark.parametrize("field", ["reasons", "dissent"])
def test_the_experts_notes_are_never_the_applicants(field: str) -> None:
    world = on_agenda(reported(Stage.REPORT_FINAL))
    assert who_sees(world, "ConsensusReached", field) == [EMIL, ESTHER, OLGA, CARL]


def test_before_the_draft_of_another_audit_the_applicant_sees_no_scores() -> None:
    world = reported(Stage.FACT_CHECK)
    world.happens(AURORA, AuditScheduled(case_id="gold-1", days=(AUDITED,), sequence=1))
    assert who_sees(world, "ConsensusReached", "scores") == [EMIL, ESTHER]


def test_what_is_withheld_does_not_show_whether_it_is_there() -> None:
    assert seen(reported(Stage.FACT_CHECK), "ConsensusReached", "dissent", OLGA) == WITHHELD
    assert seen(reported(Stage.FACT_CHECK), "ConsensusReached", "dissent", EMIL) is None


def test_a_comparison_tells_no_consensus_before_its_time() -> None:
    assert who_sees(agreed(), "ComparisonMade", "dimensions") == [EMIL, ESTHER]
    assert who_sees(reported(Stage.FACT_CHECK), "ComparisonMade", "dimensions") == [EMIL, ESTHER, CLARA]
    assert who_sees(reported(Stage.REPORT_FINAL), "ComparisonMade", "dimensions") == [
        EMIL,
        ESTHER,
        CLARA,
        OLGA,
    ]


def test_a_comparison_of_an_interview_is_open() -> None:
    assert who_sees(silver_scored(), "ComparisonMade", "dimensions") == list(EVERYBODY)


# The dossier


def with_a_finding(to: Stage) -> World:
    """Aurora's Gold case with a nonconformity that was answered, and its report at a stage."""
    raised = RecordFinding(grade="minor", indicator="2.1", statement="Nobody was in charge.")
    answer = ProposeCorrectiveAction(
        finding="finding-1",
        cause="Haste.",
        action="Care.",
        done_by=date(2026, 6, 30),
        documents=(document("a plan"),),
    )
    return reported(to).does(EMIL, raised, on=AURORA).does(CLARA, answer, on=AURORA)


FIELDS = [
    ("FindingRecorded", "grade"),
    ("FindingRecorded", "indicator"),
    ("FindingRecorded", "statement"),
    ("FindingRecorded", "limits"),
    ("CorrectiveActionProposed", "documents"),
    ("ReportDrafted", "summary"),
    ("IndicatorValidated", "indicators"),
]


@pytest.mark.parametrize(("type_", "field"), FIELDS)
def test_the_dossier_is_for_the_team_the_applicant_and_operators_and_shown_at_the_machine(
    type_: str, field: str
) -> None:
    world = with_a_finding(Stage.FACTS_CHECKED)
    assert who_sees(world, type_, field) == [EMIL, ESTHER, CLARA, OLGA, None]


@pytest.mark.parametrize(("type_", "field"), FIELDS)
def test_members_who_decide_read_the_dossier_and_one_who_stepped_aside_does_not(
    type_: str, field: str
) -> None:
    world = on_agenda(with_a_finding(Stage.FACTS_CHECKED))
    assert who_sees(world, type_, field) == [EMIL, ESTHER, CLARA, OLGA, CARL, None]


def test_who_stepped_aside_gets_no_dossier_in_another_office_either() -> None:
    world = on_agenda(reported(Stage.REPORT_FINAL))
    cluster = world.cluster("aurora")
    offices = {"offices": frozenset({Office.OPERATOR})}
    for member, may in ((MONA, False), (OLGA, True)):
        known = world.person(member).model_copy(update=offices)
        assert may_see(Reserve.DOSSIER, known, cluster, cluster.cases[-1]) is may


def test_an_audit_reader_reads_the_dossier() -> None:
    world = reported(Stage.FACT_CHECK)
    world.does(OLGA, person("rita-reader", Office.AUDIT_READER), on="person-rita-reader")
    assert seen(world, "IndicatorValidated", "indicators", "rita-reader") != WITHHELD


@pytest.mark.parametrize(
    "world",
    [silvern(Stage.CLOSED), golden(Stage.CLOSED), with_a_finding(Stage.FACTS_CHECKED)],
    ids=["silver", "gold", "finding"],
)
def test_another_clusters_manager_is_shown_no_document_but_certificates_and_no_sealed_text(
    world: World,
) -> None:
    viewer, cluster, shown = world.person(KNUD), world.cluster("aurora"), set()
    for event in world.events(AURORA):
        payload = visible_payload(event.type, payload_of(event), viewer=viewer, cluster=cluster)
        shown |= {(event.type, name) for name, value in payload.items() if HASH.search(str(value))}
    assert shown - {("CertificateIssued", "document")} == set()


@pytest.mark.parametrize(("subject", "withheld"), [("finding-1", True), ("", False)])
def test_what_a_limit_is_called_tells_no_grade_of_a_finding(subject: str, withheld: bool) -> None:  # noqa: FBT001
    world = with_a_finding(Stage.FACTS_CHECKED)
    warned = DeadlineWarned(case_id="gold-1", limit="minor_plan", subject=subject, moments=1)
    for viewer, hidden in ((KNUD, withheld), (CLARA, False)):
        payload = visible_payload(
            warned.type, payload_of(warned), viewer=world.person(viewer), cluster=world.cluster("aurora")
        )
        assert (payload["limit"] == WITHHELD) is hidden


@pytest.mark.parametrize(("viewer", "may"), [(OLGA, True), (None, True), (CARL, False), (KNUD, False)])
def test_a_reason_in_a_rounds_stream_is_for_those_in_office(viewer: str | None, may: bool) -> None:  # noqa: FBT001
    world = golden(Stage.CLOSED)
    (decision,) = (each for each in world.events(AURORA) if each.type == "DecisionTaken")
    payload = visible_payload(
        decision.type,
        payload_of(decision),
        viewer=world.person(viewer) if viewer else None,
        cluster=None,
    )
    assert (payload["reason"] != WITHHELD, payload["outcome"]) == (may, "award")


# The test


def test_a_test_is_the_applicants_alone_whatever_becomes_of_it() -> None:
    case: dict[str, Any] = {"case_id": "gold-1"}
    opened = ApplicationSubmitted(
        **case, level=Level.GOLD, kind=Kind.FIRST, edition="ecei-2019", opened_on=AUDITED
    )
    accepted = ApplicationAccepted(
        **case, edition="ecei-2019", profile_version=1, criteria=CRITERIA, test_due=True
    )
    world = stage_set(AUDITED).does(OLGA, person(EDDA, country="IS"), on=f"person-{EDDA}")
    world.happens(AURORA, opened, accepted)
    world.happens(AURORA, TestSubmitted(**case, submitted_on=AUDITED, scores=SOLID), TestPassed(**case))
    assert who_sees(world, "TestSubmitted", "scores") == [CLARA]
    assert who_sees(world, "TestPassed", "below_percent") == [CLARA]
