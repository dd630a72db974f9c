"""Which case waits for which appeal: a case of the level stops at its final report until it is over (§7)."""

from domain.cluster.appeal import Appeal
from domain.cluster.case import Case, Stage
from domain.cluster.state import Cluster

# Where a case waits that would come before the committee next.
HELD_UP_AT = frozenset({Stage.REPORT_FINAL, Stage.ADJOURNED})


def appeal_ahead(cluster: Cluster, case: Case) -> Appeal | None:
    """The appeal at the case's level that is open, or has opened an earlier case which is not decided again yet."""
    return next((appeal for appeal in cluster.appeals if _holds_up(appeal, case, cluster)), None)


def _holds_up(appeal: Appeal, case: Case, cluster: Cluster) -> bool:
    if appeal.level is not case.level:
        return False
    if appeal.open:
        return True
    again = cluster.find_case(appeal.case_id or "")
    return again is not None and again.open and again.case_id != case.case_id and _remitted(again, appeal)


def _remitted(case: Case, appeal: Appeal) -> bool:
    return case.remitted_by == appeal.appeal_id
