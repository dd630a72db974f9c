"""What may be asked to bring in cases begun elsewhere, and to confirm what an imported label leaves open."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from domain.cluster.commands.organisation import Language, Line
from domain.cluster.events.imports import ImportedStage, TermFact
from domain.cluster.events.shared import DocumentHash
from domain.frozen import Frozen, Whole
from domain.levels import Kind, Level
from domain.person.commands import Country, PersonId
from domain.sealed import FreeText


class ImportCase(Frozen):
    """Brings in a case begun elsewhere; registers the organisation if it is not known yet.

    Up to the signed agreement a case is carried on here from where it stood. Whatever comes behind it rests on who
    assessed and on what they saw: such a case begins at the signed agreement, or is finished where it is. The
    edition in force on `applied_on` binds it (R19). `row_key`: the same row again changes nothing.
    """

    type: Literal["ImportCase"] = "ImportCase"
    name: Line
    country: Country
    region: str = ""
    sector: str = ""
    carrier: str = Field(default="", max_length=200)
    language: Language = "en"
    managers: tuple[PersonId, ...] = Field(
        default=(), description="who acts for the cluster; needed unless the record knows it"
    )
    level: Level
    kind: Kind
    applied_on: date
    stage: ImportedStage
    marks: str = ""
    source: Line
    row_key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class ConfirmFact(Frozen):
    """Says with a document on which day it was, of an imported term, what its source states as an interval (R39).

    A second person endorses it beforehand, as `fact` about `LEVEL/TERM/FACT/DAY`. Outside the stated interval it
    needs a reason.
    """

    type: Literal["ConfirmFact"] = "ConfirmFact"
    level: Level
    term: Whole = Field(ge=1, description="the number of the term")
    fact: TermFact
    day: date
    document: DocumentHash
    reason: FreeText | None = None


ImportCommand = ImportCase | ConfirmFact
