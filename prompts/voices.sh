#!/usr/bin/env bash
# Brings the voices of the shipped prompts: flite by apt-get, SVOX Pico by pip into FOLDER/python. voices.sh FOLDER
set -euo pipefail
flite=2.2-5
nanotts=0.1.1
if [ "$(dpkg-query -W -f '${Version}' flite 2>/dev/null || true)" != "$flite" ]; then
  apt-get install -y -qq "flite=$flite" >/dev/null
fi
command -v pip3 >/dev/null || apt-get install -y -qq python3-pip >/dev/null
if ! [ -d "$1/python/py_nanotts" ]; then
  python3 -m pip install -q --no-deps --target "$1/python" "py-nanotts==$nanotts"
fi
