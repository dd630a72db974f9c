"""What becomes of a decision that is void: the case is open again, and the term it opened falls (R31)."""

from domain.cluster.case import Case
from domain.cluster.case_parts import Decision
from domain.cluster.events.label import LabelAnnulled
from domain.cluster.events.lineage import LabelEnded
from domain.cluster.events.review import DecisionAnnulled
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.ending import ended_all_the_same
from domain.elsewhere import Elsewhere
from domain.frozen import Frozen
from domain.levels import Kind, Level
from domain.rejected import Rejected
from domain.standing import Notice
from domain.term_clock import TermClock
from domain.terms import Term

Annulling = DecisionAnnulled | LabelAnnulled | LabelEnded | Elsewhere[DecisionAnnulled]


class NewFact(Frozen):
    """Why a decision is void: somebody's tie, or what a panel found; one of the two."""

    person: str | None = None
    panel_finding: str | None = None


def annulled(  # noqa: PLR0913 - why, who hears of it, and whether the case is to be decided again at once
    new_fact: NewFact,
    reason: str | None,
    told: tuple[Notice, ...],
    case: Case,
    asked: Asked,
    *,
    reopened: bool | None = None,
) -> list[Annulling]:
    """The round that decided hears of it, too. Where another case is in the way, this one stays closed.

    `reopened`: a panel says whether it is, and then no case is in the way (R36).
    """
    decision = _standing(case, asked)
    if reopened is None:
        in_the_way = any(_in_the_way(other, case) for other in asked.cluster.open_cases)
        reopened = not in_the_way and asked.cluster.ended is None
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
    fallen = LabelAnnulled(level=case.level, term=decision.term, clock=clock)
    return [event, fallen, *_ended_before(decision, case, asked), in_round]


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
    earlier = _earlier_terms(decision, case, asked)
    if case.kind is Kind.FIRST or not earlier or asked.cluster.ended:
        return None
    clock = asked.term_clock(earlier[-1])
    # Its end was noted before a decision that came later; it is not noted twice.
    noted = clock is not None and decision.decided_on > clock.last_day
    return clock.model_copy(update={"expired": noted}) if clock else None


def _ended_before(decision: Decision, case: Case, asked: Asked) -> list[LabelEnded]:
    """Of a cluster that has ended, the term that counts again ended with it."""
    earlier = _earlier_terms(decision, case, asked)
    return ended_all_the_same(case.level, earlier[-1].number, asked) if earlier else []


def _earlier_terms(decision: Decision, case: Case, asked: Asked) -> list[Term]:
    return [term for term in asked.cluster.labels.get(case.level, ()) if term.number != decision.term]
