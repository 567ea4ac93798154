"""Random indices of NumPy's whole grammar, right and wrong ones: reads and writes, on both backends.

  .venv/bin/python scripts/fuzz-indices.py [--count N] [--seed N]

Where NumPy gives a result ours must be equal; where NumPy raises an error we must, when the program is built or when it is called. (Programs of
`fuzz.py` hold indices too, among other steps, but right ones only.)
"""

import argparse
import random
import sys
import tempfile
from pathlib import Path

import numpy as np
from fuzzing import checks
from fuzzing.operations import Builder, GivesUp
from fuzzing.operations_indexing import UPDATES, RandomIndex, update_at
from fuzzing.session import BACKENDS
from fuzzing.values import dtype_name
from worker_process import BINARY, WorkerDied, tensorjit_worker


class Case:
    """One program of one read or write."""

    def __init__(self, rng):
        b = Builder(rng, [])
        self.x = b.input(tuple(b.choose([0, 1, 2, 3, 5, 9]) for _ in range(int(rng.integers(1, 5)))))
        index = RandomIndex(b, b.values[self.x].shape, wrong=b.choose([0.0, 0.08, 0.3]), masks=False)
        self.used = index.used
        self.method = b.choose([None, None, "set", "add", "max"])
        text = index.template(2)
        for number, name in enumerate(self.used):
            text = text.replace("{%d}" % (2 + number), name)
        try:
            self.key = index.key(b.values, b.dims)
            self.picked = np.array(b.values[self.x])[self.key].shape
        except (IndexError, ValueError) as error:
            self.picked, self.error = None, error
        else:
            self.error = None
        expression = f"{self.x}[{text}]"
        if self.method:
            given = self.picked if self.picked is not None else ()
            if b.chance(0.3):
                given = tuple(1 if b.chance(0.4) else e + (1 if b.chance(0.1) else 0) for e in given)[int(rng.integers(len(given) + 1)) :]
            dtype = dtype_name(b.values[self.x].dtype)
            self.y = b.input(given, dtype)
            expression = f"{self.x}.at[{text}].{self.method}({self.y})"
        self.inputs = [i for i in b.inputs if i.name in {self.x, *self.used, getattr(self, "y", "")} or set(i.dims) & set(b.dims)]
        params = ", ".join(f"{i.name}: {i.type}" for i in self.inputs)
        self.text = f"({params}) -> {expression}"
        self.values = b.values
        if self.error is None:
            try:
                self.expected = self.evaluate()
            except (IndexError, ValueError) as error:
                self.error = error

    @np.errstate(all="ignore")
    def evaluate(self):
        result = np.array(self.values[self.x], order="C")
        if not self.method:
            return result[self.key]
        new = np.broadcast_to(self.values[self.y], self.picked)
        places = np.arange(result.size).reshape(result.shape)[self.key].ravel()
        function = UPDATES[self.method]
        if function:
            update_at(function, result.reshape(-1), places, new.reshape(-1))
        else:
            for at, value in zip(places, new.reshape(-1)):
                result.reshape(-1)[at] = value
        return result


def run(worker, backend, case, folder):
    """The result, or None for an error."""
    for i in case.inputs:
        path = folder / f"{i.name}.npy"
        np.save(path, i.base)
        worker.ask(op="load", name=i.name, path=str(path), view=i.view)
    reply = worker.ask(op="compile", id="p", program=case.text, backend=backend)
    if not reply["ok"]:
        return None, reply["error"]
    reply = worker.ask(op="run", id="p", inputs={i.name: i.name for i in case.inputs}, save=str(folder / "out.npz"))
    if not reply["ok"]:
        return None, reply["error"]
    with np.load(folder / "out.npz") as results:
        return results[results.files[0]], None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--binary", default=BINARY)
    options = parser.parse_args()
    worker = tensorjit_worker(options.binary, 2, {"TENSORJIT_CACHE": "off"}, 30.0)
    wrong = errors = done = number = 0
    with tempfile.TemporaryDirectory(prefix="tensorjit-indices-") as directory:
        while done < options.count and wrong < 30:
            number += 1
            try:
                case = Case(np.random.default_rng([options.seed, number]))
            except GivesUp:
                continue
            done += 1
            errors += case.error is not None
            for backend in BACKENDS:
                try:
                    result, message = run(worker, backend, case, Path(directory))
                except WorkerDied as end:
                    problem = f"died: {end}"
                else:
                    if case.error is not None:
                        problem = None if result is None else f"no error, NumPy: {case.error}"
                    elif result is None:
                        problem = f"error: {message}"
                    else:
                        problem = checks.exact(result, np.asarray(case.expected), [], zeros_equal=case.method == "max")
                if problem:
                    wrong += 1
                    shapes = ", ".join(f"{i.name}{list(i.shape)}" for i in case.inputs)
                    print(f"WRONG {options.seed}/{number} {backend}: {case.text}\n  {shapes}\n  {problem}"[:900], flush=True)
                    break
    worker.quit()
    print(f"{done} indices, {errors} of them errors in NumPy; {wrong} wrong (seed {options.seed})")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
