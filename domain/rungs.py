"""The rungs of a term's reminder ladder: which there are, and when each is due (R26)."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import StringConstraints

from domain.calendar import Calendar, same_day
from domain.frozen import Frozen

if TYPE_CHECKING:
    from domain.edition import Ladder

BEFORE_END, AFTER_END, INTO_GRACE, LAPSE = "before-end", "after-end", "into-grace", "lapse"
RungKey = Annotated[
    str, StringConstraints(pattern=r"^((before-end|after-end|into-grace)-[1-9][0-9]{0,2}|lapse)$")
]
# No rung, but a letter of the ladder: what remains after a renewal that ended without award.
RENEWAL_ENDED: Final = "renewal-ended"
_IN_WORDS = {
    BEFORE_END: "{} before the end",
    AFTER_END: "{} after the end",
    INTO_GRACE: "{} into grace",
    LAPSE: "on lapse",
    RENEWAL_ENDED: "after a renewal without award",
}


class Rung(Frozen):
    """One reminder of a term. `due_at` is UTC. `past`: it was too long over when the term came to be."""

    key: RungKey
    due_at: datetime
    past: bool = False

    @property
    def step(self) -> str:
        """Which part of the ladder it belongs to."""
        return step_of(self.key)


def step_of(key: str) -> str:
    return key.rstrip("0123456789").rstrip("-")


def in_words(key: str) -> str:
    """The rung as people say it: "12 months before the end"."""
    count = key.removeprefix(step_of(key)).removeprefix("-")
    noun = "day" if step_of(key) == AFTER_END else "month"
    return _IN_WORDS[step_of(key)].format(f"{count} {noun}{'' if count == '1' else 's'}")


def rungs_of(
    last_day: date, grace_until: date, ladder: "Ladder", calendar: Calendar, at: datetime
) -> tuple[Rung, ...]:
    """Every rung of a term that comes to be at `at`, in order of time: due at nine in the holder's calendar.

    On a day that is none for work the reminder comes before expiry the working day before, after it the next one.
    What is more days past than the edition says is not made up for. A rung behind the grace of the term is none.
    """
    days: list[tuple[str, date]] = [
        *((f"{BEFORE_END}-{n}", same_day(last_day, -n)) for n in ladder.before_end_months.value),
        *((f"{AFTER_END}-{n}", last_day + timedelta(days=n)) for n in ladder.after_end_days.value),
        *((f"{INTO_GRACE}-{n}", same_day(last_day, n)) for n in ladder.into_grace_months.value),
    ]
    if ladder.on_lapse.value:
        days.append((LAPSE, grace_until + timedelta(days=1)))
    within = [(key, day) for key, day in days if key == LAPSE or day <= grace_until]
    made_up_from = at - timedelta(days=ladder.past_after_days.value)
    dues = [(key, due_on(day, last_day, calendar)) for key, day in within]
    rungs = (Rung(key=key, due_at=due_at, past=due_at < made_up_from) for key, due_at in dues)
    return tuple(sorted(rungs, key=lambda rung: rung.due_at))


def due_on(day: date, last_day: date, calendar: Calendar) -> datetime:
    """When a reminder of that day is given: nine o'clock of the nearest working day on the same side of the end."""
    if not calendar.is_working(day):
        day = calendar.previous_working(day) if day <= last_day else calendar.next_working(day)
    return calendar.opening_on(day)
