# shellcheck shell=bash
# `up --with prometheus-operator`: the same Prometheus and Alertmanager, run by the Prometheus Operator as in
# kube-prometheus-stack: monitors, probes and rules are taken when they carry its label.

STACK_LABEL=release=kube-prometheus-stack
OPERATOR_DEFINITIONS=$CACHE/prometheus-operator-$PROMETHEUS_OPERATOR_VERSION/definitions.yaml

# What a cluster was brought up with it keeps, also when a later `up` does not say so.
keep_prometheus_operator() {
  if kubectl -n "$MONITORING_NAMESPACE" get prometheuses.monitoring.coreos.com touchpoint >/dev/null 2>&1; then WITH+=(prometheus-operator); fi
}

prepare_prometheus_operator() {
  MONITORING_PROGRAMS+=(prometheus-operator prometheus-config-reloader)
  MONITORING_IMAGES+=(prometheus-operator prometheus-config-reloader)
  provide prometheus-operator prometheus-config-reloader
  if [[ ! -f $OPERATOR_DEFINITIONS ]]; then
    locate prometheus-operator
    need_go "the Prometheus Operator"
    step operator-definitions 10 "fetching the definitions of the Prometheus Operator" fetch_operator_definitions
  fi
  # shellcheck disable=SC2034  # read by install_release
  CHART_OPTIONS=(--set-string "monitoring.podMonitor.labels.$STACK_LABEL")
}

# Its CustomResourceDefinitions and its own ClusterRole, out of the module it is built from.
fetch_operator_definitions() {
  local folder file
  cd "$ROOT/cluster/build/prometheus-operator" || return
  folder=$(GOTOOLCHAIN=local GOFLAGS=-mod=readonly go list -m -f '{{.Dir}}' github.com/prometheus-operator/prometheus-operator)
  for file in "$folder"/example/prometheus-operator-crd/*.yaml "$folder"/example/rbac/prometheus-operator/*-cluster-role.yaml; do
    echo ---
    cat "$file"
  done >"$OPERATOR_DEFINITIONS.$BASHPID"
  mv "$OPERATOR_DEFINITIONS.$BASHPID" "$OPERATOR_DEFINITIONS"
}

install_prometheus_operator() {
  local part
  # Both at once would read every connector twice.
  if kubectl -n "$MONITORING_NAMESPACE" get deployment prometheus >/dev/null 2>&1; then
    for part in prometheus alertmanager; do monitoring_manifest "$part.yaml" | kubectl delete --ignore-not-found -f - >/dev/null; done
  fi
  kubectl apply --server-side --force-conflicts --field-manager=touchpoint-up -f "$OPERATOR_DEFINITIONS" >/dev/null
  kubectl wait --for=condition=Established --timeout=60s crd/prometheuses.monitoring.coreos.com \
    crd/alertmanagers.monitoring.coreos.com crd/podmonitors.monitoring.coreos.com >/dev/null
  apply_monitoring prometheus-operator.yaml
}

# The quickstart's class, as the file in examples/ has it, knows of no Prometheus; what it says besides stays as it is.
label_quickstart() {
  if [[ $MONITORING == no ]] || ! has_addition prometheus-operator; then return 0; fi
  kubectl apply --server-side --field-manager=touchpoint-up-with-prometheus-operator -f - >/dev/null <<EOF
apiVersion: touchpoint.cx/v1alpha1
kind: ChannelClass
metadata: {name: quickstart}
spec: {monitoring: {labels: {${STACK_LABEL/=/: }}}}
EOF
}
