-- Remembers what a command led to, once per command id and stream, behind the outcome whose number and hash are given;
-- returns its own hash. The caller holds the append lock. An id the stream knows already is found as it is inserted:
-- to look for it before costs as much again.
drop function ledger.append_outcome(jsonb, timestamptz);

create function ledger.append_outcome(
    given jsonb, last_number bigint, last_hash bytea, moment timestamptz
) returns bytea
language plpgsql
as $$
declare
    to_stream text := given ->> 'stream';
    command_id uuid := given ->> 'command_id';
    request_mac bytea := decode(given ->> 'request_mac', 'hex');
    outcome_hash bytea := ledger.outcome_hash(
        last_hash, last_number + 1, to_stream, command_id, request_mac, moment, given ->> 'text'
    );
begin
    insert into ledger.outcomes values (
        last_number + 1, to_stream, command_id, request_mac, given ->> 'text', moment, last_hash, outcome_hash
    ) on conflict on constraint outcomes_stream_command_id_key do nothing;
    if not found then
        raise exception 'Stream % already holds the outcome of command %.', to_stream, command_id using
            errcode = 'LR002',
            detail = jsonb_build_object('stream', to_stream, 'command_id', command_id);
    end if;
    return outcome_hash;
end
$$;

revoke all on function ledger.append_outcome(jsonb, bigint, bytea, timestamptz) from public;
