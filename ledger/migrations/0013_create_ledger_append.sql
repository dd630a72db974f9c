-- The only way into the record. Takes a set of append values (jsonb carries them only: the canonical texts are
-- strings in it and stay byte for byte) and answers with one row each, in their order: the positions given, null
-- when there was no event. All of them or none.
--
-- One append at a time, so that positions have no hole and follow the order of commits. The lock is held until the
-- transaction ends: call this last. Its search path holds for the functions it calls too.
create function ledger.append(appends jsonb, at timestamptz)
returns table (first_position bigint, last_position bigint, recorded_at timestamptz)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    entry jsonb;
    part jsonb;
    before bigint;
    reached bigint;
begin
    -- Under a snapshot taken before the lock, the last position read here would be an old one.
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'The ledger appends in read committed transactions only.' using errcode = 'LR003';
    end if;
    perform pg_advisory_xact_lock(x'6c617572656c'::bigint);  -- "laurel" in ASCII

    select event.position, event.recorded_at into reached, recorded_at
    from ledger.events event order by event.position desc limit 1;
    reached := coalesce(reached, 0);
    recorded_at := greatest(
        at, recorded_at, (select last.recorded_at from ledger.outcomes last order by last.number desc limit 1)
    );

    for index in 0 .. jsonb_array_length(appends) - 1 loop
        entry := appends -> index;
        perform ledger.refuse_repeated(entry -> 'outcome');
        for index in 0 .. jsonb_array_length(entry -> 'unchanged') - 1 loop
            part := entry -> 'unchanged' -> index;
            perform ledger.hash_at(part ->> 'stream', (part ->> 'version')::integer);
        end loop;
        before := reached;
        for index in 0 .. jsonb_array_length(entry -> 'streams') - 1 loop
            part := entry -> 'streams' -> index;
            reached := ledger.append_events(
                part ->> 'stream', (part ->> 'expected_version')::integer, part -> 'events', reached, recorded_at
            );
        end loop;
        perform ledger.append_outcome(entry -> 'outcome', recorded_at);
        first_position := case when reached > before then before + 1 end;
        last_position := case when reached > before then reached end;
        return next;
    end loop;
end
$$;
