#!/usr/bin/env bash
# Makes the sounds of the shipped prompts anew: prompts/LANGUAGE/sounds.tsv and the files of it.
#
#   prompts/make.sh [PROGRAM]      PROGRAM is ivrpay, .build/release/ivrpay unless given
#
# The same voices of the same versions give the same samples, and the table with their hashes the same bytes; what a rendering
# changed, git shows. The table is built into the program: build it again afterwards. NOTICE says whose voices they are.
set -euo pipefail
cd "$(dirname "$0")/.."
program=${1:-.build/release/ivrpay}
work=build/voices

prompts/voices.sh "$work"

make_set() { # language, tag, voice
  rm -rf "$work/$2" "prompts/$2/8000" "prompts/$2/16000"
  mkdir -p "$work/$2"
  "$program" prompts list --wanted --language "$2" > "$work/$2.tsv"
  PYTHONPATH="$work/python" python3 prompts/render.py "$1" "$work/$2.tsv" "$work/$2"
  "$program" prompts build "$work/$2" --language "$2" --voice "$3" -o "prompts/$2"
}

make_set en en-US "flite 2.2-5, rms (Carnegie Mellon University)"
make_set es es-US "SVOX Pico es-ES with seseo (py-nanotts 0.1.1)"
"$program" prompts check prompts/en-US prompts/es-US
