-- The three roles of the record. Passwords and the database's name arrive as settings of the transaction,
-- so that none of them is ever part of a statement's text.
do $$
declare
    database text := current_setting('laurel.database');
    role text;
begin
    foreach role in array array['laurel_owner', 'laurel_app', 'laurel_reader'] loop
        if not exists (select from pg_catalog.pg_roles where rolname = role) then
            execute format('create role %I', role);
        end if;
        execute format(
            'alter role %I login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password %L',
            role, current_setting('laurel.' || role || '_password')
        );
        execute format('grant connect on database %I to %I', database, role);
    end loop;
    execute format('revoke all on database %I from public', database);
    execute format('grant create on database %I to laurel_owner', database);
end
$$;
