"""Which steps a random program may take. Each entry of `MAKERS` adds one step to a program, or gives up."""

from contextlib import suppress

import numpy as np

from . import precise
from . import checks_of_operations as checks
from .program import MAX_ELEMENTS, Program, Step, evaluate_text
from .values import COMPLEX, DTYPES, FLOATS, INTEGERS, NAMES, dtype_name, random_input


class GivesUp(Exception):
    """The step is not possible with what there is."""


class Builder:
    """A program growing step by step, with NumPy's value of everything in it."""

    def __init__(self, rng: np.random.Generator, table: list[dict]):
        self.rng, self.table = rng, table
        self.inputs, self.steps, self.values = [], [], {}
        self.dims: dict[str, int] = {}

    def choose(self, options):
        return options[int(self.rng.integers(len(options)))]

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    # Inputs

    def random_shape(self) -> tuple[int, ...]:
        rank = self.choose([0, 1, 1, 1, 2, 2, 2, 3, 3, 4])
        extents = [0, 1, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 31, 33, 64, 70, 130]
        if rank == 1 and self.chance(0.15):
            return (int(self.rng.choice([255, 1000, 2047, 2048, 2049, 4100, 10_000])),)
        shape = tuple(self.choose(extents if rank < 3 else extents[:12]) for _ in range(rank))
        return shape if np.prod(shape) <= MAX_ELEMENTS // 2 else self.random_shape()

    def dim(self, extent: int) -> str:
        """How a type may write an extent: a name that has it, a new name, the number, or any."""
        known = [d for d, e in self.dims.items() if e == extent]
        if known and self.chance(0.6):
            return self.choose(known)
        if self.chance(0.2):
            return str(extent)
        if self.chance(0.1):
            return "?"
        name = f"n{len(self.dims)}"
        self.dims[name] = extent
        return name

    def input(self, shape=None, dtype=None, elements=None, numbers=False) -> str:
        """A new input; its type says the extents as numbers where asked."""
        name = f"a{len(self.inputs)}"
        shape = self.random_shape() if shape is None else shape
        dtype = dtype or self.choose(FLOATS * 4 + list(DTYPES))
        made = random_input(self.rng, name, [str(e) if numbers else self.dim(e) for e in shape], shape, np.dtype((DTYPES | COMPLEX)[dtype]), elements)
        self.inputs.append(made)
        self.values[name] = made.array
        return name

    def operand(self, kinds: str = "biuf", rank=None) -> str:
        """Something there already, lately made more likely; or a new input."""
        fitting = [n for n, v in self.values.items()
                   if v.dtype.kind in kinds and (rank is None or v.ndim in rank)]
        if fitting and self.chance(0.9):
            return fitting[-1] if self.chance(0.4) else self.choose(fitting)
        dtype = self.choose([d for d in DTYPES if np.dtype(DTYPES[d]).kind in kinds])
        for _ in range(20):
            shape = self.random_shape()
            if rank is None or len(shape) in rank:
                return self.input(shape, dtype)
        raise GivesUp

    def partner(self, name: str, kinds: str = "biuf") -> str:
        """Something that broadcasts with `name`."""
        shape = self.values[name].shape
        fitting = []
        for other, value in self.values.items():
            if value.dtype.kind not in kinds:
                continue
            try:
                if np.prod(np.broadcast_shapes(shape, value.shape)) <= MAX_ELEMENTS:
                    fitting.append(other)
            except ValueError:
                pass
        if fitting and self.chance(0.6):
            return self.choose(fitting)
        kept = shape[int(self.rng.integers(len(shape) + 1)) :] if self.chance(0.3) else shape
        made = tuple(1 if self.chance(0.2) else e for e in kept)
        own = dtype_name(self.values[name].dtype)
        same = [own] * 12 if self.values[name].dtype.kind in kinds else []
        return self.input(made, self.choose(same + [d for d in DTYPES if np.dtype(DTYPES[d]).kind in kinds]))

    def literal(self, dtype: np.dtype) -> str:
        """A weak number that the other side's dtype admits."""
        if dtype.kind == "f" or self.chance(0.2):
            return self.choose(["0.5", "2.0", "-1.5", "3", "0", "1", "-2", "1e-3", "0.1", "7", "inf", "nan", "100.25"])
        if dtype.kind == "u":
            return self.choose(["0", "1", "2", "7", "100", "255"])
        return self.choose(["0", "1", "-1", "2", "-3", "7", "100", "127", "-128"])

    # Steps

    def add(self, template: str, operands: list[str], check, evaluate=None, uses_dims=False):
        evaluate = evaluate or evaluate_text(template)
        if callable(check) and getattr(check, "needs_evaluate", False):
            check = check(evaluate)
        with np.errstate(all="ignore"):
            try:
                value = np.asarray(evaluate([self.values[o] for o in operands], self.dims))
            except (ValueError, TypeError, IndexError, OverflowError, ZeroDivisionError) as error:
                raise GivesUp from error
        if value.dtype not in NAMES or value.size > MAX_ELEMENTS or value.ndim > 6:
            raise GivesUp
        name = f"v{len(self.steps)}"
        self.steps.append(Step(name, template, operands, check, evaluate, uses_dims))
        self.values[name] = value
        return name

    def program(self) -> Program:
        return Program(self.inputs, self.steps)


def linear(one_by_one=False):
    def bind(evaluate):
        return checks.linear(evaluate, one_by_one=one_by_one)

    bind.needs_evaluate = True
    return bind


# MARK: Elementwise


def table_function(b: Builder):
    functions = [f for f in b.table if f.get("rule") and f.get("numpy")]
    if not functions:
        raise GivesUp
    entry = b.choose(functions)
    name, expression = b.choose([entry["name"], *entry.get("aliases", [])]), entry["numpy"]
    kinds = "biuf" if b.chance(0.25) or any(d[0] in "iu" for d in entry.get("dtypes", [])) else "f"
    operands = [b.operand(kinds)]
    while len(operands) < entry["arity"]:
        operands.append(b.partner(operands[0], kinds))
    if len(operands) > 1 and b.chance(0.5):
        b.rng.shuffle(operands)
    # SciPy computes floats of 16 bits in wider ones and gives these back.
    if "sp." in expression and any(b.values[o].dtype == np.float16 or b.values[o].dtype.itemsize == 1 for o in operands):
        raise GivesUp
    template = f"{name}({', '.join('{%d}' % i for i in range(len(operands)))})"
    b.add(template, [str(o) for o in operands], checks.elementwise(entry["name"], expression),
          lambda values, dims: precise.numpy_result(expression, values))


SYMBOLS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "//": "floor_divide", "%": "mod", "**": "power",
           "==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge", "&": "and", "|": "or", "^": "xor",
           "<<": "shift", ">>": "shift"}


def operator(b: Builder):
    symbol = b.choose(list(SYMBOLS) + ["+", "-", "*", "/", "**", "*", "+"])
    kinds = "iu" if symbol in ("<<", ">>") else "biu" if symbol in "&|^" else "biuf"
    left = b.operand(kinds)
    dtype = b.values[left].dtype
    # A negative integer power is an error: such exponents come from inputs of their own.
    if symbol == "**" and dtype.kind in "iub" and b.chance(0.7):
        exponent = b.choose(INTEGERS)
        right = b.input(b.values[left].shape, exponent, lambda count: b.rng.integers(0, 9, count))
        form, operands = "{0} ** {1}", [left, right]
    elif b.chance(0.35):
        literal = b.literal(dtype) if kinds == "biuf" else b.choose(["0", "1", "3", "7", "40"])
        if dtype.kind == "b" and kinds == "biu" and symbol in "&|^":
            literal = b.choose(["true", "false"])
        reverse = b.chance(0.4) and symbol != "**"
        form = f"{literal} {symbol} {{0}}" if reverse else f"{{0}} {symbol} {literal}"
        operands = [left]
        if literal == "true" or literal == "false":
            raise GivesUp
    else:
        form, operands = f"{{0}} {symbol} {{1}}", [left, b.partner(left, kinds)]
        if symbol == "**" and b.values[operands[1]].dtype.kind in "biu" and dtype.kind in "biu":
            raise GivesUp
    expression = form.format("x", "y").replace("inf", "np.inf").replace("nan", "np.nan")
    b.add(form, operands, checks.elementwise(SYMBOLS[symbol], expression),
          lambda values, dims: precise.numpy_result(expression, values))


def unary(b: Builder):
    symbol = b.choose("-+~")
    x = b.operand("biu" if symbol == "~" else "iuf")
    b.add(f"{symbol}{{0}}", [x], checks.is_exact)


def cast(b: Builder):
    b.add(f"{b.choose(list(DTYPES))}({{0}})", [b.operand()], checks.is_cast)


def where(b: Builder):
    condition = b.operand("b") if b.chance(0.8) else b.operand()
    x = b.partner(condition)
    if b.chance(0.3):
        template, operands = f"where({{0}}, {{1}}, {b.literal(b.values[x].dtype)})", [condition, x]
    else:
        template, operands = "where({0}, {1}, {2})", [condition, x, b.partner(x)]
    b.add(template, operands, checks.is_exact)


def clip(b: Builder):
    x = b.operand("iuf")
    signed = [] if b.values[x].dtype.kind == "u" else [("-1", "2")]
    low, high = b.choose(signed + [("0", "1"), ("2", "5"), ("0.25", "0.75"), ("None", "3"), ("1", "None"), ("5", "2")])
    b.add(f"clip({{0}}, {low}, {high})", [x], checks.is_exact_but_zeros)


def dims_value(b: Builder):
    x = b.operand("f")
    rank = b.values[x].ndim
    size = b.choose(list(b.dims) + ["{0}.size", "{0}.ndim"] + [f"{{0}}.shape[{k}]" for k in range(rank)])
    b.add(f"{{0}} {b.choose('+*-')} {size}", [x], checks.is_exact, uses_dims=True)


def dims_difference(b: Builder):
    """Numbers made of extents, which may be negative."""
    x = b.operand(kinds="iuf")
    one, other = (b.choose(list(b.dims) + ["{0}.size", "2"]) for _ in "ab")
    number = b.choose([f"i64({one} - {other})", f"i64({one} - 2 * {other})", f"(i64({one}) - i64({other}))", f"i64({one} // 2 - {other})"])
    form = b.choose([
        f"where({number} < 0, {{0}}, {{0}} // 2)", f"abs({number}) + {{0}}", f"maximum({number}, 0) + {{0}}", f"minimum({number}, 1) * {{0}}",
        f"clip({number}, -1, 1) * {{0}}", f"{number} // 2 + {{0}}", f"{number} % 3 + {{0}}", f"{{0}} + ({number} == 0)", f"{{0}} * ({number} >= 0)",
        f"where({one} < {other}, {{0}}, {{0}} + {{0}})", f"f64({number}) * {{0}}", f"where({one} == {other}, {number}, 1) - {{0}}"])
    b.add(form, [x], checks.is_exact_but_zeros, uses_dims=True)


# MARK: Reductions


def axes(b: Builder, rank: int, several=True) -> str | None:
    if rank == 0 or b.chance(0.25):
        return None
    if several and b.chance(0.3):
        count = int(b.rng.integers(1, rank + 1))
        chosen = b.rng.permutation(rank)[:count]
        parts = ", ".join(str(int(a) - (rank if b.chance(0.3) else 0)) for a in chosen)
        return f"({parts},)" if count == 1 else f"({parts})"
    return str(int(b.rng.integers(-rank, rank)))


REDUCTIONS = ["sum", "sum", "mean", "prod", "min", "max", "any", "all", "argmin", "argmax", "var", "std"]


def reduction(b: Builder):
    name = b.choose(REDUCTIONS)
    kinds = "f" if name in ("var", "std") and b.chance(0.8) else "biuf"
    x = b.operand(kinds)
    reduced(b, x, name, axes(b, b.values[x].ndim, several=not name.startswith("arg")))


def reductions_together(b: Builder):
    """Several reductions of one array, or of a view of it, in one loop; long rows, and extents on both sides of blocks."""
    shape = b.choose([(3, 4097), (2, 9000), (5, 18, 34), (2, 3, 700), (40, 33), (9, 2050), (6000,), (130, 129)])
    x = b.input(shape, b.choose(list(DTYPES)), numbers=b.chance(0.4))
    views = ["[::-1]", "[..., ::2]", "[..., 1:]", "[2:]"] + (["[:, ::-1]", "[::-1, ::-2]", "[1:, 3:-1]", ".T"] if len(shape) > 1 else [])
    if b.chance(0.7):
        x = b.add("{0}" + b.choose(views + (["[:, 8::-1, ::2]"] * 3 if len(shape) == 3 else [])), [x], checks.is_exact)
    axis = axes(b, len(shape)) if b.chance(0.6) else "(1, 2)" if len(shape) == 3 else str(len(shape) - 1)
    is_float, is_tuple = b.values[x].dtype.kind == "f", axis is not None and "," in axis
    names = [n for n in REDUCTIONS if not (is_tuple and n.startswith("arg")) and (is_float or n not in ("var", "std"))]
    for _ in range(int(b.rng.integers(3, 8))):
        y = x
        with suppress(GivesUp):
            if b.values[x].dtype.kind in "iuf" and b.chance(0.5):
                y = b.add(b.choose(["{0} + 1", "abs({0})", "{0} * 3", "-{0}", "where({0} > 1, {0}, 0)"]), [x], checks.is_exact_but_zeros)
            reduced(b, y, b.choose(names), axis)


def reduced(b: Builder, x: str, name: str, axis: str | None):
    value = b.values[x]
    options = ([] if axis is None else [f"axis={axis}"]) + (["keepdims=True"] if b.chance(0.3) else [])
    tail = "".join(", " + o for o in options)
    template = f"{name}({{0}}{tail})"
    if name in ("sum", "mean"):
        check = linear()
    elif name == "prod":
        check = checks.product(evaluate_text(template), evaluate_text(f"sum({{0}}{tail})"))
    elif name in ("var", "std"):
        mean = evaluate_text(f"mean({{0}}{tail})")
        if b.chance(0.3):
            count = value.size // max(1, np.asarray(mean([np.zeros(value.shape)], {})).size)
            if count < 2:
                raise GivesUp
            template = f"{name}({{0}}{tail}, ddof=1)"
        check = checks.variance(evaluate_text(template), mean, name == "std")
    elif name in ("min", "max"):
        check = checks.is_exact_but_zeros
    else:
        check = checks.is_exact
    b.add(template, [x], check)


def cumsum(b: Builder):
    x = b.operand()
    rank = b.values[x].ndim
    axis = None if rank != 1 and b.chance(0.2) else int(b.rng.integers(-rank, rank)) if rank else None
    tail = "" if axis is None else f", axis={axis}"
    b.add(f"cumsum({{0}}{tail})", [x], linear(one_by_one=True))


def softmax(b: Builder):
    name = b.choose(["softmax", "log_softmax", "logsumexp"])
    x = b.operand("f", rank=(1, 2, 3, 4))
    value = b.values[x]
    axis = int(b.rng.integers(-value.ndim, value.ndim))
    if value.shape[axis] == 0:
        raise GivesUp
    keepdims = name == "logsumexp" and b.chance(0.4)
    plain = not (name == "log_softmax" and b.chance(0.4))
    tail = ", keepdims=True" if keepdims else "" if plain else ", plain=False"

    def evaluate(operands, dims):
        wide = operands[0].astype(np.longdouble)
        if name == "logsumexp":
            return checks.wide_logsumexp(wide, axis, keepdims).astype(operands[0].dtype)
        result = checks.wide_softmax(wide, axis) if name == "softmax" else checks.wide_log_softmax(wide, axis, plain)
        return result.astype(operands[0].dtype)

    b.add(f"{name}({{0}}, axis={axis}{tail})", [x], checks.softmax_family(name, axis, keepdims, plain), evaluate)


# MARK: Products


def matmul(b: Builder):
    left = b.operand("biuf", rank=(1, 2, 3, 4))
    shape = b.values[left].shape
    depth = shape[-1]
    extents = [0, 1, 2, 3, 5, 8, 17, 33]
    if b.chance(0.3):
        right_shape = (depth,)
    elif b.chance(0.6) or len(shape) < 3:
        right_shape = (depth, b.choose(extents))
    else:
        batch = tuple(1 if b.chance(0.3) else e for e in shape[:-2])
        right_shape = (*batch[int(b.rng.integers(len(batch) + 1)) :], depth, b.choose(extents))
    same = dtype_name(b.values[left].dtype)
    right = b.input(right_shape, same if b.chance(0.7) else b.choose(list(DTYPES)))
    flat = len(shape) <= 2 and len(right_shape) <= 2
    template = b.choose(["{0} @ {1}", "matmul({0}, {1})"] + (["dot({0}, {1})"] if flat else []))
    b.add(template, [left, right], linear())


# MARK: Shapes


def reshape(b: Builder):
    x = b.operand()
    shape = b.values[x].shape
    size = int(np.prod(shape))
    options = ["(-1,)", f"({size},)"]
    if size:
        for first in (1, 2, 3, 4, 5, 7):
            if size % first == 0:
                options += [f"({first}, -1)", f"({size // first}, {first})", f"(1, -1, {first})"]
    b.add(f"reshape({{0}}, {b.choose(options)})", [x], checks.is_exact)


def transpose(b: Builder):
    x = b.operand()
    rank = b.values[x].ndim
    order = tuple(int(a) for a in b.rng.permutation(rank))
    forms = ["{0}.T", "transpose({0})"] + ([f"transpose({{0}}, {order})"] * 2 if rank else [])
    forms += ["{0}.mT"] if rank >= 2 else []
    b.add(b.choose(forms), [x], checks.is_exact)


def rearrange(b: Builder):
    x = b.operand()
    shape = b.values[x].shape
    rank = len(shape)
    forms = [f"expand_dims({{0}}, {int(b.rng.integers(-rank - 1, rank + 1))})"]
    # Ranks are fixed when the program is built: without an axis only extents that the type says to be 1 go.
    types = next((i.dims for i in b.inputs if i.name == x), None)
    if types is not None and all((d == "1") == (e == 1) for d, e in zip(types, shape)):
        forms.append("squeeze({0})")
    forms += [f"squeeze({{0}}, axis={a})" for a, e in enumerate(shape) if e == 1]
    wider = tuple(b.choose([2, 3, 5]) if e == 1 and b.chance(0.5) else e for e in shape)
    forms += [f"broadcast_to({{0}}, {(b.choose([1, 2, 3]), *wider)})"] + ([f"broadcast_to({{0}}, {wider})"] if rank else [])
    b.add(b.choose(forms), [x], checks.is_exact)


def join(b: Builder):
    name = b.choose(["concatenate", "stack"])
    x = b.operand(rank=(1, 2, 3, 4) if name == "concatenate" else None)
    shape = b.values[x].shape
    rank = len(shape)
    axis = int(b.rng.integers(-rank, rank)) if name == "concatenate" else int(b.rng.integers(-rank - 1, rank + 1))
    operands = [x]
    for _ in range(int(b.rng.integers(0, 3))):
        other = list(shape)
        if name == "concatenate":
            other[axis] = b.choose([0, 1, 2, 5, 9])
        fitting = [n for n, v in b.values.items() if v.shape == tuple(other)]
        same = dtype_name(b.values[x].dtype)
        operands.append(b.choose(fitting) if fitting and b.chance(0.5) else
                        b.input(tuple(other), same if b.chance(0.7) else b.choose(list(DTYPES))))
    parts = ", ".join("{%d}" % i for i in range(len(operands)))
    b.add(f"{name}([{parts}], axis={axis})", operands, checks.is_exact)


def index(b: Builder):
    x = b.operand(rank=(1, 2, 3, 4))
    entries = []
    for extent in b.values[x].shape:
        kind = b.rng.integers(6)
        if kind == 0 and extent:
            entries.append(str(int(b.rng.integers(-extent, extent))))
        elif kind <= 3:
            bound = lambda: b.choose(["", str(int(b.rng.integers(-extent - 2, extent + 3)))])  # noqa: E731
            step = b.choose(["", "", ":1", ":2", ":-1", ":-2", ":3"])
            entries.append(f"{bound()}:{bound()}{step}")
        else:
            entries.append(":")
    if b.chance(0.25):
        entries = entries[: int(b.rng.integers(1, len(entries) + 1))]
    elif b.chance(0.2):
        cut = int(b.rng.integers(len(entries)))
        entries = entries[:cut] + ["..."] + entries[cut + 1 :]
    if b.chance(0.25):
        entries.insert(int(b.rng.integers(len(entries) + 1)), "None")
    b.add(f"{{0}}[{', '.join(entries)}]", [x], checks.is_exact)


def take(b: Builder):
    x = b.operand(rank=(1, 2, 3, 4))
    shape = b.values[x].shape
    axis = int(b.rng.integers(-len(shape), len(shape)))
    extent = shape[axis]
    if not extent:
        raise GivesUp
    places = b.choose([(), (1,), (3,), (8,), (2, 3), (0,), (40,)])
    dtype = b.choose(["i64", "i64", "i32"])
    indices = b.input(places, dtype, lambda count: b.rng.integers(-extent, extent, count))
    b.add(f"take({{0}}, {{1}}, axis={axis})", [x, indices], checks.is_exact)


def refuse_halves(b: Builder, *operands: str):
    """Floats of 16 bits are added in f32 and rounded once; NumPy rounds each sum."""
    if any(b.values[o].dtype == np.float16 for o in operands):
        raise GivesUp


def scatter_add(b: Builder):
    x = b.operand(rank=(1, 2, 3, 4))
    shape = b.values[x].shape
    axis = int(b.rng.integers(-len(shape), len(shape)))
    front, behind = shape[: axis % len(shape)], shape[axis % len(shape) + 1 :]
    extent = shape[axis]
    places = b.choose([(), (1,), (3,), (8,), (2, 3), (0,), (40,), (300,)]) if extent else (0,)
    whole = (*front, *places, *behind)
    if np.prod(whole) > MAX_ELEMENTS:
        raise GivesUp
    batch = int(b.rng.integers(len(front) + 1)) if b.chance(0.3) else 0
    indices = b.input((*front[:batch], *places), b.choose(["i64", "i64", "i32"]), lambda count: b.rng.integers(-extent, max(extent, 1), count))
    given = whole if b.chance(0.7) else tuple(1 if b.chance(0.4) else e for e in whole)[int(b.rng.integers(len(whole) + 1)) :]
    updates = b.input(given, dtype_name(b.values[x].dtype))

    def evaluate(operands, dims):
        result, new = np.array(operands[0]), np.broadcast_to(operands[2], whole)
        for example in np.ndindex(*front[:batch]):
            np.add.at(result[example], (slice(None),) * (len(front) - batch) + (operands[1][example],), new[example])
        return result

    tail = f", batch_dims={batch}" if batch else ""
    refuse_halves(b, x, updates)
    b.add(f"scatter_add({{0}}, {{1}}, {{2}}, axis={axis}{tail})", [x, indices, updates], checks.is_exact, evaluate)


def segment_sum(b: Builder):
    x = b.operand(rank=(1, 2, 3))
    value = b.values[x]
    count = b.choose([1, 2, 5, 70])
    ids = b.input(value.shape[:1], "i64", lambda size: b.rng.integers(-count, count, size))

    def evaluate(operands, dims):
        result = np.zeros((count, *operands[0].shape[1:]), operands[0].dtype)
        np.add.at(result, operands[1], operands[0])
        return result

    refuse_halves(b, x)
    b.add(f"segment_sum({{0}}, {{1}}, {count})", [x, ids], checks.is_exact, evaluate)


def linear_recurrence(b: Builder):
    x = b.operand("iuf", rank=(1, 2, 3, 4))
    rank = b.values[x].ndim
    axis = int(b.rng.integers(-rank, rank))
    reverse = b.chance(0.4)
    y = x if b.chance(0.1) else b.input(b.values[x].shape, dtype_name(b.values[x].dtype))

    def evaluate(operands, dims):
        a, c = (np.moveaxis(v, axis, 0)[:: -1 if reverse else 1] for v in operands)
        result, before = np.zeros_like(a), np.zeros(a.shape[1:], a.dtype)
        for number in range(len(a)):
            before = result[number] = a[number] * before + c[number]
        return np.moveaxis(result[:: -1 if reverse else 1], 0, axis)

    refuse_halves(b, x)
    template = f"linear_recurrence({{0}}, {{1}}, axis={axis}{', reverse=true' if reverse else ''})"
    b.add(template, [x, y], checks.is_exact, evaluate)


def create(b: Builder):
    dtype = b.choose(list(DTYPES))
    m, n = b.choose([0, 1, 2, 3, 5]), b.choose([1, 2, 4, 7])
    form = b.choose([
        f"arange({n})", f"arange({m}, 20, {n})", f"arange({n}, -9, -2)", f"arange({m}, 4, 0.25)",
        f"zeros(({m}, {n}), dtype={dtype})", f"zeros({n})", f"ones(({n},), dtype={dtype})", f"ones(({m}, {n}))",
        f"full(({n}, {m}), 2.5)", f"full({n}, 7, dtype={dtype})", f"eye({n})", f"eye({n}, {m}, 1, dtype={dtype})",
        f"eye({n}, dtype={dtype})",
    ])
    # dtype names stand for NumPy's here.
    python = form
    for short, numpy_type in DTYPES.items():
        python = python.replace(f"dtype={short}", f"dtype='{np.dtype(numpy_type).name}'")
    b.add(form, [], checks.is_exact, evaluate_text(python))


MAKERS = (
    [table_function] * 14 + [operator] * 10 + [reduction] * 8 + [reductions_together] + [cast] * 3 + [unary, where, where, clip, dims_value, dims_difference]
    + [cumsum, softmax, softmax, matmul, matmul, reshape, transpose, transpose, rearrange, join, join, index, index, index]
    + [take, scatter_add, segment_sum, linear_recurrence, create]
)


def random_program(rng: np.random.Generator, table: list[dict]) -> Program:
    b = Builder(rng, table)
    for _ in range(int(rng.integers(1, 4))):
        b.input()
    wanted = int(rng.integers(1, 9))
    for _ in range(60):
        if len(b.steps) >= wanted:
            break
        inputs, dims = len(b.inputs), dict(b.dims)
        try:
            b.choose(MAKERS)(b)
        except GivesUp:  # and what it had made on the way
            for made in b.inputs[inputs:]:
                del b.values[made.name]
            del b.inputs[inputs:]
            b.dims = dims
    return b.program() if b.steps else random_program(rng, table)
