"""The check that goes with each family of operations, and what casts give."""

import numpy as np

from . import precise
from .checks import exact, within_bound, within_ulp

# Functions with equal bits. (`ulp` 0 in the table means exact too, but NumPy need not be, as with deg2rad.)
EXACT = set(
    "add subtract multiply divide true_divide sqrt square abs absolute fabs sign negative positive floor ceil trunc rint "
    "fix round where clip minimum maximum fmin fmax copysign floor_divide mod remainder fmod reciprocal isnan isinf "
    "isfinite signbit heaviside nextafter spacing ldexp frexp_mantissa frexp_exponent real imag conj".split())
# Zeros whose sign NumPy or SciPy leave to chance: at multiples of pi, which are not numbers; of an odd function.
OPEN_ZERO = {"sinc", "i1"}
EITHER_ZERO = {"minimum", "maximum", "fmin", "fmax", "clip"}


def is_exact(ours, operands, reference):
    return exact(ours, reference, operands)


def is_exact_but_zeros(ours, operands, reference):
    return exact(ours, reference, operands, zeros_equal=True)


def is_spacing(ours, operands, reference):
    # NumPy's has the sign of its argument, but in f16 it is the distance to the next greater number.
    if reference.dtype == np.float16 and ours.shape == reference.shape:
        reference = np.where(operands[0] < 0, ours.astype(np.float16), reference)
    return exact(ours, reference, operands)


def elementwise(name: str, expression: str):
    """The check of an elementwise function, given as NumPy's expression in x, y, z."""
    if name in EITHER_ZERO:
        return is_exact_but_zeros
    if name == "spacing":
        return is_spacing
    if name in EXACT:
        return is_exact

    def check(ours, operands, reference):
        if reference.dtype.kind != "f":
            return exact(ours, reference, operands)
        dtype, shape = reference.dtype, reference.shape
        expected = np.broadcast_to(precise.precise_result(expression, operands, dtype), shape)
        if name in OPEN_ZERO and ours.shape == shape:
            ours = np.where(ours == 0, np.copysign(ours, expected), ours).astype(ours.dtype)
        return within_ulp(
            ours, np.ascontiguousarray(expected).reshape(shape), operands, numpy=reference,
            recheck=precise.ExactValues(expression, operands, shape, dtype),
            scale=precise.cancelling_scale(expression, operands, dtype))

    return check


# MARK: Casts


def cast_result(x: np.ndarray, dtype) -> np.ndarray:
    """NumPy's conversion; from floating point to integers as on x86: through i32 below 32 bits, else the minimum."""
    dtype = np.dtype(dtype)
    with np.errstate(all="ignore"):
        if x.dtype.kind != "f" or dtype.kind not in "iu":
            return x.astype(dtype)
        wide = np.int64 if dtype.itemsize >= 8 or dtype == np.uint32 else np.int32
        limit = 2.0 ** (63 if wide == np.int64 else 31)
        inside = (x >= -limit) & (x < limit)
        whole = np.where(inside, x, 0).astype(wide)
        result = np.where(inside, whole, np.iinfo(wide).min).astype(dtype)
        if dtype == np.uint64:
            high = (x >= limit) & (x < 2.0**64)
            result = np.where(high, np.where(high, x, 0).astype(np.uint64), result)
        return result.reshape(x.shape)


def is_cast(ours, operands, reference):
    (x,) = operands
    if x.dtype.kind == "f" and reference.dtype in (np.uint32, np.uint64) and ours.shape == reference.shape:
        # Out of range nothing is promised for these two.
        inside = (x > -1) & (x < 2.0 ** (8 * reference.dtype.itemsize))
        reference = np.where(inside, reference, ours).astype(reference.dtype) if ours.dtype == reference.dtype else reference
    return exact(ours, reference, operands)


# MARK: Sums


def epsilon(dtype) -> np.longdouble:
    return np.longdouble(np.finfo(dtype).eps)


def wide_parts(operands):
    """The operands in long double, and the magnitudes of their finite elements."""
    wide = [o.astype(np.longdouble) for o in operands]
    return wide, [np.where(np.isfinite(w), np.abs(w), 0) for w in wide]


def linear(evaluate, factor=8, one_by_one=False):
    """sum, mean, dot: an error of at most factor * eps * the same of the magnitudes. cumsum adds one by one, as NumPy:
    its bound grows with the length."""

    def check(ours, operands, reference):
        if reference.dtype.kind != "f":
            return exact(ours, reference, operands)
        wide, sizes = wide_parts(operands)
        expected = np.asarray(evaluate(wide, {}))
        magnitude = np.asarray(evaluate(sizes, {}))
        share = factor + operands[0].size / 2 if one_by_one else factor
        bound = share * epsilon(reference.dtype) * np.where(np.isnan(magnitude), 0, magnitude)
        if len(operands) == 2:  # each product may underflow, by half the least number
            bound = bound + max(1, operands[0].shape[-1]) * np.finfo(reference.dtype).smallest_subnormal
            # NumPy's own product may err by more (roundings of equal terms have one sign): what is the same to the last bit is no difference from it.
            if ours.shape == reference.shape and ours.dtype == reference.dtype:
                expected = np.where(ours == reference, reference.astype(np.longdouble), expected)
        unclear = overflow_possible(evaluate, sizes, magnitude, reference)
        return within_bound(ours, expected, bound, reference.dtype, operands, unclear)

    return check


def overflow_possible(evaluate, sizes, magnitude, reference):
    """Whether a partial result may overflow; a mean's partial results are sums."""
    count = max(1, sizes[0].size // max(1, reference.size))
    return magnitude * count >= np.finfo(reference.dtype).max / 4


def product(evaluate, evaluate_sum):
    def check(ours, operands, reference):
        if reference.dtype.kind != "f":
            return exact(ours, reference, operands)
        (x,) = operands
        wide, sizes = wide_parts(operands)
        expected = np.asarray(evaluate(wide, {}))
        count = x.size // max(1, reference.size) + 1
        exponents = np.abs(np.log2(np.where(sizes[0] > 0, sizes[0], 1)))
        unclear = np.asarray(evaluate_sum([exponents], {})) > (120 if reference.dtype.itemsize < 8 else 1000)  # f16 is multiplied in f32
        unclear = unclear & ~np.isnan(expected)
        bound = count * epsilon(reference.dtype) * np.abs(expected)
        return within_bound(ours, expected, bound, reference.dtype, operands, unclear)

    return check


def variance(evaluate, evaluate_mean, root: bool):
    """Two-pass: the mean is off by eps * mean|x|, which enters squared; the squares' sum by some eps of itself."""

    def check(ours, operands, reference):
        (x,) = operands
        if x.dtype.kind in "iu":
            # Means are floats, so differences are those of floats: what great integers lose there is far more than the bound.
            operands = [x.astype(np.float64)]
        wide, sizes = wide_parts(operands)
        expected = np.asarray(evaluate(wide, {}))
        mean = np.asarray(evaluate_mean(sizes, {}))
        squares = np.asarray(evaluate_mean([s * s for s in sizes], {}))
        eps = epsilon(reference.dtype)
        count = max(2, x.size // max(1, reference.size))
        unclear = squares * count >= np.finfo(reference.dtype).max / 8
        spread = expected**2 if root else expected
        bound = 32 * eps * np.where(np.isfinite(spread), spread, 0) + 2 * (32 * eps * mean) ** 2
        bound += 8 * np.finfo(reference.dtype).tiny * eps
        if root:
            bound = np.sqrt(spread + bound) - np.sqrt(np.maximum(spread - bound, 0)) + 8 * eps * expected
            bound += np.sqrt(np.longdouble(8 * np.finfo(reference.dtype).tiny))
        return within_bound(ours, expected, bound, reference.dtype, operands, unclear)

    return check


# MARK: Softmax and its family


def shifted(x, axis):
    top = np.max(x, axis=axis, keepdims=True)
    return x - np.where(np.isfinite(top), top, 0), top


def wide_logsumexp(x, axis, keepdims=True):
    rest, top = shifted(x, axis)
    result = np.log(np.sum(np.exp(rest), axis=axis, keepdims=True)) + np.where(np.isfinite(top), top, 0)
    return result if keepdims else np.squeeze(result, axis=axis if axis is not None else tuple(range(x.ndim)))


def wide_softmax(x, axis):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def wide_log_softmax(x, axis, plain=True):
    rest, _ = shifted(x, axis)
    result = rest - np.log(np.sum(np.exp(rest), axis=axis, keepdims=True))
    return result if plain else np.where(np.isfinite(np.max(x, axis=axis, keepdims=True)), result, np.nan)


def softmax_family(name: str, axis, keepdims=False, plain=True):
    def check(ours, operands, reference):
        x = operands[0].astype(reference.dtype).astype(np.longdouble)
        eps, biggest = epsilon(reference.dtype), np.finfo(reference.dtype).max
        if name == "logsumexp":
            expected = wide_logsumexp(x, axis, keepdims)
            top = np.max(np.where(np.isfinite(x), np.abs(x), 0), axis=axis, keepdims=keepdims)
            bound = eps * (32 + 8 * top)
            unclear = None
        else:
            expected = wide_softmax(x, axis) if name == "softmax" else wide_log_softmax(x, axis, plain)
            rest = np.abs(shifted(x, axis)[0])
            rest = np.where(np.isfinite(rest), rest, 0)
            if name == "softmax":
                bound = np.abs(expected) * eps * (32 + 4 * rest) + 8 * np.finfo(reference.dtype).tiny * eps
            else:
                bound = eps * (32 + 4 * rest)
            # x - max may overflow in the narrow type only.
            unclear = rest >= biggest / 2
        bound = np.where(np.isfinite(bound), bound, 0)
        return within_bound(ours, np.asarray(expected), bound, reference.dtype, (), unclear)

    return check
