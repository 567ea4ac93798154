"""What all peers share: the worker loop, and the request protocol over standard input and output.

One JSON object a line, as our own `tensorjit worker` speaks it:

  {"op": "load", "name": "a", "path": "a.npy"}                        keeps the array under that name
  {"op": "compile", "id": "p", "workload": "exp_f64", "form": 0,
   "inputs": {"x": "a"}}                                              builds, compiles, and calls once
  {"op": "run", "id": "p", "inputs": {"x": "a"}, "save": "out.npz"}   saves the results as out0, out1, ...
  {"op": "time", "id": "p", "inputs": {"x": "a"}, "calls": 5}         calls timed alone, in microseconds
  {"op": "quit"}
"""

import gc
import json
import os
import sys
import time
import warnings
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from workload import Form  # noqa: E402
from workloads import BY_NAME  # noqa: E402


class Unsupported(Exception):
    """The peer has no way to write this workload."""


class Peer:
    """A library that runs workloads. Subclasses fill in the three methods."""

    name = ""

    def place(self, array: np.ndarray):
        """The array in the library's own form, in memory and ready."""
        return array

    def build(self, form: Form):
        """A function of the placed inputs; it returns only when the result is there."""
        raise NotImplementedError

    def fetch(self, result) -> np.ndarray:
        return np.asarray(result)


def writes(add):
    """`at` of a library without `x.at`: `at(x)[index].add(y)` calls `add(x, index, y)`."""

    class Place:
        def __init__(self, x, index=None):
            self.x, self.index = x, index

        def __getitem__(self, index):
            return Place(self.x, index)

        def add(self, y):
            return add(self.x, self.index, y)

    return Place


def serve(peer: Peer) -> None:
    # Whatever a library prints must not disturb the protocol.
    replies = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    warnings.filterwarnings("ignore")
    arrays, functions = {}, {}
    for line in sys.stdin:
        request = json.loads(line)
        if request["op"] == "quit":
            break
        try:
            reply = {"ok": True, **answer(peer, request, arrays, functions)}
        except Unsupported as error:
            reply = {"ok": False, "unsupported": True, "error": str(error)}
        except Exception as error:  # reported to the driver, which prints it beside the workload
            reply = {"ok": False, "error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), file=replies)


def answer(peer: Peer, request: dict, arrays: dict, functions: dict) -> dict:
    match request["op"]:
        case "load":
            arrays[request["name"]] = peer.place(np.load(request["path"]))
            return {}
        case "forget":
            arrays.clear()
            functions.clear()
            gc.collect()
            return {}
        case "compile":
            workload = BY_NAME[request["workload"]]
            form = [workload.main, *workload.permuted][request["form"]]
            inputs = [arrays[request["inputs"][p.name]] for p in form.parameters]
            start = time.perf_counter()
            function = peer.build(form)
            function(*inputs)
            functions[request["id"]] = (form, function)
            return {"first_ms": (time.perf_counter() - start) * 1e3}
        case "run":
            form, function = functions[request["id"]]
            result = function(*[arrays[request["inputs"][p.name]] for p in form.parameters])
            np.savez(request["save"], out0=peer.fetch(result))
            return {}
        case "time":
            form, function = functions[request["id"]]
            inputs = [arrays[request["inputs"][p.name]] for p in form.parameters]
            return {"us": timed(function, inputs, request["calls"])}
        case other:
            raise ValueError(f"unknown request {other!r}")


def timed(function, inputs: list, calls: int) -> list[float]:
    clock = time.perf_counter_ns
    gc.disable()
    try:
        if len(inputs) == 2:  # the two-operand calls include the shortest one: spare it the unpacking
            first, second = inputs
            times = []
            for _ in range(calls):
                start = clock()
                result = function(first, second)
                end = clock()
                times.append((end - start) / 1e3)
                del result
            return times
        times = []
        for _ in range(calls):
            start = clock()
            result = function(*inputs)
            end = clock()
            times.append((end - start) / 1e3)
            del result
        return times
    finally:
        gc.enable()
