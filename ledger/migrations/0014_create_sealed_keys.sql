-- One data key per subject (a person or a cluster), encrypted. Deleting it erases every text of the subject.
create table sealed.keys (
    subject text primary key check (subject <> ''),
    wrapped_key bytea not null
);
