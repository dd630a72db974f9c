create table ledger.outcomes (
    number bigint primary key check (number > 0),
    stream text collate "C" not null check (stream <> ''),
    command_id uuid not null,
    request_mac bytea not null,
    outcome text not null,
    recorded_at timestamptz not null check (isfinite(recorded_at)),
    previous_hash bytea not null check (octet_length(previous_hash) in (0, 32)),
    hash bytea not null check (octet_length(hash) = 32),
    unique (stream, command_id)
);
