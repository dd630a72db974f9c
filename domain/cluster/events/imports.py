"""What happened to cases begun elsewhere, and to what imported labels left open."""

from datetime import date
from typing import Literal

from domain.cluster.events.shared import CaseEvent, ClusterEvent, DocumentHash
from domain.levels import Kind, Level
from domain.sealed import Commitment
from domain.term_clock import TermClock
from domain.terms import Interval, Term

ImportedStage = Literal["applied", "accepted", "test-passed", "signed"]
TermFact = Literal["assessed", "awarded", "valid_until"]


class CaseImported(CaseEvent):
    """A case begun elsewhere is carried on here from `stage`. `edition` binds it as of the day it was opened (R19).

    `test_due`: accepted elsewhere, it has its free benchmark test before it (R4).
    """

    type: Literal["CaseImported"] = "CaseImported"
    level: Level
    kind: Kind
    edition: str
    opened_on: date
    stage: ImportedStage
    test_due: bool = False
    marks: str
    source: str
    row_key: str


class FactConfirmed(ClusterEvent):
    """A day of an imported term is known exactly now, by a document and two persons (R39).

    `stated` is what the import said; `term` the term as it is known from here on, `clock` its moments if it is the
    latest.
    """

    type: Literal["FactConfirmed"] = "FactConfirmed"
    level: Level
    fact: TermFact
    stated: Interval
    day: date
    document: DocumentHash
    endorsed_by: str
    reason: Commitment | None = None
    term: Term
    clock: TermClock | None


ImportEvent = CaseImported | FactConfirmed
