"""The rules of a complaint."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import assert_never

from domain.cluster.commands.clock import PassDeadline
from domain.cluster.commands.effects import NoticeCommand, SendNotice, SkipEffect
from domain.cluster.events.clock import DeadlineEscalated, DeadlinePassed, DeadlineWarned
from domain.cluster.rules import effects
from domain.complaint.commands import CloseComplaint, ComplaintCommand, InvestigateComplaint, LodgeComplaint
from domain.complaint.events import (
    ComplaintAcknowledged,
    ComplaintClosed,
    ComplaintEvent,
    ComplaintInvestigated,
    ComplaintLodged,
)
from domain.complaint.secrecy import concerned
from domain.complaint.state import Complaint, ComplaintState
from domain.complaint.subject import subject_of
from domain.facts import Facts
from domain.person.state import Office
from domain.rejected import Rejected
from domain.running import Limit, opened
from domain.scheme import Scheme
from domain.secretariat import SECRETARIAT, SECRETARIAT_COUNTRY, secretariat_day
from domain.standing import Notice, letters

ComplaintDecision = ComplaintCommand | PassDeadline | NoticeCommand
ACKNOWLEDGEMENTS = frozenset({"complaint-acknowledged", "complaint-recorded"})
TASK_OF_LIMIT = {"complaint_acknowledgement": "acknowledge-complaint", "complaint": "close-complaint"}


@dataclass(frozen=True)
class Asking:
    """One command's surroundings."""

    complaint: Complaint
    scheme: Scheme
    facts: Facts
    at: datetime
    actor: str

    @property
    def today(self) -> date:
        return secretariat_day(self.at)


def decide(command: ComplaintDecision, asking: Asking) -> Sequence[ComplaintEvent]:
    """The events that follow, or `Rejected`. Engine commands that are overtaken have none."""
    complaint = asking.complaint
    match command:
        case LodgeComplaint():
            return lodge_complaint(command, asking)
        case InvestigateComplaint():
            return investigate_complaint(asking)
        case CloseComplaint():
            return close_complaint(command, asking)
        case PassDeadline():
            return _pass_deadline(command, asking)
        case _:
            settled = effects.decide(command, complaint.debts, complaint.failed)
            return [*settled, *_acknowledged(command, complaint)]


def lodge_complaint(command: LodgeComplaint, asking: Asking) -> list[ComplaintLodged]:
    if asking.complaint.lodged:
        raise Rejected("complaint-exists", f"{asking.complaint.complaint_id} was lodged already.")
    complainant = _complainant(command, asking)
    subject, edition = subject_of(command, asking.facts), asking.scheme.on(asking.today)
    calendar = asking.facts.calendars[SECRETARIAT_COUNTRY]
    limits = tuple(
        opened(name, edition, asking.at, calendar) for name in ("complaint_acknowledgement", "complaint")
    )
    return [
        ComplaintLodged(
            about=command.about,
            subject=command.subject,
            concerned=subject.persons,
            organisations=subject.organisations,
            complainant=complainant,
            complainant_name=command.complainant_name,
            complaint=command.complaint,
            lodged_on=asking.today,
            edition=edition.key,
            limits=limits,
            notices=_to_complainant("complaint-acknowledged", "complaint-recorded", complainant),
        )
    ]


def _complainant(command: LodgeComplaint, asking: Asking) -> str | None:
    """Who complains, by id; None for somebody the secretariat records it for."""
    if command.complainant_name is None:
        return asking.actor
    if Office.OPERATOR not in asking.facts.person(asking.actor).offices:
        raise Rejected(
            "not-permitted", "complainant_name: the secretariat alone records the complaint of another."
        )
    return None


def investigate_complaint(asking: Asking) -> list[ComplaintInvestigated]:
    _at(ComplaintState.ACKNOWLEDGED, asking.complaint, "taken up")
    _free(asking)
    return [ComplaintInvestigated(investigator=asking.actor)]


def close_complaint(command: CloseComplaint, asking: Asking) -> list[ComplaintClosed]:
    complaint = asking.complaint
    _at(ComplaintState.INVESTIGATED, complaint, "closed")
    _free(asking)
    if command.measure is not None and (complaint.about != "holder" or command.finding == "unfounded"):
        raise Rejected(
            "measure-unfounded", "measure: only what is founded about a holder leads to a measure."
        )
    return [
        ComplaintClosed(
            finding=command.finding,
            measure=command.measure,
            reason=command.reason,
            notices=_to_complainant("complaint-closed", "complaint-to-answer", complaint.complainant),
        )
    ]


def _at(state: ComplaintState, complaint: Complaint, act: str) -> None:
    if not complaint.lodged:
        raise Rejected("complaint-unknown", f"There is no complaint {complaint.complaint_id}.")
    if complaint.state is not state:
        raise Rejected(
            "complaint-elsewhere",
            f"{complaint.complaint_id} is {complaint.state}: it is not to be {act} now.",
        )


def _free(asking: Asking) -> None:
    """Neither complained of, nor complaining, nor tied; of the secretariat as a whole no operator is free."""
    person = asking.facts.person(asking.actor)
    if not asking.complaint.looks_into(person):
        who = "the scheme owner" if asking.complaint.of_the_whole_secretariat else "an operator"
        raise Rejected("investigator-unfit", f"{who} looks into such a complaint.")
    if concerned(person, asking.complaint):
        raise Rejected(
            "investigator-concerned", f"{asking.actor} is concerned: somebody else looks into the complaint."
        )


def _to_complainant(notice: str, for_another: str, complainant: str | None) -> tuple[Notice, ...]:
    """A letter to who complains; where that is nobody registered the secretariat passes it on."""
    return letters((complainant,), notice) if complainant else letters((SECRETARIAT,), for_another)


def _acknowledged(command: NoticeCommand, complaint: Complaint) -> list[ComplaintAcknowledged]:
    """The letter went out, or an operator gave it up: the complaint goes on."""
    if not isinstance(command, SendNotice | SkipEffect) or complaint.state is not ComplaintState.LODGED:
        return []
    waiting = (*complaint.debts, *(failure.debt for failure in complaint.failed))
    told = [debt.notice.notice for debt in waiting if debt.debt_id == command.notice_id and debt.notice]
    return [ComplaintAcknowledged()] if ACKNOWLEDGEMENTS & set(told) else []


def _pass_deadline(
    command: PassDeadline, asking: Asking
) -> list[DeadlineWarned | DeadlinePassed | DeadlineEscalated]:
    complaint = asking.complaint
    limit = next((limit for limit in complaint.limits if limit.name == command.limit), None)
    if limit is None or not (reached := limit.reached(asking.at)):
        return []
    moments = limit.passed + len(reached)
    match reached[-1]:
        case "warning":
            return [DeadlineWarned(limit=limit.name, moments=moments, notices=_late("deadline-near", limit))]
        case "due":
            return [
                DeadlinePassed(limit=limit.name, moments=moments, notices=_late("deadline-passed", limit))
            ]
        case "escalation":
            told = _late("deadline-escalated", limit)
            return [DeadlineEscalated(limit=limit.name, moments=moments, notices=told)]
        case _:
            assert_never(reached[-1])


def _late(notice: str, limit: Limit) -> tuple[Notice, ...]:
    due_on = limit.last_day.isoformat()
    return letters((SECRETARIAT,), notice, task=TASK_OF_LIMIT[limit.name], due_on=due_on)
