#!/bin/sh
# Keeps the files Prometheus reads its rules from in step with every ConfigMap labelled touchpoint.cx/rules=true, whatever
# its namespace. A file with a mistake is left out, its former version stays, and the log says why; no other file suffers.
#
# RULES holds sets of files; `current` is a link to the one that holds, `loaded` names the one Prometheus has taken.
set -eu

RULES=${RULES:-/rules}
PROMETHEUS=${PROMETHEUS:-http://127.0.0.1:9090}

say() { printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*"; }

# collect DIRECTORY: one file for each key that ends with .rules.yaml. What separates them nobody can have written into one.
collect() {
  mark=$(cat /proc/sys/kernel/random/uuid)
  # With a time limit of its own kubectl no longer finds the cluster it runs in.
  # shellcheck disable=SC2016  # expanded by kubectl
  timeout 10 kubectl get configmaps --all-namespaces --selector touchpoint.cx/rules=true --cache-dir="$RULES/cache" \
    --output go-template='{{range .items}}{{$of := printf "%s_%s" .metadata.namespace .metadata.name}}{{range $key, $text := .data}}'"$mark"' {{$of}}_{{$key}}
{{$text}}
{{end}}{{end}}' >"$RULES/answer" 2>"$RULES/error" || return 1
  awk -v mark="$mark" -v directory="$1" '
    $1 == mark { if (file) close(file); file = $2 ~ /\.rules\.yaml$/ ? directory "/" $2 : ""; next }
    file { print >file }' "$RULES/answer"
}

# choose FOUND NEXT: of the files FOUND, those that are right; else what holds so far.
choose() {
  mkdir -p "$RULES/refused"
  for file in "$1"/*; do
    [ -e "$file" ] || continue
    name=${file##*/}
    if cmp -s "$file" "$RULES/current/$name"; then
      cp "$file" "$2/$name"
    elif cmp -s "$file" "$RULES/refused/$name"; then
      keep_former "$name" "$2"
    elif promtool check rules --lint=none "$file" >"$RULES/answer" 2>&1; then
      cp "$file" "$2/$name"
      rm -f "$RULES/refused/$name"
    else
      say "left out, because of a mistake in it: $name"
      sed 's/^/  | /' "$RULES/answer"
      cp "$file" "$RULES/refused/$name"
      keep_former "$name" "$2"
    fi
  done
  for file in "$RULES/refused"/*; do [ -e "$1/${file##*/}" ] || rm -f "$file"; done
}

keep_former() { if [ -e "$RULES/current/$1" ]; then cp "$RULES/current/$1" "$2/$1"; fi; }

# By a rename, so that there is no moment without rules.
switch_to() {
  ln -sfn "$1" "$RULES/switch"
  mv -T "$RULES/switch" "$RULES/current"
}

# A Prometheus that does not answer has not started yet, and reads them when it does; until it says so it is asked again.
reload() {
  set=$(readlink "$RULES/current")
  if answer=$(wget -q -O - --post-data= "$PROMETHEUS/-/reload" 2>&1); then
    echo "$set" >"$RULES/loaded"
    say "loaded: $(find "$RULES/current/" -type f | wc -l) files"
  elif [ "${answer#*HTTP/1}" != "$answer" ]; then
    say "Prometheus refuses these rules, so the former ones stay; its log says why: $answer"
    if [ -e "$RULES/loaded" ]; then switch_to "$(cat "$RULES/loaded")"; fi
  fi
}

round() {
  touch "$RULES/round"
  next=set-$(date +%s)
  rm -rf "$RULES/found" "${RULES:?}/$next"
  mkdir -p "$RULES/found" "$RULES/$next"
  if ! collect "$RULES/found"; then
    say "the ConfigMaps cannot be read, so the rules stay: $(tail -n 1 "$RULES/error")"
    return 0
  fi
  choose "$RULES/found" "$RULES/$next"
  if ! diff -rq "$RULES/$next" "$RULES/current/" >/dev/null 2>&1; then switch_to "$next"; fi
  if [ "$(readlink "$RULES/current")" != "$(cat "$RULES/loaded" 2>/dev/null)" ]; then reload; fi
  for set in "$RULES"/set-*; do
    case ${set##*/} in
      "$(readlink "$RULES/current")" | "$(cat "$RULES/loaded" 2>/dev/null)") ;;
      *) rm -rf "$set" ;;
    esac
  done
}

# The first process of a container ends at a signal only if it says so.
trap 'exit 0' TERM INT
while :; do
  round
  sleep 5 &
  wait $!
done
