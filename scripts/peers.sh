#!/bin/sh
# Makes .venv-peers, the virtual environment with the benchmark's peers; PEERS=all adds PyTorch.
set -eu
cd "$(dirname "$0")/.."

venv=.venv-peers
requirements=Benchmarks/requirements.txt
[ "${PEERS:-}" = all ] && requirements=Benchmarks/requirements-torch.txt

# The stamp holds the requirements it was made from; torch's include the others.
stamp=$venv/requirements.stamp
wanted=$(cat Benchmarks/requirements.txt "$requirements" | cksum)
all=$(cat Benchmarks/requirements.txt Benchmarks/requirements-torch.txt | cksum)
if [ -f "$stamp" ]; then
  made=$(cat "$stamp")
  if [ "$made" = "$wanted" ] || [ "$made" = "$all" ]; then exit 0; fi
fi

. scripts/find-python.sh
echo "making $venv from $requirements"
[ -x $venv/bin/python ] || "$PYTHON" -m venv $venv
$venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$requirements"
echo "$wanted" > "$stamp"
