# shellcheck shell=bash
# `touchpoint test`: what the tests need, then Maven; and in one line each, what cannot run here.

TIERS_MISSING=()

test_command() {
  local mode=all arguments=()
  while (($#)); do
    case $1 in
      --help | -h) cat "$ROOT/cluster/help/test.txt" && return ;;
      --cluster) mode=cluster ;;
      --kind) mode=kind ;;
      --fuzz) mode=fuzz ;;
      --quick) mode=quick ;;
      --no-install) INSTALL=no ;;
      *) arguments+=("$1") ;;
    esac
    shift
  done
  SECONDS=0
  need_jdk
  need_maven
  case $mode in
    all) test_all "${arguments[@]}" ;;
    cluster) test_running_cluster "${arguments[@]}" ;;
    kind) test_kind_cluster "${arguments[@]}" ;;
    fuzz) test_fuzz "${arguments[@]}" ;;
    quick) test_quick "${arguments[@]}" ;;
  esac
}

# What needs no program of its own: for after each change. It says of nothing that it works with a real server.
test_quick() {
  local status=0
  maven test -pl connector,operator -am -Dtouchpoint.quick=true "$@" || status=$?
  finish_tests "$status"
}

# New input for whatever reads what strangers send; what was found so far runs with every `touchpoint test`.
test_fuzz() {
  local status=0
  JAZZER_FUZZ=1 maven test -pl connector,operator -am -Dtest='*FuzzTest' -Dsurefire.failIfNoSpecifiedTests=false "$@" || status=$?
  finish_tests "$status"
}

test_all() {
  provide etcd kube-apiserver kube-controller-manager kubectl helm
  if ! provide_optional_apis; then
    TIERS_MISSING+=("optional APIs: fetching their definitions needs Go $GO_NEEDED (https://go.dev/dl/)")
  fi
  provide_monitoring_tools
  need_browser
  need_postgres
  need_other_postgres
  find_missing_tiers
  tell_missing_tiers
  if ((! $#)); then test_scripts; fi
  local status=0
  maven verify "$@" || status=$?
  tell_missing_tiers
  finish_tests "$status"
}

# The scripts of this command themselves; seconds. (What `up` and `down` promise: cluster/test/lifecycle.sh.)
test_scripts() {
  if has python3; then
    step test-download 5 "testing how programs are downloaded" "$ROOT/cluster/test/download.sh"
    step test-processes 1 "testing how daemons are started and ended" "$ROOT/cluster/test/processes.sh"
  else
    TIERS_MISSING+=("download and end of programs: the tests' mirror and their program without a first thread need python3")
  fi
  if has shellcheck; then
    step test-shellcheck 10 "checking the scripts" shellcheck -x "$ROOT/touchpoint" "$ROOT"/cluster/*.sh "$ROOT"/cluster/test/*.sh \
      "$ROOT"/cluster/config/*/*.sh "$ROOT/.ci/run"
  else
    TIERS_MISSING+=("shellcheck: not installed (apt-get install shellcheck)")
  fi
}

# Rules are held against both majors of Prometheus, and run in a real one; what they read of pages comes from a real blackbox
# exporter. What the Prometheus Operator makes of rules is its own code, built here. Tests look for these very paths.
provide_monitoring_tools() {
  local name host
  for name in promtool-2 promtool-3 prometheus alertmanager blackbox-exporter enforce-namespace; do
    if provide_optional "$name"; then continue; fi
    host=${URL#https://}
    if [[ -z $host ]]; then
      TIERS_MISSING+=("$name: building it needs Go $GO_NEEDED")
    else
      TIERS_MISSING+=("$name: ${DEBIAN:+there is no Debian package of it here, and }${host%%/*} does not answer${MODULE:+; building it needs Go $GO_NEEDED}")
    fi
  done
  ln -sfn "promtool-$PROMETHEUS_3_VERSION" "$CACHE/promtool-3"
  ln -sfn "alertmanager-$ALERTMANAGER_VERSION" "$CACHE/alertmanager"
  ln -sfn "enforce-namespace-$PROMETHEUS_OPERATOR_VERSION" "$CACHE/enforce-namespace"
}

# Without a browser the rest of the tests still says a lot, so its absence is told and not fatal.
need_browser() {
  if { has chromium || has chromium-browser || has google-chrome; } && has chromedriver; then return 0; fi
  if [[ $INSTALL == yes && $EUID == 0 ]] && has apt-get; then
    want chromium "the browser the chat is tried in" has chromium
    want chromium-driver "moves the browser" has chromedriver
    install_wanted
  else
    TIERS_MISSING+=("browser: chromium and chromedriver are not installed (apt-get install chromium chromium-driver, as root)")
  fi
}

# Tests start servers of their own; the service that Debian's package may start is none of theirs.
need_postgres() {
  if compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || has postgres; then return 0; fi
  if [[ $INSTALL == yes && $EUID == 0 ]] && has apt-get; then
    want postgresql "the database in which messages are kept" compgen -G '/usr/lib/postgresql/*/bin/postgres'
    install_wanted
  else
    TIERS_MISSING+=("PostgreSQL: not installed (apt-get install postgresql, as root)")
  fi
}

# Tests look for these very paths.
need_other_postgres() {
  local name version
  if ! has xz && [[ $INSTALL == yes && $EUID == 0 ]] && has apt-get; then
    want xz-utils "unpacks PostgreSQL" has xz
    install_wanted
  fi
  for name in oldest too-old; do
    version=$OLDEST_POSTGRES_VERSION
    [[ $name == oldest ]] || version=$TOO_OLD_POSTGRES_VERSION
    if has xz && provide_postgres "$version"; then
      ln -sfn "postgres-$version" "$CACHE/postgres-$name"
    else
      TIERS_MISSING+=("PostgreSQL ${version%%.*}: Maven could not fetch it, or there is no xz (apt-get install xz-utils)")
    fi
  done
}

find_missing_tiers() {
  if ! local_exists; then
    TIERS_MISSING+=("whole cluster: none is up (./touchpoint up, then ./touchpoint test --cluster)")
  else
    TIERS_MISSING+=("whole cluster: asked for by ./touchpoint test --cluster")
  fi
  if kind_provider; then
    TIERS_MISSING+=("Kind: asked for by ./touchpoint test --kind")
  else
    TIERS_MISSING+=("Kind: $KIND_LACKS")
  fi
}

tell_missing_tiers() {
  local tier
  for tier in "${TIERS_MISSING[@]}"; do say "does not run here: $tier"; done
}

finish_tests() {
  if (($1 == 0)); then
    say "all tests that can run here passed, in $(clock "$SECONDS")"
  else
    our_error "tests failed after $(clock "$SECONDS"); Maven says above which and why." "One module again: ./touchpoint test -pl connector -am"
  fi
}

# Whichever cluster is up: the tests are the same.
test_running_cluster() {
  local kubeconfig
  if local_exists; then
    kubeconfig=$STATE/kubeconfig
  elif kind_exists; then
    kubeconfig=$USER_STATE/kind.kubeconfig
  else
    user_error "no cluster is up." "Type: ./touchpoint up"
  fi
  provide etcd kube-apiserver kubectl helm
  need_browser
  tell_missing_tiers
  acceptance "$kubeconfig" "$@"
}

# An upgrade needs other images to go to: those that run, under a second tag.
SECOND_TAG=-again
second_tags() {
  local image
  for image in $(kubectl --namespace "$OPERATOR_NAMESPACE" get deployment touchpoint-operator \
    -o jsonpath='{.spec.template.spec.containers[0].image} {.spec.template.spec.containers[0].env[?(@.name=="CONNECTOR_IMAGE")].value}'); do
    if [[ $KUBECONFIG == "$STATE/kubeconfig" ]]; then
      ctr --address "$RUN/containerd.sock" --namespace k8s.io images tag --force "$image" "$image$SECOND_TAG"
    elif kind_provider; then
      "$KIND_EXPERIMENTAL_PROVIDER" exec "$KIND_CLUSTER-control-plane" ctr --namespace k8s.io images tag --force "$image" "$image$SECOND_TAG"
    fi
  done >/dev/null
}

# A Kind cluster that was not there before goes again afterwards.
test_kind_cluster() {
  if ! kind_provider; then
    say "skipped: the Kind tests need Docker or Podman; $KIND_LACKS"
    return 0
  fi
  if ! kind_exists; then trap kind_down EXIT; fi
  "$ROOT/touchpoint" up --engine kind
  need_browser
  tell_missing_tiers
  acceptance "$USER_STATE/kind.kubeconfig" "$@"
}

# What one would look at first; on a build machine nobody can look later.
tell_cluster_state() {
  say "the cluster after the failure:"
  {
    kubectl get pods,channels.touchpoint.cx --all-namespaces -o wide
    kubectl get events --all-namespaces --field-selector type=Warning --sort-by=.lastTimestamp | tail -n 15
    kubectl --namespace "$OPERATOR_NAMESPACE" logs deployment/touchpoint-operator --tail=30
  } >&2 || true
}

# The other modules are built, but only the whole-cluster tests run.
acceptance() {
  local status=0
  export KUBECONFIG=$1 PATH=$KUBERNETES_BIN:$CACHE/helm-$HELM_VERSION:$PATH
  shift
  second_tags
  maven verify -pl acceptance -am -Dtouchpoint.cluster="$KUBECONFIG" -Dtouchpoint.cluster.second-tag="$SECOND_TAG" -Dtest='cx/touchpoint/acceptance/**' \
    -Dsurefire.failIfNoSpecifiedTests=false "$@" || status=$?
  if ((status)); then tell_cluster_state; fi
  finish_tests "$status"
}
