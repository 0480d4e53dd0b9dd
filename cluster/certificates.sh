# shellcheck shell=bash
# Keys and certificates of the local cluster. Made once, kept until `down`, readable by root only.

PKI=$STATE/pki

# authority NAME: a certificate authority. Two are enough: clients of etcd must not be clients of the API server.
authority() {
  [[ ! -f $PKI/$1.crt ]] || return 0
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -sha256 -days 3650 \
    -subj "/CN=touchpoint-$1" -addext keyUsage=critical,keyCertSign,cRLSign \
    -keyout "$PKI/$1.key" -out "$PKI/$1.crt.part" 2>/dev/null
  mv "$PKI/$1.crt.part" "$PKI/$1.crt"
}

# certificate NAME AUTHORITY SUBJECT [ALTERNATIVE_NAMES]: a certificate for a client, or with names also for a server.
certificate() {
  local name=$1 authority=$2 subject=$3 names=${4:-} usage=clientAuth key=(ec -pkeyopt ec_paramgen_curve:prime256v1)
  [[ ! -f $PKI/$name.crt ]] || return 0
  if [[ -n $names ]]; then usage=clientAuth,serverAuth; fi
  # People's own programs use this one, and some (fabric8 among them) read only RSA keys without a further library.
  if [[ $name == admin ]]; then key=(rsa:2048); fi
  openssl req -new -newkey "${key[@]}" -nodes -subj "$subject" \
    -keyout "$PKI/$name.key" -out "$PKI/$name.csr" 2>/dev/null
  openssl x509 -req -in "$PKI/$name.csr" -CA "$PKI/$authority.crt" -CAkey "$PKI/$authority.key" -sha256 -days 3650 \
    -set_serial "0x$(openssl rand -hex 12)" -out "$PKI/$name.crt.part" \
    -extfile <(printf 'extendedKeyUsage=%s\nkeyUsage=critical,digitalSignature\n%s' "$usage" "${names:+subjectAltName=$names}") 2>/dev/null
  rm "$PKI/$name.csr"
  mv "$PKI/$name.crt.part" "$PKI/$name.crt"
}

make_certificates() {
  local old_mask
  old_mask=$(umask)
  umask 077
  mkdir -p "$PKI"
  authority ca
  authority etcd-ca
  certificate etcd etcd-ca /CN=etcd "IP:$NODE_IP"
  certificate etcd-client etcd-ca /CN=kube-apiserver
  certificate kube-apiserver ca /CN=kube-apiserver \
    "IP:127.0.0.1,IP:$API_SERVICE_IP,IP:$NODE_IP,DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local"
  certificate kubelet-server ca "/CN=$NODE_NAME" "IP:$NODE_IP,DNS:$NODE_NAME"
  certificate kubelet-client ca /O=system:masters/CN=kube-apiserver-kubelet-client
  certificate front-proxy-client ca /CN=front-proxy-client
  certificate admin ca /O=system:masters/CN=admin
  certificate kube-controller-manager ca /CN=system:kube-controller-manager
  certificate kube-scheduler ca /CN=system:kube-scheduler
  certificate kube-proxy ca /CN=system:kube-proxy
  certificate kubelet ca "/O=system:nodes/CN=system:node:$NODE_NAME"
  if [[ ! -f $PKI/service-accounts.key ]]; then
    openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$PKI/service-accounts.part" 2>/dev/null
    mv "$PKI/service-accounts.part" "$PKI/service-accounts.key"
  fi
  kubeconfig admin "$STATE/kubeconfig"
  local client
  for client in kube-controller-manager kube-scheduler kube-proxy kubelet; do
    kubeconfig "$client" "$PKI/$client.kubeconfig"
  done
  umask "$old_mask"
}

# kubeconfig CLIENT FILE: complete in itself, so that it can be copied elsewhere on this machine.
kubeconfig() {
  [[ ! -f $2 ]] || return 0
  cat >"$2.part" <<EOF
apiVersion: v1
kind: Config
clusters:
- name: touchpoint
  cluster:
    server: https://$NODE_IP:6443
    certificate-authority-data: $(base64 -w0 "$PKI/ca.crt")
users:
- name: touchpoint-$1
  user:
    client-certificate-data: $(base64 -w0 "$PKI/$1.crt")
    client-key-data: $(base64 -w0 "$PKI/$1.key")
contexts:
- name: touchpoint
  context: {cluster: touchpoint, user: touchpoint-$1}
current-context: touchpoint
EOF
  mv "$2.part" "$2"
}
