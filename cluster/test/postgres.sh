#!/usr/bin/env bash
# What the PostgreSQL of a cluster promises that `up` brought up: the Secret of the quickstart's namespace opens its
# database and nothing else does, and what lies in it outlasts the pod. Where there is no psql, only the latter is asked.
set -euo pipefail

ROOT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
# shellcheck source=/dev/null
source "$ROOT/cluster/settings.sh"
export KUBECONFIG=${KUBECONFIG:-$STATE/kubeconfig} PATH=$PATH:$KUBERNETES_BIN
FAILED=0

# holds SENTENCE COMMAND...
holds() {
  local sentence=$1 output
  shift
  if output=$("$@" 2>&1); then
    echo "ok: $sentence"
  else
    echo "FAILED: $sentence"
    printf '  | %s\n' "${output//$'\n'/$'\n  | '}"
    FAILED=$((FAILED + 1))
  fi
}

fails() { if "$@"; then return 1; fi; }

ready() { kubectl -n "$POSTGRES_NAMESPACE" rollout status statefulset/postgres --timeout="$1"; }

# The number that a database gets when it is made, which no other has.
identity() {
  kubectl -n "$POSTGRES_NAMESPACE" exec postgres-0 -- od -An -v -tx1 -N8 "/data/${POSTGRES_VERSION%%.*}/global/pg_control"
}

uri() {
  local address
  address=$(kubectl -n "$POSTGRES_NAMESPACE" get service postgres -o jsonpath='{.spec.clusterIP}')
  kubectl -n "$QUICKSTART_NAMESPACE" get secret touchpoint-postgres -o jsonpath='{.data.uri}' | base64 --decode |
    sed "s/@postgres[^:]*:/@$address:/"
}

may_make_tables() {
  psql "$(uri)" --set=ON_ERROR_STOP=1 --no-psqlrc --quiet <<'SQL'
BEGIN;
CREATE SCHEMA trial;
CREATE TABLE trial.trial (day date) PARTITION BY RANGE (day);
ROLLBACK;
SQL
}

enters_otherwise() { psql "$(uri | sed "s#$1#$2#")" --no-psqlrc --command="SELECT 1"; }

says() { [[ $(psql "$(uri)" --no-psqlrc --tuples-only --no-align --command="SHOW $1") == "$2" ]]; }

has_returned() { ready 60s && [[ $(identity) == "$1" ]]; }

holds "it is ready" ready 60s
if command -v psql >/dev/null; then
  holds "the Secret opens it, to make schemas and partitions" may_make_tables
  holds "another password does not" fails enters_otherwise 'touchpoint:' 'touchpoint:x'
  holds "nor does another user" fails enters_otherwise '//touchpoint:' '//postgres:'
  holds "nor is there another database" fails enters_otherwise '/touchpoint?' '/postgres?'
  holds "what is committed is flushed" says synchronous_commit on
  holds "and flushing is meant" says fsync on
else
  echo "skipped: psql is not installed (apt-get install postgresql-client): who comes in is not tried"
fi
before=$(identity)
kubectl -n "$POSTGRES_NAMESPACE" delete pod postgres-0 --grace-period=0 --force >/dev/null 2>&1
holds "what lies in it outlasts the pod" has_returned "$before"

((FAILED == 0))
