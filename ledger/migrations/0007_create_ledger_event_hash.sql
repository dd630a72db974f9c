-- ledger/chain.py computes the same bytes.
create function ledger.event_hash(
    previous_hash bytea,
    "position" bigint,
    stream text,
    version integer,
    event_id uuid,
    type text,
    schema_version integer,
    recorded_at timestamptz,
    payload text,
    metadata text
) returns bytea
language sql immutable strict parallel safe
return sha256(
    ledger.framed('laurel event 1')
    || int4send(octet_length(previous_hash)) || previous_hash
    || int8send("position")
    || ledger.framed(stream)
    || int4send(version)
    || uuid_send(event_id)
    || ledger.framed(type)
    || int4send(schema_version)
    || ledger.microseconds(recorded_at)
    || ledger.framed(payload)
    || ledger.framed(metadata)
);
