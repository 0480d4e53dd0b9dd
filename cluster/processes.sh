# shellcheck shell=bash
# The daemons of the local cluster: started, recognised and ended. A process is ours when its id and start time are the
# recorded ones, or when it lives in our cgroup; never because of its name.

# start NAME CONFIG COMMAND...: starts a daemon unless it runs with these very arguments and this CONFIG file ("" if none).
start() {
  local name=$1 config=$2 print
  shift 2
  print=$({ printf '%s\0' "$@" && cat -- ${config:+"$config"} /dev/null && stat -Lc '%Y %s' "$1"; } | sha256sum)
  print=${print:0:16}
  if running "$name"; then
    if [[ $(recorded "$name" 3) == "$print" ]]; then return 0; fi
    say "restarting $name: its settings changed"
    # By force, which all of them are made for: an API server that ends by itself takes its address out of the Service
    # that pods reach it by, and waits for its watchers.
    end_daemon "$name" 0
  fi
  mkdir -p "$RUN" "$LOGS"
  # Its own session, so that Ctrl-C here does not reach it; its own cgroup, so that `down` finds all it ever started. It
  # notes itself before it runs, and holds the lock until then: whenever we are ended, it runs and is noted, or neither.
  # shellcheck disable=SC2016  # expanded by the inner shell
  setsid bash -c 'for group in $2; do echo $$ >"$group/cgroup.procs"; done
    read -r stat </proc/$$/stat; fields=(${stat##*) })
    echo "$$ ${fields[19]} $1" >"$0.part" && mv "$0.part" "$0"
    exec 9>&-; shift 2; exec "$@"' \
    "$RUN/$name.pid" "$print" "$(cgroup_paths daemons)" "$@" </dev/null >>"$LOGS/$name.log" 2>&1 &
  wait_until 10 "$name to start" noted "$name" "$!" || our_error "$name was not started." "Its log is $LOGS/$name.log."
}

noted() { [[ $(recorded "$1" 1) == "$2" ]]; }

# When a process was started, in clock ticks since boot: together with the id it names one process for good.
started_at() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; }

recorded() { cut -d ' ' -f "$2" "$RUN/$1.pid" 2>/dev/null; }

running() {
  local pid
  pid=$(recorded "$1" 1) || return 1
  [[ -n $pid && $(started_at "$pid") == "$(recorded "$1" 2)" ]] && lives "$pid"
}

# A process that was killed shows as a zombie as soon as its first thread is gone; until the last one is, its ports and
# locks stay taken. Nobody may ever reap a daemon of an earlier `up`, so a zombie without other threads has ended.
lives() {
  local threads=("/proc/$1/task"/*)
  [[ -d /proc/$1 ]] && { [[ $(process_state "$1") != Z ]] || ((${#threads[@]} > 1)); }
}

process_state() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -c 1; }

died() { ! running "$1"; }

# end_daemon NAME SECONDS: asks, waits, then insists; with 0 seconds it insists at once.
end_daemon() {
  local name=$1 seconds=$2 pid
  if running "$name"; then
    pid=$(recorded "$name" 1)
    if ((seconds)); then kill -TERM "$pid" 2>/dev/null || true; fi
    if ! wait_until "$seconds" "$name to end" died "$name"; then
      if ((seconds)); then say "$name did not end by itself: ended by force"; fi
      kill -KILL "$pid" 2>/dev/null || true
      # Busy disks hold an ended process up; a successor that is started meanwhile finds its ports taken.
      wait_until 30 "$name to end" died "$name" ||
        our_error "$name ($pid) cannot be ended." "See what it waits for: cat /proc/$pid/wchan" "Run the same command again."
    fi
  fi
  rm -f "$RUN/$name.pid"
}

# started NAME SECONDS COMMAND...: waits until COMMAND says the daemon is up; its log is the answer if it does not.
started() {
  local name=$1 seconds=$2 lines
  shift 2
  WAIT_DAEMON=$name
  if WAIT_GIVE_UP=waited_daemon_died wait_until "$seconds" "$name" "$@"; then return 0; fi
  mapfile -t lines < <(tail -n 12 "$LOGS/$name.log" | cut -c 1-300)
  our_error "$name did not become ready. The end of $LOGS/$name.log:" "${lines[@]/#/| }" \
    "Run \`./touchpoint up\` again; if it fails in the same way, \`./touchpoint down\` first."
}
WAIT_DAEMON=
waited_daemon_died() { died "$WAIT_DAEMON"; }

# Cgroups. Version 2 has one tree; version 1 one per controller, of which kubelet wants its root in each.
cgroup_roots() {
  if [[ -f /sys/fs/cgroup/cgroup.controllers ]]; then
    echo /sys/fs/cgroup
  else
    awk '$3 == "cgroup" || $3 == "cgroup2" { print $2 }' /proc/mounts | grep '^/sys/fs/cgroup/' | sort -u
  fi
}

cgroup_paths() {
  local root
  for root in $(cgroup_roots); do printf '%s ' "$root/$CGROUP/$1"; done
}

make_cgroups() {
  local path
  for path in $(cgroup_paths daemons); do
    mkdir -p "$path" 2>/dev/null || user_error "cannot make the cgroup $path." \
      "Pods need a writable /sys/fs/cgroup. In a container, run it privileged, or use Docker and kind on the machine itself."
    # A cpuset of version 1 takes no process before it has processors and memory.
    local file parent=${path%/*}
    for file in cpuset.cpus cpuset.mems; do
      if [[ -f $parent/$file && -f ${parent%/*}/cgroup.procs ]]; then
        [[ -n $(<"$parent/$file") ]] || cat "${parent%/*}/$file" >"$parent/$file"
        [[ -n $(<"$path/$file") ]] || cat "$parent/$file" >"$path/$file"
      fi
    done
  done
  pass_controllers_on
}

# Version 2 gives a cgroup only the controllers its parents pass on, and kubelet wants all it knows.
pass_controllers_on() {
  local root=/sys/fs/cgroup controller
  [[ -f $root/cgroup.controllers ]] || return 0
  for controller in $(<"$root/cgroup.controllers"); do
    echo "+$controller" >"$root/cgroup.subtree_control" || true
    echo "+$controller" >"$root/$CGROUP/cgroup.subtree_control" || true
  done 2>/dev/null
}

# cgroup_processes PART: every process that lives below our cgroups (daemons, the shims containerd left behind, pods),
# or below one PART of them, such as /kubepods.
cgroup_processes() {
  local root
  for root in $(cgroup_roots); do
    if [[ -d $root/$CGROUP$1 ]]; then find "$root/$CGROUP$1" -name cgroup.procs -exec cat {} + 2>/dev/null; fi
  done | sort -un
}

no_cgroup_process() { [[ -z $(cgroup_processes "") ]]; }

end_cgroup_processes() {
  local pids
  mapfile -t pids < <(cgroup_processes "")
  ((${#pids[@]})) || return 0
  kill -TERM "${pids[@]}" 2>/dev/null || true
  if ! wait_until 1 "the last processes to end" no_cgroup_process; then
    mapfile -t pids < <(cgroup_processes "")
    kill -KILL "${pids[@]}" 2>/dev/null || true
    wait_until 10 "the last processes to end" no_cgroup_process ||
      our_error "these processes cannot be ended: $(cgroup_processes "" | tr '\n' ' ')" "Run \`./touchpoint down\` again."
  fi
}

remove_cgroups() {
  local root
  for root in $(cgroup_roots); do
    if [[ -d $root/$CGROUP ]]; then
      # A cgroup can be busy for a moment after its last process ended.
      wait_until 15 "the cgroups to go" remove_cgroup_tree "$root/$CGROUP" || say "could not remove $root/$CGROUP"
    fi
  done
}

remove_cgroup_tree() { find "$1" -depth -type d -exec rmdir {} \; 2>/dev/null; [[ ! -d $1 ]]; }
