"""Which commands a task is done by: what lists show beside it."""

from collections.abc import Mapping

from domain.standing import Task

COMMANDS_OF_TASK: Mapping[str, tuple[str, ...]] = {
    "decide-eligibility": ("AcceptApplication", "DeclineApplication"),
    "recheck-eligibility": ("RecheckEligibility",),
    "submit-test": ("SubmitTest",),
    "retry-test": ("SubmitTest",),
    "offer-agreement": ("OfferAgreement",),
    "sign-agreement": ("SignAgreement",),
    "propose-team": ("ProposeTeam",),
    "answer-assignment": ("AcceptAssignment", "DeclineAssignment"),
    "answer-team": ("AgreeTeam", "ObjectToTeam"),
    "submit-evidence": ("SubmitEvidence",),
    "declare-areas": ("DeclareImprovementAreas",),
    "answer-recommendations": ("AnswerRecommendations",),
    "check-evidence": ("AcceptEvidence", "QueryEvidence", "RejectEvidence"),
    "schedule-audit": ("ScheduleAudit",),
    "set-new-date": ("ScheduleAudit", "RescheduleAudit"),
    "conduct-audit": ("RecordAuditDay", "ValidateIndicator", "ConcludeAudit"),
    "resume-audit": ("RecordAuditDay", "RescheduleAudit"),
    "record-benchmark": ("RecordBenchmark",),
    "submit-scores": ("SubmitScores",),
    "agree-consensus": ("AgreeConsensus",),
    "confirm-consensus": ("ConfirmConsensus",),
    "draft-report": ("DraftReport",),
    "check-facts": ("CheckFacts",),
    "sign-report": ("SignReport",),
    "finalise-report": ("FinaliseReport",),
    "place-on-agenda": ("PlaceOnAgenda",),
    "cast-votes": ("CastVote",),
    "take-decision": ("TakeDecision", "AdjournDecision"),
    "invite-members": ("PlaceOnAgenda",),
    "name-ad-hoc-members": ("SeatMember",),
    "answer-deferral": ("AnswerDeferral",),
    "answer-finding": ("ProposeCorrection", "ProposeCorrectiveAction"),
    "accept-plan": ("AcceptActionPlan",),
    "close-finding": ("CloseFinding",),
    "admit-appeal": ("AdmitAppeal", "RejectAppeal"),
    "appoint-panel": ("AppointPanel",),
    "decide-appeal": ("DecideAppeal",),
    "await-appeal": (),
    "resolve-conflict": ("ResolveConflict",),
    "review-decision": ("ReviewDecision",),
    "follow-up-reminders": ("RecordReply", "StopReminders"),
    "name-manager": ("ChangeManager",),
    "resolve-notice": ("RetryEffect", "SkipEffect"),
    "answer-measure": ("AnswerMeasure",),
    "decide-measure": ("SuspendLabel", "DropMeasure"),
    "decide-suspension": ("SettleCause", "RestoreLabel"),
    "decide-withdrawal": ("CastMeasureVote", "WithdrawLabel"),
    "close-round": ("CloseRound",),
    "investigate-complaint": ("InvestigateComplaint",),
    "close-complaint": ("CloseComplaint",),
    "hand-over-case": ("HandOverCase",),
    "review-change": ("ReviewChange",),
    "hold-special-audit": ("ConcludeSpecialAudit",),
}


class TaskByCommand(Task):
    """A task with the commands it is done by."""

    commands: tuple[str, ...]


def by_command(task: Task) -> TaskByCommand:
    return TaskByCommand(**dict(task), commands=COMMANDS_OF_TASK[task.task])
