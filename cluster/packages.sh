# shellcheck shell=bash
# Commands that come from Debian packages: found, else installed as root, else named with the line to type. And programs
# that are only taken out of a package.

INSTALL=yes # --no-install sets it to no
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
MISSING_PACKAGES=()
MISSING_REASONS=()

has() { command -v "$1" >/dev/null 2>&1; }

need_linux() {
  if [[ $(uname -s) == Linux ]]; then return 0; fi
  user_error "this needs Linux (WSL 2 will do); here is $(uname -s)." \
    "validate, render and keygen work here, and so does the chart in charts/touchpoint on a cluster of your own."
}

# want PACKAGE REASON TEST...: notes PACKAGE as missing unless TEST succeeds.
want() {
  local package=$1 reason=$2
  shift 2
  if ! "$@" >/dev/null 2>&1; then
    MISSING_PACKAGES+=("$package")
    MISSING_REASONS+=("$package: $reason")
  fi
}

# Installs what `want` noted, announcing each package with its reason.
install_wanted() {
  ((${#MISSING_PACKAGES[@]})) || return 0
  local line="apt-get install --no-install-recommends ${MISSING_PACKAGES[*]}" reason
  if [[ $INSTALL == no ]]; then
    user_error "these Debian packages are missing and --no-install forbids installing them:" \
      "${MISSING_REASONS[@]}" "Type: $line"
  elif ! has apt-get; then
    user_error "these programs are missing, and this is no Debian where they could be installed:" \
      "${MISSING_REASONS[@]}" "Install them with this system's package manager, then run the same command again."
  elif [[ $EUID != 0 ]]; then
    user_error "these Debian packages are missing, and installing them needs root:" \
      "${MISSING_REASONS[@]}" "Type: sudo $line"
  fi
  for reason in "${MISSING_REASONS[@]}"; do say "installing Debian package $reason"; done
  STEP_HINT="Type it yourself to see more: $line" \
    step packages 30 "installing ${#MISSING_PACKAGES[@]} Debian packages" apt_install "${MISSING_PACKAGES[@]}"
  MISSING_PACKAGES=()
  MISSING_REASONS=()
  hash -r
}

apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  # The lists may be missing or stale; refreshing them first would cost every other run.
  apt-get install -y --no-install-recommends "$@" || {
    apt-get update && apt-get install -y --no-install-recommends "$@"
  }
}

# from_debian NAME: takes the program that `locate` described out of its Debian package, which is not installed: its
# services stay where they are. False where this is no Debian or the package cannot be had.
from_debian() {
  local work
  { has apt-get && has dpkg-deb; } || return 1
  work=$(mktemp -d "$BINARY.XXXXXX")
  say "taking $1 out of Debian's package $DEBIAN"
  if fetch_package "$work" "$DEBIAN" >"$work/log" 2>&1 && dpkg-deb --fsys-tarfile "$work"/*.deb 2>"$work/log" |
    tar --extract --to-stdout --wildcards "./$DEBIAN_MEMBER" >"$work/program"; then
    chmod +x "$work/program"
    mv "$work/program" "$BINARY"
    rm -rf "$work"
  else
    say "Debian's package $DEBIAN could not be fetched: $(tail -n 1 "$work/log")"
    rm -rf "$work"
    return 1
  fi
}

# apt downloads to where it stands. In a shell of its own: that directory is gone a moment later, and whoever stood there
# would find no program any more.
fetch_package() (
  cd "$1" || return
  # As root, apt would fetch as a user who may not write here, and warn that it does not.
  apt-get download -o APT::Sandbox::User=root "$2" || {
    apt-get update && apt-get download -o APT::Sandbox::User=root "$2"
  }
)

# at_least WANTED FOUND: compares dotted versions.
at_least() { [[ $(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1) == "$1" ]]; }
