#!/usr/bin/env bash
# The app's tests on Mesa 3.3.1 (Python 3.11) and on the newest 3.x (Python 3.12 or newer).
# Usage: tests/app/both_mesas.sh [PYTHON ...]; each gets an environment of its own in out/mesas.
set -euo pipefail
cd "$(dirname "$0")/../.."
for python in "${@:-python3.11 python3.12}"; do
  for one in $python; do
    home=out/mesas/$("$one" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    "$one" -m venv "$home"
    "$home/bin/pip" install --quiet --disable-pip-version-check -r requirements.lock
    "$home/bin/python" -c 'import mesa, sys; print("Mesa", mesa.__version__, "on Python", sys.version.split()[0])'
    "$home/bin/python" -m experiments run base --days 2 --consumers 500 --out "$home/compiled" >/dev/null  # else a page waits
    "$home/bin/python" -m pytest -q tests/app
  done
done
