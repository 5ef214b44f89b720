#!/usr/bin/env bash
# Figures of the whole program: time to --help, all scenarios, and ten hours of sound in constant memory.
set -euo pipefail
program=$1
. "$(dirname "$0")/peak.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

milliseconds() { # the least of ten runs
  local least=1000000 from to
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    from=$(date +%s%N); "$@" >/dev/null; to=$(date +%s%N)
    (( (to - from) / 1000 < least )) && least=$(( (to - from) / 1000 ))
  done
  echo "$((least / 1000)).$(printf %03d $((least % 1000))) ms"
}
echo "--help: $(milliseconds "$program" --help), least of ten"
echo "replay scenarios: $(milliseconds "$program" replay scenarios), least of ten"

# Ten hours at 8 kHz, 16 bits: a header and silence that takes no room on the disk.
"$program" tones "123" -o "$folder/head.wav" --tail 0
size=$((10 * 3600 * 8000 * 2))
{ head -c 4 "$folder/head.wav"; printf "\\x$(printf %02x $(((size + 36) & 255)))\\x$(printf %02x $(((size + 36) >> 8 & 255)))\\x$(printf %02x $(((size + 36) >> 16 & 255)))\\x$(printf %02x $(((size + 36) >> 24 & 255)))"
  dd if="$folder/head.wav" bs=1 skip=8 count=32 status=none
  printf "\\x$(printf %02x $((size & 255)))\\x$(printf %02x $((size >> 8 & 255)))\\x$(printf %02x $((size >> 16 & 255)))\\x$(printf %02x $((size >> 24 & 255)))"
  tail -c +45 "$folder/head.wav"; } >"$folder/long.wav"
truncate -s $((size + 44)) "$folder/long.wav"
with_peak "$folder/digits" "$program" detect "$folder/long.wav"
echo "detect, ten hours at 8 kHz: digits $(cat "$folder/digits"), $took ms, peak $peak kB resident"
