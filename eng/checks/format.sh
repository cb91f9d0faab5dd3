#!/usr/bin/env bash
# The code is laid out as .editorconfig says. To mend it: dotnet format whitespace --folder
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
DOTNET_NOLOGO=1 dotnet format whitespace --folder --verify-no-changes --exclude '**/Migrations/**'
echo "the code is laid out"
