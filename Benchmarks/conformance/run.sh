#!/usr/bin/env bash
# The long check of the detector: hours of sound without a digit, and the labelled corpus with several seeds.
#
#   HOURS=8              hours of sound at normal speed
#   SPEEDS="0.85 1.15"   its speech and song again, slower and faster; SPEEDS=1 stands for 0.85, 0.92, 1.15, 1.3
#   SEEDS="1 2 3"        the labelled corpora
#   CONFORMANCE_DIR      where the sound is kept for the next run; build/conformance unless set
#
# Prints hours, false digits an hour and each false digit; exit code 1 when a bar is missed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
release=$here/../../.build/release
folder=${CONFORMANCE_DIR:-$here/../../build/conformance}
speeds=${SPEEDS:-}
[ "$speeds" = 1 ] && speeds="0.85 0.92 1.15 1.3"
missed=0

echo "== making what is missing of ${HOURS:-8} hours of sound in $folder"
"$here/sounds.sh" "$folder" "${HOURS:-8}" $speeds

# heard DIGITS HOURS LIST...: the hours and digits of each source; false for more than so many digits in so many hours.
heard() {
  local list
  for list in "${@:3}"; do
    printf 'source %s %s\n' "$(basename "$list" .list)" "$(xargs -a "$list" stat -c %s | awk '{ sum += $1 } END { print sum }')"
    xargs -a "$list" "$release/ivrpay" detect --format json
  done | awk -v digits="$1" -v per="$2" '
    function row(name, bytes, count,  hours) {
      hours = bytes / 16000 / 3600
      printf "%-10s %7.2f h %5d digits %7.2f an hour\n", name, hours, count, count / hours
    }
    $1 == "source" { source = $2; if (!(source in bytes)) names[++sources] = source; bytes[source] += $3; all += $3; next }
    {
      tones = split($0, part, "\\{\"digit\":\"")
      count[source] += tones - 1; found += tones - 1
      match($0, /"file":"[^"]*"/); file = substr($0, RSTART + 8, RLENGTH - 9)
      for (i = 2; i <= tones; i++) {
        match(part[i], /"startSeconds":[0-9.]*/)
        each = each sprintf("  %s at %s s in %s\n", substr(part[i], 1, 1), substr(part[i], RSTART + 15, RLENGTH - 15), file)
      }
    }
    END {
      for (i = 1; i <= sources; i++) row(names[i], bytes[names[i]], count[names[i]])
      row("all", all, found)
      printf "%s", each
      exit found * per > digits * (all / 16000 / 3600)
    }'
}

echo "== speech, song, music and noise without a digit; the bar: none in 20 hours"
heard 0 20 "$folder"/speed-1/*.list || missed=1
if [ -n "$speeds" ]; then
  echo "== speech and song at $speeds times the speed; the bar: 2 in 50 hours"
  lists=()
  for speed in $speeds; do lists+=("$folder/speed-$speed"/*.list); done
  heard 2 50 "${lists[@]}" || missed=1
fi

echo "== keys decoded in the labelled corpora of seeds ${SEEDS:=1 2 3}, and digits nobody keyed"
labelled=()
for seed in $SEEDS; do
  rm -rf "$folder/labelled/$seed"
  "$release/dtmf-bench" make "$folder/labelled/$seed" "$seed" "$folder/speed-1/flite/000.wav"
  labelled+=("$folder/labelled/$seed")
done
find "${labelled[@]}" -name '*.wav' -print0 | xargs -0 "$release/ivrpay" detect --format json >"$folder/ours.jsonl"
"$release/dtmf-bench" score "${labelled[@]}" -- "$folder/ours.jsonl" || missed=1
SEEDS=$SEEDS "$here/masking.sh" "$folder" || missed=1
[ $missed = 0 ] && echo "all bars met"
exit $missed
