# shellcheck shell=bash
# Container images without Docker: archives in the form `docker save` writes, byte for byte the same for the same input.

PAUSE_IMAGE=docker.io/touchpoint/pause:1
COREDNS_IMAGE=docker.io/touchpoint/coredns:$COREDNS_VERSION

# write_archive FILE IMAGE DIRECTORY CONFIG: one image with one layer, the content of DIRECTORY. CONFIG is the
# "config" object of the image specification (Entrypoint, User, Env ...).
write_archive() {
  local file=$1 image=$2 work
  mkdir -p "${file%/*}"
  work=$(mktemp -d "$file.XXXXXX")
  tar --create --file "$work/layer.tar" --directory "$3" --sort=name --mtime=@1 \
    --owner=0 --group=0 --numeric-owner --format=gnu .
  printf '{"architecture":"%s","os":"linux","created":"1970-01-01T00:00:01Z","config":%s,"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
    "$ARCH" "$4" "$(sha256sum "$work/layer.tar" | cut -d ' ' -f 1)" >"$work/config.json"
  printf '[{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]' "$image" >"$work/manifest.json"
  tar --create --file "$work/image.tar" --directory "$work" --mtime=@1 manifest.json config.json layer.tar
  mv "$work/image.tar" "$file"
  rm -rf "$work"
}

pause_archive() {
  local file=$CACHE/images/pause-1-$ARCH.tar root
  if [[ ! -f $file ]]; then
    mkdir -p "$CACHE/images"
    root=$(mktemp -d "$CACHE/images/root.XXXXXX")
    install -D -m 755 /bin/busybox "$root/bin/busybox"
    chmod 755 "$root"
    write_archive "$file" "$PAUSE_IMAGE" "$root" '{"Entrypoint":["/bin/busybox","sleep","infinity"],"User":"65535:65535"}'
    rm -rf "$root"
  fi
  echo "$file"
}

coredns_archive() {
  local file=$CACHE/images/coredns-$COREDNS_VERSION-$ARCH.tar root
  if [[ ! -f $file ]]; then
    mkdir -p "$CACHE/images"
    root=$(mktemp -d "$CACHE/images/root.XXXXXX")
    install -D -m 755 "$CACHE/coredns-$COREDNS_VERSION/coredns" "$root/coredns"
    chmod 755 "$root"
    write_archive "$file" "$COREDNS_IMAGE" "$root" '{"Entrypoint":["/coredns"],"User":"65532:65532"}'
    rm -rf "$root"
  fi
  echo "$file"
}

# import_archive FILE IMAGE: into the local cluster's containerd, unless it is there.
import_archive() {
  if containerd_images | grep -qxF "$2"; then return 0; fi
  ctr --address "$RUN/containerd.sock" --namespace k8s.io images import "$1" >/dev/null ||
    our_error "containerd refused the image $2 ($1)." "Its log is $LOGS/containerd.log. If the file is damaged, delete it."
}
