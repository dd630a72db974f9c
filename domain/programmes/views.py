"""Who may see a programme's members one by one: their labels' status and expiry, and their duty; never a score.

Anybody else is shown figures for the public only (`domain/programmes/withholding.py`).
"""

from collections.abc import Collection

from domain.person.state import Office, Person

# Whose offices show every programme. Its owners are shown their own, a cluster's managers that cluster's duties.
_OFFICES = frozenset({Office.OPERATOR, Office.AUDIT_READER})


def sees_everything(viewer: Person | None) -> bool:
    """Whether every programme's members are shown; `viewer` None is whoever works at the machine."""
    return viewer is None or bool(_OFFICES & set(viewer.offices))


def sees_member(viewer: Person | None, *, owners: Collection[str], managers: Collection[str]) -> bool:
    """Whether a member is shown to somebody, by who acts for the programme, and who for the cluster."""
    return sees_everything(viewer) or (viewer is not None and viewer.person_id in {*owners, *managers})
