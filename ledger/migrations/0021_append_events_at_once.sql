-- As before, with one insert for all events of a stream: hashed one after the other, for each needs the one before.
create or replace function ledger.append_events(
    to_stream text, expected_version integer, events jsonb, last_position bigint, moment timestamptz
) returns bigint
language plpgsql
as $$
declare
    last_hash bytea := ledger.hash_at(to_stream, expected_version);
    hashes bytea[] := array[last_hash];
    event jsonb;
begin
    for number in 1 .. jsonb_array_length(events) loop
        event := events -> number - 1;
        last_hash := ledger.event_hash(
            last_hash, last_position + number, to_stream, expected_version + number, (event ->> 'event_id')::uuid,
            event ->> 'type', (event ->> 'schema_version')::integer, moment, event ->> 'payload', event ->> 'metadata'
        );
        hashes := hashes || last_hash;
    end loop;
    insert into ledger.events
    select
        last_position + number, to_stream, expected_version + number, event_id, type, schema_version,
        payload, metadata, moment, hashes[number], hashes[number + 1]
    from rows from (
        jsonb_to_recordset(events) as (event_id uuid, type text, schema_version integer, payload text, metadata text)
    ) with ordinality as given (event_id, type, schema_version, payload, metadata, number);
    return last_position + jsonb_array_length(events);
end
$$;
