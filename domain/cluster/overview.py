"""One case as one person may look at it: who acts next, what is there, what is missing."""

from collections import Counter
from collections.abc import Iterator

from domain.cluster import evolve as cluster_fold
from domain.cluster.case import Case, Stage
from domain.cluster.case_parts import Finding
from domain.cluster.events.documents import CertificateIssued, ReportDraftIssued, ReportIssued, ReportReleased
from domain.cluster.overview_asked import History, asked_for, tested
from domain.cluster.overview_indicators import area_lines, indicator_lines, total_shown
from domain.cluster.overview_parts import (
    Audited,
    Committee,
    Document,
    FindingLine,
    Interviewed,
    Overview,
    Report,
    RunningLimit,
    Sheet,
    TeamMember,
    Verdicts,
)
from domain.cluster.path import path_of
from domain.cluster.state import Cluster
from domain.cluster.tasks import tasks_of
from domain.cluster.waiting import appeal_ahead
from domain.confidential import Reserve, Sight, of_a_finding
from domain.person.state import Person
from domain.scheme import Scheme
from domain.task_commands import by_command


def overview(  # noqa: PLR0913 - a case, and who looks at it from when
    history: History,
    cluster: Cluster,
    case: Case,
    scheme: Scheme,
    viewer: Person | None,
    *,
    now: Cluster | None = None,
) -> Overview:
    """The case as the viewer may see it; None is nobody in particular. `cluster` is the fold of `history`.

    `now`: the cluster as it stands today, whose rights the viewer has, where `cluster` is one of the past.
    """
    sight = Sight(viewer, now or cluster)
    procedure = scheme.edition(case.edition).procedure(case.level, case.kind)
    dossier = sight.of(Reserve.DOSSIER, case)
    return Overview(
        cluster_id=cluster.cluster_id,
        name=cluster.name,
        case_id=case.case_id,
        level=case.level,
        kind=case.kind,
        edition=case.edition,
        stage=case.stage,
        closed_as=case.closed_as,
        waits_for=_waits_for(cluster, case),
        opened_on=case.opened_on,
        since=case.since,
        path=path_of(case, procedure, _visited(history, case)),
        tasks=tuple(by_command(task) for task in tasks_of(cluster) if task.case_id == case.case_id),
        asked=asked_for(history, cluster, case, sight),
        limits=_limits(case, dossier=dossier),
        team=tuple(
            TeamMember(person=each.person, lead=each.person == case.lead, accepted=each.accepted)
            for each in case.team
        ),
        test=tested(history, case, sight),
        handed_in=Counter(each.item for each in case.evidence if dossier),
        indicators=indicator_lines(case, scheme, sight),
        areas=area_lines(case, sight),
        total=total_shown(case, scheme, sight),
        audit=_audit(case),
        interview=_interview(case),
        sheets=_sheets(case),
        proposal=case.proposal.number if case.proposal and case.stage is Stage.CONSENSUS else None,
        dossier_withheld=not dossier,
        findings=tuple(_finding(each) for each in case.findings if dossier),
        report=_report(case),
        committee=_committee(case),
        deferrals=case.deferrals,
        decision=_decision(case),
        documents=tuple(
            each
            for each in _documents(history, cluster, case, sight)
            if dossier or each.kind == "certificate"
        ),
    )


def _visited(history: History, case: Case) -> set[Stage]:
    """The stages a closed case was at. An open one's path says them itself."""
    if case.open:
        return set()
    state, visited = Cluster(cluster_id=""), set()
    for happened in history:
        state = cluster_fold.evolve(state, happened)
        if then := state.find_case(case.case_id):
            visited.add(then.stage)
    return visited


def _waits_for(cluster: Cluster, case: Case) -> str | None:
    appeal = appeal_ahead(cluster, case) if case.held_up else None
    return f"{appeal.appeal_id} ({appeal.state})" if appeal else None


def _limits(case: Case, *, dossier: bool) -> tuple[RunningLimit, ...]:
    names = RunningLimit.model_fields
    running = [
        RunningLimit(**{name: getattr(limit, name) for name in names})
        for limit in case.limits
        if dossier or not of_a_finding(limit.subject)
    ]
    return tuple(sorted(running, key=lambda limit: limit.due_at))


def _audit(case: Case) -> Audited | None:
    if case.audit is None:
        return None
    return Audited(**{name: getattr(case.audit, name) for name in Audited.model_fields})


def _interview(case: Case) -> Interviewed | None:
    if case.benchmark is None:
        return None
    held = case.benchmark
    return Interviewed(on=held.interview_on, expert=held.expert, complete=held.complete)


def _sheets(case: Case) -> tuple[Sheet, ...]:
    """Whose scores are in and whose are to come, once the audit is over."""
    if case.audit is None or case.audit.last_day is None:
        return ()
    return (
        *(Sheet(expert=each.expert, handed_in=True, marked=each.marked) for each in case.sheets),
        *(Sheet(expert=expert, handed_in=False) for expert in case.yet_to_score if case.result is None),
    )


def _finding(finding: Finding) -> FindingLine:
    names = ("finding", "grade", "indicator", "raised_by", "done_by", "stands")
    facts = {name: getattr(finding, name) for name in names}
    if finding.closed:
        return FindingLine(**facts, state="closed")
    if finding.plan_accepted:
        return FindingLine(**facts, state="plan accepted")
    answered = finding.corrected or finding.corrective_action
    return FindingLine(**facts, state="answered" if answered else "open")


def _report(case: Case) -> Report | None:
    if not case.report_version:
        return None
    # The lead signs by making it final.
    signed = {*case.signatures, *((case.lead,) if case.report and case.lead else ())}
    return Report(
        version=case.report_version,
        final=case.report is not None,
        signed=tuple(expert for expert in case.experts if expert in signed),
        yet_to_sign=tuple(expert for expert in case.experts if expert not in signed),
    )


def _committee(case: Case) -> Committee | None:
    if case.round_id is None:
        return None
    voted = tuple(ballot.member for ballot in case.ballots)
    waiting = case.stage is Stage.ON_AGENDA
    return Committee(
        round_id=case.round_id,
        members=case.members,
        recused=tuple(recusal.member for recusal in case.recusals),
        voted=voted,
        yet_to_vote=tuple(each for each in case.members if each not in voted) if waiting else (),
    )


def _decision(case: Case) -> Verdicts | None:
    if case.decision is None:
        return None
    return Verdicts(**{name: getattr(case.decision, name) for name in Verdicts.model_fields})


def _documents(history: History, cluster: Cluster, case: Case, sight: Sight) -> Iterator[Document]:
    before_the_decision = sight.of(Reserve.REPORT, case)
    replaced = {each.document for each in cluster.certificates if each.replaced}
    term = case.decision.term if case.decision else None
    for happened in history:
        match happened.event:
            case ReportDraftIssued(case_id=case.case_id, version=version, document=document):
                yield Document(kind="report draft", name=f"version {version}", document=document)
            case ReportIssued(case_id=case.case_id, version=version, document=document) if (
                before_the_decision
            ):
                yield Document(kind="final report", name=f"version {version}", document=document)
            case ReportReleased(case_id=case.case_id, version=version, document=document):
                yield Document(kind="report", name=f"version {version}", document=document)
            case CertificateIssued(level=case.level, number=number, document=document) if (
                happened.event.term == term
            ):
                yield Document(
                    kind="certificate", name=number, document=document, replaced=document in replaced
                )
