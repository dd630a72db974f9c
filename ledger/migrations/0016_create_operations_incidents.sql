-- What went wrong and who saw to it. stream and subject are empty where an incident concerns no single one.
create table operations.incidents (
    incident_id uuid primary key,
    cause text not null,
    stream text not null default '',
    subject text not null default '',
    detail text not null,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    attempts integer not null default 1 check (attempts > 0),
    resolved_at timestamptz,
    resolved_by text
);

create unique index incidents_open on operations.incidents (cause, stream, subject) where resolved_at is null;
