"""Reductions with options, those that ignore NaN, statistics, norms, running results and differences."""

import numpy as np

from . import checks_of_operations as checks
from .checks import within_bound
from .operations import MAKERS, Builder, GivesUp, axes, linear
from .program import SCOPE, evaluate_text
from .values import dtype_name

SCOPE |= {name: getattr(np, name) for name in (
    "ptp count_nonzero average trace cov corrcoef nansum nanprod nanmin nanmax nanmean nanvar nanstd nanargmin nanargmax "
    "nancumsum nancumprod cumulative_sum cumulative_prod diff gradient trapezoid cumprod".split())}
SCOPE |= {
    "norm": np.linalg.norm,
    "cummax": lambda a, axis=None: np.maximum.accumulate(a if axis is not None else np.ravel(a), axis=axis or 0),
    "cummin": lambda a, axis=None: np.minimum.accumulate(a if axis is not None else np.ravel(a), axis=axis or 0),
    "logcumsumexp": lambda a, axis=None: np.logaddexp.accumulate(a if axis is not None else np.ravel(a), axis=axis or 0),
}


def relative(evaluate, factor=64, power=2):
    """Sums of powers of what has one sign, and roots of them: a relative error. Where NumPy's own sums over- or underflow nothing is asked."""

    def check(ours, operands, reference):
        if reference.dtype.kind != "f":
            return checks.is_exact(ours, operands, reference)
        wide, _ = checks.wide_parts(operands)
        expected = np.asarray(evaluate(wide, {}))
        info = np.finfo(reference.dtype)
        size = np.abs(expected)
        greatest, least = np.longdouble(info.max) ** (1 / power) / 1e6, np.longdouble(info.tiny) ** (1 / power) * 1e6
        unclear = np.isfinite(expected) & ((size > greatest) | (size < least))
        bound = factor * checks.epsilon(reference.dtype) * np.where(np.isfinite(size), size, 0)
        return within_bound(ours, expected, bound, reference.dtype, operands, unclear)

    return check


def tail_of(b: Builder, rank: int, several=True) -> str:
    axis = axes(b, rank, several)
    return ("" if axis is None else f", axis={axis}") + (", keepdims=True" if b.chance(0.3) else "")


def with_options(b: Builder):
    """`initial` and `where`."""
    name = b.choose(["sum", "prod", "min", "max", "any", "all", "mean", "nansum", "nanprod", "nanmin", "nanmax", "nanmean"])
    x = b.operand("f" if b.chance(0.6) else "biuf")
    value = b.values[x]
    if "prod" in name and value.dtype.kind == "f":
        raise GivesUp
    tail = tail_of(b, value.ndim)
    operands = [x]
    if name not in ("any", "all", "mean", "nanmean") and (name[-3:] in ("min", "max") or b.chance(0.5)):
        tail += f", initial={b.choose([0, 1, 3])}"
    if b.chance(0.7) or "initial" not in tail:
        shape = value.shape if b.chance(0.6) else tuple(1 if b.chance(0.4) else e for e in value.shape)
        operands.append(b.input(shape[int(b.rng.integers(len(shape) + 1)):] if b.chance(0.2) else shape, "bool"))
        tail += ", where={1}"
    template = f"{name}({{0}}{tail})"
    if name in ("min", "max", "nanmin", "nanmax"):
        check = checks.is_exact_but_zeros
    elif name in ("any", "all"):
        check = checks.is_exact
    else:
        check = masked_linear(template)
    b.add(template, operands, check)


def masked_linear(template):
    evaluate = evaluate_text(template)

    def check(ours, operands, reference):
        if reference.dtype.kind != "f":
            return checks.is_exact(ours, operands, reference)
        wide = [o.astype(np.longdouble) if o.dtype.kind != "b" or i == 0 else o for i, o in enumerate(operands)]
        sizes = [np.where(np.isfinite(w), np.abs(w), 0) if w.dtype.kind == "f" else w for w in wide]
        expected, magnitude = np.asarray(evaluate(wide, {})), np.asarray(evaluate(sizes, {}))
        bound = 8 * checks.epsilon(reference.dtype) * np.where(np.isfinite(magnitude), magnitude, 0)
        unclear = magnitude * max(1, operands[0].size) >= np.finfo(reference.dtype).max / 4
        return within_bound(ours, expected, bound, reference.dtype, operands, unclear)

    return check


def simple(b: Builder):
    name = b.choose(["ptp", "count_nonzero", "nanargmin", "nanargmax", "nanmin", "nanmax", "nansum", "nanmean"])
    x = b.operand("iuf" if name == "ptp" else "biuf")
    value = b.values[x]
    tail = tail_of(b, value.ndim, several="arg" not in name)
    check = checks.is_exact
    if name in ("nansum", "nanmean"):
        check = masked_linear(f"{name}({{0}}{tail})")
    elif name in ("nanmin", "nanmax"):
        check = checks.is_exact_but_zeros
    b.add(f"{name}({{0}}{tail})", [x], check)


def average(b: Builder):
    x = b.operand("f", rank=(1, 2, 3))
    value = b.values[x]
    axis = b.choose([None, *range(value.ndim)])
    tail = ("" if axis is None else f", axis={axis}") + (", keepdims=True" if b.chance(0.3) else "")
    if b.chance(0.25):
        b.add(f"average({{0}}{tail})", [x], linear())
        return
    x = b.input(value.shape, dtype_name(value.dtype), lambda count: b.rng.standard_normal(count))
    shape = value.shape if axis is None or b.chance(0.5) else (value.shape[axis],)
    weights = b.input(shape, dtype_name(value.dtype), lambda count: b.rng.uniform(0.5, 2, count))
    which = b.choose(["", "", "[1]"])
    extra = ", returned=True" if which else ""
    template = f"average({{0}}{tail}, weights={{1}}{extra}){which}"
    b.add(template, [x, weights], masked_linear(template))


def spread(b: Builder):
    name = b.choose(["nanvar", "nanstd", "var", "std"])
    x = b.operand("f", rank=(1, 2, 3))
    value = b.values[x]
    tail = tail_of(b, value.ndim)
    mean = "nanmean({0}" + tail + ")"
    operands = [x]
    if b.chance(0.5):
        operands.append(b.input(value.shape, "bool"))
        tail += ", where={1}"
    elif name in ("var", "std"):
        tail += b.choose([", correction=1", ", ddof=1"])
    elif b.chance(0.5):
        tail += ", ddof=1"
    x = b.input(value.shape, dtype_name(value.dtype), lambda count: np.where(
        (b.rng.random(count) < 0.2) & name.startswith("nan"), np.nan, b.rng.standard_normal(count) * 3))
    operands[0] = x
    template = f"{name}({{0}}{tail})"
    evaluate = evaluate_text(template)

    def check(ours, values, reference):
        wide = [values[0].astype(np.longdouble), *values[1:]]
        expected = np.asarray(evaluate(wide, {}))
        size = np.nanmax(np.abs(wide[0]), initial=1)
        spread = np.where(np.isfinite(expected), expected, 0)
        least = checks.epsilon(reference.dtype) * size * 64
        bound = 64 * checks.epsilon(reference.dtype) * (spread + size * size) if "var" in name else least * 16
        return within_bound(ours, expected, bound, reference.dtype, values)

    b.add(template, operands, check)


def trace(b: Builder):
    x = b.operand("biuf", rank=(2, 3, 4))
    rank = b.values[x].ndim
    first, second = (int(a) for a in b.rng.permutation(rank)[:2])
    tail = b.choose(["", f", {b.choose([-2, -1, 1, 2, 40])}", f", 0, {first}, {second - rank}", f", offset=1, axis1={first}, axis2={second}"])
    b.add(f"trace({{0}}{tail})", [x], linear())


def norm(b: Builder):
    x = b.operand("iuf", rank=(1, 2, 3))
    value = b.values[x]
    keep = b.choose(["", ", keepdims=True"])
    form = b.choose(["plain", "vector", "vector", "matrix"])
    if form == "plain":
        template = f"norm({{0}}{keep})"
    elif form == "vector":
        axis = int(b.rng.integers(-value.ndim, value.ndim))
        order = b.choose(["None", "1", "2", "3", "0", "inf", "-inf", "0.5", "-1"])
        template = f"norm({{0}}, {order}, axis={axis}{keep})"
    elif value.ndim < 2:
        raise GivesUp
    else:
        first, second = (int(a) for a in b.rng.permutation(value.ndim)[:2])
        order = b.choose(["None", "1", "-1", "inf", "-inf", "'fro'"])
        template = f"norm({{0}}, {order}, axis=({first}, {second}){keep})"
    if value.dtype == np.int64 or value.dtype == np.uint64:
        raise GivesUp

    b.add(template, [x], relative(evaluate_text(template), power=3 if "3" in template else 2))


def covariance(b: Builder):
    rows, columns = b.choose([2, 3, 5]), b.choose([3, 4, 17, 40])
    dtype = b.choose(["f64", "f64", "f32"])
    normal = lambda count: b.rng.standard_normal(count)  # noqa: E731
    name = b.choose(["cov", "cov", "corrcoef"])
    operands, tail = [], ""
    if b.chance(0.4):
        operands = [b.input((columns,), dtype, normal), b.input((columns,), dtype, normal)]
        first = "{0}, {1}"
    else:
        rowvar = b.chance(0.7)
        operands = [b.input((rows, columns) if rowvar else (columns, rows), dtype, normal)]
        first, tail = "{0}", "" if rowvar else ", rowvar=False"
    if name == "cov":
        tail += b.choose(["", ", bias=True", ", ddof=0", ", ddof=2"])
        if b.chance(0.3):
            tail += ", aweights={%d}" % len(operands)
            operands.append(b.input((columns,), "f64", lambda count: b.rng.uniform(0.5, 2, count)))
        if b.chance(0.3):
            tail += ", fweights={%d}" % len(operands)
            operands.append(b.input((columns,), "i64", lambda count: b.rng.integers(1, 4, count)))

    def check(ours, values, reference):
        from .checks import same_type
        if wrong := same_type(ours, reference.dtype, reference.shape):
            return wrong
        # An input of one constant row (broadcast) has no correlation: NaN, or all rounding.
        if any(np.ptp(v, axis=-1).min(initial=1) < 1e-3 or np.ptp(v, axis=0).min(initial=1) < 1e-3 for v in values if v.size):
            return None
        return None if np.allclose(ours, reference, rtol=1e-10, atol=1e-12, equal_nan=True) else f"far off: {ours!r}, expected {reference!r}"

    b.add(f"{name}({first}{tail})", operands, check)


def axis_text(b: Builder, value) -> str:
    rank = value.ndim
    if rank == 0 or (rank != 1 and b.chance(0.2)):
        return ""
    return f", axis={int(b.rng.integers(-rank, rank))}"


def running(b: Builder):
    name = b.choose(["cummax", "cummin", "cummax", "cummin", "nancumsum", "cumprod", "nancumprod", "cumulative_sum"])
    x = b.operand("iu" if "prod" in name else "biuf")
    value = b.values[x]
    tail = axis_text(b, value)
    if name == "cumulative_sum":
        if value.ndim == 0 or (value.ndim > 1 and not tail):
            raise GivesUp
        tail += b.choose(["", ", include_initial=True"])
    check = checks.is_exact_but_zeros if name.startswith("cumm") else checks.is_exact
    if "sum" in name:
        check = linear(one_by_one=True)
    b.add(f"{name}({{0}}{tail})", [x], check)


def logcumsumexp(b: Builder):
    x = b.operand("f")
    value = b.values[x]
    template = f"logcumsumexp({{0}}{axis_text(b, value)})"
    evaluate = evaluate_text(template)

    def check(ours, operands, reference):
        wide = operands[0].astype(np.longdouble)
        expected = np.asarray(evaluate([wide], {}))
        size = np.where(np.isfinite(expected), np.abs(expected), 0)
        bound = checks.epsilon(reference.dtype) * (operands[0].size + 32 + 16 * size)
        return within_bound(ours, expected, bound, reference.dtype, operands)

    b.add(template, [x], check)


def diff(b: Builder):
    x = b.operand(rank=(1, 2, 3, 4))
    value = b.values[x]
    axis = int(b.rng.integers(-value.ndim, value.ndim))
    tail, operands = f", axis={axis}", [x]
    if b.chance(0.4):
        tail += f", n={b.choose([0, 1, 2, 3])}"
    if b.chance(0.3):
        shape = list(value.shape)
        shape[axis] = b.choose([0, 1, 2])
        tail += f", {b.choose(['prepend', 'append'])}={{1}}"
        operands.append(b.input(tuple(shape), dtype_name(value.dtype)))
    b.add(f"diff({{0}}{tail})", operands, checks.is_exact)


def gradient(b: Builder):
    x = b.operand("iuf", rank=(1, 2, 3))
    value = b.values[x]
    axis = int(b.rng.integers(0, value.ndim))
    order = b.choose([1, 1, 2])
    extent = value.shape[axis]
    if extent < order + 1:
        raise GivesUp
    form = b.choose(["plain", "number", "places", "all"])
    dtype = "f32" if value.dtype == np.float32 else "f64"
    if form == "plain":
        template, operands = f"gradient({{0}}, axis={axis}, edge_order={order})", [x]
    elif form == "number":
        template, operands = f"gradient({{0}}, {b.choose(['0.5', '2', '3.0'])}, axis={axis}, edge_order={order})", [x]
    elif form == "places":
        # Unequal distances: of equal ones NumPy takes another formula.
        places = np.cumsum(b.rng.uniform(0.5, 2, extent))
        made = b.input((extent,), dtype, lambda count: np.resize(places, count))
        if extent < 3 or len(np.unique(np.diff(b.values[made]))) < 2 or np.any(np.diff(b.values[made]) == 0):
            raise GivesUp
        template, operands = f"gradient({{0}}, {{1}}, axis={axis}, edge_order={order})", [x, made]
    else:
        if min(value.shape) < 2 or value.ndim < 2:
            raise GivesUp
        template, operands = f"gradient({{0}}, {b.choose(['', '2.0, '])}edge_order=1)[{axis}]", [x]
    b.add(template, operands, checks.is_exact)


def trapezoid(b: Builder):
    x = b.operand("iuf", rank=(1, 2, 3))
    value = b.values[x]
    axis = int(b.rng.integers(-value.ndim, value.ndim))
    if b.chance(0.5):
        b.add(f"trapezoid({{0}}, axis={axis}{b.choose(['', ', dx=0.5', ', dx=2'])})", [x], trapezoid_check(f"trapezoid({{0}}, axis={axis})"))
        return
    dtype = dtype_name(value.dtype) if value.dtype.kind == "f" else "f64"
    places = b.input(value.shape if b.chance(0.4) else (value.shape[axis],), dtype, lambda count: b.rng.standard_normal(count))
    b.add(f"trapezoid({{0}}, {{1}}, axis={axis})", [x, places], trapezoid_check(f"trapezoid({{0}}, axis={axis})"))


def trapezoid_check(plain):
    evaluate = evaluate_text(plain)

    def check(ours, operands, reference):
        if reference.dtype.kind != "f":
            return checks.is_exact(ours, operands, reference)
        _, sizes = checks.wide_parts(operands)
        reach = 4 * max(1, float(np.max(sizes[1], initial=0))) if len(operands) > 1 else 4
        magnitude = np.asarray(evaluate([sizes[0]], {})) * reach
        unclear = (magnitude >= np.finfo(reference.dtype).max / 64) | ~np.isfinite(reference)
        if any(not np.all(np.isfinite(o)) for o in operands if o.dtype.kind == "f"):
            unclear = np.ones_like(unclear)
        bound = 16 * checks.epsilon(reference.dtype) * magnitude + 8 * np.finfo(reference.dtype).smallest_subnormal
        return within_bound(ours, reference.astype(np.longdouble), bound, reference.dtype, operands, unclear)

    return check


MAKERS += [with_options] * 3 + [simple] * 2 + [average, spread, trace, norm, covariance] + [running] * 2 + [
    logcumsumexp, diff, gradient, trapezoid]


# MARK: Order statistics, histograms


METHODS = ("inverted_cdf averaged_inverted_cdf closest_observation interpolated_inverted_cdf hazen weibull linear median_unbiased "
           "normal_unbiased lower higher midpoint nearest").split()


def lerp_check(ours, operands, reference):
    """A few operations after sorting; between what is far apart their rounding counts."""
    from .checks import within_bound

    if reference.dtype.kind != "f":
        return checks.is_exact(ours, operands, reference)
    size = np.max(np.where(np.isfinite(operands[0]), np.abs(operands[0].astype(np.longdouble)), 0), initial=0)
    bound = np.broadcast_to(16 * checks.epsilon(reference.dtype) * size, reference.shape)
    unclear = np.broadcast_to(size >= np.finfo(reference.dtype).max / 8, reference.shape)
    return within_bound(ours, reference.astype(np.longdouble), bound, reference.dtype, (), unclear)


def quantile(b: Builder):
    name = b.choose(["median", "nanmedian", "quantile", "percentile", "nanquantile", "nanpercentile"])
    x = b.operand("f" if b.chance(0.7) else "iuf", rank=(1, 2, 3))
    value = b.values[x]
    if value.dtype.kind in "iu":
        x = b.input(value.shape, dtype_name(value.dtype), lambda count: b.rng.integers(0, 60, count))
    axis = axes(b, value.ndim)
    tail = ("" if axis is None else f", axis={axis}") + (", keepdims=True" if b.chance(0.3) else "")
    if value.size == 0:
        raise GivesUp
    if "median" in name:
        b.add(f"{name}({{0}}{tail})", [x], lerp_check)
        return
    scale = 100 if "percent" in name else 1
    if b.chance(0.5):
        q = str(b.choose([0.0, 0.5, 0.25, 0.1, 0.99, 1.0]) * scale)
    else:
        q = str([round(float(v) * scale, 3) for v in b.choose([[0.5], [0.0, 1.0], [0.1, 0.5, 0.85], [0.3, 0.2]])])
    method = b.choose(["", *[f", method='{m}'" for m in METHODS]])
    check = lerp_check
    operands = [x]
    if b.chance(0.15):
        # (NumPy's functions without NaN fail with weights of one axis.)
        of_axis = isinstance(axis, int) and not name.startswith("nan") and b.chance(0.5)
        # Some weight is left however many others are with NaN.
        operands.append(b.input((value.shape[axis],) if of_axis else value.shape, b.choose(["f64", "i32"]), lambda count: b.rng.integers(1, 9, count)))
        method = ", method='inverted_cdf', weights={1}"
    evaluate = evaluate_text(f"{name}({{0}}, {q}{tail}{method})")

    def typed(values, dims):
        # Where all elements are NaN NumPy's functions without NaN forget the type of the quantiles.
        dtype = np.asarray(evaluate([np.ones_like(values[0]), *values[1:]], dims)).dtype
        return np.asarray(evaluate(values, dims)).astype(dtype)

    b.add(f"{name}({{0}}, {q}{tail}{method})", operands, check, typed if name.startswith("nan") else evaluate)


def histogram(b: Builder):
    x = b.operand("iuf", rank=(1, 2))
    value = b.values[x]
    if value.dtype.kind == "f":
        x = b.input(value.shape, dtype_name(value.dtype), lambda count: np.round(b.rng.standard_normal(count) * 3, b.choose([1, 6])))
    elif value.dtype.itemsize == 8:
        raise GivesUp
    operands, tail = [x], ""
    form = b.choose(["", ", 5", ", bins=3", ", [-1.0, 0.0, 0.5, 2.0, 3.5]", ", 4, (-2.0, 3.0)", ", 7, range=[0.0, 1.0]"])
    if b.chance(0.3):
        tail = ", weights={1}"
        operands.append(b.input(b.values[x].shape, "f64", lambda count: b.rng.integers(1, 9, count) / 4))
    if b.chance(0.3):
        tail += ", density=True"
    which = b.choose([0, 0, 1])
    template = f"histogram({{0}}{form}{tail})[{which}]"

    def check(ours, values, reference):
        from .checks import within_bound
        if reference.dtype.kind != "f":
            return checks.is_exact(ours, values, reference)
        size = np.max(np.where(np.isfinite(reference), np.abs(reference), 0), initial=1)
        bound = np.broadcast_to(np.longdouble(8 * np.finfo(reference.dtype).eps * size), reference.shape)
        return within_bound(ours, reference.astype(np.longdouble), bound, reference.dtype)

    b.add(template, operands, check)


def digitize(b: Builder):
    x = b.operand("iuf")
    if b.values[x].dtype.itemsize == 8 and b.values[x].dtype.kind in "iu":
        raise GivesUp
    count = b.choose([1, 2, 5, 20])
    falls = b.chance(0.4)
    borders = np.sort(np.round(b.rng.standard_normal(count) * 3, 1))
    literal = str([float(v) for v in (borders[::-1] if falls else borders)])
    b.add(f"digitize({{0}}, {literal}{b.choose(['', ', right=True'])})", [x], checks.is_exact)


def bincount(b: Builder):
    length = b.choose([1, 5, 12])
    count = b.choose([0, 1, 7, 40, 300])
    x = b.input((count,), b.choose(["i64", "i32", "u8"]), lambda size: b.rng.integers(0, 10, size))
    operands, tail = [x], ""
    if b.chance(0.4):
        operands.append(b.input((count,), "f64", lambda size: b.rng.integers(1, 9, size) / 4))
        tail = ", weights={1}"

    def evaluate(values, dims):
        # NumPy forgets the weights' type where there are none.
        return np.bincount(*values, minlength=length)[:length].astype(np.float64 if len(values) == 2 else np.int64)

    if b.chance(0.4):
        least = b.choose([0, 3, 20])
        tail += f", minlength={least}" if least else ""
        return b.add(f"bincount({{0}}{tail})", operands, checks.is_exact, lambda values, dims: np.bincount(
            *values, minlength=least).astype(np.float64 if len(values) == 2 else np.int64))
    b.add(f"bincount({{0}}{tail}, length={length})", operands, checks.is_exact, evaluate)


MAKERS += [quantile] * 3 + [histogram, digitize, bincount]
SCOPE |= {name: getattr(np, name) for name in (
    "median nanmedian quantile percentile nanquantile nanpercentile histogram digitize bincount".split())}
