"""A finished journey as its file writes it down: the trail in lines, the mails, the register."""

import re
from datetime import date
from email.message import EmailMessage

import orjson
from babel.dates import format_date

from activities.notification.wording import PHRASES
from activities.storage.calendars import Calendars
from console.journeys.days import day_of, is_day
from console.journeys.format import Mail
from domain.calendar import Period, last_day
from domain.events import event_of
from ledger.reading import StoredEvent
from readmodel.register import RegisterRow

# The facts of an event that its line tells, by the name they are told under.
_TERM = {
    "level": "level",
    "term": "term.number",
    "from": "term.first_day.day",
    "until": "term.last_day.day",
    "grace": "term.grace_until",
}
_FACTS: dict[str, dict[str, str]] = {
    "ClusterRegistered": {"name": "name", "country": "country"},
    "CarrierChanged": {"carrier": "carrier"},
    "LabelImported": {"level": "level", "until": "term.last_day.day"},
    "ManagerChanged": {"managers": "managers"},
    "ApplicationSubmitted": {"level": "level", "kind": "kind", "edition": "edition", "on": "opened_on"},
    "TestFailed": {"missed": "missed", "retry": "retry_from"},
    "TeamProposed": {"experts": "experts"},
    "TeamAgreed": {"silence": "by_silence", "answers": "answers_due"},
    "EvidenceSubmitted": {"complete": "complete"},
    "EvidenceQueried": {"subject": "subject", "due": "due_on"},
    "EvidenceRoundClosed": {"round": "round", "silence": "by_silence"},
    "EvidenceRoundOpened": {"round": "round", "open": "open_subjects"},
    "DeskCheckClosed": {"not_evidenced": "not_evidenced"},
    "AuditScheduled": {"days": "days", "sequence": "sequence", "interval": "interval_months"},
    "AuditRescheduled": {"days": "days", "sequence": "sequence"},
    "AuditDayConducted": {"day": "day", "experts": "experts"},
    "IndicatorNotValidated": {"indicators": "indicators"},
    "AuditConducted": {"last_day": "last_day"},
    "FindingRecorded": {"finding": "finding", "grade": "grade", "indicator": "indicator"},
    "CorrectionProposed": {"finding": "finding"},
    "CorrectiveActionProposed": {"finding": "finding", "until": "done_by"},
    "ActionPlanAccepted": {"finding": "finding", "until": "done_by"},
    "FindingClosed": {"finding": "finding"},
    "BenchmarkRecorded": {"on": "interview_on", "complete": "complete"},
    "ScoresSubmitted": {"agreed": "agreed"},
    "ConsensusReached": {"silence": "by_silence"},
    "ReportDrafted": {"version": "version"},
    "FactsChecked": {"silence": "by_silence"},
    "ReportSigned": {"version": "version"},
    "ReportFinalised": {"version": "version"},
    "CasePlacedOnAgenda": {"round": "round_id", "members": "members"},
    "MemberRecused": {"member": "member", "rule": "rule"},
    "VoteCast": {"vote": "vote", "report": "report_version"},
    "DecisionTaken": {
        "outcome": "outcome",
        "rule": "rule",
        "yes": "basis.in_favour",
        "no": "basis.against",
        "on": "decided_on",
    },
    "DeferralAnswered": {"version": "version"},
    "DecisionAdjourned": {"entitled": "entitled", "voted": "voted"},
    "ConflictReported": {"person": "person"},
    "ConflictResolved": {"person": "person", "resolution": "resolution"},
    "DecisionConfirmed": {"person": "person"},
    "DecisionAnnulled": {"person": "person", "reopened": "reopened"},
    "LabelAwarded": _TERM,
    "LabelRenewed": _TERM,
    "LabelSuperseded": {"level": "level", "by": "by"},
    "LabelAnnulled": {"level": "level", "term": "term"},
    "LadderPlanned": {"level": "level", "term": "term"},
    "ReminderSent": {"level": "level", "rung": "rung", "escalated": "escalated"},
    "ReminderSkipped": {"level": "level", "rung": "rung", "why": "why"},
    "ReminderSnoozed": {"level": "level", "rung": "rung", "until": "until_on"},
    "RemindersStopped": {"level": "level"},
    "ReplyRecorded": {"level": "level", "reply": "reply"},
    "LabelExpired": {"level": "level", "term": "term", "renewable_until": "renewable_until"},
    "AppealLodged": {
        "appeal": "appeal_id",
        "matter": "matter",
        "case": "case_id",
        "delivered": "delivered_on",
        "until": "until_on",
    },
    "AppealAcknowledged": {"appeal": "appeal_id"},
    "AppealAdmitted": {"appeal": "appeal_id"},
    "AppealRejected": {"appeal": "appeal_id"},
    "AppealWithdrawn": {"appeal": "appeal_id"},
    "PanelAppointed": {"appeal": "appeal_id", "panel": "panel"},
    "AppealDecided": {"appeal": "appeal_id", "outcome": "outcome", "relief": "relief"},
    "MeasureAnnulled": {"matter": "matter", "level": "level", "term": "term"},
    "CaseRemitted": {"case": "case_id", "relief": "relief", "not_again": "decided_before"},
    "CaseResumed": {"case": "case_id"},
    "CaseOvertaken": {"case": "case_id", "by": "by"},
    "ComplaintLodged": {"about": "about", "subject": "subject"},
    "ComplaintInvestigated": {"investigator": "investigator"},
    "ComplaintClosed": {"finding": "finding", "measure": "measure"},
    "MeasureAnnounced": {"level": "level", "term": "term"},
    "MeasureAnswered": {"level": "level"},
    "ActEndorsed": {"act": "act", "subject": "subject"},
    "LabelSuspended": {"level": "level", "term": "term", "on": "suspended_on", "decide_by": "decide_by"},
    "CauseSettled": {"level": "level"},
    "LabelRestored": {"level": "level", "term": "term", "on": "restored_on"},
    "MeasureVoteCast": {"level": "level", "vote": "vote"},
    "LabelWithdrawn": {
        "level": "level",
        "term": "term",
        "on": "withdrawn_on",
        "revives": "revives",
        "yes": "in_favour",
        "no": "against",
    },
    "LabelRelinquished": {"level": "level", "term": "term", "on": "relinquished_on"},
    "RenewalOvertaken": {"case": "case_id"},
    "TermCorrected": _TERM,
    "MergerRecorded": {"kind": "kind", "parties": "subject", "on": "effective_on"},
    "TransferRecorded": {"giver": "subject", "on": "effective_on"},
    "SplitRecorded": {"parts": "subject", "ended": "ended", "on": "effective_on"},
    "ClusterDissolved": {"on": "effective_on"},
    "LineageRecorded": {"act": "act", "role": "role", "on": "effective_on", "managers": "managers"},
    "LabelEnded": {"level": "level", "how": "how", "on": "effective_on"},
    "ContinuationVoteCast": {"level": "level", "until": "until_on", "vote": "vote"},
    "LabelContinued": {"level": "level", "until": "until_on", "yes": "in_favour", "no": "against"},
    "CaseEnded": {"case": "case_id", "how": "how"},
    "CaseContinued": {"case": "case_id", "act": "act"},
    "ChangeReviewed": {"change": "change", "outcome": "outcome"},
    "SpecialAuditConcluded": {"change": "change", "on": "held_on", "upheld": "upheld"},
    "DeadlineWarned": {"limit": "limit"},
    "DeadlinePassed": {"limit": "limit"},
    "DeadlineEscalated": {"limit": "limit"},
}
# Which of two letters, or of two documents, is ready first is nobody's promise.
TOLD_ELSEWHERE = frozenset(
    {"NoticeSent", "ReportDraftIssued", "ReportIssued", "ReportReleased", "CertificateIssued"}
)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_DEADLINE = re.compile(r"(today.*?)\+(\d+)(d|wd) ([A-Z]{2})")
_UNITS = {"d": "days", "wd": "working days"}


def trail_of(events: list[StoredEvent]) -> tuple[str, ...]:
    """Who did what, and the facts that matter; letters and documents are told by themselves."""
    return tuple(line_of(event) for event in events if event.type not in TOLD_ELSEWHERE)


def mails_of(received: list[EmailMessage]) -> list[Mail]:
    return _sorted([mail_of(mail) for mail in received])


def mail_of(received: EmailMessage) -> Mail:
    return Mail(
        to=str(received["Delivered-To"]),
        language=str(received["Content-Language"]),
        subject=str(received["Subject"]).strip(),
    )


def expected_mails(mails: tuple[Mail, ...], today: date) -> list[Mail]:
    """The mails with their days written out in the mail's language, as letters write them."""
    return _sorted(
        [mail.model_copy(update={"subject": _filled(mail.subject, today, mail.language)}) for mail in mails]
    )


def expected_lines(lines: tuple[str, ...], today: date) -> tuple[str, ...]:
    """The lines with their days in ISO form."""
    return tuple(_filled(line, today, None) for line in lines)


def expected_text(text: str, today: date, language: str) -> str:
    """The text with its days written out in its language."""
    return _filled(text, today, language)


def register_of(rows: list[RegisterRow]) -> tuple[str, ...]:
    """The register's lines, in its order."""
    return tuple(
        f"{row.name}, {row.country}: {row.level} {row.status} until {row.valid_until}" for row in rows
    )


def line_of(event: StoredEvent) -> str:
    """Who did what, and the facts that matter."""
    happened = event_of(event.type, event.schema_version, event.payload, event.metadata)
    facts = {name: _fact(happened, path) for name, path in _FACTS.get(event.type, {}).items()}
    told = [f"{name}={fact}" for name, fact in facts.items() if fact]
    return " ".join([f"{orjson.loads(event.metadata)['actor']}:", event.type, *told])


def _fact(happened: object, path: str) -> str:
    value: object = happened
    for part in path.split("."):
        value = getattr(value, part)
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ",".join(map(str, value))
        case None:
            return ""
        case _:
            return str(value)


def _filled(text: str, today: date, language: str | None) -> str:
    return _PLACEHOLDER.sub(lambda found: _written(_day(found[1], today), language), text)


def _day(expression: str, today: date) -> date:
    """As in a journey's data; `+60d DK` at the end is a deadline of 60 days in that country (R27)."""
    if is_day(expression):
        return day_of(expression, today)
    deadline = _DEADLINE.fullmatch(expression)
    assert deadline, f"{expression} is no day"
    start, amount, unit, country = deadline.groups()
    period = Period.model_validate(f"{amount} {_UNITS[unit]}")
    return last_day(day_of(start, today), period, Calendars()[country])


def _written(day: date, language: str | None) -> str:
    if language is None:
        return day.isoformat()
    locales: dict[str, str] = {name: phrases.locale for name, phrases in PHRASES.items()}
    return format_date(day, format="long", locale=locales[language])


def _sorted(mails: list[Mail]) -> list[Mail]:
    return sorted(mails, key=lambda mail: (mail.to, mail.subject))
