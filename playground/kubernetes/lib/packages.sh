# Job images made in seconds of the Debian packages that this machine has: no download, no chroot, no maintainer scripts.
# shellcheck shell=bash

# In the closure of what a job needs, but of no use in it: package management, sanitizers, Perl beyond perl-base.
UNNEEDED='^(adduser|apt|debconf|debianutils|dpkg|gpgv|install-info|liberror-perl|libperl.*|passwd|perl|perl-modules.*|ucf|lib(asan|hwasan|lsan|tsan|ubsan|itm|quadmath|gomp)[0-9]+)$'
# No part of a program.
UNREAD='^/usr/(share/(doc|man|info|locale|lintian|bug|common-licenses|i18n|bash-completion|zsh|vim|emacs)/|lib/(udev|systemd)/|lib/gcc/.*/(lto1|lto-wrapper)$)|^/usr/lib/.*/gconv/'

closure() { # package…: they and what they depend on, as far as installed and needed
  apt-cache depends --recurse --installed --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances "$@" |
    grep '^[a-z0-9]' | grep -Ev "$UNNEEDED" | sort -u |
    join - <(dpkg-query -W -f='${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | sort -u)
}

image_from_packages() { # name package… [-- entrypoint…]
  local name=$1 asked digest=
  local -a packages=()
  shift
  while [ $# != 0 ] && [ "$1" != -- ]; do
    packages+=("$1")
    shift
  done
  [ $# = 0 ] || shift
  packages_install "${packages[@]}"
  mkdir -p "$LAYERS"
  # Which packages belong to them takes seconds to tell, and stays so until one is installed or removed.
  asked=$CACHE/images/asked-$( (echo "${packages[@]}" && cat "$HERE/lib/packages.sh" /var/lib/dpkg/status) | sha256sum | cut -c1-16)
  [ ! -e "$asked" ] || digest=$(cat "$asked")
  if [ -z "$digest" ] || [ ! -e "$LAYERS/$digest.tar" ]; then
    layer_of_packages "${packages[@]}"
    echo "$digest" >"$asked"
  fi
  define_image "$name" "$digest" "$@"
}

layer_of_packages() { # package…: sets digest. Not to be called within $( ), where a step that fails would not end it
  local root known
  local -a all
  digest=
  mapfile -t all < <(closure "$@")
  known=$CACHE/images/packages-$(dpkg-query -W -f='${Package} ${Version}\n' "${all[@]}" | cat - "$HERE/lib/packages.sh" | sha256sum | cut -c1-16)
  [ ! -e "$known" ] || digest=$(cat "$known")
  if [ -z "$digest" ] || [ ! -e "$LAYERS/$digest.tar" ]; then
    root=$(mktemp -d)
    root_of_packages "$root" "${all[@]}"
    digest=$(layer "$root")
    rm -rf "$root"
    echo "$digest" >"$known"
  fi
}

root_of_packages() { # root package…
  local root=$1 link
  shift
  chmod 755 "$root"
  mkdir -p "$root"/{dev,etc,home,proc,root,run,sys,tmp,usr/bin,usr/lib,usr/lib64,usr/sbin,var/tmp}
  chmod 1777 "$root/tmp" "$root/var/tmp"
  for link in bin lib lib64 sbin; do [ ! -L "/$link" ] || ln -s "usr/$link" "$root/$link"; done
  # What a package lists but its configuration has removed is missing here too.
  dpkg -L "$@" | grep '^/.' | sort -u | grep -Ev "$UNREAD" | cut -c2- |
    tar -C / --no-recursion --ignore-failed-read -cf - -T - 2>/dev/null | tar -C "$root" --keep-directory-symlink -xpf -
  alternatives "$root"
  [ ! -e "$root/usr/sbin/update-ca-certificates" ] || cp --parents /etc/ssl/certs/ca-certificates.crt "$root"
  printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/nonexistent:/bin/false\nuser:x:1000:1000::/home:/bin/sh\n' >"$root/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\nuser:x:1000:\n' >"$root/etc/group"
  printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
  ldconfig -r "$root" 2>/dev/null || true
}

alternatives() { # root: the links that packages make when they are installed, such as awk and cc
  local root=$1 name link target
  for name in /var/lib/dpkg/alternatives/*; do
    link=$(sed -n 2p "$name") target=$(readlink -f "/etc/alternatives/$(basename "$name")") || continue
    [ -z "$target" ] || [ ! -e "$root$target" ] || { mkdir -p "$root$(dirname "$link")"; ln -sf "$target" "$root$link"; }
  done
}
