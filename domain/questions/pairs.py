"""What takes two persons: which acts do, and who the two were, read from a cluster's history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from domain.cluster.events.application import CaseConverted, CaseMovedToEdition
from domain.cluster.events.approvals import ActEndorsed, Consentable, ConsentGiven
from domain.cluster.events.assessment import ReportFinalised
from domain.cluster.events.audit import AuditRescheduled, AuditScheduled, ObserverAdmitted
from domain.cluster.events.committee import CasePlacedOnAgenda, DecisionTaken, MemberRecused, VoteCast
from domain.cluster.events.findings import FindingClosed
from domain.cluster.events.review import ConflictReported, ConflictResolved, VoteStruck
from domain.cluster.events.scores import ConsensusReached
from domain.cluster.events.team import TeamMemberReplaced, TeamProposed
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.independence import soft_conflicts, soft_conflicts_of_member
from domain.cluster.rules.interval import earlier_benchmark, more_months
from domain.conflicts import Conflict
from domain.facts import Facts, Organisation
from domain.person.state import Person
from domain.questions.deeds import Deed
from domain.questions.timeline import Known
from domain.scheme import Scheme


class Role(StrEnum):
    """As what somebody does their part."""

    OPERATOR = "operator"
    EXPERT = "expert on the team"
    MANAGER = "person who acts for the cluster"


@dataclass(frozen=True)
class Part:
    """What somebody did towards an act, as what, and by which deed. `role` None: in whichever."""

    person: str
    role: Role | None
    deed: Deed


@dataclass(frozen=True)
class Pair:
    """An act that takes two persons, and those who were the two; `second` None where there was nobody."""

    rule: str
    what: str
    first: Part
    second: Part | None


@dataclass
class Beforehand:
    """What second persons endorsed and applicants consented to so far, and the deed before the present one."""

    known: Known
    scheme: Scheme
    endorsements: dict[UUID, Deed] = field(default_factory=dict)
    consents: dict[tuple[str, Consentable, str], Deed] = field(default_factory=dict)
    latest: tuple[Deed, ...] = ()

    def learn(self, deed: Deed) -> None:
        match deed.event:
            case ActEndorsed():
                self.endorsements[deed.entry.happened.event_id] = deed
            case ConsentGiven(case_id=case_id, to=to, subject=subject):
                self.consents[case_id, to, subject] = deed
        self.latest = (*self.latest[-1:], deed)


def pairs_of(deed: Deed, beforehand: Beforehand) -> Iterator[Pair]:
    """Every pair of persons that the act took."""
    actor, case = Part(deed.entry.actor, Role.OPERATOR, deed), deed.case
    match deed.event:
        case TeamProposed(experts=experts):
            for place, expert in enumerate(experts):
                yield from _on_the_team(expert, experts[:place], actor, beforehand)
        case TeamMemberReplaced(expert=left, successor=successor):
            others = tuple(each for each in case.experts if each != left)
            yield from _on_the_team(successor, others, actor, beforehand)
        case CasePlacedOnAgenda(members=members):
            yield from _in_committee(members, actor, beforehand)
        case VoteCast(member=member):
            yield from _in_committee((member,), _placing(deed), beforehand)
        case DecisionTaken(outcome="award" | "refuse", basis=basis):
            yield from _in_committee((*basis.in_favour, *basis.against), _placing(deed), beforehand)
        case AuditScheduled() | AuditRescheduled():
            yield from _long_interval(Part(deed.entry.actor, None, deed), beforehand)
        case ConflictResolved(person=person) if not _resolved_by_itself(deed, beforehand.latest):
            what = f"What was reported of {person} was resolved"
            yield Pair("R31", what, actor, _endorsing("conflict-resolution", person, "", actor, beforehand))
        case ConsensusReached(by_silence=False, confirmed_by=confirming):
            proposed = Part(case.proposal.by if case.proposal else "", None, deed)
            yield Pair("R7", "The scores were agreed", proposed, _by(confirming, Role.EXPERT, deed))
        case ReportFinalised() if len(case.experts) > 1:
            signed = sorted(case.signatures & set(case.experts) - {deed.entry.actor})
            signing = _by(signed[0] if signed else None, Role.EXPERT, deed)
            yield Pair("R31", "The report was signed", Part(deed.entry.actor, Role.EXPERT, deed), signing)
        case FindingClosed(finding=key, closed_by=closing):
            found = case.finding(key)
            role = Role.EXPERT if closing in case.experts else Role.OPERATOR
            raised = Part(found.raised_by if found else "", None, deed)
            yield Pair("R46", f"{key} was raised and closed", raised, Part(closing, role, deed))
        case ObserverAdmitted(observer=observer):
            second = _consenting("observer", observer, deed, beforehand)
            yield Pair("R43", f"{observer} was admitted", actor, second)
        case CaseConverted():
            second = _consenting("conversion", "", deed, beforehand)
            yield Pair("R12", "The case was converted", actor, second)
        case CaseMovedToEdition(edition=edition):
            second = _consenting("edition", edition, deed, beforehand)
            yield Pair("R19", f"The case was moved to {edition}", actor, second)
        case _:
            return


def _by(person: str | None, role: Role, deed: Deed) -> Part | None:
    return Part(person, role, deed) if person else None


def _placing(deed: Deed) -> Part:
    """Who put the case before the members; early records do not say."""
    placing = deed.case.placed_by
    return Part(placing, None, deed) if placing else Part(deed.entry.actor, None, deed)


def _on_the_team(expert: str, others: tuple[str, ...], first: Part, beforehand: Beforehand) -> Iterator[Pair]:
    """R32: an expert's soft conflict is accepted by two operators."""
    asked = _asked(first.deed, (expert, *others), beforehand)
    for conflict in soft_conflicts(asked.facts.person(expert), others, first.deed.case, asked):
        yield _accepted(conflict, expert, first, beforehand)


def _in_committee(members: Sequence[str], first: Part, beforehand: Beforehand) -> Iterator[Pair]:
    """R32: a member's soft conflict is accepted by an operator besides the one who put the case before them."""
    asked = _asked(first.deed, members, beforehand)
    for member in members:
        for conflict in soft_conflicts_of_member(asked.facts.person(member), first.deed.case, asked):
            yield _accepted(conflict, member, first, beforehand)


def _accepted(conflict: Conflict, person: str, first: Part, beforehand: Beforehand) -> Pair:
    second = _endorsing("soft-conflict", person, conflict.key, first, beforehand)
    what = f"A soft conflict was accepted ({conflict.sentence.removesuffix('.')})"
    return Pair(conflict.rule, what, first, second)


def _endorsing(act: str, subject: str, covered: str, first: Part, beforehand: Beforehand) -> Part | None:
    """Who endorsed it beforehand: somebody else where there is one, else whoever did."""
    deeds = (beforehand.endorsements[each.event_id] for each in first.deed.case.endorsements)
    parts = [
        Part(deed.event.endorsed_by, Role.OPERATOR, deed)
        for deed in deeds
        if (deed.event.act, deed.event.subject) == (act, subject)
        and (not covered or covered in deed.event.covers)
    ]
    others = [part for part in parts if part.person not in (first.person, subject)]
    return next(iter((*others, *parts)), None)


def _long_interval(first: Part, beforehand: Beforehand) -> Iterator[Pair]:
    """R20: a visit long after the earlier benchmark is endorsed by a second person. It is judged once."""
    deed = first.deed
    asked = _asked(deed, (), beforehand)
    bounds = asked.edition(deed.case).procedure(deed.case.level, deed.case.kind).benchmark_interval
    earlier = earlier_benchmark(deed.cluster, besides=deed.case.case_id)
    begun = isinstance(deed.event, AuditRescheduled) and deed.case.audit and deed.case.audit.conducted
    if bounds is None or earlier is None or deed.case.first_audited_on is not None or begun:
        return
    if more_months(earlier, deed.event.days[0], bounds.reason_above_months.value) is not False:
        second = _endorsing("benchmark-interval", "", "", first, beforehand)
        yield Pair("R20", "A long interval since the earlier benchmark was accepted", first, second)


def _resolved_by_itself(deed: Deed, before: tuple[Deed, ...]) -> bool:
    """Whether it followed from another act in the same append: a replacement, the member's own word, a review."""
    person = deed.event.person
    if deed.event.resolution == "reviewed":
        return True
    at_once = [
        each.event
        for number, each in enumerate(reversed(before), start=1)
        if each.entry.position == deed.entry.position - number
        and each.entry.happened.recorded_at == deed.entry.happened.recorded_at
    ]
    match at_once:
        case [TeamMemberReplaced(expert=replaced), *_]:
            return bool(replaced == person)
        case [MemberRecused() | VoteStruck(), ConflictReported(person=reported)]:
            return bool(reported == person)
        case _:
            return False


def _consenting(to: Consentable, subject: str, deed: Deed, beforehand: Beforehand) -> Part | None:
    """Who agreed for the applicant to what the secretariat does."""
    given = beforehand.consents.get((deed.case.case_id, to, subject))
    return Part(given.event.given_by, Role.MANAGER, given) if given else None


def _asked(deed: Deed, persons: Sequence[str], beforehand: Beforehand) -> Asked:
    """What the rules looked at: these persons, and the clusters that nominated them, as known then."""
    known = {each: _named(beforehand.known.person(each, deed.before)) for each in persons}
    nominators = {seat.rests_on for person in known.values() for seat in person.seats if seat.rests_on}
    clusters = [beforehand.known.cluster(each, deed.before) for each in nominators]
    facts = Facts(
        persons=known,
        labels={each.cluster_id: each.labels for each in clusters},
        organisations={
            each.cluster_id: Organisation(country=each.country, sector=each.sector) for each in clusters
        },
    )
    at = deed.entry.happened.recorded_at
    return Asked(cluster=deed.cluster, scheme=beforehand.scheme, facts=facts, at=at, actor=deed.entry.actor)


def _named(person: Person) -> Person:
    """Rules refuse persons nobody registered; what is on record is judged all the same."""
    return person if person.registered else person.model_copy(update={"name": person.person_id})
