#!/usr/bin/env bash
# Checks the contract: style, format, line length, and that nothing published has changed its meaning.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
buf=eng/contract/buf

echo "lint: STANDARD and COMMENTS"
"$buf" lint protos

echo "format"
"$buf" format --diff --exit-code --path protos/leb protos

echo "breaking: against the published image"
"$buf" breaking protos --exclude-imports --against protos/contract.binpb

echo "definitions of others: from their packages, but for health, whose package lacks a method"
if git ls-files 'protos/*.proto' | grep -vE '^protos/(leb/|grpc/health/v1/health\.proto$)'; then
  exit 1
fi

echo "lines: at most 120 columns"
if git ls-files -z 'protos/*.proto' | LC_ALL=C.UTF-8 xargs -0 grep -HnE '^.{121,}$'; then
  exit 1
fi
echo "the contract is in order"
