# shellcheck shell=bash
# Takes everything away again that `up` brought, also when half of it is dead.

down_command() {
  local purge=no
  while (($#)); do
    case $1 in
      --help | -h) cat "$ROOT/cluster/help/down.txt" && return ;;
      --context)
        need_value "$@"
        CONTEXT=$2
        shift
        ;;
      --purge) purge=yes ;;
      *) user_error "there is no option $1." "See: ./touchpoint down --help" ;;
    esac
    shift
  done
  one_at_a_time
  SECONDS=0
  if [[ -n $CONTEXT ]]; then
    context_down
  elif ! local_exists && ! kind_exists; then
    say "nothing is up"
  else
    if local_exists; then local_down; fi
    if kind_exists; then kind_down; fi
  fi
  if [[ $purge == yes && -d $CACHE ]]; then
    say "removing $CACHE ($(du -sh "$CACHE" | cut -f 1)). Go's and Maven's own caches stay (go clean -cache -modcache; ~/.m2)."
    rm -rf --one-file-system "$CACHE"
  fi
  say "done after $(clock "$SECONDS")"
}

local_exists() { [[ -d $STATE || -d $RUN ]]; }

local_down() {
  if [[ $EUID != 0 ]]; then user_error "the local cluster belongs to root." "Type: sudo ./touchpoint down"; fi
  say "ending the local cluster"
  # kubelet first, or it would start the pods anew; the API server last but etcd, so that nothing waits for it.
  local name
  for name in kubelet kube-proxy kube-controller-manager kube-scheduler; do end_daemon "$name" 10; done
  end_pods
  for name in containerd kube-apiserver etcd; do end_daemon "$name" 15; done
  end_cgroup_processes
  unmount_below "$STATE"
  unmount_below "$RUN"
  remove_cgroups
  if [[ -d $STATE ]]; then
    remove_network
    restore_former_state
  fi
  remove_directory "$RUN"
  remove_directory "$STATE"
  unmerge_kubeconfig touchpoint touchpoint-admin
}

# Pods end before containerd and its shims, which are their parents and take note of their end. A pod has a moment to
# end by itself; the program that holds its network never does.
end_pods() {
  kill_pods TERM
  wait_until 3 "the pods to end" no_pod_process || kill_pods KILL
  wait_until 15 "the pods to end" no_pod_process || true
}

kill_pods() {
  local pids
  mapfile -t pids < <(cgroup_processes /kubepods)
  if ((${#pids[@]})); then kill "-$1" "${pids[@]}" 2>/dev/null || true; fi
}

no_pod_process() { [[ -z $(cgroup_processes /kubepods) ]]; }

# A mount may be used for a moment after its process ended; what then still is, goes lazily.
unmount_below() {
  local mount
  while read -r mount; do
    umount "$mount" 2>/dev/null || umount --lazy "$mount" 2>/dev/null || true
  done < <(awk -v below="$1/" 'index($2, below) == 1 { print $2 }' /proc/mounts | sort -r)
}

# Never follows a mount: --one-file-system, and ours are gone by now.
remove_directory() {
  [[ -d $1 ]] || return 0
  wait_until 15 "$1 to be free" rm -rf --one-file-system "$1" || our_error "$1 could not be removed:" \
    "$(find "$1" -maxdepth 3 2>/dev/null | tail -n 1)" "Run \`./touchpoint down\` again."
}
