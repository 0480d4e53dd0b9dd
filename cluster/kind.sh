# shellcheck shell=bash
# Kind, where a Docker or Podman engine answers. Only the cluster's creation and the loading of images differ from local.

KIND_LACKS=

# Sets KIND_EXPERIMENTAL_PROVIDER; false, with the reason in KIND_LACKS, where no engine answers.
kind_provider() {
  local engine reasons=()
  for engine in docker podman; do
    if ! has "$engine"; then
      reasons+=("$engine is not installed")
    elif timeout 10 "$engine" info >/dev/null 2>&1; then
      export KIND_EXPERIMENTAL_PROVIDER=$engine
      return 0
    else
      reasons+=("$engine is installed, but its engine does not answer \`$engine info\`")
    fi
  done
  KIND_LACKS="${reasons[0]}; ${reasons[1]}"
  return 1
}

kind_up() {
  kind_provider || user_error "Kind needs Docker or Podman: $KIND_LACKS." "Start one of them, or as root on Linux: ./touchpoint up --engine local"
  provide kind kubectl helm
  export PATH=$KUBERNETES_BIN:$CACHE/helm-$HELM_VERSION:$CACHE/kind-$KIND_VERSION:$PATH
  mkdir -p "$USER_STATE"
  export KUBECONFIG=$USER_STATE/kind.kubeconfig
  if kind get clusters 2>/dev/null | grep -qx "$KIND_CLUSTER"; then
    kind export kubeconfig --name "$KIND_CLUSTER" --kubeconfig "$KUBECONFIG" 2>/dev/null
    if kubectl get --raw /readyz >/dev/null 2>&1; then return 0; fi
    say "the Kind cluster $KIND_CLUSTER does not answer: making it anew"
    kind delete cluster --name "$KIND_CLUSTER" --kubeconfig "$KUBECONFIG" 2>/dev/null
  fi
  STEP_HINT="Kind pulls its node image from Docker Hub; TOUCHPOINT_KIND_IMAGE names another one." \
    step kind 90 "creating a Kind cluster with $KIND_EXPERIMENTAL_PROVIDER" kind create cluster --name "$KIND_CLUSTER" \
    --kubeconfig "$KUBECONFIG" --wait 120s --config "$ROOT/cluster/config/kind.yaml" \
    ${TOUCHPOINT_KIND_IMAGE:+--image "$TOUCHPOINT_KIND_IMAGE"}
}

kind_load_images() {
  local archive image
  for image in "${IMAGES[@]}"; do
    archive=$(image_archive "$image")
    if "$KIND_EXPERIMENTAL_PROVIDER" exec "$KIND_CLUSTER-control-plane" ctr --namespace k8s.io images list -q |
      grep -qxF "$(image_reference "$image")"; then continue; fi
    step "load-$image" 20 "loading the image of the $image" kind load image-archive "$archive" --name "$KIND_CLUSTER"
  done
}

kind_directory() {
  "$KIND_EXPERIMENTAL_PROVIDER" exec "$KIND_CLUSTER-control-plane" install -d -o 65532 -g 65532 -m 700 "$1"
}

kind_exists() { [[ -f $USER_STATE/kind.kubeconfig ]]; }

kind_down() {
  if kind_provider; then
    provide kind
    say "deleting the Kind cluster"
    "$CACHE/kind-$KIND_VERSION/kind" delete cluster --name "$KIND_CLUSTER" --kubeconfig "$USER_STATE/kind.kubeconfig" 2>/dev/null
  else
    user_error "the Kind cluster cannot be deleted: $KIND_LACKS." "Start the engine and run the same command again."
  fi
  unmerge_kubeconfig "kind-$KIND_CLUSTER" "kind-$KIND_CLUSTER"
  rm -f "$USER_STATE/kind.kubeconfig"
  rmdir "$USER_STATE" 2>/dev/null || true
}
