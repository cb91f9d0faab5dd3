#!/usr/bin/env bash
# Calls a running server from a shell with `buf curl`, knowing nothing but what the server's reflection tells.
# tests/clients/with-server.sh starts the server and sets PARTNER_ADDRESS, PARTNER_CA, PARTNER_CERT and PARTNER_KEY.
# Prints the results in the Test Anything Protocol.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
buf=$here/../../../eng/contract/buf
server=${PARTNER_ADDRESS:?is not set}
passed=0
failed=0

# What the call prints, and how it ended when it was not answered with OK.
curl() {
  "$buf" curl --protocol grpc --cacert "${PARTNER_CA:?}" --cert "${PARTNER_CERT:?}" --key "${PARTNER_KEY:?}" "$@" 2>&1 \
    || echo "(ended with $?)"
}

# check NAME PATTERN TEXT: TEXT must match the extended regular expression PATTERN.
check() {
  if [[ $3 =~ $2 ]]; then
    passed=$((passed + 1))
    echo "ok $((passed + failed)) - $1"
  else
    failed=$((failed + 1))
    echo "not ok $((passed + failed)) - $1"
    printf '  # expected %s in:\n' "$2"
    sed 's/^/  # /' <<<"$3"
  fi
}

services=$(curl --list-services "$server")
for service in Balance Card PlanCatalog TopUp; do
  check "reflection lists ${service}Service" "leb\.partner\.v1\.${service}Service" "$services"
done
check "reflection lists the health service" 'grpc\.health\.v1\.Health' "$services"
check "reflection lists the methods of a service" 'leb\.partner\.v1\.TopUpService/CreateTopUp' \
  "$(curl --list-methods "$server")"

balance=$(curl -d '{}' "$server/leb.partner.v1.BalanceService/GetBalance")
check "GetBalance answers a balance" '"available".*"currencyCode"' "$(tr -d '\n' <<<"$balance")"

plans=$(curl -d '{"card_type": "CARD_TYPE_PHONE"}' "$server/leb.partner.v1.PlanCatalogService/ListPlans")
plan=$(node -e '
  const { plans } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  console.log(plans.find((plan) => plan.fixedPrice).name);' <<<"$plans")

create=$server/leb.partner.v1.TopUpService/CreateTopUp
id=buf-curl-$(date +%s%N)
number=$(node --input-type=module -e "
  import { card } from '$here/../node/sandbox.mjs';
  console.log(card.shell.iccid);")
sale='{"request_id": "%s", "card": {"iccid": "%s"}, "plan": "%s", "channel": "CHANNEL_POS"}'

# The pattern is a constant of this file.
# shellcheck disable=SC2059
order=$(printf "$sale" "$id" "$number" "$plan")
check "CreateTopUp succeeds" '"state": ?"TOP_UP_STATE_SUCCEEDED"' "$(curl -d "$order" "$create")"
check "CreateTopUp replays" '"replayed": ?true' "$(curl -d "$order" "$create")"

# shellcheck disable=SC2059
again=$(printf "$sale" "$id-again" "$number" "$plan")
duplicate=$(curl -d "$again" "$create")
check "a suspected duplicate is FAILED_PRECONDITION" '"code": ?"failed_precondition"' "$duplicate"
check "and its details are typed" 'google\.rpc\.ErrorInfo' "$duplicate"

wrong=$(curl -d '{"request_id": "x"}' "$create")
check "a wrong request is INVALID_ARGUMENT" '"code": ?"invalid_argument"' "$wrong"
check "and has a message for people" '"message": ?"[^"]+"' "$wrong"

echo "1..$((passed + failed))"
echo "# pass $passed"
echo "# fail $failed"
[[ $failed -eq 0 ]]
