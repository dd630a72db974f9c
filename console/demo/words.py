"""What the words in braces of a demo cluster's steps stand for: its facts, its visit, its answers and documents."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from holidays import country_holidays
from pydantic import Field

from console.demo.paths import table
from console.journeys.days import day_of
from domain.calendar import Calendar
from domain.frozen import Frozen
from domain.levels import Kind, Level
from domain.organisations import organisation_slug
from domain.schemes import scheme

_PROFILE = {
    "staff_fte_hundredths": 150,
    "english_website": True,
    "committed_members": 42,
    "member_types": 3,
}
_AREAS = ("area-1", "area-2", "area-3")
# About which one expert asks for more, and which the second expert scores lower than the lead.
_ASKED_ABOUT, _SEEN_OTHERWISE = "2.2.4", "5.1"
# A Silver and Gold minimum: a score of one misses it.
_MISSED = "4.1.4"


class DemoCluster(Frozen):
    """One fictional cluster. `days`: how long ago the last stage before today was reached, where no visit says it."""

    id: str
    name: str
    country: str
    language: str
    sector: str
    manager: str
    expert: str
    second: str | None = Field(default=None, description="the second expert, of a Gold case")
    level: Level = Level.BRONZE
    stage: str | None = None
    days: int = Field(default=0, ge=0)
    interview: str = "{today-7d}"
    visit: str = Field(default="{today}", description="the visit begins on the first working day from here")
    benchmark: str | None = None
    held: str | None = Field(default=None, description="the last day of a label held already")
    assessed: str = Field(default="{today-30m}", description="the day on which that label was assessed")

    @property
    def manager_id(self) -> str:
        return organisation_slug(self.manager)

    @property
    def subjects(self) -> tuple[str, ...]:
        """Of what the case hands in documents."""
        return (*_codes(self.level), *(_AREAS if self.level is Level.SILVER else ()))


def words_of(cluster: DemoCluster, today: date) -> dict[str, Any]:
    """The cluster's words, by their names."""
    own: dict[str, Any] = cluster.model_dump(mode="json", exclude_none=True)
    answered: Mapping[str, Any] = table("benchmarks.toml").get(cluster.benchmark or "", {})
    return {
        **own,
        "managers": [cluster.manager_id],
        "carrier": f"{cluster.name} Association",
        "profile": {**_PROFILE, "eccp_address": f"https://cluster-platform.example/{cluster.id}"},
        "benchmark": answered,
        "row_key": sha256(cluster.id.encode()).hexdigest(),
        "lower_row_key": sha256(f"{cluster.id} silver".encode()).hexdigest(),
        **_visit(cluster, today),
        **_scores(cluster, answered),
        **_evidence(cluster),
    }


def visit_days(cluster: DemoCluster, today: date) -> tuple[date, ...]:
    """The working days of the visit, as many as the procedure asks for; none where the case has no visit."""
    days = scheme().on(today).procedure(cluster.level, Kind.FIRST).on_site.value.days
    if cluster.level is Level.BRONZE:
        return ()
    calendar = _calendar(cluster.country, today.year)
    eve = day_of(cluster.visit.strip("{}"), today) - timedelta(days=1)
    return tuple(calendar.add_working_days(eve, number) for number in range(1, days + 1))


def documents_of(cluster: DemoCluster) -> dict[str, str]:
    """The documents the case hands in, as text under their subjects."""
    texts = table("evidence.toml")
    return {subject: texts[subject] for subject in cluster.subjects}


def _visit(cluster: DemoCluster, today: date) -> dict[str, Any]:
    days = [day.isoformat() for day in visit_days(cluster, today)]
    return {"visit-days": days, "first-day": days[0], "last-day": days[-1]} if days else {}


def _scores(cluster: DemoCluster, answered: Mapping[str, Any]) -> dict[str, Any]:
    scores = {code: answered[code] for code in _codes(cluster.level) if code in answered}
    if not scores or cluster.level is Level.BRONZE:
        return {}
    failing = {**scores, _MISSED: 1}
    other = {**scores, _SEEN_OTHERWISE: scores.get(_SEEN_OTHERWISE, 0) - 1}
    return {"scores": scores, "failing": failing, "other-scores": other}


def _evidence(cluster: DemoCluster) -> dict[str, Any]:
    if cluster.level is Level.BRONZE:
        return {}
    return {
        "scope": list(_codes(cluster.level)),
        "subjects": list(cluster.subjects),
        "subjects-but-one": [each for each in cluster.subjects if each != _ASKED_ABOUT],
        "one-subject": _ASKED_ABOUT,
        "items": [_item(subject) for subject in cluster.subjects],
    }


def _item(subject: str) -> dict[str, str]:
    return {
        "item": "improvement-area" if subject in _AREAS else "indicator",
        "subject": subject,
        "document": f"{{{subject}}}",
        "speaks_of": "{today-10m}",
    }


@cache
def _codes(level: Level) -> tuple[str, ...]:
    catalogue = scheme().catalogue_of(scheme().editions[-1])
    return tuple(each.code for each in (catalogue.silver if level is Level.SILVER else catalogue.indicators))


@cache
def _calendar(country: str, year: int) -> Calendar:
    known = country_holidays(country, years=range(year - 1, year + 2))
    return Calendar(country=country, zone="UTC", holidays=frozenset(known))
