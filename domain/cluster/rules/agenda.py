"""When a case with a final report may come before the committee: not while a finding may still be answered (R28)."""

from domain.cluster.case import Case
from domain.cluster.rules.asked import Asked
from domain.rejected import Rejected
from domain.running import Limit


def agenda_ahead(case: Case, asked: Asked) -> Limit:
    """The secretariat's time to place the case: it begins when the last finding's time is over."""
    edition, in_time = asked.edition(case), findings_in_time(case, asked)
    if not in_time:
        return asked.limit("agenda", edition)
    return asked.limit_after("agenda", edition, max(limit.last_day for limit in in_time.values()))


def findings_in_time(case: Case, asked: Asked) -> dict[str, Limit]:
    """The findings that stand and may still be taken care of, each with its limit."""
    running = {
        finding.finding: limit for finding in case.standing_findings if (limit := case.limit_of(finding))
    }
    return {finding: limit for finding, limit in running.items() if asked.at < limit.due_at}


def require_no_finding_in_time(case: Case, asked: Asked) -> None:
    # R28: a finding goes to the decision when its time is over; before that the applicant may take care of it.
    for finding, limit in findings_in_time(case, asked).items():
        raise Rejected(
            "finding-in-time",
            f"{finding} is open and may still be taken care of until {limit.last_day} (R28, R46).",
        )
