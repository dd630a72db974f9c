"""Whether the team is as large as its procedure asks for (R2): nobody assesses in another's place."""

from domain.cluster.case import Case
from domain.cluster.rules.asked import Asked
from domain.rejected import Rejected


def require_complete_team(case: Case, asked: Asked) -> None:
    """`Rejected` while fewer experts have accepted than the procedure takes."""
    wanted = asked.edition(case).procedure(case.level, case.kind).experts.value
    if len(case.accepted) < wanted:
        raise Rejected(
            "team-incomplete", f"This procedure takes {wanted} expert(s): propose another first (R2)."
        )
