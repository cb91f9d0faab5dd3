#!/usr/bin/env bash
# Adds a migration for every provider: eng/Migrations/add.sh NAME
# With --anew it replaces all migrations by a single one, Initial: only before the first release.
# With --check it adds nothing, and fails when a migration is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false DOTNET_NOLOGO=1
name=${1:?usage: eng/Migrations/add.sh NAME, --anew or --check}

# ef PROVIDER COMMAND...: a command about this provider's migrations.
ef() {
  local provider=$1
  shift
  dotnet ef migrations "$@" --no-build --project src/Partner.Storage --startup-project eng/Migrations \
    --context "${provider}PartnerDbContext"
}

if [[ $name == --anew ]]; then
  name=Initial
  rm -rf src/Partner.Storage/Migrations
fi

dotnet tool restore >/dev/null
dotnet build eng/Migrations --nologo --verbosity quiet
missing=0
for provider in Sqlite Postgres SqlServer; do
  if [[ $name == --check ]]; then
    echo "$provider:"
    ef "$provider" has-pending-model-changes || missing=1
  else
    ef "$provider" add "$name" --output-dir "Migrations/$provider"
  fi
done
exit $missing
