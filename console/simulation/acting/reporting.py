"""What is done about findings, scores and the report."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

from console.simulation.acting.auditing import mark
from console.simulation.scene import Act, Scene
from domain.cluster.case import Case
from domain.cluster.commands.assessment import (
    CheckFacts,
    DraftReport,
    FinaliseReport,
    Recommended,
    SignReport,
)
from domain.cluster.commands.findings import (
    AcceptActionPlan,
    CloseFinding,
    ProposeCorrection,
    ProposeCorrectiveAction,
)
from domain.cluster.commands.scores import AgreeConsensus, ConfirmConsensus, SubmitScores
from domain.standing import Task
from domain.verdict import missed_thresholds

_UNPROVEN = 0.05
_SEEN_OTHERWISE = 2
_ADVICE = ("2.2.1", "4.5", "5.1")
_PROOF = "Photographs of what was mended.\n"


def answer_finding(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    for each in case.standing_findings:
        if not each.corrected:
            yield scene.act(
                who,
                ProposeCorrection(case_id=case.case_id, finding=each.finding, correction="It was mended."),
            )
        if not each.corrective_action:
            action = ProposeCorrectiveAction(
                case_id=case.case_id,
                finding=each.finding,
                cause="Nobody was in charge of it.",
                action="Somebody is now.",
                done_by=scene.today + timedelta(days=20),
            )
            yield scene.act(who, action)


def accept_plan(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    for each in case.standing_findings:
        if each.done_by is not None:
            plan = AcceptActionPlan(case_id=case.case_id, finding=each.finding, done_by=each.done_by)
            yield scene.act(who, plan)


def close_finding(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    shown = (sha256(_PROOF.encode()).hexdigest(),)
    for each in case.standing_findings:
        closing = CloseFinding(case_id=case.case_id, finding=each.finding, evidence=shown)
        yield scene.act(who, closing, texts=(_PROOF,))


def score(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    """Each alone: the second expert sees a few indicators otherwise."""
    luck, validated = scene.luck(case.case_id, "scores"), case.audit.validated if case.audit else frozenset()
    highest = {each.code: each.scale.value.highest for each in scene.catalogue(case).indicators}
    scores = {
        code: given if code in validated else 0
        for code in scene.scope(case)
        for given in (mark(scene, luck, highest[code]),)
    }
    if who != case.lead:
        for code in scene.luck(case.case_id, who).sample(sorted(scores), _SEEN_OTHERWISE):
            scores[code] = max(scores[code] - 1, 0)
    areas = {
        area.key: not scene.happens(_UNPROVEN, case.case_id, area.key, "unproven") for area in case.areas
    }
    yield scene.act(who, SubmitScores(case_id=case.case_id, scores=scores, areas=areas))


def agree_consensus(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    """The sheet of the lead's seat, with a reason for everything."""
    if case.proposal is None and (sheet := case.lead_sheet):
        reasons = dict.fromkeys(sheet.scores, "We talked it over.")
        agreed = AgreeConsensus(case_id=case.case_id, scores=sheet.scores, reasons=reasons)
        yield scene.act(who, agreed)


def confirm_consensus(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    if case.proposal is not None:
        yield scene.act(who, ConfirmConsensus(case_id=case.case_id, proposal=case.proposal.number))


def draft_report(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    scores = case.result.scores if case.result else {}
    below = missed_thresholds(scene.catalogue(case).indicators, scores)
    advice = tuple(
        Recommended(indicator=code, text=f"Do more about {code}.")
        for code in dict.fromkeys((*below, *_ADVICE))
    )
    draft = DraftReport(case_id=case.case_id, summary="A cluster on its way.", recommendations=advice)
    yield scene.act(who, draft)


def check_facts(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    yield scene.act(who, CheckFacts(case_id=case.case_id, remarks="The address has changed."))


def sign_report(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    yield scene.act(who, SignReport(case_id=case.case_id))


def finalise_report(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    yield scene.act(who, FinaliseReport(case_id=case.case_id))
