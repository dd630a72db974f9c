"""Commands from the first evidence to the final report, in six variants each, as a story may ask for them."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from domain.cluster.commands.assessment import (
    CheckFacts,
    DraftReport,
    FinaliseReport,
    RecordBenchmark,
    SignReport,
)
from domain.cluster.commands.audit import (
    AdmitObserver,
    ConcludeAudit,
    InterruptAudit,
    RecordAuditDay,
    RescheduleAudit,
    ScheduleAudit,
    ValidateIndicator,
)
from domain.cluster.commands.evidence import (
    AcceptEvidence,
    AnswerRecommendations,
    DeclareImprovementAreas,
    QueryEvidence,
    RejectEvidence,
    SubmitEvidence,
)
from domain.cluster.commands.findings import (
    AcceptActionPlan,
    CloseFinding,
    ProposeCorrection,
    ProposeCorrectiveAction,
    RecordFinding,
)
from domain.cluster.commands.scores import AgreeConsensus, ConfirmConsensus, SubmitScores
from domain.commands import PersonCommand
from tests.domain.cast import ANSWERS, DOCUMENTS, EMIL, INCOMPLETE
from tests.domain.setting import Setting
from tests.domain.specification import document
from tests.domain.starts import NED

EVERY = ("2.1", "2.4", "4.3", "4.4", "1.2", "9.9")
Asking = Callable[[Setting, int], PersonCommand]


def _evidence(here: Setting, n: int) -> SubmitEvidence:
    if here.case is None or not here.case.on_site:
        return SubmitEvidence(items=DOCUMENTS[:4] if n < 3 else DOCUMENTS[n - 3 : n - 2])
    wanted = here.subjects_open
    return SubmitEvidence(items=here.documents((wanted, wanted[:3], wanted[n:])[n % 3]), last=n != 1)


def _subjects(here: Setting, n: int) -> tuple[str, ...]:
    return (here.to_check or ("2.1",))[: 40 if n < 3 else n - 2]


def _visit(here: Setting, n: int) -> ScheduleAudit:
    days = here.visit(here.today + timedelta(days=(14, 15, 21, 60, 1, -7)[n]))
    return ScheduleAudit(days=days, remote=n == 3)


def _other_visit(here: Setting, n: int) -> RescheduleAudit:
    held = len(here.case.audit.conducted) if here.case and here.case.audit else 0
    days = here.visit(here.today + timedelta(days=(14, 3, 21, 15, 1, 60)[n]), fewer=held)
    return RescheduleAudit(days=days, reason="Somebody is ill.")


def _day(here: Setting, n: int) -> RecordAuditDay:
    case, audit = here.case, here.case.audit if here.case else None
    planned = (audit.missing if audit else ()) or (here.today,)
    present = (case.experts if case else ()) or (EMIL,)
    return RecordAuditDay(
        day=planned[min(n // 4, len(planned) - 1)],
        experts=present[: 1 if n == 3 else 2],
        observers=(NED,) if n == 5 else (),
    )


def _verdict(here: Setting, n: int) -> ValidateIndicator:
    audit, scope = here.case.audit if here.case else None, here.scope or ("2.1",)
    day = (audit.conducted or audit.days)[0] if audit else here.today
    but = 1 if n > 3 else 0
    return ValidateIndicator(day=day, validated=scope[but:], not_validated=scope[:but])


def _sheet(here: Setting, n: int) -> SubmitScores:
    areas = {area.key: n < 4 for area in here.case.areas} if here.case else {}
    scores = here.scores(n % 6, less="4.3" if here.world.commands % 2 else None)
    return SubmitScores(scores=scores if scores and n < 5 else {"2.1": 9}, areas=areas)


def _consensus(here: Setting, n: int) -> AgreeConsensus:
    sheets = here.case.sheets if here.case else ()
    scores = sheets[n % len(sheets)].scores if sheets else here.scores(n)
    reasons = {} if n == 4 else dict.fromkeys(scores, "We talked it over.")
    return AgreeConsensus(scores=scores, reasons=reasons)


def _proposal(here: Setting) -> int:
    return here.case.proposal.number if here.case and here.case.proposal else 1


def _finding(here: Setting, n: int) -> str:
    known = [each.finding for each in here.case.findings] if here.case else []
    return [*known, "finding-1"][n % (len(known) + 1)]


def _planned(here: Setting, n: int) -> date | None:
    finding = here.case.finding(_finding(here, n)) if here.case else None
    return finding.done_by if finding else None


def _shown(n: int) -> tuple[str, ...]:
    return (document(f"answer {n}"),)


OF_ASSESSMENTS: Mapping[str, Asking] = {
    "DeclareImprovementAreas": lambda here, n: DeclareImprovementAreas(
        areas=here.areas[: 2 if n == 5 else 3]
    ),
    "AnswerRecommendations": lambda here, n: AnswerRecommendations(
        answers=dict.fromkeys(sorted(here.case.answers_due)[n == 5 :] if here.case else (), "Done.")
    ),
    "SubmitEvidence": _evidence,
    "AcceptEvidence": lambda here, n: AcceptEvidence(subjects=_subjects(here, n)),
    "QueryEvidence": lambda here, n: QueryEvidence(
        subject=_subjects(here, n)[-1], due_on=here.in_days(5 - n), question="Since when?"
    ),
    "RejectEvidence": lambda here, n: RejectEvidence(subject=_subjects(here, n)[-1], reason="Too thin."),
    "RecordBenchmark": lambda here, n: RecordBenchmark(
        interview_on=here.in_days((2, 1, 2, 3, 0, 4)[n]), values=INCOMPLETE if n == 3 else ANSWERS
    ),
    "ScheduleAudit": _visit,
    "RescheduleAudit": _other_visit,
    "AdmitObserver": lambda _, n: AdmitObserver(observer=(NED, EMIL)[n % 2]),
    "RecordAuditDay": _day,
    "InterruptAudit": lambda here, n: InterruptAudit(
        resumes_on=here.today + timedelta(days=1 + n * 7), reason="The building burns."
    ),
    "ValidateIndicator": _verdict,
    "ConcludeAudit": lambda *_: ConcludeAudit(),
    "RecordFinding": lambda here, n: RecordFinding(
        grade=("minor", "major", "opportunity")[n % 3],
        indicator=(here.scope or EVERY)[n],
        statement="There is no rule.",
    ),
    "ProposeCorrection": lambda here, n: ProposeCorrection(
        finding=_finding(here, n), correction="Mended.", documents=_shown(n)
    ),
    "ProposeCorrectiveAction": lambda here, n: ProposeCorrectiveAction(
        finding=_finding(here, n), cause="No rule.", action="A rule.", done_by=here.in_days(5 - n)
    ),
    "AcceptActionPlan": lambda here, n: AcceptActionPlan(
        finding=_finding(here, n), done_by=_planned(here, n) or here.today
    ),
    "CloseFinding": lambda here, n: CloseFinding(finding=_finding(here, n), evidence=_shown(n)[: n != 4]),
    "SubmitScores": _sheet,
    "AgreeConsensus": _consensus,
    "ConfirmConsensus": lambda here, n: ConfirmConsensus(proposal=_proposal(here) + (n == 5)),
    "DraftReport": lambda here, n: DraftReport(
        summary="A lively cluster.", recommendations=() if n > 4 else here.advice
    ),
    "CheckFacts": lambda _, n: CheckFacts(
        remarks="Our name has an accent.", about="scores" if n == 5 else "facts"
    ),
    "SignReport": lambda *_: SignReport(),
    "FinaliseReport": lambda *_: FinaliseReport(),
}
