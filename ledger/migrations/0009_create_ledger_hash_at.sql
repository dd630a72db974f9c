-- The hash of a stream's last event, which must have the expected version; 0 and no bytes for a stream without events.
create function ledger.hash_at(of_stream text, expected integer) returns bytea
language plpgsql
as $$
declare
    actual integer;
    last_hash bytea;
begin
    select event.version, event.hash into actual, last_hash
    from ledger.events event where event.stream = of_stream order by event.version desc limit 1;
    actual := coalesce(actual, 0);
    if actual is distinct from expected then
        raise exception 'Stream % is at version %, not %.', of_stream, actual, expected using
            errcode = 'LR001',
            detail = jsonb_build_object('stream', of_stream, 'expected', expected, 'actual', actual);
    end if;
    return coalesce(last_hash, ''::bytea);
end
$$;
