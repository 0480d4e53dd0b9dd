# shellcheck shell=bash
# A real PostgreSQL beside Touchpoint, for histories: only in clusters that are ours. Its programs come from Maven Central,
# where the rest of the build comes from too: one archive that brings its own libraries and runs on any Linux with glibc.
# Debian's would come with dozens of packages of libraries, and another major version with each Debian.

POSTGRES=no
POSTGRES_TAG=
POSTGRES_FILES=$CACHE/postgres-$POSTGRES_VERSION/postgres.txz

# Finds the programs and makes the image. Where they cannot be had the rest of `up` still is worth something.
prepare_postgres() {
  if [[ $ENGINE == context ]]; then return 0; fi
  if [[ $ENGINE == local ]]; then
    want xz-utils "unpacks PostgreSQL" has xz
    install_wanted
  fi
  if ! has xz; then
    say "no PostgreSQL in the cluster: unpacking it needs xz (apt-get install xz-utils)"
  elif ! monitoring_program busybox; then
    say "no PostgreSQL in the cluster: busybox, whose shell starts it, can be had in no way here"
  elif ! provide_postgres "$POSTGRES_VERSION"; then
    say "no PostgreSQL in the cluster: Maven could not fetch it, see $STEP_LOGS/postgres.log"
  else
    POSTGRES=yes
    IMAGES+=(postgres)
    POSTGRES_TAG=$(postgres_tag)
    [[ -f $(image_archive postgres) ]] || step build-image-postgres 5 "making the image of postgres" postgres_archive
    drop_old_archives
  fi
}

postgres_tag() {
  local hash
  hash=$({ stat -c '%s %Y' "$BINARY" && cat "$POSTGRES_FILES" "$ROOT"/cluster/{images,postgres}.sh \
    "$ROOT/cluster/config/postgres/start-postgres.sh"; } | sha256sum)
  echo "local-${hash:0:12}"
}

# provide_postgres VERSION: false, with the reason in the log, where Maven cannot fetch it.
provide_postgres() {
  local version=$1 file=$CACHE/postgres-$1/postgres.txz work
  [[ ! -f $file ]] || return 0
  need_maven
  say "fetching PostgreSQL $version"
  mkdir -p "${file%/*}" "$STEP_LOGS"
  work=$(mktemp -d "$file.XXXXXX")
  if fetch_postgres "$version" "$work" >"$STEP_LOGS/postgres.log" 2>&1; then mv "$work"/*.txz "$file"; fi
  rm -rf "$work"
  [[ -f $file ]]
}

fetch_postgres() {
  local machine=$ARCH
  [[ $ARCH != arm64 ]] || machine=arm64v8
  maven -N dependency:copy -DoutputDirectory="$2" -Dmdep.stripVersion \
    -Dartifact="io.zonky.test.postgres:embedded-postgres-binaries-linux-$machine:$1" || return
  # Not from here on: the directory goes, and what follows would have none.
  (cd "$2" && "$JDK/bin/jar" --extract --file ./*.jar)
}

# Its three programs and what they read, the C and C++ libraries of this machine, and a shell that starts them.
postgres_archive() {
  local work root file
  file=$(image_archive postgres)
  mkdir -p "${file%/*}"
  work=$(mktemp -d "$file.XXXXXX")
  root=$work/root
  mkdir -p "$root/bin" "$root/etc" "$root/postgres"
  tar --extract --xz --file "$POSTGRES_FILES" --directory "$root/postgres"
  rm -rf "$root"/postgres/lib/{pkgconfig,*.a}
  add_program "$root" busybox busybox
  "$root/bin/busybox" --list | while read -r name; do [[ $name == busybox ]] || ln -s busybox "$root/bin/$name"; done
  install -m 755 "$ROOT/cluster/config/postgres/start-postgres.sh" "$root/bin/start-postgres"
  copy_postgres_libraries "$root"
  # PostgreSQL asks for the name of the user it runs as; that of the superuser comes in without a password.
  printf 'postgres:x:65532:65532:postgres:/tmp:/bin/sh\n' >"$root/etc/passwd"
  printf 'postgres:x:65532:\n' >"$root/etc/group"
  chmod -R u=rwX,go=rX "$root"
  layer "$work/layer.tar" "$root"
  # At SIGTERM it would wait for every client to go by itself; at SIGINT it tells them and goes.
  write_archive "$file" "docker.io/touchpoint/postgres:$POSTGRES_TAG" \
    '{"User":"65532:65532","Env":["PATH=/postgres/bin:/bin"],"Entrypoint":["/bin/start-postgres"],"StopSignal":"SIGINT"}' \
    "$work/layer.tar"
  rm -rf "$work"
}

copy_postgres_libraries() {
  local library
  while read -r library; do
    mkdir -p "$1${library%/*}"
    cp --dereference "$library" "$1$library"
  done < <(find "$1/postgres" -type f \( -name '*.so*' -o -path '*/bin/*' \) -exec ldd {} + | libraries | grep -v "$1" | sort -u)
}

# Applied early, so that it starts beside the operator; waited for at the end.
install_postgres() {
  local password
  if [[ $POSTGRES == no ]]; then return 0; fi
  say "applying PostgreSQL"
  namespace_restricted "$POSTGRES_NAMESPACE"
  "${ENGINE}_directory" "$(postgres_directory)"
  if ! kubectl -n "$POSTGRES_NAMESPACE" get secret touchpoint >/dev/null 2>&1; then
    password=$(head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n')
    printf %s "$password" | kubectl -n "$POSTGRES_NAMESPACE" create secret generic touchpoint --from-file=password=/dev/stdin >/dev/null
  fi
  fill postgres/postgres.yaml /dev/stdout DIRECTORY="$(postgres_directory)" REPOSITORY="$IMAGE_REGISTRY/$IMAGE_PREFIX" \
    TAG="$POSTGRES_TAG" MAJOR="${POSTGRES_VERSION%%.*}" |
    kubectl apply --server-side --force-conflicts --field-manager=touchpoint-up -f - >/dev/null
}

# Below what `down` removes; in Kind the node itself is what goes.
postgres_directory() { echo "$STATE/postgres"; }

# What connectors of the quickstart's namespace mount. A changed password is taken over.
share_postgres() {
  local password uri key
  if [[ $POSTGRES == no ]]; then return 0; fi
  password=$(kubectl -n "$POSTGRES_NAMESPACE" get secret touchpoint -o jsonpath='{.data.password}' | base64 --decode)
  uri="postgresql://touchpoint:$password@postgres.$POSTGRES_NAMESPACE.svc:5432/touchpoint?sslmode=disable"
  # Made once: with another one nobody would be recognised any more.
  key=$(kubectl -n "$QUICKSTART_NAMESPACE" get secret touchpoint-postgres --ignore-not-found -o jsonpath='{.data.identityKey}')
  if [[ -z $key ]]; then key=$(head -c 32 /dev/urandom | base64 --wrap=0 | base64 --wrap=0); fi
  kubectl apply --server-side --force-conflicts --field-manager=touchpoint-up -f - >/dev/null <<EOF
apiVersion: v1
kind: Secret
metadata: {name: touchpoint-postgres, namespace: $QUICKSTART_NAMESPACE}
data: {uri: "$(printf %s "$uri" | base64 --wrap=0)", identityKey: "$key"}
EOF
}

await_postgres() {
  if [[ $POSTGRES == no ]]; then return 0; fi
  wait_until 120 "PostgreSQL" kubectl -n "$POSTGRES_NAMESPACE" rollout status statefulset/postgres --timeout=1s ||
    our_error "PostgreSQL did not become ready." "See why: $(kubectl_line) -n $POSTGRES_NAMESPACE logs postgres-0" \
      "         $(kubectl_line) -n $POSTGRES_NAMESPACE describe pods"
}
