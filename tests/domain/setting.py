"""Where something is asked in a story: a world and a stream of it, with the case and the days that fit."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from domain.cluster.case import Case
from domain.cluster.case_parts import Verdict
from domain.cluster.commands.assessment import Recommended
from domain.cluster.commands.evidence import DeclaredArea
from domain.cluster.events.shared import EvidenceItem, Recommendation
from domain.cluster.rules.scope import indicators_audited
from domain.cluster.state import Cluster
from domain.edition import Edition
from domain.procedure import Procedure
from domain.schemes import scheme
from domain.verdict import missed_thresholds
from tests.domain.audited import about
from tests.domain.scored import worth
from tests.domain.specification import World, calendar

BEST_GOLD, ENOUGH, TOO_LITTLE = worth(150), worth(120), worth(119)
_UNCITED = ("2.2.1", "4.5", "5.1")


@dataclass(frozen=True)
class Setting:
    """One stream of a world, as it is now. Of several open cases `nth` chooses the one that is meant."""

    world: World
    on: str
    nth: int = 0
    case_id: str | None = None

    @cached_property
    def cluster(self) -> Cluster:
        return self.world.cluster(self.on.removeprefix("cluster-"))

    @cached_property
    def case(self) -> Case | None:
        """The case meant: the one named, an open one, or the latest."""
        if self.case_id is not None:
            return self.cluster.find_case(self.case_id)
        cases = self.cluster.open_cases or self.cluster.cases[-1:]
        return cases[self.nth % len(cases)] if cases else None

    @property
    def today(self) -> date:
        return self.world.today

    def in_days(self, n: int) -> date:
        return self.today + timedelta(days=(-40, -1, 0, 0, 7, 30)[n])

    @property
    def edition(self) -> Edition:
        return scheme().edition(self.case.edition) if self.case else scheme().on(self.today)

    @property
    def procedure(self) -> Procedure | None:
        return self.edition.procedure(self.case.level, self.case.kind) if self.case else None

    @property
    def criteria(self) -> dict[str, bool]:
        return {criterion.key: True for criterion in scheme().on(self.today).eligibility}

    @property
    def scope(self) -> tuple[str, ...]:
        """The indicators the case is audited by."""
        return tuple(each.code for each in indicators_audited(self.case, scheme())) if self.case else ()

    @property
    def subjects_open(self) -> tuple[str, ...]:
        """What is not evidenced yet: indicators and declared areas."""
        items = self.case.dossier_items if self.case else {}
        areas = tuple(area.key for area in self.case.areas) if self.case else ()
        accepted = {key for key, item in items.items() if item.verdict is Verdict.ACCEPTED}
        return tuple(subject for subject in (*self.scope, *areas) if subject not in accepted)

    @property
    def to_check(self) -> tuple[str, ...]:
        """What the desk check has not judged."""
        items = self.case.dossier_items if self.case else {}
        return tuple(key for key, item in items.items() if item.verdict is Verdict.HANDED_IN)

    def documents(self, subjects: tuple[str, ...]) -> tuple[EvidenceItem, ...]:
        """A document about each subject, no two of which are ever the same."""
        return tuple(about(subject, self.world.commands, self.today) for subject in subjects)

    def visit(self, begins_on: date, fewer: int = 0) -> tuple[date, ...]:
        """The consecutive working days of a visit from that day on, as many as the procedure asks less `fewer`."""
        working = calendar(self.cluster.country or "DE")
        while not working.is_working(begins_on):
            begins_on += timedelta(days=1)
        length = self.procedure.on_site.value.days if self.procedure else 1
        return tuple(working.add_working_days(begins_on, n) for n in range(max(length - fewer, 1)))

    def scores(self, n: int, less: str | None = None) -> dict[str, int]:
        """Scores of the case's scope; what was not validated has none. `less`: the indicator to score lower."""
        given = (BEST_GOLD, ENOUGH, BEST_GOLD, TOO_LITTLE, {**BEST_GOLD, "2.1": 1}, ENOUGH)[n]
        audit = self.case.audit if self.case else None
        validated = audit.validated if audit else frozenset[str]()
        return {code: max(given[code] - (code == less), 0) if code in validated else 0 for code in self.scope}

    @property
    def advice(self) -> tuple[Recommended, ...]:
        """Something recommended about every indicator under its threshold, and about two more."""
        scores = self.case.result.scores if self.case and self.case.result else {}
        below = missed_thresholds(scheme().catalogue_of(self.edition).indicators, scores)
        return tuple(
            Recommended(indicator=code, text=f"More of {code}.") for code in (*below, "2.2.1", "4.5")
        )

    @property
    def areas(self) -> tuple[DeclaredArea, ...]:
        """Three improvement areas, citing as many recommendations as the latest report has."""
        cited = [
            DeclaredArea(indicator=each.indicator, recommendation=each.key, statement="It was done.")
            for each in self._recommended()[:3]
        ]
        uncited = [DeclaredArea(indicator=code, statement="It was done.") for code in _UNCITED]
        return tuple([*cited, *uncited][:3])

    def _recommended(self) -> tuple[Recommendation, ...]:
        own = self.case.case_id if self.case else ""
        reports = [each for each in self.cluster.cases if each.report is not None and each.case_id != own]
        return reports[-1].recommended if reports else ()
