-- A new function belongs to everybody until it is revoked, and append runs with the owner's rights.
revoke all on all functions in schema ledger from public;

grant usage on schema ledger, sealed, operations, rows to laurel_app;
grant execute on function ledger.append(jsonb, timestamptz) to laurel_app;
grant select on all tables in schema ledger to laurel_app;
grant select, insert, update, delete on all tables in schema sealed, operations to laurel_app;

grant usage on schema ledger, operations, rows to laurel_reader;
grant select on all tables in schema ledger, operations to laurel_reader;

-- The read model creates its tables as laurel_owner and may drop and rebuild them at any time.
alter default privileges for role laurel_owner in schema rows
grant select, insert, update, delete on tables to laurel_app;
alter default privileges for role laurel_owner in schema rows
grant select on tables to laurel_reader;
