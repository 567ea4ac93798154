#!/bin/sh
# Trains two models on handwritten digits: Examples/TrainDigits, each step one compiled function. BUILD: where it was built.
set -eu
cd "$(dirname "$0")/.."

build=${BUILD:-.build}
sources=Examples/TrainDigits
out=$build/demo
mkdir -p "$out"

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$(printf '\033[1m') dim=$(printf '\033[2m') plain=$(printf '\033[0m')
else
  bold='' dim='' plain=''
fi
title() { printf '\n%s%s%s\n%s%s%s\n\n' "$bold" "$1" "$plain" "$dim" "$2" "$plain"; }
# excerpt FIRST LAST FILE: the lines from one pattern to another, with dim comments.
excerpt() { sed -n "/$1/,/$2/p" "$sources/$3" | sed -e "s/^\(.*\)$/  \1/" -e "s|\(//.*\)$|$dim\1$plain|"; }

title "1. The models" "$sources/Model.swift"
excerpt '^extension Layer<Tensor>: Classifier' '^}' Model.swift
echo
excerpt '^extension Network<Tensor>: Classifier' '^}' Model.swift
echo
excerpt '^extension Classifier' '^}' Model.swift

title "2. One step of the training, which is one native function" "$sources/Training.swift"
excerpt 'Batch, loss, gradients' '^    }' Training.swift

title "3. The training" "swift run -c release train-digits"
"$build/release/train-digits" --curves "$out/loss.svg" --times "$out/times.txt"

title "4. The same steps elsewhere" "scripts/demo-peers.py"
if [ -x .venv-peers/bin/python ]; then
  .venv-peers/bin/python scripts/demo-peers.py "$out/times.txt"
else
  echo "  Neither JAX nor PyTorch is installed here; PEERS=all scripts/peers.sh installs them into .venv-peers."
fi

title "Where to look further" "README.md"
further() { printf '  %-47s %s\n' "$1" "$2"; }
further "$out/loss.svg" "the losses as a picture"
further "$sources" "the program, to copy from"
further "docs/optimizers.md" "gradients of structures, optimizers, states"
further "tensorjit eval Examples/digits.tj --input ..." "another one, in the text format: Examples/README.md"
further "$build/release/tensorjit ops" "all functions; ops NAME for one"
further "$build/release/tensorjit --help" "the other commands"
further "docs/architecture.md" "how it works"
