"""Times `tensorjit eval` on a tiny program from process start to exit, with a warm cache: at most 80 ms.

  .venv/bin/python scripts/start-time.py [--rounds N]
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BINARY = ROOT / ".build" / "release" / "tensorjit"
LIMIT = 80
PROGRAMS = {
    "elementwise": ["(x: f64[3]) -> x * 2 + 1", "--input", "x=[1, 2, 3]"],
    "reduction": ["(x: f64[3]) -> sum(exp(x))", "--input", "x=[1, 2, 3]"],
    "product": ["(x: f64[2, 2]) -> x @ x", "--input", "x=[[1, 2], [3, 4]]"],
}


def milliseconds(command, environment):
    begin = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - begin) * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=31)
    rounds = parser.parse_args().rounds
    slow = False
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "TENSORJIT_CACHE": cache}
        for name, arguments in PROGRAMS.items():
            command = [str(BINARY), "eval", "-e", *arguments]
            cold = milliseconds(command, environment)
            warm = [milliseconds(command, environment) for _ in range(rounds)]
            median = statistics.median(warm)
            slow |= median > LIMIT
            print(f"{name:12} cold {cold:6.1f} ms   warm: median {median:5.1f} ms, least {min(warm):5.1f} ms")
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
