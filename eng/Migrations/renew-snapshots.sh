#!/usr/bin/env bash
# Writes anew what tests/Partner.Storage.Tests/Snapshots keeps: every statement that is written by hand, for each
# database, and the migrations of SQL Server as a script. Read the difference before you commit it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export MSBUILDDISABLENODEREUSE=1
PARTNER_RENEW_SNAPSHOTS=yes dotnet test tests/Partner.Storage.Tests --nologo \
  --filter FullyQualifiedName~SqlSnapshotTests
git status --short tests/Partner.Storage.Tests/Snapshots
