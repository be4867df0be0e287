#!/usr/bin/env bash
# Three witnesses for the demonstration, each a process with its own key and folder; they end with the site.
set -eu
cd "$(dirname "$0")/.."
home="${YUZHI_HOME:-$PWD/.yuzhi}"
yuzhi=.venv/bin/yuzhi
states="$home/demo_witnesses"
port="$WITNESS_PORT"
mkdir -p "$states"
"$yuzhi" log integrate >"$states/integrate.log"
"$yuzhi" log policy >"$states/policy"
for one in city:市知识产权局 notary:公证处 court:法院; do
  name="${one%%:*}"
  key=$("$yuzhi" witness key --name "$name.witness.invalid" --state "$states/$name")
  # PPID of this script is the demo, which becomes the site itself: a witness ends when it is gone.
  ( "$yuzhi" witness serve --name "$name.witness.invalid" --state "$states/$name" --log "$states/policy" \
      --port "$port" --beside "$PPID" >"$states/$name.log" 2>&1 & )
  "$yuzhi" log ask "${one##*:}" "$key" "http://127.0.0.1:$port" >/dev/null
  port=$((port + 1))
done
for _ in 1 2 3 4 5 6 7 8 9 10; do      # until all three listen
  signed=$("$yuzhi" log integrate)
  [[ "$signed" == *连不上* ]] || break
  sleep 1
done
echo "$signed"
