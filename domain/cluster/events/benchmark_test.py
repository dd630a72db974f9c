"""What happened at the free benchmark test, the first step of a Gold procedure (R4)."""

from datetime import date
from typing import Literal

from domain.cluster.events.shared import CaseEvent


class TestSubmitted(CaseEvent):
    """The applicant's own scores. They are the applicant's alone (R4)."""

    type: Literal["TestSubmitted"] = "TestSubmitted"
    submitted_on: date
    scores: dict[str, int]


class TestPassed(CaseEvent):
    """Every minimum is met. `below_percent`: the total was under the percentage that only warns."""

    type: Literal["TestPassed"] = "TestPassed"
    below_percent: bool = False


class TestFailed(CaseEvent):
    """A minimum is missed. `retry_from`: the first day of the next try; None when no try is left."""

    type: Literal["TestFailed"] = "TestFailed"
    missed: tuple[str, ...]
    retry_from: date | None = None


class TestRetryEnded(CaseEvent):
    """No try is left, or the time for it is over: the case is closed as not ready."""

    type: Literal["TestRetryEnded"] = "TestRetryEnded"


TestEvent = TestSubmitted | TestPassed | TestFailed | TestRetryEnded
