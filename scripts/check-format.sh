#!/bin/sh
# Says where the Swift sources depart from .swift-format; the status is 1 then.
set -eu
cd "$(dirname "$0")/.."

if ! swift format --version > /dev/null 2>&1; then
  echo "check-format: this toolchain has no swift-format; nothing checked" >&2
  exit 0
fi
# A package that was never built with Benchmarks has the folder all the same.
folders=
for folder in Sources Tests Benchmarks/Sources Examples; do
  if [ -d "$folder" ]; then folders="$folders $folder"; fi
done
# shellcheck disable=SC2086  # a list of words
swift format lint --strict --recursive --parallel Package.swift $folders
echo "check-format: all as .swift-format has it"
