# shellcheck shell=bash
# Container images without Docker: archives in the form `docker save` writes. The same file is imported into containerd,
# loaded into Kind, or pushed to a registry. Layers have fixed owners and times; two builds of the same sources differ
# only in the ahead-of-time cache (startup.sh).

PAUSE_IMAGE=docker.io/touchpoint/pause:1
COREDNS_IMAGE=docker.io/touchpoint/coredns:$COREDNS_VERSION
IMAGE_REGISTRY=docker.io
IMAGE_PREFIX=touchpoint
IMAGES=(operator connector)
OPERATOR_TAG=
CONNECTOR_TAG=

# layer FILE DIRECTORY: what DIRECTORY holds, owned by root, at a fixed time.
layer() {
  tar --create --file "$1" --directory "$2" --sort=name --mtime=@1 --owner=0 --group=0 --numeric-owner --format=gnu .
}

# write_archive FILE IMAGE CONFIG LAYER...: one image. CONFIG is the "config" object of the image specification.
write_archive() {
  local file=$1 image=$2 config=$3 work layer ids=() names=()
  shift 3
  mkdir -p "${file%/*}"
  work=$(mktemp -d "$file.XXXXXX")
  for layer in "$@"; do
    ln "$layer" "$work/layer${#ids[@]}.tar" 2>/dev/null || cp "$layer" "$work/layer${#ids[@]}.tar"
    names+=("layer${#ids[@]}.tar")
    ids+=("sha256:$(sha256sum "$layer" | cut -d ' ' -f 1)")
  done
  printf '{"architecture":"%s","os":"linux","created":"1970-01-01T00:00:01Z","config":%s,"rootfs":{"type":"layers","diff_ids":%s}}' \
    "$ARCH" "$config" "$(json_strings "${ids[@]}")" >"$work/config.json"
  printf '[{"Config":"config.json","RepoTags":["%s"],"Layers":%s}]' "$image" "$(json_strings "${names[@]}")" >"$work/manifest.json"
  tar --create --file "$work/image.tar" --directory "$work" --mtime=@1 --owner=0 --group=0 manifest.json config.json "${names[@]}"
  mv "$work/image.tar" "$file"
  rm -rf "$work"
}

json_strings() {
  local list
  list=$(printf '"%s",' "$@")
  echo "[${list%,}]"
}

# one_program_archive FILE IMAGE CONFIG PROGRAM PATH: an image that holds one static program.
one_program_archive() {
  [[ ! -f $1 ]] || return 0
  local root
  mkdir -p "${1%/*}"
  root=$(mktemp -d "$1.XXXXXX")
  chmod 755 "$root"
  install -D -m 755 "$4" "$root/root$5"
  layer "$root/layer.tar" "$root/root"
  write_archive "$1" "$2" "$3" "$root/layer.tar"
  rm -rf "$root"
}

pause_archive() {
  local file=$CACHE/images/pause-1-$ARCH.tar
  one_program_archive "$file" "$PAUSE_IMAGE" '{"Entrypoint":["/busybox","sleep","infinity"],"User":"65535:65535"}' /bin/busybox /busybox
  echo "$file"
}

coredns_archive() {
  local file=$CACHE/images/coredns-$COREDNS_VERSION-$ARCH.tar
  one_program_archive "$file" "$COREDNS_IMAGE" '{"Entrypoint":["/coredns"],"User":"65532:65532"}' \
    "$CACHE/coredns-$COREDNS_VERSION/coredns" /coredns
  echo "$file"
}

# prepare_images: tags are hashes of what goes in, so that a changed source rolls the pods and an unchanged one does not.
prepare_images() {
  need_jdk
  OPERATOR_TAG=$(image_tag operator)
  CONNECTOR_TAG=$(image_tag connector)
}

image_tag() {
  local hash
  hash=$({ sources crds "$1" | sort && echo "$ROOT"/cluster/{images,runtime,startup}.sh "$JDK/release" | tr ' ' '\n'; } |
    while read -r file; do printf '%s ' "${file#"$ROOT"}" && sha256sum <"$file"; done | sha256sum)
  echo "local-${hash:0:12}"
}

image_archive() {
  case $1 in
    operator) echo "$CACHE/images/operator-$OPERATOR_TAG.tar" ;;
    connector) echo "$CACHE/images/connector-$CONNECTOR_TAG.tar" ;;
    postgres) echo "$CACHE/images/postgres-$POSTGRES_TAG.tar" ;;
    keda | keda-adapter | metrics-server) echo "$CACHE/images/$1-$KEDA_TAG.tar" ;;
    *) echo "$CACHE/images/$1-$MONITORING_TAG.tar" ;;
  esac
}

image_reference() {
  case $1 in
    operator) echo "$IMAGE_REGISTRY/$IMAGE_PREFIX/operator:$OPERATOR_TAG" ;;
    connector) echo "$IMAGE_REGISTRY/$IMAGE_PREFIX/connector:$CONNECTOR_TAG" ;;
    postgres) echo "$IMAGE_REGISTRY/$IMAGE_PREFIX/postgres:$POSTGRES_TAG" ;;
    keda | keda-adapter | metrics-server) echo "$IMAGE_REGISTRY/$IMAGE_PREFIX/$1:$KEDA_TAG" ;;
    *) echo "$IMAGE_REGISTRY/$IMAGE_PREFIX/$1:$MONITORING_TAG" ;;
  esac
}

build_images() {
  local image missing=()
  for image in operator connector; do
    [[ -f $(image_archive "$image") ]] || missing+=("$image")
  done
  ((${#missing[@]})) || return 0
  need_maven
  step build-java 60 "building ${missing[*]}" maven "${QUICK_BUILD[@]}" -pl "$(tr ' ' , <<<"${missing[*]}")" -am package
  step build-runtime 10 "making the Java runtime of the images" make_runtime
  for image in "${missing[@]}"; do
    step "build-image-$image" 10 "making the image of the $image" java_archive "$image"
  done
  drop_old_archives
}

# The former one is kept, for going back and forth between two branches.
drop_old_archives() {
  local image
  for image in "${IMAGES[@]}"; do
    find "$CACHE/images" -maxdepth 1 -name "$image-local-*.tar" -printf '%T@ %p\n' | sort -rn | tail -n +3 | cut -d ' ' -f 2- |
      xargs -r -d '\n' rm -f
  done
}

local_load_images() {
  local image
  for image in "${IMAGES[@]}"; do import_archive "$(image_archive "$image")" "$(image_reference "$image")"; done
}

# A rebuilt image has a new tag; the former ones would pile up, since nothing is ever collected. Those of pods stay.
local_drop_unused_images() {
  local used image current=()
  for image in "${IMAGES[@]}"; do current+=(-e "$(image_reference "$image")"); done
  used=$(kubectl get pods --all-namespaces -o jsonpath='{range .items[*]}{.spec.containers[*].image}{"\n"}{end}')
  while read -r image; do
    if ! grep -qF "${image#docker.io/}" <<<"$used"; then
      ctr --address "$RUN/containerd.sock" --namespace k8s.io images remove "$image" >/dev/null || true
    fi
  done < <(containerd_images | grep -E '^docker\.io/touchpoint/[a-z-]+:local-' | grep -vxF "${current[@]}" || true)
}

# import_archive FILE IMAGE: into the local cluster's containerd, unless it is there.
import_archive() {
  if containerd_images | grep -qxF "$2"; then return 0; fi
  ctr --address "$RUN/containerd.sock" --namespace k8s.io images import "$1" >/dev/null ||
    our_error "containerd refused the image $2 ($1)." "Its log is $LOGS/containerd.log. If the file is damaged, delete it and run the same command again."
}
