"""Rules of the team: who may assess, who agreed to it, who may object."""

from domain.cluster.commands.team import (
    AcceptAssignment,
    AgreeTeam,
    DeclineAssignment,
    ObjectToTeam,
    ProposeTeam,
    ReplaceTeamMember,
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
from domain.cluster.rules.asked import Asked
from domain.cluster.state import Assignment, Case
from domain.conflicts import hard_conflicts
from domain.rejected import Rejected
from domain.running import Limit
from domain.standing import Notice, letters

MOST_OBJECTIONS = 2


def propose_team(command: ProposeTeam, case: Case, asked: Asked) -> list[TeamProposed]:
    wanted = asked.edition(case).procedure(case.level, case.kind).experts.value
    if len(set(command.experts)) != wanted:
        raise Rejected(
            "wrong-number", f"This procedure takes {wanted} expert(s), {len(set(command.experts))} proposed."
        )
    # R28: after the second objection the operator decides, with reasons.
    if case.objections >= MOST_OBJECTIONS and command.reason is None:
        raise Rejected("reason-missing", "After a second objection the proposal gives its reason.")
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


def replace_team_member(command: ReplaceTeamMember, case: Case, asked: Asked) -> list[TeamMemberReplaced]:
    team = {assignment.person for assignment in case.team}
    if command.expert not in team:
        raise Rejected("not-on-team", f"{command.expert} is not on the team.")
    if command.successor in team:
        raise Rejected("already-on-team", f"{command.successor} is on the team already.")
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
    require_independence(expert, asked)
    return IndependenceCheck(person=expert, person_version=person.version, country=person.country)


def require_independence(expert: str, asked: Asked) -> None:
    """R31, R32: no hard conflict at this moment; never overridden."""
    if conflicts := hard_conflicts(asked.facts.person(expert), asked.cluster, asked.today):
        raise Rejected("hard-conflict", " ".join(f"{each.sentence} ({each.rule})" for each in conflicts))


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
    _invited(case, asked.actor)
    if not command.free_of_conflicts:
        raise Rejected(
            "conflict-declaration-missing",
            "An assignment is accepted with the declaration to be free of conflicts.",
        )
    require_independence(asked.actor, asked)
    accepted = AssignmentAccepted(case_id=case.case_id, expert=asked.actor)
    others_open = any(not a.accepted for a in case.team if a.person != asked.actor)
    if case.objection_over and not others_open:
        return [accepted, team_agreed(case, asked, by_silence=True)]
    return [accepted]


def decline_assignment(command: DeclineAssignment, case: Case, asked: Asked) -> list[AssignmentDeclined]:
    _invited(case, asked.actor)
    limits = (asked.limit("team", asked.edition(case)),)
    return [
        AssignmentDeclined(case_id=case.case_id, expert=asked.actor, reason=command.reason, limits=limits)
    ]


def _invited(case: Case, person: str) -> Assignment:
    invited = next((assignment for assignment in case.team if assignment.person == person), None)
    if invited is None:
        raise Rejected("not-on-team", f"{person} is not on the team.")
    if invited.accepted:
        raise Rejected("already-answered", f"{person} accepted the assignment already.")
    return invited


def object_to_team(command: ObjectToTeam, case: Case, asked: Asked) -> list[TeamObjected]:
    if case.objection_over:
        raise Rejected(
            "objection-late", "The five working days in which the team could be objected to are over."
        )
    if case.objections >= MOST_OBJECTIONS:
        raise Rejected("third-objection", "A team can be objected to twice.")
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
        require_independence(assignment.person, asked)
    return [team_agreed(case, asked)]


def team_agreed(case: Case, asked: Asked, *, by_silence: bool = False) -> TeamAgreed:
    """The team stands: the applicant hands in its documents next, unless they are there already."""
    edition = asked.edition(case)
    if case.evidence_complete:
        next_limit = asked.limit("audit", edition, expert=case.team[0].person)
    else:
        next_limit = asked.abandonment(edition)
    return TeamAgreed(
        case_id=case.case_id,
        by_silence=by_silence,
        limits=(next_limit,),
        notices=asked.to_managers("team-agreed", level=case.level),
    )
