"""What follows when a document that was owed is issued: draft, report, certificate."""

from domain.cluster.case import Stage
from domain.cluster.commands.effects import IssueDocument
from domain.cluster.events.documents import (
    CertificateIssued,
    DocumentEvent,
    ReportDraftIssued,
    ReportIssued,
    ReportReleased,
)
from domain.cluster.rules.asked import Asked
from domain.cluster.state import Cluster
from domain.levels import Level
from domain.standing import Debt, DocumentOwed


def decide(command: IssueDocument, asked: Asked) -> list[DocumentEvent]:
    """Nothing when the document is not owed any more."""
    return [
        _issued(debt.document, debt, command.document, asked)
        for debt in asked.cluster.debts
        if debt.debt_id == command.debt_id and debt.document is not None
    ]


def _issued(owed: DocumentOwed, debt: Debt, document: str, asked: Asked) -> DocumentEvent:
    case_id = debt.case_id or ""
    match owed.kind:
        case "report-draft":
            return _draft(case_id, owed.version, document, asked)
        case "report-final":
            # Those who decide are called by the letter about the agenda.
            return ReportIssued(case_id=case_id, version=owed.version, document=document)
        case "report":
            case = asked.cluster.find_case(case_id)
            notices = asked.to_managers("report-released", level=case.level) if case else ()
            return ReportReleased(case_id=case_id, version=owed.version, document=document, notices=notices)
        case "certificate":
            return _certificate(owed, debt, document, asked)


def _draft(case_id: str, version: int, document: str, asked: Asked) -> ReportDraftIssued:
    """The applicant's time for the facts begins: nobody checks a draft that cannot be read yet (R28)."""
    issued = ReportDraftIssued(case_id=case_id, version=version, document=document)
    case = asked.cluster.still_open(case_id)
    # A team that is being completed checks nothing meanwhile; in early records the time began with the draft.
    if case is None or case.stage is not Stage.FACT_CHECK or case.limit("fact_check"):
        return issued
    limit = asked.limit("fact_check", asked.edition(case))
    told = asked.to_managers("report-drafted", level=case.level, due_on=limit.last_day.isoformat())
    return issued.model_copy(update={"limits": (limit,), "notices": told})


def _certificate(owed: DocumentOwed, debt: Debt, document: str, asked: Asked) -> CertificateIssued:
    level = Level(owed.level)
    notice = "certificate-reissued" if owed.replaces else "certificate-issued"
    return CertificateIssued(
        case_id=debt.case_id,
        level=level,
        term=owed.term,
        number=certificate_number(asked.cluster, level, owed.term),
        document=document,
        replaces=owed.replaces,
        cluster_name=owed.cluster_name,
        carrier=owed.carrier,
        notices=asked.to_managers(notice, level=level),
    )


def certificate_number(cluster: Cluster, level: Level, term: int) -> str:
    """What a certificate is called; the same for one issued anew, since it certifies the same term.

    A term awarded anew after an annulment has another: the void one must not pass a check in its name.
    """
    void = sum(
        each.void and not each.replaced
        for each in cluster.certificates
        if (each.level, each.term) == (level, term)
    )
    return f"{cluster.cluster_id}/{level}/{term}" + (f"-{void + 1}" if void else "")
