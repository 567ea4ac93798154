#!/bin/sh
# Writes docs/operators.md: the table of all operations and functions.
set -eu
cd "$(dirname "$0")/.."
{
  echo "# Operations"
  echo
  echo "Every operation and function of this version, family by family, as \`tensorjit ops --markdown\` prints it. Parameters have NumPy's names and"
  echo "defaults; the meaning is the last column's, with NumPy 2's types of results. All run on both backends, in native code and by the interpreter, on"
  echo "any strides and with shapes that are known at run time only. Flat: constant wherever it is differentiable, or without floats."
  echo "\`tensorjit ops NAME\` describes one; [coverage of derivatives](derivative-coverage.md) says how far these are from differences."
  echo
  .build/release/tensorjit ops --markdown
} > docs/operators.md
