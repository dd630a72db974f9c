"""The record as lines: one JSON value each, in canonical form (RFC 8785), every column of the database in it."""

from collections.abc import Iterable, Mapping, Sequence

import orjson

from console.processes.ocel import moment
from ledger.entries import EventEntry, OutcomeEntry
from ledger.sealing import Sealed


def canonical_line(value: object) -> bytes:
    """The canonical text of a JSON value without floats, and the end of its line."""
    return orjson.dumps(
        value, option=orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER | orjson.OPT_APPEND_NEWLINE
    )


def event_lines(events: Iterable[EventEntry]) -> bytes:
    """Payload and metadata stand as the texts that were hashed, byte for byte."""
    return b"".join(
        canonical_line(
            {
                "position": event.position,
                "stream": event.stream,
                "version": event.version,
                "event_id": str(event.event_id),
                "type": event.type,
                "schema_version": event.schema_version,
                "payload": event.payload,
                "metadata": event.metadata,
                "recorded_at": moment(event.recorded_at),
                "previous_hash": event.previous_hash.hex(),
                "hash": event.hash.hex(),
            }
        )
        for event in events
    )


def outcome_lines(outcomes: Iterable[OutcomeEntry]) -> bytes:
    return b"".join(
        canonical_line(
            {
                "number": outcome.number,
                "stream": outcome.stream,
                "command_id": str(outcome.command_id),
                "request_mac": outcome.request_mac.hex(),
                "outcome": outcome.outcome,
                "recorded_at": moment(outcome.recorded_at),
                "previous_hash": outcome.previous_hash.hex(),
                "hash": outcome.hash.hex(),
            }
        )
        for outcome in outcomes
    )


def sealed_lines(commitments: Sequence[str], texts: Mapping[str, Sealed]) -> bytes:
    """Every commitment with its text and salt, or called erased."""
    return b"".join(canonical_line(_sealed(token, texts.get(token))) for token in commitments)


def proof_lines(proofs: Iterable[tuple[int, Sequence[bytes]]]) -> bytes:
    """Each leaf, counted from 0, with the siblings on its way up to the root."""
    return b"".join(
        canonical_line({"leaf": leaf, "proof": [node.hex() for node in proof]}) for leaf, proof in proofs
    )


def _sealed(token: str, text: Sealed | None) -> dict[str, object]:
    if text is None:
        return {"commitment": token, "erased": True}
    return {"commitment": token, "salt": text.salt.hex(), "text": text.value}
