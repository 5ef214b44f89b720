#!/usr/bin/env bash
# Lays our detector beside SpanDSP and multimon-ng as Debian ships them, in one run: compare.sh FOLDER [SOUNDS]
#
# FOLDER keeps the sounds and the peers' answers. SOUNDS is a folder of hours of speech, song and music as
# Benchmarks/conformance/sounds.sh makes it; without it the false digits are counted in flite's voices alone.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
release=$here/../../.build/release
folder=$1
sounds=${2:-}
repetitions=${REPETITIONS:-5}
"$here/../install.sh" gcc libc6-dev libspandsp-dev libsndfile1-dev multimon-ng sox
mkdir -p "$folder/answers"
gcc -O2 -Wall -o "$folder/spandsp" "$here/spandsp.c" -lspandsp -lsndfile
"$here/../corpus.sh" "$folder"

# All three take file names and print JSON lines. multimon-ng wants 22,050 Hz.
ours() { "$release/ivrpay" detect --format json "$@"; }
spandsp() { "$folder/spandsp" digits "$@"; }
multimon() {
  local file
  for file; do
    printf '{"file":"%s","digits":"%s"}\n' "$file" "$(sox -V1 -R -G "$file" -r 22050 -t raw -e signed -b 16 - |
      multimon-ng -q -a DTMF -t raw - | sed -n 's/^DTMF: //p' | tr -d '\n')"
  done
}

echo "== keys decoded, and digits nobody keyed"
for detector in ours spandsp multimon; do
  $detector "$folder"/labelled/*.wav >"$folder/answers/$detector.jsonl"
done
"$release/dtmf-bench" score "$folder/labelled" -- "$folder"/answers/{ours,spandsp,multimon}.jsonl |
  sed '/^missed:/d' || true

echo
if [ -n "$sounds" ]; then mapfile -t files < <(cat "$sounds"/speed-1/*.list); else files=("$folder"/voices/*.wav); fi
hours=$(stat -c %s "${files[@]}" | awk '{ bytes += $1 } END { print bytes / 16000 / 3600 }')
printf '== false digits an hour, in %.1f hours of %s\n' "$hours" "$([ -n "$sounds" ] && echo "speech, song, music and noise" || echo speech)"
for detector in ours spandsp multimon; do
  $detector "${files[@]}" | sed 's/.*"digits":"\([^"]*\)".*/\1/' | tr -d '\n' | wc -c |
    awk -v name=$detector -v hours="$hours" '{ printf "%-10s %8.2f   (%d)\n", name, $1 / hours, $1 }'
done

# Both numbers of each repetition are taken one after the other, so that what else the machine does meets both.
median() { sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }
ratio() { # ratio NAME UNIT: of lines "ours theirs", the medians and the median of the ratios
  local lines
  lines=$(cat)
  printf '%-34s %9s %9s %s %8.2f times\n' "$1" "$(cut -d' ' -f1 <<<"$lines" | median)" \
    "$(cut -d' ' -f2 <<<"$lines" | median)" "$2" "$(awk -v up="$3" '{ print up ? $1 / $2 : $2 / $1 }' <<<"$lines" | median)"
}
user() { # the seconds of processor time a command spends in its own code
  local TIMEFORMAT=%U
  { time "$@" >/dev/null 2>&1; } 2>&1
}

echo
echo "== one thread, medians of $repetitions; ours, theirs, how many times faster ours is"
for sound in mix digits; do
  for ((i = 0; i < repetitions; i++)); do
    echo "$("$release/dtmf-bench" speed "$folder/$sound.wav" 2) $("$folder/spandsp" speed "$folder/$sound.wav" 2)"
  done | ratio "SpanDSP, in memory, $sound" "M samples/s" 1
done
sox -V1 -R -G "$folder/mix.wav" -r 22050 -t raw -e signed -b 16 "$folder/mix.raw"
for ((i = 0; i < repetitions; i++)); do
  # Ten minutes are 4.8 million samples of ours.
  echo "$("$release/dtmf-bench" speed "$folder/mix.wav" 1) $(user multimon-ng -q -n -a DTMF -t raw "$folder/mix.raw" |
    awk '{ printf "%.1f", 4.8 / $1 }')"
done | ratio "multimon-ng, its process, mix" "M samples/s" 1

# Two hours of the mix as one file, and in files of 40 seconds.
rm -rf "$folder/many"
mkdir "$folder/many"
sox -R "$folder/mix.wav" "$folder/long.wav" repeat 11
sox -R "$folder/long.wav" "$folder/many/.wav" trim 0 40 : newfile : restart
for what in long.wav 'many/*.wav'; do
  for ((i = 0; i < repetitions; i++)); do
    echo "$(user "$release/ivrpay" detect "$folder"/$what) $(user "$folder/spandsp" digits "$folder"/$what)"
  done | ratio "SpanDSP, program, $([ "$what" = long.wav ] && echo "one file of 2 h" || echo "180 files of 40 s")" "s of user time" 0
done
