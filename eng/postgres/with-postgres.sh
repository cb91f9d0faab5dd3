#!/usr/bin/env bash
# Runs a command with a PostgreSQL of its own, and a PgBouncer before it: eng/postgres/with-postgres.sh COMMAND...
#
# The server is Debian's PostgreSQL 15, in a temporary folder, on a free port of loopback. The command finds it by
# PARTNER_TEST_POSTGRES, a connection string of a superuser, and its folder by PARTNER_TEST_POSTGRES_DATA. PgBouncer, in
# transaction mode, is found by PARTNER_TEST_PGBOUNCER. Both are stopped and removed when the command has ended.
# PARTNER_POSTGRES_OPTIONS are further options of the server: "-c fsync=on" makes it a durable one. As root they run as
# the user postgres, which they insist on. Where PostgreSQL is missing it is installed, which needs root; PgBouncer is
# installed where CI=true, and left out elsewhere.
set -euo pipefail
[[ $# -gt 0 ]] || { echo "usage: $0 COMMAND..." >&2; exit 2; }

# Debian keeps the programs of the server out of the PATH.
find_programs() {
  PATH=/usr/lib/postgresql/15/bin:$PATH:/usr/sbin
  command -v initdb >/dev/null && command -v pg_ctl >/dev/null
}

# As the user that may run the server.
as_server() {
  if [[ $EUID -eq 0 ]]; then
    (cd / && runuser -u postgres -- env PATH="$PATH" "$@")
  else
    "$@"
  fi
}

install() {
  echo "installing $1" >&2
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$1" >/dev/null
}

if ! find_programs; then
  install postgresql-15
  find_programs
fi
if ! command -v pgbouncer >/dev/null && [[ ${CI:-} == true ]]; then
  install pgbouncer
fi

folder=$(mktemp -d /tmp/partner-postgres-XXXXXX)
[[ $EUID -ne 0 ]] || chown postgres "$folder"
cleanup() {
  if [[ -f $folder/pgbouncer.pid ]] && kill -0 "$(cat "$folder/pgbouncer.pid")"; then
    kill "$(cat "$folder/pgbouncer.pid")"
  fi
  if [[ -f $folder/data/postmaster.pid ]]; then
    as_server pg_ctl -D "$folder/data" -m immediate -s stop
  fi
  rm -rf "$folder"
}
trap cleanup EXIT

as_server initdb -D "$folder/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 >"$folder/initdb.log"

# A port at random, below those that the system itself hands out; when it is taken, the server does not start on it.
started=no
for _ in 1 2 3 4 5 6 7 8 9 10; do
  port=$((20000 + RANDOM % 12000))
  # Without fsync: what is committed survives the server's death, which is what tests bring about, and only the death of
  # the whole machine would lose it. full_page_writes is for that too.
  options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=300"
  # Tests count the statements of a transaction, for which pg_stat_statements must be loaded.
  options+=" -c fsync=off -c full_page_writes=off -c shared_preload_libraries=pg_stat_statements"
  options+=" ${PARTNER_POSTGRES_OPTIONS:-}"
  if as_server pg_ctl -D "$folder/data" -l "$folder/server.log" -o "$options" -w -s start; then
    started=yes
    break
  fi
done
[[ $started == yes ]] || { cat "$folder/server.log" >&2; exit 1; }

export PARTNER_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres"
export PARTNER_TEST_POSTGRES_DATA="$folder/data"

# Whoever comes is let in, and every database is passed on; few sessions of the server, so that clients take turns.
start_pooler() {
  local pooler
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    pooler=$((20000 + RANDOM % 12000))
    cat >"$folder/pgbouncer.ini" <<END
[databases]
* = host=127.0.0.1 port=$port user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $pooler
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 5
max_client_conn = 500
logfile = $folder/pgbouncer.log
pidfile = $folder/pgbouncer.pid
END
    if as_server pgbouncer -d -q "$folder/pgbouncer.ini"; then
      export PARTNER_TEST_PGBOUNCER="Host=127.0.0.1;Port=$pooler;Username=postgres;Database=postgres"
      return
    fi
  done
  cat "$folder/pgbouncer.log" >&2
  return 1
}
if command -v pgbouncer >/dev/null; then
  start_pooler
fi
"$@"
