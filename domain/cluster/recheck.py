"""Deciding again what was decided: whether the same outcome follows from the record under the recorded edition."""

from collections.abc import Iterator, Sequence

from domain.cluster.decided import Decided, label_opened
from domain.cluster.events.committee import VoteCast
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.requirements import Requirement, missed
from domain.cluster.rules.shelf_life import stale
from domain.committee import Carried, carried_by
from domain.levels import Kind
from domain.scheme import Scheme
from domain.terms import Term, first_term, renewed_term


def differences(decision: Decided, scheme: Scheme, members: Sequence[str] | None = None) -> tuple[str, ...]:
    """What does not follow, one sentence each; none: the same outcome follows.

    `members`: whose votes count, in their precedence. By default both are taken from the record: they rested on
    the seats of that day.
    """
    asked = decision.asked(scheme)
    votes = carried_by(decision.case, _counted_members(decision) if members is None else members)
    return (
        *_of_the_basis(decision),
        *_of_the_votes(decision, votes, asked),
        *_of_the_outcome(decision, votes, missed(decision.case, asked), asked),
        *_of_the_term(decision, asked),
    )


def _counted_members(decision: Decided) -> tuple[str, ...]:
    cast = {str(ballot.event_id): ballot.member for ballot in decision.case.ballots}
    return tuple(cast[vote] for vote in decision.event.basis.votes if vote in cast)


def _of_the_basis(decision: Decided) -> Iterator[str]:
    """Each part the decision named is the one that stood in the record."""
    case, basis = decision.case, decision.event.basis
    stood = {
        "edition": case.edition,
        "edition_of_eligibility": case.eligibility.edition if case.eligibility else "",
        "eligibility": str(case.eligibility.event_id) if case.eligibility else None,
        "benchmark": str(case.benchmark.event_id) if case.benchmark else None,
        "report": str(case.report),
        "report_version": case.report_version,
        "recused": tuple(sorted(case.recused)),
    }
    if decision.event.outcome != "defer":
        # A deferral judges no result: it names none.
        stood |= {
            "result": str(case.result.event_id) if case.result else None,
            "audit": str(case.audit.event_id) if case.audit else None,
            "findings_open": tuple(finding.finding for finding in case.standing_findings),
        }
    for name, value in stood.items():
        if (named := getattr(basis, name)) != value:
            yield f"{name}: the decision names {_said(named)}, the record held {_said(value)}."


def _said(part: object) -> str:
    return ", ".join(part) or "nothing" if isinstance(part, tuple) else str(part or "nothing")


def _of_the_votes(decision: Decided, votes: Carried, asked: Asked) -> Iterator[str]:
    case, basis = decision.case, decision.event.basis
    if len(votes.counted) != len(basis.votes):
        yield f"votes: {len(basis.votes)} were counted, {len(votes.counted)} of them stood in the record."
    if (votes.in_favour, votes.against) != (basis.in_favour, basis.against):
        yield (
            f"votes: in favour {_names(basis.in_favour)}, against {_names(basis.against)} as recorded; "
            f"in favour {_names(votes.in_favour)}, against {_names(votes.against)} as it follows."
        )
    if decision.event.outcome != "defer" and votes.casting_vote_of != basis.decided_by_casting_vote_of:
        yield (
            f"casting vote: of {basis.decided_by_casting_vote_of or 'nobody'} as recorded, "
            f"of {votes.casting_vote_of or 'nobody'} as it follows."
        )
    quorum = asked.edition(case).committee.quorum.value
    # Who had a seat on the day of a deferral, which takes no votes, the cluster's record does not say.
    if decision.event.outcome != "defer" and len(votes.counted) < quorum:
        yield f"quorum: {len(votes.counted)} of at least {quorum} members took part (R30)."
    for member in (*votes.in_favour, *votes.against):
        if member in case.assessors:
            yield f"votes: {member} took part in the assessment (R32)."
    yield from _of_other_versions(decision, votes)


def _names(members: tuple[str, ...]) -> str:
    return ", ".join(members) or "nobody"


def _of_other_versions(decision: Decided, votes: Carried) -> Iterator[str]:
    counted = {ballot.event_id for ballot in votes.counted}
    for entry in decision.before:
        vote = entry.happened.event
        read_another = isinstance(vote, VoteCast) and vote.report_version != decision.case.report_version
        if entry.happened.event_id in counted and read_another:
            yield f"votes: {vote.member} voted on version {vote.report_version} of the report."


def _of_the_outcome(
    decision: Decided, votes: Carried, bars: tuple[Requirement, ...], asked: Asked
) -> Iterator[str]:
    event, case = decision.event, decision.case
    if event.outcome == "defer":
        at_most = asked.edition(case).limits["deferral"].at_most
        if at_most is not None and case.deferrals >= at_most.value:
            yield f"outcome: the case had been deferred {case.deferrals} times already (R28)."
        return
    follows = "award" if votes.award and not bars else "refuse"
    if event.outcome != follows:
        because = f": {bars[0].sentence} ({bars[0].rule})" if bars else "."
        yield f"outcome: {event.outcome} was decided, {follows} follows{because}"
    if stale(case, asked):
        yield "outcome: the assessment was too old to be decided on (R14)."
    if event.outcome == "refuse" and event.rule is None:
        yield "outcome: the refusal names no rule (R30)."
    if event.outcome == "award" and case.marked and not event.basis.audit_stands:
        yield "outcome: an expert was replaced after the audit, and nobody said that it stands (R31)."


def _of_the_term(decision: Decided, asked: Asked) -> Iterator[str]:
    label = label_opened(decision)
    if (label is not None) != (decision.event.outcome == "award"):
        yield f"term: {'one was' if label else 'none was'} opened by a decision to {decision.event.outcome}."
    elif label is not None and (follows := _term(decision, asked)) != label.term:
        last_day = follows.last_day.day if follows else None
        yield f"term: it ends on {label.term.last_day.day} as recorded, on {last_day} as it follows."


def _term(decision: Decided, asked: Asked) -> Term | None:
    """The term an award in this case opens on that day (R9)."""
    case, previous = decision.case, decision.cluster.latest_term(decision.case.level)
    if case.assessment_day is None:
        return None
    if case.kind is Kind.RENEWAL and previous is not None:
        return renewed_term(asked.edition_today, previous, case.assessment_day, asked.today)
    number = previous.number + 1 if previous else 1
    return first_term(asked.edition_today, case.assessment_day, asked.today, number=number)
