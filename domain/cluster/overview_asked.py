"""What a case asks of somebody, in the words it was asked in: they stand in its events, never in its state."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from domain.cluster.case import Case, Stage
from domain.cluster.case_parts import Evidence, Finding, Verdict
from domain.cluster.events.benchmark_test import TestFailed
from domain.cluster.events.committee import DecisionTaken, DeferralAnswered, DeferralLapsed
from domain.cluster.events.evidence import EvidenceQueried, EvidenceRejected
from domain.cluster.events.findings import CorrectionProposed, CorrectiveActionProposed, FindingRecorded
from domain.cluster.overview_parts import AskedFor, Tested
from domain.cluster.state import Cluster
from domain.cluster.tasks import who_settles
from domain.confidential import Reserve, Sight
from domain.happened import Happened
from domain.levels import Party

History = Sequence[Happened[Any]]
_Words = Mapping[str, Mapping[str, str]]

_DEFERRAL = "deferral"
_AT_THE_DESK = frozenset({Stage.EVIDENCE_OPEN, Stage.DESK_CHECK})


def asked_for(history: History, cluster: Cluster, case: Case, sight: Sight) -> tuple[AskedFor, ...]:
    """What waits for an answer: of the desk check, findings that stand, and the committee's question."""
    if not case.open or not sight.of(Reserve.DOSSIER, case):
        return ()
    words = _words(history, case)
    return (*_of_the_desk(words, cluster, case), *_of_findings(words, cluster, case), *_deferral(words, case))


def tested(history: History, case: Case, sight: Sight) -> Tested | None:
    """The latest try of the benchmark test; the applicant alone learns which indicators it missed (R4)."""
    if not case.tests:
        return None
    latest, missed = case.tests[-1], None
    if sight.of(Reserve.APPLICANT, case):
        missed = () if latest.passed else _missed(history, case)
    return Tested(**dict(latest), missed=missed)


def _missed(history: History, case: Case) -> tuple[str, ...]:
    events = (happened.event for happened in reversed(history))
    failures = (each for each in events if isinstance(each, TestFailed) and each.case_id == case.case_id)
    return next(failures).missed


def _words(history: History, case: Case) -> dict[str, dict[str, str]]:
    """By what they are about, the commitments to the latest texts."""
    words: dict[str, dict[str, str]] = {}
    for happened in history:
        event = happened.event
        if getattr(event, "case_id", None) != case.case_id:
            continue
        match event:
            case EvidenceQueried(subject=subject, question=question):
                words[subject] = {"question": question}
            case EvidenceRejected(subject=subject, reason=reason):
                words[subject] = {"reason": reason}
            case FindingRecorded(finding=finding, statement=statement):
                words[finding] = {"statement": statement}
            case CorrectionProposed(finding=finding, correction=correction):
                words[finding] = {**words[finding], "correction": correction}
            case CorrectiveActionProposed(finding=finding, cause=cause, action=action):
                words[finding] = {**words[finding], "cause": cause, "action": action}
            case DecisionTaken(outcome="defer", reason=question):
                words[_DEFERRAL] = {"question": question}
            case DecisionTaken() | DeferralAnswered() | DeferralLapsed():
                words.pop(_DEFERRAL, None)
    return words


def _of_the_desk(words: _Words, cluster: Cluster, case: Case) -> Iterator[AskedFor]:
    if not _AT_THE_DESK & {case.stage, case.resumes_at}:
        return
    for subject, each in case.dossier_items.items():
        if each.verdict in (Verdict.QUERIED, Verdict.REJECTED):
            yield AskedFor(
                about=subject,
                state=each.verdict,
                party=Party.APPLICANT,
                of=cluster.managers,
                due_on=_answered_by(each, case),
                texts=words[subject],
            )


def _answered_by(evidence: Evidence, case: Case) -> date | None:
    limit = case.limit("evidence_round")
    return evidence.due_on or (limit.last_day if limit else None)


def _of_findings(words: _Words, cluster: Cluster, case: Case) -> Iterator[AskedFor]:
    for finding in case.standing_findings:
        party, of = _who_is_next(finding, cluster, case)
        limit = case.limit_of(finding)
        yield AskedFor(
            about=finding.finding,
            state=f"{finding.grade}, {finding.indicator}",
            party=party,
            of=of,
            due_on=limit.last_day if limit else None,
            texts=words[finding.finding],
            done_by=finding.done_by,
        )


def _who_is_next(finding: Finding, cluster: Cluster, case: Case) -> tuple[Party, tuple[str, ...]]:
    if not finding.corrective_action:
        return Party.APPLICANT, cluster.managers
    settling = who_settles(finding, case)
    return (Party.EXPERT, settling) if settling else (Party.SECRETARIAT, ())


def _deferral(words: _Words, case: Case) -> Iterator[AskedFor]:
    if _DEFERRAL not in words:
        return
    limit = case.limit("deferral")
    yield AskedFor(
        about=_DEFERRAL,
        state="deferred",
        party=Party.EXPERT,
        of=case.experts[:1],
        due_on=limit.last_day if limit else None,
        texts=words[_DEFERRAL],
    )
