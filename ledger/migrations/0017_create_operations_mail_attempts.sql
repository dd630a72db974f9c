-- accepted_at: when the server took the mail over; null while no attempt has succeeded.
create table operations.mail_attempts (
    message_id text primary key,
    stream text not null,
    notice_id uuid not null,
    notice text not null,
    recipient text not null,
    attempts integer not null check (attempts > 0),
    first_attempt_at timestamptz not null,
    last_attempt_at timestamptz not null,
    accepted_at timestamptz
);
