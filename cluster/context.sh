# shellcheck shell=bash
# A cluster of the user's own: only Touchpoint is put there, and only taken away again where it is asked for by name.

context_up() {
  if [[ -z $REGISTRY ]]; then
    user_error "a cluster of your own fetches images from a registry: say which, and log in to it first." \
      "./touchpoint up --context $CONTEXT --registry registry.example.com/team"
  fi
  IMAGE_REGISTRY=${REGISTRY%%/*} IMAGE_PREFIX=${REGISTRY#*/}
  if [[ $REGISTRY != */* ]]; then user_error "--registry needs a path below the host, as in registry.example.com/team."; fi
  context_programs
  provide crane
  PATH=$CACHE/crane-$CRANE_VERSION:$PATH
  if ! kubectl get --raw /readyz >/dev/null 2>&1; then
    user_error "the cluster of context $CONTEXT does not answer." "See why: kubectl --context $CONTEXT get --raw /readyz"
  fi
}

# kubectl and helm, held to the context without touching the user's kubeconfig.
context_programs() {
  local own=${KUBECONFIG:-$HOME/.kube/config}
  provide kubectl helm
  export PATH=$KUBERNETES_BIN:$CACHE/helm-$HELM_VERSION:$PATH
  mkdir -p "$USER_STATE"
  (umask 077 && KUBECONFIG=$own kubectl config view --flatten --minify --context "$CONTEXT" >"$USER_STATE/context.kubeconfig") 2>/dev/null ||
    user_error "there is no context $CONTEXT in $own." "Those there are: $(KUBECONFIG=$own kubectl config get-contexts -o name | tr '\n' ' ')"
  export KUBECONFIG=$USER_STATE/context.kubeconfig
  trap 'rm -f "$USER_STATE/context.kubeconfig"; rmdir "$USER_STATE" 2>/dev/null || true' EXIT
}

# The very archives that a local cluster would import.
context_load_images() {
  local image
  for image in operator connector; do
    STEP_HINT="Log in first, for example: docker login ${REGISTRY%%/*} (any tool that writes ~/.docker/config.json will do)." \
      step "push-$image" 60 "pushing the image of the $image to $REGISTRY" \
      crane push "$(image_archive "$image")" "$(image_reference "$image")"
  done
}

context_down() {
  context_programs
  say "removing the quickstart and the release from $CONTEXT"
  if kubectl get namespace "$QUICKSTART_NAMESPACE" >/dev/null 2>&1; then
    # While the operator still runs: it is the one that cleans up behind a Channel.
    kubectl delete -f "$ROOT/examples/quickstart" --ignore-not-found --timeout=90s >/dev/null
  fi
  if helm status touchpoint --namespace "$OPERATOR_NAMESPACE" >/dev/null 2>&1; then
    helm uninstall touchpoint --namespace "$OPERATOR_NAMESPACE" --wait --timeout 90s >/dev/null
  fi
  kubectl delete namespace "$OPERATOR_NAMESPACE" --ignore-not-found --timeout=90s >/dev/null
  say "the custom resource definitions are kept, because every Channel of everyone would go with them. To delete them:"
  printf '  kubectl --context %s delete crd channels.touchpoint.cx channelclasses.touchpoint.cx conversationhistories.touchpoint.cx responsetimetargets.touchpoint.cx servicelevelobjectives.touchpoint.cx\n' "$CONTEXT" >&2
}
