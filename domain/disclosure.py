"""Who may take files out of an installation: a cluster's whole one, and the process logs of all."""

from domain.cluster.state import Cluster
from domain.person.state import Office, Person
from domain.rejected import Rejected

_OFFICES = frozenset({Office.OPERATOR, Office.AUDIT_READER, Office.DATA_PROTECTION})


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
