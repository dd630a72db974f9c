"""Effects: doing what a stream owes, each as an activity, and the engine command that pays it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.interface import (
        ISSUE_DOCUMENT,
        SCORE_BENCHMARK,
        SEND_NOTICE,
        ComparisonRequest,
        ComparisonResult,
        IssueRequest,
        IssueResult,
        NoticeRequest,
        NoticeResult,
    )
    from domain.standing import Debt, DocumentOwed, Notice, Standing

_ONCE: Mapping[str, Any] = {
    # The path repeats effects itself, so that it may continue as new between two attempts.
    "retry_policy": RetryPolicy(maximum_attempts=1),
    "start_to_close_timeout": timedelta(seconds=60),
}


async def paying_command(stands: Standing, debt: Debt) -> dict[str, Any]:
    """Carries the effect out, once, and returns the engine command to record. ActivityError: it did not succeed."""
    if debt.notice is not None:
        return await _send(stands, debt, debt.notice)
    if debt.document is not None:
        return await _issue(stands.stream, debt, debt.document)
    return await _compare(stands.stream, debt)


async def _compare(stream: str, debt: Debt) -> dict[str, Any]:
    request = ComparisonRequest(stream=stream, case_id=debt.case_id or "", at=workflow.now())
    result = await workflow.execute_activity(
        SCORE_BENCHMARK, request, result_type=ComparisonResult, summary="compare with the portfolio", **_ONCE
    )
    return {"type": "MakeComparison", "case_id": debt.case_id, **result.model_dump(mode="json")}


async def _send(stands: Standing, debt: Debt, notice: Notice) -> dict[str, Any]:
    letter = NoticeRequest(
        stream=stands.stream,
        notice_id=debt.debt_id,
        at=workflow.now(),
        known=stands.last_event,
        **notice.model_dump(),
    )
    sent = await workflow.execute_activity(
        SEND_NOTICE, letter, result_type=NoticeResult, summary=f"letter: {notice.notice}", **_ONCE
    )
    if sent.outcome == "sent":
        return {"type": "SendNotice", "notice_id": str(debt.debt_id), "message_id": sent.message_id}
    return {"type": "FailNotice", "notice_id": str(debt.debt_id), "cause": sent.reason}


async def _issue(stream: str, debt: Debt, document: DocumentOwed) -> dict[str, Any]:
    request = IssueRequest(stream=stream, case_id=debt.case_id, document=document, at=workflow.now())
    issued = await workflow.execute_activity(
        ISSUE_DOCUMENT, request, result_type=IssueResult, summary=f"issue: {document.kind}", **_ONCE
    )
    return {"type": "IssueDocument", "debt_id": str(debt.debt_id), "document": issued.document}
