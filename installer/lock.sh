#!/usr/bin/env bash
# Renews the lock files from pyproject.toml: `bash installer/lock.sh`, or with `--upgrade` to move every
# package to its newest version, or `--upgrade-package NAME`. Needs `uv` (https://docs.astral.sh/uv/) and
# the network. The files name no registry: pip takes them from wherever this machine's pip is set up to look.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
command -v uv >/dev/null || { echo "error: uv is missing; install it (pip install uv) and start again" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

# rapidocr asks for opencv-python, which is the same cv2 as opencv-python-headless but brings a second Qt and
# points QT_QPA_PLATFORM_PLUGIN_PATH at it on import. Only one of the two may be installed: headless.
echo 'opencv-python ; sys_platform == "never"' >"$work/overrides.txt"

# hatchling installs the checkout itself; setuptools builds the one package that publishes no wheel (see
# `from_source` in setup.sh). Locked like the rest: pip would fetch them unchecked.
printf '%s\n' 'hatchling>=1.27' editables 'setuptools>=77' 'setuptools-scm>=8' >"$work/build.in"

compile() { # compile LOCK SOURCE [uv options]: the versions of an existing lock file are kept where they fit
  local name=$1 lock="$here/$1" source=$2
  shift 2
  if [ -f "$lock" ]; then cp -- "$lock" "$work/lock.txt"; else : >"$work/lock.txt"; fi
  (
    cd -- "$here/.."
    uv pip compile "$source" --universal --python-version 3.11 --fork-strategy fewest \
      --only-binary :all: --no-binary bagit --override "$work/overrides.txt" \
      --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet -o "$work/lock.txt" "$@" >/dev/null
  )
  {
    echo "# Made by installer/lock.sh from pyproject.toml: change that and run it, do not edit this."
    cat -- "$work/lock.txt"
  } >"$lock"
  echo "$name: $(grep -c '==' "$lock") packages"
}

compile requirements.lock pyproject.toml "$@"
compile requirements-test.lock pyproject.toml --extra test --constraint "$here/requirements.lock" "$@"
compile requirements-build.lock "$work/build.in" --constraint "$here/requirements-test.lock" "$@"
