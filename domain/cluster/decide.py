"""The rules of a cluster's stream: one arm per command."""

from collections.abc import Sequence
from typing import Any, assert_never

from domain.cluster.commands import ClusterCommand
from domain.cluster.commands.application import (
    AcceptApplication,
    ApplicationCommand,
    DeclineApplication,
    OfferAgreement,
    RecheckEligibility,
    SignAgreement,
    SubmitApplication,
    WithdrawApplication,
)
from domain.cluster.commands.assessment import (
    AssessmentCommand,
    CheckFacts,
    DraftReport,
    FinaliseReport,
    RecordBenchmark,
    SubmitEvidence,
)
from domain.cluster.commands.clock import ClockCommand, ExtendDeadline, PassDeadline, PassExpiry, PassLapse
from domain.cluster.commands.committee import (
    AdjournDecision,
    CastVote,
    CommitteeCommand,
    PlaceOnAgenda,
    RecuseMember,
    TakeDecision,
)
from domain.cluster.commands.effects import (
    EffectCommand,
    FailNotice,
    MakeComparison,
    RetryEffect,
    SendNotice,
    SkipEffect,
)
from domain.cluster.commands.organisation import (
    ChangeManager,
    ImportLabel,
    OrganisationCommand,
    RegisterCluster,
    UpdateProfile,
)
from domain.cluster.commands.team import (
    AcceptAssignment,
    AgreeTeam,
    DeclineAssignment,
    ObjectToTeam,
    ProposeTeam,
    ReplaceTeamMember,
    TeamCommand,
)
from domain.cluster.events.shared import ClusterEvent
from domain.cluster.rules import application, assessment, award, clock, committee, effects, organisation, team
from domain.cluster.rules.asked import Asked
from domain.cluster.state import Case
from domain.elsewhere import Elsewhere
from domain.rejected import Rejected

Events = Sequence[ClusterEvent | Elsewhere[Any]]


def decide(command: ClusterCommand | ClockCommand | EffectCommand, asked: Asked) -> Events:
    """The events that follow, or `Rejected`. Engine commands that are overtaken have none."""
    if isinstance(command, OrganisationCommand):
        return _organisation(command, asked)
    if isinstance(command, ClockCommand | EffectCommand):
        return _engine(command, asked)
    if not asked.cluster.registered:
        raise Rejected("cluster-unknown", f"No cluster is registered as {asked.cluster.cluster_id}.")
    if isinstance(command, SubmitApplication):
        return application.submit_application(command, asked)
    if isinstance(command, RetryEffect):
        return effects.retry_effect(command, asked.cluster.failed)
    if isinstance(command, SkipEffect):
        return effects.skip_effect(command, asked.cluster.failed)
    case = asked.cluster.open_case(command.case_id)
    if isinstance(command, ApplicationCommand):
        return _application(command, case, asked)
    if isinstance(command, TeamCommand):
        return _team(command, case, asked)
    if isinstance(command, AssessmentCommand):
        return _assessment(command, case, asked)
    if isinstance(command, CommitteeCommand):
        return _committee(command, case, asked)
    if isinstance(command, ExtendDeadline):
        return clock.extend_deadline(command, case, asked)
    assert_never(command)


def _organisation(command: OrganisationCommand, asked: Asked) -> Events:
    match command:
        case RegisterCluster():
            return organisation.register_cluster(command, asked)
        case ImportLabel():
            return organisation.import_label(command, asked)
        case UpdateProfile():
            return organisation.update_profile(command, asked)
        case ChangeManager():
            return organisation.change_manager(command, asked)
        case _:
            assert_never(command)


def _engine(command: ClockCommand | EffectCommand, asked: Asked) -> Events:
    match command:
        case PassDeadline(case_id=case_id):
            return clock.pass_deadline(command, _open_or_none(asked, case_id), asked)
        case PassExpiry():
            return clock.pass_expiry(command, asked)
        case PassLapse():
            return clock.pass_lapse(command, asked)
        case SendNotice():
            return effects.send_notice(command, asked.cluster.debts)
        case FailNotice():
            return effects.fail_notice(command, asked.cluster.debts)
        case MakeComparison(case_id=case_id):
            return assessment.make_comparison(command, _open_or_none(asked, case_id))
        case _:
            assert_never(command)


def _open_or_none(asked: Asked, case_id: str | None) -> Case | None:
    case = asked.cluster.find_case(case_id) if case_id else None
    return case if case and case.open else None


def _application(
    command: AcceptApplication
    | DeclineApplication
    | RecheckEligibility
    | OfferAgreement
    | SignAgreement
    | WithdrawApplication,
    case: Case,
    asked: Asked,
) -> Events:
    match command:
        case AcceptApplication():
            return application.accept_application(command, case, asked)
        case DeclineApplication():
            return application.decline_application(command, case, asked)
        case RecheckEligibility():
            return application.recheck_eligibility(command, case, asked)
        case OfferAgreement():
            return application.offer_agreement(command, case, asked)
        case SignAgreement():
            return application.sign_agreement(command, case, asked)
        case WithdrawApplication():
            return application.withdraw_application(command, case, asked)
        case _:
            assert_never(command)


def _team(command: TeamCommand, case: Case, asked: Asked) -> Events:
    match command:
        case ProposeTeam():
            return team.propose_team(command, case, asked)
        case AcceptAssignment():
            return team.accept_assignment(command, case, asked)
        case DeclineAssignment():
            return team.decline_assignment(command, case, asked)
        case ObjectToTeam():
            return team.object_to_team(command, case, asked)
        case AgreeTeam():
            return team.agree_team(command, case, asked)
        case ReplaceTeamMember():
            return team.replace_team_member(command, case, asked)
        case _:
            assert_never(command)


def _assessment(command: AssessmentCommand, case: Case, asked: Asked) -> Events:
    match command:
        case SubmitEvidence():
            return assessment.submit_evidence(command, case, asked)
        case RecordBenchmark():
            return assessment.record_benchmark(command, case, asked)
        case DraftReport():
            return assessment.draft_report(command, case, asked)
        case CheckFacts():
            return assessment.check_facts(command, case, asked)
        case FinaliseReport():
            return assessment.finalise_report(command, case, asked)
        case _:
            assert_never(command)


def _committee(command: CommitteeCommand, case: Case, asked: Asked) -> Events:
    match command:
        case PlaceOnAgenda():
            return committee.place_on_agenda(command, case, asked)
        case RecuseMember():
            return committee.recuse_member(command, case, asked)
        case CastVote():
            return committee.cast_vote(command, case, asked)
        case TakeDecision():
            return award.take_decision(command, case, asked)
        case AdjournDecision():
            return committee.adjourn_decision(command, case, asked)
        case _:
            assert_never(command)
