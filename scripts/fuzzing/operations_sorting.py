"""Sorting and searching: makers of steps for random programs."""

import numpy as np

from . import checks_of_operations as checks
from .operations import MAKERS
from .values import DTYPES, dtype_name


def order(x, axis, descending):
    """The stable order, in which NaNs are the greatest."""
    if not descending:
        return np.argsort(x, axis=axis, kind="stable")
    turned = np.argsort(np.flip(x, axis), axis=axis, kind="stable")
    return x.shape[axis] - 1 - np.flip(turned, axis)


def ordered_operand(b):
    """Ties are likely; now and then there is enough for the methods of long rows."""
    if b.chance(0.25):
        dtype = b.choose(["f64", "f32", "f64", "i32", "i64", "u8", "i16", "bool", "u64", "u32", "i8", "u16"])
        shape = b.choose([(300,), (3, 200), (5, 17), (130, 3), (5000,), (1, 9000), (2, 40, 3), (17_000,), (65, 65)])
        kind = b.choose(["few", "any", "any", "ascending"])
        rng = b.rng

        def elements(size):
            values = rng.integers(0, 7, size) if kind == "few" else np.arange(size) if kind == "ascending" else None
            if values is None:
                values = rng.integers(-(2**31), 2**31, size) if dtype[0] in "iub" else rng.standard_normal(size)
            return values

        return b.input(shape, dtype, elements)
    return b.operand("biuf")


def chosen_axis(b, rank):
    return None if rank and b.chance(0.15) else int(b.rng.integers(-rank, rank)) if rank else None


def sort(b):
    x = ordered_operand(b)
    axis = chosen_axis(b, b.values[x].ndim)
    descending = b.chance(0.35)
    places = b.chance(0.5)
    options = b.choose(["", "", ", kind='stable'", ", kind='quicksort'", ", stable=true"])
    options += ", descending=true" if descending else ""
    default = axis is not None and axis in (-1, b.values[x].ndim - 1) and b.chance(0.5)

    def evaluate(operands, dims):
        value = operands[0].ravel() if axis is None else operands[0]
        along = 0 if axis is None else axis
        found = order(value, along, descending)
        return found if places else np.take_along_axis(value, found, along)

    at = "" if default else f", axis={axis}"
    b.add(f"{'argsort' if places else 'sort'}({{0}}{at}{options})", [x], checks.is_exact, evaluate)


def partition(b):
    x = ordered_operand(b)
    axis = chosen_axis(b, b.values[x].ndim)
    extent = b.values[x].size if axis is None else b.values[x].shape[axis]
    if extent == 0:
        return sort(b)
    kth = int(b.rng.integers(-extent, extent))
    places = b.chance(0.4)

    def evaluate(operands, dims):
        value = operands[0].ravel() if axis is None else operands[0]
        found = order(value, 0 if axis is None else axis, False)
        return found if places else np.take_along_axis(value, found, 0 if axis is None else axis)

    written = b.choose([str(kth), f"({kth}, 0)"])
    b.add(f"{'argpartition' if places else 'partition'}({{0}}, {written}, axis={axis})", [x], checks.is_exact, evaluate)


def part_of_order(b):
    """A slice of what is sorted, for which only a part is put in order."""
    x = ordered_operand(b)
    rank = b.values[x].ndim
    if rank == 0:
        return sort(b)
    extent = b.values[x].shape[-1]
    low, high = sorted(int(v) for v in b.rng.integers(0, extent + 1, 2))
    places, descending = b.chance(0.4), b.chance(0.3)
    picked = b.choose([f"{low}:{high}", f":{high}", f"{low}:"] + ([f"{low}", f"{low - extent}"] if low < extent else []))
    index = eval(f"np.s_[..., {picked}]")

    def evaluate(operands, dims):
        found = order(operands[0], -1, descending)
        return (found if places else np.take_along_axis(operands[0], found, -1))[index]

    name = "argsort" if places else "sort"
    tail = ", descending=true" if descending else ""
    b.add(f"{name}({{0}}{tail})[..., {picked}]", [x], checks.is_exact, evaluate)


def top_k(b):
    x = ordered_operand(b)
    rank = b.values[x].ndim
    if rank == 0:
        return sort(b)
    axis = int(b.rng.integers(-rank, rank))
    k = int(b.rng.integers(0, b.values[x].shape[axis] + 1))
    largest = b.chance(0.6)
    result = int(b.rng.integers(2))

    def evaluate(operands, dims):
        found = np.take(order(operands[0], axis, largest), range(k), axis)
        return found if result else np.take_along_axis(operands[0], found, axis)

    b.add(f"top_k({{0}}, {k}, axis={axis}{'' if largest else ', largest=false'})[{result}]", [x], checks.is_exact, evaluate)


def lexsort(b):
    x = ordered_operand(b)
    value = b.values[x]
    if value.ndim == 0:
        return sort(b)
    axis = int(b.rng.integers(-value.ndim, value.ndim))
    keys = [x] + [b.input(value.shape) for _ in range(int(b.rng.integers(0, 3)))]
    b.rng.shuffle(keys)
    written = ", ".join("{%d}" % i for i in range(len(keys)))
    b.add(f"lexsort([{written}], axis={axis})", [str(k) for k in keys], checks.is_exact,
          lambda operands, dims: np.lexsort(operands, axis=axis))


def searchsorted(b):
    values = ordered_operand(b)
    dtype = dtype_name(b.values[values].dtype)
    dtype = dtype if b.chance(0.8) else b.choose([d for d in DTYPES])
    a = b.input((b.choose([0, 1, 2, 5, 33, 1000]),), dtype)
    side = b.choose(["left", "right"])

    def evaluate(operands, dims):
        return np.searchsorted(np.sort(operands[0], kind="stable"), operands[1], side)

    def by_order(operands, dims):
        return np.searchsorted(operands[0], operands[1], side, sorter=np.argsort(operands[0], kind="stable"))

    if b.chance(0.3):
        return b.add(f"searchsorted({{0}}, {{1}}, side='{side}', sorter=argsort({{0}}))", [a, values], checks.is_exact, by_order)
    b.add(f"searchsorted(sort({{0}}), {{1}}, side='{side}')", [a, values], checks.is_exact, evaluate)


def searched_rows(b):
    """Each row of values in a row of its own."""
    rows = b.operand("biuf", rank=(2, 3))
    shape = b.values[rows].shape
    values = b.input((*shape[:-1], b.choose([0, 1, 4, 20])), dtype_name(b.values[rows].dtype))
    side = b.choose(["left", "right"])

    def evaluate(operands, dims):
        result = np.zeros(operands[1].shape, np.int64)
        for index in np.ndindex(*shape[:-1]):
            result[index] = np.searchsorted(np.sort(operands[0][index], kind="stable"), operands[1][index], side)
        return result

    b.add(f"searchsorted(sort({{0}}), {{1}}, '{side}')", [rows, values], checks.is_exact, evaluate)


MAKERS += [searchsorted, searchsorted, searched_rows, sort, sort, partition, part_of_order, top_k, lexsort]
