"""The status of a label is what a naive reading of the scheme says it is, whatever became of its terms."""

from datetime import date, timedelta
from typing import Literal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.levels import Kind, Level
from domain.schemes import scheme
from domain.status import Status, StatusState, status_on, unsuspended
from domain.terms import (
    Ending,
    Interval,
    Suspension,
    Term,
    continued_term,
    ended_term,
    first_term,
    imported_term,
    renewed_term,
    restored_term,
    suspended_term,
)
from tests.domain.naive_status import naive_status

ECEI_2019 = scheme().edition("ecei-2019")
DAYS = st.dates(date(2019, 1, 1), date(2032, 12, 31))
HOWS: st.SearchStrategy[Literal["withdrawn", "relinquished", "merged", "dissolved", "split"]] = (
    st.sampled_from(["withdrawn", "relinquished", "merged", "dissolved", "split"])
)
LABEL = first_term(ECEI_2019, date(2024, 3, 12), date(2024, 4, 17))  # valid to 31 March 2026
GOLD = first_term(ECEI_2019, date(2024, 10, 8), date(2024, 12, 4))  # valid to 31 October 2026


@st.composite
def intervals(draw: st.DrawFn, on: date) -> Interval:
    """A day known exactly, within two months, on one side, or not at all."""
    spread = st.integers(0, 60).map(lambda days: timedelta(days=days))
    earliest, latest = on - draw(spread), on + draw(spread)
    return draw(
        st.sampled_from(
            [
                Interval.exactly(on),
                Interval(earliest=earliest, latest=latest),
                Interval(earliest=earliest, latest=None),
                Interval(earliest=None, latest=latest),
                Interval.unknown(),
            ]
        )
    )


@st.composite
def spells(draw: st.DrawFn) -> tuple[Term, ...]:
    """One award, decided here or brought in, and up to two renewals; suspended and ended at any time."""
    assessed = draw(st.dates(date(2020, 1, 1), date(2026, 12, 31)))
    decided = assessed + timedelta(days=draw(st.integers(0, 120)))
    if draw(st.booleans()):
        terms = [first_term(ECEI_2019, assessed, decided)]
        for _ in range(draw(st.integers(0, 2))):
            last = terms[-1].last_day.day or decided
            terms.append(renewed_term(ECEI_2019, terms[-1], last, last + timedelta(days=30)))
    else:
        until = decided + timedelta(days=730)
        terms = [
            imported_term(
                ECEI_2019,
                number=1,
                kind=Kind.FIRST,
                last_assessment=Interval.unknown(),
                decided=draw(intervals(decided)),
                last_day=draw(intervals(until)),
            )
        ]
    return (*terms[:-1], draw(fates(terms[-1])))


@st.composite
def fates(draw: st.DrawFn, term: Term) -> Term:
    """What became of a term: suspensions one after the other, perhaps an end, perhaps a continuation of it."""
    moments = sorted(draw(st.lists(DAYS, max_size=5, unique=True)))
    for number, day in enumerate(moments):
        term = suspended_term(term, day) if number % 2 == 0 else restored_term(term, day)
    if draw(st.booleans()):
        how = draw(HOWS)
        term = ended_term(term, Ending(on=draw(DAYS), how=how, revives=draw(st.booleans())))
        if draw(st.booleans()):
            term = continued_term(term, draw(DAYS))
    return term


def held() -> st.SearchStrategy[tuple[Term, ...]]:
    """A label that was awarded once, or again after it was over."""
    return st.lists(spells(), min_size=1, max_size=2).map(_in_order)


def _in_order(found: list[tuple[Term, ...]]) -> tuple[Term, ...]:
    found.sort(key=lambda spell: spell[0].first_day.earliest or date.min)
    terms = [term for spell in found for term in spell]
    return tuple(term.model_copy(update={"number": number}) for number, term in enumerate(terms, start=1))


def words(status: Status) -> str:
    if status.state is StatusState.SUSPENDED and status.expired:
        return "suspended expired"
    return f"{status.state} by continuation" if status.by_continuation else str(status.state)


@settings(max_examples=600)
@given(
    labels=st.dictionaries(st.sampled_from(list(Level)), held(), max_size=3),
    day=DAYS,
    pending=st.booleans(),
)
@example(labels={}, day=date(2026, 1, 1), pending=True)
def test_every_label_is_on_every_day_what_a_naive_reading_says(
    labels: dict[Level, tuple[Term, ...]], day: date, *, pending: bool
) -> None:
    for level in Level:
        said = words(status_on(labels, level, day, pending=pending))
        assert said == naive_status(labels, level, day, pending=pending), level


@given(term=spells().map(lambda terms: terms[-1]), day=DAYS)
def test_a_label_that_ended_never_counts_again(term: Term, day: date) -> None:
    ended = ended_term(term, Ending(on=day, how="withdrawn", revives=False))
    states = {
        status_on({Level.GOLD: (ended,)}, Level.GOLD, day + timedelta(days=days)).state
        for days in range(0, 4000, 50)
    }
    assert states == {StatusState.ENDED}


@given(term=spells().map(lambda terms: terms[-1]), since=DAYS, days=st.integers(0, 400), on=DAYS)
def test_a_suspension_that_is_over_leaves_no_trace_beyond_its_days(
    term: Term, since: date, days: int, on: date
) -> None:
    bare = term.model_copy(update={"suspensions": ()})
    until = since + timedelta(days=days)
    restored = restored_term(suspended_term(bare, since), until)
    told = status_on({Level.GOLD: (restored,)}, Level.GOLD, on)
    if since <= on < until:
        assert told.state not in (StatusState.VALID, StatusState.DUE, StatusState.EXPIRED)
    else:
        assert told == status_on({Level.GOLD: (bare,)}, Level.GOLD, on)


@given(labels=st.dictionaries(st.sampled_from(list(Level)), held(), max_size=3), day=DAYS)
def test_no_lower_label_wakes_by_a_suspension(labels: dict[Level, tuple[Term, ...]], day: date) -> None:
    """R23: whether a label sleeps is asked of terms, not of suspensions above it."""
    for level in Level:
        own = status_on({**unsuspended(labels), level: labels.get(level, ())}, level, day)
        assert status_on(labels, level, day) == own


def bronze_under(gold: Term, day: date) -> Status:
    return status_on({Level.BRONZE: (LABEL,), Level.GOLD: (gold,)}, Level.BRONZE, day)


def test_a_label_of_unknown_end_has_ended_once_it_ended_before_its_time() -> None:
    """R25 tells the end that the term does not."""
    unknown = LABEL.model_copy(update={"last_day": Interval.unknown(), "grace": Interval.unknown()})
    merged = ended_term(unknown, Ending(on=date(2025, 1, 1), how="merged", revives=False))
    labels = {Level.BRONZE: (merged,)}
    assert status_on(labels, Level.BRONZE, date(2024, 12, 31)).state is StatusState.UNKNOWN
    assert status_on(labels, Level.BRONZE, date(2025, 1, 1)).state is StatusState.ENDED


def test_a_suspended_label_is_none_before_its_first_day() -> None:
    early = suspended_term(LABEL, date(2024, 1, 1))
    assert status_on({Level.BRONZE: (early,)}, Level.BRONZE, date(2024, 4, 16)).state is StatusState.NONE


def test_a_merged_label_counts_by_continuation_and_has_ended_behind_it() -> None:
    merged = continued_term(
        ended_term(GOLD, Ending(on=date(2025, 1, 1), how="merged", revives=False)), date(2025, 6, 30)
    )
    labels = {Level.GOLD: (merged,)}
    assert status_on(labels, Level.GOLD, date(2024, 12, 31)) == Status(
        state=StatusState.VALID, until=date(2026, 10, 31)
    )
    assert status_on(labels, Level.GOLD, date(2025, 6, 30)) == Status(
        state=StatusState.VALID, until=date(2025, 6, 30), by_continuation=True
    )
    assert status_on(labels, Level.GOLD, date(2025, 7, 1)) == Status(state=StatusState.ENDED)


def test_a_label_sleeps_below_one_that_counts_by_continuation_and_wakes_if_that_was_said() -> None:
    for revives, state in ((False, StatusState.DORMANT), (True, StatusState.DUE)):
        ended = ended_term(GOLD, Ending(on=date(2025, 1, 1), how="merged", revives=revives))
        merged = continued_term(ended, date(2025, 6, 30))
        assert bronze_under(merged, date(2025, 6, 30)).state is StatusState.DORMANT
        assert bronze_under(merged, date(2025, 7, 1)).state is state


def test_no_label_is_continued_that_did_not_end() -> None:
    assert continued_term(GOLD, date(2025, 6, 30)) == GOLD


def test_what_became_of_a_term_is_read_back_as_it_was_stored() -> None:
    told = ended_term(
        suspended_term(LABEL, date(2025, 1, 1)), Ending(on=date(2025, 2, 1), how="withdrawn", revives=True)
    )
    assert Term.model_validate_json(told.model_dump_json()) == told
    early = LABEL.model_dump(exclude={"suspensions", "ended"})
    assert Term.model_validate(early) == LABEL
    assert told.suspensions == (Suspension(from_on=date(2025, 1, 1)),)


def test_a_suspended_label_is_past_its_term_from_the_day_behind_its_last() -> None:
    labels = {Level.BRONZE: (suspended_term(LABEL, date(2026, 1, 1)),)}
    on_last, behind = (
        status_on(labels, Level.BRONZE, day).expired for day in (date(2026, 3, 31), date(2026, 4, 1))
    )
    assert (on_last, behind) == (False, True)


def test_a_label_decided_on_the_day_the_higher_one_ended_slept_and_one_decided_the_day_after_did_not() -> (
    None
):
    ended = ended_term(GOLD, Ending(on=date(2025, 1, 1), how="withdrawn", revives=False))
    for decided, state in ((date(2025, 1, 1), StatusState.DORMANT), (date(2025, 1, 2), StatusState.VALID)):
        lower = first_term(ECEI_2019, date(2024, 12, 9), decided)
        labels = {Level.BRONZE: (lower,), Level.GOLD: (ended,)}
        assert status_on(labels, Level.BRONZE, date(2025, 6, 1)).state is state


def test_a_label_decided_later_does_not_sleep_under_one_that_was_left_asleep() -> None:
    ended = ended_term(GOLD, Ending(on=date(2025, 1, 1), how="withdrawn", revives=False))
    later = first_term(ECEI_2019, date(2025, 1, 9), date(2025, 2, 2))
    labels = {Level.BRONZE: (later,), Level.SILVER: (LABEL,), Level.GOLD: (ended,)}
    said = [status_on(labels, level, date(2025, 3, 1)).state for level in (Level.BRONZE, Level.SILVER)]
    assert said == [StatusState.VALID, StatusState.DORMANT]
