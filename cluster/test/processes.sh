#!/usr/bin/env bash
# A daemon is noted before it runs. And when it counts as ended: not before its last thread is gone, for until then its ports are taken; and not only
# when somebody has reaped it, for nobody may.
set -euo pipefail

ROOT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
source "$ROOT/cluster/progress.sh"
trap - ERR
source "$ROOT/cluster/processes.sh"
RUN=$(mktemp -d)
LOGS=$RUN
CGROUP=none
trap 'kill -KILL $(jobs -p) 2>/dev/null; rm -rf "$RUN"' EXIT

fail() {
  echo "FAILED: $1" >&2
  exit 1
}

# within SENTENCE COMMAND...: ten seconds are enough for a kernel to start or end a process.
within() {
  local sentence=$1 deadline=$((SECONDS + 10))
  shift
  until "$@"; do ((SECONDS < deadline)) || fail "$sentence"; done
}

is_zombie() { [[ $(process_state "$1") == Z ]]; }

# It reads the note about itself as the first thing it does, so the note was there before; whoever starts it takes long
# to look, as when they are ended in between.
cgroup_paths() { :; }
started_at() { sleep 0.2 && sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; }
exec 9>"$RUN/lock"
# shellcheck disable=SC2016  # expanded by the daemon's own shell
DAEMON=(/bin/bash -c 'echo "$$ noted as $(cat "$0")"; exec sleep 60' "$RUN/daemon.pid")
start daemon "" "${DAEMON[@]}"
pid=$(recorded daemon 1)
running daemon || fail "a daemon that was just started runs"
has_written() { [[ -s $RUN/daemon.log ]]; }
within "the daemon reads its note" has_written
[[ $(<"$RUN/daemon.log") == "$pid noted as $(<"$RUN/daemon.pid")" ]] || fail "a daemon is noted before it runs: $(<"$RUN/daemon.log")"
[[ ! -e /proc/$pid/fd/9 ]] || fail "a daemon lets go of the lock"
start daemon "" "${DAEMON[@]}"
[[ $(recorded daemon 1) == "$pid" ]] || fail "the same daemon is not started twice"
end_daemon daemon 0
if running daemon || [[ -e /proc/$pid && $(process_state "$pid") != Z ]]; then fail "a daemon ends by force"; fi
echo "ok: a daemon is noted before it runs, is started once, and ends"

# Its first thread ends by a bare exit(2), its second stays: what a killed program looks like while it lets go.
python3 -c 'import ctypes, platform, threading
threading.Thread(target=threading.Event().wait).start()
ctypes.CDLL(None).syscall({"x86_64": 60, "aarch64": 93}[platform.machine()], 0)' &
pid=$!
printf '%s %s %s\n' "$pid" "$(started_at "$pid")" settings >"$RUN/daemon.pid"
within "the first thread ends" is_zombie "$pid"
if died daemon; then fail "a daemon with a thread left counts as running"; fi
echo "ok: a daemon with a thread left counts as running"

# Its parent, which never waits for it, keeps it a zombie.
bash -c 'bash -c "sleep 60" & echo $! >"$0"; exec sleep 60' "$RUN/child" &
within "the child starts" test -s "$RUN/child"
pid=$(<"$RUN/child")
printf '%s %s %s\n' "$pid" "$(started_at "$pid")" settings >"$RUN/daemon.pid"
if died daemon; then fail "a daemon that runs counts as running"; fi
kill -KILL "$pid"
within "a daemon nobody reaps counts as ended" died daemon
is_zombie "$pid" || fail "the case is what it says: a zombie"
echo "ok: a daemon nobody reaps counts as ended"

printf '%s %s %s\n' "$$" 1 settings >"$RUN/daemon.pid"
died daemon || fail "another process with a daemon's id is not the daemon"
echo "ok: another process with a daemon's id is not the daemon"
