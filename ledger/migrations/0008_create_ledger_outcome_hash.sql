-- ledger/chain.py computes the same bytes.
create function ledger.outcome_hash(
    previous_hash bytea,
    number bigint,
    stream text,
    command_id uuid,
    request_mac bytea,
    recorded_at timestamptz,
    outcome text
) returns bytea
language sql immutable strict parallel safe
return sha256(
    ledger.framed('laurel outcome 1')
    || int4send(octet_length(previous_hash)) || previous_hash
    || int8send(number)
    || ledger.framed(stream)
    || uuid_send(command_id)
    || int4send(octet_length(request_mac)) || request_mac
    || ledger.microseconds(recorded_at)
    || ledger.framed(outcome)
);
