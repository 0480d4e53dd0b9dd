#!/bin/sh
# What the pod of the local PostgreSQL runs: makes the database once, then becomes the server. A start that is cut off
# leaves a directory of another name, and the next one begins anew.
# shellcheck disable=SC2154  # from the manifest
set -eu

data=/data/$POSTGRES_MAJOR

if [ ! -d "$data" ]; then
  rm -rf "$data.new"
  initdb --pgdata="$data.new" --username=postgres --encoding=UTF8 --locale=C --data-checksums \
    --auth-local=peer --auth-host=scram-sha-256
  # From other pods the one user comes in, to the one database.
  echo "host touchpoint touchpoint all scram-sha-256" >>"$data.new/pg_hba.conf"
  # The password is of letters and digits, so it needs no quoting. What is said here would show it.
  postgres --single -D "$data.new" postgres >/dev/null <<SQL
CREATE ROLE touchpoint LOGIN PASSWORD '$PASSWORD'
CREATE DATABASE touchpoint OWNER touchpoint
SQL
  mv "$data.new" "$data"
fi

exec postgres -D "$data" -c listen_addresses='*' -c unix_socket_directories=/tmp -c max_connections=200 \
  -c shared_buffers=64MB -c max_wal_size=256MB
