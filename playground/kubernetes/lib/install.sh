# What the machine must have, and getting it.
# shellcheck shell=bash

PACKAGES=(etcd-server containerd runc containernetworking-plugins iproute2 busybox-static openssl util-linux)
[ -z "${KUBERNETES_SERVICES:-}" ] || PACKAGES+=(iptables conntrack)

needs_root() { [ "$(id -u)" = 0 ] || fail "needs root: namespaces, mounts and cgroups are made"; }

needs_room() { # folder…: images take some; and below 1 % a kubelet keeps pods away, which looks like a cluster without room
  local folder free size
  for folder in "$@"; do
    mkdir -p "$folder"
    read -r free size < <(df --output=avail,size -m "$folder" | tail -n 1)
    [ "$free" -ge 3000 ] && [ "$((free * 50))" -ge "$size" ] ||
      fail "the disk of $folder has $free MB left, of $size MB; a cluster needs 3000 MB and 2 %: make room, or give another folder by ONDES_CACHE or KUBERNETES_DIR"
  done
}

packages_missing() { # package…: those of them that aren't installed
  local package
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
  done
}

packages_install() { # package…
  local missing
  mapfile -t missing < <(packages_missing "$@")
  [ "${#missing[@]}" != 0 ] || return 0
  needs_root
  say "installs the Debian packages ${missing[*]}"
  local -a quiet=(-qq -o DPkg::Lock::Timeout=300)
  export DEBIAN_FRONTEND=noninteractive
  apt-get "${quiet[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null 2>&1 || {
    apt-get "${quiet[@]}" update >&2
    apt-get "${quiet[@]}" install -y --no-install-recommends "${missing[@]}" >&2
  }
}

check() { # changes nothing
  local missing
  [ "$(uname)" = Linux ] || fail "needs Linux"
  needs_root
  unshare --net --mount true 2>/dev/null || fail "needs the right to make network and mount namespaces"
  [ -w /sys/fs/cgroup ] || fail "needs cgroups that it may write"
  missing=$(packages_missing "${PACKAGES[@]}" 2>/dev/null | paste -sd' ')
  [ -z "$missing" ] || command -v apt-get >/dev/null || fail "needs apt-get, or these: $missing"
  if [ -x "$BINARY" ] && [ -z "$missing" ]; then
    echo ready
  else
    [ -x "$BINARY" ] || command -v go >/dev/null || fail "needs Go 1.24 or later to build Kubernetes, once"
    echo buildable
  fi
}

install_missing() {
  packages_install "${PACKAGES[@]}"
  # A daemon that a package brought with it would hold etcd's ports or the machine's containerd; ours has its own of both.
  built
}

built() { # by one process at a time
  mkdir -p "$CACHE"
  exec 8>"$CACHE/install.lock"
  flock 8
  [ -x "$BINARY" ] || build_binary
  [ -z "${KUBERNETES_SERVICES:-}" ] || [ -x "$CACHE/coredns/coredns" ] ||
    GOBIN=$CACHE/coredns go install github.com/coredns/coredns@v1.14.3
  exec 8>&-
}

build_binary() {
  command -v go >/dev/null || fail "needs Go 1.24 or later to build Kubernetes $VERSION (once)"
  say "builds Kubernetes $VERSION from Go modules: about 4 minutes on two cores, once"
  local stamp=k8s.io/component-base/version minor=${VERSION#v1.}
  mkdir -p "$(dirname "$BINARY")"
  # Each compiler lives for seconds: what it collects, a sixth of its time, is not missed below a GiB.
  (cd "$HERE" && GOGC=off GOMEMLIMIT=1GiB CGO_ENABLED=0 go build -trimpath -o "$BINARY.new" -ldflags "-s -w -X $stamp.gitVersion=$VERSION \
    -X $stamp.gitMajor=1 -X $stamp.gitMinor=${minor%%.*} -X $stamp.gitTreeState=clean" .)
  mv "$BINARY.new" "$BINARY"
}
