-- What was published outside the database, so that a place that lost it is noticed before anything is signed there anew.
create table operations.checkpoints (
    origin text not null,
    log text not null check (log in ('events', 'outcomes')),
    size bigint not null check (size > 0),
    note text not null,
    published_at timestamptz not null,
    primary key (origin, log, size)
);

grant select, insert on operations.checkpoints to laurel_app;
grant select on operations.checkpoints to laurel_reader;
