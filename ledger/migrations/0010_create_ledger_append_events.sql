-- Appends events to one stream and returns the last position given. The caller holds the append lock.
create function ledger.append_events(
    to_stream text, expected_version integer, events jsonb, last_position bigint, moment timestamptz
) returns bigint
language plpgsql
as $$
declare
    previous_hash bytea := ledger.hash_at(to_stream, expected_version);
    version integer := expected_version;
    event jsonb;
    event_hash bytea;
begin
    for index in 0 .. jsonb_array_length(events) - 1 loop
        event := events -> index;
        version := version + 1;
        last_position := last_position + 1;
        event_hash := ledger.event_hash(
            previous_hash, last_position, to_stream, version, (event ->> 'event_id')::uuid, event ->> 'type',
            (event ->> 'schema_version')::integer, moment, event ->> 'payload', event ->> 'metadata'
        );
        insert into ledger.events values (
            last_position, to_stream, version, (event ->> 'event_id')::uuid, event ->> 'type',
            (event ->> 'schema_version')::integer, event ->> 'payload', event ->> 'metadata', moment,
            previous_hash, event_hash
        );
        previous_hash := event_hash;
    end loop;
    return last_position;
end
$$;
