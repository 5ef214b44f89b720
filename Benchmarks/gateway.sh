#!/usr/bin/env bash
# Durable payments a second on one core: gateway.sh PROGRAM [SECONDS]
#
# The gateway has the first core for itself, wrk the second; the store is on the disk, and a payment is answered when it is
# there. The second run has four times as many clients as the gateway lets wait: it refuses some, and loses none.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$1
seconds=${2:-10}
"$here/install.sh" wrk sqlite3
folder=$(mktemp -d -p "$PWD")
gateway=
trap '[ -z "$gateway" ] || kill -9 $gateway 2>/dev/null || true; rm -rf "$folder"' EXIT

# measure NAME CONNECTIONS
measure() {
  local store=$folder/$1.sqlite words url line made rows
  taskset -c 0 "$program" gateway --port 0 --store "$store" --quiet >"$folder/$1.out" &
  gateway=$!
  until [ -s "$folder/$1.out" ]; do sleep 0.05; done
  words=$(cat "$folder/$1.out")
  url=${words#listening on }
  line=$(taskset -c 1 wrk -t 1 -c "$2" -d "$seconds" --timeout 10 -s "$here/gateway.lua" "$url" -- "$1" | grep '^made')
  # Requests under way at the end are answered, or were never taken.
  kill -TERM $gateway
  wait $gateway
  gateway=
  made=$(awk '{print $2}' <<<"$line")
  rows=$(sqlite3 "$store" 'SELECT count(*) FROM payments')
  awk -v name="$1" -v connections="$2" -v rows="$rows" '{
    printf "gateway, %s, %d clients: %d durable payments/s, %d refused/s, p50 %s ms, p99 %s ms, other answers %d, errors %d; ",
      name, connections, $2 / $8, $4 / $8, $10, $12, $6, $14
    printf "%d answered 201, %d in the book\n", $2, rows }' <<<"$line"
  [ "$rows" -ge "$made" ] || { echo "payments were answered that are not in the book" >&2; exit 1; }
  [ $((rows - made)) -le "$2" ] || { echo "more payments are in the book than could be under way" >&2; exit 1; }
}

measure steady 64
measure overload 2048
