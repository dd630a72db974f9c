"""Effects: doing what a stream owes, each as an activity, and the engine command that pays it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.interface import (
        SCORE_BENCHMARK,
        SEND_NOTICE,
        ComparisonRequest,
        ComparisonResult,
        NoticeRequest,
        NoticeResult,
    )
    from domain.standing import Debt, Notice

_ONCE: Mapping[str, Any] = {
    # The path repeats effects itself, so that it may continue as new between two attempts.
    "retry_policy": RetryPolicy(maximum_attempts=1),
    "start_to_close_timeout": timedelta(seconds=60),
}


async def paying_command(stream: str, debt: Debt) -> dict[str, Any]:
    """Carries the effect out, once, and returns the engine command to record. ActivityError: it did not succeed."""
    if debt.notice is None:
        return await _compare(stream, debt)
    return await _send(stream, debt, debt.notice)


async def _compare(stream: str, debt: Debt) -> dict[str, Any]:
    request = ComparisonRequest(stream=stream, case_id=debt.case_id or "", at=workflow.now())
    result = await workflow.execute_activity(
        SCORE_BENCHMARK, request, result_type=ComparisonResult, summary="compare with the portfolio", **_ONCE
    )
    return {"type": "MakeComparison", "case_id": debt.case_id, **result.model_dump(mode="json")}


async def _send(stream: str, debt: Debt, notice: Notice) -> dict[str, Any]:
    letter = NoticeRequest(stream=stream, notice_id=debt.debt_id, at=workflow.now(), **notice.model_dump())
    sent = await workflow.execute_activity(
        SEND_NOTICE, letter, result_type=NoticeResult, summary=f"letter: {notice.notice}", **_ONCE
    )
    if sent.outcome == "sent":
        return {"type": "SendNotice", "notice_id": str(debt.debt_id), "message_id": sent.message_id}
    return {"type": "FailNotice", "notice_id": str(debt.debt_id), "cause": sent.reason}
