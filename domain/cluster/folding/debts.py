"""What the engine owes besides letters: comparisons, drafts, reports, certificates; and how that is paid."""

from typing import Any, assert_never

from domain.cluster.events import CaseHistoryEvent
from domain.cluster.events.assessment import BenchmarkRecorded, ComparisonMade, ReportDrafted, ReportFinalised
from domain.cluster.events.committee import DecisionTaken, DeferralAnswered
from domain.cluster.events.documents import (
    CertificateIssued,
    DocumentEvent,
    ReportDraftIssued,
    ReportIssued,
    ReportReleased,
)
from domain.cluster.events.effects import EffectEvent, NoticeSent
from domain.cluster.events.label import LabelAnnulled, LabelAwarded, LabelEvent, LabelRenewed
from domain.cluster.events.measures import TermCorrected
from domain.cluster.events.review import DecisionAnnulled
from domain.cluster.events.scores import ConsensusReached, ScoresSubmitted
from domain.cluster.folding.moving import with_limits, without_limit
from domain.cluster.state import Certificate, Cluster
from domain.debts import settled
from domain.happened import Happened
from domain.levels import Level
from domain.secretariat import secretariat_day
from domain.standing import Debt, DocumentOwed

DECISION_NOTICES = frozenset({"label-awarded", "label-renewed", "label-refused"})
_NOTICES_BEHIND_A_DECISION = DECISION_NOTICES | {
    "certificate-issued",
    "certificate-reissued",
    "report-released",
}


def evolve_debts(cluster: Cluster, happened: Happened[Any], event: CaseHistoryEvent) -> Cluster:
    """What an event of a case lets the engine owe, and what it makes needless."""
    case = cluster.find_case(event.case_id) if event.case_id else None
    if case is None:
        return cluster
    debts = cluster.debts
    match event:
        case BenchmarkRecorded() | ConsensusReached() | ScoresSubmitted(agreed=True) if not case.compared:
            owed = Debt(
                debt_id=happened.derived_id("comparison"), effect="make-comparison", case_id=case.case_id
            )
            debts = (*_without(debts, case.case_id, "make-comparison"), owed)
        case ComparisonMade():
            debts = _without(debts, case.case_id, "make-comparison")
        case ReportDrafted(version=version):
            draft = DocumentOwed(kind="report-draft", version=version)
            debts = (*_without_draft(debts, case.case_id), _document(happened, case.case_id, draft))
        case ReportFinalised(version=version) | DeferralAnswered(version=version):
            final = DocumentOwed(kind="report-final", version=version)
            debts = (*debts, _document(happened, case.case_id, final))
        case DecisionTaken(outcome="award" | "refuse"):
            report = DocumentOwed(kind="report", version=case.report_version)
            debts = (*_without_draft(debts, case.case_id), _document(happened, case.case_id, report))
        case DecisionAnnulled():
            # What was not sent of a void decision is not sent any more, whether or not it was tried.
            debts = tuple(debt for debt in debts if not _follows_a_decision(debt, case.case_id))
            failed = tuple(f for f in cluster.failed if not _follows_a_decision(f.debt, case.case_id))
            return cluster.model_copy(update={"debts": debts, "failed": failed})
        case _ if not case.open and case.decision is None:
            debts = tuple(debt for debt in debts if debt.notice or debt.case_id != case.case_id)
        case _:
            return cluster
    return cluster.model_copy(update={"debts": debts})


def owe_certificate(cluster: Cluster, event: LabelEvent, happened: Happened[Any]) -> Cluster:
    """A term of a decision owes its certificate; an annulled one does no longer, and what was issued is void."""
    match event:
        case (
            LabelAwarded(case_id=case_id, level=level, term=term)
            | LabelRenewed(case_id=case_id, level=level, term=term)
        ):
            wanted = DocumentOwed(kind="certificate", level=level, term=term.number)
            certificate = _certificate(happened, case_id, wanted, cluster)
            return cluster.model_copy(update={"debts": (*cluster.debts, certificate)})
        case LabelAnnulled(level=level, term=number):
            debts = tuple(debt for debt in cluster.debts if not _follows_a_term(debt, level, number))
            certificates = tuple(
                each.model_copy(update={"void": True}) if (each.level, each.term) == (level, number) else each
                for each in cluster.certificates
            )
            return cluster.model_copy(update={"debts": debts, "certificates": certificates})
        case _:
            return cluster


def owe_corrected(cluster: Cluster, event: TermCorrected, happened: Happened[Any]) -> Cluster:
    """A certificate of a corrected term is issued anew; one not issued yet says the corrected days alone.

    None is owed of a label that has ended (R25).
    """
    number = event.term.number
    if event.term.ended:
        return cluster
    owed = [debt for debt in cluster.debts if _is_certificate_of(debt, event.level, number)]
    issued = cluster.certificate_of(event.level, number)
    if not owed and issued is None:
        return cluster
    anew = DocumentOwed(
        kind="certificate", level=event.level, term=number, replaces=issued.document if issued else None
    )
    # Another debt: what is being rendered with the former days pays nothing any more.
    case_id = owed[0].case_id if owed else None
    debts = (
        *(debt for debt in cluster.debts if debt not in owed),
        _certificate(happened, case_id, anew, cluster),
    )
    return cluster.model_copy(update={"debts": debts})


def owe_reissue(before: Cluster, cluster: Cluster, happened: Happened[Any]) -> Cluster:
    """Another name or carrier: each label's latest certificate is issued anew, one not issued yet under it alone."""
    if (before.name, before.carrier) == (cluster.name, cluster.carrier):
        return cluster
    debts, owed = list(cluster.debts), set()
    for place, debt in enumerate(debts):
        if debt.document is not None and debt.document.kind == "certificate":
            # Another debt: what is being rendered under the former name pays nothing any more.
            debts[place] = _certificate(happened, debt.case_id, debt.document, cluster)
            owed.add((debt.document.level, debt.document.term))
    for level in cluster.clocks:
        term = cluster.latest_term(level)
        issued = cluster.certificate_of(level, term.number) if term else None
        if issued and (level, issued.term) not in owed:
            anew = DocumentOwed(kind="certificate", level=level, term=issued.term, replaces=issued.document)
            debts.append(_certificate(happened, None, anew, cluster))
    return cluster.model_copy(update={"debts": tuple(debts)})


def settle_notice(cluster: Cluster, event: EffectEvent, happened: Happened[Any]) -> Cluster:
    """A letter was sent, failed, retried or skipped; the case knows that its decision was told."""
    if isinstance(event, NoticeSent) and event.notice in DECISION_NOTICES:
        case_id = next((debt.case_id for debt in cluster.debts if debt.debt_id == event.notice_id), None)
        case = cluster.find_case(case_id) if case_id else None
        if case and case.decision:
            decision = case.decision.model_copy(update={"notified": True})
            cluster = cluster.with_case(case.model_copy(update={"decision": decision}))
    debts, failed = settled(cluster.debts, cluster.failed, event, happened.recorded_at)
    return cluster.model_copy(update={"debts": debts, "failed": failed})


def settle_document(cluster: Cluster, event: DocumentEvent, happened: Happened[Any]) -> Cluster:
    """A document was issued and is owed no more."""
    debts = tuple(debt for debt in cluster.debts if not _pays(event, debt))
    paid = cluster.model_copy(update={"debts": debts})
    match event:
        case CertificateIssued():
            return _certified(paid, event, happened)
        case ReportDraftIssued(case_id=case_id, limits=limits):
            case = paid.find_case(case_id)
            return paid.with_case(with_limits(case, limits)) if case else paid
        case _:
            return paid


def _pays(event: DocumentEvent, debt: Debt) -> bool:
    """Of one version, and of one term, a document is owed once at a time."""
    owed = debt.document
    if owed is None:
        return False
    match event:
        case ReportDraftIssued(case_id=case_id, version=version):
            return (owed.kind, debt.case_id, owed.version) == ("report-draft", case_id, version)
        case ReportIssued(case_id=case_id, version=version):
            return (owed.kind, debt.case_id, owed.version) == ("report-final", case_id, version)
        case ReportReleased(case_id=case_id, version=version):
            return (owed.kind, debt.case_id, owed.version) == ("report", case_id, version)
        case CertificateIssued(level=level, term=term):
            return (owed.kind, owed.level, owed.term) == ("certificate", level, term)
        case _:
            assert_never(event)


def _certified(cluster: Cluster, event: CertificateIssued, happened: Happened[Any]) -> Cluster:
    facts = {name: getattr(event, name) for name in ("level", "term", "number", "document")}
    kept = tuple(
        each.model_copy(update={"replaced": True}) if each.document == event.replaces else each
        for each in cluster.certificates
    )
    issued = Certificate(event_id=happened.event_id, **facts)
    after = cluster.model_copy(update={"certificates": (*kept, issued)})
    case = after.find_case(event.case_id) if event.case_id else None
    return after.with_case(without_limit(case, "certificate")) if case else after


def _certificate(happened: Happened[Any], case_id: str | None, owed: DocumentOwed, cluster: Cluster) -> Debt:
    """Owed from this day on, under the names of this day."""
    today = {
        "cluster_name": cluster.name,
        "carrier": cluster.carrier,
        "owed_on": secretariat_day(happened.recorded_at),
    }
    return _document(happened, case_id, owed.model_copy(update=today))


def _is_certificate_of(debt: Debt, level: Level, number: int) -> bool:
    return debt.document is not None and (debt.document.level, debt.document.term) == (level, number)


def _document(happened: Happened[Any], case_id: str | None, owed: DocumentOwed) -> Debt:
    name = f"{owed.kind} {owed.level} {owed.term}".strip()
    return Debt(debt_id=happened.derived_id(name), effect="issue-document", case_id=case_id, document=owed)


def _without(debts: tuple[Debt, ...], case_id: str, effect: str) -> tuple[Debt, ...]:
    return tuple(debt for debt in debts if (debt.case_id, debt.effect) != (case_id, effect))


def _without_draft(debts: tuple[Debt, ...], case_id: str) -> tuple[Debt, ...]:
    """A draft that was overtaken is needed no more; a final report is on record even behind the decision."""
    return tuple(
        debt
        for debt in debts
        if debt.case_id != case_id or debt.document is None or debt.document.kind != "report-draft"
    )


def _follows_a_decision(debt: Debt, case_id: str) -> bool:
    tells = debt.notice is not None and debt.notice.notice in _NOTICES_BEHIND_A_DECISION
    certifies = debt.document is not None and debt.document.kind in ("report", "certificate")
    return debt.case_id == case_id and (certifies or tells)


def _follows_a_term(debt: Debt, level: Level, number: int) -> bool:
    """Its certificate, and the letter that says which lower label sleeps, or that it does itself (R23)."""
    if debt.notice is not None:
        levels = (debt.notice.details.get("level"), debt.notice.details.get("higher_level"))
        return debt.notice.notice == "label-superseded" and level in levels
    return debt.document is not None and (debt.document.level, debt.document.term) == (level, number)
