#!/usr/bin/env bash
# Runs a command against a server of its own: with-server.sh COMMAND [ARGUMENT…]
#
# Starts the sandbox's `serve` with an empty data folder on a free port, waits until it is ready, and sets for the command
#   PARTNER_ADDRESS                          https://HOST:PORT
#   PARTNER_CA, PARTNER_CERT, PARTNER_KEY    PEM files of the server's CA and of the demo partner
#   OPERATOR_ADDRESS                         https://HOST:PORT of the operator's pages
#   OPERATOR_CERT, OPERATOR_KEY              PEM files of the operator's certificate
#   ENROLLMENT_ADDRESS                       https://HOST:PORT where tills enrol with a code
#   SERVER_DATA, ISSUER_ADDRESS              the server's data folder, and the simulated issuer, for its verbs
# The server's log is printed when the command fails. SERVER_RUN may hold an option of `dotnet run`, such as --no-build;
# SERVER_PKI may name a folder whose ca.crt, ca.key, server.crt and server.key the server takes, instead of making its own.
set -euo pipefail
[[ $# -gt 0 ]] || { sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
data=$(mktemp -d)
server=

stop() {
  local status=$?
  trap - EXIT
  if [[ -n $server ]] && kill -0 "$server" 2>/dev/null; then
    # `dotnet run` has a child: the whole process group goes.
    kill -TERM -- "-$server"
    while kill -0 -- "-$server" 2>/dev/null; do
      sleep 0.1
    done
  fi
  if [[ $status -ne 0 ]]; then
    echo "the end of the server's log:" >&2
    tail -n 60 "$data/log" >&2
  fi
  rm -rf "$data"
  exit "$status"
}
trap stop EXIT
trap 'exit 130' INT TERM

if [[ -n ${SERVER_PKI:-} ]]; then
  mkdir -p -m 700 "$data/state/pki"
  cp "$SERVER_PKI"/{ca,server}.{crt,key} "$data/state/pki/"
fi

set -m
# It is read before the server has begun to write it.
: >"$data/log"
dotnet run ${SERVER_RUN:-} --project "$root/src/Partner.Sandbox" -- serve --data "$data/state" --address 127.0.0.1:0 \
  --approval-above 100000.00 \
  >"$data/log" 2>&1 </dev/null &
server=$!
set +m

address=
for ((attempt = 0; attempt < 600; attempt++)); do
  address=$(sed -nE 's/^Ready: (https:[^ ]+).*/\1/p' "$data/log" | head -n 1)
  [[ -z $address ]] || break
  if ! kill -0 "$server" 2>/dev/null; then
    echo "the server ended before it was ready" >&2
    exit 1
  fi
  sleep 0.2
done
[[ -n $address ]] || { echo "the server was not ready within two minutes" >&2; exit 1; }

operator=$(sed -nE 's/^Operator: (https:[^ ]+).*/\1/p' "$data/log" | head -n 1)
pki=$data/state/pki
ENROLLMENT_ADDRESS=$(sed -nE 's/^Enrolment: (https:[^ ]+).*/\1/p' "$data/log" | head -n 1) \
ISSUER_ADDRESS=$(sed -nE 's/^Ready: .*; issuer (http[^ ]+)$/\1/p' "$data/log" | head -n 1) SERVER_DATA=$data/state \
OPERATOR_ADDRESS=$operator OPERATOR_CERT=$pki/partners/operator.crt OPERATOR_KEY=$pki/partners/operator.key \
PARTNER_ADDRESS=$address PARTNER_CA=$pki/ca.crt \
  PARTNER_CERT=$pki/partners/demo.crt PARTNER_KEY=$pki/partners/demo.key "$@"
