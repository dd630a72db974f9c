"""Who may take files out of an installation, and who may look persons up in it."""

from domain.cluster.state import Cluster
from domain.person.state import Office, Person
from domain.rejected import Rejected

_OFFICES = frozenset({Office.OPERATOR, Office.AUDIT_READER, Office.DATA_PROTECTION})
_LOOKING_UP = _OFFICES | {Office.SCHEME_OWNER}


def require_disclosure(viewer: Person | None, cluster: Cluster | None = None) -> None:
    """`Rejected` for anybody but operators, audit readers and the data protection officer.

    A cluster's file is whole or proves nothing: scores, votes and names are in it. `cluster` None: the process logs.
    `viewer` None is whoever works at the machine.
    """
    if viewer is None:
        return
    if not _OFFICES & set(viewer.offices):
        raise Rejected(
            "not-permitted",
            f"{viewer.person_id} may not take files out: only an operator, an audit reader or the data protection"
            " officer may.",
        )
    # R30: who stepped aside gets no dossier, in whatever other role.
    if cluster is not None and any(viewer.person_id in case.recused for case in cluster.cases):
        raise Rejected(
            "not-permitted", f"{viewer.person_id} stepped aside in a case of {cluster.cluster_id}."
        )


def require_looking_up(viewer: Person | None, person_id: str = "") -> None:
    """`Rejected` for anybody but who holds an office, and of one person that person.

    Ties, absences and workload are personal data. `viewer` None is whoever works at the machine.
    """
    if viewer is None or viewer.person_id == person_id or _LOOKING_UP & set(viewer.offices):
        return
    raise Rejected(
        "not-permitted",
        f"{viewer.person_id} may not look persons up: only an operator, the scheme owner, an audit reader or the data"
        " protection officer may.",
    )
