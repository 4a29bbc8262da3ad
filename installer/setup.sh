# shellcheck shell=bash
# What run.sh and test.sh share: the system packages and the private Python environment of this checkout.
# Nothing is touched outside `.venv/` but the system packages that are missing; the system's Python is only
# asked to make the environment. `prepare run` or `prepare test` does it all.
set -euo pipefail
# Paths may be Chinese where the terminal's locale is not installed; Python then takes them for ASCII.
export PYTHONUTF8=1

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
venv="$root/.venv"
# `.venv/installed` says what the environment was made from. It holds another text while one is being made, so
# an interrupted installation is seen, and started again, by the next run.
stamp="$venv/installed"
# Published as source only; built without isolation, by the tools of requirements-build.lock.
from_source=bagit
# Wheels of Qt for this C library are the limit (manylinux_2_34 on x86_64, manylinux_2_39 on aarch64).
fitting="Debian 12, Ubuntu 22.04, UOS 25 or Kylin V11 on x86_64 (Debian 13, Ubuntu 24.04 on aarch64), or newer"

fail() { # one sentence: what is wrong and what to do
  printf '\nerror: %s\n' "$*" >&2
  exit 1
}

list() { # list FILE…: the entries of package lists, without comments
  sed -e 's/#.*//' -e '/^[[:space:]]*$/d' -- "$@"
}

# --- the system's Python ---

find_python() { # prints PATH, X.Y and yes|no: the interpreter behind any venv, its version, can it make a venv?
  local name
  for name in "$venv/bin/python" python3 python3.14 python3.13 python3.12 python3.11; do
    "$name" -I -c '
import importlib.util, os, sys
if sys.version_info < (3, 11):
    sys.exit(1)
makes_venvs = "yes" if importlib.util.find_spec("ensurepip") else "no"
print(os.path.realpath(sys.executable), "%d.%d" % sys.version_info[:2], makes_venvs, sep="\t")
' 2>/dev/null && return
  done
}

# --- system packages ---

missing_packages() { # missing_packages ENTRY…: the entries none of whose alternatives is installed
  local entry name names installed
  IFS='| ' read -ra names <<<"$*"
  # A name that dpkg does not know is no error here: it is an alternative, or it is missing.
  installed=" $(dpkg-query -W -f '${db:Status-Status}:${Package} ' "${names[@]}" 2>/dev/null || true)"
  for entry in "$@"; do
    for name in ${entry//|/ }; do
      [[ $installed == *" installed:$name "* ]] && continue 2
    done
    printf '%s\n' "$entry"
  done
}

offered() { # offered ENTRY: its first alternative that the package sources offer
  local name policy
  for name in ${1//|/ }; do
    policy=$(LC_ALL=C apt-cache policy "$name" 2>/dev/null) || true
    if [[ $policy =~ Candidate:\ [^\(] ]]; then
      printf '%s\n' "$name"
      return
    fi
  done
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_packages() { # install_packages ENTRY…: by apt, with the least that is needed
  local entry name names=() unknown=() wished
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    for entry in "$@"; do
      name=$(offered "$entry")
      names+=("${name:-${entry##*|}}")
    done
    fail "system packages are missing, and they need root, but there is no sudo here. Have an administrator run:
  apt-get update && apt-get install --no-install-recommends ${names[*]}
and start again."
  fi
  echo "Some system packages are missing; asking apt for them."
  # A source that fails to answer is no reason to stop: what is wanted may come from another.
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update >>"$log" 2>&1 || true
  for entry in "$@"; do
    name=$(offered "$entry")
    if [ -n "$name" ]; then names+=("$name"); else unknown+=("$entry"); fi
  done
  mapfile -t wished < <(list "$root/installer/packages-wished.txt")
  for entry in "${wished[@]}"; do
    name=$(offered "$entry")
    if [ -n "$name" ]; then names+=("$name"); fi
  done
  if [[ ${unknown[*]} == *python* ]]; then
    fail "there is no Python 3.11 or newer here, and the package sources of this system offer none." \
      "Check the network; if it is there, use $fitting. What apt said: $log"
  elif [ ${#unknown[@]} -gt 0 ]; then
    fail "the package sources of this system do not offer ${unknown[*]//|/ or }. Check the network and /etc/apt (on" \
      "Ubuntu, 'universe' must be enabled), run 'apt-get update' and start again. What apt said: $log"
  fi
  echo "Installing system packages: ${names[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
    -o DPkg::Lock::Timeout=300 "${names[@]}" >>"$log" 2>&1 ||
    fail "apt-get could not install ${names[*]}. It said: $(grep -a '^E: ' "$log" | tail -n 3)
Put that right (often: the network, or 'dpkg --configure -a'), then start again. All it said: $log"
}

prepare_system() { # prepare_system LIST…: the packages of these lists, and a Python that can make environments
  local entries missing version can
  mapfile -t entries < <(list "$@")
  IFS=$'\t' read -r _ version can < <(find_python) || true
  if [ -z "${version-}" ]; then
    entries+=("python3.14-venv|python3.13-venv|python3.12-venv|python3.11-venv")
  elif [ "$can" = no ]; then
    entries+=("python$version-venv")
  fi
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    [ -n "${FILING_KIOSK_SYSTEM_READY-}" ] && return
    fail "this system has no apt-get. Install by its own means what these Debian packages hold:
  ${entries[*]}
and start again with FILING_KIOSK_SYSTEM_READY=1 before the command."
  fi
  mapfile -t missing < <(missing_packages "${entries[@]}")
  if [ ${#missing[@]} -gt 0 ]; then install_packages "${missing[@]}"; fi
}

# --- the private environment ---

wanted_state() { # wanted_state run|test: the text of the stamp; that of `test` begins with that of `run`
  local lock locks=(requirements-build.lock requirements.lock)
  if [ "$1" = test ]; then locks+=(requirements-test.lock); fi
  printf 'checkout %s\npython %s\n' "$root" "$python"
  for lock in "${locks[@]}"; do
    printf '%s %s\n' "$lock" "$(sha256sum <"$root/installer/$lock")"
  done
}

explain_pip() { # explain_pip: what went wrong, in a sentence, from what pip said
  local said="What pip said: $log"
  local no_network='name resolution|NewConnectionError|ConnectTimeout|timed out|SSLError|ProxyError|Connection (refused|broken|aborted)'
  if grep -qai 'No space left on device' "$log"; then
    echo "the disk is full: the Python packages need about 2 GB free in $root and 500 MB in ${TMPDIR:-/tmp}." \
      "Make room and start again. $said"
  elif grep -qai 'DO NOT MATCH THE HASHES' "$log"; then
    echo "a downloaded package is not the one that installer/*.lock names, and was not installed. Do not go" \
      "around this; check the package index or mirror that pip is set up to use. $said"
  elif grep -qaiE "$no_network" "$log"; then
    echo "pip cannot reach its package index. Check the network (or pip's mirror, proxy and certificate" \
      "settings) and start again. $said"
  elif grep -qai 'No matching distribution' "$log"; then
    echo "a Python package has no build for this system ($(uname -m), $(getconf GNU_LIBC_VERSION), $python)." \
      "It takes $fitting, and a released Python from 3.11 on. $said"
  else
    echo "pip failed: $(grep -ai '^error' "$log" | tail -n 1). Put that right and start again. $said"
  fi
}

progress() { # progress TOTAL: pip's lines in, on a terminal one line that counts up out
  local count=0 word name
  if [ ! -t 1 ]; then cat >/dev/null && return; fi
  while read -r word name _; do
    case $word in
    Collecting) printf '\r\e[K  %d of %d  %s' $((count += 1)) "$1" "$name" ;;
    Installing) printf '\r\e[K  putting them in place …' ;;
    esac
  done
  printf '\r\e[K'
}

pip_run() { # pip_run ARGUMENT…: pip with nothing that leads outside the environment; its mirror settings stay
  env -u PIP_USER -u PIP_TARGET -u PIP_PREFIX -u PYTHONPATH -u PYTHONHOME \
    "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --no-deps --no-build-isolation "$@" 2>&1
}

pip_install() { # pip_install LOCK: exactly what the lock file names, each file checked against its hash
  local lock="$root/installer/$1"
  pip_run --require-hashes --only-binary :all: --no-binary "$from_source" -r "$lock" |
    tee -a "$log" | progress "$(grep -c '==' "$lock")" || fail "$(explain_pip)"
}

make_room() { # make_room STATE: an environment to install into; a whole one is added to, a half-made one goes
  local state=$1
  if [ -f "$stamp" ] && [[ -z $state || "$(wanted_state test)" != "$state"* || ! -x $venv/bin/python ]]; then
    rm -rf -- "$venv" 2>>"$log" || fail "cannot remove $venv: run this as the owner of that folder."
  elif [ -d "$venv" ] && [ ! -f "$stamp" ] && ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    fail "$venv was not made by this installer and has no working pip. Move it away and start again."
  fi
  mkdir -p -- "$venv" 2>/dev/null || fail "cannot write to $root: run this as the owner of that folder."
  echo "unfinished" >"$stamp" || fail "cannot write to $venv: run this as the owner of that folder."
  [ -x "$venv/bin/python" ] || "$python" -m venv "$venv" >>"$log" 2>&1 ||
    fail "$python could not make a private environment in $venv. What it said: $log"
}

prepare_environment() { # prepare_environment run|test
  local what=$1 state='' wanted lock=requirements.lock
  wanted=$(wanted_state "$what")
  if [ -f "$stamp" ]; then state=$(<"$stamp"); fi
  if [[ $state == "$wanted"* && -x $venv/bin/python ]]; then return; fi
  if [ "$what" = test ]; then lock=requirements-test.lock; fi
  make_room "$state"
  echo "Installing $(grep -c '==' "$root/installer/$lock") Python packages into .venv (some minutes, about 400 MB)"
  pip_install requirements-build.lock
  pip_install "$lock"
  printf '%s\n' "$wanted" >"$stamp"
}

prepare_checkout() { # the checkout itself, as it stands: a changed source counts at once, a changed project file here
  local made_from="$venv/installed-checkout" project
  project=$(sha256sum <"$root/pyproject.toml")
  if [ -f "$made_from" ] && [ "$(<"$made_from")" = "$project" ]; then return; fi
  pip_run --no-index --editable "$root" >>"$log" || fail "$(explain_pip)"
  printf '%s\n' "$project" >"$made_from"
}

prepare() { # prepare run|test: everything that is missing, and nothing else
  local lists=("$root/installer/packages.txt")
  if [ "$1" = test ]; then lists+=("$root/installer/packages-test.txt"); fi
  # Qt and Python both want a UTF-8 locale; a bare root has none set.
  if [ "$(locale charmap 2>/dev/null)" != UTF-8 ]; then export LC_ALL=C.UTF-8; fi
  log=$(mktemp -t filing-kiosk-install.XXXXXX.log)
  # Two at once would spoil the environment: the second waits for the first. The lock is the folder itself.
  exec 9<"$root/installer"
  flock -n 9 || { echo "Another installation is going on in this checkout; waiting for it."; flock 9; }
  prepare_system "${lists[@]}"
  IFS=$'\t' read -r python _ < <(find_python) || true
  [ -n "${python-}" ] || fail "there is no Python 3.11 or newer here. Use $fitting."
  prepare_environment "$1"
  prepare_checkout
  exec 9<&-
  rm -f -- "$log"
}
