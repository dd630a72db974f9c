"""What a case looks like to whoever looks: who acts next, what is there, and nobody's scores before their time."""

from domain.cluster.case import Case, Stage
from domain.cluster.case_parts import Verdict
from domain.cluster.commands.application import WithdrawApplication
from domain.cluster.commands.committee import CastVote
from domain.cluster.commands.evidence import AcceptEvidence
from domain.cluster.commands.findings import RecordFinding
from domain.cluster.commands.scores import AgreeConsensus, SubmitScores
from domain.cluster.overview import overview
from domain.cluster.overview_parts import (
    AreaLine,
    Audited,
    Committee,
    FindingLine,
    Handed,
    IndicatorLine,
    Interviewed,
    Overview,
    Report,
    Sheet,
    TeamMember,
    Verdicts,
)
from domain.cluster.path import Mark
from domain.levels import Level
from domain.schemes import scheme
from domain.verdict import Total
from tests.domain.audited import (
    GOLD_CODES,
    VISIT,
    gold_desk_check,
    gold_on_site,
    silver_desk_check,
)
from tests.domain.cast import (
    AURORA,
    CARL,
    CLARA,
    EMIL,
    ESTHER,
    KNUD,
    MAX,
    MONA,
    MONDAY,
    OLGA,
    VERA,
    bronze,
    labelled,
    stepping_aside,
)
from tests.domain.decided import GOLD_AWARD, on_agenda, taken
from tests.domain.scored import (
    AUDITED,
    EDDA,
    PROVEN,
    SOLID,
    agreed,
    audited,
    both_scored,
    changed,
    replaced,
    reported,
    silver_scored,
)
from tests.domain.specification import World

THEIRS = changed(SOLID, i2_1=5)


def looked_at(world: World, case_id: str, viewer: str | None = None) -> Overview:
    cluster = world.cluster("aurora")
    case = cluster.find_case(case_id)
    assert isinstance(case, Case)
    person = world.person(viewer) if viewer else None
    return overview(world.histories[AURORA], cluster, case, scheme(), person)


def line(shown: Overview, code: str) -> IndicatorLine:
    return next(each for each in shown.indicators if each.code == code)


def steps(shown: Overview, mark: Mark) -> list[Stage]:
    return [step.stage for step in shown.path if step.mark is mark]


def scored_once() -> World:
    return audited(Level.GOLD).does(ESTHER, SubmitScores(scores=THEIRS), on=AURORA)


def test_the_path_of_gold_has_test_desk_check_audit_and_consensus() -> None:
    shown = looked_at(gold_desk_check(), "gold-1")
    assert steps(shown, Mark.BEHIND) == [
        Stage.APPLIED,
        Stage.TEST_DUE,
        Stage.TEST_PASSED,
        Stage.OFFERED,
        Stage.SIGNED,
        Stage.TEAM_PROPOSED,
        Stage.EVIDENCE_OPEN,
    ]
    assert steps(shown, Mark.HERE) == [Stage.DESK_CHECK]
    assert steps(shown, Mark.AHEAD) == [
        Stage.AUDIT_DUE,
        Stage.AUDIT_SCHEDULED,
        Stage.AUDIT_CONDUCTED,
        Stage.CONSENSUS,
        Stage.DRAFT,
        Stage.FACT_CHECK,
        Stage.FACTS_CHECKED,
        Stage.REPORT_FINAL,
        Stage.ON_AGENDA,
        Stage.CLOSED,
    ]


def test_the_path_of_silver_has_no_test_and_no_consensus_and_that_of_bronze_no_audit() -> None:
    silver = [step.stage for step in looked_at(silver_desk_check(), "silver-1").path]
    assert {Stage.TEST_DUE, Stage.CONSENSUS} & set(silver) == set()
    young = [step.stage for step in looked_at(bronze(Stage.DRAFT), "bronze-1").path]
    assert young[5:8] == [Stage.EVIDENCE_OPEN, Stage.INTERVIEW_DUE, Stage.DRAFT]


def test_a_stage_beside_the_path_stands_where_the_case_waits() -> None:
    world = bronze(Stage.ON_AGENDA)
    for member in (MAX, MONA):
        world.does(member, stepping_aside(member), on=AURORA)
    shown = looked_at(world, "bronze-1")
    assert (steps(shown, Mark.HERE), steps(shown, Mark.AHEAD)) == ([Stage.ADJOURNED], [Stage.CLOSED])


def test_the_path_of_a_closed_case_says_how_far_it_came() -> None:
    assert steps(looked_at(labelled(MONDAY), "bronze-1"), Mark.NEVER) == []
    world = bronze(Stage.SIGNED).does(CLARA, WithdrawApplication(), on=AURORA)
    shown = looked_at(world, "bronze-1")
    assert steps(shown, Mark.BEHIND) == [Stage.APPLIED, Stage.ACCEPTED, Stage.OFFERED, Stage.SIGNED]
    assert steps(shown, Mark.NEVER)[0] is Stage.TEAM_PROPOSED


def test_who_acts_next_and_until_when() -> None:
    shown = looked_at(gold_desk_check(), "gold-1")
    assert [(task.task, task.persons) for task in shown.tasks] == [("check-evidence", (EMIL, ESTHER))]
    limits = [(limit.name, limit.subject, limit.overdue) for limit in shown.limits]
    assert limits == [("desk_check", EMIL, False), ("desk_check", ESTHER, False)]
    assert shown.team == (
        TeamMember(person=EMIL, lead=True, accepted=True),
        TeamMember(person=ESTHER, lead=False, accepted=True),
    )


def test_an_indicator_stands_beside_its_documents_and_the_desks_verdict() -> None:
    world = gold_desk_check().does(EMIL, AcceptEvidence(subjects=("1.1.0",)), on=AURORA)
    shown = looked_at(world, "gold-1")
    assert [each.code for each in shown.indicators] == list(GOLD_CODES)
    handed = Handed(versions=1, speaks_of=MONDAY, received_on=MONDAY, verdict=Verdict.ACCEPTED, due_on=None)
    assert line(shown, "1.1.0") == IndicatorLine(
        code="1.1.0", name="Commitment of cluster participants", minimum=1, evidence=handed
    )
    waiting = line(shown, "1.1.1").evidence
    assert waiting == handed.model_copy(update={"verdict": Verdict.HANDED_IN})


def test_an_improvement_area_says_which_recommendation_it_follows() -> None:
    handed = Handed(versions=1, speaks_of=MONDAY, received_on=MONDAY, verdict=Verdict.HANDED_IN, due_on=None)
    assert looked_at(silver_desk_check(), "silver-1").areas[0] == AreaLine(
        area="area-1", indicator="2.2.1", follows="bronze-1/1", evidence=handed, proven=None, withheld=False
    )


def test_the_audit_says_which_days_were_held() -> None:
    assert looked_at(gold_on_site(), "gold-1").audit == Audited(
        days=VISIT, conducted=VISIT[:1], remote=False, observers=(), last_day=None
    )


def test_a_missing_sheet_is_told_and_what_the_other_says_is_not() -> None:
    for viewer in (EMIL, CLARA, OLGA, None):
        shown = looked_at(scored_once(), "gold-1", viewer)
        assert shown.sheets == (Sheet(expert=ESTHER, handed_in=True), Sheet(expert=EMIL, handed_in=False))
        assert {(str(each.scores), each.agreed, each.withheld) for each in shown.indicators} == {
            ("{}", None, True)
        }


def test_the_author_of_a_sheet_sees_it() -> None:
    shown = looked_at(scored_once(), "gold-1", ESTHER)
    assert (line(shown, "2.1").scores, line(shown, "2.1").withheld) == ({ESTHER: 5}, False)


def test_once_both_are_in_the_team_sees_both_and_nobody_else_any() -> None:
    world = both_scored(SOLID, THEIRS)
    assert line(looked_at(world, "gold-1", EMIL), "2.1").scores == {EMIL: 4, ESTHER: 5}
    for viewer in (CLARA, OLGA, CARL, None):
        assert line(looked_at(world, "gold-1", viewer), "2.1").scores == {}


def test_a_replaced_experts_sheet_stays_and_is_marked() -> None:
    sheets = looked_at(replaced(scored_once(), ESTHER), "gold-1").sheets
    assert sheets == (Sheet(expert=ESTHER, handed_in=True, marked=True), Sheet(expert=EMIL, handed_in=False))
    assert EDDA in [each.person for each in looked_at(replaced(scored_once(), ESTHER), "gold-1").team]


def test_the_applicant_sees_scores_and_total_in_the_draft_and_not_before() -> None:
    for world, expected in ((agreed(), (None, None)), (reported(Stage.FACT_CHECK), (4, 120))):
        shown = looked_at(world, "gold-1", CLARA)
        assert (line(shown, "2.1").agreed, shown.total and shown.total.points) == expected


def test_a_proposal_is_told_by_its_number_until_it_is_confirmed() -> None:
    world = both_scored().does(EMIL, AgreeConsensus(scores=SOLID), on=AURORA)
    assert [looked_at(each, "gold-1").proposal for each in (both_scored(), world, agreed())] == [
        None,
        1,
        None,
    ]


def test_to_another_clusters_manager_a_case_shows_no_evidence_no_finding_and_no_report() -> None:
    world = taken(GOLD_AWARD, on_agenda()).pay()
    for viewer, withheld in ((KNUD, True), (CLARA, False), (None, False)):
        shown = looked_at(world, "gold-1", viewer)
        assert (shown.dossier_withheld, line(shown, "2.1").validated) == (
            withheld,
            None if withheld else True,
        )
        assert [each.kind for each in shown.documents if each.kind == "certificate"] == ["certificate"]
        assert ({each.kind for each in shown.documents} == {"certificate"}) is withheld
    audited_once = gold_desk_check()
    assert {each.evidence for each in looked_at(audited_once, "gold-1", KNUD).indicators} == {None}
    assert looked_at(silver_desk_check(), "silver-1", KNUD).areas == ()
    assert looked_at(bronze(Stage.DRAFT), "bronze-1", KNUD).handed_in == {}
    major = RecordFinding(grade="major", indicator="2.1", statement="No manager was there.")
    found = looked_at(gold_on_site().does(EMIL, major, on=AURORA), "gold-1", KNUD)
    assert (found.findings, [limit.subject for limit in found.limits if limit.name == "majors"]) == ((), [])


def test_behind_the_final_report_scores_and_total_are_seen_by_who_decides_or_reads_it() -> None:
    world = on_agenda().does(MAX, stepping_aside(MAX), on=AURORA)
    for viewer in (EMIL, CLARA, OLGA, CARL):
        shown = looked_at(world, "gold-1", viewer)
        assert (line(shown, "2.1").agreed, shown.total) == (4, Total(points=120, maximum=150))
    for outsider in (MAX, None):
        shown = looked_at(world, "gold-1", outsider)
        assert (line(shown, "2.1").agreed, shown.total) == (None, None)


def test_silver_has_no_total_and_says_which_areas_are_proven() -> None:
    shown = looked_at(silver_scored(areas={**PROVEN, "area-2": False}), "silver-1", EMIL)
    assert shown.total is None
    assert [each.proven for each in shown.areas] == [True, False, True]


def test_a_finding_says_how_far_it_is_taken_care_of() -> None:
    major = RecordFinding(grade="major", indicator="2.1", statement="No manager was there.")
    shown = looked_at(gold_on_site().does(EMIL, major, on=AURORA), "gold-1")
    assert shown.findings == (
        FindingLine(
            finding="finding-1",
            grade="major",
            indicator="2.1",
            raised_by=EMIL,
            state="open",
            done_by=None,
            stands=True,
        ),
    )


def test_in_committee_it_is_told_who_has_voted_and_never_how() -> None:
    world = on_agenda().does(MAX, stepping_aside(MAX), on=AURORA)
    world.does(VERA, CastVote(vote="no", report_version=1), on=AURORA)
    shown = looked_at(world, "gold-1")
    assert shown.committee == Committee(
        round_id="round-2026-02",
        members=(CARL, VERA, MONA),
        recused=(MAX,),
        voted=(VERA,),
        yet_to_vote=(CARL, MONA),
    )
    assert shown.report == Report(version=1, final=True, signed=(EMIL, ESTHER), yet_to_sign=())


def test_a_decided_case_names_its_decision_and_its_documents() -> None:
    shown = looked_at(taken(GOLD_AWARD, on_agenda()).pay(), "gold-1")
    assert shown.decision == Verdicts(outcome="award", decided_on=AUDITED, notified=True, annulled=False)
    assert [(each.kind, each.name, each.replaced) for each in shown.documents] == [
        ("report draft", "version 1", False),
        ("final report", "version 1", False),
        ("report", "version 1", False),
        ("certificate", "aurora/gold/1", False),
    ]


def test_the_final_report_is_read_by_who_decides_at_once_and_by_the_applicant_from_the_decision_on() -> None:
    before, after = on_agenda().pay(), taken(GOLD_AWARD, on_agenda()).pay()
    for viewer, reads in ((CARL, (True, True)), (EMIL, (True, True)), (CLARA, (False, True))):
        listed = [
            "final report" in {each.kind for each in looked_at(world, "gold-1", viewer).documents}
            for world in (before, after)
        ]
        assert tuple(listed) == reads


def test_a_bronze_case_shows_what_was_handed_in_and_its_interview() -> None:
    shown = looked_at(bronze(Stage.DRAFT), "bronze-1")
    assert shown.handed_in == {"questionnaire": 1, "success-story": 3}
    assert shown.interview == Interviewed(on=MONDAY, expert=EMIL, complete=True)
    assert (shown.indicators, shown.sheets, shown.audit) == ((), (), None)
