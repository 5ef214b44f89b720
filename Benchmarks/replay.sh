#!/usr/bin/env bash
# Figures of the scenario runner: typed scenarios a second, sound over real time, memory, and what a second core brings.
set -euo pipefail
program=$(realpath "$1")
. "$(dirname "$(realpath "$0")")/peak.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >typed.yaml <<'EOF'
name: The canonical call, typed ahead
keys: "10023# 4821# 1 4242424242424242# 1 1230# 1 123# 1 1"
expect: { result: paid, amount: 120.00 USD, brand: visa, prompts: [summary, paid], never: [no-input] }
EOF
{
  echo 'name: The canonical call, step by step'
  echo 'steps:'
  while read -r question keys; do printf -- '  - expect: { asked: %s }\n  - press: "%s"\n' "$question" "$keys"; done <<'EOF'
account 10023#
pin 4821#
amount-choice 1
card-number 4242424242424242#
confirm-card-number 1
expiry 1230#
confirm-expiry 1
security-code 123#
confirm-security-code 1
summary 1
EOF
  echo 'expect: { result: paid, amount: 120.00 USD, brand: visa }'
} >steps.yaml
{
  echo 'name: The canonical call as sound'
  echo 'line: { companding: mu-law }'
  echo 'keys: "> > 10023# > 4821# > 1 > 4242424242424242# > 1 > 1230# > 1 > 123# > 1 > 1"'
  echo 'expect: { result: paid }'
} >sound.yaml
sed 's/line: .*/line: { companding: mu-law, noise: -45 }/' sound.yaml >noisy.yaml

# Seconds that a command takes, by the clock, the least of three.
least() {
  local best=1000000000000 from to
  for _ in 1 2 3; do
    from=$(date +%s%N); "$@" >out; to=$(date +%s%N)
    (( to - from < best )) && best=$((to - from))
  done
  awk -v n="$best" 'BEGIN { printf "%.3f", n / 1e9 }'
}
rate() { awk -v n="$1" -v s="$2" 'BEGIN { printf "%d", n / s }'; }

count=20000
for kind in typed steps; do
  seconds=$(least taskset -c 0 "$program" replay $kind.yaml --repeat $count --jobs 1 --format json)
  echo "scenarios, $kind: $(rate $count "$seconds") a second on one core (JSON results, leak gate)"
done
seconds=$(least taskset -c 0 "$program" replay typed.yaml --repeat $count --jobs 1 --coverage)
echo "scenarios, typed, with coverage: $(rate $count "$seconds") a second on one core (a line each)"

for kind in sound noisy; do
  "$program" replay $kind.yaml --repeat 100 --report report.json >out
  media=$(grep -o '"mediaSeconds":[0-9.]*' report.json | head -1 | cut -d: -f2)
  seconds=$(least taskset -c 0 "$program" replay $kind.yaml --repeat 100 --jobs 1)
  echo "scenarios, $kind: $(rate "$media" "$seconds") times real time on one core"
done

one=$(least "$program" replay typed.yaml --repeat $count --jobs 1 --format json)
for jobs in 2 4; do
  [ "$jobs" -le "$(nproc)" ] || continue
  many=$(least "$program" replay typed.yaml --repeat $count --jobs $jobs --format json)
  echo "scenarios, typed, $jobs jobs: $(awk -v a="$one" -v b="$many" 'BEGIN { printf "%.2f", a / b }') times as fast as one"
done

# 100,000 scenarios of one file, with all reports.
{
  echo 'name: "Balance ${balance}"'
  echo 'examples: balances.csv'
  echo 'call: { account: "10023", identified: true, balance: "${balance}" }'
  echo 'keys: "1 4242424242424242# 1 1230# 1 123# 1 1"'
  echo 'expect: { result: paid, amount: "${balance} USD" }'
} >many.yaml
awk 'BEGIN { print "name,balance"; for (n = 1; n <= 100000; n++) printf "row %d,%d.%02d\n", n, 5 + n / 100, n % 100 }' >balances.csv
with_peak out "$program" replay many.yaml --report many.json --junit many.xml --tap many.tap --html many.html
echo "100,000 scenarios and four reports: $(tail -1 out), $took ms, peak $peak kB resident"

# An archive of 400 recordings.
mkdir archive
"$program" tones "4242424242424242#" -o archive/0.wav --repeat 10
for n in $(seq 1 399); do ln archive/0.wav archive/$n.wav; done
one=$(least "$program" detect archive --format json --jobs 1)
two=$(least "$program" detect archive --format json --jobs 2)
echo "detect, 400 recordings, 2 jobs: $(awk -v a="$one" -v b="$two" 'BEGIN { printf "%.2f", a / b }') times as fast as one"
