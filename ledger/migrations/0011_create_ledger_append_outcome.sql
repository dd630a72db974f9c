-- Remembers what a command led to, once per command id and stream. The caller holds the append lock.
create function ledger.append_outcome(given jsonb, moment timestamptz) returns void
language plpgsql
as $$
declare
    to_stream text := given ->> 'stream';
    command_id uuid := (given ->> 'command_id')::uuid;
    request_mac bytea := decode(given ->> 'request_mac', 'hex');
    number bigint;
    previous_hash bytea;
begin
    select last.number, last.hash into number, previous_hash
    from ledger.outcomes last order by last.number desc limit 1;
    number := coalesce(number, 0) + 1;
    previous_hash := coalesce(previous_hash, ''::bytea);
    insert into ledger.outcomes values (
        number, to_stream, command_id, request_mac, given ->> 'text', moment, previous_hash,
        ledger.outcome_hash(previous_hash, number, to_stream, command_id, request_mac, moment, given ->> 'text')
    );
end
$$;
