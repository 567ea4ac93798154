#!/bin/sh
# Makes the reference of the library with DocC: .build/documentation, a static site.
set -eu
cd "$(dirname "$0")/.."

swift=$(command -v swift)
docc=$(dirname "$(readlink -f "$swift")")/docc
[ -x "$docc" ] || docc=$(command -v docc) || { echo "docs: this toolchain has no docc" >&2; exit 69; }

symbols=.build/symbol-graphs
output=.build/documentation
rm -rf $symbols $output
mkdir -p $symbols
# A build of its own: symbol graphs are written only for what is compiled.
swift build -c release --scratch-path .build-documentation --target TensorOptimizers \
  -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc "$PWD/$symbols"
# Only this package's modules.
find $symbols -name '*.symbols.json' ! -name 'Tensor*' -delete

catalog=Sources/TensorJIT/TensorJIT.docc
[ -d $catalog ] || catalog=
# shellcheck disable=SC2086  # may be empty
"$docc" convert $catalog --additional-symbol-graph-dir $symbols --output-path $output \
  --fallback-display-name TensorJIT --fallback-bundle-identifier tensorjit --transform-for-static-hosting
echo "docs: $output; to read it: python3 -m http.server --directory $output, then /documentation/tensorjit"
