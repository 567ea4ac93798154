"""Steps on complex numbers: arithmetic, functions, reductions, order, and whatever moves elements."""

import numpy as np

from .checks import exact, same_type
from .operations import MAKERS, Builder, GivesUp
from .program import MAX_ELEMENTS, SCOPE, evaluate_text
from .values import COMPLEX, dtype_name

SCOPE |= {name: getattr(np, name) for name in (
    "conj real imag angle exp log sin cos sinh cosh tanh sqrt abs flip roll tile repeat sort argsort prod cumprod var std count_nonzero pad isnan "
    "isfinite minimum maximum").split()}
SCOPE["complex"] = lambda x, y: (np.asarray(x) + np.asarray(y) * np.complex64(1j)).astype(np.result_type(x, y, np.complex64))


def operand(b: Builder, rank=None) -> str:
    fitting = [n for n, v in b.values.items() if v.dtype.kind == "c" and (rank is None or v.ndim in rank)]
    if fitting and b.chance(0.75):
        return b.choose(fitting)
    for _ in range(20):
        shape = b.random_shape()
        if rank is None or len(shape) in rank:
            return b.input(shape, b.choose(list(COMPLEX)))
    raise GivesUp


def is_exact(ours, operands, reference):
    return exact(ours, reference, operands)


def zeros_of_any_sign(ours, operands, reference):
    return exact(ours, reference, operands, zeros_equal=True)


def near(factor: float, size=None):
    """Within so many units of rounding of the value's size, or of what `size(operands)` says. What is not finite, or may overflow on the way, is left out."""

    def check(ours, operands, reference):
        if wrong := same_type(ours, reference.dtype, reference.shape):
            return wrong
        info = np.finfo(reference.dtype)
        with np.errstate(all="ignore"):
            scale = np.abs(reference) if size is None else np.broadcast_to(size(operands), reference.shape)
            limit = factor * float(info.eps) * scale + 8 * float(info.smallest_subnormal)
            error = np.abs(ours.astype(np.clongdouble) - reference.astype(np.clongdouble))
            asked = np.isfinite(reference) & np.isfinite(limit) & (scale < float(info.max) / 1e6) & (scale > float(info.tiny) * 1e6)
            wrong = asked & ~(error <= limit)
        if not wrong.any():
            return None
        place = tuple(np.argwhere(wrong)[0])
        return f"out of bound at {list(map(int, place))}: ours {ours[place]!r}, expected {reference[place]!r} ({np.count_nonzero(wrong)} of {wrong.size})"

    return check


def moved(b: Builder):
    x = operand(b)
    rank = b.values[x].ndim
    forms = ["conj({0})", "real({0})", "imag({0})", "-{0}", "reshape({0}, (-1,))", "c64({0})", "c128({0})", "isnan({0})", "isfinite({0})",
             "{0} * 1.0", "expand_dims({0}, 0)", "where(isnan({0}), 0, {0})", "tile({0}, 2)", "repeat({0}, 3)"]
    if rank:
        forms += ["{0}[::-1]", "{0}[..., None]", "flip({0})", "roll({0}, 2)", "concatenate([{0}, {0}], axis=0)", "stack([{0}, {0}], axis=-1)",
                  "pad({0}, 1)"]
    if rank > 1:
        forms += ["transpose({0})", "{0}[:, ::2]"]
    template = b.choose(forms)
    if b.values[x].size * 3 > MAX_ELEMENTS:
        raise GivesUp
    # Of zeros times real numbers NumPy multiplies by a complex one.
    b.add(template, [x], zeros_of_any_sign if "*" in template else is_exact)


def arithmetic(b: Builder):
    x = operand(b)
    shape = b.values[x].shape
    kept = shape[int(b.rng.integers(len(shape) + 1)):] if b.chance(0.3) else shape
    y = b.input(tuple(1 if b.chance(0.2) else e for e in kept), b.choose([*COMPLEX, dtype_name(b.values[x].dtype), "f32", "f64", "i32"]))
    symbol = b.choose(["+", "-", "*", "*", "/", "==", "!=", "<", ">="])
    names = ["{0}", "{1}"] if b.chance(0.5) else ["{1}", "{0}"]
    check = zeros_of_any_sign if symbol in "+-*" else near(4) if symbol == "/" else is_exact
    if symbol == "*":
        # NumPy's loops round the sums of products differently from machine to machine.
        check = near(4, lambda values: np.abs(values[0]) * np.abs(values[1]))
    b.add(f"{names[0]} {symbol} {names[1]}", [x, y], check)


def functions(b: Builder):
    name = b.choose(["exp", "log", "sqrt", "sin", "cos", "sinh", "cosh", "abs", "angle", "complex"])
    if name == "complex":
        dtype = b.choose(["f32", "f64"])
        shape = b.random_shape()
        return b.add("complex({0}, {1})", [b.input(shape, dtype), b.input(shape, dtype)], near(1))
    x = b.input(None, b.choose(list(COMPLEX)), lambda count: (b.rng.standard_normal(count) + 1j * b.rng.standard_normal(count)) * b.choose([0.1, 1, 20]))
    b.add(f"{name}({{0}})", [x], near(16))


def reductions(b: Builder):
    name = b.choose(["sum", "sum", "mean", "prod", "cumsum", "cumprod", "any", "all", "count_nonzero", "var", "min", "max", "argmin", "argmax"])
    x = operand(b, rank=(1, 2, 3))
    value = b.values[x]
    axis = b.choose([None, *range(value.ndim)])
    tail = "" if axis is None else f", axis={axis}"
    count = value.size
    if name in ("min", "max", "argmin", "argmax"):
        if np.isnan(value).any():
            raise GivesUp
        check = zeros_of_any_sign
    elif name in ("any", "all", "count_nonzero"):
        check = is_exact
    elif name in ("prod", "cumprod"):
        x = b.input(value.shape, dtype_name(value.dtype), lambda size: np.exp(0.2 * b.rng.standard_normal(size) + 3j * b.rng.standard_normal(size)))
        check = near(8 + 4 * count)
    elif name == "var":
        x = b.input(value.shape, dtype_name(value.dtype), lambda size: b.rng.standard_normal(size) + 1j * b.rng.standard_normal(size))
        size = evaluate_text(f"mean({{0}}{tail})")
        check = near(64 + count, lambda values: size([np.abs(values[0]) ** 2], {}))
    else:
        total = evaluate_text(f"{'cumsum' if name == 'cumsum' else 'sum'}({{0}}{tail})")
        check = near(8 + count, lambda values: total([np.where(np.isfinite(values[0]), np.abs(values[0]), np.inf)], {}))
    b.add(f"{name}({{0}}{tail})", [x], check)


def ordered(b: Builder):
    shape = b.random_shape()
    if not shape:
        raise GivesUp
    few = lambda count: (b.rng.integers(-2, 3, count) + 1j * b.rng.integers(-2, 3, count))  # noqa: E731
    x = b.input(shape, b.choose(list(COMPLEX)), few if b.chance(0.6) else None)
    if b.chance(0.3):
        y = b.input(shape, dtype_name(b.values[x].dtype), few)
        return b.add(f"{b.choose(['minimum', 'maximum'])}({{0}}, {{1}})", [x, y], zeros_of_any_sign)
    if np.isnan(b.values[x]).any():
        raise GivesUp
    if b.chance(0.3):
        axis = b.choose([None, 0, len(shape) - 1])
        tail = "" if axis is None else f", axis={axis}"
        return b.add(f"unique({{0}}{tail})", [x], zeros_of_any_sign, lambda values, dims: np.unique(values[0], axis=axis))
    axis = int(b.rng.integers(len(shape)))
    name = b.choose(["sort", "argsort"])
    b.add(f"{name}({{0}}, axis={axis}, kind='stable')", [x], zeros_of_any_sign)


def picked(b: Builder):
    x = operand(b, rank=(1, 2))
    value = b.values[x]
    extent = value.shape[0]
    form = b.choose(["read", "mask", "set", "add"])
    if form == "mask":
        mask = b.input(value.shape, "bool")
        return b.add("{0}[{1}]", [x, mask], is_exact)
    if not extent:
        raise GivesUp
    indices = b.input((b.choose([1, 3, 9]),), "i64", lambda count: b.rng.integers(-extent, extent, count))
    if form == "read":
        return b.add("{0}[{1}]", [x, indices], is_exact)
    y = b.input((b.values[indices].shape[0], *value.shape[1:]), dtype_name(value.dtype))

    def evaluate(values, dims):
        result = np.array(values[0])
        if form == "add":
            np.add.at(result, values[1], values[2])
        else:
            for place, row in zip(values[1], values[2]):
                result[place] = row
        return result

    b.add(f"{{0}}.at[{{1}}].{form}({{2}})", [x, indices, y], is_exact, evaluate)


COMBINED = {"multiply": np.multiply, "divide": np.divide, "power": np.power, "min": np.minimum, "max": np.maximum}


def combined(b: Builder):
    """What index arrays combine, several times at a place."""
    rank = int(b.choose([1, 2, 3]))
    shape = tuple(int(b.choose([1, 2, 5, 16])) for _ in range(rank))
    dtype, name = b.choose(list(COMPLEX)), b.choose([*COMBINED, "segment_prod"])
    axis = 0 if name == "segment_prod" else int(b.rng.integers(rank))
    count = int(b.choose([0, 1, 3, 9]))
    if name in ("min", "max"):
        numbers = lambda size: b.rng.integers(-2, 3, size) + 1j * b.rng.integers(-2, 3, size)  # noqa: E731
        check = zeros_of_any_sign
    else:
        numbers = lambda size: np.exp(0.2 * b.rng.standard_normal(size) + 3j * b.rng.standard_normal(size))  # noqa: E731
        # A power of a power of ... multiplies what was rounded.
        check = near(8 + 4 * count) if name != "power" else near(4096)
    powers = (lambda size: b.rng.choice([1, 2, 0.5, -1, 1 + 0.5j, 0.3j], size)) if name == "power" else numbers
    y = b.input((*shape[:axis], count, *shape[axis + 1:]), dtype, powers)
    indices = b.input((count,), "i64", lambda size: b.rng.integers(-shape[axis], shape[axis], size))
    if name == "segment_prod":

        def products(values, dims):
            result = np.ones(shape, values[0].dtype)
            np.multiply.at(result, values[1], values[0])
            return result

        return b.add(f"segment_prod({{0}}, {{1}}, {shape[0]})", [y, indices], check, products)
    x = b.input(shape, dtype, numbers)

    def evaluate(values, dims):
        result = np.array(values[0])
        COMBINED[name].at(result, (slice(None),) * axis + (values[1],), values[2])
        return result

    b.add(f"{{0}}.at[{':, ' * axis}{{1}}].{name}({{2}})", [x, indices, y], check, evaluate)


def searched(b: Builder):
    few = lambda count: b.rng.integers(-2, 3, count) + 1j * b.rng.integers(-2, 3, count)  # noqa: E731
    dtype = b.choose(list(COMPLEX))
    x, y = b.input((int(b.choose([0, 1, 3, 16, 100])),), dtype, few), b.input(None, dtype, few)
    if b.chance(0.4):
        return b.add("isin({1}, {0})", [x, y], is_exact, lambda values, dims: np.isin(values[1], values[0]))
    side = b.choose(["left", "right"])
    b.add(f"searchsorted(sort({{0}}), {{1}}, side='{side}')", [x, y], is_exact,
          lambda values, dims: np.searchsorted(np.sort(values[0]), values[1], side))


def products(b: Builder):
    rows, inner, columns = (int(b.choose([1, 2, 5, 17])) for _ in range(3))
    dtype = b.choose(list(COMPLEX))
    plain = lambda count: b.rng.standard_normal(count) + 1j * b.rng.standard_normal(count)  # noqa: E731
    x, y = b.input((rows, inner), dtype, plain), b.input((inner, columns), dtype, plain)
    b.add("{0} @ {1}", [x, y], near(8 + 4 * inner, lambda values: np.abs(values[0]) @ np.abs(values[1])))


# What is composed of other operations, by rank: the value's error is bounded by its size.
COMPOSED = {
    1: ["diff({0})", "ptp({0})", "trapezoid({0})", "vander({0}, 3)", "sinc({0})", "float_power({0}, 2.0)", "cov({0})", "nan_to_num({0})", "norm({0})",
        "norm({0}, 1)", "norm({0}, inf)", "norm({0}, 0)", "norm({0}, 3)", "average({0})", "median({0})", "gradient({0})", "diag({0})",
        "sliding_window_view({0}, 2)", "dot({0}, {0})", "std({0})", "cummax({0})", "cummin({0})", "square({0})", "reciprocal({0})", "append({0}, {0})",
        "insert({0}, 1, 2j)", "delete({0}, 0)", "tril({0})", "{0} ** 3", "{0} ** (1.5-1j)", "exp2({0})", "log1p({0})", "expm1({0})"],
    2: ["norm({0}, axis=1)", "norm({0}, 'fro')", "cov({0})", "corrcoef({0})", "mean({0}, axis=1)", "std({0}, axis=0, ddof=1)", "median({0}, axis=1)",
        "trace({0})", "diagonal({0})", "triu({0})", "rot90({0})", "cummax({0}, axis=1)", "cummin({0}, axis=0)", "diff({0}, axis=0)", "average({0}, axis=1)",
        "gradient({0})[1]", "trapezoid({0}, axis=0)", "{0}.T @ {0}", "ravel({0})", "take({0}, [0], axis=1)"],
}
IGNORING = ["nansum", "nanprod", "nanmean", "nanvar", "nanstd", "nanmin", "nanmax", "nancumsum", "nancumprod", "nanmedian"]
SCOPE |= {name: getattr(np, name) for name in IGNORING + (
    "diff ptp trapezoid vander sinc float_power cov corrcoef nan_to_num average median gradient diag square reciprocal append "
    "insert delete tril triu trace diagonal rot90 ravel exp2 log1p expm1").split()}
SCOPE |= {"norm": np.linalg.norm, "sliding_window_view": np.lib.stride_tricks.sliding_window_view}


def composed(b: Builder):
    rank = b.choose([1, 2])
    shape = tuple(int(b.choose([2, 3, 5, 16, 33])) for _ in range(rank))
    if b.chance(0.3):
        template = f"{b.choose(IGNORING)}({{0}}{b.choose(['', f', axis={rank - 1}'])})"
    else:
        template = b.choose(COMPOSED[rank])
    spoiled = 0.2 if template.startswith("nan") and b.chance(0.7) else 0.0
    draw = lambda count: np.where(  # noqa: E731
        b.rng.random(count) < spoiled, complex(np.nan, 1), b.rng.standard_normal(count) + 1j * b.rng.standard_normal(count) + 0.2)
    def size(values):
        # Of rows that are constant (strides of 0) the correlation is rounding over rounding.
        if template.startswith("corrcoef") and np.std(values[0], axis=1).min() < 1e-3:
            return np.inf
        return np.maximum(1, np.nanmax(np.abs(values[0])) ** 2)

    # Sizes are about 1; products are as large as they are. NumPy's running sums round at every element.
    rounds = 8 * int(np.prod(shape)) if "cumsum" in template else 0
    check = near(4000) if "prod" in template else near(400 + rounds, size)
    b.add(template, [b.input(shape, b.choose(list(COMPLEX)), draw)], check)


MAKERS += [composed] * 2 + [moved, moved, moved, arithmetic, arithmetic, functions, reductions, reductions, ordered, picked, combined, searched, products]
