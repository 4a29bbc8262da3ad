#!/usr/bin/env bash
# Sets up what is missing, then runs every check: `bash installer/test.sh`. Arguments go on to pytest:
# `bash installer/test.sh -k card`. All checks run even if one fails; exit 0 only when none did.
set -euo pipefail

# shellcheck source=installer/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

prepare test
cd -- "$root"
export QT_QPA_PLATFORM=offscreen
said=$(mktemp -d -t filing-kiosk-test.XXXXXX)
trap 'rm -rf -- "$said"' EXIT
summary=() failed=()

seconds_since() { # seconds_since START_US, with a tenth
  local tenths=$(((${EPOCHREALTIME//[.,]/} - $1) / 100000))
  printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
}

run() { # run NAME COMMAND…: what it says is kept; that of the tests is shown as it comes
  local name=$1
  shift
  if [ "$name" = tests ]; then "$@" 2>&1 | tee "$said/$name"; else "$@" >"$said/$name" 2>&1; fi
}

check() { # check NAME COMMAND…: runs it and notes how it went
  local start_us=${EPOCHREALTIME//[.,]/} verdict=ok
  printf -- '--- %s\n' "$1"
  run "$@" || { verdict=FAILED; failed+=("$1"); }
  summary+=("$(printf '%-7s %-7s %s' "$1" "$verdict" "$(seconds_since "$start_us")")")
}

python="$venv/bin/python"
check format "$python" -m ruff format --check
check lint "$python" -m ruff check
check types "$python" -m mypy
check layers "$venv/bin/lint-imports"
# One process for each core; a file's tests stay together, since they share what is slow to make.
check tests "$python" -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile "$@"

printf '\n'
printf '%s\n' "${summary[@]}"
if [ ${#failed[@]} -eq 0 ]; then
  echo "All checks passed."
  exit 0
fi
printf '\n%d of %d checks failed: %s. What %s said:\n\n' ${#failed[@]} ${#summary[@]} "${failed[*]}" "${failed[0]}"
tail -n 80 -- "$said/${failed[0]}"
exit 1
