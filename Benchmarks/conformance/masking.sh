#!/usr/bin/env bash
# The proof of the mask: masking.sh FOLDER, with the sound that run.sh has made there
#
# Masks the labelled corpora, the corpus of traces and the recordings of ../shared, and listens to the copies with the
# detector at its most tolerant, with SpanDSP at opened limits, with multimon-ng and through windows of 10 to 80 ms: none
# may find anything. Then masks the speech without a digit: how much of it is lost.
#
#   SEEDS="1 2 3"   the corpora
#
# Exit code 1 when anything is left, or more than 0.5 % of flite's and espeak-ng's speech is lost.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
release=$here/../../.build/release
folder=$1
missed=0
"$here/../install.sh" gcc libc6-dev libspandsp-dev libsndfile1-dev multimon-ng sox
gcc -O2 -Wall -o "$folder/spandsp" "$here/../peers/spandsp.c" -lspandsp -lsndfile

rm -rf "$folder/masked"
for seed in ${SEEDS:=1 2 3}; do
  mkdir -p "$folder/masked/$seed"
  rm -rf "$folder/traces/$seed"
  "$release/dtmf-bench" make-traces "$folder/traces/$seed" "$seed" "$folder/speed-1/flite/000.wav"
  for kind in labelled traces; do
    # Those in which nobody keys have other signals: single tones, R2, modems.
    sed -n '/"digits":""/!s/.*"file":"\([^"]*\)".*/\1/p' "$folder/$kind/$seed/manifest.jsonl" | while read -r file; do
      "$release/ivrpay" mask "$folder/$kind/$seed/$file" -o "$folder/masked/$seed/$kind-$file" >/dev/null
    done
  done
done
recordings=$here/../../../shared/recordings
if [ -d "$recordings" ]; then
  for file in "$recordings"/*.{wav,mp3}; do
    "$release/ivrpay" mask "$file" -o "$folder/masked/whole.wav" >/dev/null
    sox -V1 -R -G "$folder/masked/whole.wav" -r 8000 -b 16 -c 1 "$folder/masked/1/recorded-$(basename "${file%.*}").wav"
    rm "$folder/masked/whole.wav"
  done
else
  echo "no recordings in ${recordings#"$here"/}: not checked"
fi

# found NAME: how many digits are in JSON lines; false for any
found() {
  local digits
  digits=$(sed 's/.*"digits":"\([^"]*\)".*/\1/' | tr -d '\n' | wc -c)
  echo "$1: $digits digits"
  [ "$digits" = 0 ]
}
echo "== what is left of keypad tones behind the mask; the bar: nothing"
mapfile -t files < <(find "$folder/masked" -name '*.wav' | sort)
# A modem sings behind its digits: short windows see a pair in that.
mapfile -t keyed < <(printf '%s\n' "${files[@]}" | grep -v recorded-modem)
"$release/dtmf-bench" left "${keyed[@]}" || missed=1
"$folder/spandsp" open "${files[@]}" | found "SpanDSP, opened limits" || missed=1
"$folder/spandsp" digits "${files[@]}" | found "SpanDSP" || missed=1
for file in "${files[@]}"; do
  printf '{"digits":"%s"}\n' "$(sox -V1 -R -G "$file" -r 22050 -t raw -e signed -b 16 - |
    multimon-ng -q -a DTMF -t raw - | sed -n 's/^DTMF: //p' | tr -d '\n')"
done | found "multimon-ng" || missed=1

echo "== speech, song, music and noise without a key that is masked; the bar: 0.5 % of the voices of flite and espeak"
for list in "$folder"/speed-1/*.list; do
  while read -r file; do
    printf '%s %s\n' "$(basename "$list" .list)" "$("$release/ivrpay" mask "$file" -o /dev/null --output-encoding wav --format json |
      sed 's/.*"durationSeconds":\([0-9.]*\).*"maskedSeconds":\([0-9.]*\).*/\1 \2/')"
  done <"$list"
done | awk '
  { all[$1] += $2; masked[$1] += $3 }
  END {
    for (name in all) printf "%-10s %7.2f h  %6.3f %% masked\n", name, all[name] / 3600, masked[name] / all[name] * 100
    voices = all["flite"] + all["espeak"]
    exit voices > 0 && (masked["flite"] + masked["espeak"]) / voices > 0.005
  }' || missed=1
exit $missed
