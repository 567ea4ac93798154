#!/bin/sh
# Writes Tests/DocumentationTests/Examples.swift anew from the examples in README.md and the DocC catalog.
# The tests say when that is due; they run the examples and compare what they print.
set -eu
cd "$(dirname "$0")/.."
TENSORJIT_BLESS=1 swift test -c release --filter examplesAreThoseOfTheDocumentation
