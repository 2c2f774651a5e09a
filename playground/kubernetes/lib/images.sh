# Images without Docker: layers are tar files in the cache, named by their content; what an image is made of stands in a
# folder of a few hundred bytes in the cluster's state; nodes begin with a copy of one containerd that has them unpacked.
# shellcheck shell=bash

LAYERS=$CACHE/images/layers
SEEDS=$CACHE/images/seeds

reference() { # name: as containerd and kubelet spell it out
  local name=$1
  [[ $name == */* ]] || name=library/$name
  [[ ${name%%/*} == *.* || ${name%%/*} == *:* || ${name%%/*} == localhost ]] || name=docker.io/$name
  [[ ${name##*/} == *:* ]] || name=$name:latest
  echo "$name"
}

folder_of() { echo "$DIR/images/$(reference "$1" | tr '/:' '~@')"; } # name

images_known() { find "$DIR/images" -mindepth 1 -maxdepth 1 -printf '%f\n' 2>/dev/null | tr '~@' '/:' | sort; }

layer() { # folder: packs it and prints the layer's digest. Times stay, to the second: a JVM's AOT cache compares them
  local new digest
  mkdir -p "$LAYERS"
  new=$(mktemp "$LAYERS/new.XXXXXX")
  # What is in the folder, not the folder itself: its time says when it was last used, and each use would make another layer.
  digest=$(find "$1" -mindepth 1 -maxdepth 1 -printf '%P\0' | sort -z |
    tar --format=gnu --sort=name --numeric-owner --owner=0 --group=0 -C "$1" --null -T - -cf - | tee "$new" | sha256sum | cut -d' ' -f1)
  mv "$new" "$LAYERS/$digest.tar"
  echo "$digest"
}

json() { # string…: a JSON array of them
  local string list=
  for string in "$@"; do
    string=${string//\\/\\\\}
    list+=", \"${string//\"/\\\"}\""
  done
  echo "[${list#, }]"
}

define_image() { # name "digest…" [entrypoint…]: and imports it, where nodes run
  local name=$1 digests=$2 folder new config digest
  shift 2
  folder=$(folder_of "$name") new=$(folder_of "$name").new
  rm -rf "$new"
  mkdir -p "$new"
  # shellcheck disable=SC2086
  config="{\"architecture\": \"$(dpkg --print-architecture)\", \"os\": \"linux\", \"config\": {\"Entrypoint\": $(json "$@"),
 \"Env\": [\"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\"]},
 \"rootfs\": {\"type\": \"layers\", \"diff_ids\": $(json $(printf 'sha256:%s ' $digests))}}"
  digest=$(sha256sum <<<"$config" | cut -d' ' -f1)
  echo "$config" >"$new/$digest.json"
  echo "$digests" >"$new/layers"
  # shellcheck disable=SC2086
  echo "[{\"Config\": \"$digest.json\", \"RepoTags\": $(json "$(reference "$name")"), \"Layers\": $(json $(printf '%s.tar ' $digests))}]" >"$new/manifest.json"
  # shellcheck disable=SC2086
  (cd "$LAYERS" && touch -c $(printf '%s.tar ' $digests)) # used: the last to be forgotten
  if cmp -s "$new/manifest.json" "$folder/manifest.json"; then
    rm -rf "$new"
    return
  fi
  rm -rf "$folder"
  mv "$new" "$folder"
  local n
  for n in $(node_numbers); do
    [ ! -S "$DIR/node$n/containerd.sock" ] || import_image "$DIR/node$n/containerd.sock" "$folder" &
  done
  wait
}

archive() { # image folder: the image as one tar
  local digest
  local -a layers=()
  for digest in $(cat "$1/layers"); do layers+=("$digest.tar"); done
  # 1: a layer's times changed meanwhile, by who uses or makes it beside us. Its content, which names it, never does.
  tar -C "$1" -cf - --exclude=layers . -C "$LAYERS" "${layers[@]}" || [ $? -eq 1 ]
}

import_image() { # socket folder
  archive "$2" | ctr -a "$1" -n k8s.io images import - >/dev/null
}

image() { # [--from base] name folder [entrypoint…]
  local base=
  if [ "${1:-}" = --from ]; then
    base=$(cat "$(folder_of "$2")/layers") || fail "no image $2 to build on"
    shift 2
  fi
  local name=$1 folder=$2
  shift 2
  [ -d "$folder" ] || fail "no folder $folder"
  define_image "$name" "$base${base:+ }$(layer "$folder")" "$@"
}

standard_images() { # busybox, and of the same layer the pause image that holds a pod's namespaces
  [ ! -d "$(folder_of local/pause:1)" ] || return 0
  local root program digest=
  local known=$CACHE/images/busybox-$(sha256sum "$(command -v busybox)" | cut -c1-16)
  [ ! -e "$known" ] || digest=$(cat "$known")
  if [ -z "$digest" ] || [ ! -e "$LAYERS/$digest.tar" ]; then
    root=$(mktemp -d)
    mkdir -p "$root"/{bin,etc,tmp,root}
    chmod 755 "$root"
    chmod 1777 "$root/tmp"
    cp "$(command -v busybox)" "$root/bin/busybox"
    for program in $("$root/bin/busybox" --list); do [ "$program" = busybox ] || ln -s busybox "$root/bin/$program"; done
    printf 'root:x:0:0::/root:/bin/sh\nuser:x:1000:1000::/tmp:/bin/sh\n' >"$root/etc/passwd"
    digest=$(layer "$root")
    rm -rf "$root"
    echo "$digest" >"$known"
  fi
  define_image busybox:1.36 "$digest"
  define_image local/pause:1 "$digest" /bin/sleep 2147483647
}

# The seed: a containerd's folder with this cluster's images imported and unpacked, kept in the cache by what they are.
seed() { echo "$SEEDS/$(cat "$DIR"/images/*/manifest.json | cat - "$(command -v containerd)" | sha256sum | cut -c1-16)"; }

seed_images() {
  local seed new image old
  mkdir -p "$SEEDS"
  (
    flock 7
    forget_images
    seed=$(seed)
    if [ ! -d "$seed" ]; then
      new=$SEEDS/new
      unmount_below "$new"
      rm -rf "$new"
      mkdir -p "$new"
      PART=seed
      containerd_configuration "$new" >"$new.toml"
      start containerd-seed containerd --config "$new.toml" --root "$new/root" --state "$DIR/seed/state" --address "$DIR/seed/containerd.sock" 7>&-
      until_ok containerd ctr -a "$DIR/seed/containerd.sock" version
      for image in "$DIR"/images/*; do import_image "$DIR/seed/containerd.sock" "$image"; done
      stop_gently containerd-seed
      mv "$new/root" "$seed"
      rm -rf "$new" "$new.toml" "$DIR/seed"
    fi
    touch "$seed"
  ) 7>"$CACHE/images/seeds.lock"
}

# Each build of a program of ours makes new layers and a seed of 700 MB: by age alone, a day of work fills a disk.
SEEDS_KEPT=6
LAYERS_KEPT=30

forget_images() { # all but what was used last, and what a cluster is made of or may be copying right now
  mkdir -p "$SEEDS" "$LAYERS"
  newest_first "$SEEDS" -type d ! -name new -mmin +10 | tail -n "+$((SEEDS_KEPT + 1))" |
    while read -r folder; do rm -rf "${SEEDS:?}/$folder"; done
  newest_first "$LAYERS" -name '*.tar' | tail -n "+$((LAYERS_KEPT + 1))" | { grep -vxF -f <(layers_of_clusters) || true; } |
    while read -r file; do rm -f "$LAYERS/$file"; done
}

newest_first() { # folder test…: names of what it holds
  local folder=$1
  shift
  find "$folder" -mindepth 1 -maxdepth 1 "$@" -printf '%T@ %f\n' | sort -rn | cut -d' ' -f2-
}

layers_of_clusters() { # names of files, those of all clusters whose folders lie beside ours
  cat "$(dirname "$DIR")"/*/images/*/layers 2>/dev/null | tr -s ' ' '\n' | sed 's/$/.tar/'
}

clone_seed() { # folder: blobs and unpacked files are never written again, so links will do; databases are copied
  local seed database
  seed=$(seed)
  cp -al "$seed" "$1" 2>/dev/null || { rm -rf "$1"; cp -a "$seed" "$1"; }
  find "$1" -name '*.db' | while read -r database; do
    cp -p "$database" "$database.own"
    mv "$database.own" "$database"
  done
}

trust_registry() { # host:port: nodes pull from it by plain HTTP; containerd reads this anew at each pull
  mkdir -p "$DIR/registries/$1"
  printf 'server = "http://%s"\n[host."http://%s"]\n  capabilities = ["pull", "resolve"]\n' "$1" "$1" >"$DIR/registries/$1/hosts.toml"
}

containerd_configuration() { # folder
  # restrict_oom_score_adj: without CAP_SYS_RESOURCE runc can't lower oom_score_adj, and every sandbox would fail with
  # "can't get final child's PID from pipe: EOF".
  cat <<TOML
version = 2
root = "$1/containerd/root"
state = "$1/containerd/state"
[grpc]
  address = "$1/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "local/pause:1"
  restrict_oom_score_adj = true
  disable_tcp_service = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "$DIR/registries"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$1/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      Root = "$1/runc"
TOML
}
