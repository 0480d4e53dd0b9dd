#!/usr/bin/env bash
# The way of a program into the cache, tried against a mirror on this machine: downloads in each archive form are taken
# when their checksum is right and refused when it is not, and an unreachable mirror falls back to building. What a Debian
# package holds is taken out of it, else downloaded.
set -euo pipefail

ROOT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
WORK=$(mktemp -d)
SERVER=
FAILED=0
cleanup() {
  [[ -z $SERVER ]] || kill "$SERVER" 2>/dev/null || true
  rm -rf "$WORK"
}
trap cleanup EXIT

# A mirror whose programs say their own name.
program() { printf '#!/bin/sh\necho %s\n' "$1" >"$2" && chmod +x "$2"; }

build_mirror() {
  local mirror=$WORK/mirror work=$WORK/work release
  source "$ROOT/cluster/settings.sh"
  mkdir -p "$work"

  release=$mirror/dl.k8s.io/release/v$KUBERNETES_VERSION/bin/linux/$ARCH
  mkdir -p "$release"
  program kubectl "$release/kubectl"
  sha256sum "$release/kubectl" | cut -d ' ' -f 1 | tr -d '\n' >"$release/kubectl.sha256"
  program damaged "$release/kubelet"
  echo 0000000000000000000000000000000000000000000000000000000000000000 >"$release/kubelet.sha256"

  release=$mirror/github.com/etcd-io/etcd/releases/download/v$ETCD_VERSION
  mkdir -p "$release" "$work/etcd-v$ETCD_VERSION-linux-$ARCH"
  program etcd "$work/etcd-v$ETCD_VERSION-linux-$ARCH/etcd"
  tar -C "$work" -czf "$release/etcd-v$ETCD_VERSION-linux-$ARCH.tar.gz" "etcd-v$ETCD_VERSION-linux-$ARCH"
  (cd "$release" && sha256sum ./*.tar.gz | sed 's|\./||' >SHA256SUMS)

  release=$mirror/github.com/coredns/coredns/releases/download/v$COREDNS_VERSION
  mkdir -p "$release"
  program coredns "$work/coredns"
  tar -C "$work" -czf "$release/coredns_${COREDNS_VERSION}_linux_$ARCH.tgz" coredns
  (cd "$release" && for file in *.tgz; do sha256sum "$file" | sed 's|  |  release/|' >"$file.sha256"; done)

  release=$mirror/get.helm.sh
  mkdir -p "$release" "$work/linux-$ARCH"
  program helm "$work/linux-$ARCH/helm"
  tar -C "$work" -czf "$release/helm-v$HELM_VERSION-linux-$ARCH.tar.gz" "linux-$ARCH"
  (cd "$release" && for file in *.gz; do sha256sum "$file" >"$file.sha256sum"; done)

  release=$mirror/github.com/prometheus/blackbox_exporter/releases/download/v$BLACKBOX_VERSION
  local archive=blackbox_exporter-$BLACKBOX_VERSION.linux-$ARCH
  mkdir -p "$release" "$work/$archive"
  program upstream-blackbox "$work/$archive/blackbox_exporter"
  tar -C "$work" -czf "$release/$archive.tar.gz" "$archive"
  (cd "$release" && sha256sum ./*.gz | sed 's|\./||' >sha256sums.txt)
}

# A Debian whose only package holds a program that says its own name; others it does not know.
build_package() {
  local root=$WORK/package
  mkdir -p "$root/usr/bin" "$root/DEBIAN"
  program debian-prometheus "$root/usr/bin/prometheus"
  printf 'Package: prometheus\nVersion: 1\nArchitecture: all\nMaintainer: nobody <nobody@example.com>\nDescription: test\n' \
    >"$root/DEBIAN/control"
  dpkg-deb --build "$root" "$WORK/prometheus.deb" >/dev/null
  # shellcheck disable=SC2016  # expanded by the program
  printf '#!/bin/sh\nfor package; do :; done\n[ "$1" = download ] && exec cp "%s/$package.deb" ./"$package"_1_all.deb\nexit 1\n' \
    "$WORK" >"$WORK/apt-get"
  chmod +x "$WORK/apt-get"
}

# Provides the programs with a cache of their own, and a Go that is too old to build them.
provide_from() { run_provide provide "$@"; }
provide_optional_from() { run_provide provide_optional "$@"; }

run_provide() {
  local how=$1 mirror=$2
  shift 2
  program go1.20 "$WORK/go"
  (
    export XDG_CACHE_HOME=$WORK/cache TOUCHPOINT_MIRROR=$mirror PATH=$WORK:$PATH COMMAND=test ROOT
    bash -c 'set -euo pipefail; for topic in settings progress packages binaries; do source "$ROOT/cluster/$topic.sh"; done
      if [[ $1 == provide ]]; then "$@"; elif ! "$@"; then exit 1; fi
      [[ -d $PWD ]] || { echo "left in a directory that is gone"; exit 1; }' run "$how" "$@"
  ) >"$WORK/output" 2>&1
}

holds() {
  if eval "$2" >"$WORK/check" 2>&1; then
    echo "ok: $1"
  else
    echo "FAILED: $1" && sed 's/^/  | /' "$WORK/check" "$WORK/output"
    FAILED=$((FAILED + 1))
  fi
}

cached() { find "$WORK/cache" -type f -perm -u+x -name "$1" -exec {} \;; }

build_mirror
python3 -u -m http.server --bind 127.0.0.1 --directory "$WORK/mirror" 0 >"$WORK/server" 2>&1 &
SERVER=$!
until grep -q port "$WORK/server"; do sleep 0.1; done
URL=http://127.0.0.1:$(sed -n 's/.* port \([0-9]*\) .*/\1/p' "$WORK/server")

holds "programs come from their upstream archives" "provide_from $URL kubectl etcd coredns helm"
for name in kubectl etcd coredns helm; do holds "$name is the one of the archive" "[[ \$(cached $name) == $name ]]"; done
holds "a second time nothing is fetched" "provide_from http://127.0.0.1:1 kubectl etcd coredns helm && [[ ! -s $WORK/output ]]"
holds "a program with a wrong checksum is refused" \
  "! provide_from $URL kubelet && grep -q 'NOT using the downloaded kubelet' $WORK/output && [[ -z \$(cached kubelet) ]]"
holds "without download and with an old Go the error names both ways" \
  "! provide_from http://127.0.0.1:1 kube-proxy && grep -q 'does not answer' $WORK/output && grep -q 'needs Go' $WORK/output && grep -q TOUCHPOINT_MIRROR $WORK/output"
if dpkg-deb --version >/dev/null 2>&1; then
  build_package
  holds "a program is taken out of its Debian package" "provide_from http://127.0.0.1:1 prometheus && [[ \$(cached prometheus) == debian-prometheus ]]"
  holds "what no Debian package holds comes from the upstream release" \
    "provide_from $URL blackbox-exporter && [[ \$(cached blackbox-exporter) == upstream-blackbox ]] && grep -q 'could not be fetched' $WORK/output"
  holds "what can be had in no way is missed, and no more" \
    "! provide_optional_from http://127.0.0.1:1 busybox && ! provide_optional_from http://127.0.0.1:1 promtool-3 && ! grep -q 'building promtool' $WORK/output"
fi
holds "no partial file is left" "! find $WORK/cache -name '*.part*' -o -type d -name '*.??????' | grep ."

((FAILED == 0))
