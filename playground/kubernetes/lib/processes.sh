# Starting and ending what belongs to this cluster, and nothing else.
# shellcheck shell=bash

# Each process of ours carries this in its environment, and what it forks inherits it (containerd's shims; not what runs
# in containers, which cgroups find). So even after an interrupted `up` each can be told from the machine's other ones.
MARK=ONDES_KUBERNETES

# One `up` or `down` at a time. What they start must not keep the lock: see `start`.
locked() {
  [ -z "${KUBERNETES_INSIDE:-}" ] || return 0
  mkdir -p "$CACHE"
  exec 9>"$CACHE/$NS.lock"
  flock -w 120 9 || fail "another up or down of $NS is at work"
}

start() { # part command…: part is the file name of its log and process id
  local part=$1
  shift
  env "$MARK=$DIR" "${MARK}_PART=$DIR/${PART:-}" setsid "$@" >>"$DIR/log/$part.log" 2>&1 </dev/null 9>&- &
  echo $! >"$DIR/pid/$part"
}

alive() { # pid; a zombie isn't: whoever should reap it may take its time
  [ -d "/proc/$1" ] && ! grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null
}

identity() { # pid: tells it from a later process with the same id, by its time of birth
  [ -r "/proc/$1/stat" ] && echo "$1 $(sed 's/.*) //' "/proc/$1/stat" | cut -d' ' -f20)"
}

is_taken() { # [mine]: by an owner who lives; with "mine" our own name doesn't count. Where there is no name: while an API server runs
  local owner pid
  owner=$(cat "$DIR/owner" 2>/dev/null) || owner=
  if [ -n "$owner" ]; then
    if [ "${1:-}" = mine ] && [ "${owner%% *}" = "${KUBERNETES_OWNER:-}" ]; then return 1; fi
    alive "${owner%% *}" && [ "$(identity "${owner%% *}")" = "$owner" ]
    return
  fi
  pid=$(cat "$DIR/pid/kube-apiserver" 2>/dev/null) && alive "$pid"
}

marked() { # variable value: process ids
  grep -lzxF -e "$1=$2" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3 || true
}

kill_all() { # pid…: and waits until they have ended
  local pid
  for pid in "$@"; do kill -KILL "$pid" 2>/dev/null || true; done
  for pid in "$@"; do
    for _ in {1..200}; do
      alive "$pid" || break
      sleep 0.02
    done
  done
}

end_everything() {
  local -a pids
  # Twice: what was just being forked has its mark by then.
  for _ in 1 2; do
    mapfile -t pids < <(marked "$MARK" "$DIR")
    kill_all "${pids[@]}"
  done
}

until_ok() { # what command…
  local what=$1
  shift
  for _ in {1..600}; do
    if "$@" >/dev/null 2>&1; then return; fi
    sleep 0.05
  done
  fail "no answer from $what; see $DIR/log"
}

tell_ended() { # which of our processes have ended, and their last words
  local part
  for part in "$DIR"/pid/*; do
    alive "$(cat "$part")" || say "${part##*/} has ended: $(tail -n 3 "$DIR/log/${part##*/}.log" 2>/dev/null)"
  done
}

each_node() { # number… function: for all nodes at once
  local n function=${*: -1}
  local -a pids=()
  for n in "${@:1:$#-1}"; do
    "$function" "$n" &
    pids+=($!)
  done
  for n in "${pids[@]}"; do wait "$n"; done
}

stop_gently() { # part
  local pid
  pid=$(cat "$DIR/pid/$1")
  kill -TERM "$pid"
  for _ in {1..200}; do
    alive "$pid" || break
    sleep 0.02
  done
  kill_all "$pid"
  rm -f "$DIR/pid/$1"
}
