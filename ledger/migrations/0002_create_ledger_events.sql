-- Collation "C": a prefix of a stream's name is a range of the index, in every database alike.
create table ledger.events (
    position bigint primary key check (position > 0),
    stream text collate "C" not null check (stream <> ''),
    version integer not null check (version > 0),
    event_id uuid not null unique,
    type text not null check (type <> ''),
    schema_version integer not null check (schema_version > 0),
    payload text not null,
    metadata text not null,
    recorded_at timestamptz not null check (isfinite(recorded_at)),
    previous_hash bytea not null check (octet_length(previous_hash) in (0, 32)),
    hash bytea not null check (octet_length(hash) = 32),
    unique (stream, version)
);

create index events_streams on ledger.events (stream) where version = 1;
