"""What is sensibly done about tasks from the application to the desk check."""

from collections.abc import Iterator

from domain.cluster.case import Case
from domain.cluster.commands.application import AcceptApplication, OfferAgreement, SignAgreement
from domain.cluster.commands.benchmark_test import SubmitTest
from domain.cluster.commands.evidence import (
    AcceptEvidence,
    AnswerRecommendations,
    DeclareImprovementAreas,
    RejectEvidence,
    SubmitEvidence,
)
from domain.cluster.commands.team import AcceptAssignment, AgreeTeam, ProposeTeam
from domain.standing import Task
from tests.domain.acting import EXPERTS, Act
from tests.domain.cast import DOCUMENTS, OLGA
from tests.domain.setting import Setting
from tests.domain.silver_gold import BEST, GATE_MISSED


def accept_application(here: Setting, _: Task, case: Case, __: int) -> Iterator[Act]:
    yield Act(OLGA, AcceptApplication(case_id=case.case_id, criteria=here.criteria))


def take_test(_: Setting, task: Task, case: Case, n: int) -> Iterator[Act]:
    retry_from = case.tests[-1].retry_from if case.tests else None
    scores = GATE_MISSED if n == 4 else BEST
    yield Act(task.persons[0], SubmitTest(case_id=case.case_id, scores=scores), not_before=retry_from)


def offer(_: Setting, __: Task, case: Case, ___: int) -> Iterator[Act]:
    yield Act(OLGA, OfferAgreement(case_id=case.case_id))


def sign_agreement(_: Setting, task: Task, case: Case, __: int) -> Iterator[Act]:
    yield Act(task.persons[0], SignAgreement(case_id=case.case_id))


def propose_team(here: Setting, _: Task, case: Case, n: int) -> Iterator[Act]:
    procedure = here.procedure
    size = procedure.experts.value if procedure else 1
    for place in range(len(EXPERTS)):
        team = tuple(EXPERTS[(n + place + each) % len(EXPERTS)] for each in range(size))
        for experts in (team, team[::-1]):
            yield Act(OLGA, ProposeTeam(case_id=case.case_id, experts=experts, reason="Nobody else is free."))


def answer_assignment(_: Setting, task: Task, case: Case, __: int) -> Iterator[Act]:
    for expert in task.persons:
        yield Act(expert, AcceptAssignment(case_id=case.case_id, free_of_conflicts=True))


def answer_team(_: Setting, task: Task, case: Case, __: int) -> Iterator[Act]:
    yield Act(task.persons[0], AgreeTeam(case_id=case.case_id))


def hand_in(here: Setting, task: Task, case: Case, _: int) -> Iterator[Act]:
    if not case.on_site:
        yield Act(task.persons[0], SubmitEvidence(case_id=case.case_id, items=DOCUMENTS))
    elif not ((case.areas_due and not case.areas) or case.answers_due - case.answered):
        items = here.documents(here.subjects_open)
        yield Act(task.persons[0], SubmitEvidence(case_id=case.case_id, items=items, last=True))


def declare_areas(here: Setting, task: Task, case: Case, _: int) -> Iterator[Act]:
    yield Act(task.persons[0], DeclareImprovementAreas(case_id=case.case_id, areas=here.areas))


def answer_recommendations(_: Setting, task: Task, case: Case, __: int) -> Iterator[Act]:
    answers = dict.fromkeys(sorted(case.answers_due), "It was done.")
    yield Act(task.persons[0], AnswerRecommendations(case_id=case.case_id, answers=answers))


def check_evidence(here: Setting, task: Task, case: Case, n: int) -> Iterator[Act]:
    if n == 5:
        yield Act(
            task.persons[0],
            RejectEvidence(case_id=case.case_id, subject=here.to_check[0], reason="Too thin."),
        )
    yield Act(task.persons[0], AcceptEvidence(case_id=case.case_id, subjects=here.to_check))
