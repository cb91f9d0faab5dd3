#!/usr/bin/env bash
# What a stranger's scanner, testssl.sh (Debian's), finds at the partners', the operator's and the enrolment's port of
# a running server: nothing of severity MEDIUM or higher, and nothing but TLS 1.2 and 1.3 with authenticated encryption
# and forward secrecy. Prints the results in the Test Anything Protocol.
#
# It makes a server's certificate as an operator should have it, which names its revocation list, and starts the server
# with it by tests/clients/with-server.sh. TLS_REPORTS=FOLDER leaves the scanner's reports.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# certify FOLDER: an authority, and a server's certificate for localhost.
certify() {
  local key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -config /dev/stdin)
  umask 077
  openssl req -x509 "${key[@]}" -days 3650 -keyout "$1/ca.key" -out "$1/ca.crt" <<'END'
[req]
prompt = no
distinguished_name = name
x509_extensions = authority
[name]
CN = Authority of the scan
[authority]
basicConstraints = critical, CA:true, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
END
  openssl req -new "${key[@]}" -keyout "$1/server.key" -out "$1/server.csr" <<'END'
[req]
prompt = no
distinguished_name = name
[name]
CN = localhost
END
  openssl x509 -req -in "$1/server.csr" -CA "$1/ca.crt" -CAkey "$1/ca.key" -days 397 -out "$1/server.crt" \
    -extfile /dev/stdin <<'END'
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = DNS:localhost, IP:127.0.0.1, IP:::1
crlDistributionPoints = URI:http://pki.example.test/server.crl
END
}

# scan NAME ADDRESS: leaves NAME.json. The certificate says localhost.
scan() {
  local findings
  testssl --quiet --color 0 --warnings off --connect-timeout 20 --openssl-timeout 20 --add-ca "$PARTNER_CA" \
    --ip 127.0.0.1 --protocols --std --server-defaults --vulnerable \
    --jsonfile "$work/$1.json" "localhost:${2##*:}" >"$work/$1.txt" 2>&1 </dev/null || findings=$?
  # The status counts findings, which the judge reads.
  [[ -s $work/$1.json ]] || { echo "$1: ${findings:-no} findings, and no report" >&2; return 1; }
}

# refuse NAME ADDRESS: offers every cipher of TLS 1.2 but those that authenticate what they encrypt, and then every one
# without forward secrecy by elliptic curves. TLS 1.3 has none of either.
refuse() {
  local suites said refused
  for suites in 'ALL:COMPLEMENTOFALL:!AESGCM:!AESCCM:!CHACHA20' 'ALL:COMPLEMENTOFALL:!kECDHE'; do
    said=$(timeout 20 openssl s_client -tls1_2 -cipher "$suites:@SECLEVEL=0" -connect "127.0.0.1:${2##*:}" \
      </dev/null 2>&1) || refused=$?
    grep -m1 'Cipher is' <<<"$said" >>"$work/$1.ciphers" || { echo "$1: $said (${refused:-0})" >&2; return 1; }
  done
}

# renegotiate NAME ADDRESS CERT KEY: asks for it with a certificate, in TLS 1.2, the last that has it.
renegotiate() {
  # It is refused, by an error: the judge reads which.
  if (sleep 1; echo R; sleep 2) | timeout 20 openssl s_client -tls1_2 -alpn h2 -connect "127.0.0.1:${2##*:}" \
    -CAfile "$PARTNER_CA" -cert "$3" -key "$4" >"$work/$1.renegotiation" 2>&1; then
    echo "$1: the client ended well" >&2
  fi
}

if [[ -z ${PARTNER_ADDRESS:-} ]]; then
  certify "$work" 2>"$work/openssl.log" || { cat "$work/openssl.log" >&2; exit 1; }
  SERVER_PKI=$work "$here/../with-server.sh" "$here/run.sh"
  exit
fi

scan partner "$PARTNER_ADDRESS" &
scan operator "${OPERATOR_ADDRESS:?is not set}" &
scan enrolment "${ENROLLMENT_ADDRESS:?is not set}" &
refuse partner "$PARTNER_ADDRESS"
refuse operator "$OPERATOR_ADDRESS"
refuse enrolment "$ENROLLMENT_ADDRESS"
renegotiate partner "$PARTNER_ADDRESS" "$PARTNER_CERT" "$PARTNER_KEY"
renegotiate operator "$OPERATOR_ADDRESS" "$OPERATOR_CERT" "$OPERATOR_KEY"
wait

if [[ -n ${TLS_REPORTS:-} ]]; then cp "$work"/* "$TLS_REPORTS"; fi
node "$here/judge.mjs" "$work"/{partner,operator,enrolment}.json
