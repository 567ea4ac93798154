#!/usr/bin/env bash
# Runs what this project promises about speed, accuracy and robustness into one report: bars/report.md.
#
#   scripts/bars.sh            all
#   scripts/bars.sh 3 8        some, by number
#
# Each bar is a command; the report has the command, its time, its status and the end of its output (all of it is in
# bars/*.log). A bar that fails does not stop the others; the status is 1 if any failed.
set -uo pipefail
cd "$(dirname "$0")/.."

folder=bars
report=$folder/report.md
lines=40
wanted=" $* "
failed=0
tool=.build/release/tensorjit
mkdir -p $folder

cores=$(nproc 2> /dev/null || getconf _NPROCESSORS_ONLN)
model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2> /dev/null | head -n 1)
{
  echo "# Bars"
  echo
  echo "Commit $(git rev-parse --short HEAD 2> /dev/null), $(date -u +'%Y-%m-%d %H:%M') UTC, ${model:-unknown CPU}," \
    "$cores cores, $(swift --version 2> /dev/null | head -n 1)."
} > $report

# bar NUMBER TITLE COMMAND: runs the command if the number was asked for.
bar() {
  local number=$1 title=$2 command=$3
  if [[ $wanted != "  " && $wanted != *" $number "* ]]; then return; fi
  local log
  log=$folder/$number-$(printf '%s' "$title" | tr -cs 'A-Za-z0-9' '-' | tr 'A-Z' 'a-z' | sed 's/-$//').log
  printf '%s  bar %s, %s ... ' "$(date +%H:%M:%S)" "$number" "$title"
  local begin=$EPOCHREALTIME status=0
  bash -c "$command" > "$log" 2>&1 || status=$?
  local seconds
  seconds=$(awk -v a="$begin" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }')
  local outcome=passed
  if [ $status -ne 0 ]; then
    outcome="failed with status $status"
    failed=1
  fi
  echo "$outcome, $seconds s"
  {
    printf '\n## Bar %s: %s\n\n`%s`\n\n%s after %s s.\n\n```\n' "$number" "$title" "$command" "$outcome" "$seconds"
    # Without colours, and of progress lines only the last state.
    sed -e 's/\x1b\[[0-9;]*[A-Za-z]//g' -e 's/.*\r\(.\)/\1/' "$log" | tail -n $lines
    printf '```\n'
  } >> $report
}

clone=$(mktemp -d)
trap 'rm -rf "$clone"' EXIT

swift build -c release --product tensorjit > $folder/build.log 2>&1 || echo "the build failed: $folder/build.log" >&2
scripts/python.sh || failed=1

bar 1 "fresh clone" "git clone -q . $clone/tensorjit && cd $clone/tensorjit && time make demo && time make test"
bar 2 "random programs" "FUZZ_COUNT=${FUZZ_COUNT:-20000} make fuzz"
bar 3 "accuracy at random points" "POINTS=${POINTS:-10000000} make accuracy"
bar 3 "accuracy at all f32 inputs" "scripts/accuracy.sh all exp log sin cos tanh erf"
bar 4 "speed" "PEERS=${PEERS:-all} make bench"
bar 5 "compile time" "make compile-time"
bar 5 "process start to exit" ".venv/bin/python scripts/start-time.py"
bar 6 "equal bits with 1, 2 and 4 threads" ".venv/bin/python scripts/determinism.py"
bar 7 "a scalar function in one file" "scripts/one-file.sh"
bar 7 "extensions in another package, by path and by version" "scripts/external-package.sh"
bar 8 "hostile inputs" "make hostile"

bar 9 "formulas that keep their value" "make stability"
bar 10 "rewrite rules, one by one and together" "make rules"
bar 11 "rewritten programs" "swift test -c release --filter GoldenTests"
bar 12 "time of rewriting" ".venv/bin/python scripts/rewriting-time.py"
bar 13 "the guide to rewriting" "swift test -c release --filter 'DocumentationExamples/rewriting'"
bar 15 "derivatives of all operations; gradients beside JAX and PyTorch" "make derivatives"
bar 16 "misuse of derivatives, Hessians, checkpoints" "swift test -c release --filter TensorAutodiffTests"
bar 17 "recorded graphs of PyTensor's" "make conformance"
bar 18 "random index expressions" "make build && .venv/bin/python scripts/fuzz-indices.py --count 2000"
bar 18 "random programs that may be wrong" "make build && .venv/bin/python scripts/fuzz-errors.py --count 2000"
bar 19 "wrong programs, and the runtime under the address sanitizer" "scripts/sanitize.sh"
bar 20 "operations and their table" "scripts/operators-table.sh && git diff --exit-code docs/operators.md"
bar 14 "workloads without rules and with them" ".venv/bin/python scripts/before-after.py --as-written"

echo "report: $report"
exit $failed
