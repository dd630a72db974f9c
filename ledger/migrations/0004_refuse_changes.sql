create function ledger.refuse_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception '% of ledger.% is refused: the record only grows.', tg_op, tg_table_name
        using errcode = 'LR004';
end
$$;

create trigger refuse_change
before update or delete or truncate on ledger.events
for each statement execute function ledger.refuse_change();

create trigger refuse_change
before update or delete or truncate on ledger.outcomes
for each statement execute function ledger.refuse_change();

-- Always: session_replication_role = replica would switch an ordinary trigger off.
alter table ledger.events enable always trigger refuse_change;
alter table ledger.outcomes enable always trigger refuse_change;
