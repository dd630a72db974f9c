"""Labels of one term, or of several, to judge duties and counts by; and any labels at all, for laws."""

from datetime import date, timedelta
from itertools import combinations

from hypothesis import strategies as st

from domain.levels import Kind, Level
from domain.schemes import scheme
from domain.terms import (
    Ending,
    Interval,
    Suspension,
    Term,
    ended_term,
    first_term,
    imported_term,
)

ECEI_2019 = scheme().edition("ecei-2019")
# Decided on 4 December 2024, valid to 31 October 2026, renewable to 31 October 2027.
RUNNING = first_term(ECEI_2019, date(2024, 10, 8), date(2024, 12, 4))
DECIDED, LAST_DAY, LAST_OF_GRACE = date(2024, 12, 4), date(2026, 10, 31), date(2027, 10, 31)


def stated(
    awarded: Interval, until: Interval | None = None, kind: Kind = Kind.FIRST, number: int = 1
) -> Term:
    """A term awarded elsewhere; without `until` its end is unknown."""
    return imported_term(
        ECEI_2019,
        number=number,
        kind=kind,
        last_assessment=Interval.unknown(),
        decided=awarded,
        last_day=until or Interval.unknown(),
    )


def between(earliest: date | None, latest: date | None) -> Interval:
    return Interval(earliest=earliest, latest=latest)


DAYS = st.dates(date(2017, 1, 1), date(2026, 12, 31))


@st.composite
def _known_as(draw: st.DrawFn, day: date) -> Interval:
    """What a source may say of a day."""
    early, late = (timedelta(days=draw(st.integers(0, 500))) for _ in range(2))
    bounds = ((day, day), (day - early, day + late), (day - early, None), (None, day + late), (None, None))
    return between(*draw(st.sampled_from(bounds)))


@st.composite
def _terms(draw: st.DrawFn) -> Term:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    term = stated(draw(_known_as(first)), draw(_known_as(last)), draw(st.sampled_from(Kind)))
    if draw(st.booleans()):
        from_on, until_on = sorted((draw(DAYS), draw(DAYS)))
        lasting = Suspension(from_on=from_on, until_on=draw(st.sampled_from((None, until_on))))
        term = term.model_copy(update={"suspensions": (lasting,)})
    if draw(st.integers(0, 3)) == 0:
        ending = Ending(on=draw(DAYS), how="withdrawn", revives=draw(st.booleans()))
        term = ended_term(term, ending)
    return term


@st.composite
def any_labels(draw: st.DrawFn) -> dict[Level, tuple[Term, ...]]:
    """Two terms of one level, or one of each of two, known as well as any source may know them."""
    one, other = draw(_terms()), draw(_terms())
    if draw(st.booleans()):
        return {draw(st.sampled_from(Level)): (one, other.model_copy(update={"number": 2}))}
    lower, higher = draw(st.sampled_from(list(combinations(Level, 2))))
    return {lower: (one,), higher: (other,)}
