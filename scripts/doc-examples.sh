#!/bin/sh
# Writes Tests/DocumentationTests/Examples.swift anew from the examples in README.md and the DocC catalog.
# The tests say when that is due; they run the examples and compare what they print.
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/main.swift" <<'EOF'
import Foundation

let file = MarkdownBlock.root.appendingPathComponent(ExampleSource.path)
try ExampleSource.generate().write(to: file, atomically: true, encoding: .utf8)
EOF
tests=$PWD/Tests/DocumentationTests
swiftc -swift-version 6 -o "$folder/generate" "$folder/main.swift" "$tests/MarkdownBlocks.swift" "$tests/ExampleSource.swift"
"$folder/generate"
echo "written: Tests/DocumentationTests/Examples.swift"
