"""Since when it is so, what an event says: a fact may be recorded long after it began to hold.

What was so at a moment, as known now, are the events that hold since then or earlier; what was known at a moment are
the events recorded by then. The two differ by facts that were learned late.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import reduce
from typing import Any

from domain.frozen import Frozen
from domain.happened import Happened
from domain.secretariat import day_begins, day_ends, secretariat_day
from domain.terms import Interval

_EVER = datetime.min.replace(tzinfo=UTC)


class Since(StrEnum):
    """From where on an event holds."""

    RECORDED = "the moment it was recorded"
    EVER = "ever: it says who the stream is about, or makes void from the beginning"
    DAY = "the beginning of the day in a field"
    AFTER = "the end of the day in a field"


class Rule(Frozen):
    """From where on events of one type hold. `field` names the day, within a part where dots say so."""

    since: Since
    field: str = ""


_FROM_THE_DAY = {
    "ApplicationSubmitted": "opened_on",
    "TestSubmitted": "submitted_on",
    "EvidenceSubmitted": "received_on",
    "BenchmarkRecorded": "interview_on",
    "AuditDayConducted": "day",
    "IndicatorValidated": "day",
    "IndicatorNotValidated": "day",
    "AuditConducted": "last_day",
    "DecisionTaken": "decided_on",
    "AppealLodged": "lodged_on",
    "ComplaintLodged": "lodged_on",
    # R17: a renewal decided late holds since the old end, as known from then on.
    "LabelAwarded": "term.first_day",
    "LabelRenewed": "term.first_day",
    "LabelImported": "term.first_day",
    "LabelSuspended": "suspended_on",
    "LabelRestored": "restored_on",
    "LabelWithdrawn": "withdrawn_on",
    "LabelRelinquished": "relinquished_on",
    "TermCorrected": "term.first_day",
    "MergerRecorded": "effective_on",
    "TransferRecorded": "effective_on",
    "SplitRecorded": "effective_on",
    "ClusterDissolved": "effective_on",
    "LineageRecorded": "effective_on",
    "LabelEnded": "effective_on",
    "SpecialAuditConcluded": "held_on",
    "ExpertQualified": "from_on",
    "TieDeclared": "from_on",
    "MemberSeated": "from_on",
    "OfficeAccredited": "from_on",
    "ClusterEnrolled": "from_on",
    "PlanFiled": "filed_on",
}
# A last day belongs to what ends with it.
_AFTER_THE_DAY = dict.fromkeys(
    ("QualificationEnded", "TieEnded", "SeatEnded", "AccreditationEnded", "MembershipEnded"), "until_on"
)
_EVER_SO = "ClusterRegistered PersonRegistered LabelAnnulled MeasureAnnulled"
_SINCE_RECORDED = """
ProfileUpdated ClusterRenamed CarrierChanged ManagerChanged
CaseImported FactConfirmed ApplicationAccepted ApplicationDeclined EligibilityConfirmed EligibilityLost
AgreementOffered AgreementSigned OfferLapsed ApplicationWithdrawn CaseAbandoned RenewalOutOfTime
BenchmarkOutdated CaseConverted CaseMovedToEdition TestPassed TestFailed TestRetryEnded ActEndorsed ConsentGiven
TeamProposed AssignmentAccepted AssignmentDeclined AssignmentLapsed TeamObjected ObjectionLapsed
TeamAgreed TeamMemberReplaced
ImprovementAreasDeclared RecommendationsAnswered EvidenceRoundClosed EvidenceAccepted EvidenceQueried
EvidenceRejected EvidenceRoundOpened DeskCheckClosed
AuditScheduled AuditRescheduled ObserverAdmitted AuditInterrupted
FindingRecorded CorrectionProposed CorrectiveActionProposed ActionPlanAccepted FindingClosed
ScoresSubmitted ConsensusProposed ConsensusReached
ComparisonMade ReportDrafted FactsChecked ReportSigned ReportFinalised
ComplaintAcknowledged ComplaintInvestigated ComplaintClosed
RoundOpened RoundClosed CasePlacedOnAgenda MemberRecused VoteCast DecisionAdjourned DeferralAnswered DeferralLapsed
AppealAcknowledged AppealAdmitted AppealRejected AppealWithdrawn PanelAppointed AppealDecided CaseRemitted
CaseResumed CaseOvertaken ConflictReported ConflictResolved VoteStruck DecisionConfirmed DecisionAnnulled
LabelExpired LabelLapsed LabelSuperseded RenewalOvertaken
MeasureAnnounced MeasureAnswered MeasureDropped CauseSettled MeasureVoteCast
ContinuationVoteCast LabelContinued CaseEnded CaseContinued ChangeReviewed
LadderPlanned ReminderSent ReminderSkipped ReminderSnoozed RemindersStopped ReplyRecorded
ReportDraftIssued ReportIssued ReportReleased CertificateIssued
DeadlineWarned DeadlinePassed DeadlineEscalated DeadlineExtended
NoticeSent NoticeFailed EffectRetried EffectSkipped
DaysBooked DaysReleased AvailabilitySet PersonErased TextRedacted LedgerRestored
CaseHandedOver OfficeJoined OfficeLeft StaffAppointed StaffEnded EditionActivated
OwnersNamed TargetSet
"""
RULES: Mapping[str, Rule] = {
    **{event: Rule(since=Since.DAY, field=field) for event, field in _FROM_THE_DAY.items()},
    **{event: Rule(since=Since.AFTER, field=field) for event, field in _AFTER_THE_DAY.items()},
    **dict.fromkeys(_EVER_SO.split(), Rule(since=Since.EVER)),
    **dict.fromkeys(_SINCE_RECORDED.split(), Rule(since=Since.RECORDED)),
}
_RECORDED = Rule(since=Since.RECORDED)


def effective_at(happened: Happened[Any]) -> datetime:
    """The moment since when the event holds.

    Of the day on which it was recorded nothing is known more exactly than that moment. Where a day is known as an
    interval (R39) its earliest counts, and where nothing is known the event holds ever since: the terms in it say
    themselves what is uncertain.
    """
    rule = RULES.get(happened.event.type, _RECORDED)
    match rule.since:
        case Since.RECORDED:
            return happened.recorded_at
        case Since.EVER:
            return _EVER
        case Since.DAY | Since.AFTER:
            return _of_the_day(happened, rule)


def so_at(history: Iterable[Happened[Any]], moment: datetime) -> Iterator[Happened[Any]]:
    """The events that hold at a moment, in the order of the record."""
    return (happened for happened in history if effective_at(happened) <= moment)


def _of_the_day(happened: Happened[Any], rule: Rule) -> datetime:
    day = reduce(getattr, rule.field.split("."), happened.event)
    if isinstance(day, Interval):
        if day.earliest is None:
            return _EVER
        day = day.earliest
    if not isinstance(day, date):
        return happened.recorded_at
    if rule.since is Since.AFTER:
        return day_ends(day)
    return happened.recorded_at if day == secretariat_day(happened.recorded_at) else day_begins(day)
