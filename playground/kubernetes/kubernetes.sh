#!/usr/bin/env bash
# A real Kubernetes on one Linux machine, without Docker: etcd, API server, controller manager, scheduler, and for each
# node a containerd and a kubelet of its own. All of it lives in one network namespace; `down` leaves nothing behind.
# README.md tells what it needs, what it costs and how it works.
#
#   kubernetes.sh install              what is missing: Debian packages, and the Kubernetes binary from Go modules
#   kubernetes.sh binary               the Kubernetes binary alone, which takes minutes and touches no packages
#   kubernetes.sh check                says whether this machine can do it: ready, buildable, or what stands in the way
#   kubernetes.sh claim                takes this namespace, clearing away what is left there; ends with 3 where it is taken,
#                                      also by the same KUBERNETES_OWNER: one program may have several clusters
#   kubernetes.sh up [SPEC…]           starts the cluster and prints its kubeconfig; SPEC is a number of nodes, or for each
#                                      node its labels and taints: node1:ondes.dev/capacity=on-demand
#                                      node2:ondes.dev/capacity=spot,taint=ondes.dev/spot=true:NoSchedule
#   kubernetes.sh api                  starts etcd and API server alone, for tests that make calls and want nobody else to
#                                      write: no controllers, no scheduler, no nodes; prints its kubeconfig
#   kubernetes.sh down                 ends it, by process id, and removes what it made; also after an interrupted up
#   kubernetes.sh print                where things are: kubeconfig=… address=… netns=… audit=… binary=… cgroup=…
#   kubernetes.sh user NAME [GROUP…]   prints a kubeconfig with a client certificate for a user of that name
#   kubernetes.sh kubectl ARGS…        kubectl for this cluster
#   kubernetes.sh in CMD…              runs a server in the cluster's network; pods reach it at <net>.1.1
#
#   kubernetes.sh image [--from BASE] NAME FOLDER [ENTRYPOINT…]     gives every node an image made of FOLDER (on top of BASE)
#   kubernetes.sh image-from-packages NAME PACKAGE… [-- ENTRYPOINT…]   one made of Debian packages of this machine
#   kubernetes.sh images               the images that nodes have or will have
#   kubernetes.sh archive NAME         writes one as docker save does
#   kubernetes.sh forget               removes from the cache the images that were not used last; each up does it too
#   kubernetes.sh trust-registry HOST:PORT   nodes pull from it by plain HTTP, as from one that `in` runs
#
#   kubernetes.sh node-crash N         node N is dead at once: kubelet, containerd and every process of its pods
#   kubernetes.sh node-return N        it boots again, its disk as it was
#   kubernetes.sh node-delete N        its Node object goes, as a cloud removes what it has taken back
#   kubernetes.sh node-silence N       its kubelet hangs, pods run on …
#   kubernetes.sh node-resume N        … and goes on
#   kubernetes.sh evict [NAMESPACE/]POD   by the eviction API, as a drain does
#
#   KUBERNETES_DIR        where the cluster's state lies (default /var/tmp/ondes-kubernetes/<namespace>)
#   KUBERNETES_NS         name of the network namespace (default ondes, at most 11 characters)
#   KUBERNETES_NET        first two bytes of all addresses (default 10.213)
#   KUBERNETES_PORT       of the API server; the next two are etcd's (default 16443)
#                         With another namespace, net and port, a second cluster runs beside the first.
#   KUBERNETES_OWNER      process id of whom the cluster is for: when it has died, the next `up` or `claim` clears it away
#   KUBERNETES_SERVICES   1: kube-proxy, and CoreDNS where `install` was told the same (2 min more): Services and names
#   ONDES_CACHE           for the binary, image layers and unpacked images (default ${XDG_CACHE_HOME:-~/.cache}/ondes)
set -euo pipefail
export LC_ALL=C

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
VERSION=v1.34.4
NS=${KUBERNETES_NS:-ondes}
NET=${KUBERNETES_NET:-10.213}
PORT=${KUBERNETES_PORT:-16443}
DIR=${KUBERNETES_DIR:-/var/tmp/ondes-kubernetes/$NS}
CACHE=${ONDES_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ondes}
ADDRESS=$NET.1.1
BINARY=$CACHE/kubernetes-$VERSION-$(cat "$HERE/go.mod" "$HERE/main.go" | sha256sum | cut -c1-12)/kubernetes

say() { echo "kubernetes: $*" >&2; }
fail() { say "$*"; exit 1; }

# shellcheck source=lib/install.sh
. "$HERE/lib/install.sh"
# shellcheck source=lib/processes.sh
. "$HERE/lib/processes.sh"
# shellcheck source=lib/network.sh
. "$HERE/lib/network.sh"
# shellcheck source=lib/identities.sh
. "$HERE/lib/identities.sh"
# shellcheck source=lib/images.sh
. "$HERE/lib/images.sh"
# shellcheck source=lib/packages.sh
. "$HERE/lib/packages.sh"
# shellcheck source=lib/control-plane.sh
. "$HERE/lib/control-plane.sh"
# shellcheck source=lib/nodes.sh
. "$HERE/lib/nodes.sh"

kubectl() { "$BINARY" kubectl --kubeconfig "$DIR/admin.kubeconfig" "$@"; }

up() { # spec…
  local spec n
  local -a numbers=()
  if [ -z "${KUBERNETES_INSIDE:-}" ]; then
    claim mine
    needs_room "$(dirname "$DIR")" "$CACHE"
    in_network up "$@"
  fi
  nodes_of "$@"
  mkdir -p "$DIR"/{pki,log,pid,specs}
  for spec in "${SPECS[@]}"; do
    n=${spec%%:*} n=${n#node}
    numbers+=("$n")
    echo "${spec#*:}" >"$DIR/specs/$n"
    bridge "$n"
  done
  authority
  standard_images
  seed_images &
  local seeding=$!
  control_plane_begins
  wait "$seeding"
  each_node "${numbers[@]}" node_prepare
  control_plane_ready
  each_node "${numbers[@]}" kubelet_start
  await_nodes "${numbers[@]}"
  kubectl wait --for=create serviceaccount/default --timeout=60s >/dev/null
  echo "$DIR/admin.kubeconfig"
}

api() {
  if [ -z "${KUBERNETES_INSIDE:-}" ]; then
    claim mine
    in_network api
  fi
  mkdir -p "$DIR"/{pki,log,pid}
  authority
  # Whoever makes a namespace's service account, a pod must not wait for it.
  control_plane_begins --disable-admission-plugins=ServiceAccount
  until_ok "the API server" kubectl get --raw /readyz
  echo "$DIR/admin.kubeconfig"
}

claim() { # [mine]
  if is_taken "$@"; then
    say "a cluster is up in $DIR; down first, or give KUBERNETES_NS, _NET and _PORT for another one"
    exit 3
  fi
  remove_leftovers
  mkdir -p "$DIR"
  [ -z "${KUBERNETES_OWNER:-}" ] || identity "$KUBERNETES_OWNER" >"$DIR/owner"
}

remove_leftovers() {
  local n
  end_everything
  for n in $(node_numbers); do pods_end "$n"; done
  unmount_below "$DIR"
  for n in $(node_numbers); do cgroup_remove "$n"; done
  network_remove
  remove_traces
  # The list of images stays: it is what the next `up` gives to its nodes.
  if [ -d "$DIR" ]; then find "$DIR" -mindepth 1 -maxdepth 1 ! -name images -exec rm -rf {} +; fi
}

down() {
  remove_leftovers
  rm -rf "$DIR"
  rmdir "$(dirname "$DIR")" 2>/dev/null || true
}

print() {
  cat <<KEYS
kubeconfig=$DIR/admin.kubeconfig
address=$ADDRESS
netns=/run/netns/$NS
audit=$DIR/log/audit.log
logs=$DIR/log
binary=$BINARY
cgroup=$(cgroup_version)
KEYS
}

command=${1:-help}
[ $# = 0 ] || shift
case $command in
  check) check ;;
  install) install_missing ;;
  binary) built ;;
  claim) needs_root; locked; claim ;;
  up) needs_root; locked; up "$@" ;;
  api) needs_root; locked; api ;;
  down) needs_root; locked; down ;;
  print) print ;;
  user) user "$@" ;;
  kubectl) kubectl "$@" ;;
  in) needs_root; network; exec nsenter --net="/run/netns/$NS" "$@" ;;
  image) image "$@" ;;
  image-from-packages) image_from_packages "$@" ;;
  images) images_known ;;
  forget) forget_images ;;
  archive) archive "$(folder_of "$1")" ;;
  trust-registry) trust_registry "$1" ;;
  node-crash) node_crash "$1" ;;
  node-return) in_network node-return "$@"; node_return "$1" ;;
  node-delete) kubectl delete node "node$1" --wait=false ;;
  node-silence) kill -STOP "$(cat "$DIR/pid/kubelet-$1")" ;;
  node-resume) kill -CONT "$(cat "$DIR/pid/kubelet-$1")" ;;
  evict) evict "$1" ;;
  help | -h | --help) sed -n '2,/^set -/{/^set -/d;s/^# \{0,1\}//;p}' "$0" ;;
  *) say "no command $command; see kubernetes.sh help"; exit 2 ;;
esac
