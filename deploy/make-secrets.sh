#!/bin/sh
# Makes the passwords and keys compose.yaml reads, once, in the folder secrets beside it. Nothing there is replaced.
#
#   LAUREL_SMTP_URL=smtp://user:password@mail.example.org:587 ./make-secrets.sh
#
# Without LAUREL_SMTP_URL letters go to the trial mailbox of compose.yaml.
set -eu
folder="${1:-$(dirname "$0")/secrets}"
umask 077
mkdir -p "$folder"
if [ -n "$(ls -A "$folder")" ]; then
    echo "$folder holds secrets already; nothing was changed."
    exit 0
fi

# 32 random bytes in URL-safe base64: the form of the three keys, and a password that needs no quoting in an address.
secret() { head -c 32 /dev/urandom | base64 | tr -- '+/' '-_' | tr -d '=\n'; }

# Containers run under their own users and must be able to read the files; the folder keeps everybody else out.
write() {
    cat >"$folder/$1"
    chmod 444 "$folder/$1"
}

superuser="$(secret)" owner="$(secret)" app="$(secret)" reader="$(secret)"
database="postgres:5432/laurel"
printf %s "$superuser" | write postgres_password
secret | write temporal_postgres_password
write migration.env <<END
LAUREL_SUPERUSER_URL=postgresql://postgres:$superuser@$database
LAUREL_OWNER_URL=postgresql://laurel_owner:$owner@$database
LAUREL_DATABASE_URL=postgresql://laurel_app:$app@$database
LAUREL_READER_URL=postgresql://laurel_reader:$reader@$database
END
write laurel.env <<END
LAUREL_DATABASE_URL=postgresql://laurel_app:$app@$database
LAUREL_SMTP_URL=${LAUREL_SMTP_URL:-smtp://mail:2525?starttls=never}
LAUREL_PAYLOAD_KEY=$(secret)
LAUREL_SEALING_KEY=$(secret)
LAUREL_CHECKPOINT_KEY=$(secret)
END
echo "Made $folder. Keep a copy of laurel.env elsewhere: without its keys the sealed values cannot be read again."
