#!/usr/bin/env bash
# Adds a migration for every provider: eng/Migrations/add.sh NAME
# With --anew it replaces all migrations by a single one, Initial: only before the first release.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export MSBUILDDISABLENODEREUSE=1
name=${1:?usage: eng/Migrations/add.sh NAME or --anew}
tool=eng/Migrations/tool/dotnet-ef
[[ -x $tool ]] || dotnet tool install --tool-path eng/Migrations/tool dotnet-ef --version 10.0.14

if [[ $name == --anew ]]; then
  name=Initial
  rm -rf src/Partner.Storage/Migrations
fi

dotnet build eng/Migrations --nologo -v quiet
for provider in Sqlite Postgres SqlServer; do
  "$tool" migrations add "$name" --no-build --project src/Partner.Storage --startup-project eng/Migrations \
    --context "${provider}PartnerDbContext" --output-dir "Migrations/$provider"
done
