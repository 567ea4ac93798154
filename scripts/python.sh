#!/bin/sh
# Makes .venv, the virtual environment of the test scripts: NumPy and SciPy as references, mpmath for the hard cases.
set -eu
cd "$(dirname "$0")/.."

requirements=scripts/requirements.txt
stamp=.venv/requirements.stamp
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(cksum < "$requirements")" ]; then exit 0; fi

. scripts/find-python.sh
echo "making .venv from $requirements"
[ -x .venv/bin/python ] || "$PYTHON" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$requirements"
cksum < "$requirements" > "$stamp"
