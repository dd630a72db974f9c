"""What follows when a panel upholds an appeal, in whole or in part (R36)."""

from typing import assert_never

from domain.cluster.appeal import Appeal
from domain.cluster.case import Case, ClosedAs, Stage
from domain.cluster.commands.appeals import DecideAppeal
from domain.cluster.commands.measures import CorrectTerm
from domain.cluster.events.appeals import CaseOvertaken, CaseRemitted, MeasureAnnulled
from domain.cluster.events.committee import MemberRecused
from domain.cluster.measure import DECISION
from domain.cluster.rules.annulment import NewFact, annulled
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.bookings import Booking
from domain.cluster.rules.impartiality import voters
from domain.cluster.rules.planning import cancelled
from domain.cluster.rules.term_correction import term_corrected
from domain.elsewhere import Elsewhere
from domain.rejected import Rejected
from domain.running import Limit
from domain.standing import letters
from domain.term_clock import TermClock

Overtaking = CaseOvertaken | Elsewhere[CaseOvertaken] | Booking


def relief_of(command: DecideAppeal, appeal: Appeal, asked: Asked) -> Following:
    """The events behind the panel's decision; none where it changes nothing."""
    match command.relief:
        case None:
            return []
        case "remit" | "re-audit":
            return _remitted(command, appeal, asked)
        case "restore":
            return [_measure_annulled(appeal, asked)]
        case "correct-term":
            return _term_corrected(command, appeal, asked)
        case _:
            assert_never(command.relief)


def _remitted(command: DecideAppeal, appeal: Appeal, asked: Asked) -> Following:
    case = asked.cluster.find_case(appeal.case_id or "")
    if case is None:
        raise Rejected("case-unknown", f"{asked.cluster.name} has no case {appeal.case_id}.")
    if appeal.matter == "refused":
        return _decided_anew(command, appeal, case, asked)
    if not case.open and case.closed_as is not ClosedAs.DECLINED:
        # It was closed for another reason since: there is nothing left to judge eligibility for.
        return []
    if case.open and case.eligibility is not None and case.eligibility.met:
        # A later check found the applicant eligible already.
        return []
    judged_by = [each.by for each in asked.cluster.contestable if each.decision == appeal.decision]
    limits = () if case.open else (asked.limit("eligibility", asked.edition(case)),)
    return [
        CaseRemitted(
            case_id=case.case_id,
            appeal_id=appeal.appeal_id,
            relief="remit",
            decided_before=tuple(sorted(frozenset[str]().union(*judged_by))),
            limits=limits,
        )
    ]


def _decided_anew(command: DecideAppeal, appeal: Appeal, case: Case, asked: Asked) -> Following:
    """The refusal falls. Who decided takes no part again; of a re-audit, nor does who assessed."""
    again, deciders = command.relief == "re-audit", _deciders(appeal, case, asked)
    fallen = annulled(NewFact(panel_finding=command.reason), None, (), case, asked, reopened=not again)
    barred = deciders | (case.assessors if again else frozenset())
    remitted = CaseRemitted(
        case_id=case.case_id,
        appeal_id=appeal.appeal_id,
        relief="re-audit" if again else "remit",
        decided_before=tuple(sorted(barred)),
        term_from=case.assessment_day if again and not command.new_month else None,
        term_from_decision=command.new_month and not again,
        waited_days=(asked.today - appeal.lodged_on).days,
        limits=(asked.limit("team", asked.edition(case)),) if again else (),
    )
    recused = [
        MemberRecused(
            case_id=case.case_id,
            member=member,
            rule="R36",
            notices=letters((member,), "member-recused", level=case.level),
        )
        for member in sorted(deciders - case.recused)
    ]
    return [*fallen, remitted, *recused]


def _deciders(appeal: Appeal, case: Case, asked: Asked) -> frozenset[str]:
    stated_by = (each.by for each in asked.cluster.contestable if each.decision == appeal.decision)
    return voters(case).union(*stated_by)


def _measure_annulled(appeal: Appeal, asked: Asked) -> MeasureAnnulled:
    if appeal.matter not in ("suspended", "withdrawn") or appeal.term is None:
        raise Rejected("relief-unfit", "relief: only a measure is taken back.")
    return MeasureAnnulled(
        decision=appeal.decision,
        matter=appeal.matter,
        level=appeal.level,
        term=appeal.term,
        clock=_clock(appeal, asked),
        limits=_decided_anew_by(appeal, asked),
    )


def _decided_anew_by(appeal: Appeal, asked: Asked) -> tuple[Limit, ...]:
    """A label withdrawn while it was suspended is suspended as before: a decision on that is due again (R24)."""
    lasting = any(term.suspended for term in asked.cluster.labels.get(appeal.level, ()))
    if appeal.matter != "withdrawn" or not lasting:
        return ()
    return (asked.limit(DECISION, asked.edition_today).of(appeal.level),)


def _clock(appeal: Appeal, asked: Asked) -> TermClock | None:
    """The clock of the term that counts again; a suspension did not stop it."""
    if running := asked.cluster.clocks.get(appeal.level):
        return running
    latest = asked.cluster.latest_term(appeal.level)
    if latest is None or latest.number != appeal.term:
        return None
    return asked.term_clock(latest)


def _term_corrected(command: DecideAppeal, appeal: Appeal, asked: Asked) -> Following:
    """A second member of the panel who voted so stands for the second person a correction takes."""
    others = [
        member for member, vote in command.votes.items() if vote == command.outcome and member != asked.actor
    ]
    if command.last_day is None or appeal.term is None:
        raise Rejected("last-day-unfit", "last_day: said with correct-term, and with nothing else.")
    correction = CorrectTerm(
        level=appeal.level,
        term=appeal.term,
        last_day=command.last_day,
        reasons=command.reason,
    )
    corrected = term_corrected(correction, asked, ordered_by=appeal.appeal_id)
    return [corrected.model_copy(update={"endorsed_by": others[0]})]


def overtaken(case: Case, asked: Asked) -> list[Overtaking]:
    """Open cases of the level for which an award in a remitted case leaves no room."""
    if case.remitted_by is None:
        return []
    events: list[Overtaking] = []
    for other in asked.cluster.open_cases:
        if other.level is case.level and other.case_id != case.case_id:
            events += _overtaken(other, case, asked)
    return events


def _overtaken(other: Case, case: Case, asked: Asked) -> list[Overtaking]:
    visit = cancelled(other, asked)
    told = asked.to_managers("case-overtaken", level=other.level)
    event = CaseOvertaken(
        case_id=other.case_id,
        cluster_id=asked.cluster.cluster_id,
        by=case.case_id,
        notices=(*told, *letters(other.experts, "assignment-ended", level=other.level), *visit.notices),
    )
    if other.round_id is None or other.stage is not Stage.ON_AGENDA:
        return [event, *visit.released]
    return [event, *visit.released, Elsewhere(other.round_id, event.model_copy(update={"notices": ()}))]
