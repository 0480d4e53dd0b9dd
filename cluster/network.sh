# shellcheck shell=bash
# The node's address, and what the cluster changes in the machine's network and kernel settings, so that it can be undone.
# The address lies on an interface of its own: the cluster works with any network, with none, and is seen by nobody else.

# Settings that kubelet, the network plugin or we change.
CHANGED_SETTINGS=(net.ipv4.ip_forward vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops
  kernel.keys.root_maxkeys kernel.keys.root_maxbytes)

make_network() {
  if ! ip link show "$INTERFACE" >/dev/null 2>&1; then
    check_subnet_free
    echo "$SUBNET" >"$STATE/subnet"
    # A dummy interface is the plain way; a bridge without ports does the same where the kernel lacks it.
    ip link add "$INTERFACE" type dummy 2>/dev/null || ip link add "$INTERFACE" type bridge
  fi
  ip link set "$INTERFACE" up
  ip address replace "$NODE_IP/32" dev "$INTERFACE"
  write_setting net.ipv4.ip_forward 1
  nft -f - <<EOF
table ip touchpoint
delete table ip touchpoint
table ip touchpoint {
  chain outward {
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr $POD_CIDR ip daddr != $SUBNET.0.0/16 masquerade
  }
}
EOF
  open_forward_chain
}

# Someone else's firewall may drop what is forwarded (Docker does): one rule for our pods, marked as ours.
open_forward_chain() {
  if nft list chain ip filter FORWARD 2>/dev/null | grep -q 'policy drop' &&
    ! nft list chain ip filter FORWARD | grep -q 'comment "touchpoint"'; then
    nft insert rule ip filter FORWARD ip saddr "$POD_CIDR" accept comment '"touchpoint"'
    nft insert rule ip filter FORWARD ip daddr "$POD_CIDR" accept comment '"touchpoint"'
  fi
}

check_subnet_free() {
  local taken
  if [[ ! $SUBNET =~ ^[0-9]{1,3}\.[0-9]{1,3}$ ]]; then
    user_error "TOUCHPOINT_SUBNET is the first two numbers of the addresses, such as 10.198; it is $SUBNET."
  fi
  taken=$(ip -4 route show table all | grep -E "(^|local |broadcast )${SUBNET//./\\.}\." || true)
  if [[ -n $taken ]]; then
    user_error "the addresses $SUBNET.0.0/16 are in use on this machine:" "${taken%%$'\n'*}" \
      "Choose two other numbers: TOUCHPOINT_SUBNET=10.198 ./touchpoint up"
  fi
  if nft list table ip kube-proxy >/dev/null 2>&1; then
    user_error "another Kubernetes node runs on this machine (nftables has a table kube-proxy), and two would spoil each other's rules." \
      "Use that cluster: ./touchpoint up --context NAME"
  fi
}

setting_path() { printf '/proc/sys/%s' "${1//.//}"; }

read_setting() { cat "$(setting_path "$1")"; }

write_setting() {
  if [[ $(read_setting "$1") != "$2" ]]; then echo "$2" >"$(setting_path "$1")"; fi
}

# Notes once, before anything is changed, what `down` puts back.
note_former_state() {
  local note=$STATE/former name
  [[ ! -f $note ]] || return 0
  {
    for name in "${CHANGED_SETTINGS[@]}"; do
      if [[ -r $(setting_path "$name") ]]; then echo "setting $name $(read_setting "$name")"; fi
    done
    # Which controllers version 2 of cgroups passed on; see pass_controllers_on.
    if [[ -f /sys/fs/cgroup/cgroup.subtree_control ]]; then echo "controllers $(</sys/fs/cgroup/cgroup.subtree_control)"; fi
    for name in /var/lib/cni /var/lib/kubelet /var/log/containers /run/containerd /run/mount; do
      [[ -e $name ]] || echo "absent $name"
    done
  } >"$note.part"
  mv "$note.part" "$note"
}

restore_former_state() {
  local kind name value
  [[ -f $STATE/former ]] || return 0
  remove_strays
  while read -r kind name value; do
    case $kind in
      setting) write_setting "$name" "$value" || say "could not set $name back to $value" ;;
      controllers) withdraw_controllers "$name $value" ;;
      # Only what was not there before us and holds nothing of anyone else.
      absent) [[ ! -d $name ]] || find "$name" -depth -type d -empty -delete ;;
    esac
  done <"$STATE/former"
}

withdraw_controllers() {
  local controller
  for controller in $(</sys/fs/cgroup/cgroup.subtree_control); do
    if [[ " $1 " != *" $controller "* ]]; then echo "-$controller" >/sys/fs/cgroup/cgroup.subtree_control 2>/dev/null || true; fi
  done
}

# Files that containerd, kubelet and the network plugin put in places of their own choice, which others may share.
remove_strays() {
  local socket result pod
  for result in /var/lib/cni/results/touchpoint-*; do
    pod=${result##*/touchpoint-}
    rm -f "$result" "/var/lib/cni/results/cni-loopback-${pod%-*}-lo"
  done
  find /var/log/containers -lname "$STATE/pods/*" -delete 2>/dev/null || true
  # A shim's socket carries no owner's name; one that nobody listens on is left over.
  for socket in /run/containerd/s/* /var/lib/kubelet/device-plugins/kubelet.sock; do
    if [[ -S $socket ]] && ! grep -qF "$socket" /proc/net/unix; then rm -f "$socket"; fi
  done
}

remove_service_rules() {
  local family
  for family in ip ip6; do nft delete table "$family" kube-proxy 2>/dev/null || true; done
}

remove_network() {
  local handle
  remove_service_rules
  nft delete table ip touchpoint 2>/dev/null || true
  for handle in $({ nft -a list chain ip filter FORWARD 2>/dev/null || true; } | sed -n 's/.*comment "touchpoint" # handle //p'); do
    nft delete rule ip filter FORWARD handle "$handle"
  done
  pod_interfaces | while read -r handle; do ip link delete "$handle" 2>/dev/null || true; done
  ip link delete "$INTERFACE" 2>/dev/null || true
}

# The host's ends of the pods' cables: each has the route to one pod address.
pod_interfaces() { ip -4 route show | sed -n "s/^${SUBNET//./\\.}\.0\.[0-9]* dev \(veth[0-9a-z]*\) .*/\1/p" | sort -u; }
