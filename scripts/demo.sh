#!/bin/sh
# Classifies handwritten digits by their nearest neighbours: Examples/digits.tj, compiled to one function.
set -eu
cd "$(dirname "$0")/.."

tool=.build/release/tensorjit
program=Examples/digits.tj
data=Examples/Data/digits.npz

if [ -t 1 ]; then
  bold=$(printf '\033[1m')
  plain=$(printf '\033[0m')
else
  bold=
  plain=
fi
title() { printf '\n%s== %s ==%s\n' "$bold" "$1" "$plain"; }

title "The program ($program)"
cat $program
title "The graph (tensorjit ir --stage graph)"
$tool ir $program --stage graph
title "What was fused: the loops (tensorjit ir --stage loops)"
$tool ir $program --stage loops
title "Compile time and run time (tensorjit bench)"
$tool bench $program --input $data
title "The result on 1,797 images (tensorjit eval)"
$tool eval $program --input $data
title "Where to look further"
cat <<EOF
  $tool asm $program       the machine code
  $tool ops                         all operations; ops NAME for one
  $tool --help                      the other commands
  Examples/                                         more programs, and the same from Swift
  docs/                                             how it works
EOF
