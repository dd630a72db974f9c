-- What gave way: for every table one beside it, whose rows held from a position up to, and without, another; a
-- function that asks for the rows as of a position; and one that changes the rows of one stream. What comes last in
-- a table's primary key tells the rows of a stream apart.

do $$
declare
    name text;
    key text;
    columns text;
    typed text;
begin
    for name, key, columns, typed in
        select
            class.relname,
            (select attname from pg_attribute where attrelid = class.oid and attnum = indkey[indnkeyatts - 1]),
            (
                select string_agg(quote_ident(attname), ', ' order by attnum)
                from pg_attribute where attrelid = class.oid and attnum > 0
            ),
            (
                select string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' order by attnum)
                from pg_attribute where attrelid = class.oid and attnum > 0
            )
        from pg_class class join pg_index on indrelid = class.oid
        where relnamespace = 'rows'::regnamespace and indisprimary
    loop
        execute format('create table rows.past_%1$s (like rows.%1$s, to_position bigint not null)', name);
        execute format('create index on rows.past_%1$s using gist (int8range(from_position, to_position))', name);
        execute format('create index on rows.past_%1$s (stream)', name);

        -- It names no type of a table's, so that another table can take its place.
        execute format($sql$
            create function rows.%1$s_as_of(seen bigint) returns table (%3$s) language sql stable as $function$
                select %2$s from rows.%1$s where from_position <= seen
                union all
                select %2$s from rows.past_%1$s where int8range(from_position, to_position) @> seen
            $function$
        $sql$, name, columns, typed);

        -- What a given row leaves out is null, or comes from `filled_in`.
        execute format($sql$
            create function rows.change_%1$s(changed jsonb, at_position bigint, filled_in jsonb) returns void
            language plpgsql set search_path = rows, pg_temp as $function$
            begin
                with gone as (
                    delete from rows.%1$s
                    where stream = changed ->> 'stream' and %2$s = any (array(select jsonb_array_elements_text(changed -> 'keys')))
                    returning %3$s
                )
                insert into rows.past_%1$s select gone.*, at_position from gone;
                insert into rows.%1$s
                select * from jsonb_populate_recordset(
                    jsonb_populate_record(null::rows.%1$s, filled_in), changed -> 'rows'
                );
            end
            $function$
        $sql$, name, key, columns);
    end loop;
end
$$;

grant select, insert, update, delete on all tables in schema rows to laurel_app;
grant select on all tables in schema rows to laurel_reader;
