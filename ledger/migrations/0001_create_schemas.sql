-- ledger exists already: it holds the list of applied migrations.
create schema sealed;
create schema operations;
create schema rows;
