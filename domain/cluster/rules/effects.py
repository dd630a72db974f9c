"""What became of the letters the engine owed, and how an operator deals with one that failed."""

from collections.abc import Sequence
from typing import assert_never
from uuid import UUID

from domain.cluster.commands.effects import FailNotice, NoticeCommand, RetryEffect, SendNotice, SkipEffect
from domain.cluster.events.effects import EffectEvent, EffectRetried, EffectSkipped, NoticeFailed, NoticeSent
from domain.debts import Debts, Failed
from domain.rejected import Rejected
from domain.standing import Notice

# Who is concerned must be told of the decision: these letters are never given up. Whatever may be appealed against
# is among them, since the time for an appeal runs from its letter (R34), and what became of the appeal.
_NEVER_SKIPPED = frozenset(
    {
        "application-declined",
        "eligibility-lost",
        "label-awarded",
        "label-renewed",
        "label-refused",
        "label-suspended",
        "label-withdrawn",
        "term-corrected",
        "decision-annulled",
        "appeal-rejected",
        "appeal-upheld",
        "appeal-upheld-in-part",
        "appeal-dismissed",
    }
)


def decide(command: NoticeCommand, debts: Debts, failed: Failed) -> Sequence[EffectEvent]:
    """The events that follow, or `Rejected`; the same in every stream that owes letters."""
    match command:
        case SendNotice():
            return send_notice(command, debts)
        case FailNotice():
            return fail_notice(command, debts)
        case RetryEffect():
            return retry_effect(command, failed)
        case SkipEffect():
            return skip_effect(command, failed)
        case _:
            assert_never(command)


def send_notice(command: SendNotice, debts: Debts) -> list[NoticeSent]:
    """Nothing when the letter is not owed any more."""
    return [
        NoticeSent(
            notice_id=command.notice_id,
            notice=letter.notice,
            recipient=letter.recipient,
            message_id=command.message_id,
        )
        for letter in _owed(command.notice_id, debts)
    ]


def fail_notice(command: FailNotice, debts: Debts) -> list[NoticeFailed]:
    """Nothing when the letter is not owed any more."""
    return [
        NoticeFailed(
            notice_id=command.notice_id,
            notice=letter.notice,
            recipient=letter.recipient,
            cause=command.cause,
        )
        for letter in _owed(command.notice_id, debts)
    ]


def retry_effect(command: RetryEffect, failed: Failed) -> list[EffectRetried]:
    _failed_letter(command.notice_id, failed)
    return [EffectRetried(notice_id=command.notice_id, reason=command.reason)]


def skip_effect(command: SkipEffect, failed: Failed) -> list[EffectSkipped]:
    if _failed_letter(command.notice_id, failed) in _NEVER_SKIPPED:
        raise Rejected(
            "never-skipped", "The letter about a decision may not be skipped: mend its cause and retry."
        )
    return [EffectSkipped(notice_id=command.notice_id, reason=command.reason)]


def _owed(notice_id: UUID, debts: Debts) -> tuple[Notice, ...]:
    """The letter, if it is owed."""
    return tuple(debt.notice for debt in debts if debt.debt_id == notice_id and debt.notice is not None)


def _failed_letter(notice_id: UUID, failed: Failed) -> str:
    for failure in failed:
        if failure.debt.debt_id == notice_id and failure.debt.notice is not None:
            return failure.debt.notice.notice
    raise Rejected("not-failed", f"No letter {notice_id} has failed here.")
