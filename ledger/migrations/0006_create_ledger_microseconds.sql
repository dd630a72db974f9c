-- Microseconds since 1970 in UTC as eight bytes: exactly what the column can hold.
create function ledger.microseconds(moment timestamptz) returns bytea
language sql immutable strict parallel safe
return int8send((extract(epoch from moment) * 1000000)::bigint);
