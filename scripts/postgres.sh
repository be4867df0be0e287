#!/usr/bin/env bash
# The tests beside the code, on a PostgreSQL server of their own that is gone afterwards; or on the one of YUZHI_DATABASE.
# Ends with 77 and says so where there is neither.
set -eu
cd "$(dirname "$0")/.."
if [ -z "${YUZHI_DATABASE:-}" ]; then
  bin=""
  for one in "$(dirname "$(command -v initdb 2>/dev/null || echo /none/x)")" $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin 2>/dev/null | sort -Vr); do
    if [ -x "$one/initdb" ] && [ -x "$one/pg_ctl" ]; then bin="$one"; break; fi
  done
  if [ -z "$bin" ]; then
    echo "postgres: SKIPPED. No initdb and pg_ctl on this machine: install PostgreSQL, or name a server in YUZHI_DATABASE." >&2
    exit 77
  fi
  folder=$(mktemp -d /tmp/yuzhi-postgres-XXXXXX)
  as=()
  if [ "$(id -u)" = 0 ]; then      # the server refuses to run as root
    id postgres >/dev/null 2>&1 || { echo "postgres: SKIPPED. Run as another user than root, or make a user postgres." >&2; exit 77; }
    chown postgres "$folder"
    as=(setpriv --reuid=postgres --regid="$(id -g postgres)" --clear-groups)
  fi
  port=$(.venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  ended() { (cd / && "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1) || true; rm -rf "$folder"; }
  trap ended EXIT
  (cd / && "${as[@]}" "$bin/initdb" -D "$folder/data" -A trust -U yuzhi -E UTF8 --locale=C --no-sync >"$folder.log" 2>&1) || { cat "$folder.log"; exit 1; }
  rm -f "$folder.log"
  # Without fsync: nothing here outlives the run. Times of the lane say nothing about a server that keeps data.
  (cd / && "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -o "-k $folder -p $port -c listen_addresses=127.0.0.1 -c fsync=off" start >/dev/null)
  export YUZHI_DATABASE="postgresql://yuzhi@127.0.0.1:$port/postgres"
  echo "postgres: $("$bin/postgres" --version)"
fi
[ $# -gt 0 ] || set -- src/yuzhi/records src/yuzhi/rooms src/yuzhi/site tests/stories/test_a_city_on_postgresql.py
.venv/bin/pytest -n 2 --dist loadfile -q -p no:cacheprovider -m "not slow and not go and not browser" "$@"
