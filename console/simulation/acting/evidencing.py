"""What is done about evidence: handed in, declared, answered, checked at the desk."""

from collections.abc import Iterator
from hashlib import sha256

from console.simulation.scene import Act, Scene
from domain.cluster.case import Case
from domain.cluster.case_parts import Verdict
from domain.cluster.commands.evidence import (
    AcceptEvidence,
    AnswerRecommendations,
    DeclaredArea,
    DeclareImprovementAreas,
    RejectEvidence,
    SubmitEvidence,
)
from domain.cluster.events.shared import EvidenceItem, Recommendation
from domain.standing import Task

_REJECTED = 0.25
_OPEN = frozenset({None, Verdict.QUERIED, Verdict.REJECTED})
# Indicators an area is about where no report recommended anything.
_UNCITED = ("2.2.1", "4.5", "5.1")


def hand_in(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    """Everything at once, and in a second round what is open still."""
    if not case.on_site:
        kinds = ("questionnaire", "success-story", "success-story", "success-story")
        texts = tuple(_text(scene, case, f"{kind} {number}") for number, kind in enumerate(kinds))
        items: list[dict[str, object]] = [
            {"item": kind, "document": _hash(text)} for kind, text in zip(kinds, texts, strict=True)
        ]
        yield scene.act(who, _submission(case, items), texts=texts)
        return
    if (case.areas_due and not case.areas) or case.answers_due - case.answered:
        return
    subjects = _open_subjects(scene, case)
    texts = tuple(_text(scene, case, subject) for subject in subjects)
    about: list[dict[str, object]] = [
        {
            "item": "improvement-area" if subject.startswith("area-") else "indicator",
            "subject": subject,
            "document": _hash(text),
            "speaks_of": scene.today,
        }
        for subject, text in zip(subjects, texts, strict=True)
    ]
    yield scene.act(who, _submission(case, about, last=True), texts=texts)


def declare_areas(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    cited = [
        DeclaredArea(indicator=each.indicator, recommendation=each.key, statement="It was done.")
        for each in _recommended(scene, case)[: case.areas_due]
    ]
    uncited = [DeclaredArea(indicator=code, statement="It was done.") for code in _UNCITED]
    areas = tuple([*cited, *uncited][: case.areas_due])
    yield scene.act(who, DeclareImprovementAreas(case_id=case.case_id, areas=areas))


def answer_recommendations(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    answers = dict.fromkeys(sorted(case.answers_due), "It was done within the year.")
    yield scene.act(who, AnswerRecommendations(case_id=case.case_id, answers=answers))


def check_evidence(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    to_check = _with_verdict(case, Verdict.HANDED_IN)
    first_round = case.evidence_round == 1 and not _with_verdict(case, Verdict.REJECTED)
    if to_check and first_round and scene.happens(_REJECTED, case.case_id, "thin"):
        thin = scene.luck(case.case_id, "thin").choice(to_check)
        yield scene.act(
            who, RejectEvidence(case_id=case.case_id, subject=thin, reason="It speaks of plans alone.")
        )
    if to_check:
        yield scene.act(who, AcceptEvidence(case_id=case.case_id, subjects=to_check))
    # What was queried and never answered.
    for subject in _with_verdict(case, Verdict.QUERIED):
        yield scene.act(
            who, RejectEvidence(case_id=case.case_id, subject=subject, reason="It was never answered.")
        )


def _submission(case: Case, items: list[dict[str, object]], *, last: bool = False) -> SubmitEvidence:
    handed_in = tuple(EvidenceItem.model_validate(item) for item in items)
    return SubmitEvidence(case_id=case.case_id, items=handed_in, last=last)


def _open_subjects(scene: Scene, case: Case) -> tuple[str, ...]:
    verdicts = {key: item.verdict for key, item in case.dossier_items.items()}
    subjects = (*scene.scope(case), *(area.key for area in case.areas))
    return tuple(subject for subject in subjects if verdicts.get(subject) in _OPEN)


def _with_verdict(case: Case, verdict: Verdict) -> tuple[str, ...]:
    return tuple(key for key, item in case.dossier_items.items() if item.verdict is verdict)


def _recommended(scene: Scene, case: Case) -> tuple[Recommendation, ...]:
    earlier = [each for each in scene.cluster.cases if each.report and each.case_id != case.case_id]
    return earlier[-1].recommended if earlier else ()


def _text(scene: Scene, case: Case, subject: str) -> str:
    """Documents are alike in all clusters: what a simulation fills is the record, not the store."""
    return f"{subject}, as told for {case.case_id} in round {case.evidence_round} of {scene.today.year}.\n"


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
