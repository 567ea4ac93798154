#!/bin/sh
# Measures the errors of the elementary functions, in units in the last place.
#
#   scripts/accuracy.sh [name ...]        random points of f32 and f64 against MPFR with 160 bits; POINTS=10000000
#   scripts/accuracy.sh all [name ...]    all f32 inputs of functions of one argument
#   scripts/accuracy.sh time [name ...]   nanoseconds an element
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

case "${1:-}" in
  all | time) exec $folder/accuracy "$@" ;;
  *) exec $folder/accuracy "$points" "$@" ;;
esac
