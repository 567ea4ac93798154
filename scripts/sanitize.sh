#!/bin/sh
# Runs the tests of errors, and quick ones of the interpreter and the runtime, under the address sanitizer.
#
#   scripts/sanitize.sh [SUITES]     SUITES is a regular expression for `swift test --filter`
#
# Swift and the C of the runtime are instrumented; the code that LLVM generates is not, so the tests compile it in the checked mode, which
# asserts bounds. Memory that Swift's runtime keeps for good is no finding: the sanitizer looks for accesses, not for leaks.
set -eu
cd "$(dirname "$0")/.."

suites=${1:-'ErrorTests|WrongPrograms|IndexingTests|ScatterTests|ExtentTests|SortingTests|InterpreterTests|InterpreterBackendTests|CallContextTests|HostileFileTests|ViewTests|StorageTests'}
scratch=.build/sanitized
log=$scratch/sanitize.log
export ASAN_OPTIONS="detect_leaks=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
export SWIFT_BACKTRACE=enable=no

mkdir -p "$scratch"
swift build -c release --build-tests --sanitize=address --scratch-path "$scratch"

# A finding ends the process, so the summary tells one from tests that fail. Return addresses have no lines in an instrumented release build: the
# test of these is left out.
status=0
swift test -c release --skip-build --sanitize=address --scratch-path "$scratch" --filter "$suites" --skip 'ErrorTests/lines' > "$log" 2>&1 || status=$?

echo
echo "Under the address sanitizer: $suites"
findings=$(grep -c 'ERROR: AddressSanitizer' "$log" || true)
grep -E 'Test run with|ERROR: AddressSanitizer|SUMMARY: AddressSanitizer|recorded an issue' "$log" | cut -c1-300 || true
echo "sanitize: $findings findings; all of the output is in $log"
[ "$findings" -eq 0 ] && exit "$status"
exit 1
