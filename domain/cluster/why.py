"""Why a certification decision was taken: read from the record and the edition it names, and nothing else."""

from datetime import date

from domain.cluster.aftermath import aftermath
from domain.cluster.case import Case
from domain.cluster.decided import Decided, label_opened
from domain.cluster.events.assessment import ReportFinalised
from domain.cluster.events.committee import MemberRecused, VoteCast
from domain.cluster.explanation import (
    Ballot,
    Explanation,
    IndicatorScore,
    Organisation,
    ReportSeen,
    ShownTotal,
    SteppedAside,
    TermOpened,
    Votes,
)
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.requirements import requirements
from domain.cluster.rules.scope import indicators_audited
from domain.cluster.state import Cluster
from domain.confidential import Reserve, may_see
from domain.person.state import Office, Person
from domain.procedure import Scoring
from domain.rejected import Rejected
from domain.scheme import Scheme
from domain.secretariat import secretariat_day
from domain.verdict import total_of


def explained(decision: Decided, scheme: Scheme) -> Explanation:
    """The whole answer. The requirements are evaluated anew, on the state as it was."""
    event, cluster, case = decision.event, decision.cluster, decision.case
    asked = decision.asked(scheme)
    return Explanation(
        cluster_id=cluster.cluster_id,
        organisation=Organisation(
            name=cluster.name,
            country=cluster.country,
            carrier=cluster.carrier,
            profile_version=cluster.profile_version,
        ),
        case_id=case.case_id,
        level=case.level,
        kind=case.kind,
        decision=decision.entry.happened.event_id,
        number=decision.number,
        of=decision.of,
        position=decision.entry.position,
        recorded_at=decision.entry.happened.recorded_at,
        outcome=event.outcome,
        decided_on=event.decided_on,
        round_id=event.round_id,
        presided_by=decision.entry.actor,
        edition=event.basis.edition,
        edition_of_eligibility=event.basis.edition_of_eligibility,
        rules=event.basis.rules,
        rule=event.rule,
        requirements=requirements(case, asked),
        scores=_scores(case, scheme),
        total=_total(case, asked),
        votes=_votes(decision, asked),
        report=_report(decision),
        audit_stands=event.basis.audit_stands,
        new_audit=event.new_audit,
        term=_term(decision),
        reason=event.reason,
        later=aftermath(
            decision.entry.happened,
            event,
            [(each.position, each.happened) for each in decision.after],
        ),
    )


def told_to(explanation: Explanation, viewer: Person, cluster: Cluster, day: date) -> Explanation:
    """The answer as the viewer may have it: the applicant does not learn the experts' dissent.

    `Rejected` for anybody but the secretariat, auditors, the committee, the team and who acts for the cluster.
    """
    case = cluster.find_case(explanation.case_id)
    if case is None or not _may_ask(viewer, cluster, case, day):
        raise Rejected(
            "not-permitted",
            f"{viewer.person_id} may not ask why {explanation.case_id} of {cluster.cluster_id} was decided as it was: "
            "that is for the secretariat, auditors, the committee, the team and who acts for the cluster.",
        )
    if may_see(Reserve.NOTES, viewer, cluster, case) or viewer.person_id in case.assessors:
        return explanation
    scores = tuple(each.model_copy(update={"dissent": None}) for each in explanation.scores)
    return explanation.model_copy(update={"scores": scores})


def _may_ask(viewer: Person, cluster: Cluster, case: Case, day: date) -> bool:
    # R30: who stepped aside gets no dossier, in whatever other role.
    if viewer.person_id in case.recused:
        return False
    in_office = {Office.OPERATOR, Office.AUDIT_READER} & set(viewer.offices)
    seated = any(seat.covers(day) for seat in viewer.seats)
    concerned = {*cluster.managers, *case.assessors, *case.members}
    return bool(in_office) or seated or viewer.person_id in concerned


def _scores(case: Case, scheme: Scheme) -> tuple[IndicatorScore, ...]:
    if case.result is None:
        return ()
    return tuple(
        IndicatorScore(
            code=each.code,
            name=each.name.value,
            score=case.result.scores[each.code],
            minimum=each.minimum.value if each.minimum else None,
            threshold=each.threshold.value if each.threshold else None,
            dissent=case.result.dissent.get(each.code),
        )
        for each in indicators_audited(case, scheme)
        if each.code in case.result.scores
    )


def _total(case: Case, asked: Asked) -> ShownTotal | None:
    """Silver has no total (R2), and Bronze no pass mark."""
    procedure = asked.edition(case).procedure(case.level, case.kind)
    if case.result is None or procedure.scoring.value is not Scoring.CONSENSUS:
        return None
    total = total_of(asked.scheme.catalogue_of(asked.edition(case)), case.result.scores)
    needed = procedure.minimum_percent.value if procedure.minimum_percent else 0
    return ShownTotal(
        points=total.points, maximum=total.maximum, percent=total.shown_percent, needed_percent=needed
    )


def _votes(decision: Decided, asked: Asked) -> Votes:
    basis = decision.event.basis
    return Votes(
        quorum=asked.edition(decision.case).committee.quorum.value,
        counted=len(basis.votes),
        in_favour=basis.in_favour,
        against=basis.against,
        casting_vote_of=basis.decided_by_casting_vote_of,
        ballots=_ballots(decision),
        stepped_aside=tuple(
            SteppedAside(
                member=event.member,
                rule=event.rule,
                on=secretariat_day(entry.happened.recorded_at),
                reason=event.reason,
            )
            for entry in decision.before
            if isinstance(event := entry.happened.event, MemberRecused)
            and event.case_id == decision.case.case_id
        ),
    )


def _ballots(decision: Decided) -> tuple[Ballot, ...]:
    """The ballots that stood when the decision was taken, with what each member had seen."""
    standing = {ballot.event_id for ballot in decision.case.ballots}
    report = _report(decision)
    return tuple(
        Ballot(
            member=event.member,
            vote=event.vote,
            counted=str(entry.happened.event_id) in decision.event.basis.votes,
            position=entry.position,
            seen=entry.seen,
            after_report=None if entry.seen is None or report is None else entry.seen >= report.position,
            report_version=event.report_version,
            reason=event.reason,
        )
        for entry in decision.before
        if entry.happened.event_id in standing and isinstance(event := entry.happened.event, VoteCast)
    )


def _report(decision: Decided) -> ReportSeen | None:
    final = next(
        (each for each in decision.before if str(each.happened.event_id) == decision.event.basis.report), None
    )
    if final is None:
        return None
    event = final.happened.event
    dossier = event.dossier if isinstance(event, ReportFinalised) else decision.case.dossier
    return ReportSeen(
        version=decision.event.basis.report_version,
        position=final.position,
        on=secretariat_day(final.happened.recorded_at),
        signed_by=dossier.signed_by if dossier else (),
        documents=len(dossier.documents) if dossier else 0,
    )


def _term(decision: Decided) -> TermOpened | None:
    label = label_opened(decision)
    if label is None:
        return None
    term = label.term
    return TermOpened(
        number=term.number,
        first_day=term.first_day.day,
        last_day=term.last_day.day,
        edition=term.edition,
    )
