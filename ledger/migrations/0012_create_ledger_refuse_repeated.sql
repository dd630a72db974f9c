-- Refuses a command id whose outcome the stream already holds.
create function ledger.refuse_repeated(given jsonb) returns void
language plpgsql
as $$
begin
    if exists (
        select from ledger.outcomes known
        where known.stream = given ->> 'stream' and known.command_id = (given ->> 'command_id')::uuid
    ) then
        raise exception 'Stream % already holds the outcome of command %.', given ->> 'stream', given ->> 'command_id' using
            errcode = 'LR002',
            detail = jsonb_build_object('stream', given ->> 'stream', 'command_id', given ->> 'command_id');
    end if;
end
$$;
