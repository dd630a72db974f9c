"""What a programme asks of its members, and what it is to reach: data, each value with its source (R40)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.frozen import Frozen, Whole
from domain.levels import Level
from domain.sourced import Sourced

Count = Annotated[Whole, Field(ge=1)]
Among = Literal["country", "members"]
ProgrammeId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]


class Accepted(Frozen):
    """A label that meets a duty. `grace_counts`: whether its holder is *in grace* once it expired, or has missed it."""

    level: Sourced[Level]
    grace_counts: Sourced[bool]


class DutyRule(Frozen):
    """What each member must hold: any of these labels or, where `plan_suffices`, an action plan until its day."""

    rule: Sourced[str]
    accepts: tuple[Accepted, ...] = Field(min_length=1)
    plan_suffices: Sourced[bool]


class Target(Frozen):
    """At least so many valid labels of a level by a day, in the programme's country or among its members.

    `higher_counts`: whether a cluster whose label sleeps under a higher one counts.
    """

    level: Level
    at_least: Count
    by_on: date
    among: Among
    higher_counts: bool = False


class SourcedTarget(Frozen):
    """A target as programme data have it."""

    level: Sourced[Level]
    at_least: Sourced[Count]
    by_on: Sourced[date]
    among: Sourced[Among]
    higher_counts: Sourced[bool]

    @property
    def target(self) -> Target:
        return Target(**{name: getattr(self, name).value for name in SourcedTarget.model_fields})


class ProgrammeRules(Frozen):
    """A programme: where and when it runs, the duty of its members, and the targets set from the outset."""

    key: ProgrammeId
    name: Sourced[str]
    country: Sourced[str]
    runs_from: Sourced[date] | None = None
    runs_until: Sourced[date] | None = None
    duty: DutyRule | None = None
    targets: tuple[SourcedTarget, ...] = ()

    def runs(self, day: date) -> bool:
        """Whether the programme runs on a day; where no source says when it begins or ends, it does."""
        begun = self.runs_from is None or self.runs_from.value <= day
        return begun and (self.runs_until is None or day <= self.runs_until.value)


class StatedCount(Frozen):
    """What a source says of how many labels of a level there were on a day; without a country: in all."""

    on: date
    level: Level
    country: str = ""
    count: Sourced[int]
