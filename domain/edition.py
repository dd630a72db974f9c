"""An edition of the scheme: everything that may differ between the years, each value with its source."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from domain.calendar import Period
from domain.frozen import Frozen
from domain.levels import Kind, Level
from domain.limits import LimitName, LimitRule
from domain.procedure import Procedure
from domain.sourced import Contested, Sourced

Count = Annotated[int, Field(ge=1)]
Text = Annotated[str, Field(min_length=1)]

RuleKey = Annotated[str, Field(pattern=r"^R\d+b?$|^[a-z]+(-[a-z]+)+$")]


class ValidityRule(StrEnum):
    """R9b: whether a term ends with its month or on the day of the same number."""

    MONTH_END = "month-end"
    DAY_EXACT = "day-exact"


class LabelName(Frozen):
    """What a label is called; its motto is data and dated with the edition."""

    name: Sourced[Text]
    motto: Contested[Text]


class Validity(Frozen):
    """R9, R12 and the renewal window, in months."""

    rule: Sourced[ValidityRule]
    first_months: Sourced[Count]
    renewal_months: Contested[Count]
    grace_months: Sourced[Count]
    renewal_opens_months: Sourced[Count]


class Criterion(Frozen):
    """One eligibility criterion. Without `minimum` it is answered yes or no."""

    key: Text
    requirement: Sourced[Text]
    minimum: Sourced[Count] | None = None
    waived_if_nationally_recognised: Sourced[bool]


class Test(Frozen):
    """R4: passes when the self-scores meet every minimum; below the percentage it only warns."""

    retries: Sourced[Count]
    retry_after: Sourced[Period]
    warned_below_percent: Sourced[Count]


class Weighing(Frozen):
    """R6: what a missed threshold does, and the points each dimension needs (0: none)."""

    threshold_effect: Contested[Literal["recommend", "refuse"]]
    dimension_minimum: Sourced[Annotated[int, Field(ge=0)]]


class Comparison(Frozen):
    """R45: the groups a benchmark is compared with, and over how many others at least."""

    groups: Sourced[tuple[Literal["sector", "country", "europe"], ...]]
    smallest_group: Sourced[Count]


class Committee(Frozen):
    """R30: how many must take part, how long they have the dossier, what follows when too few remain."""

    quorum: Sourced[Count]
    dossier_before_close: Sourced[Period]
    adjournments: Sourced[Count]
    ad_hoc_members: Sourced[Count]


class Appeals(Frozen):
    """R35: how many decide an appeal."""

    panel: Sourced[Count]


class Audits(Frozen):
    """How long an interrupted visit may pause: it goes on so long after its last day held at the latest."""

    resumption_within: Sourced[Period]


class ShelfLife(Frozen):
    """R14: how old the audit a decision rests on may be, waiting not counted, and when it is repeated."""

    decision_months: Sourced[Count]
    new_audit_months: Sourced[Count]


class Ties(Frozen):
    """R32, R33: for how many months an ended tie still binds, and R37: any tie to a merger relative."""

    employment_months: Sourced[Count]
    consulting_months: Sourced[Count]
    coaching_months: Sourced[Count]
    merger_months: Sourced[Count]


class Mergers(Frozen):
    """R37: for how many months at most a merged cluster's label counts on, and its evidence may be cited."""

    continuation_months: Sourced[Count]
    evidence_months: Sourced[Count]


class Abandonment(Frozen):
    """R29: only while the next act is the applicant's; each act of theirs restarts it."""

    after_months: Sourced[Count]
    warned_at_months: Sourced[tuple[Count, ...]]


class Ladder(Frozen):
    """R26: the reminders of one term. Months before the end, days after it, months of grace, and lapse."""

    before_end_months: Sourced[tuple[Count, ...]]
    after_end_days: Sourced[tuple[Count, ...]]
    into_grace_months: Sourced[tuple[Count, ...]]
    on_lapse: Sourced[bool]
    past_after_days: Sourced[Count]
    escalates_after_unanswered: Sourced[Count]


class Retention(Frozen):
    """For how many months after a person's last part in the work their data must be kept."""

    after_last_part_months: Sourced[Count]


class Edition(Frozen):
    """One edition, whole: refused at construction when a procedure, limit or label name is missing."""

    key: Text
    name: Sourced[Text]
    in_force_from: Sourced[date]
    in_force_until: Sourced[date] | None = None
    catalogue: Sourced[Text]
    labels: dict[Level, LabelName]
    procedures: tuple[Procedure, ...]
    eligibility: tuple[Criterion, ...]
    test: Test
    weighing: Weighing
    comparison: Comparison
    limits: dict[LimitName, LimitRule]
    abandonment: Abandonment
    committee: Committee
    appeals: Appeals
    ties: Ties
    mergers: Mergers
    audits: Audits
    shelf_life: ShelfLife
    validity: Validity
    ladder: Ladder
    retention: Retention
    rules: dict[RuleKey, Sourced[bool]]

    def procedure(self, level: Level, kind: Kind) -> Procedure:
        """The column of R2 for one level and kind; there is always exactly one."""
        return next(column for column in self.procedures if column.level is level and kind in column.kinds)

    def applies(self, rule: str) -> bool:
        """Whether a rule is on. Raises KeyError for a rule the edition does not speak of.

        Asked of everything an award requires, and of the age of an assessment (R14). The other rules listed
        hold in every edition, and its data say how.
        """
        return self.rules[rule].value

    def covers(self, day: date) -> bool:
        until = self.in_force_until
        return self.in_force_from.value <= day and (until is None or day <= until.value)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        columns = sorted((column.level, kind) for column in self.procedures for kind in column.kinds)
        if columns != sorted((level, kind) for level in Level for kind in Kind):
            raise ValueError("Every level and kind needs exactly one procedure (R2).")
        if missing := sorted(set(get_args(LimitName)) - set(self.limits)):
            raise ValueError(f"These limits are missing: {', '.join(missing)} (R28).")
        if set(self.labels) != set(Level):
            raise ValueError("Every level needs its name and motto.")
        if self.in_force_until and self.in_force_until.value < self.in_force_from.value:
            raise ValueError("The edition ends before it begins.")
        return self
