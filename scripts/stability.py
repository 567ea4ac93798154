#!/usr/bin/env python3
"""Formulas that lose their value when computed as written: how many the rewrite rules save.

  .venv/bin/python scripts/stability.py [--only TEXT] [--file stability.jsonl] [--as-written]

The cases are the project's own (made by make_stability_cases.py) and, where they are present, those shared with others. Each case is computed and compared with its exact value. Cases with operations that do not exist yet count as
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
OWN = ROOT / "Tests" / "TensorGraphRewritesTests" / "Expected" / "stability.jsonl"


def number(value):
    return [number(v) for v in value] if isinstance(value, list) else float(value)


def run(*command) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[0] if done.stderr.strip() else f"status {done.returncode}")
    return done.stdout


def check(command, case: dict, folder: Path) -> str | None:
    """What is wrong with a case; None if it is right."""
    try:
        inputs = {name: np.array(number(value)) for name, value in case["inputs"].items()}
        np.savez(folder / "inputs.npz", **inputs)
        run(*command, "-e", case["program"], "--input", folder / "inputs.npz", "--output", folder / "result.npy")
    except (RuntimeError, subprocess.TimeoutExpired) as error:
        return str(error)
    got, wanted = np.load(folder / "result.npy"), np.array(number(case["expected"]))
    if got.shape == wanted.shape and np.allclose(got, wanted, rtol=case["rtol"], atol=0, equal_nan=True):
        return None
    return f"{got.tolist()}, expected {wanted.tolist()}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="cases whose name has this in it")
    parser.add_argument("--file", action="append", type=Path, help="cases, one JSON object a line; may be given more than once")
    parser.add_argument("--as-written", action="store_true", help="without the rewrite rules")
    parser.add_argument("--binary", default=BINARY)
    options = parser.parse_args()
    files = options.file or [path for path in (SHARED / "conformance" / "stability.jsonl", OWN) if path.exists()]
    command = [options.binary, "eval"] + (["--no-rewriting"] if options.as_written else [])
    failed = [case for path in files for case in check_file(path, command, options.only)]
    return 1 if failed else 0


def check_file(path: Path, command: list, only: str) -> list[dict]:
    """The cases of a file that are wrong; they are printed, and how many are right."""
    cases = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    cases = [case for case in cases if only in case["name"]]
    failed = []
    with tempfile.TemporaryDirectory(prefix="tensorjit-stability-") as folder:
        for case in cases:
            if problem := check(command, case, Path(folder)):
                failed.append(case)
                print(f"  {case['name']}: {problem}")
    with_gradient = sum("grad(" in case["program"] for case in failed)
    print(f"{path.name}: {len(cases) - len(failed)} of {len(cases)} right; {with_gradient} of the others have gradients")
    return failed


if __name__ == "__main__":
    sys.exit(main())
