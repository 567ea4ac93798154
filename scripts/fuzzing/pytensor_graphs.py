"""Random graphs over PyTensor's Ops, for scripts/check_export.py."""
import numpy as np
import pytensor.tensor as pt

INTEGERS = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32"]
FLOATS = ["float32", "float64"]
DTYPES = [*FLOATS, *FLOATS, *INTEGERS, "bool"]

UNARY = [
    pt.exp, pt.log1p, pt.sqrt, pt.sin, pt.cos, pt.tanh, pt.abs, pt.neg, pt.sqr, pt.sgn, pt.ceil, pt.floor, pt.round_half_to_even,
    pt.round_half_away_from_zero, pt.trunc, pt.expm1, pt.log, pt.log2, pt.log10, pt.exp2, pt.arctan, pt.sigmoid, pt.softplus, pt.reciprocal,
    pt.isnan, pt.isinf, pt.deg2rad, pt.rad2deg, pt.erf, pt.cosh, pt.sinh, pt.arcsinh, pt.invert,
]
BINARY = [
    pt.add, pt.sub, pt.mul, pt.true_div, pt.maximum, pt.minimum, pt.lt, pt.gt, pt.le, pt.ge, pt.eq, pt.neq, pt.arctan2, pt.bitwise_and,
    pt.bitwise_or, pt.bitwise_xor, pt.second, pt.int_div, pt.mod, pt.pow,
]
REDUCTIONS = [pt.sum, pt.prod, pt.max, pt.min, pt.mean, pt.var, pt.all, pt.any]


def array(rng, shape, dtype):
    if dtype == "bool":
        return rng.random(shape) < 0.5
    if dtype.startswith("float"):
        return (rng.normal(size=shape) * 2).astype(dtype)
    low = 0 if dtype.startswith("u") else -5
    return rng.integers(low, 6, shape).astype(dtype)


class Drawing:
    """A graph that grows: variables with the shapes that they will have."""

    def __init__(self, rng):
        self.rng, self.inputs, self.values, self.known = rng, [], [], []

    def choice(self, options):
        return options[int(self.rng.integers(len(options)))]

    def input(self, shape, dtype):
        """A new input, of whose extents some are known; those of 1 always, for they broadcast."""
        static = tuple(n if n == 1 or self.rng.random() < 0.3 else None for n in shape)
        variable = pt.tensor(f"x{len(self.inputs)}", dtype=dtype, shape=static)
        self.inputs.append(variable)
        self.values.append(np.asarray(array(self.rng, shape, dtype)))
        self.known.append((variable, tuple(shape)))
        return self.known[-1]

    def some(self):
        return self.choice(self.known)

    def partner(self, shape):
        """Something that broadcasts with a shape."""
        if self.rng.random() < 0.4:
            fits = [k for k in self.known if k[1] == shape]
            if fits:
                return self.choice(fits)
        other = tuple(1 if self.rng.random() < 0.3 else n for n in shape)
        return self.input(other[int(self.rng.integers(len(other) + 1)):], self.choice(DTYPES))

    def grow(self):
        step = self.choice(STEPS)
        made = step(self, *self.some())
        if made is not None:
            self.known.append(made)


def unary(d, x, shape):
    return d.choice(UNARY)(x), shape


def binary(d, x, shape):
    f = d.choice(BINARY)
    y, other = d.partner(shape)
    if f is pt.pow and (not x.dtype.startswith("float") or not y.dtype.startswith(("float", "u"))):
        return None
    # The quotient by 0 of integers is an error of PyTensor's here and a number there.
    if f in (pt.int_div, pt.mod) and not y.dtype.startswith("float"):
        y = pt.maximum(y, np.array(1, y.dtype))
        if y.dtype == "bool" or x.dtype == "bool":
            return None
    if d.rng.random() < 0.5 and f is not pt.second:
        return (f(y, x) if f not in (pt.int_div, pt.mod, pt.pow) else f(x, y)), np.broadcast_shapes(shape, other)
    return f(x, y), np.broadcast_shapes(shape, other)


def reduction(d, x, shape):
    f = d.choice(REDUCTIONS)
    axes = [k for k in range(len(shape)) if d.rng.random() < 0.5]
    if 0 in shape and f in (pt.max, pt.min, pt.mean, pt.var):
        return None
    if f in (pt.all, pt.any):
        x = x > 0 if x.dtype != "bool" else x
    axis = None if d.rng.random() < 0.2 else axes
    keep = bool(d.rng.random() < 0.3)
    gone = range(len(shape)) if axis is None else axes
    result = f(x, axis=axis, keepdims=keep)
    return result, tuple(1 if k in gone else n for k, n in enumerate(shape) if keep or k not in gone)


def argument(d, x, shape):
    if not shape or 0 in shape:
        return None
    axis = int(d.rng.integers(len(shape)))
    return d.choice([pt.argmax, pt.argmin])(x if x.dtype != "bool" else pt.cast(x, "int8"), axis=axis), shape[:axis] + shape[axis + 1:]


def transposed(d, x, shape):
    order = [int(k) for k in d.rng.permutation(len(shape))]
    new = [shape[k] for k in order]
    if d.rng.random() < 0.4:
        place = int(d.rng.integers(len(order) + 1))
        order.insert(place, "x")
        new.insert(place, 1)
    return x.dimshuffle(order), tuple(new)


def reshaped(d, x, shape):
    if len(shape) < 2:
        return (x.reshape((-1, 1)), (int(np.prod(shape)), 1)) if 0 not in shape else None
    if d.rng.random() < 0.5:
        return x.flatten(), (int(np.prod(shape)),)
    return x.reshape((x.shape[0] * x.shape[1], *[x.shape[k] for k in range(2, len(shape))])), (shape[0] * shape[1], *shape[2:])


def part(d, x, shape):
    index, new = [], []
    for n in shape:
        kind = d.rng.random()
        if kind < 0.25 and n:
            index.append(int(d.rng.integers(-n, n)))
            continue
        bounds = [None if d.rng.random() < 0.4 else int(d.rng.integers(-4, 5)) for _ in range(2)]
        index.append(slice(*bounds, d.choice([None, None, 2, -1, -2])))
        new.append(len(range(n)[index[-1]]))
    return x[tuple(index)], tuple(new)


def written(d, x, shape):
    index = []
    for n in shape:
        index.append(int(d.rng.integers(-n, n)) if d.rng.random() < 0.3 and n else slice(*[None if d.rng.random() < 0.4 else int(d.rng.integers(-4, 5)) for _ in range(2)]))
    if not index:
        return None
    y = np.array(3, x.dtype)
    return d.choice([pt.set_subtensor, pt.inc_subtensor])(x[tuple(index)], y), shape


def looked_up(d, x, shape):
    if not shape or not shape[0]:
        return None
    count = int(d.rng.integers(0, 4))
    i = pt.lvector(f"i{len(d.inputs)}")
    d.inputs.append(i)
    d.values.append(d.rng.integers(-shape[0], shape[0], count))
    kind = d.rng.random()
    if kind < 0.4:
        return x[i], (count, *shape[1:])
    if kind < 0.7:
        return d.choice([pt.set_subtensor, pt.inc_subtensor])(x[i], np.array(2, x.dtype)), shape
    if len(shape) < 2 or not shape[1]:
        return x[i[:, None]], (count, 1, *shape[1:])
    return x[i, i % shape[1]], (count, *shape[2:])


def switched(d, x, shape):
    y, other = d.partner(shape)
    return pt.switch(x > 0, y, x), np.broadcast_shapes(shape, other)


def joined(d, x, shape):
    if not shape:
        return pt.stack([x, x + 1 if x.dtype != "bool" else x]), (2,)
    y, _ = d.input(shape, d.choice(DTYPES))
    axis = int(d.rng.integers(len(shape)))
    return pt.concatenate([x, y], axis=axis), shape[:axis] + (2 * shape[axis],) + shape[axis + 1:]


def product(d, x, shape):
    if len(shape) not in (1, 2) or x.dtype == "bool":
        return None
    y, other = d.input((shape[-1], 3), d.choice(FLOATS))
    return pt.dot(x, y), shape[:-1] + (3,)


def cast(d, x, shape):
    target = d.choice(DTYPES)
    # What a float out of range becomes is nobody's promise.
    return (x.astype(target), shape) if not x.dtype.startswith("float") or target.startswith("float") else None


def filled(d, x, shape):
    f = d.choice([pt.zeros_like, pt.ones_like])
    return (f(x), shape) if d.rng.random() < 0.5 else (pt.alloc(np.array(2, x.dtype), *x.shape), shape)


def clipped(d, x, shape):
    return pt.clip(x, np.array(-1 if not x.dtype.startswith(("u", "b")) else 0, x.dtype), np.array(1, x.dtype)), shape


def cumulative(d, x, shape):
    # (Of narrower integers PyTensor's Python code gives another type than its graph says.)
    if not shape or not x.dtype.endswith("64"):
        return None
    return d.choice([pt.cumsum, pt.cumprod])(x, axis=int(d.rng.integers(len(shape)))), shape


def softened(d, x, shape):
    if not shape or 0 in shape or not x.dtype.startswith("float"):
        return None
    return d.choice([pt.special.softmax, pt.special.log_softmax])(x, axis=int(d.rng.integers(len(shape)))), shape


def repeated(d, x, shape):
    if not shape:
        return None
    axis, count = int(d.rng.integers(len(shape))), int(d.rng.integers(0, 3))
    return pt.repeat(x, count, axis=axis), shape[:axis] + (shape[axis] * count,) + shape[axis + 1:]


def sorted_(d, x, shape):
    if not shape:
        return None
    return pt.sort(x, axis=int(d.rng.integers(len(shape)))), shape


def diagonal(d, x, shape):
    if len(shape) < 2:
        return None
    offset = int(d.rng.integers(-1, 2))
    count = max(0, min(shape[0] + min(offset, 0), shape[1] - max(offset, 0)))
    return pt.diagonal(x, offset=offset), (*shape[2:], count)


STEPS = [
    unary, unary, unary, binary, binary, binary, binary, reduction, reduction, argument, transposed, transposed, reshaped, part, part, written,
    looked_up, switched, joined, product, cast, filled, clipped, cumulative, softened, repeated, sorted_, diagonal,
]


def draw(rng):
    """Outputs, inputs and values of the inputs."""
    d = Drawing(rng)
    for _ in range(int(rng.integers(1, 3))):
        rank = int(rng.integers(0, 4))
        d.input(tuple(int(rng.choice([1, 2, 3, 4, 0], p=[0.2, 0.25, 0.25, 0.25, 0.05])) for _ in range(rank)), d.choice(DTYPES))
    for _ in range(int(rng.integers(1, 8))):
        d.grow()
    made = d.known[-3:]
    return [variable for variable, _ in made], d.inputs, d.values
