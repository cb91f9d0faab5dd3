#!/usr/bin/env bash
# Restores the packages of all projects and writes each packages.lock.json anew. Commit what changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for projects in Partner.sln eng/Migrations; do
  CI=false dotnet restore "$projects" --force-evaluate --verbosity quiet
done
git status --short -- '*packages.lock.json'
