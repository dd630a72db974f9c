"""Who may see what of an event: tests (R4), scores (R7), votes, and the dossier of who assesses, applies and decides.

Reserved are fields, never whole events: that something happened, when, and by whom everybody with access to
the trail may see.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from pydantic import JsonValue

from domain.cluster.appeal_readers import on_panel, reads_appeal
from domain.cluster.case import Case
from domain.cluster.measure import of_a_measure
from domain.cluster.state import Cluster
from domain.measure_secrecy import may_read_measure, may_read_vote
from domain.person.state import Office, Person

WITHHELD = "withheld"


class Reserve(StrEnum):
    """For whom a field is kept."""

    APPLICANT = "who acts for the cluster"
    SHEET = "the sheet's author; the team once all sheets are in; behind a final report who decides"
    CONSENSUS = "the team; once it is in a draft the applicant; behind a final report who decides"
    NOTES = "the team; behind a final report who decides, never the applicant"
    VOTE = "who cast it; from the decision on who reads the dossier"
    REPORT = "the team and who decides; from the decision on who acts for the cluster"
    APPEAL = "who acts for the cluster, the panel, operators and auditors; of a remitted case who decides it"
    COMPLAINT = "who looks into the complaint and is free of it; to nobody of another stream"
    COMPARISON = "anybody, but of consensus scores as these"
    DOSSIER = (
        "the team, the applicant, members who decide, operators, the office that handles it and auditors;"
        " not who stepped aside"
    )
    MEASURE = "who acts for the cluster, members of the committee without a tie to it, operators and auditors"
    MEASURE_VOTE = "who cast it; once nothing is open against the label, who reads the measure"


_OF_THE_DOSSIER = {
    "ImprovementAreasDeclared": "areas",
    "RecommendationsAnswered": "answers",
    "EvidenceSubmitted": "items cited",
    "EvidenceAccepted": "subjects",
    "EvidenceQueried": "subject due_on question",
    "EvidenceRejected": "subject reason",
    "EvidenceRoundOpened": "open_subjects",
    "DeskCheckClosed": "not_evidenced",
    "IndicatorValidated": "indicators",
    "IndicatorNotValidated": "indicators",
    "AuditConducted": "preliminary",
    "FindingRecorded": "grade indicator statement limits notices",
    "CorrectionProposed": "correction documents",
    "CorrectiveActionProposed": "cause action done_by documents",
    "ActionPlanAccepted": "done_by",
    "FindingClosed": "evidence reason",
    "ReportDrafted": "summary recommendations recommended",
    "ReportDraftIssued": "document",
    "FactsChecked": "remarks",
    "ReportFinalised": "dossier",
    "ReportReleased": "document",
    "DecisionTaken": "reason",
    "DecisionAdjourned": "reason",
    "DeferralAnswered": "answer",
    "ActEndorsed": "reason",
    "FactConfirmed": "reason",
    "TeamObjected": "reason",
    "TeamMemberReplaced": "reason",
    "MemberRecused": "reason",
    "CaseHandedOver": "reason",
    "ConflictReported": "reason",
    "ConflictResolved": "reason",
    "DecisionConfirmed": "reason",
    "DecisionAnnulled": "reason",
    "PlanFiled": "filed_on due_on",
    "TextRedacted": "note",
    **dict.fromkeys(
        ("MergerRecorded", "TransferRecorded", "SplitRecorded", "ClusterDissolved", "LabelContinued"),
        "reason",
    ),
    "ContinuationVoteCast": "vote reason",
    "ChangeReviewed": "reason",
    "SpecialAuditConcluded": "reason",
}
_OF_A_MEASURE = {
    "MeasureAnnounced": "cause",
    "MeasureAnswered": "answer",
    "MeasureDropped": "reasons",
    "LabelSuspended": "reasons urgency",
    "CauseSettled": "reasons documents",
    "LabelRestored": "reasons",
    "LabelWithdrawn": "reasons",
    "LabelRelinquished": "reason",
    "TermCorrected": "reasons document",
}
RESERVED: Mapping[str, Mapping[str, Reserve]] = {
    "TestSubmitted": {"scores": Reserve.APPLICANT},
    "TestPassed": {"below_percent": Reserve.APPLICANT},
    "TestFailed": {"missed": Reserve.APPLICANT},
    "ScoresSubmitted": {"scores": Reserve.SHEET, "areas": Reserve.SHEET},
    "ConsensusProposed": {"scores": Reserve.NOTES, "reasons": Reserve.NOTES},
    "ConsensusReached": {
        "scores": Reserve.CONSENSUS,
        "reasons": Reserve.NOTES,
        "dissent": Reserve.NOTES,
    },
    "AppealLodged": {"grounds": Reserve.APPEAL},
    "AppealRejected": {"reason": Reserve.APPEAL},
    "AppealWithdrawn": {"reason": Reserve.APPEAL},
    "AppealDecided": {"votes": Reserve.APPEAL, "reason": Reserve.APPEAL},
    "ComplaintLodged": dict.fromkeys(
        ("complainant", "complainant_name", "complaint", "notices"), Reserve.COMPLAINT
    ),
    "ComplaintClosed": dict.fromkeys(("reason", "notices"), Reserve.COMPLAINT),
    "VoteCast": {"vote": Reserve.VOTE, "reason": Reserve.VOTE},
    "MeasureVoteCast": {"vote": Reserve.MEASURE_VOTE, "reason": Reserve.MEASURE_VOTE},
    **{event: dict.fromkeys(fields.split(), Reserve.MEASURE) for event, fields in _OF_A_MEASURE.items()},
    "ReportIssued": {"document": Reserve.REPORT},
    "ComparisonMade": {"dimensions": Reserve.COMPARISON, "groups": Reserve.COMPARISON},
    **{event: dict.fromkeys(fields.split(), Reserve.DOSSIER) for event, fields in _OF_THE_DOSSIER.items()},
}

# Every other event, written out: one in neither list is withheld whole.
_OPEN = """
ClusterRegistered ProfileUpdated ClusterRenamed CarrierChanged ManagerChanged LabelImported CaseImported
AppealAcknowledged AppealAdmitted PanelAppointed MeasureAnnulled CaseRemitted CaseResumed CaseOvertaken
ApplicationSubmitted ApplicationAccepted ApplicationDeclined EligibilityConfirmed EligibilityLost
AgreementOffered AgreementSigned OfferLapsed ApplicationWithdrawn CaseAbandoned RenewalOutOfTime
RenewalOvertaken BenchmarkOutdated CaseConverted CaseMovedToEdition TestRetryEnded ConsentGiven
TeamProposed AssignmentAccepted AssignmentDeclined AssignmentLapsed ObjectionLapsed
TeamAgreed
EvidenceRoundClosed
AuditScheduled AuditRescheduled ObserverAdmitted AuditDayConducted AuditInterrupted
BenchmarkRecorded ReportSigned
ComplaintAcknowledged ComplaintInvestigated RoundOpened RoundClosed CasePlacedOnAgenda
DeferralLapsed VoteStruck
LabelAwarded LabelRenewed LabelExpired LabelLapsed LabelSuperseded LabelAnnulled
LadderPlanned ReminderSent ReminderSkipped ReminderSnoozed RemindersStopped ReplyRecorded
CertificateIssued
LineageRecorded LabelEnded CaseEnded CaseContinued
DeadlineWarned DeadlinePassed DeadlineEscalated DeadlineExtended
NoticeSent NoticeFailed EffectRetried EffectSkipped
PersonRegistered ExpertQualified QualificationEnded TieDeclared TieEnded MemberSeated SeatEnded
DaysBooked DaysReleased AvailabilitySet
OfficeJoined OfficeLeft OfficeAccredited AccreditationEnded StaffAppointed StaffEnded EditionActivated
OwnersNamed ClusterEnrolled MembershipEnded TargetSet
PersonErased LedgerRestored
"""
OPEN = frozenset(_OPEN.split())


def visible_payload(
    event_type: str, payload: Mapping[str, JsonValue], *, viewer: Person | None, cluster: Cluster | None
) -> dict[str, JsonValue]:
    """The payload as `viewer` may see it: each reserved field says `withheld` instead, be it there or not.

    `cluster` is the state as it stands now, not as of the event; None for a stream that is no cluster's.
    `viewer` None is whoever works at the machine: shown the dossier, and no score, no test, no running vote.
    """
    reserved = _reserved(event_type, payload)
    if reserved is None:
        return dict.fromkeys(payload, WITHHELD)
    case = cluster.find_case(str(payload.get("case_id"))) if cluster else None
    kept = {
        field: WITHHELD
        for field, reserve in reserved.items()
        if not _shown(reserve, viewer, cluster, case, payload)
        and not (reserve is Reserve.APPEAL and reads_appeal(viewer, cluster, str(payload.get("appeal_id"))))
    }
    return {**payload, **kept}


def _reserved(event_type: str, payload: Mapping[str, JsonValue]) -> Mapping[str, Reserve] | None:
    """The reserved fields of an event; None for one that nobody classified."""
    if event_type.startswith("Deadline") and of_a_finding(str(payload.get("subject"))):
        return {"limit": Reserve.DOSSIER}
    if event_type == "DeadlineExtended" and of_a_measure(str(payload.get("subject"))):
        return {"reason": Reserve.MEASURE}
    return {} if event_type in OPEN else RESERVED.get(event_type)


def of_a_finding(subject: str) -> bool:
    """Whether a limit runs for a finding: what it is called tells the finding's grade."""
    return subject.startswith("finding-")


def _shown(
    reserve: Reserve,
    viewer: Person | None,
    cluster: Cluster | None,
    case: Case | None,
    payload: Mapping[str, JsonValue],
) -> bool:
    author = str(payload.get("expert") or payload.get("member"))
    if cluster is not None and reserve is Reserve.MEASURE:
        return may_read_measure(viewer, cluster)
    if cluster is not None and reserve is Reserve.MEASURE_VOTE:
        return may_read_vote(viewer, cluster, str(payload.get("level")), author)
    if cluster is None or case is None:
        # A round's stream holds decisions and no case: whom an office entitles reads them there too.
        return reserve is Reserve.DOSSIER and (viewer is None or _in_office(viewer))
    return may_see(reserve, viewer, cluster, case, author=author)


def may_see(
    reserve: Reserve, viewer: Person | None, cluster: Cluster, case: Case, *, author: str = ""
) -> bool:
    """Whether the viewer belongs, by now, to those a field of the case is kept for.

    `author`: of a sheet, or of a vote.
    """
    if reserve is Reserve.COMPARISON and case.benchmark is not None:
        return True  # compared are the values of an interview, which the applicant gave
    if viewer is None:
        return reserve in (Reserve.DOSSIER, Reserve.REPORT) or (
            reserve is Reserve.VOTE and case.decision is not None
        )
    if reserve is not Reserve.APPLICANT and on_panel(viewer, cluster, case):
        return True
    on_team, applies = viewer.person_id in case.experts, viewer.person_id in cluster.managers
    match reserve:
        case Reserve.APPLICANT:
            return applies
        case Reserve.SHEET:
            own = viewer.person_id == author
            told = applies and case.drafted and _is_the_result(case)
            return own or told or (on_team and case.sheets_in) or _decides(viewer, case)
        case Reserve.CONSENSUS | Reserve.COMPARISON:
            return on_team or (applies and case.drafted) or _decides(viewer, case)
        case Reserve.NOTES:
            return on_team or _decides(viewer, case)
        case Reserve.VOTE:
            # A running vote tells nobody how to vote, and the applicant nothing before it is carried.
            decided = case.decision is not None
            return viewer.person_id == author or (decided and (on_team or applies or _entitled(viewer, case)))
        case Reserve.REPORT:
            return on_team or (applies and case.decision is not None) or _decides(viewer, case)
        case Reserve.APPEAL | Reserve.COMPLAINT:
            return False  # an appeal has readers of its own
        case Reserve.DOSSIER:
            return on_team or applies or _entitled(viewer, case) or _handles(viewer, case)
        case Reserve.MEASURE | Reserve.MEASURE_VOTE:
            return False  # a measure is about a label, never about a case
        case _:
            assert_never(reserve)


@dataclass(frozen=True)
class Sight:
    """Who looks at a cluster, and the cluster as it stands now: of the past, too, today's rights decide."""

    viewer: Person | None
    cluster: Cluster

    def of(self, reserve: Reserve, case: Case, *, author: str = "") -> bool:
        """Whether the viewer may see such a field of the case, which may be shown as it was."""
        now = self.cluster.find_case(case.case_id) or case
        return may_see(reserve, self.viewer, self.cluster, now, author=author)


def _is_the_result(case: Case) -> bool:
    """Whether one expert's sheet is what counts, as in a Silver case: nothing is told of a second one."""
    return case.result is not None and case.result.event_id in {sheet.event_id for sheet in case.sheets}


def _decides(viewer: Person, case: Case) -> bool:
    return case.report is not None and _entitled(viewer, case)


def _entitled(viewer: Person, case: Case) -> bool:
    """R30: a member who stepped aside gets no dossier, in whatever other role."""
    if viewer.person_id in case.recused:
        return False
    return _in_office(viewer) or viewer.person_id in case.members


def _handles(viewer: Person, case: Case) -> bool:
    """Whether the viewer works at the accredited office that handles the case (domain §1)."""
    return case.office in viewer.employers and viewer.person_id not in case.recused


def _in_office(viewer: Person) -> bool:
    return bool({Office.OPERATOR, Office.AUDIT_READER} & set(viewer.offices))
