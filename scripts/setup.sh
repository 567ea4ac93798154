#!/bin/sh
# Installs what the build and the tests need: by apt on Debian and Ubuntu, elsewhere it names the packages.
# Looks at files only while nothing is missing, so it is quick and needs no network the second time.
set -eu

# A Swift toolchain, 6.1 or newer.
if ! version=$(swift --version 2>/dev/null); then
  echo "setup: no Swift toolchain in PATH; install Swift 6.1 or newer from https://swift.org/install" >&2
  exit 69
fi
number=$(printf '%s\n' "$version" | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
major=${number% *}
minor=${number#* }
if [ "${major:-0}" -lt 6 ] || { [ "$major" -eq 6 ] && [ "${minor:-0}" -lt 1 ]; }; then
  echo "setup: needs Swift 6.1 or newer, found: $(printf '%s\n' "$version" | head -n 1)" >&2
  exit 69
fi

# Whether any of the files is there.
any() {
  for file in "$@"; do
    if [ -e "$file" ]; then return 0; fi
  done
  return 1
}

library() { any /usr/lib/"$1" /usr/lib64/"$1" /usr/lib/*-linux-gnu*/"$1" /usr/local/lib/"$1"; }
header() { any /usr/include/"$1" /usr/include/*-linux-gnu*/"$1" /usr/local/include/"$1"; }

# The Debian packages for what is not there.
missing() {
  library libLLVM-19.so || echo libllvm19
  library libopenblas.so.0 || echo libopenblas0
  header zlib.h || echo zlib1g-dev
  header mpfr.h || echo libmpfr-dev
  command -v cc > /dev/null || echo gcc
  python3 -c 'import ensurepip, venv' 2> /dev/null || echo python3-venv
}

if [ "$(uname)" != Linux ]; then
  echo "setup: not Linux; needs LLVM 19 (the shared library), OpenBLAS, zlib, MPFR and Python 3.11 or newer" >&2
  exit 0
fi

packages=$(missing | tr '\n' ' ')
if [ -z "$packages" ]; then exit 0; fi

if ! command -v apt-get > /dev/null; then
  cat >&2 <<EOF
setup: missing here, by the names of the Debian packages: $packages
Please install the same from your distribution:
  LLVM 19's shared library (libLLVM-19.so)   Fedora: llvm19-libs llvm19-devel   Arch: llvm19-libs
  OpenBLAS (libopenblas.so.0)                Fedora: openblas-threads           Arch: openblas
  zlib's headers                             Fedora: zlib-devel                 Arch: zlib
  MPFR's headers (tests only)                Fedora: mpfr-devel                 Arch: mpfr
  Python 3.11 or newer with venv (tests and benchmarks only)
EOF
  exit 69
fi

as_root=
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo > /dev/null; then
    echo "setup: please run as root: apt-get install $packages" >&2
    exit 69
  fi
  as_root=sudo
fi

echo "setup: installing $packages"
install() {
  # shellcheck disable=SC2086  # a list of words
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $packages > /dev/null
}
# Lists of packages may be missing (containers) or old: fetch them only then.
if ! install 2> /dev/null; then
  $as_root apt-get update -qq
  if ! install; then
    cat >&2 <<EOF
setup: apt could not install: $packages
LLVM 19 is in Debian 12 and newer and in Ubuntu 24.04 and newer; for older ones see https://apt.llvm.org (libllvm19).
EOF
    exit 69
  fi
fi

packages=$(missing | tr '\n' ' ')
if [ -n "$packages" ]; then
  echo "setup: still missing after the installation: $packages" >&2
  exit 69
fi
