#!/usr/bin/env python3
"""How long rewriting takes: generated programs of 10,000 and 100,000 nodes, and every benchmark workload.

  .venv/bin/python scripts/rewriting-time.py [--repeats N]

A fifth of the generated nodes are places where a rule fires. Medians; status 1 if a limit is missed.
"""

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from worker_process import BINARY, ROOT

sys.path.insert(0, str(ROOT / "Benchmarks"))
from workloads import WORKLOADS  # noqa: E402

LIMITS = {"10,000 nodes": 150.0, "ten times as many": 12.0, "a workload": 3.0}  # milliseconds, a ratio, milliseconds


def program(nodes: int) -> str:
    """Blocks of twelve nodes, each of which uses the one before."""
    lines = ["func main(x0: f64[n], y: f64[n]) -> f64[n] {"]
    for i in range(nodes // 12):
        lines.append(f"  let a{i} = x{i} * {1.5 + i % 97} + y")
        lines.append(f"  let b{i} = log(1 + exp(a{i})) - x{i}")
        lines.append(f"  let x{i + 1} = tanh(b{i}) * tanh(b{i}) + abs(sin(a{i}))")
    return "\n".join(lines + [f"  return x{nodes // 12}", "}"])


def measure(text: str, repeats: int, folder: Path) -> tuple[float, str]:
    """Milliseconds, and what the tool says."""
    path = folder / "program.tj"
    path.write_text(text)
    times, said = [], ""
    for _ in range(repeats):
        said = subprocess.run([BINARY, "rewrite", str(path), "--time"], capture_output=True, text=True, check=True).stdout.strip()
        times.append(float(re.search(r"([\d.]+) ms", said)[1]))
    return statistics.median(times), said


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    missed = []

    def note(name: str, value: float, unit: str, said: str = "") -> None:
        ok = value <= LIMITS[name]
        print(f"{name:20} {value:8.2f} {unit:6} (limit {LIMITS[name]:g})  {'' if ok else 'MISSED  '}{said}", flush=True)
        missed.extend([] if ok else [name])

    with tempfile.TemporaryDirectory(prefix="tensorjit-rewriting-") as name:
        folder = Path(name)
        small, said = measure(program(10_000), options.repeats, folder)
        note("10,000 nodes", small, "ms", said)
        large, said = measure(program(100_000), options.repeats, folder)
        note("ten times as many", large / small, "times", said)
        workloads = {w.name: measure(w.main.program, options.repeats, folder)[0] for w in WORKLOADS}
        slowest = max(workloads, key=lambda w: workloads[w])
        note("a workload", workloads[slowest], "ms", f"the slowest of {len(workloads)}: {slowest}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
