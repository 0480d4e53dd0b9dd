# shellcheck shell=bash
# Touchpoint itself, the same on every cluster: the chart, the quickstart, and what to tell the person.
# KUBECONFIG points at the cluster, kubectl and helm are on the PATH.

CHART_OPTIONS=()
USERS_KUBECTL=$(command -v kubectl || true)

install_chart() {
  # Nothing of helm's or kubectl's own is to lie about in the home directory.
  export HELM_CACHE_HOME=$CACHE/helm HELM_CONFIG_HOME=$CACHE/helm HELM_DATA_HOME=$CACHE/helm KUBECACHEDIR=$CACHE/kubectl
  namespace_restricted "$OPERATOR_NAMESPACE"
  STEP_HINT="See why: $(kubectl_line) -n $OPERATOR_NAMESPACE describe pods" \
    step helm 20 "installing the chart" install_release
}

install_release() {
  # A helm that was killed leaves its revision pending for good, and no other may be made beside it. On a cluster of one's
  # own it may be somebody else's that still runs.
  if [[ -z $CONTEXT ]]; then
    kubectl --namespace "$OPERATOR_NAMESPACE" delete secrets \
      --selector 'owner=helm,name=touchpoint,status in (pending-install,pending-upgrade,pending-rollback)'
  fi
  helm upgrade --install touchpoint "$ROOT/charts/touchpoint" --namespace "$OPERATOR_NAMESPACE" --history-max 3 \
    --set-string "image.registry=$IMAGE_REGISTRY,image.repository=$IMAGE_PREFIX/operator,image.tag=$OPERATOR_TAG" \
    --set-string "connector.image.registry=$IMAGE_REGISTRY,connector.image.repository=$IMAGE_PREFIX/connector,connector.image.tag=$CONNECTOR_TAG" \
    "${CHART_OPTIONS[@]}" --wait --timeout 2m || {
    # The end of this log is what the person sees: why the operator did not come up.
    local pod
    pod=$(kubectl --namespace "$OPERATOR_NAMESPACE" get pods --sort-by=.metadata.creationTimestamp -o name | tail -n 1)
    if [[ -n $pod ]]; then kubectl --namespace "$OPERATOR_NAMESPACE" logs --tail=5 "$pod"; fi
    kubectl --namespace "$OPERATOR_NAMESPACE" get pods
    return 1
  }
}

# What we install runs where nothing privileged may run, here as in production.
namespace_restricted() {
  kubectl apply --server-side --field-manager=touchpoint-up -f - >/dev/null <<EOF
apiVersion: v1
kind: Namespace
metadata:
  name: $1
  labels:
    pod-security.kubernetes.io/enforce: restricted
    pod-security.kubernetes.io/warn: restricted
EOF
}

install_quickstart() {
  say "applying examples/quickstart"
  kubectl apply --server-side --field-manager=touchpoint-up -f "$ROOT/examples/quickstart" >/dev/null
  local channel type secret manifest
  while read -r channel type secret; do
    if [[ -n $secret ]] && ! kubectl -n "$QUICKSTART_NAMESPACE" get secret "$secret" >/dev/null 2>&1; then
      say "making the keys of $channel (Secret $secret)"
      manifest=$(java_command keygen "$channel" -n "$QUICKSTART_NAMESPACE" --type "$type") ||
        our_error "\`touchpoint keygen $channel\` failed, so the channel has no keys." "Run the same command again to see more."
      kubectl apply --filename - <<<"$manifest" >/dev/null
    fi
  done < <(kubectl -n "$QUICKSTART_NAMESPACE" get channels.touchpoint.cx \
    -o jsonpath='{range .items[*]}{.metadata.name} {.spec.type} {.spec.credentials.secretRef.name}{"\n"}{end}')
  wait_until 120 "the channels to be Ready" channels_ready || channels_not_ready
}

channels_ready() {
  kubectl -n "$QUICKSTART_NAMESPACE" wait --for=condition=Ready channels.touchpoint.cx --all --timeout=1s
}

channels_not_ready() {
  local lines
  mapfile -t lines < <(kubectl -n "$QUICKSTART_NAMESPACE" get channels.touchpoint.cx -o jsonpath='{range .items[*]}{.metadata.name}{range .status.conditions[*]}{"\n  "}{.type}={.status} {.reason}: {.message}{end}{"\n"}{end}' 2>&1)
  our_error "the channels did not become Ready. What they say:" "${lines[@]/#/| }" \
    "More: $(kubectl_line) -n $QUICKSTART_NAMESPACE describe pods" \
    "      $(kubectl_line) -n $OPERATOR_NAMESPACE logs deployment/touchpoint-operator"
}

kubectl_line() { if [[ -n $CONTEXT ]]; then echo "kubectl --context $CONTEXT"; else echo "KUBECONFIG=$KUBECONFIG kubectl"; fi; }

summary() {
  say "ready after $(clock "$SECONDS")"
  echo
  if [[ -z $CONTEXT ]]; then echo "Use the cluster:   export KUBECONFIG=$KUBECONFIG"; fi
  if [[ -z $USERS_KUBECTL ]]; then echo "kubectl is here:   export PATH=\$PATH:$KUBERNETES_BIN"; fi
  if [[ $BARE == no ]]; then channels_summary; fi
  echo "Take it all away:  ./touchpoint down${CONTEXT:+ --context $CONTEXT}"
}

channels_summary() {
  local page
  page=$(kubectl -n "$QUICKSTART_NAMESPACE" get channels.touchpoint.cx -o jsonpath='{.items[*].status.endpoints[?(@.name=="demo")].url}')
  echo "Chat in a browser: ${page:-no channel has a demo page}"
  if [[ $MONITORING == yes ]]; then monitoring_summary; fi
  if [[ $POSTGRES == yes ]]; then echo "PostgreSQL:        postgres.$POSTGRES_NAMESPACE.svc:5432; Secret touchpoint-postgres in $QUICKSTART_NAMESPACE"; fi
  echo
  kubectl get channels.touchpoint.cx --all-namespaces
  echo
}

# Only where it was asked for. The file is replaced whole, so a failure leaves the former one.
merge_kubeconfig() {
  local target=$HOME/.kube/config merged current
  mkdir -p "$HOME/.kube"
  current=$(KUBECONFIG=$target kubectl config current-context 2>/dev/null || true)
  merged=$(mktemp "$target.XXXXXX")
  # The first file wins for names that both have, so a renewed cluster replaces the former one.
  KUBECONFIG=$KUBECONFIG:$target kubectl config view --flatten >"$merged"
  if [[ -n $current ]]; then KUBECONFIG=$merged kubectl config use-context "$current" >/dev/null; fi
  mv "$merged" "$target"
  say "wrote the cluster into $target; its current context is $(KUBECONFIG=$target kubectl config current-context)"
}

# What was merged would point nowhere after `down`. The cluster is gone by then, its kubectl is not.
unmerge_kubeconfig() {
  local target=$HOME/.kube/config context=$1 user=$2 kubectl=$KUBERNETES_BIN/kubectl
  if [[ ! -f $target || ! -x $kubectl ]] || ! "$kubectl" --kubeconfig "$target" config get-contexts "$context" >/dev/null 2>&1; then return 0; fi
  say "removing the context $context from $target"
  if [[ $("$kubectl" --kubeconfig "$target" config current-context 2>/dev/null) == "$context" ]]; then
    "$kubectl" --kubeconfig "$target" config unset current-context >/dev/null
  fi
  "$kubectl" --kubeconfig "$target" config delete-context "$context" >/dev/null
  "$kubectl" --kubeconfig "$target" config delete-cluster "$context" >/dev/null
  "$kubectl" --kubeconfig "$target" config delete-user "$user" >/dev/null
}
