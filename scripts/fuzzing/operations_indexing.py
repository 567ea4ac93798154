"""Steps that read and write by NumPy's whole index grammar."""

import numpy as np

from . import checks_of_operations as checks
from .operations import MAKERS, Builder, GivesUp
from .program import MAX_ELEMENTS, SCOPE
from .values import DTYPES, dtype_name

INTEGER_TYPES = ["i64", "i64", "i64", "i32", "i16", "i8", "u8", "u16", "u32", "u64"]
# Whether bool arrays whose values a program does not know may be read by.
RUN_TIME_MASKS = False


class RandomIndex:
    """The entries of an index for a shape: text with {names} of inputs in it."""

    def __init__(self, b: Builder, shape: tuple[int, ...], wrong: float = 0.0, masks: bool = RUN_TIME_MASKS):
        self.b, self.shape, self.wrong, self.masks = b, shape, wrong, masks
        self.operands: list[str] = []
        self.entries: list[str] = []
        # What index arrays broadcast to.
        self.places = b.choose([(), (1,), (3,), (3,), (8,), (2, 3), (2, 3), (0,), (40,), (2, 1, 3)])
        self.fill()

    def out_of_range(self) -> bool:
        return self.b.chance(self.wrong)

    def integers(self, extent: int) -> str:
        b = self.b
        shape = tuple(1 if b.chance(0.2) else e for e in self.places)[int(b.rng.integers(len(self.places) + 1)) if b.chance(0.2) else 0 :]
        if not extent and 0 not in shape and not self.wrong:
            shape = (0,)
        low, high = (-extent, max(extent, 1))
        if self.out_of_range():
            low, high = b.choose([(low - 2, high), (low, high + 2)])
        if b.chance(0.3) and np.prod(shape) <= 12 and 0 not in shape:
            return str(b.rng.integers(low, high, shape).tolist()) if shape else f"{int(b.rng.integers(low, high))}"
        dtype = b.choose(INTEGER_TYPES)
        limits = np.iinfo(DTYPES[dtype])
        low, high = max(low, limits.min), min(high, limits.max + 1)
        if low >= high:
            raise GivesUp
        name = b.input(shape, dtype, lambda count: b.rng.integers(low, high, count))
        self.operands.append(name)
        return "{%s}" % name

    def slice(self, extent: int) -> str:
        b = self.b
        bound = lambda: b.choose(["", "", str(int(b.rng.integers(-extent - 2, extent + 3)))])  # noqa: E731
        dims = [d for d, e in b.dims.items() if e == extent]
        start, stop = bound(), bound()
        if dims and b.chance(0.1):
            stop = f"{dims[0]} - 1"
            self.uses_dims = True
        return f"{start}:{stop}" + b.choose(["", "", "", ":1", ":2", ":-1", ":-2", ":3", ":-3"])

    def mask(self, shape: tuple[int, ...]) -> str:
        b = self.b
        if self.masks and b.chance(0.6):
            name = b.input(shape, "bool")
            self.operands.append(name)
            return "{%s}" % name
        if np.prod(shape) > 64 or 0 in shape:
            raise GivesUp
        values = b.rng.random(shape) < b.choose([0.2, 0.5, 0.9])
        return str(values.tolist())

    uses_dims = False

    def fill(self):
        b, shape = self.b, list(self.shape)
        if self.wrong and b.chance(0.03):
            shape.append(3)
        arrays = b.chance(0.75)
        axis = 0
        while axis < len(shape):
            extent = shape[axis]
            kind = b.rng.random()
            if kind < 0.03:
                self.entries.append("None")
                continue
            if kind < 0.045 and arrays:
                self.entries.append(b.choose(["True", "False"]))
                continue
            if kind < 0.45 and arrays:
                self.entries.append(self.integers(extent))
            elif kind < 0.55 and (extent or self.wrong):
                low, high = -extent, max(extent, 1)
                if self.out_of_range():
                    low, high = low - 3, high + 3
                self.entries.append(str(int(b.rng.integers(low, high))))
            elif kind < 0.63 and arrays:
                count = min(int(b.rng.integers(1, 3)), len(shape) - axis)
                wanted = tuple(shape[axis : axis + count])
                if self.out_of_range():
                    wanted = (*wanted[:-1], wanted[-1] + 1)
                self.entries.append(self.mask(wanted))
                axis += count - 1
            elif kind < 0.85:
                self.entries.append(self.slice(extent))
            else:
                self.entries.append(":")
            axis += 1
        if b.chance(0.2):
            self.entries = self.entries[: int(b.rng.integers(1, len(self.entries) + 1))] if self.entries else []
        elif b.chance(0.25) and self.entries:
            cut = int(b.rng.integers(len(self.entries) + 1))
            self.entries = self.entries[:cut] + ["..."] + self.entries[cut + int(b.rng.integers(0, 2)) :]
        self.entries = self.entries or ["..."]

    @property
    def text(self) -> str:
        return ", ".join(self.entries)

    def template(self, first: int) -> str:
        """With numbers for the operands, from `first` on."""
        text = self.text
        for number, name in enumerate(self.used):
            text = text.replace("{%s}" % name, "{%d}" % (first + number))
        return lowered(text)

    @property
    def used(self) -> list[str]:
        """The operands that the entries still name."""
        return [name for name in dict.fromkeys(self.operands) if "{%s}" % name in self.text]

    def key(self, values: dict, dims: dict):
        """NumPy's index."""
        scope = {"np": np, **SCOPE, **dims}
        text = self.text
        for name in self.used:
            scope[name] = values[name]
            text = text.replace("{%s}" % name, name)
        key = eval(f"np.s_[{text}]", scope)
        parts = key if isinstance(key, tuple) else (key,)
        # A list that is empty is of floats in NumPy's eyes when nested.
        return tuple(np.array(p, np.int64) if isinstance(p, list) and np.size(p) == 0 else p for p in parts)


def lowered(text: str) -> str:
    return text.replace("True", "true").replace("False", "false")


def read(b: Builder):
    x = b.operand(rank=(1, 2, 3, 4))
    index = RandomIndex(b, b.values[x].shape)
    names = index.used
    with np.errstate(all="ignore"):
        check_size(b, x, index)

    def evaluate(operands, dims):
        return operands[0][index.key(dict(zip(names, operands[1:])), dims)]

    b.add(f"{{0}}[{index.template(1)}]", [x, *names], checks.is_exact, evaluate, uses_dims=index.uses_dims)


def check_size(b: Builder, x: str, index: RandomIndex) -> tuple[int, ...]:
    try:
        shape = np.empty(b.values[x].shape, np.int8)[index.key(b.values, b.dims)].shape
    except (IndexError, ValueError) as error:
        raise GivesUp from error
    if np.prod(shape) > MAX_ELEMENTS:
        raise GivesUp
    return shape


def update_at(function, result, place, new):
    """`function.at`, with what we do for halves: computed in f32, rounded once."""
    if result.dtype != np.float16:
        return function.at(result, place, new)
    wide = result.astype(np.float32)
    function.at(wide, place, new.astype(np.float32))
    result[...] = wide.astype(np.float16)


UPDATES = {"set": None, "add": np.add, "subtract": np.subtract, "multiply": np.multiply, "divide": np.divide,
           "power": np.power, "min": np.minimum, "max": np.maximum}


def write_step(b: Builder, x: str, index: RandomIndex, shape, method: str):
    kind = b.values[x].dtype.kind
    if (kind == "b" and method in ("subtract", "divide", "power")) or (kind in "iu" and method == "divide"):
        raise GivesUp
    dtype = dtype_name(b.values[x].dtype)
    given = shape if b.chance(0.5) else tuple(1 if b.chance(0.4) else e for e in shape)[int(b.rng.integers(len(shape) + 1)) :]
    if method == "power":
        if kind == "f":
            raise GivesUp  # which the function has checks for; places are the same
        y = b.input(given, dtype, lambda count: b.rng.integers(0, 3, count))
    else:
        y = b.input(given, dtype)
    names = index.used

    def evaluate(operands, dims):
        result = np.array(operands[0], order="C")
        key = index.key(dict(zip(names, operands[2:])), dims)
        old = result[key]
        new = np.broadcast_to(operands[1], old.shape)
        function = UPDATES[method]
        if function is None:
            # Of several writes to one place the last one stays.
            place = np.arange(result.size).reshape(result.shape)[key].ravel()
            flat = result.reshape(-1)
            for at, value in zip(place, new.reshape(-1)):
                flat[at] = value
        else:
            place = np.arange(result.size).reshape(result.shape)[key].ravel()
            update_at(function, result.reshape(-1), place, new.reshape(-1))
        return result

    check = checks.is_exact_but_zeros if method in ("min", "max") else checks.is_exact
    b.add(f"{{0}}.at[{index.template(2)}].{method}({{1}})", [x, y, *names], check, evaluate, uses_dims=index.uses_dims)


def write(b: Builder):
    x = b.operand(rank=(1, 2, 3, 4))
    index = RandomIndex(b, b.values[x].shape, masks=False)
    shape = check_size(b, x, index)
    write_step(b, x, index, shape, b.choose(["set", "set", "set", "add", "add", *UPDATES]))


def write_by_mask(b: Builder):
    x = b.operand(rank=(1, 2, 3))
    shape = b.values[x].shape
    axis = int(b.rng.integers(len(shape)))
    count = int(b.rng.integers(1, len(shape) - axis + 1))
    mask = b.input(shape[axis : axis + count], "bool")
    rest = shape[axis + count :]
    method = b.choose(["set", "add", "multiply", "max"])
    given = tuple(1 if b.chance(0.3) else e for e in rest)[int(b.rng.integers(len(rest) + 1)) :]
    y = b.input(given, dtype_name(b.values[x].dtype))
    key = (slice(None),) * axis

    def evaluate(operands, dims):
        result = np.array(operands[0], order="C")
        new = operands[1] if UPDATES[method] is None else UPDATES[method](result[(*key, operands[2])], operands[1])
        result[(*key, operands[2])] = new
        return result

    check = checks.is_exact_but_zeros if method == "max" else checks.is_exact
    b.add(f"{{0}}.at[{':, ' * axis}{{2}}].{method}({{1}})", [x, y, mask], check, evaluate)


# MARK: Functions


def indices_input(b: Builder, extent: int, shape, wide: int = 0, types=("i64", "i64", "i32", "u8", "i8")) -> str:
    """Indices into an extent, or `wide` beyond it on either side."""
    dtype = b.choose(types)
    limits = np.iinfo(DTYPES[dtype])
    low, high = max(-extent - wide, limits.min), min(max(extent, 1) + wide, limits.max)
    if not extent and 0 not in shape:
        raise GivesUp
    return b.input(shape, dtype, lambda count: b.rng.integers(low, high, count))


def take_mode(b: Builder):
    x = b.operand(rank=(1, 2, 3))
    shape = b.values[x].shape
    axis = b.choose([None, int(b.rng.integers(-len(shape), len(shape)))])
    extent = b.values[x].size if axis is None else shape[axis]
    mode = b.choose(["wrap", "clip", "raise"])
    indices = indices_input(b, extent, b.choose([(), (3,), (2, 3), (0,), (40,)]), 0 if mode == "raise" else 9)
    b.add(f"take({{0}}, {{1}}{'' if axis is None else f', axis={axis}'}, mode='{mode}')", [x, indices], checks.is_exact)


def along_axis(b: Builder):
    x = b.operand(rank=(1, 2, 3))
    shape = b.values[x].shape
    axis = int(b.rng.integers(-len(shape), len(shape)))
    given = [1 if b.chance(0.2) else e for e in shape]
    given[axis] = b.choose([0, 1, 2, 5, 9])
    if b.chance(0.15):
        axis, given = None, [b.choose([0, 1, 3, 9])]
    indices = indices_input(b, b.values[x].size if axis is None else shape[axis], tuple(given), types=("i64", "i32"))
    if b.chance(0.5):
        b.add(f"take_along_axis({{0}}, {{1}}, axis={axis})", [x, indices], checks.is_exact,
              lambda v, dims: np.take_along_axis(v[0], v[1], axis))
        return
    values = b.input(b.choose([(), tuple(given), tuple(given[-1:])]), dtype_name(b.values[x].dtype))

    def evaluate(operands, dims):
        result, (_, places, new) = np.array(operands[0], order="C"), operands
        if axis is None:
            flat = result.reshape(-1)
            for at, value in zip(places, np.broadcast_to(new, places.shape)):
                flat[at] = value
            return result
        around = list(result.shape)
        around[axis] = places.shape[axis]
        whole = np.broadcast_to(places, np.broadcast_shapes(tuple(around), places.shape))
        new = np.broadcast_to(new, whole.shape)
        for at in np.ndindex(*whole.shape):
            target = list(at)
            target[axis] = whole[at]
            result[tuple(target)] = new[at]
        return result

    b.add(f"put_along_axis({{0}}, {{1}}, {{2}}, {axis})", [x, indices, values], checks.is_exact, evaluate)


def put(b: Builder):
    x = b.operand(rank=(0, 1, 2, 3))
    mode = b.choose(["raise", "wrap", "clip"])
    indices = indices_input(b, b.values[x].size, b.choose([(), (1,), (3,), (2, 3), (40,)]), 0 if mode == "raise" else 9)
    values = b.input(b.choose([(), (1,), (3,), (2, 2), (50,)]), dtype_name(b.values[x].dtype))

    def evaluate(operands, dims):
        result = np.array(operands[0], order="C")
        np.put(result, operands[1], operands[2], mode=mode)
        return result

    b.add(f"put({{0}}, {{1}}, {{2}}, '{mode}')", [x, indices, values], checks.is_exact, evaluate)


def choose(b: Builder):
    first = b.operand(rank=(0, 1, 2, 3))
    shape = b.values[first].shape
    choices = [first]
    for _ in range(int(b.rng.integers(0, 4))):
        choices.append(b.partner(first))
    mode = b.choose(["raise", "raise", "wrap", "clip"])
    low, high = (0, len(choices)) if mode == "raise" else (-4, 9)
    own = tuple(1 if b.chance(0.3) else e for e in shape)
    selector = b.input(own, b.choose(["i64", "i32", "i8"]), lambda count: b.rng.integers(low, high, count))
    parts = ", ".join("{%d}" % (i + 1) for i in range(len(choices)))

    def evaluate(operands, dims):
        arrays = np.broadcast_arrays(*operands)
        dtype = np.result_type(*operands[1:])
        number = arrays[0].astype(np.int64)
        number = number % len(choices) if mode == "wrap" else np.clip(number, 0, len(choices) - 1)
        return np.take_along_axis(np.stack(arrays[1:]).astype(dtype), number[None], 0)[0]

    b.add(f"choose({{0}}, [{parts}], mode='{mode}')", [selector, *choices], checks.is_exact, evaluate)


def multi_index(b: Builder):
    shape = tuple(b.choose([1, 2, 3, 5, 8]) for _ in range(int(b.rng.integers(1, 4))))
    order, mode = b.choose("CF"), b.choose(["raise", "wrap", "clip"])
    if b.chance(0.5):
        places = b.choose([(), (3,), (2, 3)])
        wide = 0 if mode == "raise" else 7
        operands = [b.input(places if k == 0 or b.chance(0.7) else (), b.choose(["i64", "i32", "u8"]),
                            lambda count, e=e: b.rng.integers(0 if b.chance(0.6) else max(0, -wide), e + wide, count))
                    for k, e in enumerate(shape)]
        parts = ", ".join("{%d}" % i for i in range(len(operands)))

        def evaluate(values, dims):
            return np.ravel_multi_index(tuple(np.asarray(v, np.int64) for v in values), shape, mode=mode, order=order)

        b.add(f"ravel_multi_index([{parts}], {shape}, '{mode}', '{order}')", operands, checks.is_exact, evaluate)
    else:
        size = int(np.prod(shape))
        flat = b.input(b.choose([(), (4,), (2, 3), (0,)]), b.choose(["i64", "i32"]), lambda count: b.rng.integers(0, size, count))
        k = int(b.rng.integers(len(shape)))
        pick = f"[{k}]"
        b.add(f"unravel_index({{0}}, {shape}, '{order}'){pick}", [flat], checks.is_exact,
              lambda values, dims: np.asarray(np.unravel_index(values[0], shape, order)[k], np.int64))


def windows(b: Builder):
    x = b.operand(rank=(1, 2, 3))
    shape = b.values[x].shape
    axes = [int(a) for a in b.rng.permutation(len(shape))[: int(b.rng.integers(1, len(shape) + 1))]]
    widths = [int(b.rng.integers(0 if b.chance(0.1) else 1, min(shape[a], 5) + 1)) if shape[a] else 0 for a in axes]
    axes = [a - (len(shape) if b.chance(0.3) else 0) for a in axes]
    if b.chance(0.2) and min(shape) >= 5:
        axes, widths = axes + [axes[0]], widths + [1 if widths[0] < 5 else 0]
    template = f"sliding_window_view({{0}}, ({', '.join(map(str, widths))},), axis=({', '.join(map(str, axes))},))"
    b.add(template, [x], checks.is_exact,
          lambda values, dims: np.lib.stride_tricks.sliding_window_view(values[0], tuple(widths), tuple(axes)))


def append(b: Builder):
    x = b.operand(rank=(0, 1, 2, 3))
    shape = b.values[x].shape
    if not shape or b.chance(0.3):
        b.add("append({0}, {1})", [x, b.operand()], checks.is_exact, lambda v, dims: np.append(*v))
        return
    axis = int(b.rng.integers(-len(shape), len(shape)))
    other = list(shape)
    other[axis] = b.choose([0, 1, 3])
    b.add(f"append({{0}}, {{1}}, axis={axis})", [x, b.input(tuple(other))], checks.is_exact, lambda v, dims: np.append(*v, axis=axis))


def delete(b: Builder):
    x = b.operand(rank=(1, 2, 3))
    shape = b.values[x].shape
    axis = b.choose([None, int(b.rng.integers(-len(shape), len(shape)))])
    extent = b.values[x].size if axis is None else shape[axis]
    tail = "" if axis is None else f", axis={axis}"
    kind = b.rng.random()
    if kind < 0.35 and extent:
        k = int(b.rng.integers(-extent, extent))
        b.add(f"delete({{0}}, {k}{tail})", [x], checks.is_exact, lambda v, dims: np.delete(v[0], k, axis))
    elif kind < 0.6 and extent:
        i = indices_input(b, extent, ())
        b.add(f"delete({{0}}, {{1}}{tail})", [x, i], checks.is_exact, lambda v, dims: np.delete(v[0], int(v[1]), axis))
    else:
        places = b.rng.integers(-extent if b.chance(0.5) else 0, max(extent, 1), int(b.rng.integers(0, 6)) if extent else 0).tolist()
        dims = next((i.dims for i in b.inputs if i.name == x), None)
        known = dims is not None and all(d.isdigit() for d in dims)
        if not known and any(p < 0 for p in places):
            places = [p % extent for p in places]
        b.add(f"delete({{0}}, {places}{tail})", [x], checks.is_exact, lambda v, dims: np.delete(v[0], np.array(places, np.int64), axis))


def insert(b: Builder):
    x = b.operand(rank=(1, 2, 3))
    shape = b.values[x].shape
    axis = b.choose([None, int(b.rng.integers(-len(shape), len(shape)))])
    extent = b.values[x].size if axis is None else shape[axis]
    flat = (extent,) if axis is None else shape
    at = 0 if axis is None else axis % len(shape)
    tail = "" if axis is None else f", axis={axis}"
    dtype = dtype_name(b.values[x].dtype)
    kind = b.rng.random()
    beside = flat[:at] + flat[at + 1 :]
    if kind < 0.6:
        count = b.choose([1, 1, 2, 3])
        values = b.input(b.choose([(), (count, *beside), tuple(1 if b.chance(0.5) else e for e in (count, *beside))]), dtype)
        if kind < 0.35:
            k = int(b.rng.integers(0, extent + 1))
            b.add(f"insert({{0}}, {k}, {{1}}{tail})", [x, values], checks.is_exact, lambda v, dims: np.insert(v[0], k, v[1], axis))
        else:
            i = b.input((), b.choose(["i64", "i32"]), lambda count: b.rng.integers(-extent, extent + 1, count))
            b.add(f"insert({{0}}, {{1}}, {{2}}{tail})", [x, i, values], checks.is_exact, lambda v, dims: np.insert(v[0], int(v[1]), v[2], axis))
    elif kind < 0.75:
        i = b.input((b.choose([0, 2, 5, 9]),), b.choose(["i64", "i32"]), lambda count: b.rng.integers(-extent, extent + 1, count))
        values = b.input(b.choose([(), flat[:at] + (b.values[i].size,) + flat[at + 1 :]]), dtype)
        b.add(f"insert({{0}}, {{1}}, {{2}}{tail})", [x, i, values], checks.is_exact,
              lambda v, dims: np.insert(v[0], v[1].astype(np.int64), v[2], axis))
    else:
        places = b.rng.integers(0, extent + 1, int(b.rng.integers(2, 6))).tolist()
        given = flat[:at] + (len(places),) + flat[at + 1 :]
        given = tuple(1 if b.chance(0.3) else e for e in given)[int(b.rng.integers(len(given) + 1)) :]
        values = b.input(given, dtype)
        b.add(f"insert({{0}}, {places}, {{1}}{tail})", [x, values], checks.is_exact, lambda v, dims: np.insert(v[0], places, v[1], axis))


def open_mesh(b: Builder):
    x = b.operand(rank=(2, 3))
    shape = b.values[x].shape[:2]
    if 0 in shape:
        raise GivesUp
    own = [indices_input(b, e, (b.choose([0, 1, 3]),), types=("i64", "i32")) for e in shape]
    b.add("{0}[ix_({1}, {2})]", [x, *own], checks.is_exact, lambda v, dims: v[0][np.ix_(*(w.astype(np.int64) for w in v[1:]))])


def segments(b: Builder):
    x = b.operand("iuf", rank=(1, 2, 3))
    value = b.values[x]
    count = b.choose([1, 2, 5, 70])
    ids = b.input(value.shape[: 1 if b.chance(0.8) else min(2, value.ndim)], "i64", lambda size: b.rng.integers(-count, count, size))
    name, function = b.choose([("min", np.minimum), ("max", np.maximum), ("prod", np.multiply)])

    def evaluate(operands, dims):
        data, places = operands
        if name == "prod":
            start = 1
        elif data.dtype.kind == "f":
            start = np.inf if name == "min" else -np.inf
        else:
            start = np.iinfo(data.dtype).max if name == "min" else np.iinfo(data.dtype).min
        result = np.full((count, *data.shape[places.ndim :]), start, data.dtype)
        update_at(function, result, places, data)
        return result

    b.add(f"segment_{name}({{0}}, {{1}}, {count})", [x, ids], checks.is_exact_but_zeros, evaluate)


MAKERS += [read, read, read, write, write, write, write_by_mask, take_mode, along_axis, along_axis, put, choose, multi_index, windows]
MAKERS += [append, delete, insert, segments, open_mesh]
