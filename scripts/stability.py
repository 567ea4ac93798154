#!/usr/bin/env python3
"""Formulas that lose their value when computed as written: how many the rewrite rules save.

  .venv/bin/python scripts/stability.py [--only TEXT] [--file stability.jsonl]

Each case is computed and compared with its exact value. Cases with operations that do not exist yet count as
failed and are named apart.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from worker_process import BINARY, ROOT

SHARED = Path(os.environ.get("TENSORJIT_SHARED", ROOT.parent / "shared"))
MISSING = "there is no"


def number(value):
    return [number(v) for v in value] if isinstance(value, list) else float(value)


def run(*command) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[0] if done.stderr.strip() else f"status {done.returncode}")
    return done.stdout


def check(binary, case: dict, folder: Path) -> str | None:
    """What is wrong with a case; None if it is right."""
    try:
        inputs = {name: np.array(number(value)) for name, value in case["inputs"].items()}
        np.savez(folder / "inputs.npz", **inputs)
        run(binary, "eval", "-e", case["program"], "--input", folder / "inputs.npz", "--output", folder / "result.npy")
    except (RuntimeError, subprocess.TimeoutExpired) as error:
        return str(error)
    got, wanted = np.load(folder / "result.npy"), np.array(number(case["expected"]))
    if got.shape == wanted.shape and np.allclose(got, wanted, rtol=case["rtol"], atol=0, equal_nan=True):
        return None
    return f"{got.tolist()}, expected {wanted.tolist()}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="cases whose name has this in it")
    parser.add_argument("--file", default=SHARED / "conformance" / "stability.jsonl", type=Path)
    parser.add_argument("--binary", default=BINARY)
    options = parser.parse_args()
    if not options.file.exists():
        print(f"no {options.file}: set TENSORJIT_SHARED or give --file", file=sys.stderr)
        return 66
    cases = [json.loads(line) for line in options.file.read_text().splitlines() if line.strip()]
    cases = [case for case in cases if options.only in case["name"]]
    failed = []
    with tempfile.TemporaryDirectory(prefix="tensorjit-stability-") as folder:
        for case in cases:
            if problem := check(options.binary, case, Path(folder)):
                failed.append((case, problem))
                print(f"  {case['name']}: {problem}")
    with_gradient = sum("grad(" in case["program"] for case, _ in failed)
    print(f"{len(cases) - len(failed)} of {len(cases)} right; {with_gradient} of the others have gradients")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
