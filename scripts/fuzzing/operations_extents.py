"""Steps whose results have extents that are values: masks, nonzero, bounds and shapes given by scalars."""

import numpy as np

from . import checks_of_operations as checks
from . import operations_indexing
from .operations import MAKERS, Builder, GivesUp
from .program import MAX_ELEMENTS
from .values import DTYPES, dtype_name

operations_indexing.RUN_TIME_MASKS = True

INDEX_TYPES = ["i64", "i64", "i64", "i32", "i8", "u8", "u16", "u64"]


def scalar(b: Builder, value: int) -> str:
    """An input that has this value."""
    fitting = [d for d in INDEX_TYPES if np.iinfo(DTYPES[d]).min <= value <= np.iinfo(DTYPES[d]).max]
    return b.input((), b.choose(fitting), lambda count: np.full(count, value))


def random_flags(b: Builder):
    """How a mask's elements are drawn: some, few, most, all or none of them true."""
    share = b.choose([0.5, 0.5, 0.1, 0.9, 0.0, 1.0])
    return lambda count: b.rng.random(count) < share


def mask_for(b: Builder, shape) -> tuple[str, list[str]]:
    """A mask of a shape as text with {m}, and its operand: an input, or a comparison of something of that shape."""
    # Of what was computed in floating point a comparison may come out otherwise here, and so may extents.
    given = {i.name for i in b.inputs}
    others = [n for n, v in b.values.items() if v.shape == tuple(shape) and (v.dtype.kind in "iu" or v.dtype.kind == "f" and n in given)]
    if others and b.chance(0.4):
        return "{m} " + b.choose([">", "<", "!=", "<="]) + " " + b.choose(["0", "1"]), [b.choose(others)]
    return "{m}", [b.input(shape, "bool", random_flags(b))]


def compared(text: str, value):
    return eval(text.replace("{m}", "value"), {"value": value})


def mask_read(b: Builder):
    x = b.operand(rank=(1, 1, 2, 3))
    shape = b.values[x].shape
    count = int(b.rng.integers(1, len(shape) + 1))
    text, operands = mask_for(b, shape[:count])

    def evaluate(values, dims):
        return values[0][compared(text, values[1])]

    b.add(f"{{0}}[{text.replace('{m}', '{1}')}]", [x, *operands], checks.is_exact, evaluate)


def mask_write(b: Builder):
    """A value of its own for each place where the mask is true."""
    x = b.operand(rank=(1, 1, 2, 3))
    shape = b.values[x].shape
    axis = int(b.rng.integers(len(shape)))
    count = int(b.rng.integers(1, len(shape) - axis + 1))
    mask = b.input(shape[axis : axis + count], "bool", random_flags(b))
    kept = int(b.values[mask].sum())
    full = (*shape[:axis], kept, *shape[axis + count :])
    if np.prod(full) > MAX_ELEMENTS:
        raise GivesUp
    given = tuple(1 if b.chance(0.15) else e for e in full)[int(b.rng.integers(len(full))) if b.chance(0.2) else 0 :]
    y = b.input(given, dtype_name(b.values[x].dtype))
    method = b.choose(["set", "set", "set", "add", "multiply", "max"])
    key = (slice(None),) * axis

    def evaluate(values, dims):
        result = np.array(values[0], order="C")
        update = operations_indexing.UPDATES[method]
        picked = result[(*key, values[2])]
        result[(*key, values[2])] = values[1] if update is None else update(picked, values[1])
        return result

    check = checks.is_exact_but_zeros if method == "max" else checks.is_exact
    b.add(f"{{0}}.at[{':, ' * axis}{{2}}].{method}({{1}})", [x, y, mask], check, evaluate)


def places(b: Builder):
    x = b.operand() if b.chance(0.5) else b.input(None, "bool", random_flags(b))
    rank = b.values[x].ndim
    name = b.choose(["flatnonzero", "argwhere", "nonzero", "where"])
    if name == "flatnonzero":
        b.add("flatnonzero({0})", [x], checks.is_exact, lambda v, dims: np.flatnonzero(v[0]))
    elif name == "argwhere":
        b.add("argwhere({0})", [x], checks.is_exact, lambda v, dims: np.argwhere(v[0]))
    elif rank == 0:
        raise GivesUp
    else:
        axis = int(b.rng.integers(rank))
        b.add(f"{name}({{0}})[{axis}]", [x], checks.is_exact, lambda v, dims: np.nonzero(v[0])[axis])


def compress(b: Builder):
    x = b.operand(rank=(1, 2, 3))
    shape = b.values[x].shape
    axis = None if b.chance(0.4) else int(b.rng.integers(-len(shape), len(shape)))
    extent = int(np.prod(shape)) if axis is None else shape[axis]
    length = extent if b.chance(0.6) else int(b.rng.integers(0, extent + 1))
    dtype = b.choose(["bool", "bool", "bool", "i32", "f64"])
    condition = b.input((length,), dtype, random_flags(b))
    tail = "" if axis is None else b.choose([f", {axis}", f", axis={axis}"])
    b.add(f"compress({{1}}, {{0}}{tail})", [x, condition], checks.is_exact,
          lambda v, dims: np.compress(v[1].astype(bool), v[0], axis))


def extract(b: Builder):
    x = b.operand(rank=(0, 1, 2, 3))
    condition = b.input(b.values[x].shape, "bool", random_flags(b))
    b.add("extract({1}, {0})", [x, condition], checks.is_exact, lambda v, dims: np.extract(v[1], v[0]))


def slice_by_scalars(b: Builder):
    x = b.operand(rank=(1, 2, 3))
    shape = b.values[x].shape
    operands, entries = [x], []
    for extent in shape[: int(b.rng.integers(1, len(shape) + 1))]:
        bounds = []
        for _ in range(2):
            kind = b.rng.random()
            if kind < 0.25:
                bounds.append("")
            elif kind < 0.4:
                bounds.append(str(int(b.rng.integers(-extent - 2, extent + 3))))
            else:
                value = b.choose([int(b.rng.integers(-extent - 2, extent + 3)), int(b.rng.integers(0, extent + 1)), 2**62, -(2**63)])
                operands.append(scalar(b, value))
                bounds.append("{%d}" % (len(operands) - 1))
        entries.append(":".join(bounds) + b.choose(["", "", "", ":2", ":-1", ":-3"]))
    if len(operands) == 1:
        raise GivesUp
    text = ", ".join(entries)

    def evaluate(values, dims):
        return eval("values[0][np.s_[" + text.format(*[f"int(values[{k}])" for k in range(len(values))]) + "]]",
                    {"values": values, "np": np})

    b.add("{0}[" + text + "]", operands, checks.is_exact, evaluate)


def half(b: Builder):
    """A part whose bound is made of an extent that may be a value."""
    x = b.operand(rank=(1, 2))
    form = b.choose(["{0}[: {0}.shape[0] // 2]", "{0}[{0}.shape[0] // 2 :]", "{0}[1:]", "{0}[:: -1]", "{0}[-3:]"])
    b.add(form, [x], checks.is_exact)


def create_by_scalars(b: Builder):
    m, n = b.choose([0, 1, 2, 3, 5, 40]), b.choose([0, 1, 2, 4, 7])
    first, second = scalar(b, m), scalar(b, n)
    start, step = scalar(b, b.choose([-7, -1, 0, 2, 30])), b.choose([1, 2, -1, -3])
    form, operands = b.choose([
        ("arange({0})", [first]), (f"arange({{0}}, {{1}}, {step})", [start, first]), ("zeros(({0}, {1}))", [first, second]),
        ("ones({0})", [first]), ("full(({1}, {0}), 2.5)", [first, second]), ("eye({0})", [first]), ("eye({0}, {1})", [first, second]),
        ("zeros(({0} + 1, 3))", [first]), ("arange({0} * 2)", [first]),
    ])
    names = [f"int(v{k})" for k in range(len(operands))]

    def evaluate(values, dims):
        return eval("np." + form.format(*names), {"np": np, **{f"v{k}": value for k, value in enumerate(values)}})

    b.add(form, operands, checks.is_exact, evaluate)


def reshape_by_scalars(b: Builder):
    x = b.operand()
    size = b.values[x].size
    if not size:
        raise GivesUp
    divisors = [d for d in range(1, min(size, 64) + 1) if size % d == 0]
    first = b.choose(divisors)
    name = scalar(b, first)
    form, shape = b.choose([("({1}, -1)", (first, -1)), ("(-1, {1})", (-1, first)), (f"({{1}}, {size // first})", (first, size // first))])
    b.add(f"reshape({{0}}, {form})", [x, name], checks.is_exact, lambda v, dims: v[0].reshape(shape))


def broadcast_by_scalar(b: Builder):
    x = b.operand(rank=(0, 1, 2))
    value = b.choose([0, 1, 2, 5])
    shape = b.values[x].shape
    if value * b.values[x].size > MAX_ELEMENTS or not shape:
        raise GivesUp
    name = scalar(b, value)
    b.add(f"broadcast_to({{0}}, ({{1}}, {', '.join(map(str, shape))}))", [x, name], checks.is_exact,
          lambda v, dims: np.broadcast_to(v[0], (value, *shape)))


MAKERS += [mask_read, mask_read, mask_write, places, compress, extract, slice_by_scalars, half, create_by_scalars]
MAKERS += [reshape_by_scalars, broadcast_by_scalar]


def repeat_by_counts(b: Builder):
    x = b.operand(rank=(1, 2, 3))
    shape = b.values[x].shape
    axis = None if b.chance(0.3) else int(b.rng.integers(-len(shape), len(shape)))
    extent = int(np.prod(shape)) if axis is None else shape[axis]
    tail = "" if axis is None else f", axis={axis}"
    if b.chance(0.3):
        count = b.choose([0, 1, 2, 3])
        counts = scalar(b, count)
        total = count * extent
    else:
        most = b.choose([1, 2, 4])
        counts = b.input((extent,) if b.chance(0.8) else (1,), b.choose(["i64", "i32", "u8", "i8"]),
                         lambda n: b.rng.integers(0, most + 1, n))
        total = int(np.broadcast_to(b.values[counts], (extent,)).sum())
    if total * (b.values[x].size // max(extent, 1)) > MAX_ELEMENTS:
        raise GivesUp
    b.add(f"repeat({{0}}, {{1}}{tail})", [x, counts], checks.is_exact, lambda v, dims: np.repeat(v[0], v[1].astype(np.int64), axis))


MAKERS += [repeat_by_counts]


def sorted_numbers(b: Builder, rank) -> str:
    """An operand with an order, often of few different values."""
    if b.chance(0.5):
        dtype = b.choose(["f64", "f32", "i64", "i32", "u8", "i8", "bool"])
        shape = b.random_shape()
        if len(shape) not in rank:
            raise GivesUp
        return b.input(shape, dtype, (lambda n: b.rng.random(n) < 0.5) if dtype == "bool" else lambda n: b.rng.integers(0, 6, n))
    x = b.operand(rank=rank)
    if b.values[x].dtype.kind == "f" and all(i.name != x for i in b.inputs):
        # How many of the values of a step are different hangs on their last digits, and so does what later steps may index.
        return b.input(b.values[x].shape, dtype_name(b.values[x].dtype))
    return x


def sorting_wide(function):
    """NumPy's function, on f32 in the place of f16, which its vectorized sort leaves unsorted on some processors (2.4.6, AVX-512)."""

    def evaluate(values, dims):
        is_half = values[0].dtype == np.float16
        result = np.asarray(function(*(v.astype(np.float32) for v in values) if is_half else values))
        return result.astype(np.float16) if is_half and result.dtype == np.float32 else result

    return evaluate


def unique(b: Builder):
    x = sorted_numbers(b, (0, 1, 2, 3))
    axis = None
    shape = b.values[x].shape
    if shape and b.chance(0.25):
        axis = int(b.rng.integers(-len(shape), len(shape)))
        if b.values[x].dtype.kind == "f" and np.isnan(b.values[x]).any():
            raise GivesUp
    nan = axis is not None or b.chance(0.8)
    tail = ("" if axis is None else f", axis={axis}") + ("" if nan else ", equal_nan=false")
    parts = ["return_index", "return_inverse", "return_counts"]
    wanted = b.choose([None, None, 0, 1, 2])
    if wanted is None:
        b.add(f"unique({{0}}{tail})", [x], checks.is_exact_but_zeros, sorting_wide(lambda v: np.unique(v, axis=axis, equal_nan=nan)))
        return
    name = parts[wanted]

    def evaluate(values, dims):
        # NumPy's sort is stable where indices are asked for.
        results = np.unique(values[0], axis=axis, equal_nan=nan, **{"return_index": True, name: True})
        return results[1 if name == "return_index" else 2]

    b.add(f"unique({{0}}, {name}=true{tail})[1]", [x], checks.is_exact, evaluate)


def set_operation(b: Builder):
    x = sorted_numbers(b, (0, 1, 2))
    dtype = dtype_name(b.values[x].dtype)
    y = b.input(b.random_shape(), dtype, (lambda n: b.rng.random(n) < 0.5) if dtype == "bool" else lambda n: b.rng.integers(0, 9, n))
    name = b.choose(["union1d", "intersect1d", "setdiff1d", "setxor1d", "isin"])
    if name == "isin":
        invert = b.chance(0.3)
        b.add(f"isin({{0}}, {{1}}{', invert=true' if invert else ''})", [x, y], checks.is_exact,
              sorting_wide(lambda x, y: np.isin(x, y, invert=invert)))
        return
    function = getattr(np, name)
    b.add(f"{name}({{0}}, {{1}})", [x, y], checks.is_exact_but_zeros, sorting_wide(function))


MAKERS += [unique, unique, set_operation]
