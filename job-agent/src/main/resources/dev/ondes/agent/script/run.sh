# Runs the phases of a CI job. Sourced by the shell of the build container, in whatever image the job uses: POSIX sh only,
# no program but mv and sleep. $d is the directory shared with the agent, which wrote this file and the others in it:
#   phases   one line per phase: number, name, when (on_success, on_failure, always, after), allow_failure (yes, no)
#   phase.N  the commands of phase N
#   stop     written when something is to be stopped: which phases (script, after, all), CI_JOB_STATUS, seconds to KILL
# and which reads what this leaves: log.N, done.N (exit code), alive (touched each second), at last exit.

ondes_umask=$(umask)
umask 0000
ondes_shell=sh
if command -v bash >/dev/null 2>&1; then ondes_shell=bash; fi
ondes_setsid=
if command -v setsid >/dev/null 2>&1; then ondes_setsid=setsid; fi

# How many processes the kernel has killed here for want of memory.
ondes_ooms() {
  ondes_count=0
  for ondes_file in /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control; do
    [ -r "$ondes_file" ] || continue
    while read -r ondes_key ondes_value; do
      if [ "$ondes_key" = oom_kill ]; then ondes_count=$ondes_value; fi
    done <"$ondes_file"
  done
}

# The first line of a file into ondes_value; empty where it can't be read.
ondes_first() {
  ondes_value=''
  if [ -r "$1" ]; then read -r ondes_value <"$1" || :; fi
}

# What this container used since it began, as lines for the exit file. The cgroup of the whole machine is nobody's: it has
# release_agent (version 1), or lacks cgroup.type (version 2).
ondes_usage() {
  ondes_used='' ondes_cgroup=${ONDES_CGROUP:-/sys/fs/cgroup}
  if [ -e "$ondes_cgroup/cgroup.type" ]; then
    ondes_first "$ondes_cgroup/memory.peak"
    ondes_used="memory=$ondes_value"
    ondes_stat=$ondes_cgroup/cpu.stat
  elif [ -e "$ondes_cgroup/memory/memory.max_usage_in_bytes" ] && ! [ -e "$ondes_cgroup/memory/release_agent" ]; then
    ondes_first "$ondes_cgroup/memory/memory.max_usage_in_bytes"
    ondes_used="memory=$ondes_value"
    ondes_first "$ondes_cgroup/cpuacct/cpuacct.usage"
    ondes_used="$ondes_used
cpu_nsec=$ondes_value"
    ondes_stat=$ondes_cgroup/cpu/cpu.stat
  else
    return
  fi
  [ -r "$ondes_stat" ] || return
  while read -r ondes_key ondes_value; do
    case $ondes_key in
    usage_usec) ondes_used="$ondes_used
cpu_usec=$ondes_value" ;;
    nr_periods) ondes_used="$ondes_used
periods=$ondes_value" ;;
    nr_throttled) ondes_used="$ondes_used
throttled=$ondes_value" ;;
    esac
  done <"$ondes_stat"
}

# Reads the stop file, if there is one, into ondes_what, ondes_status and ondes_grace.
ondes_read_stop() {
  ondes_what='' ondes_status='' ondes_grace=''
  if [ -e "$d/stop" ]; then read -r ondes_what ondes_status ondes_grace <"$d/stop" || :; fi
}

# All processes of the session led by $1, and those that descend from it, into ondes_pids.
ondes_find() {
  ondes_pids=" $1 " ondes_found=yes
  while [ -n "$ondes_found" ]; do
    ondes_found=
    for ondes_file in /proc/[0-9]*/stat; do
      { read -r ondes_line <"$ondes_file"; } 2>/dev/null || continue
      ondes_pid=${ondes_line%% *}
      case $ondes_pids in *" $ondes_pid "*) continue ;; esac
      set -- "$1" ${ondes_line##*) }
      # state, parent, group, session
      case $2 in Z | X) continue ;; esac
      case $ondes_pids in *" $3 "*) ondes_of=yes ;; *) ondes_of= ;; esac
      if [ -n "$ondes_of" ] || { [ -n "$ondes_setsid" ] && [ "$5" = "$1" ]; }; then
        ondes_pids="$ondes_pids$ondes_pid " ondes_found=yes
      fi
    done
  done
}

# Whether one of ondes_pids lives.
ondes_any() {
  for ondes_pid in $ondes_pids; do
    { read -r ondes_line <"/proc/$ondes_pid/stat"; } 2>/dev/null || continue
    ondes_line=${ondes_line##*) }
    case $ondes_line in Z* | X*) ;; *) return 0 ;; esac
  done
  return 1
}

ondes_kill() {
  ondes_find "$1"
  # shellcheck disable=SC2086
  kill -TERM $ondes_pids 2>/dev/null
  ondes_waited=0
  while ondes_any && [ "$ondes_waited" -lt "$2" ]; do
    sleep 1
    ondes_waited=$((ondes_waited + 1))
    : >"$d/alive"
  done
  ondes_before=$ondes_pids
  ondes_find "$1"
  # shellcheck disable=SC2086
  kill -KILL $ondes_before $ondes_pids 2>/dev/null
}

# Runs beside phase number $2, of kind $1 (script or after): shows that this container lives, and stops the phase when it is told to.
ondes_watch() {
  while :; do
    : >"$d/alive"
    ondes_read_stop
    case $ondes_what in
    all | "$1")
      if [ -s "$d/pid" ] && read -r ondes_leader <"$d/pid"; then
        : >"$d/stopping.$2"
        ondes_kill "$ondes_leader" "${ondes_grace:-10}"
        return
      fi
      ;;
    esac
    sleep 1
  done
}

# Runs phase $1, of kind $2; its exit code is ondes_result. In the foreground, since a shell makes what it runs in the
# background deaf to INT and QUIT.
ondes_phase() {
  : >"$d/pid"
  : >"$d/log.$1"
  ondes_watch "$2" "$1" </dev/null >/dev/null 2>&1 &
  ondes_watcher=$!
  (
    umask "$ondes_umask"
    exec $ondes_setsid "$ondes_shell" "$d/phase.$1" </dev/null >>"$d/log.$1" 2>&1
  )
  ondes_result=$?
  if [ -e "$d/stopping.$1" ]; then
    wait "$ondes_watcher"
  else
    # Not TERM: a shell forked a moment ago still has our trap for it and would live on, and we would wait for ever.
    kill -KILL "$ondes_watcher"
    wait "$ondes_watcher"
  fi 2>/dev/null
}

# Writes file $1 with content $2 so that it is there as a whole or not at all.
ondes_write() {
  printf '%s\n' "$2" >"$d/$1.tmp" && mv "$d/$1.tmp" "$d/$1"
}

ondes_code=0
ondes_after=
ondes_ooms
ondes_ooms_before=$ondes_count
while read -r ondes_n ondes_name ondes_when ondes_allow; do
  ondes_read_stop
  case $ondes_what in
  all)
    [ "$ondes_code" != 0 ] || ondes_code=143
    continue
    ;;
  script) [ "$ondes_when" = after ] || continue ;;
  esac
  case $ondes_when in
  after)
    CI_JOB_STATUS=success
    [ "$ondes_code" = 0 ] || CI_JOB_STATUS=failed
    if [ -n "$ondes_status" ] && [ "$ondes_what" = script ]; then CI_JOB_STATUS=$ondes_status; fi
    ;;
  *)
    CI_JOB_STATUS=running
    case $ondes_when in
    on_success) [ "$ondes_code" = 0 ] || continue ;;
    on_failure) [ "$ondes_code" != 0 ] || continue ;;
    esac
    ;;
  esac
  export CI_JOB_STATUS
  if [ "$ondes_when" = after ]; then
    ondes_phase "$ondes_n" after
    ondes_after=$ondes_result
  else
    ondes_phase "$ondes_n" script
    if [ "$ondes_code" = 0 ] && [ "$ondes_allow" != yes ]; then ondes_code=$ondes_result; fi
  fi
  ondes_write "done.$ondes_n" "$ondes_result"
done <"$d/phases"
ondes_ooms
ondes_usage
ondes_write exit "code=$ondes_code
after=$ondes_after
ooms=$((ondes_count - ondes_ooms_before))
$ondes_used"
exit 0
