"""A certificate that is overdue is an incident until it is issued, or its decision annulled (R28)."""

from activities.interface import Recorded, Recording
from ledger.connection import Pool
from readmodel.incidents import Cause, raise_incident, resolve_all_but

# What makes a certificate late, or no longer so.
_ABOUT_CERTIFICATES = frozenset({"DeadlinePassed", "CertificateIssued", "DecisionAnnulled"})


async def watch_certificates(pool: Pool, recording: Recording, recorded: Recorded) -> None:
    """Raises and closes what the command changed; most commands change nothing here and cost nothing."""
    if recorded.receipt is None or not _ABOUT_CERTIFICATES & set(recorded.receipt.events):
        return
    stream, overdue = recording.stream, recorded.standing.uncertified
    cause, at = Cause.CERTIFICATE_OVERDUE, recording.at
    async with pool.acquire() as connection:
        await resolve_all_but(connection, overdue, cause=cause, stream=stream, at=at, by="engine")
        for case in overdue:
            detail = "the label was decided, its certificate not issued in time"
            await raise_incident(connection, cause=cause, stream=stream, subject=case, detail=detail, at=at)
