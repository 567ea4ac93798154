#!/usr/bin/env python3
"""Writes PyTensor graphs as JSON that tensorjit reads (docs/pytensor.md).

    from export_pytensor import export

    export(f, "model.json")                          # a compiled function: its inputs, shared variables, outputs, updates
    export([loss, grad], "model.json", inputs=[x])   # outputs in terms of inputs

then

    tensorjit eval model.json --input x=x.npy

The graph is written as the user built it. Of a compiled function that is no longer there: PyTensor keeps what its rewriting has made of it, whose
Ops (C code, BLAS calls) are another language. So give outputs and inputs, `export(outputs, path, inputs=...)`, or compile without rewriting:
`pytensor.function(..., mode=Mode(linker="py", optimizer=None))`. Shared variables become inputs behind the others; their present values are written beside the graph (`values`), or as constants
with `freeze=True`.

Needs pytensor and numpy only. As a program it exports a variable of a module: `export_pytensor.py model.py:outputs model.json --inputs x,y`.
"""
import argparse
import base64
import hashlib
import importlib.util
import json
import sys

import numpy as np
from pytensor.compile.sharedvalue import SharedVariable
from pytensor.graph.basic import Constant
from pytensor.graph.op import Op
from pytensor.graph.type import Type

try:
    from pytensor.compile.executor import Function
    from pytensor.graph.traversal import graph_inputs, toposort
except ImportError:  # before PyTensor 3
    from pytensor.compile.function.types import Function
    from pytensor.graph.basic import graph_inputs, io_toposort

    def toposort(outputs, blockers):
        return io_toposort(blockers, outputs)


class ExportError(Exception):
    """Something in a graph that the file has no form for."""


class Writer:
    """One file: the arrays that its graphs share."""

    def __init__(self):
        self.arrays = {}

    def array(self, value):
        """A reference to an array; equal arrays are written once."""
        value = np.asarray(value)
        if value.dtype.kind not in "biufc":
            raise ExportError(f"elements of type {value.dtype} have no form in the file")
        data = np.ascontiguousarray(value, value.dtype.newbyteorder("<")).tobytes()
        key = hashlib.sha256(f"{value.dtype}{value.shape}".encode() + data).hexdigest()[:16]
        self.arrays[key] = {"dtype": str(value.dtype), "shape": list(value.shape), "b64": base64.b64encode(data).decode()}
        return {"array": key}

    def value(self, value):
        """A constant."""
        if value is None:
            return {"none": True}
        if isinstance(value, slice):
            return {"slice": [None if part is None else self.value(part) for part in (value.start, value.stop, value.step)]}
        if isinstance(value, (list, tuple)):
            return {"list": [self.value(part) for part in value]}
        if isinstance(value, (bool, np.bool_, int, np.integer)):
            return {"scalar": int(value), "dtype": str(np.asarray(value).dtype)}
        if isinstance(value, (float, complex, np.inexact, np.ndarray)):
            return self.array(value)
        raise ExportError(f"a constant {value!r} has no form in the file")

    @staticmethod
    def type(type):
        """The type of a variable: kind, dtype, and extents that are known."""
        result = {"kind": type.__class__.__name__}
        if hasattr(type, "dtype"):
            result["dtype"] = str(type.dtype)
        if hasattr(type, "shape"):
            result["shape"] = list(type.shape)
        return result

    def property(self, value):
        """A property of an Op."""
        if value is None or isinstance(value, (bool, int, str)):
            return value
        if isinstance(value, np.integer):
            return int(value)
        if isinstance(value, (float, np.floating)):
            return float(value)
        if isinstance(value, Op):
            return {"op": self.op(value)}
        if isinstance(value, Type):
            return self.type(value)
        if isinstance(value, slice):
            return {"slice": [self.property(part) for part in (value.start, value.stop, value.step)]}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self.property(part) for part in value]
        if isinstance(value, dict):
            return {"dict": [[self.property(key), self.property(part)] for key, part in value.items()]}
        if isinstance(value, type):
            return {"class": value.__name__}
        return {"repr": repr(value)[:200]}

    def op(self, op):
        """An Op: its class, the class that this is derived from, and its properties."""
        bases = [base.__name__ for base in type(op).__mro__[1:] if base.__name__ not in ("object", "Op", "COp", "MetaObject")]
        # What matters is whether an Op is an inner graph; else the nearest class says what kind of Op it is.
        base = "OpFromGraph" if "OpFromGraph" in bases else (bases[0] if bases else None)
        result = {"cls": type(op).__name__, "mod": type(op).__module__}
        if base:
            result["base"] = base
        if isinstance(getattr(op, "name", None), str):
            result["name"] = op.name
        properties = {key: self.property(getattr(op, key, None)) for key in getattr(op, "__props__", None) or ()}
        if "idx_list" in properties:
            properties["idx_list"] = self.index_list(op.idx_list)
        for key in ("clip_lower_bound", "clip_upper_bound", "is_while", "multiplier"):
            if hasattr(op, key):
                properties[key] = self.property(getattr(op, key))
        graph = getattr(op, "fgraph", None)
        if graph is not None:
            properties["inner"] = self.graph(list(graph.inputs), list(graph.outputs))
        if properties:
            result["props"] = properties
        return result

    @staticmethod
    def index_list(entries):
        """An index: a number stands for the operand of that number among the index operands. (Before PyTensor 3 a type stood there.)"""
        count = 0

        def part(entry):
            nonlocal count
            if entry is None or isinstance(entry, (int, np.integer)):
                return entry if entry is None else int(entry)
            count += 1
            return count - 1

        return [{"slice": [part(entry.start), part(entry.stop), part(entry.step)]} if isinstance(entry, slice) else part(entry) for entry in entries]

    def graph(self, inputs, outputs):
        """A graph: variables by number, nodes in an order in which each uses what is there."""
        variables, numbers = [], {}

        def number(variable):
            if variable not in numbers:
                entry = {"type": self.type(variable.type)}
                if isinstance(variable, Constant):
                    entry["const"] = self.value(variable.data)
                elif variable.name:
                    entry["name"] = variable.name
                numbers[variable] = len(variables)
                variables.append(entry)
            return numbers[variable]

        result = {"inputs": [number(variable) for variable in inputs], "nodes": []}
        for node in toposort(outputs, blockers=inputs):
            operands = [number(variable) for variable in node.inputs]
            result["nodes"].append({"op": self.op(node.op), "in": operands, "out": [number(variable) for variable in node.outputs]})
        result["outputs"] = [number(variable) for variable in outputs]
        result["vars"] = variables
        return result


def description(source, inputs=None, freeze=False):
    """The contents of a file as a dictionary: of a compiled function, a variable, or a list of variables.

    inputs: what the graph depends on, in the order in which calls give it; by default all variables without a value, in the order in
        which the graph meets them.
    freeze: whether shared variables become constants of their present values.
    """
    updates, values = {}, {}
    if isinstance(source, Function):
        if inputs is not None:
            raise ExportError("a function has inputs of its own")
        graph = source.maker.fgraph
        variables, outputs = list(graph.inputs), list(graph.outputs)
        updates = dict(getattr(graph, "update_mapping", None) or {})
        for position, (item, container) in enumerate(zip(source.maker.inputs, source.input_storage)):
            if item.shared or item.implicit:
                values[position] = container.value
    else:
        outputs = list(source) if isinstance(source, (list, tuple)) else [source]
        given = list(inputs) if inputs is not None else []
        leaves = [leaf for leaf in graph_inputs(outputs, blockers=given) if not isinstance(leaf, Constant) and leaf not in given]
        shared = [leaf for leaf in leaves if isinstance(leaf, SharedVariable)]
        free = [leaf for leaf in leaves if leaf not in shared]
        if free and inputs is not None:
            raise ExportError(f"the outputs depend on {', '.join(map(str, free))}, which are not among the inputs")
        variables = given + list(dict.fromkeys(free)) + list(dict.fromkeys(shared))
        values = {variables.index(leaf): leaf.get_value(borrow=True) for leaf in shared}
    writer = Writer()
    graph = writer.graph(variables, outputs)
    result = {"graph": graph, "n_returned": len(outputs) - len(updates), "updates": {str(k): v for k, v in updates.items()}}
    written = {position: writer.value(np.asarray(value)) for position, value in values.items()}
    if freeze and not updates:
        for position, value in written.items():
            graph["vars"][graph["inputs"][position]]["const"] = value
        graph["inputs"] = [number for position, number in enumerate(graph["inputs"]) if position not in written]
    elif written:
        result["values"] = {str(position): value for position, value in written.items()}
    result["arrays"] = writer.arrays
    return result


def export(source, path, inputs=None, freeze=False):
    """Writes a compiled function, a variable, or a list of variables to a file."""
    with open(path, "w") as file:
        json.dump(description(source, inputs, freeze), file, allow_nan=True)


def main():
    parser = argparse.ArgumentParser(description="Writes a PyTensor graph as JSON that tensorjit reads.")
    parser.add_argument("source", help="a Python file and a name in it: model.py:loss, a function, a variable, or a list of variables")
    parser.add_argument("output", help="the file to write")
    parser.add_argument("--inputs", help="names of the inputs in that file, between commas")
    parser.add_argument("--freeze", action="store_true", help="shared variables become constants")
    options = parser.parse_args()
    path, _, name = options.source.rpartition(":")
    if not path:
        parser.error("source is FILE:NAME")
    spec = importlib.util.spec_from_file_location("model", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    inputs = [getattr(module, part.strip()) for part in options.inputs.split(",")] if options.inputs else None
    try:
        export(getattr(module, name), options.output, inputs, options.freeze)
    except ExportError as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
