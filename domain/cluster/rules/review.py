"""Rules of ties learned of mid-case or after the decision (R31)."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from domain.cluster.case import Case, Stage
from domain.cluster.commands.review import ReportConflict, ResolveConflict, ReviewCommand, ReviewDecision
from domain.cluster.events.review import ConflictReported, ConflictResolved, DecisionConfirmed
from domain.cluster.rules.annulment import Annulling, NewFact, annulled
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.award import conflict_of
from domain.cluster.rules.stepping_aside import Striking, stepped_aside
from domain.committee import entitled
from domain.conflicts import hard_conflicts
from domain.person.state import Office, Person, Tie
from domain.rejected import Rejected
from domain.secretariat import SECRETARIAT
from domain.standing import Notice, letters


def decide(command: ReviewCommand, asked: Asked) -> Following:
    """The events that follow, or `Rejected`. The case may be decided already."""
    case = asked.cluster.find_case(command.case_id)
    if case is None:
        raise Rejected("case-unknown", f"{asked.cluster.name} has no case {command.case_id}.")
    match command:
        case ReportConflict():
            return report_conflict(command, case, asked)
        case ResolveConflict():
            return resolve_conflict(command, case, asked)
        case ReviewDecision():
            return review_decision(command, case, asked)
        case _:
            assert_never(command)


def report_conflict(
    command: ReportConflict, case: Case, asked: Asked
) -> list[ConflictReported | ConflictResolved | Striking]:
    """A member's tie strikes the vote at once where it is told by the member, or on record by more than one voice.

    What anybody else says strikes no vote by itself, whatever their office: it waits until two operators have
    found out. So does a tie that one operator put on record, unless another one reports it. What a stranger to
    the case says always waits, and is answered alike whether or not the person takes part.
    """
    asked.facts.person(command.person)
    if _concerned(case, asked):
        _something_new(command, case, asked)
    struck = (
        stepped_aside(command.person, command.reason, case, asked) if _known(command, case, asked) else []
    )
    told = letters((SECRETARIAT,), "conflict-reported", level=case.level)
    reported = ConflictReported(
        case_id=case.case_id,
        person=command.person,
        reported_by=asked.actor,
        reason=command.reason,
        notices=told if struck else (*told, *_review_due(command.person, case, asked)),
    )
    return [reported, *_struck(command, struck, case)]


def learned_of(
    person: str, case: Case, asked: Asked, *, at_once: bool
) -> list[ConflictReported | ConflictResolved | Striking]:
    """A tie that came on record is reported by itself. `at_once`: the person told it, and steps aside thereby."""
    struck = stepped_aside(person, None, case, asked) if at_once else []
    told = letters((SECRETARIAT,), "conflict-reported", level=case.level)
    reported = ConflictReported(
        case_id=case.case_id,
        person=person,
        notices=told if struck else (*told, *_review_due(person, case, asked)),
    )
    return [reported, *_resolved(person, None, struck, case)]


def _concerned(case: Case, asked: Asked) -> bool:
    """Whether the acting person has a part in the case, acts for its cluster, or holds an office or a seat."""
    actor = asked.facts.person(asked.actor)
    return (
        bool(actor.offices)
        or asked.actor in asked.cluster.managers
        or asked.actor in case.assessors | _deciders(case, asked)
        or any(seat.covers(asked.today) and seat.ad_hoc_for is None for seat in actor.seats)
    )


def _something_new(command: ReportConflict, case: Case, asked: Asked) -> None:
    if not _takes_part(command.person, case, asked):
        raise Rejected("not-taking-part", f"person: {command.person} has no part in {case.case_id}.")
    if case.reported(command.person):
        raise Rejected("reported-already", f"person: a tie of {command.person} is reported already.")


def _takes_part(person: str, case: Case, asked: Asked) -> bool:
    return person in case.assessors | _deciders(case, asked)


def _deciders(case: Case, asked: Asked) -> frozenset[str]:
    """Members of the committee who decide, or decided, the case."""
    present = entitled(asked.facts, asked.cluster, case, asked.today) if case.stage is Stage.ON_AGENDA else ()
    voters = {ballot.member for ballot in case.ballots}
    return frozenset({*case.members, *voters, *(member.person_id for member in present)})


def _known(command: ReportConflict, case: Case, asked: Asked) -> bool:
    """Whether it may be acted on at once: told by the person, or on record and not reported by a stranger."""
    if asked.actor == command.person:
        return True
    person = asked.facts.person(command.person)
    beyond_one_voice = tuple(tie for tie in person.ties if _borne_out(tie, person, asked))
    on_record = conflict_of(person.model_copy(update={"ties": beyond_one_voice}), case, asked) is not None
    return on_record and _concerned(case, asked)


def _borne_out(tie: Tie, person: Person, asked: Asked) -> bool:
    """Whether the person declared the tie, or two operators know it: who recorded it, and who reports it now."""
    if tie.declared_by == person.person_id:
        return True
    reporter = asked.facts.person(asked.actor)
    return tie.declared_by != reporter.person_id and Office.OPERATOR in reporter.offices


def _struck(
    command: ReportConflict | ResolveConflict, struck: Sequence[Striking], case: Case
) -> list[ConflictResolved | Striking]:
    return _resolved(command.person, command.reason, struck, case)


def _resolved(
    person: str, reason: str | None, struck: Sequence[Striking], case: Case
) -> list[ConflictResolved | Striking]:
    if not struck:
        return []
    resolved = ConflictResolved(
        case_id=case.case_id, person=person, resolution="stepped-aside", reason=reason
    )
    return [struck[0], resolved, *struck[1:]]


def _review_due(person: str, case: Case, asked: Asked) -> tuple[Notice, ...]:
    if not _decided(case) or not _takes_part(person, case, asked):
        return ()
    reviewer = _reviewer(person, case, asked)
    return letters((reviewer,) if reviewer else (), "decision-review-due", level=case.level)


def _decided(case: Case) -> bool:
    return case.decision is not None and not case.decision.annulled and not case.open


def _reviewer(new_fact: str | None, case: Case, asked: Asked) -> str | None:
    """Who presides over the review: the first in precedence whom neither the new fact nor a tie concerns."""
    free = (
        member.person_id
        for member in entitled(asked.facts, asked.cluster, case, asked.today)
        if member.person_id != new_fact and conflict_of(member, case, asked) is None
    )
    return next(free, None)


def resolve_conflict(command: ResolveConflict, case: Case, asked: Asked) -> list[ConflictResolved | Striking]:
    """A hard conflict is never accepted: the person is replaced, steps aside, or the decision is reviewed."""
    if not case.reported(command.person):
        raise Rejected("conflict-unknown", f"person: no conflict of {command.person} waits to be resolved.")
    _endorsed_by_another(command, case, asked)
    match command.resolution:
        case "unfounded":
            _no_hard_conflict(command, asked.today, case, asked)
        case "disclosed":
            _may_be_disclosed(command, case, asked)
        case "replaced":
            if command.person in case.experts or command.person in _deciders(case, asked):
                raise Rejected("not-replaced", f"resolution: {command.person} still has a part in the case.")
        case "stepped-aside":
            return _steps_aside(command, case, asked)
        case "reviewed":
            raise Rejected("not-reviewed", "resolution: ReviewDecision says what the committee found.")
        case _:
            assert_never(command.resolution)
    return [
        ConflictResolved(
            case_id=case.case_id,
            person=command.person,
            resolution=command.resolution,
            reason=command.reason,
        )
    ]


def _endorsed_by_another(command: ResolveConflict, case: Case, asked: Asked) -> None:
    if asked.actor == command.person:
        raise Rejected("own-conflict", "Nobody resolves a conflict of their own.")
    endorsement = case.endorsed("conflict-resolution", command.person, not_by=asked.actor)
    if endorsement is None or endorsement.by == command.person:
        raise Rejected(
            "second-person-missing",
            f"Another operator must endorse it first (conflict-resolution of {command.person}).",
        )


def _no_hard_conflict(command: ResolveConflict, day: date, case: Case, asked: Asked) -> None:
    person, ties = asked.facts.person(command.person), asked.edition(case).ties
    if conflicts := hard_conflicts(person, asked.cluster, day, ties):
        raise Rejected("hard-conflict", f"resolution: {conflicts[0]} It is never accepted (R32).")


def _may_be_disclosed(command: ResolveConflict, case: Case, asked: Asked) -> None:
    # R31: whoever assessed did so before a tie that arose behind the final report; who decides is judged today.
    assessed_only = command.person not in _deciders(case, asked)
    day = case.reported_on if assessed_only and case.reported_on else asked.today
    _no_hard_conflict(command, day, case, asked)


def _steps_aside(command: ResolveConflict, case: Case, asked: Asked) -> list[ConflictResolved | Striking]:
    struck = stepped_aside(command.person, command.reason, case, asked)
    if struck:
        return _struck(command, struck, case)
    if command.person not in case.recused:
        raise Rejected(
            "not-stepped-aside",
            f"resolution: {command.person} has no vote that can be struck any more (R31).",
        )
    return [
        ConflictResolved(
            case_id=case.case_id, person=command.person, resolution="stepped-aside", reason=command.reason
        )
    ]


def review_decision(
    command: ReviewDecision, case: Case, asked: Asked
) -> list[DecisionConfirmed | ConflictResolved | Annulling]:
    """Who presides states for the committee what becomes of its decision, now that it knows the new fact."""
    decision, new_fact = case.decision, _new_fact(command)
    if decision is None or not _decided(case):
        raise Rejected("not-decided", f"{case.case_id} has no decision that stands.")
    if new_fact.person and not case.reported(new_fact.person):
        raise Rejected("conflict-unknown", f"person: no conflict of {new_fact.person} waits to be resolved.")
    _presides(new_fact.person, case, asked)
    resolved = [
        ConflictResolved(case_id=case.case_id, person=person, resolution="reviewed", reason=command.reason)
        for person in (new_fact.person,)
        if person
    ]
    if command.outcome == "annul":
        told = asked.to_managers("decision-annulled", level=case.level)
        return [*annulled(new_fact, command.reason, told, case, asked), *resolved]
    confirmed = DecisionConfirmed(
        case_id=case.case_id,
        decision=decision.event_id,
        person=new_fact.person,
        panel_finding=new_fact.panel_finding,
        reason=command.reason,
        notices=asked.to_managers("decision-confirmed", level=case.level),
    )
    return [confirmed, *resolved]


def _new_fact(command: ReviewDecision) -> NewFact:
    if (command.person is None) == (command.panel_finding is None):
        raise Rejected(
            "new-fact-missing",
            "person, panel_finding: name the person reported, or say what a panel found (R31).",
        )
    return NewFact(person=command.person, panel_finding=command.panel_finding)


def _presides(new_fact: str | None, case: Case, asked: Asked) -> None:
    if asked.actor == new_fact:
        raise Rejected("reviewer-reported", "Nobody reviews a decision for a tie of their own (R31).")
    if conflict := conflict_of(asked.facts.person(asked.actor), case, asked):
        raise Rejected("reviewer-tied", str(conflict))
    reviewer = _reviewer(new_fact, case, asked)
    if asked.actor != reviewer:
        raise Rejected("not-presiding", f"{reviewer or 'A free member'} presides over this review (R30).")
