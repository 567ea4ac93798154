#!/bin/sh
# Writes docs/rules.md: the table of all rewrite rules.
set -eu
cd "$(dirname "$0")/.."
{
  echo "# Rules"
  echo
  echo "All rewrite rules of this version, stage by stage, as \`tensorjit rules --format markdown\` prints them. Those tagged"
  echo "\`reassociates\` or \`unsafe\` are left out by default; [the guide](rewriting.md) says what the tags mean and how to choose."
  echo
  .build/release/tensorjit rules --format markdown
} > docs/rules.md
