"""Rules of confirming a day that an imported label knew as an interval only (R39)."""

from domain.cluster.commands.imports import ConfirmFact
from domain.cluster.events.imports import FactConfirmed
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.endorsement import require_endorsed, require_untied
from domain.cluster.rules.organisation import clock_announced, in_order
from domain.edition import Edition
from domain.rejected import Rejected
from domain.scheme import NoEditionInForce
from domain.terms import Interval, Term, TermSource, imported_term


def confirm_fact(command: ConfirmFact, asked: Asked) -> list[FactConfirmed]:
    """The term as it is known from here on; what the import stated stays in the record."""
    require_untied(asked)
    term = _imported_term(command, asked)
    stated = _stated(term)[command.fact]
    _possible(command, stated, asked)
    # The day is part of what is endorsed: another day takes another endorsement.
    subject = f"{command.level}/{command.term}/{command.fact}/{command.day}"
    endorsement = require_endorsed("fact", subject, asked)
    edition = _edition(command, term, asked)
    confirmed = _confirmed(command, term, edition)
    others = tuple(each for each in asked.cluster.labels[command.level] if each.number != term.number)
    in_order(command.level, confirmed, others)
    # A label that ended before its time has no clock any more (R25).
    watched = asked.cluster.latest_term(command.level) == term and term.ended is None
    return [
        FactConfirmed(
            level=command.level,
            fact=command.fact,
            stated=stated,
            day=command.day,
            document=command.document,
            endorsed_by=endorsement.by,
            reason=command.reason,
            term=confirmed,
            clock=clock_announced(confirmed, edition, asked.cluster.country, asked) if watched else None,
            notices=asked.to_managers("fact-confirmed", level=command.level),
        )
    ]


def _imported_term(command: ConfirmFact, asked: Asked) -> Term:
    terms = asked.cluster.labels.get(command.level, ())
    term = next((each for each in terms if each.number == command.term), None)
    if term is None:
        raise Rejected("term-unknown", f"term: the {command.level} label has no term {command.term}.")
    if term.source is not TermSource.IMPORT:
        raise Rejected(
            "term-computed", f"term: term {command.term} was computed here: correct it where it is wrong."
        )
    return term


def _stated(term: Term) -> dict[str, Interval]:
    return {"assessed": term.last_assessment, "awarded": term.decided, "valid_until": term.last_day}


def _possible(command: ConfirmFact, stated: Interval, asked: Asked) -> None:
    if stated.day == command.day:
        raise Rejected("nothing-changed", f"day: {command.day} is known exactly already.")
    if command.fact != "valid_until":
        asked.not_in_future("day", command.day)
    if command.document not in asked.facts.documents:
        raise Rejected("document-unknown", f"document: no document {command.document} is stored.")
    if not stated.holds(command.day) and command.reason is None:
        raise Rejected(
            "reason-missing",
            f"reason: {command.day} lies outside what the source states ({stated}): say why it is right.",
        )


def _edition(command: ConfirmFact, term: Term, asked: Asked) -> Edition:
    """R19: validity and grace follow the day of the decision."""
    if command.fact != "awarded":
        return asked.scheme.edition(term.edition)
    try:
        return asked.scheme.on(command.day)
    except NoEditionInForce:
        raise Rejected(
            "before-the-scheme", f"day: no edition of the scheme was in force on {command.day}."
        ) from None


def _confirmed(command: ConfirmFact, term: Term, edition: Edition) -> Term:
    days = _stated(term) | {command.fact: Interval.exactly(command.day)}
    confirmed = imported_term(
        edition,
        number=term.number,
        kind=term.kind,
        last_assessment=days["assessed"],
        decided=days["awarded"],
        last_day=days["valid_until"],
    )
    if confirmed.last_day.certainly_before(confirmed.decided):
        raise Rejected("dates-reversed", "day: the label would end before it was awarded.")
    return confirmed.model_copy(update={"suspensions": term.suspensions, "ended": term.ended})
