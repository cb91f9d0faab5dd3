#!/usr/bin/env bash
# Checks eng/image/Dockerfile where no container engine is at hand: copies what its build stage copies (of what git
# knows) to an empty folder, runs the stage's commands there, and starts what comes out. With docker it builds the image
# too.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
dockerfile=$root/eng/image/Dockerfile
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false DOTNET_NOLOGO=1

mkdir "$work/source"
while read -r instruction words; do
  case $instruction in
    COPY)
      # The last word is the target, which has the same path as its source.
      for source in ${words% *}; do
        (cd "$root" && git ls-files -z -- "$source" | xargs -0 --no-run-if-empty cp --parents -t "$work/source")
        [[ -e $work/source/$source ]] || { echo "image: git knows no $source" >&2; exit 1; }
      done
      ;;
    ENV)
      export "${words?}"
      ;;
    RUN)
      (cd "$work/source" && bash -euo pipefail -c "$words")
      ;;
  esac
done < <(sed -n '/ AS build$/,/ AS final$/p' "$dockerfile")

cd "$work/source/out"
# Nothing may be written beside the program, and the embedded database goes where it is told.
chmod -R a-w .
dotnet Partner.Server.dll help | head -n 1

# What makes partners, cards and money of nothing stays out: neither its program nor a type of it under another name.
if ls | grep -i 'sandbox'; then
  echo "image: the sandbox is in it" >&2
  exit 1
fi
for source in "$root"/src/Partner.Sandbox/{Certificates,Demo,Issuer,Seed}/*.cs; do
  type=$(basename "$source" .cs)
  if grep -laE "(^|[^A-Za-z_])$type([^A-Za-z_]|$)" Partner.*.dll; then
    echo "image: $type of the sandbox is in it" >&2
    exit 1
  fi
done

dotnet Partner.Server.dll migrate --data "$work/data"

if command -v docker >/dev/null && docker info >/dev/null 2>&1; then
  docker build --quiet --file "$dockerfile" --tag partner:check "$root"
  docker run --rm --read-only partner:check help | head -n 1
else
  echo "image: no container engine here, so the final stage was not built"
fi
