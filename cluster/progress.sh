# shellcheck shell=bash
# What the person at the keyboard sees: progress while it lasts, and errors that say what to do.
# Everything goes to stderr, so that stdout stays free for results.

COMMAND=${COMMAND:-}
STEP_PID=
LINE_OPEN=

say() {
  close_line
  printf 'touchpoint%s: %s\n' "${COMMAND:+ $COMMAND}" "$*" >&2
}

# Ends the line that was being updated in place, so that the next text does not run into it.
close_line() {
  [[ -z $LINE_OPEN ]] || printf '\r\033[K' >&2
  LINE_OPEN=
}

# user_error TEXT [HINT...]: the person can mend it; exit code 1.
user_error() { fail 1 "$@"; }

# our_error TEXT [HINT...]: something that should have worked did not; exit code 2.
our_error() { fail 2 "$@"; }

fail() {
  local code=$1
  say "$2"
  shift 2
  local hint
  for hint in "$@"; do printf '  %s\n' "$hint" >&2; done
  exit "$code"
}

clock() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

roughly() {
  if (($1 < 50)); then printf '%d s' $((($1 + 9) / 10 * 10)); else printf '%d min' $((($1 + 40) / 60)); fi
}

# progress TEXT STARTED LEFT: shows TEXT with the time since STARTED (of $SECONDS) and, if LEFT > 0, what remains.
# On a terminal the line is updated in place; in a pipe a line now and then is enough.
progress() {
  local elapsed=$((SECONDS - $2)) left=$3 note=""
  if ((left > 0 && elapsed >= 5)); then note=", about $(roughly "$left") left"; fi
  if [[ -t 2 ]]; then
    printf '\r\033[Ktouchpoint %s: %s' "$COMMAND" "$1$(clock "$elapsed")$note)" >&2
    LINE_OPEN=yes
  elif ((SECONDS - PROGRESS_SHOWN >= 20)); then
    say "$1$(clock "$elapsed")$note)"
    PROGRESS_SHOWN=$SECONDS
  fi
}
PROGRESS_SHOWN=0

# step LOG SECONDS WHAT COMMAND...: runs COMMAND with its output in $STEP_LOGS/LOG.log, which is expected to take
# SECONDS. STEP_POSITION ("2 of 7, ") and STEP_AFTER (seconds of the steps after it) refine the progress line.
# A failure ends the script with the end of that log.
step() {
  local log=$STEP_LOGS/$1.log estimate=$2 what=$3 started=$SECONDS status=0
  shift 3
  mkdir -p "$STEP_LOGS"
  PROGRESS_SHOWN=$SECONDS
  if [[ ! -t 2 ]]; then say "$what${STEP_POSITION:+ (${STEP_POSITION%, })}"; fi
  set -m # a process group of its own, so that Ctrl-C can end the whole step
  (set +m; "$@") >"$log" 2>&1 </dev/null &
  STEP_PID=$!
  set +m
  while kill -0 "$STEP_PID" 2>/dev/null; do
    local left=$((estimate - (SECONDS - started)))
    ((left <= 0)) || left=$((left + ${STEP_AFTER:-0}))
    progress "$what (${STEP_POSITION:-}" "$started" "$left"
    sleep 0.2
  done
  wait "$STEP_PID" || status=$?
  STEP_PID=
  if ((status != 0)); then
    local lines
    # Maven says first what is wrong and then much about itself.
    mapfile -t lines < <(grep -m 12 '^\[ERROR\]' "$log" || tail -n 12 "$log")
    our_error "$what failed. From $log:" "${lines[@]/#/| }" \
      "${STEP_HINT:-Run the same command again: it goes on from here. If it fails again, read the whole log.}"
  fi
  close_line
  if [[ -t 2 ]] && ((SECONDS - started >= 2)); then say "$what: done in $(clock $((SECONDS - started)))"; fi
}

# wait_until SECONDS WHAT COMMAND...: polls COMMAND until it succeeds; false after SECONDS, or as soon as the function
# named in WAIT_GIVE_UP succeeds (a process that died will not become ready).
wait_until() {
  local deadline=$((SECONDS + $1)) what=$2 started=$SECONDS
  shift 2
  PROGRESS_SHOWN=$SECONDS
  until "$@" >/dev/null 2>&1; do
    if ((SECONDS >= deadline)); then return 1; fi
    if [[ -n ${WAIT_GIVE_UP:-} ]] && $WAIT_GIVE_UP; then return 1; fi
    if ((SECONDS > started)); then progress "waiting for $what (" "$started" 0; fi
    sleep 0.25
  done
  close_line
}

stop_step() {
  if [[ -n $STEP_PID ]]; then kill -TERM -- "-$STEP_PID" 2>/dev/null || true; fi
  STEP_PID=
}

on_interrupt() {
  trap - INT TERM ERR
  stop_step
  say "interrupted. Nothing is broken by that: the same command goes on from here, \`./touchpoint down\` clears up."
  exit 130
}

on_error() {
  local status=$? where="${BASH_SOURCE[1]##*/}:${BASH_LINENO[0]}"
  trap - ERR
  # A subshell only passes it on; the script itself says it, once. In a step the program's own words are in the log.
  if ((BASH_SUBSHELL)); then exit "$status"; fi
  stop_step
  say "stopped at $where: \`$1\` ended with $status. This is a fault of the script; \`./touchpoint down\` clears up."
  exit 2
}

trap on_interrupt INT TERM
trap 'on_error "$BASH_COMMAND"' ERR
set -E
