#!/bin/sh
# Temporal's server takes its password from the environment only: it is read from the secret at the last moment.
set -eu
POSTGRES_PWD="$(cat /run/secrets/temporal_postgres_password)"
export POSTGRES_PWD
exec /etc/temporal/entrypoint.sh
