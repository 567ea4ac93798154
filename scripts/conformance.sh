#!/bin/sh
# Runs PyTensor's recorded graphs (below TENSORJIT_SHARED) with the arguments given (--failures, --skips, --backend interpreter, --filter TEXT); without
# arguments also exports models and random graphs from a live PyTensor, where .venv-peers has one.
set -eu
cd "$(dirname "$0")/.."

status=0
TENSORJIT_SHARED=${TENSORJIT_SHARED:-$(cd .. && pwd)/shared}
export TENSORJIT_SHARED
.build/release/pytensor-conformance "$@" || status=$?
if [ $# = 0 ] && [ -x .venv-peers/bin/python ] && .venv-peers/bin/python -c "import pytensor" 2> /dev/null; then
  .venv-peers/bin/python scripts/check_export.py || status=$?
fi
exit $status
