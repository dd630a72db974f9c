"""What a case looks like to one person, part by part."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from pydantic import Field

from domain.cluster.case import ClosedAs, Stage
from domain.cluster.case_parts import Verdict
from domain.cluster.events.committee import Outcome
from domain.cluster.events.findings import Grade
from domain.cluster.path import Step
from domain.frozen import Frozen
from domain.levels import Kind, Level, Party
from domain.task_commands import TaskByCommand
from domain.verdict import Total


class RunningLimit(Frozen):
    name: str
    subject: str
    party: Party
    last_day: date
    due_at: datetime
    overdue: bool
    extended: bool


class TeamMember(Frozen):
    person: str
    lead: bool
    accepted: bool


class Handed(Frozen):
    """What was handed in about one subject; days and verdict are those of the latest version."""

    versions: int
    speaks_of: date | None
    received_on: date
    verdict: Verdict
    due_on: date | None


class IndicatorLine(Frozen):
    """An indicator of the case with all that is known about it.

    `scores` are those of the sheets the viewer may see, by expert. `withheld`: others are not for the viewer.
    Evidence and verdict are None for whom the dossier is not.
    """

    code: str
    name: str
    minimum: int | None = None
    threshold: int | None = None
    evidence: Handed | None = None
    validated: bool | None = None
    scores: dict[str, int] = Field(default_factory=dict)
    agreed: int | None = None
    withheld: bool = False

    @property
    def below_minimum(self) -> bool:
        return self.minimum is not None and self.agreed is not None and self.agreed < self.minimum


class AreaLine(Frozen):
    """An improvement area with all that is known about it. `follows`: the recommendation it goes back to."""

    area: str
    indicator: str
    follows: str | None
    evidence: Handed | None
    proven: bool | None
    withheld: bool


class Sheet(Frozen):
    """Whether an expert's scores are in: never which they are. `marked`: its author was replaced since."""

    expert: str
    handed_in: bool
    marked: bool = False


class FindingLine(Frozen):
    finding: str
    grade: Grade
    indicator: str
    raised_by: str
    state: Literal["open", "answered", "plan accepted", "closed"]
    done_by: date | None
    stands: bool


class AskedFor(Frozen):
    """What somebody is asked, or told to mend, and has not answered yet.

    `about`: a subject of evidence, a finding, or `deferral`. `of`: who may answer; empty: anyone of that party.
    `texts`: commitments to the words, by what they are: question, reason, statement, correction, cause, action.
    """

    about: str
    state: str
    party: Party
    of: tuple[str, ...]
    due_on: date | None
    texts: Mapping[str, str]
    done_by: date | None = None


class Tested(Frozen):
    """A try of the benchmark test. `missed`: indicators below their minimum; None for whom they are not."""

    submitted_on: date
    passed: bool
    retry_from: date | None
    missed: tuple[str, ...] | None


class Audited(Frozen):
    days: tuple[date, ...]
    conducted: tuple[date, ...]
    remote: bool
    observers: tuple[str, ...]
    last_day: date | None


class Interviewed(Frozen):
    on: date
    expert: str
    complete: bool


class Report(Frozen):
    version: int
    final: bool
    signed: tuple[str, ...]
    yet_to_sign: tuple[str, ...]


class Committee(Frozen):
    """The case in committee: who has voted, and never how."""

    round_id: str
    members: tuple[str, ...]
    recused: tuple[str, ...]
    voted: tuple[str, ...]
    yet_to_vote: tuple[str, ...]


class Verdicts(Frozen):
    outcome: Outcome
    decided_on: date
    notified: bool
    annulled: bool


class Document(Frozen):
    """A document that was issued, under the hash of its content. The final report is released as the report."""

    kind: Literal["report draft", "final report", "report", "certificate"]
    name: str
    document: str
    replaced: bool = False


class Overview(Frozen):
    """A case as one person may see it.

    `dossier_withheld`: evidence, areas, verdicts, findings with their limits, and reports are not for the viewer,
    and left out.
    `proposal`: the number of the consensus that waits to be confirmed.
    """

    cluster_id: str
    name: str
    case_id: str
    level: Level
    kind: Kind
    edition: str
    stage: Stage
    closed_as: ClosedAs | None
    waits_for: str | None = Field(default=None, description="the appeal it waits for, and where that stands")
    opened_on: date
    since: datetime
    path: tuple[Step, ...]
    tasks: tuple[TaskByCommand, ...]
    asked: tuple[AskedFor, ...]
    limits: tuple[RunningLimit, ...]
    team: tuple[TeamMember, ...]
    test: Tested | None
    handed_in: dict[str, int] = Field(description="documents that are about no indicator, by what they are")
    indicators: tuple[IndicatorLine, ...]
    areas: tuple[AreaLine, ...]
    total: Total | None
    audit: Audited | None
    interview: Interviewed | None
    sheets: tuple[Sheet, ...]
    proposal: int | None
    dossier_withheld: bool
    findings: tuple[FindingLine, ...]
    report: Report | None
    committee: Committee | None
    deferrals: int
    decision: Verdicts | None
    documents: tuple[Document, ...]
