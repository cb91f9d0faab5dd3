#!/usr/bin/env bash
# Every change of the model has its migration, on every provider.
exec "$(dirname "${BASH_SOURCE[0]}")/../Migrations/add.sh" --check
