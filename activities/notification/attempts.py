"""The record of mails handed over: begun before a mail's data, completed once the server accepted it."""

from datetime import datetime

from activities.interface import NoticeRequest
from ledger.connection import Pool

_BEGUN = """
insert into operations.mail_attempts
    (message_id, stream, notice_id, notice, recipient, attempts, first_attempt_at, last_attempt_at)
values ($1, $2, $3, $4, $5, 1, $6, $6)
on conflict (message_id) do update
set attempts = mail_attempts.attempts + 1,
    last_attempt_at = greatest(mail_attempts.last_attempt_at, excluded.last_attempt_at)
"""
_ACCEPTED = (
    "update operations.mail_attempts set accepted_at = $2 where message_id = $1 and accepted_at is null"
)
_WAS_ACCEPTED = (
    "select exists (select from operations.mail_attempts where message_id = $1 and accepted_at is not null)"
)


async def was_accepted(pool: Pool, letter_id: str) -> bool:
    """Whether a mail server has taken this mail: if so it is never sent again."""
    return bool(await pool.fetchval(_WAS_ACCEPTED, letter_id))


async def note_attempt(pool: Pool, letter_id: str, request: NoticeRequest) -> None:
    """Commits that the mail's data is about to be sent. A second attempt means it may have arrived twice."""
    await pool.execute(
        _BEGUN, letter_id, request.stream, request.notice_id, request.notice, request.recipient, request.at
    )


async def note_accepted(pool: Pool, letter_id: str, at: datetime) -> None:
    """Commits the server's 250. Dying before this repeats the mail, under the same Message-ID."""
    await pool.execute(_ACCEPTED, letter_id, at)
