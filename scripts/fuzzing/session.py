"""Runs programs through `tensorjit worker`, on both backends, and says what is wrong with them.

Operations are held against NumPy as they are written, without rewrite rules. Then the whole program, with its last step as
the only result, is run by all rules that leave values as they are: its bits must be the same. (Rules that bring values nearer
to the exact ones have a harness of their own: `make rules`.)
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import checks
from .program import Program

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from worker_process import WorkerDied, tensorjit_worker  # noqa: E402

BACKENDS = ("llvm", "interpreter")
PRODUCTS = ["@", "matmul(", "dot("]
SIGNS = ["signbit(", "copysign("]
CHANGING = ["stabilize"]  # the tag of rules that change values


@dataclass
class Failure:
    backend: str
    kind: str  # mismatch, refused, failed, crash
    step: str | None
    message: str

    def like(self, other: "Failure | None") -> bool:
        return other is not None and (self.kind, self.backend) == (other.kind, other.backend)


class Session:
    def __init__(self, binary, threads=2, timeout=30.0):
        memory = Path("/dev/shm")
        self.directory = tempfile.TemporaryDirectory(
            prefix="tensorjit-fuzz-", dir=memory if memory.is_dir() else None)
        # Without the disk cache: every program is new.
        self.worker = tensorjit_worker(binary, threads, {"TENSORJIT_CACHE": "off"}, timeout)
        self.timeout = timeout
        self.programs = 0
        self.loaded = (None, [])  # the process that has inputs, and these

    def run(self, program: Program) -> Failure | None:
        """The first thing wrong with the program on either backend."""
        for backend in BACKENDS:
            outputs = {}
            failure = self.run_on(backend, program, outputs)
            if failure and failure.kind == "failed" and (before := self.before_due_error(backend, program)):
                return self.run(before)
            if failure is None and (wrong := program.compare(outputs)):
                failure = Failure(backend, "mismatch", *wrong)
            if failure:
                return failure
        return self.run_rewritten(program, outputs)

    def before_due_error(self, backend: str, program: Program) -> Program | None:
        """The steps before one for which NumPy raises too, given *our* values; those it has itself may round otherwise."""
        for count, step in enumerate(program.steps):
            if self.run_on(backend, Program(program.inputs, program.steps[: count + 1]), {}) is None:
                continue
            outputs, before = {}, Program(program.inputs, program.steps[:count])
            if not count or self.run_on(backend, before, outputs):
                return None
            values = {i.name: i.array for i in program.inputs} | outputs
            try:
                with np.errstate(all="ignore"):
                    step.evaluate([values[o] for o in step.operands], program.dims)
            except Exception:  # whatever NumPy says
                return before
            return None
        return None

    def run_rewritten(self, program: Program, outputs: dict) -> Failure | None:
        """What rules make of the program, some of whose inputs are constants then, against what it gave without them."""
        last = program.steps[-1].name
        rewritten = {}
        failure = self.run_on("llvm", program, rewritten, text=program.text_of([last], constants=True), rewriting=True, exclude=CHANGING)
        if failure:
            return Failure("rules", failure.kind, failure.step, failure.message)
        wrong = checks.exact(rewritten[last], outputs[last], zeros_equal=True)
        if wrong and any(p in s.template for s in program.steps for p in PRODUCTS):
            # Libraries round the sums of a row by where it stands among others, and slices of products become products of slices.
            wrong = checks.nearly(rewritten[last], outputs[last])
        if wrong and any(s in step.template for step in program.steps for s in SIGNS) and any(np.isnan(v).any() for v in outputs.values() if v.dtype.kind in "fc"):
            return None  # NaN has no sign: which one comes out is chance
        return Failure("rules", "mismatch", last, wrong) if wrong else None

    def run_on(self, backend: str, program: Program, outputs: dict, text=None, **options) -> Failure | None:
        """Runs the program and puts its results into `outputs`."""
        options = {"rewriting": False} | options
        self.programs += 1
        if self.programs % 2000 == 0:
            self.worker.quit()  # starts anew with the next request
        directory = Path(self.directory.name)
        saved = directory / "out.npz"
        saved.unlink(missing_ok=True)
        try:
            if wrong := self.load(program.inputs):
                return Failure(backend, "refused", None, wrong)
            reply = self.worker.ask(op="compile", id="p", program=text or program.text, backend=backend, **options)
            if not reply["ok"]:
                return Failure(backend, "refused", None, f"does not compile: {reply.get('error')}")
            inputs = {i.name: i.name for i in program.inputs}
            reply = self.worker.ask(op="run", id="p", inputs=inputs, save=str(saved))
            if not reply["ok"]:
                return Failure(backend, "failed", None, f"does not run: {reply.get('error')}")
            with np.load(saved) as results:
                outputs.update({name: results[name] for name in results.files})
        except WorkerDied as end:
            return Failure(backend, "crash", None, str(end))
        return None

    def load(self, inputs) -> str | None:
        """Gives the worker a program's inputs, once: all runs of a program read the same arrays."""
        process, loaded = self.loaded
        if self.worker.is_running and self.worker.process is process and [*map(id, inputs)] == [*map(id, loaded)]:
            return None
        self.loaded = (None, [])
        for i in inputs:
            path = Path(self.directory.name) / f"{i.name}.npy"
            np.save(path, i.base)
            reply = self.worker.ask(op="load", name=i.name, path=str(path), view=i.view)
            if not reply["ok"]:
                return f"load of {i.name}: {reply.get('error')}"
        self.loaded = (self.worker.process, list(inputs))
        return None

    def close(self):
        self.worker.quit()
        self.directory.cleanup()
