#!/usr/bin/env python3
"""Exports models from a live PyTensor and compares what tensorjit makes of them with what PyTensor computes.

    .venv-peers/bin/python scripts/check_export.py [--count N] [--seed S]

Some models are written down here; beside them N random graphs over many Ops, dtypes and broadcasting patterns are drawn. Ops that tensorjit
does not know are counted, everything else must agree: values, dtypes and shapes.
"""
import argparse
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np

warnings.simplefilter("ignore")
sys.path.insert(0, str(Path(__file__).parent))

import pytensor  # noqa: E402
import pytensor.tensor as pt  # noqa: E402
from pytensor.compile.mode import Mode  # noqa: E402
from pytensor.graph.replace import vectorize_graph  # noqa: E402

from export_pytensor import export  # noqa: E402
from fuzzing.pytensor_graphs import draw  # noqa: E402

ROOT = Path(__file__).parent.parent
TOOL = ROOT / ".build/release/tensorjit"
RAW = Mode(linker="py", optimizer=None)


def models(rng):
    """name, outputs, inputs, values of the inputs."""
    X, y, W, t, i, n = pt.matrix("X"), pt.vector("y"), pt.matrix("W"), pt.ivector("t"), pt.lvector("i"), pt.lscalar("n")
    rows, labels = rng.normal(size=(20, 5)), rng.integers(0, 2, 20).astype(float)
    w, b = pytensor.shared(rng.normal(size=5), name="w"), pytensor.shared(0.5, name="b")
    p = pt.sigmoid(X @ w + b)
    loss = -(y * pt.log(p) + (1 - y) * pt.log1p(-p)).mean() + 0.01 * (w**2).sum()
    gradients = pt.grad(loss, [w, b])
    yield "logistic regression", [loss, *gradients], [X, y], [rows, labels]
    yield "its training", pytensor.function([X, y], loss, updates=[(w, w - 0.1 * gradients[0]), (b, b - 0.1 * gradients[1])], mode=RAW), None, [rows, labels]

    V = pt.matrix("V")
    scores = pt.special.log_softmax(pt.tanh(X @ W) @ V, axis=-1)
    loss = -scores[pt.arange(t.shape[0]), t].mean()
    values = [rows, rng.integers(0, 3, 20).astype("int32"), rng.normal(size=(5, 7)), rng.normal(size=(7, 3))]
    yield "softmax network", [loss, *pt.grad(loss, [W, V])], [X, t, W, V], values

    places = np.array([0, 3, 3, 1])
    yield "indices", [X[i, ::2], X[1:, i % 5], pt.set_subtensor(X[i], 7.0), pt.inc_subtensor(X[1:, i % 5], 1.5)], [X, i], [rows, places]
    yield "masks", [X[X[:, 0] > 0], pt.set_subtensor(X[X > 0], 0.0)], [X], [rows]
    yield "sizes by value", [X.reshape((n, -1)).sum(0), pt.arange(n) ** 2, pt.eye(n), pt.zeros((n, 2)), X[:n]], [X, n], [rows, np.int64(4)]
    yield "statistics", [X.std(0), X.max(1), pt.argmax(X, axis=1), pt.cumsum(X, axis=0), pt.logsumexp(X, axis=1), pt.sort(X, axis=0)], [X], [rows]
    core, rows_of = pt.matrix("core"), pt.tensor3("rows_of")
    shaped = [core.reshape((core.shape[1], -1)), pt.repeat(core, 2, axis=0), pt.full((core.shape[0], 2), core[0, 0]), pt.tril(core), pt.tile(core, 2),
              pt.pad(core, 1, mode="wrap"), pt.sort(core, axis=0), pt.tensordot(core, core, axes=[[0], [0]]), pt.eye(core.shape[0]) + core[0, 0]]
    yield "shapes in batches", vectorize_graph(shaped, {core: rows_of}), [rows_of], [np.arange(24.0).reshape(2, 4, 3) ** 1.5]
    height, width = X.shape
    is_high = pt.gt(height, 30)
    compared = [pt.lt(height, width), pt.eq(height, width), pt.switch(is_high, X, -X), X[pt.cast(is_high, "int64"):], pt.zeros(pt.clip(height, 7, 2)),
                pt.pad(X, 1, mode="wrap")]
    yield "extents compared", compared, [X], [rows]
    s = pt.matrix("s")
    yield "multivariate normal", pt.grad(-0.5 * (((X - X.mean(0)) @ s) ** 2).sum(), s), [X, s], [rows, np.eye(5)]


def compare(name, source, inputs, values, folder):
    """Whether it agrees: True, False, or None where an Op is not known."""
    path, result = folder / "model.json", folder / "out.npz"
    export(source, path, inputs=inputs)
    function = source if inputs is None else pytensor.function(inputs, source, mode=RAW, on_unused_input="ignore")
    names = {f"in{k}": value for k, value in enumerate(values)}
    np.savez(folder / "in.npz", **names)
    run = subprocess.run([TOOL, "eval", path, "--input", folder / "in.npz", "--output", result], capture_output=True, text=True)
    try:
        state = [container.value for container in function.input_storage] if inputs is None else None
        expected = function(*values)
        if inputs is None:
            updated = [c.value for item, c in zip(function.maker.inputs, function.input_storage) if item.update is not None]
            expected = [expected, *updated]
            for container, value in zip(function.input_storage, state):
                container.value = value
    except Exception as error:  # noqa: BLE001
        # What Python's integers do in NumPy is not what the graph says.
        if run.returncode or isinstance(error, (OverflowError, TypeError)):
            return True
        print(f"{name}: PyTensor fails ({type(error).__name__}: {str(error)[:200]}), tensorjit does not")
        return False
    if run.returncode:
        if any(text in run.stderr for text in ("not known here", "this version lacks", "elements of type")):
            return None
        print(f"{name}: {run.stderr.strip()}")
        return False
    expected = list(expected) if isinstance(expected, (list, tuple)) else [expected]
    with np.load(result) as archive:
        results = [archive[key] for key in archive.files]
    for place, (a, b) in enumerate(zip(results, map(np.asarray, expected), strict=True)):
        tolerance = 2e-3 if b.dtype in (np.float16, np.float32, np.complex64) else 1e-6
        if a.dtype != b.dtype or a.shape != b.shape or not np.allclose(a, b, rtol=tolerance, atol=tolerance * 1e-3, equal_nan=True):
            print(f"{name}: output {place} is\n{a!r}\nnot\n{b!r}")
            return False
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=200, help="how many random graphs")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    counts = {True: 0, False: 0, None: 0}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for model, source, inputs, values in models(np.random.default_rng(1)):
            counts[compare(model, source, inputs, values, folder)] += 1
        for number in range(options.count):
            seed = options.seed + number
            try:
                outputs, inputs, values = draw(np.random.default_rng(seed))
            except (TypeError, ValueError, NotImplementedError):
                continue
            outcome = compare(f"graph of seed {seed}", outputs, inputs, values, folder)
            counts[outcome] += 1
            if outcome is False:
                pytensor.dprint(outputs, print_type=True)
    print(f"{counts[True]} agree, {counts[False]} differ, {counts[None]} with Ops that are not known")
    sys.exit(1 if counts[False] else 0)


if __name__ == "__main__":
    main()
