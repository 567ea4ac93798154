#!/bin/sh
# Runs the benchmarks: makes the peers' environment, builds the binary and the limit kernels, then the driver.
# PEERS=all adds PyTorch; further arguments go to the driver (--only, --quick, --peers, --json, ...).
set -eu
cd "$(dirname "$0")/.."

scripts/peers.sh
swift build -c release --product tensorjit
swift build -c release --package-path Benchmarks --product limits
exec .venv-peers/bin/python Benchmarks/run.py "$@"
