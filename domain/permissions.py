"""Who may give which command, in which relation to the stream, at which stage: data, asked by `record`."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import get_args

from domain.cluster.case import Case, Stage
from domain.cluster.commands.application import SubmitApplication
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.clock import ExtendDeadline
from domain.cluster.commands.organisation import RegisterCluster
from domain.cluster.commands.review import DecidedCaseCommand
from domain.cluster.commands.shared import CaseCommand
from domain.cluster.events.approvals import ClusterAct
from domain.cluster.measure import of_a_measure
from domain.cluster.state import Cluster
from domain.cluster.tasks import tasks_of
from domain.commands import PersonCommand
from domain.committee import case_reference, entitled, standing_seats
from domain.complaint.state import Complaint
from domain.editions.state import Editions
from domain.facts import Facts
from domain.frozen import Frozen
from domain.ledger.state import Ledger
from domain.office.authority import office_acting
from domain.office.state import AccreditedOffice
from domain.person.state import Office, Person
from domain.programme.state import Programme
from domain.rejected import Rejected
from domain.round.state import Round

State = Cluster | Round | Complaint | Person | AccreditedOffice | Editions | Programme | Ledger


class Relation(StrEnum):
    """What the acting person is to the stream; the authority a command was given with."""

    OPERATOR = "operator"
    OFFICE = "accredited office"
    SCHEME_OWNER = "scheme owner"
    DATA_PROTECTION = "data protection officer"
    MANAGER = "acts for the cluster"
    LEAD = "lead expert"
    EXPERT = "expert on the team"
    SIGNED_IN = "anyone registered"
    MEMBER = "committee member"
    PRESIDING = "presiding member"
    CHAIR = "committee chair"
    PANEL = "appeal panel"
    SELF = "the person"
    PROGRAMME_OWNER = "programme owner"
    FIRST = "first person of all"


_IN_WORDS: Mapping[Relation, str] = {
    Relation.OPERATOR: "an operator",
    Relation.OFFICE: "an office accredited for it",
    Relation.SCHEME_OWNER: "the scheme owner",
    Relation.DATA_PROTECTION: "the data protection officer",
    Relation.MANAGER: "who acts for the cluster",
    Relation.LEAD: "the lead expert",
    Relation.EXPERT: "an expert on the team",
    Relation.SIGNED_IN: "who is registered",
    Relation.MEMBER: "a committee member",
    Relation.PRESIDING: "the presiding member",
    Relation.CHAIR: "the committee's chair",
    Relation.PANEL: "a member of the appeal's panel",
    Relation.SELF: "the person in question",
    Relation.PROGRAMME_OWNER: "who acts for the programme",
    Relation.FIRST: "the first person of all",
}


class Permission(Frozen):
    """One row of the permission table. No stages: the command is not about a stage of a case."""

    relations: tuple[Relation, ...]
    stages: frozenset[Stage] = frozenset()


_OPEN = frozenset(set(Stage) - {Stage.CLOSED})
_REPORTING = frozenset({Stage.DRAFT, Stage.FACT_CHECK, Stage.FACTS_CHECKED})
_AUDITING = frozenset({Stage.AUDIT_SCHEDULED, Stage.AUDIT_INTERRUPTED})
_DECIDABLE = frozenset({Stage.REPORT_FINAL, Stage.ADJOURNED})
_REPLACEABLE = (
    frozenset(
        {
            Stage.TEAM_PROPOSED,
            Stage.EVIDENCE_OPEN,
            Stage.INTERVIEW_DUE,
            Stage.DESK_CHECK,
            Stage.AUDIT_DUE,
            Stage.AUDIT_CONDUCTED,
            Stage.CONSENSUS,
        }
    )
    | _AUDITING
    | _REPORTING
    | _DECIDABLE
)
_SILVER_INTERVIEW = frozenset({Stage.DESK_CHECK, Stage.AUDIT_DUE}) | _AUDITING
_INTERVIEW = frozenset({Stage.INTERVIEW_DUE}) | _DECIDABLE | _SILVER_INTERVIEW
_PLANNABLE = frozenset({Stage.AUDIT_DUE}) | _AUDITING | _DECIDABLE
_FINDING = frozenset({Stage.AUDIT_CONDUCTED, Stage.CONSENSUS}) | _AUDITING | _REPORTING
# A finding stays open through a replacement and through another audit.
_ANSWERING = (
    _FINDING
    | _DECIDABLE
    | frozenset({Stage.SIGNED, Stage.TEAM_PROPOSED, Stage.AUDIT_DUE, Stage.ON_AGENDA, Stage.DEFERRED})
)
_BEFORE_TEST = frozenset({Stage.APPLIED, Stage.TEST_DUE, Stage.ACCEPTED, Stage.OFFERED, Stage.SIGNED})
_BEFORE_AUDIT = (
    frozenset(
        {
            Stage.TEST_FAILED,
            Stage.TEST_PASSED,
            Stage.TEAM_PROPOSED,
            Stage.EVIDENCE_OPEN,
            Stage.INTERVIEW_DUE,
            Stage.DESK_CHECK,
            Stage.AUDIT_DUE,
        }
    )
    | _BEFORE_TEST
    | _AUDITING
)


def _row(*relations: Relation, at: frozenset[Stage] | Stage = frozenset()) -> Permission:
    return Permission(relations=relations, stages=frozenset({at}) if isinstance(at, Stage) else at)


PERMISSIONS: Mapping[str, Permission] = {
    "RegisterCluster": _row(Relation.OPERATOR, Relation.OFFICE),
    "UpdateProfile": _row(Relation.MANAGER, Relation.OPERATOR),
    "RenameCluster": _row(Relation.MANAGER, Relation.OPERATOR),
    "ChangeCarrier": _row(Relation.MANAGER, Relation.OPERATOR),
    "ChangeManager": _row(Relation.MANAGER, Relation.OPERATOR),
    "RecordMerger": _row(Relation.OPERATOR),
    "RecordTransfer": _row(Relation.OPERATOR),
    "RecordSplit": _row(Relation.OPERATOR),
    "DissolveCluster": _row(Relation.OPERATOR),
    "CastContinuationVote": _row(Relation.MEMBER),
    "ContinueLabel": _row(Relation.MEMBER),
    "ReviewChange": _row(Relation.OPERATOR),
    "ConcludeSpecialAudit": _row(Relation.OPERATOR),
    "ImportLabel": _row(Relation.OPERATOR),
    "ImportCase": _row(Relation.OPERATOR),
    "ConfirmFact": _row(Relation.OPERATOR),
    "SubmitApplication": _row(Relation.MANAGER, Relation.OFFICE),
    "AcceptApplication": _row(Relation.OPERATOR, Relation.OFFICE, at=Stage.APPLIED),
    "DeclineApplication": _row(Relation.OPERATOR, Relation.OFFICE, at=Stage.APPLIED),
    "RecheckEligibility": _row(Relation.OPERATOR, at=_OPEN - {Stage.APPLIED}),
    "SubmitTest": _row(Relation.MANAGER, at=frozenset({Stage.TEST_DUE, Stage.TEST_FAILED})),
    "OfferAgreement": _row(Relation.OPERATOR, at=frozenset({Stage.ACCEPTED, Stage.TEST_PASSED})),
    "SignAgreement": _row(Relation.MANAGER, Relation.OPERATOR, at=Stage.OFFERED),
    "WithdrawApplication": _row(Relation.MANAGER, at=_OPEN),
    "ConvertToFirstTime": _row(Relation.OPERATOR, at=_BEFORE_AUDIT),
    "MoveCaseToEdition": _row(Relation.OPERATOR, at=_BEFORE_TEST),
    "EndorseAct": _row(Relation.OPERATOR),
    "GiveConsent": _row(Relation.MANAGER, at=_OPEN),
    "ProposeTeam": _row(Relation.OPERATOR, Relation.OFFICE, at=Stage.SIGNED),
    "HandOverCase": _row(Relation.OPERATOR, at=_OPEN),
    "AcceptAssignment": _row(Relation.EXPERT, at=Stage.TEAM_PROPOSED),
    "DeclineAssignment": _row(Relation.EXPERT, at=Stage.TEAM_PROPOSED),
    "ObjectToTeam": _row(Relation.MANAGER, at=Stage.TEAM_PROPOSED),
    "AgreeTeam": _row(Relation.MANAGER, at=Stage.TEAM_PROPOSED),
    "ReplaceTeamMember": _row(Relation.OPERATOR, at=_REPLACEABLE),
    "DeclareImprovementAreas": _row(Relation.MANAGER, at=Stage.EVIDENCE_OPEN),
    "AnswerRecommendations": _row(Relation.MANAGER, at=Stage.EVIDENCE_OPEN),
    "SubmitEvidence": _row(Relation.MANAGER, at=Stage.EVIDENCE_OPEN),
    "AcceptEvidence": _row(Relation.EXPERT, at=Stage.DESK_CHECK),
    "QueryEvidence": _row(Relation.EXPERT, at=Stage.DESK_CHECK),
    "RejectEvidence": _row(Relation.EXPERT, at=Stage.DESK_CHECK),
    "RecordBenchmark": _row(Relation.EXPERT, at=_INTERVIEW),
    "ScheduleAudit": _row(Relation.LEAD, Relation.OPERATOR, at=_PLANNABLE),
    "RescheduleAudit": _row(Relation.LEAD, Relation.OPERATOR, at=_AUDITING),
    "AdmitObserver": _row(Relation.OPERATOR, at=_AUDITING),
    "RecordAuditDay": _row(Relation.LEAD, at=_AUDITING),
    "InterruptAudit": _row(Relation.LEAD, at=Stage.AUDIT_SCHEDULED),
    "ValidateIndicator": _row(Relation.EXPERT, at=_AUDITING),
    "ConcludeAudit": _row(Relation.LEAD, at=_AUDITING),
    "RecordFinding": _row(Relation.EXPERT, at=_FINDING),
    "ProposeCorrection": _row(Relation.MANAGER, at=_ANSWERING),
    "ProposeCorrectiveAction": _row(Relation.MANAGER, at=_ANSWERING),
    "AcceptActionPlan": _row(Relation.EXPERT, at=_ANSWERING),
    "CloseFinding": _row(Relation.EXPERT, Relation.OPERATOR, at=_ANSWERING),
    "SubmitScores": _row(Relation.EXPERT, at=Stage.AUDIT_CONDUCTED),
    "AgreeConsensus": _row(Relation.LEAD, at=Stage.CONSENSUS),
    "ConfirmConsensus": _row(Relation.EXPERT, at=Stage.CONSENSUS),
    "DraftReport": _row(Relation.LEAD, at=frozenset({Stage.DRAFT, Stage.FACTS_CHECKED})),
    "CheckFacts": _row(Relation.MANAGER, at=Stage.FACT_CHECK),
    "SignReport": _row(Relation.EXPERT, at=Stage.FACTS_CHECKED),
    "FinaliseReport": _row(Relation.LEAD, at=Stage.FACTS_CHECKED),
    "PlaceOnAgenda": _row(Relation.OPERATOR, at=_DECIDABLE),
    "RecuseMember": _row(Relation.MEMBER, Relation.OPERATOR, at=Stage.ON_AGENDA),
    "CastVote": _row(Relation.MEMBER, at=Stage.ON_AGENDA),
    "TakeDecision": _row(Relation.PRESIDING, at=Stage.ON_AGENDA),
    "AdjournDecision": _row(Relation.PRESIDING, at=Stage.ON_AGENDA),
    "AnswerDeferral": _row(Relation.LEAD, at=Stage.DEFERRED),
    "ReportConflict": _row(Relation.SIGNED_IN),
    "ResolveConflict": _row(Relation.OPERATOR),
    "ReviewDecision": _row(Relation.CHAIR, Relation.MEMBER),
    "LodgeAppeal": _row(Relation.MANAGER),
    "WithdrawAppeal": _row(Relation.MANAGER),
    "AdmitAppeal": _row(Relation.OPERATOR),
    "RejectAppeal": _row(Relation.OPERATOR),
    "AppointPanel": _row(Relation.OPERATOR, Relation.SCHEME_OWNER),
    "DecideAppeal": _row(Relation.PANEL),
    "ExtendDeadline": _row(Relation.OPERATOR, at=_OPEN),
    "AnnounceMeasure": _row(Relation.OPERATOR),
    "AnswerMeasure": _row(Relation.MANAGER),
    "DropMeasure": _row(Relation.OPERATOR),
    "SuspendLabel": _row(Relation.OPERATOR),
    "SettleCause": _row(Relation.OPERATOR),
    "RestoreLabel": _row(Relation.OPERATOR),
    "CastMeasureVote": _row(Relation.MEMBER),
    "WithdrawLabel": _row(Relation.CHAIR, Relation.MEMBER),
    "RelinquishLabel": _row(Relation.MANAGER),
    "CorrectTerm": _row(Relation.OPERATOR),
    "SnoozeReminder": _row(Relation.OPERATOR),
    "StopReminders": _row(Relation.OPERATOR),
    "RecordReply": _row(Relation.OPERATOR),
    "RetryEffect": _row(Relation.OPERATOR),
    "SkipEffect": _row(Relation.OPERATOR),
    "LodgeComplaint": _row(Relation.SIGNED_IN),
    "InvestigateComplaint": _row(Relation.OPERATOR, Relation.SCHEME_OWNER),
    "CloseComplaint": _row(Relation.OPERATOR, Relation.SCHEME_OWNER),
    "OpenRound": _row(Relation.OPERATOR, Relation.CHAIR),
    "CloseRound": _row(Relation.OPERATOR, Relation.CHAIR),
    "RegisterPerson": _row(Relation.OPERATOR, Relation.FIRST),
    "QualifyExpert": _row(Relation.OPERATOR, Relation.SCHEME_OWNER),
    "EndQualification": _row(Relation.OPERATOR, Relation.SCHEME_OWNER),
    "DeclareTie": _row(Relation.SELF, Relation.OPERATOR),
    "EndTie": _row(Relation.SELF, Relation.OPERATOR),
    "SetAvailability": _row(Relation.SELF),
    "BookDays": _row(Relation.SELF),
    "ReleaseDays": _row(Relation.SELF),
    "SeatMember": _row(Relation.SCHEME_OWNER),
    "EndSeat": _row(Relation.SCHEME_OWNER),
    "AccreditOffice": _row(Relation.OPERATOR, Relation.SCHEME_OWNER),
    "EndAccreditation": _row(Relation.OPERATOR, Relation.SCHEME_OWNER),
    "AppointStaff": _row(Relation.OPERATOR, Relation.SCHEME_OWNER),
    "EndStaff": _row(Relation.OPERATOR, Relation.SCHEME_OWNER),
    "ActivateEdition": _row(Relation.SCHEME_OWNER),
    "ErasePerson": _row(Relation.DATA_PROTECTION),
    "RedactText": _row(Relation.DATA_PROTECTION),
    "NameOwners": _row(Relation.OPERATOR),
    "EnrolCluster": _row(Relation.PROGRAMME_OWNER, Relation.OPERATOR),
    "EndMembership": _row(Relation.PROGRAMME_OWNER, Relation.OPERATOR),
    "FilePlan": _row(Relation.PROGRAMME_OWNER, Relation.OPERATOR),
    "SetTarget": _row(Relation.PROGRAMME_OWNER, Relation.OPERATOR),
    "RestoreLedger": _row(Relation.OPERATOR),
}


def authority(command: PersonCommand, state: State, facts: Facts, actor: str, day: date) -> Relation:
    """The relation by which the person may give the command; `Rejected` without one, or at another stage."""
    permission = PERMISSIONS[command.type]
    case = _case(command, state)
    held = _relations(actor, state, case, facts, day)
    if Relation.OFFICE in permission.relations and _for_an_office(command, state, facts, actor, day):
        held |= {Relation.OFFICE}
    relation = next((relation for relation in permission.relations if relation in held), None)
    if relation is None:
        who = " or ".join(_IN_WORDS[each] for each in permission.relations)
        raise Rejected("not-permitted", f"{actor} may not give {command.type}: only {who} may.")
    if case is not None and permission.stages and case.stage not in permission.stages:
        raise Rejected("wrong-stage", _unfit(command, case, state))
    return relation


def _for_an_office(command: PersonCommand, state: State, facts: Facts, actor: str, day: date) -> bool:
    """Whether the person works at an office accredited that day for such a case, or a cluster of that country."""
    person, case = facts.persons.get(actor), _case(command, state)
    if not isinstance(state, Cluster) or person is None or not person.registered:
        return False
    country = command.country if isinstance(command, RegisterCluster) else state.country
    level = command.level if isinstance(command, SubmitApplication) else case.level if case else None
    return office_acting(actor, facts, country=country, level=level, day=day, case=case) is not None


def _unfit(command: PersonCommand, case: Case, state: State) -> str:
    """What is waited for now is told by task and party, never by person."""
    waiting = tasks_of(state) if isinstance(state, Cluster) else ()
    now = dict.fromkeys(f"{each.task} ({each.party})" for each in waiting if each.case_id == case.case_id)
    told = f"; what waits: {', '.join(now)}" if now else ""
    return f"{command.type} does not fit case {case.case_id}, which is at '{case.stage}'{told}."


def _case(command: PersonCommand, state: State) -> Case | None:
    if not isinstance(state, Cluster) or not state.registered:
        return None
    if isinstance(command, EndorseAct) and command.act in get_args(ClusterAct):
        return None
    if isinstance(command, ExtendDeadline) and of_a_measure(command.subject):
        return None
    if isinstance(command, DecidedCaseCommand | EndorseAct) and command.case_id:
        return state.find_case(command.case_id)
    if isinstance(command, CaseCommand):
        return state.open_case(command.case_id)
    return None


def _relations(actor: str, state: State, case: Case | None, facts: Facts, day: date) -> frozenset[Relation]:
    person = facts.persons.get(actor)
    held: set[Relation] = set()
    if facts.nobody_registered and isinstance(state, Person) and state.person_id == actor:
        held.add(Relation.FIRST)
    if person is None or not person.registered:
        return frozenset(held)
    held |= {Relation.SIGNED_IN} | _offices(person, facts, day)
    if isinstance(state, Person) and state.person_id == actor:
        held.add(Relation.SELF)
    if isinstance(state, Programme) and actor in state.owners:
        held.add(Relation.PROGRAMME_OWNER)
    if isinstance(state, Cluster):
        held |= _in_cluster(actor, state, case, facts, day)
    return frozenset(held)


def _offices(person: Person, facts: Facts, day: date) -> set[Relation]:
    held = set()
    if Office.OPERATOR in person.offices:
        held.add(Relation.OPERATOR)
    if Office.SCHEME_OWNER in person.offices:
        held.add(Relation.SCHEME_OWNER)
    if Office.DATA_PROTECTION in person.offices:
        held.add(Relation.DATA_PROTECTION)
    if any(seat.covers(day) for seat in standing_seats(person.chairs, facts.labels, day)):
        held.add(Relation.CHAIR)
    return held


def _seated(facts: Facts, day: date) -> frozenset[str]:
    return frozenset(person.person_id for person in facts.committee if person.seats_for(day, ""))


def _in_cluster(actor: str, cluster: Cluster, case: Case | None, facts: Facts, day: date) -> set[Relation]:
    held = {Relation.MANAGER} if actor in cluster.managers else set()
    if any(actor in appeal.panel for appeal in cluster.appeals if appeal.open):
        held.add(Relation.PANEL)
    if case is None:
        # What is about no case is decided by whoever holds a seat that day.
        return held | ({Relation.MEMBER} if actor in _seated(facts, day) else set())
    if actor in case.experts:
        held.add(Relation.EXPERT)
    if actor == case.lead:
        held.add(Relation.LEAD)
    reference = case_reference(cluster, case)
    seated = {person.person_id for person in facts.committee if person.seats_for(day, reference)}
    members = tuple(member.person_id for member in entitled(facts, cluster, case, day))
    # Who stepped aside or lost the Gold behind the seat stays a member, and is told why the vote is not taken.
    if actor in seated | case.recused:
        held.add(Relation.MEMBER)
    if members and actor == members[0]:
        held.add(Relation.PRESIDING)
    return held
