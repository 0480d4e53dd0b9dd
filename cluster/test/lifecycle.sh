#!/usr/bin/env bash
# What `up` and `down` promise, tried on this machine: up, up again, the death of any process, Ctrl-C, down without a
# trace, --purge. Needs root, no local cluster, and a filled cache. Takes some minutes; --bare leaves Touchpoint out.
set -euo pipefail

ROOT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
source "$ROOT/cluster/settings.sh"
# Before the trap below, which would take away what is not ours.
if [[ -d $STATE || -d $RUN ]]; then
  echo "A local cluster is up. These tests take it away: ./touchpoint down first." >&2
  exit 1
fi
OPTIONS=("$@")
DAEMONS=(etcd kube-apiserver containerd kube-controller-manager kube-scheduler kube-proxy kubelet)
WORK=$(mktemp -d)
export KUBECONFIG=$STATE/kubeconfig PATH=$PATH:/usr/sbin:/sbin:$KUBERNETES_BIN
FAILED=0

cleanup() {
  "$ROOT/touchpoint" down >"$WORK/cleanup.log" 2>&1 || true
  rm -rf "$WORK"
}
trap cleanup EXIT

up() { "$ROOT/touchpoint" up --engine local "${OPTIONS[@]}"; }
down() { "$ROOT/touchpoint" down "$@"; }

# holds SENTENCE COMMAND...
holds() {
  local sentence=$1 started=$SECONDS
  shift
  if "$@" >"$WORK/output" 2>&1; then
    echo "ok: $sentence ($((SECONDS - started)) s)"
  else
    echo "FAILED: $sentence"
    sed 's/^/  | /' "$WORK/output" | tail -n 40
    FAILED=$((FAILED + 1))
  fi
}

# Everything of the machine that a cluster could leave changed. Volatile numbers are left out.
snapshot() {
  echo "== mounts" && awk '{ print $1, $2, $3 }' /proc/mounts
  echo "== interfaces" && ip -o link show | awk '{ print $2 }'
  echo "== addresses" && ip -o address show | awk '{ print $2, $4 }'
  echo "== routes" && ip route show table all | sed 's/ expires [^ ]*//' && ip rule show
  echo "== firewall" && nft list ruleset && { iptables-save 2>/dev/null | grep -v '^#' || true; }
  echo "== namespaces" && { ls /run/netns 2>/dev/null || true; }
  echo "== cgroups" && find /sys/fs/cgroup -type d -name "*touchpoint*" -o -type d -name "*kubepods*"
  echo "== settings" && sysctl -a 2>/dev/null | grep -E '^(net|vm|kernel)\.' |
    grep -vE 'random|ns_last_pid|nf_conntrack_count|stat_refresh|\.(retrans|base_reachable)|dentry|inode|pty\.nr|numa_stat|max_map'
  echo "== files" && find /etc /opt /usr /var/lib /var/log /run /srv /home -xdev \
    -not -path '/var/lib/apt/*' -not -path '/var/lib/dpkg/*' -not -path '/run/user/*' -not -path '/usr/local/go/*' | sort
  echo "== home" && find "$HOME" -mindepth 1 -maxdepth 2 -not -path "$HOME/.cache/*" | grep -v '\.part$' | sort
}

# By cgroup, and by name together with our directories: a shim that fell out of its cgroup would be found too.
our_processes() {
  local process
  for process in /proc/[0-9]*; do
    if grep -q '^State:.Z' "$process/status"; then continue; fi # dead; the machine's init reaps it in its own time
    if grep -q "[:/]/$CGROUP\(/\|\$\)" "$process/cgroup" ||
      { grep -qE '^(kube|etcd|containerd|coredns|runc)' "$process/comm" && grep -qaE "$STATE|$RUN" "$process/cmdline"; }; then
      echo "a process is left: ${process#/proc/} $(tr '\0' ' ' <"$process/cmdline")"
    fi
  done 2>/dev/null
}

leaves_nothing() {
  snapshot >"$WORK/after"
  diff "$WORK/before" "$WORK/after" || return 1
  our_processes >"$WORK/processes"
  cat "$WORK/processes"
  [[ ! -s $WORK/processes ]]
}

pid_of() { cut -d ' ' -f 1 "$RUN/$1.pid"; }

pids() { for daemon in "${DAEMONS[@]}"; do echo "$daemon $(pid_of "$daemon")"; done; }

cluster_works() {
  kubectl wait --for=condition=Ready "node/$NODE_NAME" --timeout=60s
  kubectl -n kube-system rollout status deployment/coredns --timeout=60s
  pods_reach_the_api
  if [[ " ${OPTIONS[*]} " != *" --bare "* ]]; then
    kubectl -n "$QUICKSTART_NAMESPACE" wait --for=condition=Ready channels.touchpoint.cx --all --timeout=60s
    local page
    page=$(kubectl -n "$QUICKSTART_NAMESPACE" get channels.touchpoint.cx -o jsonpath='{.items[*].status.endpoints[?(@.name=="demo")].url}')
    curl -fsS --retry 10 --retry-all-errors --retry-delay 1 -o /dev/null "$page"
    monitoring_works
  fi
}

# Of its own network and through DNS: Prometheus reads the connectors, and finds its Alertmanager.
monitoring_works() {
  local part port
  for part in prometheus alertmanager blackbox-exporter; do
    kubectl -n "$MONITORING_NAMESPACE" rollout status "deployment/$part" --timeout=60s
  done
  port=$(kubectl -n "$MONITORING_NAMESPACE" get service prometheus -o jsonpath='{.spec.ports[0].nodePort}')
  curl -fsS --retry 30 --retry-all-errors --retry-delay 1 -o "$WORK/rules" "http://$NODE_IP:$port/api/v1/rules"
  curl -fsS "http://$NODE_IP:$port/api/v1/alertmanagers" | grep -q '"url":"http://alertmanager.monitoring.svc:9093'
}

# By the Service, from each pod's own network; the API server knows nobody there and says so.
pods_reach_the_api() {
  local network answer
  for network in "$RUN"/containerd/io.containerd.grpc.v1.cri/netns/*; do
    answer=$(nsenter --net="$network" curl -sk --retry 10 --retry-all-errors --retry-delay 1 -m 2 -o /dev/null -w '%{http_code}' \
      "https://$API_SERVICE_IP/version")
    if [[ $answer != 401 ]]; then echo "a pod does not reach the API server: $answer" && return 1; fi
  done
}

restarts_with_changed_settings() {
  sed -i 's/ [0-9a-f]*$/ former/' "$RUN"/*.pid
  up && cluster_works
}

nothing_was_restarted() { pids | diff "$WORK/pids" - && pods | diff "$WORK/pods" -; }

# Each container with how often it was started.
pods() {
  kubectl get pods --all-namespaces \
    -o jsonpath='{range .items[*]}{.metadata.name}{range .status.containerStatuses[*]} {.name} {.restartCount}{end}{"\n"}{end}' | sort
}

# Only the named daemon has another process than before.
only_restarted() { pids | grep -v "^$1 " | diff <(grep -v "^$1 " "$WORK/pids") - && kill -0 "$(pid_of "$1")"; }

heals() {
  pids >"$WORK/pids"
  kill -KILL "$(pid_of "$1")"
  up && only_restarted "$1" && cluster_works
}

heals_after_all_died() {
  local daemon
  for daemon in "${DAEMONS[@]}"; do kill -KILL "$(pid_of "$daemon")"; done
  up && cluster_works
}

# Again and again, each time a little later, so that it is hit in the midst of one daemon after the other.
interrupted_then_up() {
  local seconds
  for seconds in 0.5 1 1.5 2 3 5; do
    setsid --wait timeout --foreground --signal=INT "$seconds" "$ROOT/touchpoint" up --engine local "${OPTIONS[@]}" ||
      [[ $? == 124 || $? == 130 ]]
  done
  up && cluster_works
}

helm_in_namespace() { "$CACHE/helm-$HELM_VERSION/helm" "$@" --namespace "$OPERATOR_NAMESPACE"; }

pending_revisions() {
  kubectl --namespace "$OPERATOR_NAMESPACE" get secrets --selector owner=helm,name=touchpoint,status=pending-upgrade --output name
}

# No image has that tag, so helm waits until it is killed.
helm_killed_then_up() {
  local pid
  helm_in_namespace upgrade touchpoint "$ROOT/charts/touchpoint" --reuse-values --set-string image.tag=none --wait &
  pid=$!
  until [[ -n $(pending_revisions) ]]; do kill -0 "$pid"; done
  kill -KILL "$pid"
  wait "$pid" || true
  up && cluster_works && [[ -z $(pending_revisions) ]]
}

down_while_half_dead() {
  kill -KILL "$(pid_of containerd)" "$(pid_of kubelet)" "$(pid_of kube-apiserver)"
  down
}

fast_enough() {
  local started=$SECONDS
  "$@"
  if ((SECONDS - started > 90)); then echo "took $((SECONDS - started)) s, more than 90 s" && return 1; fi
}

purges_only_its_cache() {
  local other=$WORK/cache
  mkdir -p "$other/touchpoint" "$other/other"
  cp -r "$CACHE/helm-$HELM_VERSION" "$other/touchpoint/"
  XDG_CACHE_HOME=$other down --purge
  [[ ! -e $other/touchpoint && -d $other/other && -x $CACHE/helm-$HELM_VERSION/helm ]]
}

# Packages and programs are meant to stay, so they are brought in before the first look.
holds "the first up brings up a cluster" up
holds "down ends it" down
snapshot >"$WORK/before"

holds "up with everything cached takes less than 90 s" fast_enough up
holds "the cluster works" cluster_works
pids >"$WORK/pids"
pods >"$WORK/pods"
if [[ " ${OPTIONS[*]} " != *" --bare "* ]]; then
  holds "Prometheus reads connectors, evaluates rules and is heard" "$ROOT/cluster/test/monitoring.sh"
  holds "PostgreSQL lets its user in, and outlives its pod" "$ROOT/cluster/test/postgres.sh"
fi
holds "a second up succeeds" up
holds "a second up restarts nothing" nothing_was_restarted
holds "down leaves no trace" eval 'down && leaves_nothing'
holds "down with nothing up succeeds" down
holds "up after Ctrl-C in mid-way" interrupted_then_up
for daemon in "${DAEMONS[@]}"; do holds "up heals the death of $daemon, and restarts nothing else" heals "$daemon"; done
if [[ " ${OPTIONS[*]} " != *" --bare "* ]]; then holds "up heals the death of a helm" helm_killed_then_up; fi
holds "up heals the death of all processes" heals_after_all_died
holds "up restarts what has other settings than before" restarts_with_changed_settings
holds "down of a half-dead cluster" down_while_half_dead
holds "which leaves no trace either" leaves_nothing
holds "up once more" eval 'up && cluster_works'
holds "down --purge removes the cache it is told of, and nothing else" purges_only_its_cache
holds "down --purge leaves no other trace" leaves_nothing

if ((FAILED)); then
  echo "$FAILED of the promises of up and down do not hold"
  exit 1
fi
echo "all promises of up and down hold ($SECONDS s)"
