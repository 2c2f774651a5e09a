# The namespace, the way into it, and a bridge for each node's pods.
# shellcheck shell=bash

network() { # a veth leads in: <net>.0.1 on the machine, <net>.0.2 inside
  [ "${#NS}" -le 11 ] || fail "KUBERNETES_NS: $NS is longer than 11 characters"
  if [ ! -e "/run/netns/$NS" ]; then
    ip netns add "$NS"
    ip -n "$NS" link set lo up
    ip link del "$NS-out" 2>/dev/null || true
    ip link add "$NS-out" type veth peer name eth0 netns "$NS"
    ip addr add "$NET.0.1/24" dev "$NS-out"
    ip link set "$NS-out" up
    ip route replace "$NET.0.0/16" via "$NET.0.2"
    ip -n "$NS" addr add "$NET.0.2/24" dev eth0
    ip -n "$NS" link set eth0 up
    # Services: kube-proxy rewrites their addresses, but only of packets that have a route.
    ip -n "$NS" route add 10.96.0.0/16 via "$NET.0.1"
  fi
  bridge 1
}

bridge() { # number; <net>.<number>.1 is the node's own address, and node1's is where servers for pods listen
  ip -n "$NS" link show "nodes$1" >/dev/null 2>&1 && return
  # An address of its own: else a bridge takes the lowest of its ports', changes it whenever a pod comes or goes, and pods
  # that hold the old one send to nobody until it expires. TCP's pauses double meanwhile: a minute of silence.
  ip -n "$NS" link add "nodes$1" address "$(printf '02:00:00:00:00:%02x' "$1")" type bridge
  ip -n "$NS" addr add "$NET.$1.1/24" dev "nodes$1"
  ip -n "$NS" link set "nodes$1" up
}

network_remove() {
  ip netns del "$NS" 2>/dev/null || true
  ip link del "$NS-out" 2>/dev/null || true
  # `ip netns add` has made this a mount of its own.
  if [ -z "$(ls -A /run/netns 2>/dev/null)" ]; then
    umount /run/netns 2>/dev/null || true
    rmdir /run/netns 2>/dev/null || true
  fi
}

# Runs the script again, inside. Not `ip netns exec`: that mounts a fresh /sys, and the cgroups are gone.
in_network() { # command argument…
  [ -z "${KUBERNETES_INSIDE:-}" ] || return 0
  network
  KUBERNETES_INSIDE=1 exec nsenter --net="/run/netns/$NS" "$HERE/kubernetes.sh" "$@"
}
