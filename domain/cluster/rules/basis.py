"""What a certification decision rests on: the events it read, by id, who took part, who stepped aside."""

from domain.cluster.case import Case
from domain.cluster.events.committee import Basis
from domain.committee import Carried


def basis_of(
    case: Case, votes: Carried, rules: tuple[str, ...], *, audit_stands: bool | None = None
) -> Basis:
    """Everything a later reader needs to decide the case again, as it was known at the decision."""
    return Basis(
        edition=case.edition,
        edition_of_eligibility=case.eligibility.edition if case.eligibility else "",
        rules=rules,
        eligibility=str(case.eligibility.event_id) if case.eligibility else None,
        benchmark=str(case.benchmark.event_id) if case.benchmark else None,
        report=str(case.report),
        report_version=case.report_version,
        votes=tuple(str(ballot.event_id) for ballot in votes.counted),
        in_favour=votes.in_favour,
        against=votes.against,
        recused=tuple(sorted(case.recused)),
        decided_by_casting_vote_of=votes.casting_vote_of,
        result=str(case.result.event_id) if case.result else None,
        audit=str(case.audit.event_id) if case.audit else None,
        findings_open=tuple(finding.finding for finding in case.standing_findings),
        audit_stands=audit_stands,
    )
