#!/usr/bin/env bash
# The rules of the house that no compiler checks: length of files and lines, marks of unfinished work, hidden failures.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
sources=('*.cs' ':!*/Migrations/*')
bad=0

# report WHY FOUND: fails when something was found.
report() {
  if [[ -n $2 ]]; then
    printf '%s:\n%s\n' "$1" "$2"
    bad=1
  fi
}

# forbid WHY PATTERN PATH...: no line of these files may match. This file names what it looks for.
forbid() {
  local why=$1 pattern=$2 found
  shift 2
  # git grep ends with 1 when it finds nothing, and with more when it fails.
  found=$(LC_ALL=C.UTF-8 git grep -nE "$pattern" -- "$@" ':!eng/checks/house-rules.sh') || [[ $? -eq 1 ]]
  report "$why" "$found"
}

long=$(git ls-files -z "${sources[@]}" | xargs -0 awk '
  { lines[FILENAME]++ }
  END { for (file in lines) if (lines[file] > 400) printf "%s: %d lines\n", file, lines[file] }')
report 'files above 400 lines' "$long"
forbid 'lines above 120 columns' '^.{121,}$' "${sources[@]}"
forbid 'marks of unfinished work' '\b(TODO|FIXME|HACK)\b' .
forbid 'methods left out' 'NotImplementedException' "${sources[@]}"
forbid 'warnings silenced in place' '#pragma warning disable' "${sources[@]}"
forbid 'swallowed exceptions' 'catch *(\([^)]*\))? *(when *\([^)]*\))? *\{ *\}' "${sources[@]}"
forbid 'async void' 'async void' "${sources[@]}"
forbid 'failures hidden in scripts' '\|\| *(true|:)( |$)' .ci eng tests/clients
forbid 'registry hosts in lock files' '"resolved": *"https?:' '*package-lock.json'

# A recipe that names a file which moved is worse than none.
gone=''
while read -r path; do
  compgen -G "$path" >/dev/null || gone+="$path"$'\n'
done < <(grep -ohE '`(src|tests|protos|eng)/[^` ]+`' CONTRIBUTING.md | tr -d '`' | sort -u)
report 'paths in CONTRIBUTING.md that do not exist' "$gone"

if [[ $bad -ne 0 ]]; then
  exit 1
fi
echo "the house rules hold"
