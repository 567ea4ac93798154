#!/bin/sh
# Shows that a new scalar function touches one file: takes a copy of the last commit, applies docs/versine.patch, builds,
# and uses the function from the command line, in the list, on both backends (the fuzzer runs them against NumPy).
set -eu
cd "$(dirname "$0")/.."
scripts/python.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
git clone --quiet . "$folder/tensorjit"
ln -s "$PWD/.venv" "$folder/tensorjit/.venv"
cd "$folder/tensorjit"
git apply docs/versine.patch
git diff
git diff --stat
test "$(git diff --name-only | wc -l)" -eq 1
swift build -c release --product tensorjit
tool=.build/release/tensorjit
$tool ops versine
$tool eval -e '(x: f64[4], y: f32[]) -> versine(x), versine(y)' --input 'x=[0, 1e-9, 1, -1]' --input 'y=3'
.venv/bin/python scripts/fuzz.py --only versine --count "${FUZZ_COUNT:-200}"
echo "one file: passed"
