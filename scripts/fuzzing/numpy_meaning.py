"""What NumPy makes of an expression of the text format."""

import ast
import re

import numpy as np

from .operations_indexing import UPDATES

ERRORS = (ValueError, RuntimeError, IndexError, TypeError, OverflowError, MemoryError, ZeroDivisionError)


class At:
    def __init__(self, x, key=None):
        self.x, self.key = x, key

    def __getitem__(self, key):
        return At(self.x, key)

    def __getattr__(self, method):
        return lambda new: self.changed(UPDATES[method], new)

    def changed(self, update, new):
        result = np.array(self.x)
        if update:
            update.at(result, self.key, new)
        else:
            result[self.key] = new
        return result


class Functions(ast.NodeTransformer):
    """Attributes that NumPy's arrays do not have, or its numbers do not, become functions."""

    def visit_Attribute(self, node):
        self.generic_visit(node)
        if node.attr not in ("at", "shape"):
            return node
        return ast.Call(ast.Name(node.attr, ast.Load()), [node.value], [])


def copying(function):
    def copied(x, *others, **options):
        result = np.array(x)
        function(result, *others, **options)
        return result

    return copied


def demand(condition, what: str):
    if not condition:
        raise ValueError(what)


def check(x, condition, text):
    demand(np.all(condition), "an element is not as demanded")
    return x


def top_k(x, k, axis=-1):
    demand(0 <= k <= x.shape[axis], "k and an extent")
    places = np.take(np.argsort(-x, axis=axis, kind="stable"), range(k), axis)
    return np.take_along_axis(x, places, axis), places


def take(x, indices, axis=None, mode="raise"):
    # NumPy turns round forever where there is nothing to wrap around.
    return np.take(x, indices, axis, mode="clip" if mode == "wrap" and np.size(x) == 0 else mode)


def scatter_add(x, indices, updates, axis=0):
    return At(x)[(slice(None),) * axis + (indices,)].add(updates)


def segments(update, empty):
    def reduced(x, places, count):
        demand(places.shape == x.shape[: places.ndim], "extents of the places")
        result = np.full((count, *x.shape[places.ndim :]), empty, x.dtype)
        update.at(result, places, x)
        return result

    return reduced


def one_hot(x, count):
    demand(count >= 0, "a negative extent")
    return (np.asarray(x)[..., None] == np.arange(count)).astype(np.float64)


def linear_recurrence(a, b, axis=0, reverse=False):
    a, b = (np.moveaxis(v, axis, 0) for v in np.broadcast_arrays(a, b))
    result, carried = np.zeros_like(b), 0.0
    for step in reversed(range(len(b))) if reverse else range(len(b)):
        result[step] = carried = a[step] * carried + b[step]
    return np.moveaxis(result, 0, axis)


def logsumexp(x, axis=None, keepdims=False):
    return np.log(np.sum(np.exp(x), axis=axis, keepdims=keepdims))


def bincount(x, weights=None, minlength=0, length=None):
    demand(length is None or length >= 0, "a negative extent")
    if length is None:
        return np.bincount(x, weights, minlength)
    return np.bincount(x, weights, max(minlength, length))[:length]


NAMES = vars(np) | {
    "true": True, "false": False, "at": At, "check": check, "take": take, "top_k": top_k, "scatter_add": scatter_add, "one_hot": one_hot,
    "put": copying(np.put), "put_along_axis": copying(np.put_along_axis), "fill_diagonal": copying(np.fill_diagonal),
    "segment_sum": segments(np.add, 0), "segment_prod": segments(np.multiply, 1), "segment_min": segments(np.minimum, np.inf),
    "segment_max": segments(np.maximum, -np.inf), "linear_recurrence": linear_recurrence, "bincount": bincount,
    "argsort": lambda x, axis=-1: np.argsort(x, axis=axis, stable=True), "cummax": np.maximum.accumulate,
    "norm": np.linalg.norm, "sliding_window_view": np.lib.stride_tricks.sliding_window_view,
    "complex": lambda x, y: x + 1j * y, "complex_from_polar": lambda x, y: x * np.exp(1j * y), "logsumexp": logsumexp,
    "log_softmax": lambda x, axis: x - logsumexp(x, axis, True), "softmax": lambda x, axis=None: np.exp(x - logsumexp(x, axis, True)),
}


def compiled(expression: str):
    python = re.sub(r"\((\w+)\) ->", r"lambda \1:", expression)
    return compile(ast.fix_missing_locations(Functions().visit(ast.parse(python, mode="eval"))), expression, "eval")


@np.errstate(all="ignore")
def results(code, inputs) -> list[np.ndarray]:
    """What the expression gives, or one of ERRORS."""
    value = eval(code, NAMES | {name: array[()] for name, array in inputs.items()})
    return [np.asarray(part) for part in (value if isinstance(value, (tuple, list)) else [value])]
