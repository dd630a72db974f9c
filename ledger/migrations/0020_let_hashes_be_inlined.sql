-- convert_to is stable, and a function that calls it is only inlined when it claims no more. Not inlined, each cost
-- a call of its own for every text that is hashed.
alter function ledger.framed(text) stable;

alter function ledger.event_hash(bytea, bigint, text, integer, uuid, text, integer, timestamptz, text, text) stable;

alter function ledger.outcome_hash(bytea, bigint, text, uuid, bytea, timestamptz, text) stable;

-- Only of a timestamp without time zone is the epoch immutable.
create or replace function ledger.microseconds(moment timestamptz) returns bytea
language sql immutable strict parallel safe
return int8send((extract(epoch from moment at time zone 'UTC') * 1000000)::bigint);
