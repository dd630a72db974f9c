#!/bin/sh
# Brings Temporal's two databases to the schema of this version of Temporal; doing it again changes nothing.
set -eu
SQL_PASSWORD="$(cat /run/secrets/temporal_postgres_password)"
export SQL_PASSWORD

for database in temporal:temporal temporal_visibility:visibility; do
    name="${database%%:*}"
    tool() {
        temporal-sql-tool --plugin "$DB" --ep "$POSTGRES_SEEDS" -p "$DB_PORT" -u "$POSTGRES_USER" --db "$name" "$@"
    }
    tool create
    tool setup-schema -v 0.0
    tool update-schema -d "/etc/temporal/schema/postgresql/v12/${database##*:}/versioned"
done
