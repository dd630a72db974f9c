"""What stands in the way of an award, and the certification decision itself (R30)."""

from domain.cluster.commands.committee import TakeDecision
from domain.cluster.events.committee import Basis, DecisionTaken
from domain.cluster.events.label import LabelAwarded, LabelRenewed
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.shelf_life import stale
from domain.cluster.state import Benchmark, Case
from domain.committee import Carried, carried, entitled
from domain.conflicts import Conflict, hard_conflicts
from domain.elsewhere import Elsewhere
from domain.levels import Kind
from domain.person.state import Person
from domain.rejected import Rejected
from domain.term_clock import term_clock
from domain.terms import Term, first_term, renewed_term

Deciding = DecisionTaken | LabelAwarded | LabelRenewed | Elsewhere[DecisionTaken]
RULES_OF_A_BRONZE_DECISION = ("R2", "R14", "R19", "R30", "R31", "R32")


def bars_to_award(case: Case, asked: Asked) -> tuple[Conflict, ...]:
    """Every reason why the committee may not award, each with the rule it rests on."""
    bars: list[Conflict] = []
    if sentence := _eligibility_bar(case, asked):
        bars.append(Conflict(rule="R19", sentence=sentence))
    if case.benchmark is None or not case.benchmark.complete:
        bars.append(Conflict(rule="R2", sentence="The benchmark is incomplete."))
    if stale(case, asked):
        bars.append(Conflict(rule="R14", sentence="The assessment is too old to be decided on."))
    if case.kind is Kind.RENEWAL and not asked.cluster.assessed_in_time(case):
        bars.append(Conflict(rule="R12", sentence="The renewal was not assessed before grace ended."))
    return tuple(bars)


def _eligibility_bar(case: Case, asked: Asked) -> str | None:
    judged = case.eligibility
    if judged is None or not judged.met:
        return "Eligibility is not met."
    # R19: eligibility follows the day of the decision; a change since then asks for another check.
    if (judged.edition, judged.profile_version) != (asked.edition_today.key, asked.cluster.profile_version):
        return "Eligibility was not checked again since the profile or the edition in force changed."
    return None


def take_decision(command: TakeDecision, case: Case, asked: Asked) -> list[Deciding]:
    votes = _votes_that_count(case, asked)
    # R14: no decision rests on an assessment that is too old, a refusal no more than an award.
    if stale(case, asked):
        raise Rejected(
            "audit-stale", "The assessment is too old to be decided on: adjourn, and record a new interview."
        )
    bars = bars_to_award(case, asked)
    if command.outcome == "award" and bars:
        raise Rejected("award-barred", f"No award is possible: {bars[0].sentence}")
    if command.outcome != ("award" if votes.award and not bars else "refuse"):
        raise Rejected(
            "votes-say-otherwise", f"{len(votes.in_favour)} in favour, {len(votes.against)} against."
        )
    decision = _decision(command, bars, case, votes, asked)
    in_round = Elsewhere(decision.round_id, decision.model_copy(update={"notices": ()}))
    if command.outcome == "refuse":
        return [decision, in_round]
    return [decision, _label(case, asked), in_round]


def _votes_that_count(case: Case, asked: Asked) -> Carried:
    members = entitled(asked.facts, asked.cluster, case, asked.today)
    votes, quorum = carried(case, members), asked.edition(case).committee.quorum.value
    if len(votes.counted) < quorum:
        raise Rejected(
            "no-quorum", f"{len(votes.counted)} of at least {quorum} entitled members voted (R30)."
        )
    # R31: a tie that arose since the vote strikes it; the secretariat records that the member steps aside.
    taking_part = {asked.actor, *votes.in_favour, *votes.against}
    for member in members:
        conflict = conflict_of(member, case, asked)
        if member.person_id in taking_part and conflict:
            raise Rejected("voter-tied", f"{conflict.sentence} The member must step aside first.")
    return votes


def conflict_of(member: Person, case: Case, asked: Asked) -> Conflict | None:
    """Why the member may not take part in deciding the case; None when nothing stands against it."""
    # ISO/IEC 17065, 7.6.2: whoever evaluated does not decide.
    if member.person_id in case.assessors:
        return Conflict(rule="R32", sentence=f"{member.person_id} took part in the assessment.")
    return next(iter(hard_conflicts(member, asked.cluster, asked.today, asked.edition(case).ties)), None)


def _decision(
    command: TakeDecision, bars: tuple[Conflict, ...], case: Case, votes: Carried, asked: Asked
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
        basis=_basis(case, votes),
        rule=rule if refused else None,
        reason=command.reason,
        notices=asked.to_managers("label-refused", level=case.level) if refused else (),
    )


def _recorded(case: Case) -> Benchmark:
    if case.benchmark is None:
        raise Rejected("no-benchmark", "No benchmark interview is recorded.")
    return case.benchmark


def _basis(case: Case, votes: Carried) -> Basis:
    return Basis(
        edition=case.edition,
        edition_of_eligibility=case.eligibility.edition if case.eligibility else "",
        rules=RULES_OF_A_BRONZE_DECISION,
        eligibility=str(case.eligibility.event_id) if case.eligibility else None,
        benchmark=str(_recorded(case).event_id),
        report=str(case.report),
        report_version=case.report_version,
        votes=tuple(str(ballot.event_id) for ballot in votes.counted),
        in_favour=votes.in_favour,
        against=votes.against,
        recused=tuple(sorted(case.recused)),
        decided_by_casting_vote_of=votes.casting_vote_of,
    )


def _label(case: Case, asked: Asked) -> LabelAwarded | LabelRenewed:
    edition, previous = asked.edition_today, asked.cluster.latest_term(case.level)
    benchmark = _recorded(case)
    if case.kind is Kind.RENEWAL and previous is not None:
        term = renewed_term(edition, previous, benchmark.interview_on, asked.today)
        return LabelRenewed(
            case_id=case.case_id,
            level=case.level,
            term=term,
            clock=term_clock(term, asked.facts.calendars[asked.cluster.country]),
            notices=asked.to_managers("label-renewed", level=case.level, valid_until=_until(term)),
        )
    number = previous.number + 1 if previous else 1
    term = first_term(edition, benchmark.interview_on, asked.today, number=number)
    return LabelAwarded(
        case_id=case.case_id,
        level=case.level,
        term=term,
        clock=term_clock(term, asked.facts.calendars[asked.cluster.country]),
        notices=asked.to_managers("label-awarded", level=case.level, valid_until=_until(term)),
    )


def _until(term: Term) -> str:
    return term.last_day.day.isoformat() if term.last_day.day else ""
