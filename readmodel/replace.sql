-- Replace every row of one stream by the rows given: {"table": [row, …], …}. Runs with the caller's rights.

create function rows.replace_cluster(of_stream text, given jsonb) returns void
language plpgsql set search_path = rows, pg_temp as $$
begin
    delete from rows.clusters where stream = of_stream;
    delete from rows.cases where stream = of_stream;
    delete from rows.tasks where stream = of_stream;
    delete from rows.benchmarks where stream = of_stream;
    delete from rows.results where stream = of_stream;
    insert into rows.clusters
    select * from jsonb_populate_recordset(null::rows.clusters, given -> 'clusters');
    insert into rows.cases
    select * from jsonb_populate_recordset(null::rows.cases, given -> 'cases');
    insert into rows.tasks
    select * from jsonb_populate_recordset(null::rows.tasks, given -> 'tasks');
    insert into rows.benchmarks
    select * from jsonb_populate_recordset(null::rows.benchmarks, given -> 'benchmarks');
    insert into rows.results
    select * from jsonb_populate_recordset(null::rows.results, given -> 'results');
end;
$$;

create function rows.replace_round(of_stream text, given jsonb) returns void
language plpgsql set search_path = rows, pg_temp as $$
begin
    delete from rows.rounds where stream = of_stream;
    delete from rows.tasks where stream = of_stream;
    insert into rows.rounds
    select * from jsonb_populate_recordset(null::rows.rounds, given -> 'rounds');
    insert into rows.tasks
    select * from jsonb_populate_recordset(null::rows.tasks, given -> 'tasks');
end;
$$;

create function rows.replace_person(of_stream text, given jsonb) returns void
language plpgsql set search_path = rows, pg_temp as $$
begin
    delete from rows.persons where stream = of_stream;
    insert into rows.persons
    select * from jsonb_populate_recordset(null::rows.persons, given -> 'persons');
end;
$$;

-- The same for several streams at once: {"stream": rows, …}. Always true, so that what must come after can hang on it.
--
-- Replaced rows are other rows, so no row can be waited for: of two who replace a stream's rows at once, each may find
-- what the other has yet to delete. Hence a lock per stream, all of them before the first row, in the locks' own order.
create function rows.replace(given jsonb) returns boolean
language plpgsql set search_path = rows, pg_temp as $$
declare
    stream text;
    its_rows jsonb;
begin
    -- In two halves: the ledger's lock is one whole number, and shares no space with these.
    perform pg_advisory_xact_lock(x'6c617572'::int, lock)  -- "laur" in ASCII
    from (select distinct hashtext(name) as lock from jsonb_object_keys(given) as name order by lock) as locks;
    for stream, its_rows in select * from jsonb_each(given) loop
        case split_part(stream, '-', 1)
            when 'cluster' then perform rows.replace_cluster(stream, its_rows);
            when 'round' then perform rows.replace_round(stream, its_rows);
            when 'person' then perform rows.replace_person(stream, its_rows);
        end case;
    end loop;
    return true;
end;
$$;
