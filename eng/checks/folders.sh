#!/usr/bin/env bash
# Prints the folder graph of each project in src, and fails where two folders refer to each other, directly or through
# others, or where src/README.md shows other floors: folders.sh [--write], which brings src/README.md up to date.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
node --test --test-reporter=tap folders.test.mjs
node folders.main.mjs "$@"
