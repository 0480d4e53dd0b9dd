#!/usr/bin/env bash
# Who builds the same commit gets the same files: built again from a copy at another place, under another time zone,
# language and umask, every jar, bill of materials and runtime is the same to the byte. And a bill of materials tells
# the truth: it names each jar that is shipped, by its checksum.
set -euo pipefail

ROOT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
for topic in settings progress packages java images runtime; do
  # shellcheck source=/dev/null
  source "$ROOT/cluster/$topic.sh"
done
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

shipped() { find . -type f -path './*/target/*.jar' -o -type f -path './*/target/notices/*'; }

# build DIRECTORY: in a copy of the sources, as they are now.
build() {
  mkdir -p "$1"
  tar --create --directory "$ROOT" --exclude=target --exclude=.git . | tar --extract --directory "$1"
  ROOT=$1 maven "${QUICK_BUILD[@]}" --quiet -pl crds,operator,connector package
}

make_runtime_in() { mkdir -p "$1" && CACHE=$1 make_runtime && mv "$1"/runtime/*.tar "$1/runtime.tar"; }

sums() {
  (cd "$1" && shipped | sort | xargs sha256sum)
  sha256sum <"$1-runtime/runtime.tar"
}

bill_names_every_jar() {
  local jar module=$1/$2 missing=0
  for jar in "$module"/target/lib/*.jar; do
    # Our own API types have no checksum there: they are built together with the bill.
    if [[ $jar != */touchpoint-crds-* ]] && ! grep -q "$(sha256sum <"$jar" | cut -d ' ' -f 1)" "$module/target/notices/touchpoint-$2.cdx.json"; then
      echo "not in the bill of materials of the $2: ${jar##*/}" >&2
      missing=1
    fi
  done
  return "$missing"
}

need_jdk
need_maven
build "$WORK/one"
make_runtime_in "$WORK/one-runtime"
(umask 077 && export TZ=Pacific/Kiritimati LC_ALL=C && build "$WORK/elsewhere/two" && make_runtime_in "$WORK/elsewhere/two-runtime")
sums "$WORK/one" >"$WORK/one.sums"
sums "$WORK/elsewhere/two" >"$WORK/two.sums"
if ! diff "$WORK/one.sums" "$WORK/two.sums" >&2; then
  echo "FAILED: two builds of the same sources differ" >&2
  exit 1
fi
echo "ok: two builds of the same sources are the same ($(wc -l <"$WORK/one.sums") files)"
bill_names_every_jar "$WORK/one" operator
bill_names_every_jar "$WORK/one" connector
echo "ok: the bills of materials name every jar that is shipped"
