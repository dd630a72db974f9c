"""The rules of a cluster's stream: which part of the procedure a command belongs to."""

from typing import assert_never

from domain.cluster.commands import ClusterCommand
from domain.cluster.commands.appeals import AppealPersonCommand, ResumeCase
from domain.cluster.commands.application import ApplicationCommand
from domain.cluster.commands.approvals import ApprovalCommand
from domain.cluster.commands.assessment import AssessmentCommand
from domain.cluster.commands.audit import AuditCommand
from domain.cluster.commands.benchmark_test import TestCommand
from domain.cluster.commands.clock import ClockCommand, ExtendDeadline
from domain.cluster.commands.committee import CommitteeCommand
from domain.cluster.commands.effects import EffectCommand, IssueDocument, MakeComparison, NoticeCommand
from domain.cluster.commands.evidence import EvidenceCommand
from domain.cluster.commands.findings import FindingCommand
from domain.cluster.commands.handover import HandOverCase
from domain.cluster.commands.imports import ImportCase, ImportCommand
from domain.cluster.commands.lineage import LineageCommand
from domain.cluster.commands.measures import MeasureCommand
from domain.cluster.commands.organisation import OrganisationCommand
from domain.cluster.commands.reminders import ReminderClockCommand, ReminderCommand
from domain.cluster.commands.review import ReviewCommand
from domain.cluster.commands.scores import ScoreCommand
from domain.cluster.commands.team import TeamCommand
from domain.cluster.rules import (
    appeals,
    application,
    approvals,
    assessment,
    audit,
    benchmark_test,
    clock,
    committee,
    documents,
    effects,
    evidence,
    findings,
    handover,
    imports,
    lineage,
    measures,
    organisation,
    reminders,
    review,
    scores,
    team,
)
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.ended import refuse_if_ended
from domain.cluster.rules.held_up import resume_case
from domain.rejected import Rejected

# These begin a cluster, or do nothing where there is none.
_UNREGISTERED = OrganisationCommand | ImportCase | ClockCommand | EffectCommand


def decide(command: ClusterCommand | ClockCommand | EffectCommand, asked: Asked) -> Following:
    """The events that follow, or `Rejected`. Engine commands that are overtaken have none."""
    if not asked.cluster.registered and not isinstance(command, _UNREGISTERED):
        raise Rejected("cluster-unknown", f"No cluster is registered as {asked.cluster.cluster_id}.")
    refuse_if_ended(command, asked.cluster)
    if isinstance(command, OrganisationCommand):
        return organisation.decide(command, asked)
    if isinstance(command, LineageCommand):
        return lineage.decide(command, asked)
    if isinstance(command, ImportCommand):
        return imports.decide(command, asked)
    if isinstance(command, ApplicationCommand):
        return application.decide(command, asked)
    if isinstance(command, TestCommand):
        return benchmark_test.decide(command, asked)
    if isinstance(command, ApprovalCommand):
        return approvals.decide(command, asked)
    if isinstance(command, TeamCommand):
        return team.decide(command, asked)
    if isinstance(command, EvidenceCommand):
        return evidence.decide(command, asked)
    if isinstance(command, AuditCommand):
        return audit.decide(command, asked)
    if isinstance(command, FindingCommand):
        return findings.decide(command, asked)
    if isinstance(command, ScoreCommand):
        return scores.decide(command, asked)
    if isinstance(command, AssessmentCommand | MakeComparison):
        return assessment.decide(command, asked)
    if isinstance(command, CommitteeCommand):
        return committee.decide(command, asked)
    if isinstance(command, ReviewCommand):
        return review.decide(command, asked)
    if isinstance(command, AppealPersonCommand):
        return appeals.decide(command, asked)
    if isinstance(command, ResumeCase):
        return resume_case(command, asked)
    if isinstance(command, MeasureCommand):
        return measures.decide(command, asked)
    if isinstance(command, HandOverCase):
        return handover.decide(command, asked)
    if isinstance(command, ReminderCommand | ReminderClockCommand):
        return reminders.decide(command, asked)
    if isinstance(command, ClockCommand | ExtendDeadline):
        return clock.decide(command, asked)
    if isinstance(command, IssueDocument):
        return documents.decide(command, asked)
    if isinstance(command, NoticeCommand):
        settled = effects.decide(command, asked.cluster.debts, asked.cluster.failed)
        return [*settled, *appeals.acknowledged(command, asked)]
    assert_never(command)
