-- As before, but that an append's outcome comes before its events: so a repeated command is refused as such, though
-- its streams have moved on. Where both logs end is read once.
create or replace function ledger.append(appends jsonb, at timestamptz)
returns table (first_position bigint, last_position bigint, recorded_at timestamptz)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    entry jsonb;
    part jsonb;
    before bigint;
    reached bigint;
    outcomes bigint;
    outcome_hash bytea;
begin
    -- Under a snapshot taken before the lock, the last position read here would be an old one.
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'The ledger appends in read committed transactions only.' using errcode = 'LR003';
    end if;
    perform pg_advisory_xact_lock(x'6c617572656c'::bigint);  -- "laurel" in ASCII

    select
        coalesce(event.position, 0), coalesce(outcome.number, 0), coalesce(outcome.hash, ''),
        greatest(at, event.recorded_at, outcome.recorded_at)
    into reached, outcomes, outcome_hash, recorded_at
    from (select) as record
    left join (select * from ledger.events last order by last.position desc limit 1) as event on true
    left join (select * from ledger.outcomes last order by last.number desc limit 1) as outcome on true;

    for index in 0 .. jsonb_array_length(appends) - 1 loop
        entry := appends -> index;
        outcome_hash := ledger.append_outcome(entry -> 'outcome', outcomes + index, outcome_hash, recorded_at);
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
        first_position := case when reached > before then before + 1 end;
        last_position := case when reached > before then reached end;
        return next;
    end loop;
end
$$;

drop function ledger.refuse_repeated(jsonb);
