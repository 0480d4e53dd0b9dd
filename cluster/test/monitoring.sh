#!/usr/bin/env bash
# What the Prometheus of a cluster promises that `up` brought up with the quickstart: connectors are read under the right
# labels, the rules of any labelled ConfigMap are evaluated within 15 s and their alerts heard, a mistake in one file
# harms no other, and the prober reaches a channel. With the Prometheus Operator: labelled PrometheusRules, and within the
# minute that the kubelet and the operator take. Leaves nothing behind.
set -euo pipefail

ROOT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
for topic in settings monitoring; do
  # shellcheck source=/dev/null
  source "$ROOT/cluster/$topic.sh"
done
WORK=$(mktemp -d)
TRIAL=touchpoint-trial
export KUBECONFIG=${KUBECONFIG:-$STATE/kubeconfig} PATH=$PATH:$KUBERNETES_BIN
FAILED=0

cleanup() {
  kubectl delete namespace "$TRIAL" --ignore-not-found --wait=false >/dev/null
  rm -rf "$WORK"
}
trap cleanup EXIT

# within SECONDS SENTENCE COMMAND...: what COMMAND last printed is shown if it does not succeed in time.
within() {
  local deadline=$((SECONDS + $1)) sentence=$2 started=$SECONDS
  shift 2
  until "$@" >"$WORK/output" 2>&1; do
    if ((SECONDS >= deadline)); then
      echo "FAILED: $sentence"
      sed 's/^/  | /' "$WORK/output"
      FAILED=$((FAILED + 1))
      return
    fi
    sleep 0.5
  done
  echo "ok: $sentence ($((SECONDS - started)) s)"
}

# query EXPRESSION: the answer as Prometheus gives it.
query() { curl -fsS -m 5 "$(node_address prometheus)/api/v1/query" --data-urlencode "query=$1"; }

answers() { query "$1" | tee /dev/stderr | grep -q '"value":\[[0-9.]*,"'"$2"'"\]'; }

has_no() { query "$1" | tee /dev/stderr | grep -q '"result":\[\]'; }

loader_log() { kubectl -n "$MONITORING_NAMESPACE" logs deployment/prometheus --container rules-loader --since=20s; }

log_says() { loader_log | tee /dev/stderr | grep -qF "$1"; }

# The group trial of one recording rule, trial:NAME, and one alert, TrialNAME.
group() {
  echo "groups: [{name: trial, rules: [{record: 'trial:$1', expr: '$2'}, {alert: Trial$1, expr: '$2 > 0', labels: {severity: warning}}]}]"
}

# rules NAME EXPRESSION: a ConfigMap with that group.
rules() {
  kubectl apply -f - >/dev/null <<YAML
apiVersion: v1
kind: ConfigMap
metadata:
  name: $1
  namespace: $TRIAL
  labels: {touchpoint.cx/rules: "true"}
data:
  of.$1.rules.yaml: |
    $(group "$1" "$2")
  notes.txt: nothing for Prometheus
YAML
}

# rule_object NAME EXPRESSION: a PrometheusRule with that group.
rule_object() {
  kubectl apply -f - >/dev/null <<YAML
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: $1
  namespace: $TRIAL
  labels: {release: kube-prometheus-stack}
spec: {$(group "$1" "$2")}
YAML
}

alert_arrived() { curl -fsS -m 5 "$(node_address alertmanager)/api/v2/alerts" | tee /dev/stderr | grep -q "\"alertname\":\"$1\""; }

# probe TARGET: by the prober, through the API server, for it has no port on the node.
probe() {
  kubectl get --raw "/api/v1/namespaces/$MONITORING_NAMESPACE/services/blackbox-exporter:9115/proxy/probe?module=http_2xx&target=$1"
}

probe_succeeds() { probe "$1" | tee /dev/stderr | grep -qx 'probe_success 1'; }

has_operator() { kubectl -n "$MONITORING_NAMESPACE" get prometheuses.monitoring.coreos.com touchpoint >/dev/null 2>&1; }

plain() {
  local of="namespace=\"$QUICKSTART_NAMESPACE\",channel=\"hello-chat\""
  within 30 "each pod of a channel is read" answers "count(up{job=\"touchpoint-connectors\",$of,pod=~\"hello-chat-connector-.*\"} == 1)" 2
  within 10 "its series carry the channel once" answers "count(touchpoint_connections{$of})" 2
  within 1 "the connector's own word for it is dropped" has_no '{exported_channel!=""}'
  within 30 "the operator is read" answers 'count(up{job="touchpoint-operator"} == 1)' 1

  rules first 'vector(1)'
  within 15 "a rule is evaluated" answers trial:first 1
  within 15 "its alert reaches Alertmanager" alert_arrived Trialfirst

  rules broken 'vector(1'
  within 15 "a file with a mistake is named in the log" log_says "${TRIAL}_broken_of.broken.rules.yaml"
  rules first 'vector(2)'
  within 15 "beside it another file is changed" answers trial:first 2
  rules first 'vector(2'
  within 15 "a file that becomes wrong is named" log_says "${TRIAL}_first_of.first.rules.yaml"
  rules second 'vector(3)'
  within 15 "beside both a third is evaluated" answers trial:second 3
  within 1 "and of the one that became wrong the former version" answers trial:first 2
  rules broken 'vector(4)'
  within 15 "a mended file is evaluated" answers trial:broken 4
  kubectl -n "$TRIAL" delete configmap first >/dev/null
  within 25 "a rule that is gone is evaluated no more" has_no 'ALERTS{alertname="Trialfirst"}'
}

with_operator() {
  within 90 "each pod of a channel is read" answers \
    "count(up{namespace=\"$QUICKSTART_NAMESPACE\",pod=~\"hello-chat-connector-.*\"} == 1)" 2
  within 90 "the operator is read" answers "count(up{namespace=\"$OPERATOR_NAMESPACE\"} == 1)" 1
  rule_object first 'vector(1)'
  within 90 "a rule is evaluated" answers trial:first 1
  within 15 "its alert reaches Alertmanager" alert_arrived Trialfirst
  rule_object broken 'vector(1'
  rule_object second 'vector(3)'
  within 90 "beside one with a mistake another is evaluated" answers trial:second 3
}

kubectl create namespace "$TRIAL" --dry-run=client -o yaml | kubectl apply -f - >/dev/null
if has_operator; then with_operator; else plain; fi

of_chat=http://hello-chat-connector.$QUICKSTART_NAMESPACE.svc:8080
within 10 "the prober reaches a channel" probe_succeeds "$of_chat/ping"
if probe_succeeds "$of_chat/nothing" >/dev/null 2>&1; then
  echo "FAILED: the prober notices what does not answer" && FAILED=$((FAILED + 1))
fi

((FAILED == 0))
