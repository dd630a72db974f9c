"""Rules of the team: who may assess, who agreed to it, who may object."""

from collections.abc import Sequence
from typing import assert_never

from domain.cluster.case import Case
from domain.cluster.commands.team import (
    AcceptAssignment,
    AgreeTeam,
    DeclineAssignment,
    ObjectToTeam,
    ProposeTeam,
    ReplaceTeamMember,
    TeamCommand,
)
from domain.cluster.events.review import ConflictReported
from domain.cluster.events.team import (
    AssignmentAccepted,
    AssignmentDeclined,
    AssignmentLapsed,
    ObjectionLapsed,
    TeamAgreed,
    TeamObjected,
    TeamProposed,
)
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.bookings import Booking, booked, released
from domain.cluster.rules.independence import checked, require_foreign, require_independence, ties_reported
from domain.cluster.rules.invitation import dismissed, invitation, objections_over, told_the_days
from domain.cluster.rules.replacement import replace_team_member
from domain.cluster.rules.work_ahead import answers_due, areas_due, benchmark_due, work_ahead
from domain.rejected import Rejected
from domain.secretariat import SECRETARIAT
from domain.standing import letters

Agreeing = TeamAgreed | ConflictReported


def decide(command: TeamCommand, asked: Asked) -> Following:
    """The events that follow, or `Rejected`."""
    case = asked.cluster.open_case(command.case_id)
    match command:
        case ProposeTeam():
            return propose_team(command, case, asked)
        case AcceptAssignment():
            return accept_assignment(command, case, asked)
        case DeclineAssignment():
            return decline_assignment(command, case, asked)
        case ObjectToTeam():
            return object_to_team(command, case, asked)
        case AgreeTeam():
            return agree_team(command, case, asked)
        case ReplaceTeamMember():
            return replace_team_member(command, case, asked)
        case _:
            assert_never(command)


def propose_team(command: ProposeTeam, case: Case, asked: Asked) -> list[TeamProposed | Booking]:
    """Who accepted before is not invited again; who accepted and is left out is told so."""
    experts = command.experts
    wanted = asked.edition(case).procedure(case.level, case.kind).experts.value
    if not len(experts) == len(set(experts)) == wanted:
        needed = "1 expert is" if wanted == 1 else f"{wanted} experts are"
        raise Rejected(
            "wrong-number", f"experts: {needed} needed, each once; given: {', '.join(experts)} (R2)."
        )
    # R28: after the last objection the operator decides, with reasons.
    if objections_over(case, asked) and command.reason is None:
        raise Rejected("reason-missing", "After the last objection the proposal gives its reason.")
    require_foreign(experts, case, asked)
    left_out = tuple(each for each in case.experts if each not in experts)
    invited = tuple(each for each in experts if each not in case.accepted)
    limits, invitations = invitation(invited, case, asked)
    proposed = TeamProposed(
        case_id=case.case_id,
        experts=experts,
        checked=tuple(
            checked(expert, experts[:place], case, asked, reason=command.reason)
            for place, expert in enumerate(experts)
        ),
        reason=command.reason,
        limits=limits,
        notices=(*dismissed(left_out, case, asked), *invitations),
    )
    return [proposed, *released(left_out, case, asked), *booked(invited, case, asked)]


def accept_assignment(
    command: AcceptAssignment, case: Case, asked: Asked
) -> list[AssignmentAccepted | Agreeing]:
    _invited(case, asked)
    if not command.free_of_conflicts:
        raise Rejected(
            "conflict-declaration-missing",
            "An assignment is accepted with the declaration to be free of conflicts.",
        )
    require_independence(asked.actor, case, asked)
    accepted = AssignmentAccepted(
        case_id=case.case_id, expert=asked.actor, notices=told_the_days(asked.actor, case, asked)
    )
    others_open = any(not a.accepted for a in case.team if a.person != asked.actor)
    if case.objection_over and not others_open:
        return [accepted, *_agreed_by_silence(case, asked)]
    return [accepted]


def decline_assignment(
    command: DeclineAssignment, case: Case, asked: Asked
) -> list[AssignmentDeclined | Booking]:
    _invited(case, asked)
    declined = AssignmentDeclined(
        case_id=case.case_id,
        expert=asked.actor,
        reason=command.reason,
        limits=(asked.limit("team", asked.edition(case)),),
        notices=letters((SECRETARIAT,), "assignment-declined", level=case.level),
    )
    return [declined, *released((asked.actor,), case, asked)]


def assignment_lapsed(case: Case, asked: Asked, expert: str) -> list[AssignmentLapsed | Booking]:
    """The clock: the invited expert did not answer in time. Limits of early records name no expert."""
    silent = expert or next((each.person for each in case.team if not each.accepted), "")
    lapsed = AssignmentLapsed(
        case_id=case.case_id,
        expert=silent,
        limits=(asked.limit("team", asked.edition(case)),),
        notices=letters((silent,), "assignment-ended", level=case.level),
    )
    return [lapsed, *released((silent,), case, asked)]


def _invited(case: Case, asked: Asked) -> None:
    if asked.actor in case.accepted:
        raise Rejected("already-answered", f"{asked.actor} accepted the assignment already.")
    for subject in (asked.actor, ""):
        asked.not_over(case, "assignment", "answer-late", subject)


def object_to_team(command: ObjectToTeam, case: Case, asked: Asked) -> list[TeamObjected | Booking]:
    """It ends the assignments of those to whom the applicant did not agree before."""
    if objections_over(case, asked):
        raise Rejected("objections-over", f"{case.objections} objections were made: no more are possible.")
    if case.objection_over:
        raise Rejected("objection-late", "The time in which the team could be objected to is over.")
    asked.not_over(case, "objection", "objection-late")
    dropped = tuple(each.person for each in case.team if not each.agreed)
    objected = TeamObjected(
        case_id=case.case_id,
        reason=command.reason,
        limits=(asked.limit("team", asked.edition(case)),),
        notices=dismissed(dropped, case, asked),
    )
    return [objected, *released(dropped, case, asked)]


def agree_team(_: AgreeTeam, case: Case, asked: Asked) -> list[TeamAgreed]:
    if waiting := [expert for expert in case.experts if expert not in case.accepted]:
        raise Rejected("assignment-open", f"{', '.join(waiting)} has not accepted the assignment yet.")
    for expert in case.experts:
        require_independence(expert, case, asked)
    return [_team_agreed(case, asked)]


def objection_over(case: Case, asked: Asked) -> Sequence[Agreeing | ObjectionLapsed]:
    """The clock: the applicant's silence agrees, as soon as every expert has accepted (R28)."""
    if case.accepted == set(case.experts):
        return _agreed_by_silence(case, asked)
    return [ObjectionLapsed(case_id=case.case_id)]


def _agreed_by_silence(case: Case, asked: Asked) -> list[Agreeing]:
    return [_team_agreed(case, asked, by_silence=True), *ties_reported(case, asked)]


def _team_agreed(case: Case, asked: Asked, *, by_silence: bool = False) -> TeamAgreed:
    """The team stands, and the path goes on where it was: usually the applicant hands in its documents."""
    limits, notices = work_ahead(case, asked)
    if not case.on_site or case.resumes_at:
        return TeamAgreed(case_id=case.case_id, by_silence=by_silence, limits=limits, notices=notices)
    return TeamAgreed(
        case_id=case.case_id,
        by_silence=by_silence,
        areas_due=areas_due(case, asked),
        answers_due=answers_due(case, asked),
        benchmark_due=benchmark_due(case, asked),
        evidence_round=1,
        limits=limits,
        notices=notices,
    )
