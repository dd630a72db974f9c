"""The certification decision: what the votes carry, and the term an award opens (R30)."""

from collections.abc import Sequence
from datetime import date

from domain.cluster.case import Case
from domain.cluster.commands.committee import TakeDecision
from domain.cluster.events.committee import DecisionTaken
from domain.cluster.events.label import LabelAwarded, LabelRenewed, LabelSuperseded
from domain.cluster.events.lineage import LabelEnded
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.basis import basis_of
from domain.cluster.rules.deferral import defer
from domain.cluster.rules.ending import ended_all_the_same
from domain.cluster.rules.held_up import require_no_appeal_ahead
from domain.cluster.rules.membership import ties_of_member
from domain.cluster.rules.relief import Overtaking, overtaken
from domain.cluster.rules.requirements import Requirement, missed
from domain.cluster.rules.shelf_life import stale
from domain.committee import Carried, carried, entitled
from domain.conflicts import Conflict
from domain.edition import Edition
from domain.elsewhere import Elsewhere
from domain.levels import Kind, Level
from domain.person.state import Person
from domain.rejected import Rejected
from domain.status import IN_TERM, status_on, unsuspended
from domain.terms import Interval, Term, first_term, renewed_term

Deciding = (
    DecisionTaken
    | LabelAwarded
    | LabelRenewed
    | LabelSuperseded
    | LabelEnded
    | Elsewhere[DecisionTaken]
    | Overtaking
)
_ALWAYS = ("R2", "R14", "R19", "R30", "R31", "R32")
# By whether the case is assessed on site.
RULES_OF_A_DECISION = {
    False: _ALWAYS,
    True: ("R2", "R5", "R6", "R14", "R19", "R21", "R30", "R31", "R32", "R46"),
}


def take_decision(command: TakeDecision, case: Case, asked: Asked) -> Sequence[Deciding]:
    if command.outcome == "defer":
        nobody_tied(frozenset({asked.actor}), case, asked)
        return defer(command, case, asked)
    require_no_appeal_ahead(case, asked)
    votes = votes_that_count(case, asked)
    # R14: no decision rests on an assessment that is too old, a refusal no more than an award.
    if stale(case, asked):
        raise Rejected(
            "audit-stale", "The assessment is too old to be decided on: adjourn, and assess the case anew."
        )
    bars = missed(case, asked)
    if command.outcome == "award" and bars:
        raise Rejected("award-barred", f"No award is possible: {bars[0]}")
    if command.outcome != ("award" if votes.award and not bars else "refuse"):
        raise Rejected(
            "votes-say-otherwise", f"{len(votes.in_favour)} in favour, {len(votes.against)} against."
        )
    _says_whether_the_audit_stands(command, case)
    decision = _decision(command, bars, case, votes, asked)
    in_round = Elsewhere(decision.round_id, decision.model_copy(update={"notices": (), "limits": ()}))
    if command.outcome == "refuse":
        return [decision, in_round]
    label = _label(case, asked)
    return [
        decision,
        label,
        *ended_all_the_same(case.level, label.term.number, asked),
        *_asleep(case, asked),
        *_superseded(case, asked),
        in_round,
        *overtaken(case, asked),
    ]


def _says_whether_the_audit_stands(command: TakeDecision, case: Case) -> None:
    # R31: an expert was replaced between audit and report; the committee says whether to audit again.
    if command.outcome == "award" and case.marked and not command.audit_stands:
        raise Rejected(
            "audit-marked",
            "An expert was replaced for a tie after the audit: say that the audit stands, "
            "or defer for a new one (R31).",
        )


def votes_that_count(case: Case, asked: Asked) -> Carried:
    """The votes of the entitled members; `Rejected` without a quorum, or while somebody tied takes part."""
    members = entitled(asked.facts, asked.cluster, case, asked.today)
    votes, quorum = carried(case, members), asked.edition(case).committee.quorum.value
    if len(votes.counted) < quorum:
        raise Rejected(
            "no-quorum", f"{len(votes.counted)} of at least {quorum} entitled members voted (R30)."
        )
    taking_part = frozenset({asked.actor, *votes.in_favour, *votes.against})
    nobody_tied(taking_part, case, asked)
    if waiting := sorted(member for member in taking_part if case.reported(member)):
        raise Rejected(
            "conflict-unresolved",
            f"A reported tie of {', '.join(waiting)} waits to be resolved: the decision waits for it (R31).",
        )
    return votes


def nobody_tied(taking_part: frozenset[str], case: Case, asked: Asked) -> None:
    """R31: a tie that arose since the vote strikes it; the secretariat records that the member steps aside."""
    for member in entitled(asked.facts, asked.cluster, case, asked.today):
        conflict = conflict_of(member, case, asked)
        if member.person_id in taking_part and conflict:
            raise Rejected("voter-tied", f"{conflict.sentence} The member must step aside first.")


def conflict_of(member: Person, case: Case, asked: Asked) -> Conflict | None:
    """Why the member may not take part in deciding the case; None when nothing stands against it."""
    return next((bar for bar in ties_of_member(member, case, asked) if bar.stands), None)


def _decision(
    command: TakeDecision, bars: tuple[Requirement, ...], case: Case, votes: Carried, asked: Asked
) -> DecisionTaken:
    refused = command.outcome == "refuse"
    rule = command.rule or (bars[0].rule if bars else None)
    if refused and rule is None:
        raise Rejected("rule-missing", "A refusal names the rule it rests on (R30).")
    return DecisionTaken(
        case_id=case.case_id,
        cluster_id=asked.cluster.cluster_id,
        round_id=case.round_id or "",
        outcome=command.outcome,
        decided_on=asked.today,
        basis=basis_of(case, votes, RULES_OF_A_DECISION[case.on_site], audit_stands=command.audit_stands),
        rule=rule if refused else None,
        reason=command.reason,
        limits=(asked.limit("certificate", asked.edition(case)),) if not refused else (),
        notices=asked.to_managers("label-refused", level=case.level) if refused else (),
    )


def _assessment_day(case: Case) -> date:
    if case.assessment_day is None:
        raise Rejected("not-assessed", "No assessment is on record.")
    return case.assessment_day


def _label(case: Case, asked: Asked) -> LabelAwarded | LabelRenewed:
    edition, previous = asked.edition_today, asked.cluster.latest_term(case.level)
    if case.kind is Kind.RENEWAL and previous is not None:
        term = renewed_term(edition, previous, _assessment_day(case), asked.today)
        return LabelRenewed(
            case_id=case.case_id,
            level=case.level,
            term=term,
            clock=asked.term_clock(term),
            notices=asked.to_managers("label-renewed", level=case.level, valid_until=_until(term)),
        )
    number = previous.number + 1 if previous else 1
    term = _first_term(edition, case, number, asked)
    return LabelAwarded(
        case_id=case.case_id,
        level=case.level,
        term=term,
        clock=asked.term_clock(term),
        notices=asked.to_managers("label-awarded", level=case.level, valid_until=_until(term)),
    )


def _first_term(edition: Edition, case: Case, number: int, asked: Asked) -> Term:
    """R36: behind an appeal from the original assessment, or from the day of this decision, as the panel ordered."""
    assessed_on = _assessment_day(case)
    day = asked.today if case.term_from_decision else case.term_from or assessed_on
    term = first_term(edition, day, asked.today, number=number)
    return term.model_copy(update={"last_assessment": Interval.exactly(assessed_on)})


def _until(term: Term) -> str:
    return term.last_day.day.isoformat() if term.last_day.day else ""


def _asleep(case: Case, asked: Asked) -> list[LabelSuperseded]:
    """R23: a label decided while a higher one is valid sleeps from the day of its decision."""
    above = (level for level in case.level.higher if _in_term(level, asked))
    return [_sleeps(case.level, by, asked) for by in tuple(above)[:1]]


def _superseded(case: Case, asked: Asked) -> list[LabelSuperseded]:
    """R23: labels below that are valid today sleep from here; their terms run on."""
    below = [level for level in Level if level.rank < case.level.rank]
    return [_sleeps(level, case.level, asked) for level in below if _in_term(level, asked)]


def _in_term(level: Level, asked: Asked) -> bool:
    """A suspended label covers the days of its term all the same (R23)."""
    return status_on(unsuspended(asked.cluster.labels), level, asked.today).state in IN_TERM


def _sleeps(level: Level, by: Level, asked: Asked) -> LabelSuperseded:
    told = asked.to_managers("label-superseded", level=level, higher_level=by)
    return LabelSuperseded(level=level, by=by, notices=told)
