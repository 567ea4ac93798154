#!/bin/sh
# Classifies handwritten digits by their nearest neighbours: Examples/digits.tj, compiled to one function.
set -eu
cd "$(dirname "$0")/.."

tool=.build/release/tensorjit
program=Examples/digits.tj
data=Examples/Data/digits.npz
lines=64

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$(printf '\033[1m') dim=$(printf '\033[2m') green=$(printf '\033[32m') plain=$(printf '\033[0m')
else
  bold='' dim='' green='' plain=''
fi
title() { printf '\n%s%s%s\n%s%s%s\n\n' "$bold" "$1" "$plain" "$dim" "$2" "$plain"; }
# Indented, without blank lines; no more than so many.
excerpt() {
  awk -v most="$lines" 'NF { if (++n <= most) print "  " $0 } END { if (n > most) print "  ... and " n - most " lines more" }'
}
# number KEY JSON
number() { printf '%s' "$2" | tr -d '\n' | sed -n "s/.*\"$1\": *\([0-9.eE+-]*\).*/\1/p"; }

title "1. The program" "$program"
sed -e "s/^\(.*\)$/  \1/" -e "s/\(#.*\)$/$dim\1$plain/" $program

title "2. The graph" "tensorjit ir $program --stage graph"
$tool ir $program --stage graph | excerpt

title "3. The loops it was fused into" "tensorjit ir $program --stage loops"
loops=$($tool ir $program --stage loops)
printf '%s\n' "$loops" | excerpt | sed "s/^\( *\)\(parallel\|for\|vector\|reduce\|fold\|scan\) /\1$bold\2$plain /"
nests=$(printf '%s\n' "$loops" | grep -c '^  \(parallel\|serial\|loop\|vector\|fold\|reduce\|scan\|for\) ' || true)
images=1797
printf '\n  %s%s loop nests.%s The %s x %s x 64 differences between images would take %s MB; they never stand in memory.\n' \
  "$bold" "$nests" "$plain" $images $images $((images * images * 64 * 4 / 1000000))

title "4. Time" "tensorjit bench $program --input $data"
cold=$(TENSORJIT_CACHE=off $tool bench $program --input $data --json)
warm=$($tool bench $program --input $data --json > /dev/null && $tool bench $program --input $data --json)
printf '  first call, compilation included   %8.1f ms\n' "$(number first_ms "$cold")"
printf '  first call, code from the cache    %8.1f ms\n' "$(number first_ms "$warm")"
printf '  later calls, %s threads             %8.1f ms\n' "$(number threads "$cold")" \
  "$(awk -v us="$(number median_us "$cold")" 'BEGIN { print us / 1000 }')"

title "5. The result" "tensorjit eval $program --input $data"
result=$($tool eval $program --input $data)
printf '%s\n' "$result" | excerpt
accuracy=$(printf '%s\n' "$result" | sed -n 's/^accuracy = //p')
awk -v a="$accuracy" -v n=$images -v b="$bold$green" -v p="$plain" 'BEGIN {
  printf "\n  %s%.2f %%%s of %d handwritten digits recognized, each by the nearest of the others.\n", b, 100 * a, p, n }'

title "Where to look further" "README.md"
further() { printf '  %-47s %s\n' "$1" "$2"; }
further "swift run -c release nearest-neighbour" "the same from Swift: Examples/NearestNeighbour"
further "$tool asm $program" "the machine code"
further "$tool ops" "all functions; ops NAME for one"
further "$tool --help" "the other commands"
further "docs/text-format.md" "the language of the program above"
further "docs/architecture.md" "how it works"
