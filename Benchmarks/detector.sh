#!/usr/bin/env bash
# Figures of the detector on a fixed corpus: detector.sh FOLDER, which keeps the sounds.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
release=$here/../.build/release
"$here/corpus.sh" "$1"
for sound in digits mix; do
  echo "detector, in memory, $sound: $("$release/dtmf-bench" speed "$1/$sound.wav" 3) million samples a second"
done
echo "times, levels and frequencies, mean/greatest error against the truth (decided: after the tone's begin):"
"$release/dtmf-bench" evidence
"$release/ivrpay" detect --format json "$1"/labelled/*.wav >"$1/ours.jsonl"
echo "keys decoded in the labelled corpus, and digits nobody keyed:"
"$release/dtmf-bench" score "$1/labelled" -- "$1/ours.jsonl"
