#!/usr/bin/env bash
# Makes the fixed sounds that figures are taken from: corpus.sh FOLDER
#
# FOLDER/voices/*.wav   the licence read by the five voices of flite: speech without a digit
# FOLDER/labelled/      the labelled corpus, seed 1, with one of them as the talker behind digits
# FOLDER/digits.wav     ten minutes of nothing but digits, 50 ms on and 50 ms off
# FOLDER/mix.wav        ten minutes of nine parts speech to one part digits
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bench=$here/../.build/release/dtmf-bench
folder=$1
"$here/install.sh" flite sox
mkdir -p "$folder/voices"
for voice in slt rms awb kal kal16; do
  file=$folder/voices/$voice.wav
  [ -e "$file" ] && continue
  flite -voice "$voice" -f "$here/../LICENSE" -o "$folder/spoken.wav"
  sox -R -G "$folder/spoken.wav" -r 8000 -b 16 -c 1 "$file"
  rm "$folder/spoken.wav"
done
"$bench" make "$folder/labelled" 1 "$folder/voices/slt.wav"
# Two minutes of each voice.
for voice in "$folder"/voices/*.wav; do sox "$voice" -t raw - trim 0 120; done |
  sox -t raw -r 8000 -b 16 -c 1 -e signed - "$folder/speech.wav"
"$bench" speed-sounds "$folder" "$folder/speech.wav"
