# shellcheck shell=bash
# Kubernetes, etcd, CoreDNS, helm, kind and crane as programs: cached, else downloaded from the upstream release with its
# checksum verified, else built from the Go module proxy at versions pinned in cluster/build/*/go.sum. Prometheus 3 and
# Alertmanager too; Prometheus 2, the blackbox exporter and busybox are taken out of Debian's packages (packages.sh).

UNREACHABLE=" " # hosts that did not answer in this run

# locate NAME: sets BINARY (where it is cached), URL, SUM_URL, MEMBER (its path in an archive), MODULE ("" if it is never
# built), PACKAGE, LDFLAGS, TAGS and BUILD_SECONDS (measured on 2 cores, the first in the list paying for what all share);
# DEBIAN is the Debian package that is asked first, and DEBIAN_MEMBER its path in there.
locate() {
  URL="" SUM_URL="" MEMBER="" MODULE="" LDFLAGS="-s -w" TAGS="" BUILD_SECONDS=30 DEBIAN="" DEBIAN_MEMBER=""
  case $1 in
    etcd)
      local release=etcd-v$ETCD_VERSION-linux-$ARCH
      BINARY=$KUBERNETES_BIN/etcd MODULE=etcd PACKAGE=go.etcd.io/etcd/server/v3 MEMBER=$release/etcd
      URL=https://github.com/etcd-io/etcd/releases/download/v$ETCD_VERSION/$release.tar.gz
      SUM_URL=https://github.com/etcd-io/etcd/releases/download/v$ETCD_VERSION/SHA256SUMS
      ;;
    coredns)
      BINARY=$CACHE/coredns-$COREDNS_VERSION/coredns MODULE=kubernetes PACKAGE=github.com/coredns/coredns MEMBER=coredns
      URL=https://github.com/coredns/coredns/releases/download/v$COREDNS_VERSION/coredns_${COREDNS_VERSION}_linux_$ARCH.tgz
      SUM_URL=$URL.sha256 BUILD_SECONDS=60
      ;;
    helm)
      BINARY=$CACHE/helm-$HELM_VERSION/helm MODULE=helm PACKAGE=helm.sh/helm/v3/cmd/helm MEMBER=linux-$ARCH/helm
      URL=https://get.helm.sh/helm-v$HELM_VERSION-linux-$ARCH.tar.gz SUM_URL=$URL.sha256sum BUILD_SECONDS=90
      LDFLAGS+=" -X helm.sh/helm/v3/internal/version.version=v$HELM_VERSION"
      ;;
    crane)
      local machine=x86_64
      [[ $ARCH == amd64 ]] || machine=$ARCH
      BINARY=$CACHE/crane-$CRANE_VERSION/crane MODULE=crane PACKAGE=github.com/google/go-containerregistry/cmd/crane MEMBER=crane
      URL=https://github.com/google/go-containerregistry/releases/download/v$CRANE_VERSION/go-containerregistry_Linux_$machine.tar.gz
      SUM_URL=${URL%/*}/checksums.txt
      ;;
    kind)
      BINARY=$CACHE/kind-$KIND_VERSION/kind MODULE=kind PACKAGE=sigs.k8s.io/kind
      URL=https://kind.sigs.k8s.io/dl/v$KIND_VERSION/kind-linux-$ARCH SUM_URL=$URL.sha256sum
      ;;
    prometheus)
      BINARY=$CACHE/prometheus/prometheus DEBIAN=prometheus DEBIAN_MEMBER=usr/bin/prometheus
      prometheus_release prometheus prometheus "$PROMETHEUS_2_VERSION"
      ;;
    promtool-2)
      BINARY=$CACHE/promtool-2/promtool DEBIAN=prometheus DEBIAN_MEMBER=usr/bin/promtool
      prometheus_release prometheus promtool "$PROMETHEUS_2_VERSION"
      ;;
    prometheus-3 | promtool-3)
      local program=${1%-3}
      BINARY=$CACHE/$program-$PROMETHEUS_3_VERSION/$program MODULE=prometheus PACKAGE=github.com/prometheus/prometheus/cmd/$program
      prometheus_release prometheus "$program" "$PROMETHEUS_3_VERSION"
      # Of all service discoveries the one that clusters use. The page's own files are not in the module: built here,
      # Prometheus answers by its API alone.
      TAGS=remove_all_sd,enable_kubernetes_sd BUILD_SECONDS=70
      LDFLAGS+=" -X github.com/prometheus/common/version.Version=$PROMETHEUS_3_VERSION"
      ;;
    alertmanager)
      BINARY=$CACHE/alertmanager-$ALERTMANAGER_VERSION/alertmanager MODULE=alertmanager
      PACKAGE=github.com/prometheus/alertmanager/cmd/alertmanager BUILD_SECONDS=60
      prometheus_release alertmanager alertmanager "$ALERTMANAGER_VERSION"
      LDFLAGS+=" -X github.com/prometheus/common/version.Version=$ALERTMANAGER_VERSION"
      ;;
    prometheus-operator | prometheus-config-reloader)
      local module=github.com/prometheus-operator/prometheus-operator program=$1
      [[ $1 != prometheus-operator ]] || program=operator
      BINARY=$CACHE/prometheus-operator-$PROMETHEUS_OPERATOR_VERSION/$1 MODULE=prometheus-operator PACKAGE=$module/cmd/$program
      LDFLAGS+=" -X github.com/prometheus/common/version.Version=$PROMETHEUS_OPERATOR_VERSION"
      if [[ $1 == prometheus-operator ]]; then BUILD_SECONDS=150; fi
      ;;
    enforce-namespace)
      BINARY=$CACHE/enforce-namespace-$PROMETHEUS_OPERATOR_VERSION/$1 MODULE=prometheus-operator PACKAGE=./$1 BUILD_SECONDS=60
      ;;
    keda | keda-adapter)
      # A release of it holds images and no programs, so it is always built; so is metrics-server.
      local package=operator
      [[ $1 == keda ]] || package=adapter
      BINARY=$CACHE/keda-$KEDA_VERSION/$1 MODULE=keda PACKAGE=github.com/kedacore/keda/v2/cmd/$package BUILD_SECONDS=60
      LDFLAGS+=" -X github.com/kedacore/keda/v2/version.Version=$KEDA_VERSION"
      if [[ $1 == keda ]]; then BUILD_SECONDS=600; fi
      ;;
    metrics-server)
      BINARY=$CACHE/metrics-server-$METRICS_SERVER_VERSION/metrics-server MODULE=metrics-server BUILD_SECONDS=60
      PACKAGE=sigs.k8s.io/metrics-server/cmd/metrics-server
      ;;
    sloth)
      # Its releases tell no checksums, so it is always built.
      BINARY=$CACHE/sloth-$SLOTH_VERSION/sloth MODULE=sloth PACKAGE=github.com/slok/sloth/cmd/sloth BUILD_SECONDS=120
      ;;
    blackbox-exporter)
      BINARY=$CACHE/blackbox-exporter/blackbox-exporter DEBIAN=prometheus-blackbox-exporter
      DEBIAN_MEMBER=usr/bin/prometheus-blackbox-exporter
      prometheus_release blackbox_exporter blackbox_exporter "$BLACKBOX_VERSION"
      ;;
    busybox)
      BINARY=$CACHE/busybox/busybox DEBIAN=busybox-static DEBIAN_MEMBER='*bin/busybox' # in /bin or, later, in /usr/bin
      ;;
    *)
      BINARY=$KUBERNETES_BIN/$1 MODULE=kubernetes PACKAGE=k8s.io/kubernetes/cmd/$1
      URL=https://dl.k8s.io/release/v$KUBERNETES_VERSION/bin/linux/$ARCH/$1 SUM_URL=$URL.sha256
      local version=k8s.io/component-base/version minor=${KUBERNETES_VERSION#*.}
      LDFLAGS+=" -X $version.gitVersion=v$KUBERNETES_VERSION -X $version.gitMajor=${KUBERNETES_VERSION%%.*}"
      LDFLAGS+=" -X $version.gitMinor=${minor%%.*} -X $version.gitTreeState=clean"
      if [[ $1 == kube-apiserver ]]; then BUILD_SECONDS=250; fi
      ;;
  esac
}

# prometheus_release REPOSITORY PROGRAM VERSION: the releases of that project are all of one form.
prometheus_release() {
  local release=$1-$3.linux-$ARCH
  URL=https://github.com/prometheus/$1/releases/download/v$3/$release.tar.gz
  SUM_URL=${URL%/*}/sha256sums.txt MEMBER=$release/$2
}

# provide NAME...: makes sure that each program is in the cache.
provide() {
  local name missing=() after=0 position=0
  for name in "$@"; do
    locate "$name"
    if [[ ! -x $BINARY ]]; then
      missing+=("$name")
      after=$((after + BUILD_SECONDS))
    fi
  done
  for name in "${missing[@]}"; do
    locate "$name"
    position=$((position + 1)) after=$((after - BUILD_SECONDS))
    mkdir -p "${BINARY%/*}"
    if ! obtain "$name" "$position of ${#missing[@]}"; then
      need_go "$name"
      STEP_POSITION="$position of ${#missing[@]}, " STEP_AFTER=$((after * 2 / $(nproc))) \
        STEP_HINT="If the Go module proxy is not reachable, set GOPROXY to one that is. Then run the same command again." \
        step "build-$name" $((BUILD_SECONDS * 2 / $(nproc))) "building $name" build
    fi
  done
}

# What is not built by others' hands: out of a Debian package, else from the upstream release.
obtain() { { [[ -n $DEBIAN ]] && from_debian "$1"; } || download "$1" "$2"; }

# provide_optional NAME: as `provide`, but false where the program can be had in no way here.
provide_optional() {
  locate "$1"
  mkdir -p "${BINARY%/*}"
  if [[ -x $BINARY ]] || obtain "$1" "1 of 1"; then return 0; fi
  [[ -n $MODULE ]] && go_is_new_enough && provide "$1"
}

# Runs in a step: builds what `locate` described. The name with the process id never passes for the finished program.
build() {
  cd "$ROOT/cluster/build/$MODULE" || return
  GOTOOLCHAIN=local CGO_ENABLED=0 GOFLAGS=-mod=readonly GOARCH=$ARCH GOOS=linux \
    nice go build -trimpath -buildvcs=false -tags "$TAGS" -ldflags "$LDFLAGS" -o "$BINARY.$BASHPID" "$PACKAGE"
  mv "$BINARY.$BASHPID" "$BINARY"
}

GO_FOUND=
go_is_new_enough() {
  GO_FOUND="is not installed"
  if ! has go && [[ -x /usr/local/go/bin/go ]]; then PATH=$PATH:/usr/local/go/bin; fi
  has go || return 1
  GO_FOUND=$(GOTOOLCHAIN=local go env GOVERSION)
  at_least "$GO_NEEDED" "${GO_FOUND#go}" && return 0
  GO_FOUND="is ${GO_FOUND#go}"
  return 1
}

need_go() {
  if go_is_new_enough; then return 0; fi
  if [[ -z $URL ]]; then
    user_error "building $1 needs Go $GO_NEEDED or newer, which $GO_FOUND." "Install it from https://go.dev/dl/."
  fi
  user_error "$1 could not be downloaded, and building it needs Go $GO_NEEDED or newer, which $GO_FOUND." \
    "Either let this machine reach ${URL%"${URL#https://*/}"}, or name a mirror of it: TOUCHPOINT_MIRROR=https://mirror.example" \
    "(then ${URL#https://} is looked for below it), or install Go from https://go.dev/dl/."
}

# download NAME POSITION: false, with the reason in one line, where the release cannot be had.
download() {
  [[ -n $URL ]] || return 1
  local host=${URL#https://} partial=$BINARY.$$.part
  host=${host%%/*}
  [[ -n ${TOUCHPOINT_MIRROR:-} ]] && host=$TOUCHPOINT_MIRROR
  if [[ $UNREACHABLE == *" $host "* ]]; then return 1; fi
  if ! fetch "$SUM_URL" "$partial.sum"; then
    say "$host does not answer${MODULE:+: building from the Go module proxy instead}"
    UNREACHABLE+="$host "
    return 1
  fi
  say "downloading $1 ($2)"
  if ! fetch "$URL" "$partial"; then
    rm -f "$partial" "$partial.sum"
    say "${URL} could not be downloaded${MODULE:+: building it instead}"
    return 1
  fi
  local wanted actual
  wanted=$(checksum_of "${URL##*/}" "$partial.sum")
  actual=$(sha256sum "$partial" | cut -d ' ' -f 1)
  rm -f "$partial.sum"
  if [[ $wanted != "$actual" ]]; then
    rm -f "$partial"
    say "NOT using the downloaded $1: its SHA-256 is $actual, the release says ${wanted:-nothing}.${MODULE:+ Building it instead.}"
    return 1
  fi
  if [[ -n $MEMBER ]]; then
    tar -xzOf "$partial" "$MEMBER" >"$partial.member"
    mv "$partial.member" "$partial"
  fi
  chmod +x "$partial"
  mv "$partial" "$BINARY"
}

# A short time to connect, and an end when nothing moves: the way through the Go module proxy is still open.
fetch() {
  local url=$1
  [[ -n ${TOUCHPOINT_MIRROR:-} ]] && url=$TOUCHPOINT_MIRROR/${url#https://}
  curl -fsSL --connect-timeout 5 --speed-limit 5000 --speed-time 15 -o "$2" "$url" 2>/dev/null
}

# A checksum file is either the bare sum of one file, or lines of "sum  name".
checksum_of() {
  awk -v name="$1" '{ sub(/^[*]/, "", $2); sub(/.*\//, "", $2) } NF == 1 || $2 == name { print $1; exit }' "$2"
}
