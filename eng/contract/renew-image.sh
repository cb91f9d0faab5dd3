#!/usr/bin/env bash
# Renews protos/contract.binpb, the image of the published contract that every later change is compared with.
#
#   --publish            what was added since becomes part of the promise; refused when something published has changed
#   --break-the-promise  also when it has changed: only before any partner has the contract, and the change log says so
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
buf=eng/contract/buf
image=protos/contract.binpb

usage() {
  sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

[[ $# -eq 1 ]] || usage
case $1 in
  --publish) [[ ! -e $image ]] || "$buf" breaking protos --exclude-imports --against "$image" ;;
  --break-the-promise) ;;
  *) usage ;;
esac

"$buf" lint protos
# Comments are left out: a better wording is no change of the contract.
"$buf" build protos --path protos/leb --exclude-source-info --output "$image"
echo "renewed $image"
