#!/bin/sh
# Builds and runs Tests/ExternalPackage, a package of its own that extends this one from outside:
# against this folder (path), and against a tagged version of the last commit (version). One of the words picks one.
set -eu
cd "$(dirname "$0")/.."
package=Tests/ExternalPackage
wanted=${1:-path version}

case " $wanted " in *" path "*)
  echo "external package: by path"
  swift run -c release --package-path $package --scratch-path .build-external check-extensions ;;
esac

case " $wanted " in *" version "*)
  echo "external package: by version"
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  version=999.0.0
  git clone --quiet . "$folder/tensorjit"
  git -C "$folder/tensorjit" -c user.name=test -c user.email=test@example.org tag "$version"
  cp -R $package "$folder/external"
  sed -i.bak "s|\.package(name: \"tensorjit\", path: \"../..\")|.package(url: \"file://$folder/tensorjit\", exact: \"$version\")|" \
    "$folder/external/Package.swift"
  grep -q "exact: \"$version\"" "$folder/external/Package.swift"
  swift run -c release --package-path "$folder/external" --disable-dependency-cache check-extensions ;;
esac
