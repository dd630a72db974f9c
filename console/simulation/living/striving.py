"""What a cluster applies for, and when: a first label, its renewals, the next level; some give up."""

from collections.abc import Iterator
from datetime import date, timedelta

from console.simulation.living.occasion import Occasion
from console.simulation.office_days import opening_on
from console.simulation.scene import Act, Scene
from domain.calendar import same_day
from domain.cluster.case import Case, ClosedAs
from domain.cluster.commands.application import SubmitApplication, WithdrawApplication
from domain.cluster.rules.interval import earlier_benchmark
from domain.levels import Kind, Level
from domain.secretariat import secretariat_day
from domain.status import StatusState, status_on
from domain.terms import Term

# Of a hundred terms: renewed before they end, renewed in grace; the others lapse.
_IN_TIME, _IN_GRACE = 78, 11
_COMES_BACK = 0.5
_GIVES_UP = 0.03
# Room for a case's assessment before the last day of grace, or before a benchmark is too old.
_ROOM = timedelta(days=170)


def striving(scene: Scene) -> Iterator[Occasion]:
    """One occasion for each level the cluster may apply for next."""
    if not scene.cluster.registered or not scene.cluster.managers or scene.cluster.ended:
        return
    for level in scene.organisation.aims:
        # One application at a time: a lower label is not renewed while a higher one is striven for.
        if scene.cluster.open_cases:
            break
        if (wanted := _next_application(scene, level)) is not None:
            yield wanted
    for case in scene.cluster.open_cases:
        yield from _giving_up(scene, case)


def _next_application(scene: Scene, level: Level) -> Occasion | None:
    terms = scene.cluster.labels.get(level, ())
    status = status_on(scene.cluster.labels, level, scene.today, pending=scene.cluster.pending(level))
    match status.state:
        case StatusState.VALID | StatusState.DUE | StatusState.EXPIRED:
            return _renewal(scene, level, terms[-1], len(terms))
        case StatusState.LAPSED | StatusState.ENDED:
            return _coming_back(scene, level, terms[-1], len(terms))
        case StatusState.NONE:
            return _first(scene, level)
        case _:
            return None


def _renewal(scene: Scene, level: Level, term: Term, number: int) -> Occasion | None:
    last_day, opens = term.last_day.day, term.renewable_from.day
    if last_day is None or opens is None or term.grace_until is None:
        return None
    luck = scene.luck("renewal", level, number)
    draw = luck.randrange(100)
    if draw >= _IN_TIME + _IN_GRACE:
        return None
    ahead = luck.randint(60, 330) if draw < _IN_TIME else -luck.randint(10, 150)
    day = max(last_day - timedelta(days=ahead), opens, _rested(scene, level))
    return _application(scene, level, Kind.RENEWAL, day) if day <= term.grace_until - _ROOM else None


def _coming_back(scene: Scene, level: Level, term: Term, number: int) -> Occasion | None:
    if term.grace_until is None or not scene.happens(_COMES_BACK, "comes back", level, number):
        return None
    waits = scene.luck("comes back", level, number).randint(30, 500)
    day = max(term.grace_until + timedelta(days=waits), _rested(scene, level))
    return _application(scene, level, Kind.FIRST, day)


def _first(scene: Scene, level: Level) -> Occasion | None:
    luck, aims = scene.luck("first", level), scene.organisation.aims
    before = aims[aims.index(level) - 1] if aims.index(level) else None
    if before is None:
        day = scene.organisation.joins_on + timedelta(days=luck.randint(5, 200))
    elif level is Level.SILVER:
        benchmark = earlier_benchmark(scene.cluster)
        if benchmark is None or benchmark.day is None:
            return None
        day = max(same_day(benchmark.day, 16) + timedelta(days=luck.randint(0, 120)), _rested(scene, level))
        if day > same_day(benchmark.day, 36) - _ROOM:
            return None
    else:
        held = scene.cluster.labels.get(before, ())
        since = held[0].decided.latest if held else None
        if since is None:
            return None
        day = since + timedelta(days=luck.randint(300, 900))
    return _application(scene, level, Kind.FIRST, max(day, _rested(scene, level)))


def _application(scene: Scene, level: Level, kind: Kind, day: date) -> Occasion:
    many = sum(case.level is level for case in scene.cluster.cases)

    def apply(scene: Scene) -> Iterator[Act]:
        refused = _last(scene, level, ClosedAs.REFUSED, ClosedAs.DECLINED)
        command = SubmitApplication(
            level=level, kind=kind, what_changed="The board was renewed." if refused else None
        )
        yield scene.act(scene.cluster.managers[0], command)

    return Occasion(opening_on(day), ("applies", level, many), apply, once=False)


def _rested(scene: Scene, level: Level) -> date:
    """Behind a case that led nowhere a cluster waits before it tries again."""
    cases = [case for case in scene.cluster.cases if case.level is level and not case.open]
    if not cases or cases[-1].closed_as is ClosedAs.AWARDED:
        return date.min
    waits = scene.luck("rest", level, len(cases)).randint(90, 400)
    return secretariat_day(cases[-1].since) + timedelta(days=waits)


def _last(scene: Scene, level: Level, *ends: ClosedAs) -> bool:
    """Whether no award has followed the latest refusal."""
    judged = [
        case.closed_as
        for case in scene.cluster.cases
        if case.level is level and case.closed_as in (*ends, ClosedAs.AWARDED)
    ]
    return bool(judged) and judged[-1] in ends


def _giving_up(scene: Scene, case: Case) -> Iterator[Occasion]:
    about = ("gives up", case.case_id)
    if not scene.happens(_GIVES_UP, *about):
        return

    def withdraw(scene: Scene) -> Iterator[Act]:
        command = WithdrawApplication(case_id=case.case_id, reason="Our carrier is being dissolved.")
        yield scene.act(scene.cluster.managers[0], command)

    day = case.opened_on + timedelta(days=scene.luck(*about).randint(5, 120))
    yield Occasion(opening_on(day), about, withdraw)
