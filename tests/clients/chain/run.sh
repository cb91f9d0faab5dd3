#!/usr/bin/env bash
# The life of a chain of convenience stores, by nothing but the commands that people type: it is set up, trades,
# closes its shifts, rotates its certificates, and is suspended. Every answer is looked at, and at the end all sums are
# compared with those of the audit. tests/clients/with-server.sh starts the server and sets the variables.
# Prints the results in the Test Anything Protocol.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$here/../../..
outlets=${CHAIN_OUTLETS:-50}
sales=3
chain=corner-shops
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# The programs as they were built: `dotnet run` would look at all sources each time.
# Each of them lives for a second: measuring itself for a better compilation is in vain.
export DOTNET_TieredPGO=0
export PARTNER_CA PARTNER_ADDRESS PARTNER_CLI=$root/src/Partner.Cli/bin/Debug/net10.0/Partner.Cli.dll
server() { dotnet "$root/src/Partner.Server/bin/Debug/net10.0/Partner.Server.dll" "$@" --data "$SERVER_DATA"; }
sandbox() { dotnet "$root/src/Partner.Sandbox/bin/Debug/net10.0/Partner.Sandbox.dll" "$@" --data "$SERVER_DATA"; }

# cli COMMAND…: types it; the answer is JSON, also a refusal, and any status that the command documents is one.
cli() {
  local status=0
  dotnet "$PARTNER_CLI" "$@" --json 2>/dev/null || status=$?
  [[ $status -le 6 ]]
}

# as STEM COMMAND…: types it at the partners' port with the certificate STEM.crt.
as() { PARTNER_CERT=$1.crt PARTNER_KEY=$1.key cli "${@:2}"; }
operator() { as "${OPERATOR_CERT%.crt}" operator "$@" --why "a chain is set up" --address "$OPERATOR_ADDRESS"; }
enroll() { cli enroll --code "$1" --out "$2" --address "$ENROLLMENT_ADDRESS"; }

# each FUNCTION FOLDER [COUNT]: FUNCTION NUMBER for each outlet, two at a time; the answers are FOLDER/NUMBER.json.
each() {
  mkdir -p "$work/$2"
  export -f cli as enroll "$1"
  export work chain sales ENROLLMENT_ADDRESS
  seq -w 1 "$outlets" | head -n "${3:-$outlets}" | xargs -P 2 -I '{}' bash -c "$1 {} >'$work/$2/{}.json'"
}

# check NAME EXPRESSION FILE…: the expression must hold; `all` are the documents in the files, `one` is the first.
check() {
  local told
  told=$(node -e '
    const { readFileSync } = require("node:fs");
    const [expression, ...files] = process.argv.slice(1);
    const all = files.map((file) => {
      const text = readFileSync(file, "utf8");
      try { return JSON.parse(text); } catch { return { unreadable: `${file}: ${text}` }; }
    });
    const amount = (money) => BigInt(money.units) * 100n + BigInt(money.nanos / 10000000);
    const sum = (list, of) => list.reduce((total, each) => total + BigInt(of(each)), 0n);
    const count = (entry) => sum(
      all.flatMap((each) => each.shift.lines).filter((line) => line.entry === entry), (line) => line.count);
    const names = ["all", "one", "amount", "sum", "count", "outlets", "sales", "refunds"];
    const holds = new Function(...names, `return (${expression})`);
    let seen;
    try { seen = holds(all, all[0], amount, sum, count, ...process.env.COUNTS.split(" ").map(Number)); }
    catch (fault) { seen = fault.stack; }
    if (seen !== true) {
      console.log(seen);
      console.log(all.slice(0, 3).map((each) => JSON.stringify(each, null, 1).slice(0, 1500)).join("\n"));
    }' "$2" "${@:3}") || told="node ended with $?"
  if [[ -z $told ]]; then
    passed=$((passed + 1))
    echo "ok $((passed + failed)) - $1"
  else
    failed=$((failed + 1))
    echo "not ok $((passed + failed)) - $1"
    printf '  # %s\n' "$2"
    sed 's/^/  # /' <<<"$told"
  fi
}
refunds=$((outlets / 5))
export COUNTS="$outlets $sales $refunds"

# Set up: the partner and its float; the head office's certificate, and that of a till, by a code that works once.
operator partners create "$chain" --name "Corner shops" >"$work/partner.json"
check "the operator adds the chain" 'one.partner.name === "partners/corner-shops" && one.partner.status === "ACTIVE"' \
  "$work/partner.json"
operator deposit "$chain" --amount "1000000.00 CNY" --request-id chain-deposit-0001 >"$work/deposit.json"
operator deposit "$chain" --amount "1000000.00 CNY" --request-id chain-deposit-0001 >"$work/deposit-again.json"
check "what it paid in is credited once" '!one.replayed && all[1].replayed && one.transferId === all[1].transferId' \
  "$work"/deposit{,-again}.json
sandbox certificate issue "$chain" --permissions sell,reverse,read,manage --file installer >/dev/null
installer=$SERVER_DATA/pki/partners/installer
head=$work/head
as "$installer" certificates enroll --out "$head" --permissions sell,reverse,read,manage --label "head office" \
  >"$work/head.json"
check "the head office has its certificate" \
  'one.certificate.permissions.includes("MANAGE") && !one.certificate.scope.outlet' "$work/head.json"
as "$head" enrollment-code create --outlet office --permissions read >"$work/code.json"
code=$(node -p 'JSON.parse(require("node:fs").readFileSync(0)).code' <"$work/code.json")
enroll "$code" "$work/office" >"$work/office.json"
check "its back office enrols with a code" 'one.scope?.outlet === "office"' "$work/office.json"
enroll "$code" "$work/thief" >"$work/thief.json"
check "which works once" 'one.error?.reason === "ENROLLMENT_CODE_INVALID"' "$work/thief.json"
server certificate revoke "$installer.crt" >/dev/null

# Outlets, terminals and cashiers out of a file.
{
  echo "kind,outlet,reference,name,status"
  for n in $(seq -w 1 "$outlets"); do
    printf 'outlet,,shop-%s,Shop %s,active\nterminal,shop-%s,till-1,Till,active\n' "$n" "$n" "$n"
    printf 'cashier,shop-%s,anna,Anna,active\n' "$n"
  done
} >"$work/shops.csv"
as "$head" organisation import "$work/shops.csv" >"$work/import.json"
as "$head" organisation import "$work/shops.csv" >"$work/import-again.json"
check "the shops are imported, once" \
  'Number(one.created) === 3 * outlets && Number(all[1].created) === 0 && Number(all[1].unchanged) === 3 * outlets' \
  "$work"/import{,-again}.json
as "$head" organisation --registered-only yes >"$work/registered.json"
check "from now on only they may sell" 'one.organisation.registeredOnly === true' "$work/registered.json"

# Every tenth till enrols with a code, the others get their certificates from the head office.
certify() {
  local scope=(--outlet "shop-$1" --terminal till-1 --permissions sell,reverse,read)
  if [[ $1 == *0 ]]; then
    local code
    code=$(as "$work/head" enrollment-code create "${scope[@]}" \
      | node -p 'JSON.parse(require("node:fs").readFileSync(0)).code')
    enroll "$code" "$work/till-$1"
  else
    as "$work/head" certificates enroll --out "$work/till-$1" "${scope[@]}"
  fi
}
each certify certified
check "every till has its certificate" \
  'all.length === outlets && all.every((each, i) =>
    (each.scope ?? each.certificate.scope).outlet === `shop-${String(i + 1).padStart(String(outlets).length, "0")}`)' \
  "$work"/certified/*.json

# It trades: a file of sales at every till, twice, of which the second run sends nothing; and refunds.
sell() {
  local file=$work/sales-$1.csv
  echo "card,plan,channel,cashier" >"$file"
  for ((sale = 1; sale <= sales; sale++)); do
    echo "+8613800$(printf %03d "$((10#$1))")$(printf %03d "$sale"),phone-100,pos,anna" >>"$file"
  done
  as "$work/till-$1" topup --file "$file"
}
each sell sold
check "every sale succeeds" \
  'all.length === outlets && all.every((each) => each.exitStatus === 0 && each.counts.SUCCEEDED === sales)' \
  "$work"/sold/*.json
each sell resold 2
check "a file that is run again sells nothing again" \
  'all.every((each) => each.sentNow === 0 && each.counts.SUCCEEDED === sales)' "$work"/resold/*.json
refund() {
  local shop
  shop=$(printf "%0${#1}d" $((10#$1 * 5)))
  as "$work/till-$shop" reverse "$(node -p 'JSON.parse(require("node:fs").readFileSync(0)).rows[0].requestId' \
    <"$work/sold/$shop.json")" --cashier anna --comment "the customer changed her mind"
}
last=$(printf "%0${#outlets}d" "$refunds")
mkdir -p "$work/refunded"
for n in $(seq -w 1 "$last"); do refund "$n" >"$work/refunded/$n.json"; done
check "refunds give the money back" \
  'all.length === refunds && all.every((each) => each.reversal.state === "SUCCEEDED")' \
  "$work"/refunded/*.json
first=$(printf "%0${#outlets}d" 1)
second=$(printf "%0${#outlets}d" 2)
as "$work/till-$second" get "$(node -p 'JSON.parse(require("node:fs").readFileSync(0)).rows[0].requestId' \
  <"$work/sold/$first.json")" >"$work/peek.json"
check "a till sees nothing of another shop's sales" 'one.error.status === "NOT_FOUND"' "$work/peek.json"

# Shifts.
close_shift() { as "$work/till-$1" shift close till-1 --cashier anna --last-of-day; }
each close_shift closed
check "every till closes its shift, with its sales in it" \
  'all.length === outlets && all.every((each) => Number(each.shift.number) === 1)
    && count("SALE_SUCCEEDED") === BigInt(outlets * sales) && count("REFUND_SUCCEEDED") === BigInt(refunds)' \
  "$work"/closed/*.json
as "$head" totals >"$work/totals.json"

# All certificates are rotated: both work, until the old one is revoked.
renew() { as "$work/till-$1" certificates renew --out "$work/new-$1"; }
each renew renewed
as "$head" certificates renew --out "$work/new-head" >"$work/new-head.json"
check "every certificate is renewed" \
  'all.length === outlets + 1 && all.every((each) => each.certificate.state === "GOOD")' \
  "$work"/renewed/*.json "$work/new-head.json"
for stem in "till-$first" "new-$first" head new-head; do as "$work/$stem" balance >"$work/both-$stem.json"; done
check "old and new ones both work" 'all.every((each) => "balance" in each)' "$work"/both-*.json
retire() {
  as "$work/new-head" certificates revoke --comment rotated "$(openssl x509 -in "$work/till-$1.crt" -outform DER \
    | sha256sum | cut -d ' ' -f 1)"
}
each retire retired
check "the old ones are revoked" 'all.length === outlets && all.every((each) => each.certificate.state === "REVOKED")' \
  "$work"/retired/*.json
sleep 2
for stem in "till-$first" "till-$second"; do as "$work/$stem" balance >"$work/after-old-$stem.json"; done
for stem in "new-$first" "new-$second"; do as "$work/$stem" balance >"$work/after-new-$stem.json"; done
check "and are refused" 'all.every((each) => each.error?.reason === "CERTIFICATE_REVOKED")' "$work"/after-old-*.json
check "while their successors work" 'all.every((each) => "balance" in each)' "$work"/after-new-*.json

# What everybody says was sold.
as "$work/new-head" balance >"$work/balance.json"
server audit --issuer "$ISSUER_ADDRESS" --json --days >"$work/audit.json"
check "the audit finds nothing" 'one.ok === true && one.findings.length === 0' "$work/audit.json"
check "totals, balance and audit agree" '(() => {
    const [audit, totals, balance] = all;
    const float = audit.floats.find((each) => each.partner === "corner-shops");
    const of = (state) => totals.totals.find((each) => each.state === state);
    const days = audit.days.filter((each) => each.partner === "corner-shops");
    return Number(of("SUCCEEDED").count) === outlets * sales && Number(of("REVERSED").count) === refunds
      && sum(days, (day) => day.sold) === BigInt(outlets * sales)
      && sum(days, (day) => day.reversed) === BigInt(refunds)
      && sum(days, (day) => day.debited) === amount(of("SUCCEEDED").netDebit)
      && sum(days, (day) => day.returned) === amount(of("REVERSED").netDebit)
      && BigInt(float.posted) === amount(balance.balance.posted) && BigInt(float.deposited) === 100000000n
  })()' "$work"/{audit,totals,balance}.json

# It is suspended: the next call is refused, by whoever makes it.
operator partners suspend "$chain" >"$work/suspended.json"
check "the chain is suspended" 'one.partner.status === "SUSPENDED"' "$work/suspended.json"
sleep 2
as "$work/new-$first" topup --card +8613800999001 --plan phone-100 --channel pos >"$work/late-sale.json"
as "$work/new-head" balance >"$work/late-balance.json"
check "and its next calls are refused" 'all.every((each) => each.error?.reason === "PARTNER_SUSPENDED")' \
  "$work"/late-{sale,balance}.json

echo "1..$((passed + failed))"
echo "# pass $passed"
echo "# fail $failed"
[[ $failed -eq 0 ]]
