# For other scripts to read (`. peak.sh`): runs a command, its output into the file named first, and sets `peak` to the most
# memory that it held, in kB, and `took` to its milliseconds.
with_peak() {
  local out=$1 from now pid
  shift
  from=$(date +%s%N)
  "$@" >"$out" &
  pid=$!
  peak=0
  while kill -0 $pid 2>/dev/null; do
    now=$(awk '/VmHWM/ {print $2}' /proc/$pid/status 2>/dev/null || true)
    [ -n "$now" ] && peak=$now
    sleep 0.05
  done
  wait $pid
  took=$((($(date +%s%N) - from) / 1000000))
}
