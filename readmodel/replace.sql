-- Carries out what an append changes in the rows, given as [{"offset": n, "tables": {"cases": {"stream": …,
-- "keys": […], "rows": […]}}}, …]: the event at `first_position` + offset makes the rows under these keys give way to
-- those given. A row says `since` only where that is another instant than the append's own, and a step "same_if" where
-- its rows stay what they are should the append have that instant.
--
-- Called behind the append, hence under the ledger's lock: nobody else changes rows at the same time.
create function rows.replace(given jsonb, first_position bigint, recorded_at timestamptz) returns void
language plpgsql set search_path = rows, pg_temp as $$
declare
    step jsonb;
    name text;
    changed jsonb;
    at_position bigint;
    filled_in jsonb;
begin
    for index in 0 .. jsonb_array_length(given) - 1 loop
        step := given -> index;
        continue when (step ->> 'same_if')::timestamptz = recorded_at;
        at_position := first_position + (step ->> 'offset')::int;
        filled_in := jsonb_build_object('from_position', at_position, 'since', recorded_at);
        for name, changed in select * from jsonb_each(step -> 'tables') loop
            case name
                when 'clusters' then perform rows.change_clusters(changed, at_position, filled_in);
                when 'cases' then perform rows.change_cases(changed, at_position, filled_in);
                when 'tasks' then perform rows.change_tasks(changed, at_position, filled_in);
                when 'benchmarks' then perform rows.change_benchmarks(changed, at_position, filled_in);
                when 'results' then perform rows.change_results(changed, at_position, filled_in);
                when 'rounds' then perform rows.change_rounds(changed, at_position, filled_in);
                when 'offices' then perform rows.change_offices(changed, at_position, filled_in);
                when 'programmes' then perform rows.change_programmes(changed, at_position, filled_in);
                when 'memberships' then perform rows.change_memberships(changed, at_position, filled_in);
                when 'complaints' then perform rows.change_complaints(changed, at_position, filled_in);
                when 'persons' then perform rows.change_persons(changed, at_position, filled_in);
            end case;
        end loop;
    end loop;
end;
$$;
