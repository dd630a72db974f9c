"""Rules of correcting a term whose dates are wrong: two persons, and a rule or a document (R8, R9)."""

from typing import get_args

from domain.cluster.case import Case
from domain.cluster.commands.measures import CorrectTerm
from domain.cluster.events.measures import TermCorrected
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.endorsement import require_endorsed, require_untied
from domain.cluster.rules.organisation import clock_announced, in_order
from domain.edition import Edition
from domain.levels import Kind, Level
from domain.lineage import HowEnded
from domain.rejected import Rejected
from domain.running import Limit
from domain.term_clock import TermClock
from domain.terms import Term, corrected_term


def correct_term(command: CorrectTerm, asked: Asked) -> list[TermCorrected]:
    """The end of grace and the renewal window follow the last day, by the term's own edition (R19)."""
    require_untied(asked)
    correction = term_corrected(command, asked)
    endorsement = require_endorsed(
        "term-correction", f"{command.level}/{command.term}/{command.last_day}", asked
    )
    return [correction.model_copy(update={"endorsed_by": endorsement.by})]


def term_corrected(command: CorrectTerm, asked: Asked, *, ordered_by: str = "") -> TermCorrected:
    """The correction, which nobody has endorsed yet; `Rejected` where it is not possible.

    `ordered_by`: the appeal whose panel ordered it, which is basis enough (R36).
    """
    former = _latest_term(command, asked)
    edition = asked.scheme.edition(former.edition)
    basis = ordered_by or _basis(command, edition, asked)
    term = corrected_term(edition, former, command.first_day, command.last_day, basis)
    _possible(command, former, term, asked)
    renewal = _open_renewal(command.level, asked)
    until = command.last_day.isoformat()
    return TermCorrected(
        level=command.level,
        former_first_day=former.first_day,
        former_last_day=former.last_day,
        former_grace=former.grace,
        term=term,
        clock=_clock(command.level, term, edition, asked),
        rule=command.rule,
        document=command.document,
        reasons=command.reasons,
        endorsed_by="",
        renewal=renewal.case_id if renewal else None,
        limits=_out_of_time(renewal, term, asked),
        notices=asked.to_managers("term-corrected", level=command.level, valid_until=until),
    )


def _latest_term(command: CorrectTerm, asked: Asked) -> Term:
    """A later term is reckoned from an earlier one's end: the latest alone is corrected."""
    term = asked.cluster.latest_term(command.level)
    if term is None:
        raise Rejected("label-unknown", f"{asked.cluster.name} has no {command.level} label.")
    if term.number != command.term:
        raise Rejected(
            "not-latest-term", f"term: the latest term of the {command.level} label is {term.number}."
        )
    # One that ended with its cluster is corrected still: it may be continued to its last day (R37).
    if term.ended and term.ended.how not in get_args(HowEnded):
        raise Rejected("label-over", f"The {command.level} label was {term.ended.how} on {term.ended.on}.")
    return term


def _basis(command: CorrectTerm, edition: Edition, asked: Asked) -> str:
    if command.rule is None and command.document is None:
        raise Rejected("basis-missing", "A correction cites the rule or the document it rests on.")
    if command.rule is not None and command.rule not in edition.rules:
        raise Rejected("rule-unknown", f"rule: {edition.key} has no rule {command.rule}.")
    if command.document is not None and command.document not in asked.facts.documents:
        raise Rejected("document-unknown", f"document: no document {command.document} is stored.")
    return command.rule or "by document"


def _possible(command: CorrectTerm, former: Term, term: Term, asked: Asked) -> None:
    if (term.first_day, term.last_day) == (former.first_day, former.last_day):
        raise Rejected("nothing-changed", f"The term ends on {command.last_day} already.")
    if term.last_day.certainly_before(term.first_day):
        raise Rejected("dates-reversed", "last_day lies before the first day.")
    earlier = tuple(each for each in asked.cluster.labels[command.level] if each.number != term.number)
    in_order(command.level, term, earlier)


def _clock(level: Level, term: Term, edition: Edition, asked: Asked) -> TermClock | None:
    """An end that was noted is not noted again where it is past still; a label that ended has no clock (R25)."""
    if term.ended:
        return None
    clock, former = (
        clock_announced(term, edition, asked.cluster.country, asked),
        asked.cluster.clocks.get(level),
    )
    noted = former is not None and former.expired
    if clock is None or not noted or asked.at < clock.expires_at:
        return clock
    return clock.model_copy(update={"expired": True})


def _open_renewal(level: Level, asked: Asked) -> Case | None:
    renewals = (
        case for case in asked.cluster.open_cases if case.level is level and case.kind is Kind.RENEWAL
    )
    return next(renewals, None)


def _out_of_time(renewal: Case | None, term: Term, asked: Asked) -> tuple[Limit, ...]:
    """R12: an assessment that is still to come is in time by the grace that counts now."""
    if renewal is None or term.grace_until is None or renewal.limit("late_recording") is None:
        return ()
    return (asked.limit_after("late_recording", asked.edition(renewal), term.grace_until),)
