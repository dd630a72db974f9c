-- Rows people look at: a function of each stream's folded state. Disposable: dropped and rebuilt, never migrated.
--
-- Every row has a stream and a key in it, and holds from a position of the record on: from the event that made it so.
-- What gave way to another row lies in a table beside (intervals.sql).

drop schema if exists rows cascade;
create schema rows;

create table rows.clusters (
    stream text primary key,
    cluster_id text not null unique,
    name text not null,
    normalised_name text not null,
    country text not null,
    region text not null,
    sector text not null,
    website text not null,
    language text not null,
    managers text[] not null,
    stage text not null,
    due_at timestamptz, -- the end of the first of its open tasks and limits
    labels jsonb not null,
    pending text[] not null,
    stalled text[] not null,
    organisations text[] not null, -- by slug: a tie to one of them is one to the cluster
    from_position bigint not null,
    unique (country, normalised_name)
);
create index on rows.clusters using gin (organisations);

create table rows.cases (
    stream text not null,
    case_id text not null,
    level text not null,
    kind text not null,
    edition text not null,
    stage text not null,
    since timestamptz not null,
    opened_on date not null,
    round_id text,
    closed_as text,
    office text, -- the accredited office that handles it
    handed_over boolean not null,
    experts text[] not null,
    assessors text[] not null, -- with those who were replaced
    members text[] not null, -- of the committee, since it was placed on an agenda
    assessed_on date,
    from_position bigint not null,
    primary key (stream, case_id)
);

create table rows.tasks (
    stream text not null,
    key text not null, -- CASE/TASK/n: the nth of its case and kind
    case_id text,
    task text not null,
    party text not null,
    persons text[] not null,
    since timestamptz not null,
    due_at timestamptz,
    from_position bigint not null,
    primary key (stream, key)
);

create table rows.benchmarks (
    stream text not null,
    case_id text not null,
    cluster_id text not null,
    catalogue text not null,
    interview_on date not null,
    complete boolean not null,
    "values" jsonb not null,
    from_position bigint not null,
    primary key (stream, case_id)
);

create table rows.results (
    stream text not null,
    case_id text not null,
    assessed_on date not null,
    scores jsonb not null,
    from_position bigint not null,
    primary key (stream, case_id)
);

create table rows.rounds (
    stream text primary key,
    opens_on date not null,
    closes_on date not null,
    closed boolean not null,
    waiting int not null,
    from_position bigint not null
);

-- Who complains stands in none of these.
create table rows.complaints (
    stream text primary key,
    about text not null,
    subject text,
    stage text not null,
    lodged_on date not null,
    due_at timestamptz,
    finding text,
    measure text,
    from_position bigint not null
);

create table rows.persons (
    stream text primary key,
    person_id text not null unique,
    language text not null,
    country text not null,
    name text not null,
    email text not null,
    offices text[] not null,
    seated boolean not null,
    qualifications jsonb not null,
    ties jsonb not null,
    seats jsonb not null,
    bookings jsonb not null,
    absences jsonb not null,
    erased boolean not null,
    from_position bigint not null
);
create index on rows.persons (person_id) where seated;

create table rows.programmes (
    stream text primary key,
    programme_id text not null unique,
    owners text[] not null,
    targets jsonb not null,
    from_position bigint not null
);

create table rows.memberships (
    stream text not null,
    key text not null, -- CLUSTER/n: the nth membership of the cluster
    programme_id text not null,
    cluster_id text not null,
    from_on date not null,
    until_on date,
    plans jsonb not null,
    from_position bigint not null,
    primary key (stream, key)
);

create table rows.offices (
    stream text primary key,
    office_id text not null unique,
    name text not null,
    accreditations jsonb not null,
    staff text[] not null,
    from_position bigint not null
);

grant usage on schema rows to laurel_app, laurel_reader;
grant select, insert, update, delete on all tables in schema rows to laurel_app;
grant select on all tables in schema rows to laurel_reader;

-- Which form of these files the rows have; another form means: make them anew.
create table rows.form (sha256 text not null);
grant select on rows.form to laurel_app, laurel_reader;
