#!/usr/bin/env bash
# Sets up what is missing, then opens the kiosk: `bash installer/run.sh`. Arguments go on to kiosk-app:
# `bash installer/run.sh demo --out DIR`, `bash installer/run.sh gateway`, `bash installer/run.sh --help`.
set -euo pipefail

# shellcheck source=installer/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

has_screen() { # a display server, or a platform of Qt's own that draws on a screen (linuxfb, eglfs, vnc …)
  case ${QT_QPA_PLATFORM-} in
  offscreen* | minimal*) return 1 ;;
  ?*) return 0 ;;
  *) [ -n "${WAYLAND_DISPLAY-}${DISPLAY-}" ] ;;
  esac
}

prepare run
if [ $# -eq 0 ] && has_screen; then
  set -- run
elif [ $# -eq 0 ]; then
  out=demo-$(date +%Y%m%d-%H%M%S)
  echo "There is no screen here (DISPLAY and WAYLAND_DISPLAY are empty), so the kiosk cannot open."
  echo "Running the demonstration instead; its results go to $PWD/$out"
  set -- demo --out "$out"
fi
exec "$venv/bin/kiosk-app" "$@"
