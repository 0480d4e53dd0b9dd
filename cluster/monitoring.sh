# shellcheck shell=bash
# A real Prometheus, Alertmanager and blackbox exporter beside Touchpoint: what a promise's rules are read, evaluated and
# heard by. Only in clusters that are ours; whoever brings a cluster has their own.

MONITORING=no
MONITORING_TAG=
MONITORING_PROGRAMS=(prometheus-3 alertmanager blackbox-exporter)
MONITORING_IMAGES=(prometheus alertmanager blackbox-exporter)

# Finds the programs and makes their images. Where they cannot be had the rest of `up` still is worth something.
prepare_monitoring() {
  local name hash
  if [[ $ENGINE == context ]]; then return 0; fi
  keep_prometheus_operator
  if has_addition prometheus-operator; then
    prepare_prometheus_operator
  else
    MONITORING_PROGRAMS+=(promtool-3 busybox kubectl)
    MONITORING_IMAGES+=(rules-loader)
  fi
  for name in "${MONITORING_PROGRAMS[@]}"; do
    if ! monitoring_program "$name"; then
      say "no Prometheus in the cluster: $name can be had in no way here"
      return 0
    fi
  done
  MONITORING=yes
  IMAGES+=("${MONITORING_IMAGES[@]}")
  hash=$({ for name in "${MONITORING_PROGRAMS[@]}"; do monitoring_program "$name" && stat -c '%s %Y' "$BINARY"; done &&
    cat "$ROOT"/cluster/{images,monitoring}.sh "$(config load-rules.sh)"; } | sha256sum)
  MONITORING_TAG=local-${hash:0:12}
  for name in "${MONITORING_IMAGES[@]}"; do
    [[ -f $(image_archive "$name") ]] || step "build-image-$name" 2 "making the image of $name" monitoring_archive "$name"
  done
  drop_old_archives
}

# monitoring_program NAME: sets BINARY; false where there is none. A static busybox of the machine will do.
monitoring_program() {
  if [[ $1 == busybox ]] && has_static_busybox; then BINARY=/bin/busybox; else provide_optional "$1"; fi
}

config() { echo "$ROOT/cluster/config/monitoring/$1"; }

# monitoring_archive IMAGE: its programs, and the C library those were built for.
monitoring_archive() {
  local image=$1 work root config
  mkdir -p "$CACHE/images"
  work=$(mktemp -d "$CACHE/images/$image.XXXXXX")
  root=$work/root
  mkdir -p "$root/bin"
  config='{"User":"65532:65532","Env":["PATH=/bin"],"Entrypoint":["/bin/'$image'"]}'
  case $image in
    prometheus) add_program "$root" prometheus-3 prometheus ;;
    rules-loader)
      add_program "$root" busybox busybox
      add_program "$root" kubectl kubectl
      add_program "$root" promtool-3 promtool
      "$root/bin/busybox" --list | while read -r name; do [[ $name == busybox ]] || ln -s busybox "$root/bin/$name"; done
      install -m 755 "$(config load-rules.sh)" "$root/bin/rules-loader"
      ;;
    *) add_program "$root" "$image" "$image" ;;
  esac
  chmod -R u=rwX,go=rX "$root"
  layer "$work/layer.tar" "$root"
  write_archive "$(image_archive "$image")" "docker.io/touchpoint/$image:$MONITORING_TAG" "$config" "$work/layer.tar"
  rm -rf "$work"
}

# add_program ROOT PROGRAM NAME
add_program() {
  local library
  monitoring_program "$2"
  install -m 755 "$BINARY" "$1/bin/$3"
  while read -r library; do
    mkdir -p "$1${library%/*}"
    cp --dereference "$library" "$1$library"
  done < <({ ldd "$BINARY" || true; } | libraries)
}

# Applied before the chart, so that it starts beside the operator; waited for at the end.
install_monitoring() {
  if [[ $MONITORING == no ]]; then return 0; fi
  say "applying Prometheus, Alertmanager and blackbox exporter"
  namespace_restricted "$MONITORING_NAMESPACE"
  apply_monitoring access.yaml
  if has_addition prometheus-operator; then
    install_prometheus_operator
  else
    apply_monitoring prometheus.yaml
    apply_monitoring alertmanager.yaml
  fi
  apply_monitoring blackbox-exporter.yaml
}

apply_monitoring() {
  monitoring_manifest "$1" | kubectl apply --server-side --force-conflicts --field-manager=touchpoint-up -f - >/dev/null
}

# A changed configuration rolls the pod, by its hash.
monitoring_manifest() {
  fill "monitoring/$1" /dev/stdout REPOSITORY="$IMAGE_REGISTRY/$IMAGE_PREFIX" TAG="$MONITORING_TAG" \
    PROMETHEUS="$PROMETHEUS_3_VERSION" ALERTMANAGER="$ALERTMANAGER_VERSION" CONFIG="$(sha256sum <"$(config "$1")" | cut -c 1-12)"
}

await_monitoring() {
  if [[ $MONITORING == no ]]; then return 0; fi
  wait_until 90 "Prometheus" monitoring_ready || our_error "Prometheus and what belongs to it did not become ready." \
    "See why: $(kubectl_line) -n $MONITORING_NAMESPACE describe pods"
}

monitoring_ready() {
  local part parts=(deployment/prometheus deployment/alertmanager)
  if has_addition prometheus-operator; then parts=(statefulset/prometheus-touchpoint statefulset/alertmanager-touchpoint); fi
  for part in "${parts[@]}" deployment/blackbox-exporter; do
    kubectl -n "$MONITORING_NAMESPACE" rollout status "$part" --timeout=1s || return 1
  done
}

monitoring_summary() {
  local prometheus note=
  prometheus=$(node_address prometheus)
  if ! curl -fs -m 5 -o /dev/null "$prometheus/query"; then note=/api/v1/alerts; fi # built here, it has no page
  echo "Prometheus:        $prometheus$note"
  echo "Alertmanager:      $(node_address alertmanager)"
}

# node_address SERVICE: where the machine reaches it.
node_address() {
  local node port
  node=$(kubectl get nodes -o jsonpath='{.items[0].status.addresses[?(@.type=="InternalIP")].address}')
  port=$(kubectl -n "$MONITORING_NAMESPACE" get service "$1" -o jsonpath='{.spec.ports[0].nodePort}')
  echo "http://$node:$port"
}
