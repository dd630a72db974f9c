#!/bin/sh
# Makes the namespace TEMPORAL_NAMESPACE and the search attributes workflows write; doing it again changes nothing.
set -eu

patiently() {
    tries=60
    until "$@"; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || exit 1
        sleep 1
    done
}

patiently temporal operator cluster health
temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
    temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 720h
# A namespace just made is not known everywhere at once.
# One name a call: of several only the first is made.
for attribute in LaurelStage:Keyword LaurelLevel:Keyword LaurelCountry:Keyword LaurelDue:Datetime; do
    patiently temporal operator search-attribute create --name "${attribute%%:*}" --type "${attribute##*:}"
done
