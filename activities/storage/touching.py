"""Which other streams a command wrote into so that their paths must hear of it, and how the outcome keeps them."""

from collections.abc import Mapping
from typing import Any

from activities.interface import Touched
from domain.permissions import State
from domain.standing import Debt, Standing
from domain.streams import WITH_A_CLOCK, standing

_KEY = "touched"


def touched_by(after: Mapping[str, Standing], before: Mapping[str, State], own: str) -> tuple[Touched, ...]:
    """The streams with a clock, other than the command's own, whose paths would do something else now."""
    return tuple(
        Touched(stream=stream, version=stands.version, last_event=stands.last_event)
        for stream, stands in after.items()
        if stream != own
        and stream.startswith(WITH_A_CLOCK)
        and stands.last_event is not None
        and _does(stands) != _does(standing(before[stream]))
    )


def kept(touched: tuple[Touched, ...]) -> dict[str, Any]:
    """What the stored outcome says of them: nothing where there are none."""
    return {_KEY: [each.model_dump(mode="json") for each in touched]} if touched else {}


def remembered(outcome: Mapping[str, Any]) -> tuple[Touched, ...]:
    """Those of a stored outcome, so that a repeated command refreshes what the first one may not have come to."""
    return tuple(Touched.model_validate(each) for each in outcome.get(_KEY, ()))


def _does(stands: Standing) -> tuple[tuple[Debt, ...], Any, bool]:
    """What a path acts on: debts, the next moment and what it asks for, the end. A stage is told, not acted on."""
    return stands.debts, stands.due and (stands.due.at, stands.due.command), stands.ended
