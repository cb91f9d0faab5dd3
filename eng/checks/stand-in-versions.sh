#!/usr/bin/env bash
# A changed stand-in must have a new version: NuGet caches a package by its version and would go on using the old one.
# Compares eng/stand-ins with versions.lock (id, version, hash of the sources). --renew writes the lock anew.
set -euo pipefail
export LC_ALL=C

cd "$(dirname "${BASH_SOURCE[0]}")/../stand-ins"
lock=versions.lock

# What a package is made of: its folder, and what all of them share.
hash_of() {
  local shared=(Directory.Build.props Directory.Build.targets Directory.Packages.props)
  local key
  key=$(sed -n 's:.*<AssemblyOriginatorKeyFile>\.\./\(.*\)</AssemblyOriginatorKeyFile>.*:\1:p' "$1/$1.csproj")
  {
    find "$1" \( -name bin -o -name obj \) -prune -o -type f ! -name README.md -print0
    printf '%s\0' "${shared[@]}" ${key:+"$key"}
  } | sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

version_of() {
  sed -n 's:.*<Version>\([0-9.]*\)</Version>.*:\1:p' "$1/$1.csproj"
}

fail() {
  echo "stand-in-versions: $*" >&2
  failed=1
}

failed=0
fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
for project in */*.csproj; do
  id=$(dirname "$project")
  version=$(version_of "$id")
  [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "$id: '$version' is no version with four parts"
  hash=$(hash_of "$id")
  echo "$id $version $hash" >> "$fresh"

  read -r _ locked_version locked_hash <<< "$(grep -s "^$id " "$lock" || echo "$id - -")"
  if [[ $locked_version == - ]]; then
    [[ ${1:-} == --renew ]] || fail "$id is not in $lock: run $0 --renew"
  elif [[ $hash != "$locked_hash" && $version == "$locked_version" ]]; then
    fail "$id changed and still has version $version: raise its fourth part, then run $0 --renew"
  elif [[ $version != "$locked_version" ]]; then
    newest=$(printf '%s\n' "$version" "$locked_version" | sort -V | tail -n 1)
    [[ $newest == "$version" ]] || fail "$id went back from $locked_version to $version"
    [[ ${1:-} == --renew ]] || fail "$id $version is not in $lock: run $0 --renew"
  fi
done

if [[ $failed == 0 && ${1:-} != --renew ]] && ! cmp -s "$fresh" "$lock"; then
  fail "$lock names a stand-in that is gone: run $0 --renew"
fi
[[ $failed == 0 ]] || exit 1
if [[ ${1:-} == --renew ]]; then
  cp "$fresh" "$lock"
fi
echo "stand-in-versions: $(wc -l < "$fresh") stand-ins, each as locked"
