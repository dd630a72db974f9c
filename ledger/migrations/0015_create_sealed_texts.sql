create table sealed.texts (
    commitment text primary key check (commitment ~ '^sealed:[0-9a-f]{64}$'),
    subject text not null references sealed.keys on delete cascade,
    nonce bytea not null check (octet_length(nonce) = 12),
    ciphertext bytea not null
);

create index texts_subject on sealed.texts (subject);
