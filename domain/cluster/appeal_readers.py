"""Who may read what was said in an appeal, and which dossier a panel reads."""

from domain.cluster.case import Case
from domain.cluster.state import Cluster
from domain.person.state import Office, Person


def reads_appeal(viewer: Person | None, cluster: Cluster | None, appeal_id: str) -> bool:
    """The applicant, the panel, operators and auditors; of a remitted case also who decides it next.

    `viewer` None is whoever works at the machine.
    """
    if viewer is None:
        return True
    if {Office.OPERATOR, Office.AUDIT_READER} & set(viewer.offices):
        return True
    appeal = cluster.find_appeal(appeal_id) if cluster else None
    if cluster is None or appeal is None:
        return False
    again = [case for case in cluster.cases if case.remitted_by == appeal_id]
    deciding = any(
        viewer.person_id in case.members and viewer.person_id not in case.recused for case in again
    )
    return deciding or viewer.person_id in {*cluster.managers, *appeal.panel}


def on_panel(viewer: Person, cluster: Cluster, case: Case) -> bool:
    """Whether the viewer decides, or decided, an appeal about the case."""
    return any(
        viewer.person_id in appeal.panel and appeal.case_id == case.case_id for appeal in cluster.appeals
    )
