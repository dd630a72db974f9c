"""How an expert is exchanged for another: before the audit, between audit and report, not behind it (R31)."""

from domain.cluster.case import Case, Stage
from domain.cluster.commands.team import ReplaceTeamMember
from domain.cluster.events.review import ConflictResolved
from domain.cluster.events.team import TeamMemberReplaced
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.bookings import Booking, booked, released
from domain.cluster.rules.independence import checked, require_foreign
from domain.cluster.rules.invitation import dismissed, invitation
from domain.cluster.rules.shelf_life import stale
from domain.rejected import Rejected

_BEHIND_THE_REPORT = frozenset({Stage.REPORT_FINAL, Stage.ADJOURNED})
Replacing = TeamMemberReplaced | ConflictResolved | Booking


def replace_team_member(command: ReplaceTeamMember, case: Case, asked: Asked) -> list[Replacing]:
    """The successor is invited; days booked for the visit move over. The path stops until the team stands."""
    _exchangeable(command, case, asked)
    others = tuple(expert for expert in case.experts if expert != command.expert)
    require_foreign((*others, command.successor), case, asked)
    limits, invitations = invitation((command.successor,), case, asked)
    # Whoever was invited beside the replaced one still has to answer in the time given first.
    pending = tuple(limit for limit in case.limits if limit.name == "assignment" and limit.subject in others)
    replaced = TeamMemberReplaced(
        case_id=case.case_id,
        expert=command.expert,
        successor=command.successor,
        checked=checked(command.successor, others, case, asked, reason=command.reason),
        reason=command.reason,
        limits=(*limits, *pending),
        notices=(*dismissed((command.expert,), case, asked), *invitations),
    )
    return [
        replaced,
        *_conflict_resolved(command, case),
        *released((command.expert,), case, asked),
        *booked((command.successor,), case, asked),
    ]


def _exchangeable(command: ReplaceTeamMember, case: Case, asked: Asked) -> None:
    if command.expert not in case.experts:
        raise Rejected("not-on-team", f"{command.expert} is not on the team.")
    if command.successor in case.experts:
        raise Rejected("already-on-team", f"{command.successor} is on the team already.")
    # R14: behind a final report the team may change only for the assessment that must be made anew.
    if case.stage in _BEHIND_THE_REPORT and not stale(case, asked):
        raise Rejected("report-signed", "The final report is signed: its experts are not replaced.")


def _conflict_resolved(command: ReplaceTeamMember, case: Case) -> list[ConflictResolved]:
    """A reported tie of an expert who is replaced needs nothing more."""
    if not case.reported(command.expert):
        return []
    return [
        ConflictResolved(
            case_id=case.case_id, person=command.expert, resolution="replaced", reason=command.reason
        )
    ]
