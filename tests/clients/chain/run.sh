#!/usr/bin/env bash
# The life of a chain of convenience stores, by nothing but the commands that people type: it is set up, trades,
# closes its shifts, rotates all its certificates, and is suspended. Every command's exit status and answer are looked
# at, and what shifts, totals, balance and audit say was sold is compared with what the tills were told.
# tests/clients/with-server.sh starts the server and sets the variables. Prints in the Test Anything Protocol.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$here/../../..
outlets=${CHAIN_OUTLETS:-50}
sales=3
refunds=$((outlets / 5))
chain=corner-shops
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# The program as it was built: `dotnet run` would look at all sources each time. It lives for half a second: measuring
# itself for a better compilation is in vain.
export DOTNET_TieredPGO=0
export PARTNER_CA PARTNER_ADDRESS PARTNER_CLI=$root/src/Partner.Cli/bin/Debug/net10.0/Partner.Cli.dll

# cli COMMAND…: types it; tells its exit status and its answer, which is JSON, as one document.
cli() {
  local status=0 answer
  answer=$(dotnet "$PARTNER_CLI" "$@" --json 2>/dev/null) || status=$?
  printf '{"status":%d,"answer":%s}\n' "$status" "${answer:-null}"
}

# as STEM COMMAND…: types it at the partners' port with the certificate STEM.crt.
as() { PARTNER_CERT=$1.crt PARTNER_KEY=$1.key cli "${@:2}"; }
operator() { as "${OPERATOR_CERT%.crt}" operator "$@" --address "$OPERATOR_ADDRESS"; }
enroll() { cli enroll --code "$1" --out "$2" --address "$ENROLLMENT_ADDRESS"; }

# get EXPRESSION FILE: what an answer holds.
get() { node -e 'console.log(new Function("answer", `return ${process.argv[1]}`)(
  JSON.parse(require("node:fs").readFileSync(process.argv[2])).answer))' "$1" "$2"; }

# each FUNCTION FOLDER [COUNT]: FUNCTION NUMBER for each outlet, some at a time; the answers are FOLDER/NUMBER.json.
each() {
  mkdir -p "$work/$2"
  export -f cli as enroll get "$1"
  export work chain sales ENROLLMENT_ADDRESS
  seq -w 1 "$outlets" | head -n "${3:-$outlets}" | xargs -P 3 -I '{}' bash -c "$1 {} >'$work/$2/{}.json'"
}

# check NAME STATUS EXPRESSION FILE…: all commands ended with the status, and the expression holds. `all` are the
# answers in the files, `one` is the first.
check() {
  local told
  told=$(node -e '
    const { readFileSync } = require("node:fs");
    const [status, expression, ...files] = process.argv.slice(1);
    const all = files.map((file) => {
      const text = readFileSync(file, "utf8");
      try {
        const { status: ended, answer } = JSON.parse(text);
        if (ended !== Number(status)) console.log(`${file}: ended with ${ended}`);
        return answer;
      } catch { return { unreadable: `${file}: ${text}` }; }
    });
    const amount = (money) => BigInt(money?.units ?? 0) * 100n + BigInt((money?.nanos ?? 0) / 10000000);
    const sum = (list, of) => list.reduce((total, each) => total + BigInt(of(each)), 0n);
    const lines = (shifts, entry) => shifts.flatMap((each) => each.shift.lines).filter((line) => line.entry === entry);
    const [outlets, sales, refunds] = process.env.COUNTS.split(" ").map(Number);
    const names = { all, one: all[0], amount, sum, lines, outlets, sales, refunds };
    let seen;
    try { seen = new Function(...Object.keys(names), `return (${expression})`)(...Object.values(names)); }
    catch (fault) { seen = fault.stack; }
    if (seen !== true) {
      console.log(seen);
      console.log(all.slice(0, 3).map((each) => JSON.stringify(each, null, 1)?.slice(0, 1500)).join("\n"));
    }' "$2" "$3" "${@:4}") || told="node ended with $?"
  if [[ -z $told ]]; then
    passed=$((passed + 1))
    echo "ok $((passed + failed)) - $1 (${SECONDS} s)"
  else
    failed=$((failed + 1))
    echo "not ok $((passed + failed)) - $1"
    printf '  # %s\n' "$3"
    sed 's/^/  # /' <<<"$told"
  fi
}
export COUNTS="$outlets $sales $refunds"
mkdir "$work/tills"

# Set up: the partner and its float, and the head office's certificate, by a code that works once.
operator partners create "$chain" --name "Corner shops" --why "a new chain" >"$work/partner.json"
check "the operator adds the chain" 0 'one.partner.name === "partners/corner-shops" && one.partner.status === "ACTIVE"' \
  "$work/partner.json"
for time in first again; do
  operator deposit "$chain" --amount "100000.00 CNY" --request-id chain-deposit-0001 --why "paid in" \
    >"$work/deposit-$time.json"
done
check "what it paid in is credited once" 0 '!one.replayed && all[1].replayed && one.transferId === all[1].transferId' \
  "$work"/deposit-{first,again}.json
operator certificates code "$chain" --permissions sell,reverse,read,manage --label "head office" --why "a new chain" \
  >"$work/code.json"
head=$work/head
code=$(get answer.code "$work/code.json")
enroll "$code" "$head" >"$work/head.json"
check "the head office enrols with the operator's code" 0 '!one.scope?.outlet && one.certificatePem.includes("BEGIN")' \
  "$work/head.json"
enroll "$code" "$work/thief" >"$work/thief.json"
check "which works once" 1 'one.error.reason === "ENROLLMENT_CODE_INVALID"' "$work/thief.json"

# Outlets, terminals and cashiers out of a file, and a code for each till.
{
  echo "kind,outlet,reference,name,status"
  for n in $(seq -w 1 "$outlets"); do
    printf 'outlet,,shop-%s,Shop %s,active\nterminal,shop-%s,till-1,Till,active\n' "$n" "$n" "$n"
    printf 'cashier,shop-%s,anna,Anna,active\n' "$n"
  done
} >"$work/shops.csv"
for time in first again; do as "$head" organisation import "$work/shops.csv" >"$work/import-$time.json"; done
check "the shops are imported, once" 0 \
  'Number(one.created) === 3 * outlets && Number(all[1].created) === 0 && Number(all[1].unchanged) === 3 * outlets' \
  "$work"/import-{first,again}.json
as "$head" organisation --registered-only yes >"$work/registered.json"
check "from now on only they may sell" 0 'one.organisation.registeredOnly === true' "$work/registered.json"
{
  echo "outlet,terminal,label"
  for n in $(seq -w 1 "$outlets"); do echo "shop-$n,till-1,till of shop $n"; done
} >"$work/tills.csv"
as "$head" enrollment-code create-all "$work/tills.csv" --out "$work/codes.csv" --permissions sell,reverse,read \
  >"$work/codes.json"
check "each till has a code" 0 'one.done === outlets && one.failed === 0 && one.rows.length === outlets' \
  "$work/codes.json"
certify() { enroll "$(grep "^shop-$1," "$work/codes.csv" | cut -d, -f3)" "$work/tills/till-$1"; }
each certify certified
check "every till enrols with its own" 0 \
  'all.length === outlets && all.every((each, i) => each.scope.terminal === "till-1"
    && each.scope.outlet === `shop-${String(i + 1).padStart(String(outlets).length, "0")}`)' \
  "$work"/certified/*.json
first=$(printf "%0${#outlets}d" 1)
second=$(printf "%0${#outlets}d" 2)
till=$work/tills/till

# It trades: a file of sales at every till, run again at two of them; and refunds.
sell() {
  local file=$work/sales-$1.csv
  echo "card,plan,channel,cashier" >"$file"
  for ((sale = 1; sale <= sales; sale++)); do
    echo "+8613800$(printf %03d "$((10#$1))")$(printf %03d "$sale"),phone-100,pos,anna" >>"$file"
  done
  as "$work/tills/till-$1" topup --file "$file" --channel pos
}
each sell sold
check "every sale succeeds" 0 \
  'all.length === outlets && all.every((each) => each.exitStatus === 0 && each.counts.SUCCEEDED === sales)' \
  "$work"/sold/*.json
each sell resold 2
check "a file that is run again sells nothing again" 0 \
  'all.every((each) => each.sentNow === 0 && each.counts.SUCCEEDED === sales)' "$work"/resold/*.json
refund() {
  as "$work/tills/till-$1" reverse "$(get answer.rows[0].requestId "$work/sold/$1.json")" --cashier anna \
    --comment "the customer changed her mind"
}
each refund refunded "$refunds"
check "refunds give the money back" 0 \
  'all.length === refunds && all.every((each) => each.reversal.state === "SUCCEEDED")' "$work"/refunded/*.json
as "$till-$second" get "$(get answer.rows[0].requestId "$work/sold/$first.json")" >"$work/peek.json"
check "a till sees nothing of another shop's sales" 1 'one.error.status === "NOT_FOUND"' "$work/peek.json"
as "$till-$first" topup --card +8613800999001 --plan phone-100 --channel pos --cashier anna \
  --outlet "shop-$second" >"$work/other.json"
check "and sells for none but its own" 1 'one.error.reason === "OUTLET_MISMATCH"' "$work/other.json"

# Shifts.
close_shift() { as "$work/tills/till-$1" shift close till-1 --cashier anna --last-of-day; }
each close_shift closed
as "$head" totals >"$work/totals.json"
check "every till closes its first shift, with its own sales in it" 0 \
  'all.length === outlets && all.every((each, i) => Number(each.shift.number) === 1
    && each.shift.outlet.endsWith(String(i + 1).padStart(String(outlets).length, "0"))
    && sum(lines([each], "SALE_SUCCEEDED"), (line) => line.count) === BigInt(sales)
    && sum(lines([each], "REFUND_SUCCEEDED"), (line) => line.count) === (i < refunds ? 1n : 0n))' \
  "$work"/closed/*.json
check "the shifts add up to the totals" 0 '(() => {
    const totals = all[0].totals;
    const shifts = all.slice(1);
    const of = (state) => totals.find((each) => each.state === state);
    const same = (entry, state) => ["face", "fee", "customerPays", "netDebit", "commission"].every((field) =>
      sum(lines(shifts, entry), (line) => amount(line[field])) === amount(of(state)[field]))
      && sum(lines(shifts, entry), (line) => line.count) === BigInt(of(state).count);
    return Number(of("SUCCEEDED").count) === outlets * sales && Number(of("REVERSED").count) === refunds
      && same("SALE_SUCCEEDED", "SUCCEEDED") && same("REFUND_SUCCEEDED", "REVERSED");
  })()' "$work/totals.json" "$work"/closed/*.json
as "$till-$first" topup --card +8613800999002 --plan phone-100 --channel pos --terminal till-1 --cashier anna \
  --business-date "$(get answer.shift.businessDate "$work/closed/$first.json")" >"$work/closed-day.json"
check "a closed day takes no further sale" 1 'one.error.reason === "BUSINESS_DAY_CLOSED"' "$work/closed-day.json"

# All certificates are rotated: both work, until the old ones are revoked.
as "$head" certificates renew --out "$work/new-head" >"$work/new-head.json"
cli certificates renew-all "$work/tills" --out "$work/new" >"$work/renewed.json"
check "the head office's certificate is renewed" 0 'one.certificate.state === "GOOD"' "$work/new-head.json"
check "and that of every till" 0 'one.done === outlets && one.failed === 0' "$work/renewed.json"
mkdir "$work/spoilt"
cp "$till-$first.crt" "$till-$first.key" "$work/spoilt"
cp "$till-$second.crt" "$work/spoilt"
cli certificates renew-all "$work/spoilt" --out "$work/spoilt-new" >"$work/spoilt.json"
check "a certificate without its key is told by its row, and holds up no other" 2 \
  'one.done === 1 && one.failed === 1 && one.rows[1].error.reason === "USAGE"' "$work/spoilt.json"
new=$work/new/till
for stem in "$head" "$work/new-head" "$till-$first" "$new-$first"; do
  as "$stem" balance >"$work/both-$(basename "$(dirname "$stem")")-$(basename "$stem").json"
done
check "old and new ones both work" 0 'all.length === 4 && all.every((each) => "balance" in each)' "$work"/both-*.json
as "$work/new-head" certificates revoke-all "$work/tills" --comment rotated >"$work/retired.json"
check "the old ones are revoked" 0 'one.done === outlets && one.rows.every((each) => each.result === "REVOKED")' \
  "$work/retired.json"
sleep 2
for n in "$first" "$second"; do
  as "$till-$n" topup --card +8613800999003 --plan phone-100 --channel pos >"$work/after-old-$n.json"
  as "$new-$n" balance >"$work/after-new-$n.json"
done
check "and sell no more" 1 'all.every((each) => each.error.reason === "CERTIFICATE_REVOKED")' "$work"/after-old-*.json
check "while their successors work" 0 'all.every((each) => "balance" in each)' "$work"/after-new-*.json

# It is suspended: the next call is refused, by whoever makes it.
as "$work/new-head" balance >"$work/balance.json"
operator partners suspend "$chain" --why "it owes us" >"$work/suspended.json"
check "the chain is suspended" 0 'one.partner.status === "SUSPENDED"' "$work/suspended.json"
as "$new-$first" topup --card +8613800999004 --plan phone-100 --channel pos >"$work/late-sale.json"
as "$work/new-head" balance >"$work/late-balance.json"
check "its outlets cannot sell, and its head office cannot look" 1 \
  'all.every((each) => each.error.reason === "PARTNER_SUSPENDED")' "$work"/late-{sale,balance}.json

# What everybody says was sold.
operator audit --issuer --days >"$work/audit.json"
check "the audit finds nothing" 0 'one.ok === true && one.found.length === 0' "$work/audit.json"
check "totals, balance and audit agree" 0 '(() => {
    const [audit, totals, { balance }] = all;
    const float = audit.floats.find((each) => each.partner === "corner-shops");
    const of = (state) => totals.totals.find((each) => each.state === state);
    const days = audit.days.filter((each) => each.partner === "corner-shops");
    return sum(days, (day) => day.sold) === BigInt(outlets * sales)
      && sum(days, (day) => day.reversed) === BigInt(refunds)
      && sum(days, (day) => day.debited) === amount(of("SUCCEEDED").netDebit)
      && sum(days, (day) => day.returned) === amount(of("REVERSED").netDebit)
      && BigInt(float.posted) === amount(balance.posted) && BigInt(float.deposited) === 10000000n;
  })()' "$work"/{audit,totals,balance}.json
operator actions "$chain" --all >"$work/actions.json"
check "the action log tells who set it up and who suspended it" 0 \
  '["partner.add", "deposit.post", "partner.suspend"].every((name) => one.actions.some((each) => each.action === name))' \
  "$work/actions.json"

echo "1..$((passed + failed))"
echo "# pass $passed"
echo "# fail $failed"
[[ $failed -eq 0 ]]
