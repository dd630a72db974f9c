"""What is done about a visit: planned, held, interrupted, concluded; and about an interview."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from console.simulation.acting.doing import NOBODY_FREE
from console.simulation.office_days import visit_days
from console.simulation.scene import Act, Scene
from domain.calendar import same_day
from domain.catalogue import Descriptor
from domain.cluster.case import Case
from domain.cluster.case_parts import Audit
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.assessment import RecordBenchmark
from domain.cluster.commands.audit import (
    ConcludeAudit,
    InterruptAudit,
    RecordAuditDay,
    RescheduleAudit,
    ScheduleAudit,
    ValidateIndicator,
)
from domain.cluster.commands.findings import RecordFinding
from domain.cluster.events.findings import Grade
from domain.cluster.rules.interval import earlier_benchmark
from domain.standing import Task

_STORM = 0.03
_FOUND = 0.3
_NOT_SHOWN = 0.05
_INCOMPLETE = 0.03
_GRADES: tuple[Grade, ...] = ("major", "minor", "minor", "opportunity")
# R20, in months: what a visit of a first Silver keeps to its earlier benchmark, with and without a second person.
_LEAST_MONTHS, _LONG_MONTHS = 18, 24
_WEEKS_AHEAD = (3, 4, 5, 7, 9, 12)


def schedule_audit(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    if _long_ago(scene, case) and not any(each.act == "benchmark-interval" for each in case.endorsements):
        endorsed = EndorseAct(case_id=case.case_id, act="benchmark-interval", reason=NOBODY_FREE)
        yield scene.act(scene.operator(case.case_id, "interval"), endorsed)
    yield from visits(scene, case, who)


def visits(scene: Scene, case: Case, who: str) -> Iterator[Act]:
    """A visit some weeks ahead, on days the experts may be free."""
    length = scene.procedure(case).on_site.value.days
    offset = scene.luck(case.case_id, "visit", scene.today).randrange(5)
    limit = case.limit("audit")
    latest = limit.last_day if limit and not limit.overdue else date.max
    for weeks in _WEEKS_AHEAD:
        begins_on = max(scene.today + timedelta(weeks=weeks, days=offset), _soonest(scene, case))
        days = visit_days(scene.organisation.country, begins_on, length)
        if days[-1] > latest:
            return
        yield scene.act(who, ScheduleAudit(case_id=case.case_id, days=days))


def _soonest(scene: Scene, case: Case) -> date:
    """A first Silver's visit comes eighteen months after the earlier benchmark at least (R20)."""
    earlier = _benchmark(scene, case)
    return same_day(earlier, _LEAST_MONTHS) if earlier else scene.today


def _long_ago(scene: Scene, case: Case) -> bool:
    """Whether a visit planned now takes a second person's word for its interval (R20)."""
    earlier = _benchmark(scene, case)
    return earlier is not None and same_day(earlier, _LONG_MONTHS) < scene.today + timedelta(weeks=12)


def _benchmark(scene: Scene, case: Case) -> date | None:
    if scene.procedure(case).benchmark_interval is None:
        return None
    earlier = earlier_benchmark(scene.cluster, besides=case.case_id)
    return earlier.day if earlier else None


def set_new_date(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    """The time for the visit is over, and the secretariat sets what date it can have."""
    held = len(case.audit.conducted) if case.audit else 0
    length = scene.procedure(case).on_site.value.days - held
    if case.audit is not None and length:
        for weeks in _WEEKS_AHEAD:
            days = visit_days(scene.organisation.country, scene.today + timedelta(weeks=weeks), length)
            yield scene.act(who, RescheduleAudit(case_id=case.case_id, days=days, reason=NOBODY_FREE))
    yield from visits(scene, case, who)


def conduct_audit(scene: Scene, task: Task, case: Case, who: str) -> Iterator[Act]:
    """Day by day; on the last one everything is judged, and the visit concluded."""
    audit = case.audit
    if audit is None:
        return
    if audit.missing:
        yield from _day_held(scene, case, audit, who)
    elif unjudged := _unjudged(scene, case, audit):
        yield from _judged(scene, case, audit, unjudged)
    elif case.benchmark_due and case.benchmark is None:
        yield from interview(scene, task, case, who)
    else:
        if not case.findings and scene.happens(_FOUND, case.case_id, "finding"):
            yield from _finding(scene, case)
        yield scene.act(who, ConcludeAudit(case_id=case.case_id))


def interview(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    """36 values, of the cluster's strength; now and then one is not known."""
    luck = scene.luck(case.case_id, "interview", len(case.interviews))
    values: dict[str, int | None] = {
        each.code: luck.randint(1, 90)
        if isinstance(each, Descriptor)
        else mark(scene, luck, each.scale.value.highest)
        for each in scene.catalogue(case).bronze
    }
    if luck.random() < _INCOMPLETE:
        values["5.2"] = None
    held_on = case.audit.conducted[-1] if case.audit and case.audit.conducted else scene.today
    yield scene.act(who, RecordBenchmark(case_id=case.case_id, interview_on=held_on, values=values))


def mark(scene: Scene, luck: Random, highest: int) -> int:
    """A score out of `highest`: the stronger the cluster, the better."""
    if highest == 1:
        return 1
    weak = luck.randrange(100) > scene.organisation.strength + 35
    return luck.randint(1, 3) if weak else luck.choice((3, 4, 4, 5, 5, 5))


def _day_held(scene: Scene, case: Case, audit: Audit, who: str) -> Iterator[Act]:
    day = audit.missing[0]
    if not audit.sequence and scene.happens(_STORM, case.case_id, "storm"):
        resumes_on = max(day, scene.today) + timedelta(days=7)
        stopped = InterruptAudit(case_id=case.case_id, resumes_on=resumes_on, reason="A storm.")
        yield scene.act(who, stopped)
    yield scene.act(
        who, RecordAuditDay(case_id=case.case_id, day=day, experts=case.experts, observers=audit.observers)
    )


def _judged(scene: Scene, case: Case, audit: Audit, unjudged: tuple[str, ...]) -> Iterator[Act]:
    missing = unjudged[:1] if scene.happens(_NOT_SHOWN, case.case_id, "not shown") else ()
    judged = ValidateIndicator(
        case_id=case.case_id,
        day=_last(audit),
        validated=tuple(code for code in unjudged if code not in missing),
        not_validated=missing,
    )
    yield scene.act(case.experts[-1], judged)


def _finding(scene: Scene, case: Case) -> Iterator[Act]:
    luck = scene.luck(case.case_id, "finding")
    finding = RecordFinding(
        case_id=case.case_id,
        grade=luck.choice(_GRADES),
        indicator=luck.choice(scene.scope(case)),
        statement="What the documents say was not found on site.",
    )
    yield scene.act(case.experts[-1], finding)


def _unjudged(scene: Scene, case: Case, audit: Audit) -> tuple[str, ...]:
    judged = audit.validated | audit.not_validated
    return tuple(code for code in scene.scope(case) if code not in judged)


def _last(audit: Audit) -> date:
    return audit.conducted[-1]
