"""Documents the engine issued: drafts and reports, certificates. Each is stored under its hash."""

from typing import Literal

from domain.cluster.events.shared import CaseEvent, ClusterEvent, DocumentHash
from domain.levels import Level


class ReportDraftIssued(CaseEvent):
    """The draft of a version, visibly a draft. From here the applicant has time to check its facts (R28)."""

    type: Literal["ReportDraftIssued"] = "ReportDraftIssued"
    version: int
    document: DocumentHash


class ReportIssued(CaseEvent):
    """The final report of a version, for those who decide: of the day it became final, as everything was then."""

    type: Literal["ReportIssued"] = "ReportIssued"
    version: int
    document: DocumentHash


class ReportReleased(CaseEvent):
    """The final report, as those had it who decided, went to the applicant after the decision."""

    type: Literal["ReportReleased"] = "ReportReleased"
    version: int
    document: DocumentHash


class CertificateIssued(ClusterEvent):
    """A certificate of one term. `replaces`: the one it was issued anew for, which is kept and marked.

    `case_id`: the case whose decision opened the term; None when it was issued anew. `cluster_name` and
    `carrier` are what it says; empty in early records.
    """

    type: Literal["CertificateIssued"] = "CertificateIssued"
    case_id: str | None = None
    level: Level
    term: int
    number: str
    document: DocumentHash
    replaces: DocumentHash | None = None
    cluster_name: str = ""
    carrier: str = ""


DocumentEvent = ReportDraftIssued | ReportIssued | ReportReleased | CertificateIssued
