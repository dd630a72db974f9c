"""When a person is available: absences, days of their own, and visits; no day is given away twice."""

from datetime import date, timedelta

from hypothesis import given as example
from hypothesis import settings
from hypothesis import strategies as st

from domain.cluster.commands.audit import ScheduleAudit
from domain.person.commands import BookDays, ReleaseDays, SetAvailability
from domain.person.events import AvailabilitySet, DaysBooked, DaysReleased
from domain.person.state import Absence, Booking
from domain.rejected import Rejected
from tests.domain.audited import VISIT, gold_audit_due, gold_scheduled
from tests.domain.cast import AURORA, CLARA, EMIL, ESTHER, MONDAY, OLGA, stage_set
from tests.domain.naive_bookings import wrong_bookings
from tests.domain.specification import given
from tests.domain.teams import INGA, proposing, replacing, signed, staffed

ON_EMIL = f"person-{EMIL}"
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)


def away(first: date, last: date | None) -> Absence:
    return Absence(from_on=first, until_on=last)


def saying(*absences: Absence) -> SetAvailability:
    return SetAvailability(absences=absences)


def test_what_is_said_of_absences_replaces_what_was_said_before() -> None:
    earlier, later = away(MONDAY, TUESDAY), away(date(2026, 7, 1), None)
    world = stage_set().does(EMIL, saying(earlier), on=ON_EMIL)
    given(world).when(saying(later), by=EMIL, on=ON_EMIL).then(AvailabilitySet(absences=(later,)))
    assert world.person(EMIL).absences == (later,)
    given(world).when(saying(), by=EMIL, on=ON_EMIL).then(AvailabilitySet())
    assert world.person(EMIL).absences == ()


def test_absences_are_kept_in_order_of_time() -> None:
    first, second = away(MONDAY, TUESDAY), away(WEDNESDAY, WEDNESDAY)
    given(stage_set()).when(saying(second, first), by=EMIL, on=ON_EMIL).then(
        AvailabilitySet(absences=(first, second))
    )


def test_an_absence_does_not_end_before_it_begins() -> None:
    given(stage_set()).when(saying(away(TUESDAY, MONDAY)), by=EMIL, on=ON_EMIL).then_rejected(
        "end-before-start"
    )


def test_two_absences_share_no_day() -> None:
    for first in (away(MONDAY, TUESDAY), away(MONDAY, None)):
        given(stage_set()).when(saying(first, away(TUESDAY, WEDNESDAY)), by=EMIL, on=ON_EMIL).then_rejected(
            "absences-overlap"
        )


def test_nobody_but_the_person_says_when_they_are_away() -> None:
    for who in (OLGA, ESTHER, CLARA):
        given(stage_set()).when(saying(), by=who, on=ON_EMIL).then_rejected("not-permitted")
        given(stage_set()).when(BookDays(days=(MONDAY,)), by=who, on=ON_EMIL).then_rejected("not-permitted")
        given(stage_set()).when(ReleaseDays(days=(MONDAY,)), by=who, on=ON_EMIL).then_rejected(
            "not-permitted"
        )


def test_nobody_is_away_on_a_day_of_a_visit_to_come() -> None:
    given(gold_scheduled()).when(saying(away(VISIT[1], None)), by=EMIL, on=ON_EMIL).then_rejected(
        "day-taken",
        f"absences: {EMIL} is booked for the visit of aurora/gold-1 on {VISIT[1]}: it is moved, or somebody else"
        " goes first.",
    )


def test_days_of_ones_own_are_kept_beside_those_kept_before() -> None:
    world = stage_set().does(EMIL, BookDays(days=(WEDNESDAY,)), on=ON_EMIL)
    given(world).when(BookDays(days=(TUESDAY, MONDAY, MONDAY)), by=EMIL, on=ON_EMIL).then(
        DaysBooked(days=(MONDAY, TUESDAY))
    )
    assert world.person(EMIL).bookings == (Booking(days=(MONDAY, TUESDAY, WEDNESDAY)),)


def test_a_day_that_is_past_is_not_kept() -> None:
    yesterday = MONDAY - timedelta(days=1)
    given(stage_set()).when(BookDays(days=(yesterday,)), by=EMIL, on=ON_EMIL).then_rejected("day-past")


def test_a_day_is_kept_once_for_a_visit_or_for_oneself_or_as_an_absence() -> None:
    given(gold_scheduled()).when(BookDays(days=VISIT[:1]), by=EMIL, on=ON_EMIL).then_rejected(
        "day-taken", f"days: {EMIL} is booked on {VISIT[0]} already."
    )
    world = stage_set().does(EMIL, BookDays(days=(MONDAY,)), on=ON_EMIL)
    given(world).when(BookDays(days=(MONDAY, TUESDAY)), by=EMIL, on=ON_EMIL).then_rejected("day-taken")
    given(world).when(saying(away(MONDAY, None)), by=EMIL, on=ON_EMIL).then_rejected(
        "day-taken",
        f"absences: {EMIL} is booked for something of their own on {MONDAY}: release the days first.",
    )
    world.does(EMIL, saying(away(TUESDAY, WEDNESDAY)), on=ON_EMIL)
    given(world).when(BookDays(days=(WEDNESDAY,)), by=EMIL, on=ON_EMIL).then_rejected(
        "day-taken", f"days: {EMIL} is away on {WEDNESDAY}."
    )


def test_days_of_ones_own_are_free_again_and_those_of_a_visit_go_with_it() -> None:
    world = stage_set().does(EMIL, BookDays(days=(MONDAY, TUESDAY)), on=ON_EMIL)
    given(world).when(ReleaseDays(days=(MONDAY,)), by=EMIL, on=ON_EMIL).then(DaysReleased(days=(MONDAY,)))
    assert world.person(EMIL).kept_days == (TUESDAY,)
    given(world).when(ReleaseDays(days=(MONDAY,)), by=EMIL, on=ON_EMIL).then_rejected("day-not-kept")
    given(gold_scheduled()).when(ReleaseDays(days=VISIT), by=EMIL, on=ON_EMIL).then_rejected("day-not-kept")


def test_no_visit_is_planned_on_a_day_an_expert_keeps_or_is_away() -> None:
    world = gold_audit_due().does(EMIL, BookDays(days=VISIT[1:]), on=ON_EMIL)
    given(world).when(ScheduleAudit(days=VISIT), by=EMIL).then_rejected(
        "expert-booked", f"{EMIL} is booked for something else on {VISIT[1]} (R32)."
    )
    world = gold_audit_due().does(ESTHER, saying(away(VISIT[0], VISIT[1])), on=f"person-{ESTHER}")
    given(world).when(ScheduleAudit(days=VISIT), by=EMIL).then_rejected(
        "expert-absent", f"{ESTHER} is away on {VISIT[0]}, {VISIT[1]} (R32)."
    )


def test_nobody_joins_a_team_whose_visit_is_planned_while_they_are_away() -> None:
    world = staffed(gold_scheduled()).does(INGA, saying(away(VISIT[1], None)), on=f"person-{INGA}")
    given(world).when(replacing(EMIL, INGA), by=OLGA).then_rejected("expert-absent")


def test_an_absence_bars_nobody_from_a_team_whose_visit_is_not_planned() -> None:
    world = signed().does(EMIL, saying(away(MONDAY, None)), on=ON_EMIL)
    assert given(world).when(proposing(EMIL, ESTHER), by=OLGA).rejected is None


_DAYS = st.lists(st.integers(0, 12), min_size=1, max_size=4).map(
    lambda numbers: tuple(VISIT[0] + timedelta(days=number - 6) for number in numbers)
)
_ASKED = st.one_of(
    _DAYS.map(lambda days: BookDays(days=days)),
    _DAYS.map(lambda days: ReleaseDays(days=days)),
    st.tuples(_DAYS, st.integers(0, 3)).map(
        lambda drawn: saying(away(drawn[0][0], drawn[0][0] + timedelta(days=drawn[1])))
    ),
    st.sampled_from(
        [
            ScheduleAudit(days=(VISIT[0] + timedelta(days=7 * n), VISIT[1] + timedelta(days=7 * n)))
            for n in (0, 1)
        ]
    ),
)


@settings(deadline=None)
@example(st.lists(_ASKED, max_size=10))
def test_whatever_is_asked_no_day_is_kept_twice_and_nobody_is_away_on_a_day_that_is_booked(
    story: list[BookDays | ReleaseDays | SetAvailability | ScheduleAudit],
) -> None:
    world = gold_audit_due()
    for command in story:
        try:
            world.does(EMIL, command, on=AURORA if isinstance(command, ScheduleAudit) else ON_EMIL)
        except Rejected:
            continue
    emil = world.person(EMIL)
    days = [day for booking in emil.bookings for day in booking.days]
    assert wrong_bookings(world.trail) == []
    assert sorted(set(days)) == sorted(days)
    assert emil.away_on(tuple(days)) == ()
