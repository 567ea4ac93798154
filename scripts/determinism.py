"""The same bits with 1, 2 and 4 threads, and the same code in two processes.

  .venv/bin/python scripts/determinism.py

Each program runs on arrays large enough to be split, with each number of threads twice; all results must be equal to
the last bit. `tensorjit ir` of each stage must print the same bytes in two processes.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
BINARY = ROOT / ".build" / "release" / "tensorjit"
THREADS = [1, 2, 4]
STAGES = ["graph", "rewritten", "loops", "llvm", "llvm-opt", "asm"]
PROGRAMS = {
    "sum": ("(x: f64[n]) -> sum(x)", [(3_000_001,)]),
    "sum f32": ("(x: f32[n]) -> sum(x)", [(3_000_001,)]),
    "columns": ("(x: f32[m, n]) -> sum(x, axis=0)", [(5001, 333)]),
    "rows": ("(x: f32[m, n]) -> sum(x, axis=1)", [(5001, 333)]),
    "mean and variance": ("(x: f64[m, n]) -> mean(x), var(x), std(x, axis=0)", [(2003, 501)]),
    "softmax": ("(x: f32[m, n]) -> softmax(x, axis=1)", [(2001, 777)]),
    "logsumexp": ("(x: f64[m, n]) -> logsumexp(x, axis=0)", [(1999, 301)]),
    "chain": ("(x: f64[n]) -> exp(-x * x * 0.5) * cos(3.0 * x) + log1p(abs(x))", [(1_000_003,)]),
    "cumsum": ("(x: f64[n]) -> cumsum(x)", [(1_000_003,)]),
    "product": ("(x: f64[m, k], y: f64[k, n]) -> x @ y", [(701, 503), (503, 601)]),
    "product and sum": ("(x: f32[m, k], y: f32[k, n]) -> sum(tanh(x @ y), axis=1)", [(701, 503), (503, 601)]),
    "distances": ("(x: f64[m, k]) -> sum((x[:, None, :] - x[None, :, :]) ** 2, axis=2)", [(901, 3)]),
    "extremes": ("(x: f32[m, n]) -> argmax(x, axis=1), min(x), max(x, axis=0)", [(3001, 401)]),
}


def run(*arguments):
    return subprocess.run([BINARY, *map(str, arguments)], check=True, capture_output=True).stdout


def evaluate(text, inputs, output, threads):
    run("eval", "-e", text, "--input", inputs, "--output", output, "--threads", threads)
    with np.load(output) as results:
        return {name: (array.dtype.str, array.shape, array.tobytes()) for name, array in results.items()}


def check(name, text, shapes, folder):
    generator = np.random.default_rng(1)
    types = {"f32": np.float32, "f64": np.float64}
    names = [part.split(":")[0].strip() for part in text[1 : text.index(")")].split("], ")]
    dtype = types[text.split(":")[1].strip()[:3]]
    inputs = folder / "inputs.npz"
    np.savez(inputs, **{n: generator.standard_normal(s).astype(dtype) for n, s in zip(names, shapes)})
    results = [evaluate(text, inputs, folder / "out.npz", threads) for threads in THREADS for _ in range(2)]
    problems = []
    if any(result != results[0] for result in results):
        problems.append("results differ")
    for stage in STAGES:
        if run("ir", "-e", text, "--stage", stage) != run("ir", "-e", text, "--stage", stage):
            problems.append(f"stage {stage} differs")
    print(f"{name:20} {'; '.join(problems) or 'equal'}", flush=True)
    return not problems


def main():
    good = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, (text, shapes) in PROGRAMS.items():
            try:
                good += check(name, text, shapes, Path(folder))
            except subprocess.CalledProcessError as error:
                print(f"{name:20} status {error.returncode}: {error.stderr.decode(errors='replace').strip()}")
    print(f"{good} of {len(PROGRAMS)} programs: equal bits with {THREADS} threads, equal text in two processes")
    sys.exit(good != len(PROGRAMS))


if __name__ == "__main__":
    main()
