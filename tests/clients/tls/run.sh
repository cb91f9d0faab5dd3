#!/usr/bin/env bash
# What a stranger's scanner, testssl.sh (Debian's), finds at the partners', the operator's and the enrolment's port of
# a running server: nothing of severity MEDIUM or higher but for what exceptions.txt names, and nothing but TLS 1.2 and
# 1.3 with authenticated encryption and forward secrecy. tests/clients/with-server.sh starts the server and sets the
# variables. Prints the results in the Test Anything Protocol.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# scan NAME ADDRESS: leaves NAME.json. The certificate says localhost.
scan() {
  testssl --quiet --color 0 --warnings off --connect-timeout 20 --openssl-timeout 20 --add-ca "$PARTNER_CA" \
    --ip 127.0.0.1 --protocols --std --fs --server-defaults --server-preference --vulnerable --cipher-per-proto \
    --jsonfile "$work/$1.json" "localhost:${2##*:}" >"$work/$1.txt" 2>&1 </dev/null \
    || echo "testssl ended with $? at $1: the findings tell why" >&2
}

# renegotiate NAME ADDRESS CERT KEY: asks for it with a certificate, in TLS 1.2, the last that has it.
renegotiate() {
  # It is refused, by an error: the judge reads which.
  if (sleep 1; echo R; sleep 2) | timeout 20 openssl s_client -tls1_2 -alpn h2 -connect "127.0.0.1:${2##*:}" \
    -CAfile "$PARTNER_CA" -cert "$3" -key "$4" >"$work/$1.renegotiation" 2>&1; then
    echo "$1: the client ended well" >&2
  fi
}

scan partner "${PARTNER_ADDRESS:?is not set}" &
scan operator "${OPERATOR_ADDRESS:?is not set}" &
scan enrolment "${ENROLLMENT_ADDRESS:?is not set}" &
renegotiate partner "$PARTNER_ADDRESS" "$PARTNER_CERT" "$PARTNER_KEY"
renegotiate operator "$OPERATOR_ADDRESS" "$OPERATOR_CERT" "$OPERATOR_KEY"
wait

if [[ -n ${TLS_REPORTS:-} ]]; then cp "$work"/* "$TLS_REPORTS"; fi
node "$here/judge.mjs" "$here/exceptions.txt" "$work"/{partner,operator,enrolment}.json
