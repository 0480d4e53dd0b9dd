# shellcheck shell=bash
# `up --with keda`: KEDA, by which response-time targets decide how many connectors run, and metrics-server beside it. Its
# autoscalers look at the CPU in use too, and one that misses any of its metrics starts replicas by the others and stops none.

KEDA_TAG=
KEDA_PROGRAMS=(keda keda-adapter metrics-server)
KEDA_DEFINITIONS=$CACHE/keda-$KEDA_VERSION/definitions.yaml

# What a cluster was brought up with it keeps, also when a later `up` does not say so.
prepare_keda() {
  local name hash
  if [[ $ENGINE == context ]]; then return 0; fi
  if kubectl -n "$KEDA_NAMESPACE" get deployment keda-operator >/dev/null 2>&1; then WITH+=(keda); fi
  if ! has_addition keda; then return 0; fi
  provide "${KEDA_PROGRAMS[@]}"
  if [[ ! -f $KEDA_DEFINITIONS ]]; then
    locate keda
    need_go KEDA
    step keda-definitions 10 "fetching the definitions of KEDA" fetch_keda_definitions
  fi
  hash=$({ for name in "${KEDA_PROGRAMS[@]}"; do locate "$name" && stat -c '%s %Y' "$BINARY"; done &&
    cat "$ROOT"/cluster/{images,keda}.sh; } | sha256sum)
  KEDA_TAG=local-${hash:0:12}
  IMAGES+=("${KEDA_PROGRAMS[@]}")
  for name in "${KEDA_PROGRAMS[@]}"; do
    [[ -f $(image_archive "$name") ]] || step "build-image-$name" 5 "making the image of $name" keda_archive "$name"
  done
  drop_old_archives
}

# Its CustomResourceDefinitions with its own corrections, and its own roles, out of the module it is built from.
fetch_keda_definitions() {
  local folder
  cd "$ROOT/cluster/build/keda" || return
  folder=$(GOTOOLCHAIN=local GOFLAGS=-mod=readonly go list -m -f '{{.Dir}}' github.com/kedacore/keda/v2)
  {
    kubectl kustomize "$folder/config/crd"
    echo ---
    cat "$folder/config/rbac/role.yaml"
  } >"$KEDA_DEFINITIONS.$BASHPID"
  mv "$KEDA_DEFINITIONS.$BASHPID" "$KEDA_DEFINITIONS"
}

keda_archive() {
  locate "$1"
  one_program_archive "$(image_archive "$1")" "$(image_reference "$1")" \
    "{\"User\":\"65532:65532\",\"Entrypoint\":[\"/$1\"]}" "$BINARY" "/$1"
}

# Applied early, so that it starts beside the operator; waited for at the end.
install_keda() {
  local kubelet=--kubelet-certificate-authority=/var/run/secrets/kubernetes.io/serviceaccount/ca.crt
  if ! has_addition keda; then return 0; fi
  say "applying KEDA and metrics-server"
  # A kubelet of Kind's shows a certificate that it signed itself.
  if [[ $ENGINE == kind ]]; then kubelet=--kubelet-insecure-tls; fi
  namespace_restricted "$KEDA_NAMESPACE"
  kubectl apply --server-side --force-conflicts --field-manager=touchpoint-up -f "$KEDA_DEFINITIONS" >/dev/null
  kubectl wait --for=condition=Established --timeout=60s crd/scaledobjects.keda.sh >/dev/null
  keda_manifest keda.yaml "$kubelet"
  keda_manifest metrics-server.yaml "$kubelet"
}

keda_manifest() {
  fill "keda/$1" /dev/stdout REPOSITORY="$IMAGE_REGISTRY/$IMAGE_PREFIX" TAG="$KEDA_TAG" KUBELET="$2" |
    kubectl apply --server-side --force-conflicts --field-manager=touchpoint-up -f - >/dev/null
}

# KEDA makes its certificates when it starts; the kubelet brings them to its second part some seconds later.
await_keda() {
  if ! has_addition keda; then return 0; fi
  wait_until 180 "KEDA" keda_ready || our_error "KEDA and metrics-server did not become ready." \
    "See why: $(kubectl_line) get apiservices v1beta1.external.metrics.k8s.io v1beta1.metrics.k8s.io" \
    "         $(kubectl_line) -n $KEDA_NAMESPACE describe pods" "         $(kubectl_line) -n kube-system describe pods"
}

keda_ready() {
  kubectl -n "$KEDA_NAMESPACE" rollout status deployment/keda-operator --timeout=1s || return 1
  kubectl -n "$KEDA_NAMESPACE" rollout status deployment/keda-metrics-apiserver --timeout=1s || return 1
  kubectl -n kube-system rollout status deployment/metrics-server --timeout=1s || return 1
  kubectl wait --for=condition=Available --timeout=1s apiservice/v1beta1.external.metrics.k8s.io apiservice/v1beta1.metrics.k8s.io
}
