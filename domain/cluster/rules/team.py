"""Rules of the team: who may assess, who agreed to it, who may object."""

from typing import assert_never

from domain.cluster.commands.team import (
    AcceptAssignment,
    AgreeTeam,
    DeclineAssignment,
    ObjectToTeam,
    ProposeTeam,
    ReplaceTeamMember,
    TeamCommand,
)
from domain.cluster.events.team import (
    AssignmentAccepted,
    AssignmentDeclined,
    IndependenceCheck,
    TeamAgreed,
    TeamMemberReplaced,
    TeamObjected,
    TeamProposed,
)
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.shelf_life import stale
from domain.cluster.state import Case, Stage
from domain.conflicts import hard_conflicts
from domain.limits import LimitName
from domain.rejected import Rejected
from domain.running import Limit
from domain.standing import Notice, letters

# What the experts owe from the interview on.
REPORTING: tuple[LimitName, ...] = ("draft", "final_report")


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


def propose_team(command: ProposeTeam, case: Case, asked: Asked) -> list[TeamProposed]:
    wanted = asked.edition(case).procedure(case.level, case.kind).experts.value
    if not len(command.experts) == len(set(command.experts)) == wanted:
        raise Rejected(
            "wrong-number", f"This procedure takes {wanted} expert(s), each named once: {command.experts}."
        )
    # R28: after the last objection the operator decides, with reasons.
    if _objections_over(case, asked) and command.reason is None:
        raise Rejected("reason-missing", "After the last objection the proposal gives its reason.")
    return [
        TeamProposed(
            case_id=case.case_id,
            experts=command.experts,
            checked=tuple(_checked(expert, case, asked) for expert in command.experts),
            reason=command.reason,
            limits=_invitation_limits(command.experts[0], case, asked),
            notices=_invitation_letters(command.experts, case, asked),
        )
    ]


def _objections_over(case: Case, asked: Asked) -> bool:
    at_most = asked.edition(case).limits["objection"].at_most
    return at_most is not None and case.objections >= at_most.value


def replace_team_member(command: ReplaceTeamMember, case: Case, asked: Asked) -> list[TeamMemberReplaced]:
    team = {assignment.person for assignment in case.team}
    if command.expert not in team:
        raise Rejected("not-on-team", f"{command.expert} is not on the team.")
    if command.successor in team:
        raise Rejected("already-on-team", f"{command.successor} is on the team already.")
    # R14: behind a final report the team may change only for the interview that must be held anew.
    if case.report is not None and not stale(case, asked):
        raise Rejected("report-signed", "The final report is signed: its experts are not replaced.")
    return [
        TeamMemberReplaced(
            case_id=case.case_id,
            expert=command.expert,
            successor=command.successor,
            checked=_checked(command.successor, case, asked),
            reason=command.reason,
            limits=_invitation_limits(command.successor, case, asked),
            notices=(
                *letters((command.expert,), "assignment-ended", level=case.level),
                *_invitation_letters((command.successor,), case, asked),
            ),
        )
    ]


def _checked(expert: str, case: Case, asked: Asked) -> IndependenceCheck:
    person = asked.facts.person(expert)
    if not person.qualified(case.level, case.edition, asked.today):
        raise Rejected(
            "not-qualified", f"{expert} is not qualified for {case.level} under {case.edition} (R32)."
        )
    require_independence(expert, case, asked)
    return IndependenceCheck(person=expert, person_version=person.version, country=person.country)


def require_independence(expert: str, case: Case, asked: Asked) -> None:
    """R31, R32: no hard conflict at this moment; never overridden."""
    person, bound_by = asked.facts.person(expert), asked.edition(case).ties
    if conflicts := hard_conflicts(person, asked.cluster, asked.today, bound_by):
        raise Rejected("hard-conflict", " ".join(str(each) for each in conflicts))


def _invitation_limits(expert: str, case: Case, asked: Asked) -> tuple[Limit, ...]:
    edition = asked.edition(case)
    return asked.limit("assignment", edition, expert=expert), asked.limit("objection", edition)


def _invitation_letters(experts: tuple[str, ...], case: Case, asked: Asked) -> tuple[Notice, ...]:
    answer, objection = _invitation_limits(experts[0], case, asked)
    invited = letters(experts, "assignment-invited", level=case.level, due_on=answer.last_day.isoformat())
    told = asked.to_managers("team-proposed", level=case.level, due_on=objection.last_day.isoformat())
    return (*invited, *told)


def accept_assignment(
    command: AcceptAssignment, case: Case, asked: Asked
) -> list[AssignmentAccepted | TeamAgreed]:
    _invited(case, asked)
    if not command.free_of_conflicts:
        raise Rejected(
            "conflict-declaration-missing",
            "An assignment is accepted with the declaration to be free of conflicts.",
        )
    require_independence(asked.actor, case, asked)
    accepted = AssignmentAccepted(case_id=case.case_id, expert=asked.actor)
    others_open = any(not a.accepted for a in case.team if a.person != asked.actor)
    if case.objection_over and not others_open:
        return [accepted, team_agreed(case, asked, by_silence=True)]
    return [accepted]


def decline_assignment(command: DeclineAssignment, case: Case, asked: Asked) -> list[AssignmentDeclined]:
    _invited(case, asked)
    limits = (asked.limit("team", asked.edition(case)),)
    return [
        AssignmentDeclined(case_id=case.case_id, expert=asked.actor, reason=command.reason, limits=limits)
    ]


def _invited(case: Case, asked: Asked) -> None:
    if any(assignment.accepted for assignment in case.team if assignment.person == asked.actor):
        raise Rejected("already-answered", f"{asked.actor} accepted the assignment already.")
    asked.not_over(case, "assignment", "answer-late")


def object_to_team(command: ObjectToTeam, case: Case, asked: Asked) -> list[TeamObjected]:
    if case.objection_over:
        raise Rejected("objection-late", "The time in which the team could be objected to is over.")
    asked.not_over(case, "objection", "objection-late")
    if _objections_over(case, asked):
        raise Rejected("objections-over", f"{case.objections} objections were made: no more are possible.")
    experts = tuple(assignment.person for assignment in case.team)
    return [
        TeamObjected(
            case_id=case.case_id,
            reason=command.reason,
            limits=(asked.limit("team", asked.edition(case)),),
            notices=letters(experts, "assignment-ended", level=case.level),
        )
    ]


def agree_team(_: AgreeTeam, case: Case, asked: Asked) -> list[TeamAgreed]:
    if waiting := [assignment.person for assignment in case.team if not assignment.accepted]:
        raise Rejected("assignment-open", f"{', '.join(waiting)} has not accepted the assignment yet.")
    for assignment in case.team:
        require_independence(assignment.person, case, asked)
    return [team_agreed(case, asked)]


def team_agreed(case: Case, asked: Asked, *, by_silence: bool = False) -> TeamAgreed:
    """The team stands, and the path goes on where it was: usually the applicant hands in its documents."""
    limits, notices = _work_ahead(case, asked)
    return TeamAgreed(
        case_id=case.case_id,
        by_silence=by_silence,
        limits=limits,
        notices=notices,
    )


def _work_ahead(case: Case, asked: Asked) -> tuple[tuple[Limit, ...], tuple[Notice, ...]]:
    edition, expert = asked.edition(case), case.team[0].person
    match case.stage_with_team:
        case Stage.DRAFT:
            return tuple(asked.limit(name, edition, expert=expert) for name in REPORTING), ()
        case Stage.INTERVIEW_DUE:
            return interview_ahead(case, asked)
        case _:
            # The letter asks for the documents: only while they are still to come.
            return (asked.abandonment(edition),), asked.to_managers("team-agreed", level=case.level)


def interview_ahead(case: Case, asked: Asked) -> tuple[tuple[Limit, ...], tuple[Notice, ...]]:
    """The limit of the interview, and the letter that tells the experts of it."""
    experts = tuple(assignment.person for assignment in case.team)
    audit = asked.limit("audit", asked.edition(case), expert=experts[0])
    due_on = audit.last_day.isoformat()
    return (audit,), letters(experts, "interview-due", level=case.level, due_on=due_on)
