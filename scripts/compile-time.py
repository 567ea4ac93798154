"""How long compiling takes: 20 programs like `add` and 20 like `chain`, medians, and the start of the whole tool.

  .venv/bin/python scripts/compile-time.py [--json out.json]

From the text of the program to the first result, in a worker that has compiled something else before: without the disk
cache; and with one that another process has filled. Then `tensorjit eval` from start to exit with a warm cache.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from worker_process import BINARY, tensorjit_worker

UNARY = "exp log1p sin cos tanh sqrt expm1 arctan log abs".split()
LIMITS = {"like add": (15.0, 3.0), "like chain": (30.0, 3.0)}  # milliseconds: cache off, from the disk cache
START_LIMIT = 80.0


def programs() -> dict[str, list[str]]:
    """No two alike: other operators, constants, and functions."""
    symbols = ["+", "-", "*", "/"]
    adds = [f"(a: f64[n], b: f64[n]) -> a {symbols[i % 4]} b" + (f" * {1.5 + i}" if i >= 4 else "") for i in range(20)]
    chains = []
    for i in range(20):
        f, g, h = (UNARY[(i * k + k) % len(UNARY)] for k in (1, 3, 7))
        chains.append(f"(a: f64[n], b: f64[n]) -> {f}(-a*a*{0.25 + i / 16})*{g}({1.5 + i / 8}*b) + {h}(abs(a) + {i}.5)")
    return {"like add": adds, "like chain": chains}


def first_results(worker, texts: list[str], first: str) -> list[float]:
    """Milliseconds from the text to the first result, for each."""
    def demand(**request):
        reply = worker.ask(**request)
        if not reply["ok"]:
            sys.exit(f"{request.get('program', request['op'])}: {reply.get('error')}")
        return reply

    inputs = {"a": "a", "b": "b"}
    demand(op="compile", id="before", program=first, backend="llvm")
    demand(op="time", id="before", inputs=inputs, calls=1)
    times = []
    for text in texts:
        start = time.perf_counter()
        demand(op="compile", id="p", program=text, backend="llvm")
        demand(op="time", id="p", inputs=inputs, calls=1)
        times.append((time.perf_counter() - start) * 1e3)
    return times


def measure(binary, threads: int, directory: Path) -> dict:
    rng = np.random.default_rng(1)
    for name in "ab":
        np.save(directory / f"{name}.npy", np.abs(rng.standard_normal(1000)))
    cache = {"TENSORJIT_CACHE": str(directory / "cache")}
    before = "(a: f64[n], b: f64[n]) -> maximum(a, b) * 3.0"
    found = {}
    for kind, texts in programs().items():
        medians = []
        for environment in ({"TENSORJIT_CACHE": "off"}, cache, cache):
            worker = tensorjit_worker(binary, threads, environment)
            for name in "ab":
                worker.ask(op="load", name=name, path=str(directory / f"{name}.npy"))
            medians.append(statistics.median(first_results(worker, texts, before)))
            worker.quit()
        found[kind] = {"off_ms": medians[0], "filling_ms": medians[1], "disk_ms": medians[2]}
    return found


def start_to_exit(binary, directory: Path) -> list[float]:
    environment = os.environ | {"TENSORJIT_CACHE": str(directory / "cache")}
    command = [binary, "eval", "-e", "(x: f64[n]) -> x * 2.0 + 1.0", "--input", "x=[1.0, 2.0, 3.0]"]
    times = []
    for _ in range(21):
        start = time.perf_counter()
        run = subprocess.run(command, env=environment, capture_output=True, text=True)
        times.append((time.perf_counter() - start) * 1e3)
        if run.returncode:
            sys.exit(f"tensorjit eval: status {run.returncode}: {run.stderr}")
    return times[1:]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=BINARY)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if not Path(options.binary).exists():
        print(f"{options.binary} is not there: build it first (make build)", file=sys.stderr)
        return 64
    with tempfile.TemporaryDirectory(prefix="tensorjit-compile-") as made:
        directory = Path(made)
        found = measure(options.binary, options.threads, directory)
        starts = start_to_exit(options.binary, directory)
    good = True

    def line(what: str, ms: float, limit: float):
        nonlocal good
        good &= ms <= limit
        print(f"{what:<44} {ms:8.2f} ms   at most {limit:g}   {'yes' if ms <= limit else 'NO'}")

    for kind, (off, disk) in LIMITS.items():
        line(f"{kind}, 20 programs, cache off", found[kind]["off_ms"], off)
        line(f"{kind}, from the disk cache", found[kind]["disk_ms"], disk)
    line("tensorjit eval, start to exit, warm cache", statistics.median(starts), START_LIMIT)
    if options.json:
        options.json.write_text(json.dumps({**found, "eval_ms": statistics.median(starts)}, indent=2) + "\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
