"""Whether path and record tell one history."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from console.recovery.comparing import Difference, Finding, compared
from domain.standing import Debt, Due, Notice, Standing

LAST, BEFORE, LOST = UUID(int=1), UUID(int=2), UUID(int=3)
OWED = Debt(debt_id=UUID(int=4), effect="send-notice", notice=Notice(notice="x", recipient="clara"))
DUE = Due(at=datetime(2030, 3, 4, tzinfo=UTC), command_id=UUID(int=5), command={"type": "PassDeadline"})


def stands(version: int = 7, last: UUID | None = LAST, **more: Any) -> Standing:
    known: dict[str, Any] = {"stage": "applied"}
    return Standing(stream="cluster-aurora", version=version, last_event=last, **(known | more))


def test_a_path_that_stands_where_the_record_does_agrees_with_it() -> None:
    assert compared(stands(debts=(OWED,), due=DUE), stands(debts=(OWED,), due=DUE), held=True) is None


def test_a_path_begun_before_events_were_named_agrees_by_all_the_rest() -> None:
    assert compared(stands(last=None, due=DUE), stands(due=DUE), held=True) is None


@pytest.mark.parametrize(
    "record",
    [
        stands(version=8, last=BEFORE),
        stands(debts=(OWED,)),
        stands(due=DUE),
        stands(stage="accepted"),
        stands(tasks=1),
        stands(ended=True),
    ],
)
def test_a_path_that_knows_less_or_other_than_the_record_lags(record: Standing) -> None:
    assert compared(stands(), record, held=True) is Difference.LAGS


@pytest.mark.parametrize("version", [6, 7, 8])
def test_a_path_whose_last_event_is_gone_is_ahead_however_far_the_record_has_come(version: int) -> None:
    path, record = stands(last=LOST), stands(version=version)
    assert compared(path, record, held=False) is Difference.AHEAD


def test_a_path_begun_before_events_were_named_is_ahead_by_its_version() -> None:
    assert compared(stands(version=8, last=None), stands(), held=True) is Difference.AHEAD


def test_a_path_without_a_stream_has_lost_it_or_never_had_one() -> None:
    nothing = stands(version=0, last=None, stage="")
    assert compared(stands(last=LOST), nothing, held=False) is Difference.WITHOUT_STREAM
    assert compared(nothing, nothing, held=True) is Difference.UNBEGUN


@pytest.mark.parametrize("difference", Difference)
def test_somebody_must_look_unless_it_is_mended_or_never_began(difference: Difference) -> None:
    def wrong(*, mended: bool) -> bool:
        return Finding(stream="cluster-aurora", difference=difference, detail="", mended=mended).wrong

    assert not wrong(mended=True)
    assert wrong(mended=False) is (difference is not Difference.UNBEGUN)
