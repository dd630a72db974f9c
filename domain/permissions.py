"""Who may give which command, in which relation to the stream, at which stage: data, asked by `record`."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from domain.cluster.commands.shared import CaseCommand
from domain.cluster.state import Case, Cluster, Stage
from domain.commands import PersonCommand
from domain.committee import case_reference, entitled, standing_seats
from domain.facts import Facts
from domain.frozen import Frozen
from domain.person.state import Office, Person
from domain.rejected import Rejected
from domain.round.state import Round

State = Cluster | Round | Person


class Relation(StrEnum):
    """What the acting person is to the stream; the authority a command was given with."""

    OPERATOR = "operator"
    SCHEME_OWNER = "scheme owner"
    MANAGER = "acts for the cluster"
    EXPERT = "expert on the team"
    MEMBER = "committee member"
    PRESIDING = "presiding member"
    CHAIR = "committee chair"
    SELF = "the person"
    FIRST = "first person of all"


class Permission(Frozen):
    """One row of the permission table. No stages: the command is not about a stage of a case."""

    relations: tuple[Relation, ...]
    stages: frozenset[Stage] = frozenset()


_OPEN = frozenset(set(Stage) - {Stage.CLOSED})
_REPLACEABLE = frozenset(
    {
        Stage.TEAM_PROPOSED,
        Stage.EVIDENCE_OPEN,
        Stage.INTERVIEW_DUE,
        Stage.DRAFT,
        Stage.FACT_CHECK,
        Stage.FACTS_CHECKED,
        Stage.REPORT_FINAL,
        Stage.ADJOURNED,
    }
)
_INTERVIEW = frozenset({Stage.INTERVIEW_DUE, Stage.REPORT_FINAL, Stage.ADJOURNED})
_PLACEABLE = frozenset({Stage.REPORT_FINAL, Stage.ADJOURNED})


def _row(*relations: Relation, at: frozenset[Stage] | Stage = frozenset()) -> Permission:
    return Permission(relations=relations, stages=frozenset({at}) if isinstance(at, Stage) else at)


PERMISSIONS: Mapping[str, Permission] = {
    "RegisterCluster": _row(Relation.OPERATOR),
    "UpdateProfile": _row(Relation.MANAGER, Relation.OPERATOR),
    "ChangeManager": _row(Relation.MANAGER, Relation.OPERATOR),
    "ImportLabel": _row(Relation.OPERATOR),
    "SubmitApplication": _row(Relation.MANAGER),
    "AcceptApplication": _row(Relation.OPERATOR, at=Stage.APPLIED),
    "DeclineApplication": _row(Relation.OPERATOR, at=Stage.APPLIED),
    "RecheckEligibility": _row(Relation.OPERATOR, at=_OPEN - {Stage.APPLIED}),
    "OfferAgreement": _row(Relation.OPERATOR, at=Stage.ACCEPTED),
    "SignAgreement": _row(Relation.MANAGER, Relation.OPERATOR, at=Stage.OFFERED),
    "WithdrawApplication": _row(Relation.MANAGER, at=_OPEN),
    "ProposeTeam": _row(Relation.OPERATOR, at=Stage.SIGNED),
    "AcceptAssignment": _row(Relation.EXPERT, at=Stage.TEAM_PROPOSED),
    "DeclineAssignment": _row(Relation.EXPERT, at=Stage.TEAM_PROPOSED),
    "ObjectToTeam": _row(Relation.MANAGER, at=Stage.TEAM_PROPOSED),
    "AgreeTeam": _row(Relation.MANAGER, at=Stage.TEAM_PROPOSED),
    "ReplaceTeamMember": _row(Relation.OPERATOR, at=_REPLACEABLE),
    "SubmitEvidence": _row(Relation.MANAGER, at=Stage.EVIDENCE_OPEN),
    "RecordBenchmark": _row(Relation.EXPERT, at=_INTERVIEW),
    "DraftReport": _row(Relation.EXPERT, at=Stage.DRAFT),
    "CheckFacts": _row(Relation.MANAGER, at=Stage.FACT_CHECK),
    "FinaliseReport": _row(Relation.EXPERT, at=Stage.FACTS_CHECKED),
    "PlaceOnAgenda": _row(Relation.OPERATOR, at=_PLACEABLE),
    "RecuseMember": _row(Relation.MEMBER, Relation.OPERATOR, at=Stage.ON_AGENDA),
    "CastVote": _row(Relation.MEMBER, at=Stage.ON_AGENDA),
    "TakeDecision": _row(Relation.PRESIDING, at=Stage.ON_AGENDA),
    "AdjournDecision": _row(Relation.PRESIDING, at=Stage.ON_AGENDA),
    "ExtendDeadline": _row(Relation.OPERATOR, at=_OPEN),
    "RetryEffect": _row(Relation.OPERATOR),
    "SkipEffect": _row(Relation.OPERATOR),
    "OpenRound": _row(Relation.OPERATOR, Relation.CHAIR),
    "CloseRound": _row(Relation.OPERATOR, Relation.CHAIR),
    "RegisterPerson": _row(Relation.OPERATOR, Relation.FIRST),
    "QualifyExpert": _row(Relation.OPERATOR, Relation.SCHEME_OWNER),
    "EndQualification": _row(Relation.OPERATOR, Relation.SCHEME_OWNER),
    "DeclareTie": _row(Relation.SELF, Relation.OPERATOR),
    "EndTie": _row(Relation.SELF, Relation.OPERATOR),
    "SeatMember": _row(Relation.SCHEME_OWNER),
    "EndSeat": _row(Relation.SCHEME_OWNER),
}


def authority(command: PersonCommand, state: State, facts: Facts, actor: str, day: date) -> Relation:
    """The relation by which the person may give the command; `Rejected` without one, or at another stage."""
    permission = PERMISSIONS[command.type]
    case = _case(command, state)
    held = _relations(actor, state, case, facts, day)
    relation = next((relation for relation in permission.relations if relation in held), None)
    if relation is None:
        wanted = " or ".join(permission.relations)
        raise Rejected("not-permitted", f"{actor} may not give {command.type}: it takes {wanted}.")
    if case is not None and permission.stages and case.stage not in permission.stages:
        raise Rejected(
            "wrong-stage", f"{command.type} does not fit case {case.case_id}, which is at '{case.stage}'."
        )
    return relation


def _case(command: PersonCommand, state: State) -> Case | None:
    if isinstance(command, CaseCommand) and isinstance(state, Cluster) and state.registered:
        return state.open_case(command.case_id)
    return None


def _relations(actor: str, state: State, case: Case | None, facts: Facts, day: date) -> frozenset[Relation]:
    person = facts.persons.get(actor)
    held: set[Relation] = set()
    if facts.nobody_registered and isinstance(state, Person) and state.person_id == actor:
        held.add(Relation.FIRST)
    if person is None or not person.registered:
        return frozenset(held)
    held |= _offices(person, facts, day)
    if isinstance(state, Person) and state.person_id == actor:
        held.add(Relation.SELF)
    if isinstance(state, Cluster):
        held |= _in_cluster(actor, state, case, facts, day)
    return frozenset(held)


def _offices(person: Person, facts: Facts, day: date) -> set[Relation]:
    held = set()
    if Office.OPERATOR in person.offices:
        held.add(Relation.OPERATOR)
    if Office.SCHEME_OWNER in person.offices:
        held.add(Relation.SCHEME_OWNER)
    if any(seat.covers(day) for seat in standing_seats(person.chairs, facts.labels, day)):
        held.add(Relation.CHAIR)
    return held


def _in_cluster(actor: str, cluster: Cluster, case: Case | None, facts: Facts, day: date) -> set[Relation]:
    held = {Relation.MANAGER} if actor in cluster.managers else set()
    if case is None:
        return held
    if actor in {assignment.person for assignment in case.team}:
        held.add(Relation.EXPERT)
    reference = case_reference(cluster, case)
    seated = {person.person_id for person in facts.committee if person.seats_for(day, reference)}
    members = tuple(member.person_id for member in entitled(facts, cluster, case, day))
    # Who stepped aside or lost the Gold behind the seat stays a member, and is told why the vote is not taken.
    if actor in seated | case.recused:
        held.add(Relation.MEMBER)
    if members and actor == members[0]:
        held.add(Relation.PRESIDING)
    return held
