"""How debts come and go: an event owes its letters; one sent, failed or skipped is owed no more."""

from datetime import datetime
from typing import assert_never

from domain.cluster.events.effects import EffectEvent, EffectRetried, EffectSkipped, NoticeFailed, NoticeSent
from domain.frozen import Frozen
from domain.happened import Happened
from domain.standing import Debt, Notice


class FailedNotice(Frozen):
    """A letter that could not be delivered and waits for an operator."""

    debt: Debt
    cause: str
    since: datetime


Debts = tuple[Debt, ...]
Failed = tuple[FailedNotice, ...]


def letters_owed(happened: Happened[object], notices: tuple[Notice, ...], case_id: str | None) -> Debts:
    """One debt per letter the event carries."""
    return tuple(
        Debt(debt_id=happened.derived_id(f"notice-{n}"), effect="send-notice", case_id=case_id, notice=notice)
        for n, notice in enumerate(notices)
    )


def settled(debts: Debts, failed: Failed, event: EffectEvent, at: datetime) -> tuple[Debts, Failed]:
    """Debts still owed, and letters still waiting for an operator, after the event."""
    still_owed = tuple(debt for debt in debts if debt.debt_id != event.notice_id)
    still_failed = tuple(other for other in failed if other.debt.debt_id != event.notice_id)
    match event:
        case NoticeSent() | EffectSkipped():
            return still_owed, still_failed
        case NoticeFailed(notice_id=notice_id, cause=cause):
            failing = tuple(
                FailedNotice(debt=debt, cause=cause, since=at) for debt in debts if debt.debt_id == notice_id
            )
            return still_owed, (*still_failed, *failing)
        case EffectRetried(notice_id=notice_id):
            again = tuple(other.debt for other in failed if other.debt.debt_id == notice_id)
            return (*still_owed, *again), still_failed
        case _:
            assert_never(event)
