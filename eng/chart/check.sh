#!/usr/bin/env bash
# Checks charts/partner with real Helm 3 and 4: lint, a rendering of every set of values in charts/partner/ci, and each
# rendered object against the types of Kubernetes. `dotnet test tests/Partner.Charts.Tests` checks what they say.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
chart=$root/charts/partner
export RENDERED
RENDERED=$(mktemp -d)
trap 'rm -rf "$RENDERED"' EXIT

"$here/tools.sh"
for name in helm3 helm4; do
  helm=$here/.tools/$name/helm
  mkdir "$RENDERED/$name"
  for values in "$chart"/ci/*-values.yaml; do
    set=$(basename "$values" -values.yaml)
    # Quiet unless it finds something.
    "$helm" lint --strict --quiet "$chart" --values "$values"
    "$helm" template partner "$chart" --namespace leb --values "$values" >"$RENDERED/$name/$set.yaml"
  done
done

cd "$root/tests/Partner.Charts.Tests/kubernetes"
npm ci --silent
node --test --test-reporter=tap
