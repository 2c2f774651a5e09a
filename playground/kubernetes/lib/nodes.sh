# Nodes: for each a containerd, a kubelet, a cgroup for its pods; and what may befall it.
# shellcheck shell=bash

nodes_of() { # spec…: sets SPECS to one "node1:label=value,taint=…" for each node
  local i spec
  SPECS=()
  if [ $# -le 1 ] && [[ ${1:-1} =~ ^[0-9]+$ ]]; then
    for i in $(seq "${1:-1}"); do SPECS+=("node$i:"); done
  else
    for spec in "$@"; do
      [[ $spec =~ ^node[0-9]+(:[^[:space:]]*)?$ ]] || fail "no node spec: $spec; such as node2:example.org/label=value,taint=key=value:NoSchedule"
      [[ $spec == *:* ]] || spec=$spec:
      SPECS+=("$spec")
    done
  fi
}

node_numbers() { find "$DIR/specs" -mindepth 1 -printf '%f\n' 2>/dev/null | sort -n; }

node_labels() { # number
  tr ',' '\n' <"$DIR/specs/$1" | grep -v '^taint=' | grep . | paste -sd, || true
}

node_taints() { # number: as the kubelet's configuration wants them
  local taint key value
  while IFS= read -r taint; do
    taint=${taint#taint=} key=${taint%%[=:]*} value=
    [[ ${taint%:*} != *=* ]] || value=${taint#*=} value=${value%:*}
    printf '{key: "%s", value: "%s", effect: "%s"}\n' "$key" "$value" "${taint##*:}"
  done < <(tr ',' '\n' <"$DIR/specs/$1" | grep '^taint=') | paste -sd,
}

cgroup_version() { if [ "$(stat -fc %T /sys/fs/cgroup)" = cgroup2fs ]; then echo 2; else echo 1; fi; }

# A kubelet removes pod cgroups that it doesn't know; so two on one machine need a root each.
cgroup_make() { # number
  local group=$NS-node$1 folder controller
  if [ "$(cgroup_version)" = 2 ]; then
    cgroup_delegate /sys/fs/cgroup
    mkdir -p "/sys/fs/cgroup/$group"
    cgroup_delegate "/sys/fs/cgroup/$group"
    return
  fi
  for folder in /sys/fs/cgroup/*/; do
    [ -e "$folder/tasks" ] || continue
    mkdir -p "$folder$group"
    for controller in cpus mems; do
      [ ! -e "$folder/cpuset.$controller" ] || cat "$folder/cpuset.$controller" >"$folder$group/cpuset.$controller"
    done
  done
}

cgroup_delegate() { # folder (cgroup v2): groups below it get every controller it has
  local controller
  for controller in $(cat "$1/cgroup.controllers"); do
    echo "+$controller" >"$1/cgroup.subtree_control" 2>/dev/null && continue
    # A group with processes of its own can't delegate, unless it is the root; a container's root is none.
    mkdir -p "$1/ondes-init"
    while read -r pid; do echo "$pid" >"$1/ondes-init/cgroup.procs" 2>/dev/null || true; done <"$1/cgroup.procs"
    echo "+$controller" >"$1/cgroup.subtree_control" 2>/dev/null || say "cgroup controller $controller can't be had for pods"
  done
}

cgroup_folders() { # number
  find /sys/fs/cgroup /sys/fs/cgroup/* -maxdepth 1 -name "$NS-node$1" 2>/dev/null | sort -u
}

cgroup_remove() { # number
  local folder
  for folder in $(cgroup_folders "$1"); do find "$folder" -depth -type d -exec rmdir {} + 2>/dev/null || true; done
}

node_prepare() { # number: all but the kubelet, which needs an API server
  local n=node$1
  mkdir -p "$DIR/$n"/{cni,kubelet,containerd}
  cgroup_make "$1"
  certificate "$n" "/O=system:nodes/CN=system:node:$n"
  kubeconfig "$n" >"$DIR/$n.kubeconfig"
  node_configure "$1" "$DIR/$n"
  clone_seed "$DIR/$n/containerd/root"
  containerd_start "$1"
}

node_configure() { # number folder
  cat >"$2/cni/10-pods.conflist" <<JSON
{"cniVersion": "0.4.0", "name": "$NS-pods", "plugins": [
 {"type": "bridge", "bridge": "nodes$1", "isGateway": true, "hairpinMode": true,
  "ipam": {"type": "host-local", "dataDir": "$2/ipam", "ranges": [[{"subnet": "$NET.$1.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
JSON
  containerd_configuration "$2" >"$2/containerd.toml"
  cat >"$2/resolv.conf" <<<"nameserver $ADDRESS"
  cat >"$2/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $NET.$1.1
healthzPort: 0
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $DIR/pki/ca.crt}}
authorization: {mode: Webhook}
cgroupDriver: cgroupfs
cgroupRoot: /$NS-node$1
failCgroupV1: false
enforceNodeAllocatable: []
failSwapOn: false
containerRuntimeEndpoint: unix://$2/containerd.sock
evictionHard: {imagefs.available: "1%", memory.available: "50Mi", nodefs.available: "1%"}
nodeStatusUpdateFrequency: 4s
imageGCHighThresholdPercent: 100
serializeImagePulls: false
clusterDNS: ["$ADDRESS"]
resolvConf: $2/resolv.conf
podLogsDir: $2/logs
registerWithTaints: [$(node_taints "$1")]
YAML
}

kubelet_start() { # number
  local n=node$1
  PART=$n start "kubelet-$1" "$BINARY" kubelet --config="$DIR/$n/kubelet.yaml" --kubeconfig="$DIR/$n.kubeconfig" \
    --hostname-override="$n" --root-dir="$DIR/$n/kubelet" --cert-dir="$DIR/$n/kubelet/pki" --node-ip="$NET.$1.1" \
    --node-labels="$(node_labels "$1")"
}

await_nodes() { # number…: until all are ready. A kubelet that has ended is started again, as a machine's supervisor does
  local n
  for _ in {1..6}; do
    if nodes_ready "$@"; then return; fi
    for n in "$@"; do
      alive "$(cat "$DIR/pid/kubelet-$n")" && continue
      say "kubelet-$n has ended and starts again: $(tail -n 1 "$DIR/log/kubelet-$n.log")"
      kubelet_start "$n"
    done
  done
  tell_ended
  kubectl get nodes -o 'jsonpath={range .items[*]}{.metadata.name}{": "}{range .status.conditions[*]}{.reason}{" "}{.message}{"; "}{end}{"\n"}{end}' >&2 || true
  fail "the nodes are not ready"
}

nodes_ready() { # number…: within 20 s
  local n
  for n in "$@"; do kubectl wait --for=create "node/node$n" --timeout=10s || return; done >/dev/null 2>&1
  kubectl wait --for=condition=Ready "${@/#/node/node}" --timeout=10s >/dev/null 2>&1
}

containerd_start() { # number
  local log=$DIR/log/containerd-$1.log seen=0
  [ ! -e "$log" ] || seen=$(stat -c %s "$log")
  PART=node$1 start "containerd-$1" containerd --config "$DIR/node$1/containerd.toml"
  until_ok containerd ctr -a "$DIR/node$1/containerd.sock" version
  # Its service for kubelets comes a moment later, and a kubelet that comes before it ends for good.
  until_ok "containerd's service for kubelets" serves_kubelets "$log" "$seen"
}

serves_kubelets() { # log bytes: of the log that are from earlier
  tail -c "+$(($2 + 1))" "$1" | grep 'Start streaming server'
}

node_crash() { # number
  local -a pids
  mapfile -t pids < <(marked "${MARK}_PART" "$DIR/node$1")
  kill_all "${pids[@]}"
  pods_end "$1"
}

pods_end() { # number: what runs in its pods
  local folder
  local -a pids
  for folder in $(cgroup_folders "$1"); do
    mapfile -t pids < <(find "$folder" -name cgroup.procs -exec cat {} + 2>/dev/null | sort -u)
    kill_all "${pids[@]}"
  done
}

node_return() { # number: a boot keeps the disk and empties /run
  unmount_below "$DIR/node$1/containerd/state"
  rm -rf "$DIR/node$1/containerd/state" "$DIR/node$1/runc" "$DIR/node$1/containerd.sock"
  containerd_start "$1"
  kubelet_start "$1"
  await_nodes "$1"
}

unmount_below() { # folder
  local mount
  awk -v below="$1/" 'index($2, below) == 1 {print $2}' /proc/mounts | sort -r | while read -r mount; do
    umount -l "$(printf '%b' "$mount")" 2>/dev/null || true
  done
}

shim_sockets() { # a shim that is killed leaves its socket, whose name is a digest of whom it served
  local log n id
  [ -n "$(ls -A /run/containerd/s 2>/dev/null)" ] || return 0
  for log in "$DIR"/log/containerd-*.log; do
    [ -e "$log" ] || continue
    n=${log##*containerd-} n=${n%.log}
    grep -oE 'returns sandbox id \\"[0-9a-f]{64}' "$log" | grep -oE '[0-9a-f]{64}' | while read -r id; do
      echo "/run/containerd/s/$(printf '%s' "$DIR/node$n/containerd.sock/k8s.io/$id" | sha256sum | cut -d' ' -f1)"
    done
  done
}

remove_traces() { # what kubelet, shims and network plugins leave outside of our folder when they are killed
  local socket result
  shim_sockets | while read -r socket; do rm -f "$socket"; done || true
  grep -lsF "$DIR/" /var/lib/cni/results/* | while read -r result; do rm -f "$result"; done || true
  [ ! -d /var/log/containers ] || find /var/log/containers -lname "$DIR/*" -delete
  socket=/var/lib/kubelet/device-plugins/kubelet.sock
  grep -qF "$socket" /proc/net/unix || rm -f "$socket"
  rmdir /var/lib/kubelet/device-plugins /var/lib/kubelet /var/lib/cni/results /var/lib/cni /var/log/containers \
    /run/containerd/s /run/containerd 2>/dev/null || true
}
