# shellcheck shell=bash
# `touchpoint up`: which cluster, and in which order things come about.

ENGINE=
CONTEXT=
REGISTRY=
MERGE_KUBECONFIG=no
BARE=no
WITH=()

up_command() {
  while (($#)); do
    case $1 in
      --help | -h) cat "$ROOT/cluster/help/up.txt" && return ;;
      --context | --registry | --engine | --with)
        need_value "$@"
        case $1 in
          --with) WITH+=("$2") ;;
          --context) CONTEXT=$2 ENGINE=context ;;
          --registry) REGISTRY=$2 ;;
          --engine) ENGINE=$2 ;;
        esac
        shift
        ;;
      --no-install) INSTALL=no ;;
      --merge-kubeconfig) MERGE_KUBECONFIG=yes ;;
      --bare) BARE=yes ;;
      *) user_error "there is no option $1." "See: ./touchpoint up --help" ;;
    esac
    shift
  done
  check_additions
  one_at_a_time
  SECONDS=0
  choose_engine
  if [[ $BARE == no ]]; then prepare_images; fi
  "${ENGINE}_up"
  if [[ $BARE == no ]]; then
    build_images
    prepare_monitoring
    prepare_postgres
    prepare_keda
    "${ENGINE}_load_images"
    install_monitoring
    install_postgres
    install_keda
    install_chart
    install_quickstart
    label_quickstart
    share_postgres
    await_monitoring
    await_postgres
    await_keda
    if [[ $ENGINE == local ]]; then local_drop_unused_images; fi
  fi
  if [[ $MERGE_KUBECONFIG == yes ]]; then merge_kubeconfig; fi
  summary
}

need_value() {
  if [[ -z ${2:-} || ${2:-} == --* ]]; then user_error "$1 needs a value." "See: ./touchpoint $COMMAND --help"; fi
}

# What --with may bring, and where.
check_additions() {
  local addition
  for addition in "${WITH[@]}"; do
    if [[ $addition != prometheus-operator && $addition != keda ]]; then
      user_error "--with knows prometheus-operator and keda, not $addition."
    fi
    if [[ $ENGINE == context ]]; then user_error "--with $addition is for a cluster made here: into yours nothing but Touchpoint is put."; fi
    if [[ $BARE == yes ]]; then user_error "--with $addition and --bare contradict each other."; fi
  done
}

has_addition() { [[ " ${WITH[*]} " == *" $1 "* ]]; }

# Two runs at once would start everything twice, also from two checkouts: there is one local cluster per machine. The
# lock is on a directory that is always there, so nothing is left behind.
one_at_a_time() {
  exec 9</var/lib
  if flock --nonblock 9; then return 0; fi
  say "waiting for another \`touchpoint up\` or \`down\` on this machine to finish"
  flock --timeout 900 9 || user_error "the other \`touchpoint up\` or \`down\` is still running after 15 minutes." "Look for it: ps -ef | grep touchpoint"
}

# What is up already stays the choice; then Kind, then local binaries; else all three ways with what each lacks.
choose_engine() {
  case $ENGINE in
    local | kind | context) return ;;
    "") ;;
    *) user_error "--engine is local or kind, not $ENGINE." ;;
  esac
  if local_exists; then
    ENGINE=local
  elif kind_provider; then
    ENGINE=kind
  elif [[ $(uname -s) == Linux && $EUID == 0 ]]; then
    ENGINE=local
  else
    user_error "no way to a Kubernetes cluster here. There are three:" \
      "Your own cluster:  ./touchpoint up --context NAME --registry HOST/PATH   ($(own_contexts))" \
      "Kind:              needs Docker or Podman; $KIND_LACKS" \
      "Local binaries:    need Linux and root; $(local_lacks). Type: sudo ./touchpoint up"
  fi
}

own_contexts() {
  local names
  names=$(sed -n 's/^ *current-context: *//p' "${KUBECONFIG:-$HOME/.kube/config}" 2>/dev/null || true)
  if [[ -n $names ]]; then echo "current context: $names"; else echo "no kubeconfig found"; fi
}

local_lacks() {
  if [[ $(uname -s) != Linux ]]; then echo "this is $(uname -s)"; else echo "you are $(id -un), not root"; fi
}
