#!/bin/sh
# Measures the errors of the elementary functions, in units in the last place.
#
#   scripts/accuracy.sh [name ...]        random points of f32 and f64 against MPFR with 160 bits; POINTS=10000000
#   scripts/accuracy.sh all [name ...]    all f32 inputs of functions of one argument
#   scripts/accuracy.sh time [name ...]   nanoseconds an element
#
# A name is that of a function (exp) or of one of its two types (exp_f64). Functions are measured side by side, one on
# each core; TYPES=f64 leaves f32 out.
set -eu
cd "$(dirname "$0")/.."

points=${POINTS:-10000000}
folder=.build/accuracy
mkdir -p $folder
swift build -c release --product tensorjit-accuracy
.build/release/tensorjit-accuracy > $folder/functions.c
# Contraction would round differently from what the functions say.
cc -O3 -march=native -ffp-contract=off -fno-math-errno -fno-trapping-math -o $folder/accuracy \
  $folder/functions.c Tests/AccuracyTool/accuracy.c -lmpfr -lgmp -lm

mode=$points
case "${1:-}" in
  all | time)
    mode=$1
    shift
    ;;
esac
cores=$(nproc 2> /dev/null || getconf _NPROCESSORS_ONLN)
[ "$mode" = time ] && cores=1
if [ $# -eq 0 ]; then
  # Without points it only names what it can measure.
  set -- $($folder/accuracy names | grep "_${TYPES:-}")
fi
printf '%s\n' "$@" | xargs -P "$cores" -n 1 $folder/accuracy "$mode"
