# etcd, API server, controller manager, scheduler; with KUBERNETES_SERVICES also kube-proxy and CoreDNS.
# shellcheck shell=bash

control_plane_begins() { # argument of the API server…
  local client=http://127.0.0.1:$((PORT + 1)) peer=http://127.0.0.1:$((PORT + 2)) unsafe=()
  # The cluster's life is one test run: no write needs to outlive a power cut.
  ! etcd --help 2>&1 | grep -q -e --unsafe-no-fsync || unsafe=(--unsafe-no-fsync)
  start etcd etcd --data-dir "$DIR/etcd" --listen-client-urls "$client" --advertise-client-urls "$client" \
    --listen-peer-urls "$peer" --log-level warn "${unsafe[@]}"
  # Who called what, one JSON line for each call: counts calls per job and shows which rights are used.
  cat >"$DIR/audit-policy.yaml" <<'YAML'
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules: [{level: Metadata}]
YAML
  start kube-apiserver "$BINARY" kube-apiserver --etcd-servers="$client" --bind-address="$ADDRESS" \
    --advertise-address="$ADDRESS" --secure-port="$PORT" --service-cluster-ip-range=10.96.0.0/16 \
    --client-ca-file="$DIR/pki/ca.crt" --tls-cert-file="$DIR/pki/apiserver.crt" --tls-private-key-file="$DIR/pki/apiserver.key" \
    --service-account-key-file="$DIR/pki/accounts.pub" --service-account-signing-key-file="$DIR/pki/accounts.key" \
    --service-account-issuer=https://kubernetes.default.svc --authorization-mode=Node,RBAC --allow-privileged \
    --endpoint-reconciler-type=none --kubelet-preferred-address-types=InternalIP \
    --kubelet-client-certificate="$DIR/pki/admin.crt" --kubelet-client-key="$DIR/pki/admin.key" \
    --audit-policy-file="$DIR/audit-policy.yaml" --audit-log-path="$DIR/log/audit.log" "$@"
}

control_plane_ready() {
  until_ok "the API server" kubectl get --raw /readyz
  start kube-controller-manager "$BINARY" kube-controller-manager --kubeconfig="$DIR/admin.kubeconfig" \
    --service-account-private-key-file="$DIR/pki/accounts.key" --root-ca-file="$DIR/pki/ca.crt" \
    --cluster-signing-cert-file="$DIR/pki/ca.crt" --cluster-signing-key-file="$DIR/pki/ca.key" \
    --node-monitor-grace-period=16s --leader-elect=false --secure-port=0
  start kube-scheduler "$BINARY" kube-scheduler --kubeconfig="$DIR/admin.kubeconfig" --leader-elect=false --secure-port=0
  sysctl -qw net.ipv4.ip_forward=1
  [ -z "${KUBERNETES_SERVICES:-}" ] || services
}

services() { # once for all nodes: they share one network namespace
  sysctl -qw net.bridge.bridge-nf-call-iptables=1 2>/dev/null || true
  cat >"$DIR/kube-proxy.yaml" <<YAML
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: iptables
clusterCIDR: $NET.0.0/16
hostnameOverride: node1
clientConnection: {kubeconfig: $DIR/admin.kubeconfig}
conntrack: {maxPerCore: 0}
YAML
  start kube-proxy "$BINARY" kube-proxy --config "$DIR/kube-proxy.yaml"
  [ -x "$CACHE/coredns/coredns" ] || return 0
  printf '.:53 {\n bind %s\n errors\n kubernetes cluster.local {\n  kubeconfig %s\n }\n}\n' "$ADDRESS" "$DIR/admin.kubeconfig" >"$DIR/Corefile"
  start coredns "$CACHE/coredns/coredns" -conf "$DIR/Corefile"
}

evict() { # [namespace/]pod
  local pod=${1#*/} namespace=default
  [ "$pod" = "$1" ] || namespace=${1%%/*}
  kubectl create --raw "/api/v1/namespaces/$namespace/pods/$pod/eviction" -f - >/dev/null <<JSON
{"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "$pod", "namespace": "$namespace"}}
JSON
}
