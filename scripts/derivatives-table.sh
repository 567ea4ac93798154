#!/bin/sh
# Writes docs/derivative-coverage.md: which operations have derivatives, and how far these are from differences.
set -eu
cd "$(dirname "$0")/.."
{
  echo "# Coverage of derivatives"
  echo
  echo "Every operation and function of this version, as \`tensorjit check-derivatives --format markdown\` prints it: on how many samples its derivatives"
  echo "were tried (each by native code and by the interpreter), and the largest relative errors: reverse mode against central differences, forward"
  echo "against reverse mode, the second derivative against differences of the gradient. Differences have some eight digits. Flat: constant wherever it"
  echo "is differentiable, or without floats. \`stop_gradient\`, \`zero_gradient\`, \`clip_gradient\` and \`scale_gradient\` are not in it: theirs are not the"
  echo "derivatives of what they compute, by intent."
  echo
  .build/release/tensorjit check-derivatives --format markdown
} > docs/derivative-coverage.md
