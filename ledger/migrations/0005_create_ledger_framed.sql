-- A text as UTF-8 behind its length in four bytes, so that no two rows share the bytes that are hashed.
create function ledger.framed(words text) returns bytea
language sql immutable strict parallel safe
return int4send(octet_length(convert_to(words, 'UTF8'))) || convert_to(words, 'UTF8');
