"""What becomes of a decision that is void: the case is open again, and the term it opened falls (R31)."""

from domain.cluster.case import Case
from domain.cluster.case_parts import Decision
from domain.cluster.events.label import LabelAnnulled
from domain.cluster.events.review import DecisionAnnulled
from domain.cluster.rules.asked import Asked
from domain.elsewhere import Elsewhere
from domain.frozen import Frozen
from domain.levels import Kind, Level
from domain.rejected import Rejected
from domain.standing import Notice
from domain.term_clock import TermClock, term_clock

Annulling = DecisionAnnulled | LabelAnnulled | Elsewhere[DecisionAnnulled]


class NewFact(Frozen):
    """Why a decision is void: somebody's tie, or what a panel found; one of the two."""

    person: str | None = None
    panel_finding: str | None = None


def annulled(
    new_fact: NewFact, reason: str | None, told: tuple[Notice, ...], case: Case, asked: Asked
) -> list[Annulling]:
    """The round that decided hears of it, too. Where another case is in the way, this one stays closed."""
    decision = _standing(case, asked)
    reopened = not any(_in_the_way(other, case) for other in asked.cluster.open_cases)
    event = DecisionAnnulled(
        case_id=case.case_id,
        decision=decision.event_id,
        cluster_id=asked.cluster.cluster_id,
        round_id=case.round_id or "",
        person=new_fact.person,
        panel_finding=new_fact.panel_finding,
        reopened=reopened,
        reason=reason,
        limits=(asked.limit("agenda", asked.edition(case)),) if reopened else (),
        notices=told,
    )
    in_round = Elsewhere(
        event.round_id,
        event.model_copy(update={"limits": (), "notices": (), "reason": None, "panel_finding": None}),
    )
    if decision.term is None:
        return [event, in_round]
    clock = _clock_before(decision, case, asked)
    return [event, LabelAnnulled(level=case.level, term=decision.term, clock=clock), in_round]


def _in_the_way(other: Case, case: Case) -> bool:
    # R22: one open case of a level, and one open first case of a cluster.
    return other.level is case.level or other.kind is case.kind is Kind.FIRST


def _standing(case: Case, asked: Asked) -> Decision:
    if case.decision is None:
        raise Rejected("not-decided", f"{case.case_id} has no decision that stands.")
    if case.decision.term not in (None, _latest_number(case.level, asked)):
        raise Rejected("renewed-since", "A later term rests on this decision: annul that one first.")
    if case.decision.term is not None and (renewal := _open_renewal(case.level, asked)):
        raise Rejected(
            "renewal-open",
            f"{renewal.case_id} is to renew the term that would fall: it is withdrawn or decided first.",
        )
    return case.decision


def _open_renewal(level: Level, asked: Asked) -> Case | None:
    renewals = (
        other for other in asked.cluster.open_cases if other.level is level and other.kind is Kind.RENEWAL
    )
    return next(renewals, None)


def _latest_number(level: Level, asked: Asked) -> int | None:
    latest = asked.cluster.latest_term(level)
    return latest.number if latest else None


def _clock_before(decision: Decision, case: Case, asked: Asked) -> TermClock | None:
    """The clock of the term that counts again; none behind a first award, whose label was none or had lapsed."""
    earlier = [term for term in asked.cluster.labels.get(case.level, ()) if term.number != decision.term]
    if case.kind is Kind.FIRST or not earlier:
        return None
    clock = term_clock(earlier[-1], asked.facts.calendars[asked.cluster.country])
    # Its end was noted before a decision that came later; it is not noted twice.
    noted = clock is not None and decision.decided_on > clock.last_day
    return clock.model_copy(update={"expired": noted}) if clock else None
