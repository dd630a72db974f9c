"""A worker whose rules live in another time than its Temporal server, whose clock cannot show the past.

The server's clock begins with the day it is started on, and only goes forward. Between it and the record every
instant is shifted by the same whole number of days, and cut to the minute: a command then has the instant at which a
simulated person acts, however many moments of real time the commands before it took.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

from activities.interface import Recorded
from domain.standing import Standing


def clock_behind(arguments: Sequence[str]) -> tuple[Interceptor, ...]:
    """By how many days the record is behind the server, as the command line says; nothing where it says nothing."""
    return tuple(ClockBehind(timedelta(days=int(days))) for days in arguments[:1])


class ClockBehind(Interceptor):
    """Shifts what activities are told and what they answer."""

    def __init__(self, by: timedelta) -> None:
        self._by = by

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002 - the name it is called by
        return _Shifting(next, self._by)


class _Shifting(ActivityInboundInterceptor):
    def __init__(self, following: ActivityInboundInterceptor, by: timedelta) -> None:
        super().__init__(following)
        self._by = by

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002, ANN401 - as it is called, and whatever it answers
        input.args = [_in_the_record(each, self._by) for each in input.args]
        return _at_the_server(await super().execute_activity(input), self._by)


def _in_the_record(asked: Any, by: timedelta) -> Any:  # noqa: ANN401 - any activity's argument
    at = getattr(asked, "at", None)
    if not isinstance(at, datetime):
        return asked
    return asked.model_copy(update={"at": (at - by).replace(second=0, microsecond=0)})


def _at_the_server(answer: Any, by: timedelta) -> Any:  # noqa: ANN401 - any activity's answer
    match answer:
        case Standing():
            return _shifted(answer, by)
        case Recorded(standing=standing):
            return answer.model_copy(update={"standing": _shifted(standing, by)})
        case _:
            return answer


def _shifted(standing: Standing, by: timedelta) -> Standing:
    if standing.due is None:
        return standing
    due = standing.due.model_copy(update={"at": standing.due.at + by})
    return standing.model_copy(update={"due": due})
