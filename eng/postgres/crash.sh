#!/usr/bin/env bash
# Kills the server of with-postgres.sh with SIGKILL, and starts it again where it was: eng/postgres/crash.sh DATA SECONDS
#
# DATA is its folder, PARTNER_TEST_POSTGRES_DATA; SECONDS is how long nobody can reach it, at the least.
set -euo pipefail
[[ $# -eq 2 ]] || { echo "usage: $0 DATA SECONDS" >&2; exit 2; }
data=$1
PATH=/usr/lib/postgresql/15/bin:$PATH
kill -KILL "$(head -n 1 "$data/postmaster.pid")"
sleep "$2"

# Only restart remembers the options of the first start. The server's own processes may take a moment to notice that
# they are orphans, and until then it does not start.
for _ in 1 2 3 4 5 6 7 8 9 10; do
  if [[ $EUID -eq 0 ]]; then
    start=(runuser -u postgres -- env "PATH=$PATH" pg_ctl)
  else
    start=(pg_ctl)
  fi
  if (cd / && "${start[@]}" -D "$data" -l "$data/../server.log" -w -s restart); then
    exit 0
  fi
  sleep 1
done
echo "the server did not come back" >&2
exit 1
