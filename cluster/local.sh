# shellcheck shell=bash
# A Kubernetes of real parts on this machine: etcd, API server, controllers, containerd, kubelet, kube-proxy, CoreDNS.

CNI_BIN=
LOCAL_PROGRAMS=(etcd kube-apiserver kubectl kube-controller-manager kube-scheduler kubelet kube-proxy coredns helm)

local_up() {
  if [[ $EUID != 0 ]]; then user_error "a cluster of local binaries needs root: it makes interfaces, mounts and containers." "Type: sudo ./touchpoint up"; fi
  want containerd "runs the pods' containers" has containerd
  want runc "starts a container for containerd" has runc
  want containernetworking-plugins "gives each pod its network" find_cni
  want nftables "the firewall through which Services are reached" has nft
  want busybox-static "the pause program that holds a pod's network" has_static_busybox
  want iproute2 "makes the node's network interface" has ip
  want openssl "makes the cluster's certificates" has openssl
  install_wanted
  find_cni
  provide "${LOCAL_PROGRAMS[@]}"
  export PATH=$KUBERNETES_BIN:$CACHE/helm-$HELM_VERSION:$PATH
  export KUBECONFIG=$STATE/kubeconfig

  forget_former_boot
  mkdir -p "$STATE" "$RUN" "$LOGS"
  chmod 700 "$STATE" "$RUN"
  note_former_state
  make_cgroups
  make_network
  make_certificates
  start_control_plane
  start_node
  install_dns
}

find_cni() {
  local directory
  for directory in /usr/lib/cni /opt/cni/bin /usr/libexec/cni; do
    if [[ -x $directory/ptp && -x $directory/host-local ]]; then
      # shellcheck disable=SC2034  # read by `fill`
      CNI_BIN=$directory
      return 0
    fi
  done
  return 1
}

has_static_busybox() { [[ -x /bin/busybox ]] && ! has_interpreter /bin/busybox; }

has_interpreter() { head -c 4096 "$1" | grep -aq 'ld-linux\|ld-musl'; }

# What lay in $RUN before the machine was started anew describes processes and containers that are gone.
forget_former_boot() {
  local boot
  boot=$(</proc/sys/kernel/random/boot_id)
  if [[ -f $RUN/boot && $(<"$RUN/boot") != "$boot" ]]; then rm -rf --one-file-system "$RUN"; fi
  mkdir -p "$RUN"
  echo "$boot" >"$RUN/boot"
}

start_control_plane() {
  local api=https://$NODE_IP:6443 fresh=no
  running kube-apiserver || fresh=yes
  if [[ $fresh == yes ]]; then say "starting etcd and the API server at $api"; fi
  # Nothing is flushed to disk: a killed process loses nothing by that, only a machine that loses power does.
  start etcd "" "$KUBERNETES_BIN/etcd" --data-dir="$STATE/etcd" --unsafe-no-fsync --log-level=warn \
    --listen-client-urls="https://$NODE_IP:2379" --advertise-client-urls="https://$NODE_IP:2379" \
    --listen-peer-urls="http://127.0.0.1:0" --initial-advertise-peer-urls=http://127.0.0.1:2380 \
    --initial-cluster=default=http://127.0.0.1:2380 \
    --client-cert-auth --trusted-ca-file="$PKI/etcd-ca.crt" --cert-file="$PKI/etcd.crt" --key-file="$PKI/etcd.key"
  start kube-apiserver "" "$KUBERNETES_BIN/kube-apiserver" --bind-address="$NODE_IP" --advertise-address="$NODE_IP" \
    --secure-port=6443 --tls-cert-file="$PKI/kube-apiserver.crt" --tls-private-key-file="$PKI/kube-apiserver.key" \
    --client-ca-file="$PKI/ca.crt" --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
    --allow-privileged --anonymous-auth=false --cert-dir="$STATE/apiserver" \
    --etcd-servers="https://$NODE_IP:2379" --etcd-cafile="$PKI/etcd-ca.crt" \
    --etcd-certfile="$PKI/etcd-client.crt" --etcd-keyfile="$PKI/etcd-client.key" \
    --service-cluster-ip-range="$SERVICE_CIDR" \
    --service-account-issuer=https://kubernetes.default.svc.cluster.local \
    --service-account-key-file="$PKI/service-accounts.key" --service-account-signing-key-file="$PKI/service-accounts.key" \
    --kubelet-certificate-authority="$PKI/ca.crt" --kubelet-client-certificate="$PKI/kubelet-client.crt" \
    --kubelet-client-key="$PKI/kubelet-client.key" --kubelet-preferred-address-types=InternalIP \
    --requestheader-client-ca-file="$PKI/ca.crt" --requestheader-allowed-names=front-proxy-client \
    --requestheader-username-headers=X-Remote-User --requestheader-group-headers=X-Remote-Group \
    --requestheader-extra-headers-prefix=X-Remote-Extra- --proxy-client-cert-file="$PKI/front-proxy-client.crt" \
    --proxy-client-key-file="$PKI/front-proxy-client.key" --enable-aggregator-routing --shutdown-delay-duration=0s
  started etcd 30 running etcd
  started kube-apiserver 90 kubectl get --raw /readyz
  start kube-controller-manager "" "$KUBERNETES_BIN/kube-controller-manager" \
    --kubeconfig="$PKI/kube-controller-manager.kubeconfig" --bind-address="$NODE_IP" --use-service-account-credentials \
    --root-ca-file="$PKI/ca.crt" --service-account-private-key-file="$PKI/service-accounts.key" \
    --cluster-signing-cert-file="$PKI/ca.crt" --cluster-signing-key-file="$PKI/ca.key" --leader-elect=false \
    --cert-dir="$STATE/controller-manager" --kube-api-qps=500 --kube-api-burst=1000
  start kube-scheduler "" "$KUBERNETES_BIN/kube-scheduler" --kubeconfig="$PKI/kube-scheduler.kubeconfig" \
    --bind-address="$NODE_IP" --leader-elect=false --cert-dir="$STATE/scheduler"
}

start_node() {
  running kubelet || say "starting containerd, kubelet and kube-proxy"
  mkdir -p "$STATE"/{cni,kubelet,pods,volume-plugins}
  local snapshotter=overlayfs resolver=/etc/resolv.conf
  # An overlay cannot lie on an overlay, as inside another container.
  if [[ $(stat -f -c %T "$STATE") == overlayfs ]]; then snapshotter=native; fi
  # A resolver on the machine's own loopback is not there for a pod.
  if grep -q '^nameserver 127\.' "$resolver" && [[ -f /run/systemd/resolve/resolv.conf ]]; then
    resolver=/run/systemd/resolve/resolv.conf
  fi
  fill containerd.toml "$STATE/containerd.toml" SNAPSHOTTER="$snapshotter"
  fill network.conflist "$STATE/cni/10-touchpoint.conflist"
  fill kubelet.yaml "$STATE/kubelet.yaml" RESOLVER="$resolver"
  start containerd "$STATE/containerd.toml" "$(command -v containerd)" --config "$STATE/containerd.toml"
  started containerd 30 containerd_images
  import_archive "$(pause_archive)" "$PAUSE_IMAGE"
  start kubelet "$STATE/kubelet.yaml" "$KUBERNETES_BIN/kubelet" --config="$STATE/kubelet.yaml" \
    --kubeconfig="$PKI/kubelet.kubeconfig" --hostname-override="$NODE_NAME" --node-ip="$NODE_IP" \
    --root-dir="$STATE/kubelet" --cert-dir="$STATE/kubelet/pki"
  # kube-proxy 1.35 can leave a chain empty that it finds flushed by its predecessor; what it builds anew is whole.
  if ! running kube-proxy; then remove_service_rules; fi
  start kube-proxy "" "$KUBERNETES_BIN/kube-proxy" --kubeconfig="$PKI/kube-proxy.kubeconfig" --proxy-mode=nftables \
    --cluster-cidr="$POD_CIDR" --hostname-override="$NODE_NAME" --bind-address="$NODE_IP" \
    --metrics-bind-address="$NODE_IP:10249" --healthz-bind-address="$NODE_IP:10256" --conntrack-max-per-core=0 \
    --conntrack-tcp-timeout-established=0s --conntrack-tcp-timeout-close-wait=0s
  # All of them first, so that they start side by side.
  started kubelet 90 node_ready
  started kube-proxy 30 curl -fsS "http://$NODE_IP:10256/livez"
  started kube-controller-manager 30 curl -fsSk "https://$NODE_IP:10257/healthz"
  started kube-scheduler 30 curl -fsSk "https://$NODE_IP:10259/healthz"
}

# The API server remembers a dead kubelet's node as Ready for a while, so kubelet itself is asked too.
node_ready() { curl -fsS "http://$NODE_IP:10248/healthz" && kubectl wait --for=condition=Ready "node/$NODE_NAME" --timeout=1s; }

# A directory of the node that the user of our pods may write, for what is to outlast a pod.
local_directory() { install -d -o 65532 -g 65532 -m 700 "$1"; }

containerd_images() { ctr --address "$RUN/containerd.sock" --namespace k8s.io images list -q; }

# fill TEMPLATE FILE [NAME=VALUE...]: writes a configuration from cluster/config, with @NAME@ replaced.
fill() {
  local text pair name
  text=$(<"$ROOT/cluster/config/$1")
  for name in STATE RUN CGROUP POD_CIDR DNS_IP NODE_IP CNI_BIN PAUSE_IMAGE PKI; do text=${text//@$name@/${!name}}; done
  for pair in "${@:3}"; do text=${text//@${pair%%=*}@/${pair#*=}}; done
  printf '%s\n' "$text" >"$2"
}

install_dns() {
  import_archive "$(coredns_archive)" "$COREDNS_IMAGE"
  fill coredns.yaml "$STATE/coredns.yaml" COREDNS_IMAGE="$COREDNS_IMAGE"
  kubectl apply --server-side --field-manager=touchpoint-up -f "$STATE/coredns.yaml" >/dev/null
  wait_until 90 "CoreDNS" kubectl -n kube-system rollout status deployment/coredns --timeout=1s ||
    our_error "CoreDNS did not become ready." "See why: KUBECONFIG=$KUBECONFIG kubectl -n kube-system describe pods" \
      "kubelet's log is $LOGS/kubelet.log"
}
