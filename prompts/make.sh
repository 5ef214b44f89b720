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
flite=2.2-5
nanotts=0.1.1

if [ "$(dpkg-query -W -f '${Version}' flite 2>/dev/null || true)" != "$flite" ]; then
  apt-get install -y -qq "flite=$flite" >/dev/null
fi
command -v python3 >/dev/null || apt-get install -y -qq python3 >/dev/null
if ! [ -d "$work/python/py_nanotts" ]; then
  python3 -m pip install -q --no-deps --target "$work/python" "py-nanotts==$nanotts"
fi

make_set() { # language, tag, voice
  rm -rf "$work/$2" "prompts/$2/8000" "prompts/$2/16000"
  mkdir -p "$work/$2"
  "$program" prompts list --wanted --language "$2" > "$work/$2.tsv"
  PYTHONPATH="$work/python" python3 prompts/render.py "$1" "$work/$2.tsv" "$work/$2"
  "$program" prompts build "$work/$2" --language "$2" --voice "$3" -o "prompts/$2"
}

make_set en en-US "flite $flite, rms (Carnegie Mellon University)"
make_set es es-US "SVOX Pico es-ES with seseo (py-nanotts $nanotts)"
"$program" prompts check prompts/en-US prompts/es-US
